"""The Minutes in the record file: what linking keeps of each article, and what it made of all."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from sqlalchemy import Connection, delete, select

from mahdar.model import Case, Change, Disagreement, Episode, Minutes, Quote, Thread
from mahdar.store import tables
from mahdar.store._corrections import touch_rows
from mahdar.store._databases import Database
from mahdar.store._episode_parts import put_episode_parts
from mahdar.store._parts import UNDATED
from mahdar.times import days_of

if TYPE_CHECKING:
    from mahdar.linking import Extract

__all__ = ["copies_in", "episode_rows", "parts_in", "put_extracts", "replace_minutes", "without_extract"]

_PAGE = 500
_Kept = TypeVar("_Kept")
Row = dict[str, Any]


def without_extract(connection: Connection, linking: str) -> list[str]:
    """The `doc` of every article that has no extract made in this way (`linking`, a fingerprint) from the article as it is."""
    article, extract = tables.articles.c, tables.extracts.c
    rows = connection.execute(
        select(article.doc)
        .outerjoin_from(tables.articles, tables.extracts, extract.article == article.id)
        .where((extract.digest.is_(None)) | (extract.digest != article.digest + linking))
        .order_by(article.doc)
    )
    return [row.doc for row in rows]


def put_extracts(database: Database, connection: Connection, extracts: "Sequence[Extract]", linking: str) -> None:
    """Keep extracts, each in place of an earlier one of its article."""
    article = tables.articles.c
    numbers = {
        row.doc: (row.id, row.digest)
        for row in connection.execute(
            select(article.id, article.doc, article.digest).where(article.doc.in_([one.doc for one in extracts]))
        )
    }
    rows = [
        {"article": numbers[one.doc][0], "digest": numbers[one.doc][1] + linking, "body": msgspec.msgpack.encode(one)}
        for one in extracts
        if one.doc in numbers
    ]
    database.put_over(connection, tables.extracts, rows)


def parts_in(connection: Connection, part: type[_Kept]) -> Iterator[_Kept]:
    """The whole or one part of every extract; what else is kept of the article is passed over."""
    decoder = msgspec.msgpack.Decoder(part)
    for (body,) in connection.execute(select(tables.extracts.c.body)).yield_per(_PAGE):
        yield decoder.decode(body)


def replace_minutes(database: Database, connection: Connection, minutes: Minutes, state: str) -> None:
    """Write the Minutes in place of what was there. `state` stands for the articles that they were made from."""
    for table in (tables.copies, tables.episodes, tables.episode_actors, tables.episode_parts, tables.pairs, tables.meetings,
                  tables.tellings, tables.ledger, tables.ledger_actors, tables.linked):  # fmt: skip
        connection.execute(delete(table))
    connection.execute(delete(tables.shares).where(tables.shares.c.sort == "episode"))
    touched = tables.corrected.c
    connection.execute(delete(tables.corrected).where(touched.sort.in_(("episode", "quote"))))
    rows: dict[str, list[Row]] = {"copies": [{"doc": doc, "first": first} for doc, first in minutes.copies]}
    if minutes.touched:
        numbers = {row.doc: row.id for row in connection.execute(select(tables.articles.c.id, tables.articles.c.doc))}
        rows["corrected"] = touch_rows(minutes.touched, numbers)
    for name, row in episode_rows(minutes.episodes):
        rows.setdefault(name, []).append(row)
    for name, row in (*quote_rows(minutes.quotes), *entry_rows(minutes)):
        rows.setdefault(name, []).append(row)
    for name, some in rows.items():
        database.add(connection, tables.metadata.tables[name], some)
    put_episode_parts(database, connection, minutes.episodes)
    database.add(connection, tables.linked, [{"id": 1, "state": state}])


def episode_rows(episodes: Iterable[Episode]) -> Iterator[tuple[str, Row]]:
    """Every row of the episodes, with the name of its table."""
    for episode in episodes:
        first, last = days_of(episode.day) or (episode.first_seen, episode.last_seen)
        yield (
            "episodes",
            {
                "id": episode.id,
                "kind": episode.kind,
                "day": episode.day,
                "first_day": first,
                "last_day": last,
                "dated_by": episode.dated_by,
                "place": episode.place,
                "status": episode.status,
                "reports": episode.reports,
                "sources": episode.sources,
                "first_seen": episode.first_seen,
                "last_seen": episode.last_seen,
                "body": msgspec.msgpack.encode(episode),
            },
        )
        for n, (who, role) in enumerate(episode.parties):
            yield "episode_actors", {"episode": episode.id, "n": n, "id": who, "role": role}
        for telling in episode.tellings:
            yield "tellings", {"doc": telling.doc, "event": telling.event, "episode": episode.id}


def quote_rows(quotes: Iterable[Quote]) -> Iterator[tuple[str, Row]]:
    """Every row of the quotes, with the name of its table."""
    for quote in quotes:
        days = (quote.first_seen, quote.last_seen)
        actors = [(who, "speaker") for who in quote.speakers]
        actors += [(telling.statement, "telling") for telling in quote.tellings]
        yield from ledger_rows("quote", quote, quote.act, days, actors)


def entry_rows(minutes: Minutes) -> Iterator[tuple[str, Row]]:
    """Every row of the disagreements, changes and storylines, with the name of its table."""
    for one in minutes.disagreements:
        actors = [(who, "about") for who in dict.fromkeys((one.about, *one.actors))]
        yield from ledger_rows("disagreement", one, one.sort, (one.first_seen, one.last_seen), actors)
    for change in minutes.changes:
        actors = [(who, "about") for who in dict.fromkeys((change.about, *change.actors))]
        yield from ledger_rows("change", change, change.property, (change.first_seen, change.last_seen), actors)
    for thread in minutes.threads:
        actors = [(who, "party") for who in thread.actors] + [(thing, "object") for thing in thread.objects]
        yield from ledger_rows("thread", thread, "thread", (thread.first_day, thread.last_day), actors)
    for case in minutes.cases:
        actors = [(who, "accuser") for who in case.accusers] + [(who, "accused") for who in case.accused]
        actors += [(charge.accusation, "charge") for charge in case.charges]
        kind = "answered" if case.replies else "open"
        yield from ledger_rows("accusation", case, kind, (case.first_seen, case.last_seen), actors)


def ledger_rows(
    sort: str,
    entry: Quote | Disagreement | Change | Thread | Case,
    kind: str,
    days: tuple[str | None, str | None],
    actors: Iterable[tuple[str, str]],
) -> Iterator[tuple[str, Row]]:
    """The rows of an entry of the ledger: of its book (`sort`), from the first to the last of its days, with its actors."""
    first, last = days_of(days[0]), days_of(days[1])
    yield (
        "ledger",
        {
            "sort": sort,
            "id": entry.id,
            "kind": kind,
            "first_day": first[0] if first else None,
            "last_day": last[1] if last else None,
            "sources": entry.sources,
            "body": msgspec.msgpack.encode(entry),
        },
    )
    for n, (who, role) in enumerate(actors):
        yield (
            "ledger_actors",
            {"sort": sort, "entry": entry.id, "n": n, "id": who, "role": role, "day": first[0] if first else UNDATED},
        )


def copies_in(connection: Connection) -> dict[str, str]:
    """For every copy the first article with the same text."""
    return {row.doc: row.first for row in connection.execute(select(tables.copies))}
