"""How much a record file holds."""

import msgspec
from sqlalchemy import Connection, Table, func, select

from mahdar.store import Store, tables

__all__ = ["OutletCount", "Stats", "stats"]

_ARTICLE = tables.articles.c


class OutletCount(msgspec.Struct, frozen=True, gc=False):
    """An outlet, None where articles name none, and how many articles it has."""

    outlet: str | None
    articles: int


class Stats(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How many there are of what; `first` and `last` are the days of the articles. Where it is not linked (`linked`), there are no
    copies and episodes, and nothing of the ledger."""

    articles: int
    first: str | None
    last: str | None
    outlets: tuple[OutletCount, ...]
    statements: int
    events: int
    accusations: int
    linked: bool
    copies: int
    episodes: int
    quotes: int
    disagreements: int
    changes: int
    threads: int
    corrections: int
    failures: int


def stats(store: Store) -> Stats:
    """Counts of all that is in the file."""
    entry = tables.ledger.c
    with store.reading() as connection:
        # One at a time: each is an end of an index then.
        first = connection.execute(select(func.min(_ARTICLE.first_day))).scalar()
        last = connection.execute(select(func.max(_ARTICLE.last_day))).scalar()
        uses = func.count().label("articles")
        outlets = connection.execute(
            select(_ARTICLE.outlet, uses).group_by(_ARTICLE.outlet).order_by(uses.desc(), _ARTICLE.outlet)
        ).all()
        books = {
            row.sort: row.entries
            for row in connection.execute(select(entry.sort, func.count().label("entries")).group_by(entry.sort))
        }
        return Stats(
            articles=sum(row.articles for row in outlets),
            first=first,
            last=last,
            outlets=tuple(OutletCount(row.outlet, row.articles) for row in outlets),
            statements=_count(connection, tables.statements),
            events=_count(connection, tables.events),
            accusations=_count(connection, tables.accusations),
            linked=connection.execute(select(tables.linked.c.id)).first() is not None,
            copies=_count(connection, tables.copies),
            episodes=_count(connection, tables.episodes),
            quotes=books.get("quote", 0),
            disagreements=books.get("disagreement", 0),
            changes=books.get("change", 0),
            threads=books.get("thread", 0),
            corrections=_count(connection, tables.corrections),
            failures=_count(connection, tables.failures),
        )


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
