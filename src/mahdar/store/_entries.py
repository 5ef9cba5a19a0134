"""The rows of the Minutes: episodes, and the entries of the ledger."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from mahdar.model import Case, Change, Disagreement, Episode, Quote, Thread
from mahdar.store._parts import UNDATED
from mahdar.times import days_of

__all__ = ["entry_rows", "episode_rows", "ledger_rows", "quote_rows", "thread_rows"]

Row = dict[str, Any]


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


def thread_rows(threads: Iterable[Thread]) -> Iterator[tuple[str, Row]]:
    """Every row of the storylines, with the name of its table."""
    for thread in threads:
        actors = [(who, "party") for who in thread.actors] + [(thing, "object") for thing in thread.objects]
        yield from ledger_rows("thread", thread, "thread", (thread.first_day, thread.last_day), actors)


def entry_rows(
    disagreements: Iterable[Disagreement], changes: Iterable[Change], cases: Iterable[Case]
) -> Iterator[tuple[str, Row]]:
    """Every row of the disagreements, changes and accusations, with the name of its table."""
    for one in disagreements:
        actors = [(who, "about") for who in dict.fromkeys((one.about, *one.actors))]
        yield from ledger_rows("disagreement", one, one.sort, (one.first_seen, one.last_seen), actors)
    for change in changes:
        actors = [(who, "about") for who in dict.fromkeys((change.about, *change.actors))]
        yield from ledger_rows("change", change, change.property, (change.first_seen, change.last_seen), actors)
    for case in cases:
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
