"""The steps of agreements, accusations and their answers. Articles read before have none until they are read again."""

import sqlalchemy as sa
from alembic import op

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
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
    )


def upgrade() -> None:
    _table(
        "agreement_steps",
        ("n",),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("thing", sa.String()),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("time", sa.String()),
        sa.Column("first_day", sa.String()),
        sa.Column("last_day", sa.String()),
        sa.Column("dated_by", sa.String()),
        sa.Column("place", sa.String()),
        sa.Column("length", sa.String()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("spans", sa.String(), nullable=False),
    )
    op.create_index("ix_agreement_steps_agreement", "agreement_steps", ["agreement"])
    _actors("agreement_actors", "step")
    _table(
        "accusations",
        ("n",),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("statement", sa.Integer()),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("spans", sa.String(), nullable=False),
    )
    _actors("accusation_actors", "accusation")
    _table(
        "answers",
        ("accusation", "n"),
        sa.Column("accusation", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
    )


def downgrade() -> None:
    for name in ("answers", "accusation_actors", "accusations", "agreement_actors", "agreement_steps"):
        op.drop_table(name)
