"""What came of each week when it was linked, and which extracts are new since, so that the next day's news is linked alone."""

import sqlalchemy as sa
from alembic import op

from mahdar.store._types import WORDS

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weeks",
        sa.Column("sort", WORDS, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sort", "number", name="pk_weeks"),
    )
    op.add_column("extracts", sa.Column("linked", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("extracts", "linked")
    op.drop_table("weeks")
