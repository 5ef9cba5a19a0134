"""The Minutes: extracts, copies, episodes, the ledger."""

import sqlalchemy as sa
from alembic import op

from mahdar.store._types import WORDS

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _words(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=null)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _body() -> sa.Column[bytes]:
    return sa.Column("body", sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "extracts",
        sa.Column("article", sa.Integer(), sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
        _words("digest"),
        _body(),
        sa.PrimaryKeyConstraint("article"),
    )
    op.create_table("linked", _number("id"), _words("state"), sa.PrimaryKeyConstraint("id"))
    op.create_table("copies", _words("doc"), _words("first"), sa.PrimaryKeyConstraint("doc"))
    op.create_table(
        "episodes",
        _words("id"),
        _words("kind"),
        _words("day", null=True),
        _words("first_day", null=True),
        _words("last_day", null=True),
        _words("dated_by", null=True),
        _words("place", null=True),
        _words("status"),
        _number("reports"),
        _number("sources"),
        _words("first_seen", null=True),
        _words("last_seen", null=True),
        _body(),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_episodes_first_day", "episodes", ["first_day"])
    op.create_table(
        "episode_actors",
        _words("episode"),
        _number("n"),
        _words("id"),
        _words("role"),
        sa.PrimaryKeyConstraint("episode", "n", name="pk_episode_actors"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_episode_actors_id", "episode_actors", ["id"])
    op.create_table(
        "tellings",
        _words("doc"),
        _words("event"),
        _words("episode"),
        sa.PrimaryKeyConstraint("doc", "event", name="pk_tellings"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tellings_episode", "tellings", ["episode"])
    op.create_table(
        "ledger",
        _words("sort"),
        _words("id"),
        _words("kind"),
        _words("first_day", null=True),
        _words("last_day", null=True),
        _number("sources"),
        _body(),
        sa.PrimaryKeyConstraint("sort", "id", name="pk_ledger"),
    )
    op.create_index("ix_ledger_first_day", "ledger", ["sort", "first_day"])
    op.create_table(
        "ledger_actors",
        _words("sort"),
        _words("entry"),
        _number("n"),
        _words("id"),
        _words("role"),
        sa.PrimaryKeyConstraint("sort", "entry", "n", name="pk_ledger_actors"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ledger_actors_id", "ledger_actors", ["id"])
