"""Who has a part in what, in the order of days, and how often articles name whom: kept, so that nobody has to count."""

from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import context, op

from mahdar.model import Episode, Quote
from mahdar.store import tables
from mahdar.store._episode_parts import put_episode_parts
from mahdar.store._parts import UNDATED, count_in
from mahdar.store._types import LONG, WORDS

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_EPISODE = msgspec.msgpack.Decoder(Episode)
_QUOTE = msgspec.msgpack.Decoder(Quote)
_PAGE = 200


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _table(name: str, key: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"), sqlite_with_rowid=False)


def make() -> None:
    """The tables, empty."""
    _table(
        "parts",
        ("who", "sort", "day", "last", "article", "n", "entity"),
        *_words("who", "sort", "day", "last"),
        *_numbers("article", "n", "entity"),
    )
    _table(
        "called",
        ("id", "kind", "name", "name_en", "iso"),
        *_words("id", "kind", "name", "name_en", "iso"),
        *_numbers("articles"),
    )
    form = sa.Column("form", LONG, nullable=False)
    _table("uses", ("form", "id"), form, *_words("id"), *_numbers("articles", "written"))
    op.create_index("ix_uses_id", "uses", ["id"])
    _table("seen", ("id", "day", "last"), *_words("id", "day", "last"), *_numbers("articles"))
    _table(
        "held",
        ("id", "title", "of", "day", "last"),
        *_words("id", "title", "of", "day", "last"),
        *_numbers("articles"),
    )
    _table(
        "episode_parts",
        ("who", "sort", "day", "last", "episode"),
        *_words("who", "sort", "day", "last", "episode"),
    )
    _table(
        "pairs",
        ("one", "other", "sort", "day", "last", "episode"),
        *_words("one", "other", "sort", "day", "last", "episode", "month"),
        *_numbers("reports", "sources", "met"),
    )
    _table("shares", ("who", "sort"), *_words("who", "sort"), *_numbers("findings"))
    _table(
        "meetings",
        ("one", "other"),
        *_words("one", "other"),
        *_numbers("episodes", "reports", "sources"),
        *_words("first", "last"),
    )
    op.add_column("ledger_actors", sa.Column("day", WORDS, nullable=False, server_default=UNDATED))
    op.drop_index("ix_ledger_actors_id", "ledger_actors")
    op.create_index("ix_ledger_actors_id", "ledger_actors", ["id", "sort", "day"])


def upgrade() -> None:
    make()
    connection, database = op.get_bind(), context.config.attributes["database"]
    top = connection.execute(sa.select(sa.func.max(tables.articles.c.id))).scalar() or 0
    for first in range(1, top + 1, _PAGE):
        _count(database, connection, first, first + _PAGE - 1)
    bodies = connection.execute(sa.select(tables.episodes.c.body).order_by(tables.episodes.c.id)).scalars().all()
    put_episode_parts(database, connection, [_EPISODE.decode(body) for body in bodies])
    entry, actor = tables.ledger.c, tables.ledger_actors.c
    day = sa.select(entry.first_day).where(entry.sort == actor.sort, entry.id == actor.entry).scalar_subquery()
    connection.execute(sa.update(tables.ledger_actors).values(day=sa.func.coalesce(day, UNDATED)))
    told = sa.select(entry.id, entry.body, entry.first_day).where(entry.sort == "quote").order_by(entry.id)
    rows = []
    for row in connection.execute(told).all():
        quote = _QUOTE.decode(row.body)
        known = len(quote.speakers)
        rows += [
            {
                "sort": "quote",
                "entry": row.id,
                "n": known + n,
                "id": one.statement,
                "role": "telling",
                "day": row.first_day or UNDATED,
            }
            for n, one in enumerate(quote.tellings)
        ]
    database.add(connection, tables.ledger_actors, rows)


def _count(database: Any, connection: sa.Connection, first: int, last: int) -> None:
    """Count what some articles have."""
    article = tables.articles.c
    told = sa.select(article.id, article.first_day, article.last_day).where(article.id.between(first, last))
    rows: dict[str, list[Any]] = {"articles": [row._mapping for row in connection.execute(told)]}
    for table in (
        tables.entities, tables.offices, tables.names, tables.events, tables.event_actors, tables.statement_actors,
        tables.agreement_steps, tables.agreement_actors, tables.accusation_actors,
    ):  # fmt: skip
        found = connection.execute(sa.select(table).where(table.c.article.between(first, last)))
        rows[table.name] = [row._mapping for row in found]
    forms = (
        sa.select(tables.forms)
        .where(tables.forms.c.id.in_(sa.select(tables.names.c.form).where(tables.names.c.article.between(first, last))))
    )  # fmt: skip
    rows["forms"] = [row._mapping for row in connection.execute(forms)]
    count_in(database, connection, rows)


def downgrade() -> None:
    for name in ("meetings", "shares", "pairs", "episode_parts", "held", "seen", "uses", "called", "parts"):
        op.drop_table(name)
    op.drop_index("ix_ledger_actors_id", "ledger_actors")
    op.drop_column("ledger_actors", "day")
    op.create_index("ix_ledger_actors_id", "ledger_actors", ["id"])
