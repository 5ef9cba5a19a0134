"""Articles without a date, dated by others that tell the same events with their days."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import msgspec
from sqlalchemy import select

from mahdar.engine._attempt import attempt
from mahdar.knowledge import Knowledge
from mahdar.model import FAMILIES, Article, Record
from mahdar.pipeline import analyse
from mahdar.store import Store, tables
from mahdar.times import Told

__all__ = ["date_by_others"]

_KINDS = frozenset(kind for kind, family in FAMILIES.items() if family in ("contact", "accord", "envoy"))
_DONE = ("happened", "ongoing")
_APART = ("venue_org", "chain")  # roles of those who are no parties
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?$")
_FEWEST = 2


class _Dated(msgspec.Struct, frozen=True):
    """An event as an article with a day of its own tells it."""

    doc: str
    day: date
    place: str | None
    parties: frozenset[str]


def date_by_others(store: Store, knowledge: Knowledge) -> int:
    """Date the articles of the file that their own text does not date; how many were written anew.

    What others tell counts only where they have their own date, so that it does not matter in which order articles come.
    """
    undated = frozenset(article.doc for article, _, _ in store.undated())
    if not undated:
        return 0
    dated = _dated_events(store, undated)
    changed = []
    for article, stored, digest in store.undated():
        record: Record | None = stored
        if any(clue.doc for clue in stored.published_by):
            record = _read(article, knowledge, ())
        told = tuple(_told(record, dated)) if record is not None else ()
        if told:
            record = _read(article, knowledge, told)
        if record is not None and record != stored:
            changed.append((article, record, digest))
    return store.put_many(changed, anew=True)


def _read(article: Article, knowledge: Knowledge, told: tuple[Told, ...]) -> Record | None:
    outcome = attempt(article, knowledge, lambda given, known: analyse(given, known, told))
    return outcome if isinstance(outcome, Record) else None


def _dated_events(store: Store, without: frozenset[str]) -> dict[tuple[str, str], list[_Dated]]:
    """The events on single days, by their kind and each of their parties."""
    event, actor, article = tables.events.c, tables.event_actors.c, tables.articles.c
    rows = (
        select(article.doc, event.article, event.n, event.kind, event.time, event.place, actor.id, actor.role)
        .join(tables.articles, article.id == event.article)
        .join(tables.event_actors, (actor.article == event.article) & (actor.event == event.n))
        .where(event.kind.in_(sorted(_KINDS)), event.status.in_(_DONE), event.dated_by == "event")
        .order_by(article.doc, event.n, actor.n)
    )
    told: dict[tuple[str, int], list[tuple[str, str, str | None, str]]] = defaultdict(list)
    with store.reading() as connection:
        for row in connection.execute(rows):
            if row.doc not in without and _DAY.match(row.time or "") and row.role not in _APART:
                told[row.doc, row.n].append((row.kind, row.time[:10], row.place, row.id))
    dated: dict[tuple[str, str], list[_Dated]] = defaultdict(list)
    for (doc, _), parts in told.items():
        kind, day, place, _ = parts[0]
        parties = frozenset(ident for *_, ident in parts)
        if len(parties) < _FEWEST:
            continue
        for party in parties:
            dated[kind, party].append(_Dated(doc, date.fromisoformat(day), place, parties))
    return dated


def _told(record: Record, dated: dict[tuple[str, str], list[_Dated]]) -> Iterator[Told]:
    """The events of an article that others tell as well, with the days that they give."""
    for event in record.events:
        parties = frozenset(ident for ident, role in event.who if role not in _APART)
        if event.kind not in _KINDS or event.status not in _DONE or len(parties) < _FEWEST:
            continue
        same = [
            other
            for other in dated.get((event.kind, min(parties)), ())
            if other.parties == parties and (event.place is None or other.place in (None, event.place))
        ]
        if same:
            yield Told(
                span=event.evidence.spans[0],
                days=tuple(sorted({(other.day, other.doc) for other in same})),
                sure=event.place is not None and all(other.place == event.place for other in same),
            )
