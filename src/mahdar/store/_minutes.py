"""The Minutes in the record file: what linking keeps of each article, and what it made of all."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, delete, select, update

from mahdar.model import Case, Change, Disagreement, Episode, Minutes, Quote, Thread
from mahdar.store import tables
from mahdar.store._corrections import touch_rows
from mahdar.store._databases import Database
from mahdar.store._episode_parts import put_episode_parts
from mahdar.store._parts import UNDATED
from mahdar.times import days_of

if TYPE_CHECKING:
    from mahdar.linking import Extract, Weeks

__all__ = ["copies_in", "episode_rows", "parts_in", "put_extracts", "replace_minutes", "weeks_in", "without_extract"]

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
        {
            "article": numbers[one.doc][0],
            "digest": numbers[one.doc][1] + linking,
            "body": msgspec.msgpack.encode(one),
            "linked": 0,
        }
        for one in extracts
        if one.doc in numbers
    ]
    database.put_over(connection, tables.extracts, rows)


def parts_in(connection: Connection, part: type[_Kept]) -> Iterator[_Kept]:
    """The whole or one part of every extract; what else is kept of the article is passed over."""
    decoder = msgspec.msgpack.Decoder(part)
    for (body,) in connection.execute(select(tables.extracts.c.body)).yield_per(_PAGE):
        yield decoder.decode(body)


def weeks_in(connection: Connection) -> "Weeks":
    """What came of each week when it was linked."""
    from mahdar.linking import FourWeeks, Weeks  # noqa: PLC0415  (only linking needs it)

    week, decoder = tables.weeks.c, msgspec.msgpack.Decoder(FourWeeks)
    found: dict[str, list[FourWeeks]] = {"episode": [], "quote": []}
    for row in connection.execute(select(week.sort, week.body).order_by(week.sort, week.number)):
        found[row.sort].append(decoder.decode(row.body))
    return Weeks(episodes=tuple(found["episode"]), quotes=tuple(found["quote"]))


def replace_minutes(database: Database, connection: Connection, minutes: Minutes, weeks: "Weeks", state: str) -> None:
    """Write the Minutes in place of what was there: entries that are as they were stay as they are. `state` stands for the
    articles that they were made from."""
    for table in (tables.copies, tables.linked):
        connection.execute(delete(table))
    touched = tables.corrected.c
    connection.execute(delete(tables.corrected).where(touched.sort.in_(("episode", "quote"))))
    numbers = {row.doc: row.id for row in connection.execute(select(tables.articles.c.id, tables.articles.c.doc))}
    database.add(connection, tables.copies, [{"doc": doc, "first": first} for doc, first in minutes.copies])
    database.add(connection, tables.corrected, touch_rows(minutes.touched, numbers))
    extract = tables.extracts.c
    fresh = set(connection.execute(select(extract.article).where(extract.linked == 0)).scalars())
    new = {doc for doc, number in numbers.items() if number in fresh}
    _put_episodes(database, connection, minutes.episodes, new)
    _put_ledger(database, connection, (*quote_rows(minutes.quotes), *entry_rows(minutes)))
    _put_weeks(database, connection, weeks)
    connection.execute(update(tables.extracts).where(extract.linked == 0).values(linked=1))
    database.add(connection, tables.linked, [{"id": 1, "state": state}])


def _put_episodes(
    database: Database, connection: Connection, episodes: Sequence[Episode], new: Collection[str]
) -> None:
    """Write the episodes that are not there as they are, or that a `new` article tells, and take away those that are no
    more."""
    row = tables.episodes.c
    before = {one.id: one.body for one in connection.execute(select(row.id, row.body))}
    kept = {
        one.id
        for one in episodes
        if one.id in before
        and not any(telling.doc in new for telling in one.tellings)
        and before[one.id] == msgspec.msgpack.encode(one)
    }
    gone = sorted(before.keys() - kept)
    for table in (tables.episode_actors, tables.episode_parts, tables.pairs, tables.tellings):
        _drop(connection, table, table.c.episode, gone, all_=not kept)
    _drop(connection, tables.episodes, row.id, gone, all_=not kept)
    changed = [one for one in episodes if one.id not in kept]
    rows: dict[str, list[Row]] = {}
    for name, one in episode_rows(changed):
        rows.setdefault(name, []).append(one)
    for name, some in rows.items():
        database.add(connection, tables.metadata.tables[name], some)
    put_episode_parts(database, connection, changed)


def _put_ledger(database: Database, connection: Connection, rows: Iterable[tuple[str, Row]]) -> None:
    """Write the entries of the ledger that are not there as they are, and take away those that are no more."""
    entry, actor = tables.ledger.c, tables.ledger_actors.c
    before = {(one.sort, one.id): one.body for one in connection.execute(select(entry.sort, entry.id, entry.body))}
    wanted: dict[tuple[str, str], list[tuple[str, Row]]] = {}
    for name, one in rows:
        wanted.setdefault((one["sort"], one["id"] if name == "ledger" else one["entry"]), []).append((name, one))
    kept = {key for key, some in wanted.items() if before.get(key) == some[0][1]["body"]}
    gone: dict[str, list[str]] = {}
    for sort, name in sorted(before.keys() - kept):
        gone.setdefault(sort, []).append(name)
    for sort, names in gone.items():
        _drop(connection, tables.ledger, entry.id, names, entry.sort == sort, all_=not kept)
        _drop(connection, tables.ledger_actors, actor.entry, names, actor.sort == sort, all_=not kept)
    for table in (tables.ledger, tables.ledger_actors):
        some = [one for key, those in wanted.items() if key not in kept for name, one in those if name == table.name]
        database.add(connection, table, some)


def _put_weeks(database: Database, connection: Connection, weeks: "Weeks") -> None:
    """Keep what came of the weeks; of those that are as they were nothing is written."""
    before = weeks_in(connection)
    for sort, old, now in (("episode", before.episodes, weeks.episodes), ("quote", before.quotes, weeks.quotes)):
        known = {(week.number, week.key) for week in old}
        same = {week.number for week in now if (week.number, week.key) in known}
        column = tables.weeks.c
        connection.execute(delete(tables.weeks).where(column.sort == sort, column.number.not_in(same)))
        rows = [
            {"sort": sort, "number": week.number, "body": msgspec.msgpack.encode(week)}
            for week in now
            if week.number not in same
        ]
        database.add(connection, tables.weeks, rows)


def _drop(
    connection: Connection, table: Table, column: ColumnElement[Any], ids: Sequence[str],
    *conditions: ColumnElement[bool], all_: bool,
) -> None:  # fmt: skip
    """Take away the rows of some ids; those of all where nothing is kept (`all_`)."""
    if all_ and ids:
        connection.execute(delete(table).where(*conditions))
        return
    for at in range(0, len(ids), _PAGE):
        connection.execute(delete(table).where(column.in_(ids[at : at + _PAGE]), *conditions))


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
