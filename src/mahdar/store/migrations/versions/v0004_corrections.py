"""The book of corrections, and which findings they touched."""

import sqlalchemy as sa
from alembic import op

from mahdar.store._types import WORDS

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("corrected", sa.LargeBinary()))
    op.create_table(
        "corrections",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("id", name="uq_corrections_id"),
    )
    op.create_table(
        "corrected",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("sort", WORDS, nullable=False),
        sa.Column("finding", WORDS, nullable=False),
        sa.Column("correction", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "sort", "finding", "correction", name="pk_corrected"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_corrected_correction", "corrected", ["correction"])


def downgrade() -> None:
    op.drop_table("corrected")
    op.drop_table("corrections")
    op.drop_column("articles", "corrected")
