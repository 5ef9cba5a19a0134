"""The steps of agreements, accusations and their answers. Articles read before have none until they are read again."""

import sqlalchemy as sa
from alembic import op

from mahdar.store._types import WORDS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _table(name: str, key: tuple[str, ...], *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("article", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", *key, name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )


def _actors(name: str, finding: str) -> None:
    _table(
        name,
        (finding, "n"),
        sa.Column(finding, sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer()),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("role", WORDS, nullable=False),
    )


def upgrade() -> None:
    _table(
        "agreement_steps",
        ("n",),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("agreement", WORDS, nullable=False),
        sa.Column("thing", WORDS),
        sa.Column("step", WORDS, nullable=False),
        sa.Column("time", WORDS),
        sa.Column("first_day", WORDS),
        sa.Column("last_day", WORDS),
        sa.Column("dated_by", WORDS),
        sa.Column("place", WORDS),
        sa.Column("length", WORDS),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("rule", WORDS, nullable=False),
        sa.Column("spans", WORDS, nullable=False),
    )
    op.create_index("ix_agreement_steps_agreement", "agreement_steps", ["agreement"])
    _actors("agreement_actors", "step")
    _table(
        "accusations",
        ("n",),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("statement", sa.Integer()),
        sa.Column("content", WORDS, nullable=False),
        sa.Column("rule", WORDS, nullable=False),
        sa.Column("spans", WORDS, nullable=False),
    )
    _actors("accusation_actors", "accusation")
    _table(
        "answers",
        ("accusation", "n"),
        sa.Column("accusation", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("by", WORDS, nullable=False),
    )


def downgrade() -> None:
    for name in ("answers", "accusation_actors", "accusations", "agreement_actors", "agreement_steps"):
        op.drop_table(name)
