"""What linking keeps of its work row by row, so that a day's news reads what it touches and no more. The extracts are made anew, as
after every change of the rules."""

import sqlalchemy as sa
from alembic import op

from mahdar.store._types import LONG, WORDS

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OF_ONE_ARTICLE = ("extracts", "stated")
_KEPT = ("pages", "faces", "quoted", "said", "counts", "shelves", "members", "gatherings", "alike", "known")


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _words(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=null)


def _long(name: str) -> sa.Column[int]:
    return sa.Column(name, LONG, nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _score() -> sa.Column[float]:
    return sa.Column("score", sa.Float(), nullable=False)


def _key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=f"pk_{table}")


def upgrade() -> None:
    op.drop_table("weeks")
    op.drop_table("extracts")
    op.execute("DELETE FROM linked")
    of_article = sa.ForeignKey("articles.id", ondelete="CASCADE")
    op.create_table(
        "extracts", sa.Column("article", sa.Integer(), of_article, primary_key=True), _words("digest"), _bytes("body")
    )
    op.create_table(
        "stated",
        sa.Column("article", sa.Integer(), sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        _bytes("body"),
    )
    op.create_table(
        "known",
        sa.Column("doc", WORDS, primary_key=True),
        _words("digest"), _words("published", null=True), _number("day"), _number("printed"),
    )  # fmt: skip
    op.create_table("alike", _words("doc"), _words("other"), _key("alike", "doc", "other"), sqlite_with_rowid=False)
    op.create_table(
        "gatherings",
        sa.Column("number", sa.Integer(), primary_key=True),
        _number("docs"), _number("joined", null=True), _number("joined_in", null=True), _words("episode", null=True),
    )  # fmt: skip
    op.create_table(
        "members", _number("number"), _number("n"), _number("week"), _words("doc"), _words("event"), _score(),
        _bytes("reasons"), _number("heard"), _key("members", "number", "n"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "shelves", _long("key"), _number("day"), _number("number"), _number("week"),
        _key("shelves", "key", "day", "number"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "counts", _long("key"), _number("day"), _number("week"), _number("reports"),
        _key("counts", "key", "day", "week"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table("said", sa.Column("key", LONG, primary_key=True), _number("number"), _number("week"))
    op.create_table(
        "quoted", _words("doc"), _words("statement"), _number("number"), _words("published", null=True), _number("day"),
        _number("at"), _long("grp"), _score(), _bytes("reasons"), _key("quoted", "doc", "number"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "faces", _words("one"), _words("other"), _words("episode"), _bytes("body"),
        _key("faces", "one", "other", "episode"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table("pages", sa.Column("number", sa.Integer(), primary_key=True), _bytes("body"))
    for table, column in _INDICES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index("ix_articles_digest", "articles", ["doc", "digest"])


_INDICES = (
    ("known", "day"), ("alike", "other"), ("gatherings", "joined_in"), ("members", "week"), ("members", "doc"),
    ("shelves", "week"), ("counts", "week"), ("said", "week"), ("quoted", "day"), ("quoted", "grp"), ("faces", "episode"),
    ("episode_parts", "episode"), ("pairs", "episode"),
)  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_articles_digest", table_name="articles")
    for table in ("episode_parts", "pairs"):
        op.drop_index(f"ix_{table}_episode", table_name=table)
    for table in (*_KEPT, *_OF_ONE_ARTICLE):
        op.drop_table(table)
    op.create_table(
        "extracts",
        sa.Column("article", sa.Integer(), sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        _words("digest"), _bytes("body"), sa.Column("linked", sa.Integer(), nullable=False, server_default="0"),
    )  # fmt: skip
    op.create_table("weeks", _words("sort"), _number("number"), _bytes("body"), _key("weeks", "sort", "number"))
