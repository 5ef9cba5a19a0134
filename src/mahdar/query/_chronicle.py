"""What happened, in the order in which it happened."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, exists

from mahdar.knowledge import Knowledge
from mahdar.model import EVENT_KINDS, FAMILIES, STATUSES
from mahdar.query._lines import ChronicleLine
from mahdar.query._listed import findings_of
from mahdar.query._names import Sought, seek
from mahdar.query._parts import actors_of, among, cut, first_day, last_day, page_of, side, spans_of, touches_of
from mahdar.store import FIRST_DAY, LAST_DAY, Store, days_of, tables

__all__ = ["chronicle", "kinds_asked", "latest_events"]

# The length in days from which a time is no more than a year that the event lies in.
_YEAR = 360
_OPEN = ("..", "")
_EVENT = tables.events.c
_SORT = ("event",)
_MORE = 100
_ARTICLE = tables.articles.c


def kinds_asked(asked: Sequence[str]) -> tuple[str, ...]:
    """Kinds of event; the name of a family ("contact") stands for all of its kinds. Raises QueryError."""
    families = sorted(set(FAMILIES.values()))
    kinds: list[str] = []
    for word in among("kind of event", asked, (*EVENT_KINDS, *families)):
        kinds += [kind for kind, family in FAMILIES.items() if family == word] or [word]
    return tuple(dict.fromkeys(kinds))


def takes_part(one: Sought, other: Sought | None) -> ColumnElement[bool]:
    """Events in which one takes part, with the other if there is one, each in a person of his own."""
    actor, mine = tables.event_actors.alias(), side(one)
    joined = actor.join(mine, and_(mine.c.article == actor.c.article, mine.c.entity == actor.c.entity))
    conditions = [actor.c.article == _EVENT.article, actor.c.event == _EVENT.n, actor.c.role != "chain"]
    if other is not None:
        partner, theirs = tables.event_actors.alias(), side(other)
        joined = joined.join(
            partner,
            and_(
                partner.c.article == actor.c.article,
                partner.c.event == actor.c.event,
                partner.c.entity != actor.c.entity,
                partner.c.role != "chain",
            ),
        ).join(theirs, and_(theirs.c.article == partner.c.article, theirs.c.entity == partner.c.entity))
    return exists().select_from(joined).where(*conditions)


def _lines(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[ChronicleLine, ...]:
    numbers = [row.article for row in rows]
    pages = page_of(connection, numbers)
    actors = actors_of(connection, tables.event_actors, "event", numbers)
    touched = touches_of(connection, ("event",), numbers)
    lines = []
    for row in rows:
        page, everybody = pages[row.article], actors.get((row.article, row.n), ())
        spans = spans_of(row.spans)
        lines.append(
            ChronicleLine(
                when=row.time if row.dated_by == "event" else page.source.published if row.dated_by else None,
                dated_by=row.dated_by,
                time=row.time,
                kind=row.kind,
                status=row.status,
                parties=tuple(actor for actor in everybody if actor.role != "chain"),
                place=row.place,
                chain=tuple(actor for actor in everybody if actor.role == "chain"),
                words=cut(page.text, spans),
                spans=spans,
                source=page.source,
                event=row.id,
                rule=row.rule,
                corrected_by=touched.get((row.article, row.id), ()),
            )
        )
    return tuple(lines)


def _sought(store: Store, knowledge: Knowledge, asked: str | Sought | None) -> Sought | None:
    return seek(store, knowledge, asked) if isinstance(asked, str) else asked


def chronicle(
    store: Store,
    knowledge: Knowledge,
    *,
    who: str | Sought | None = None,
    with_: str | Sought | None = None,
    kinds: Sequence[str] = (),
    statuses: Sequence[str] = (),
    from_: str | None = None,
    to: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[ChronicleLine, ...]:
    """Events in the order of their days, of each the account of every article that tells it.

    `who` and `with_` are names (see `seek`): a state is in what its officials, ministries and
    forces do, an organisation in what its officials do. `kinds` may name families. `from_` and `to` are EDTF; an event
    whose time touches the range is in it, of an interval that is open at one side the other side, and one without a time
    of its own counts under the day of its article. In a range, events of which no more is told than the year or a longer
    time come after the others (`sometime`). Raises QueryError.
    """
    one, other = _sought(store, knowledge, who), _sought(store, knowledge, with_)
    if one is None:
        one, other = other, None
    conditions: list[ColumnElement[bool]] = []
    if wanted := kinds_asked(kinds):
        conditions.append(_EVENT.kind.in_(wanted))
    if standing := among("status", statuses, STATUSES):
        conditions.append(_EVENT.status.in_(standing))
    start, end = first_day(from_), last_day(to)
    asked: dict[str, Any] = {"other": other, "conditions": conditions, "start": start, "end": end}
    with store.reading() as connection:
        if not start and not end:
            rows = findings_of(connection, tables.events, _SORT, one, **asked, limit=limit, offset=offset)
            return _lines(connection, rows)
        # Some of what the list has does not touch the range; then more of it is read.
        most = None if limit is None else offset + limit + _MORE
        while True:
            rows = findings_of(connection, tables.events, _SORT, one, **asked, limit=most)
            close, wide = _in_range(rows, start, end)
            if most is None or limit is None or len(close) >= offset + limit or len(rows) < most:
                break
            most *= 4
        lines = _lines(connection, [*close, *wide][offset:][:limit])
    return tuple(
        msgspec.structs.replace(line, sometime=_sometime(line.time)) if number + offset >= len(close) else line
        for number, line in enumerate(lines)
    )


def _stated(row: Row[Any]) -> tuple[str, str] | None:
    """The days that the time of an event states: of an interval that is open at one side, those of the other."""
    if row.first_day != FIRST_DAY and row.last_day != LAST_DAY:
        return row.first_day, row.last_day
    first, _, last = str(row.time).partition("/")
    return days_of(first if last in _OPEN else last)


def in_days(row: Row[Any], start: str | None, end: str | None) -> bool:
    """Whether the days that the time of an event states touch the range."""
    days = _stated(row)
    return days is not None and not (start and days[1] < start) and not (end and days[0] > end)


def _in_range(rows: Sequence[Row[Any]], start: str | None, end: str | None) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """Those that lie in the range by their days, and those of a year or more."""
    close: list[Row[Any]] = []
    wide: list[Row[Any]] = []
    for row in rows:
        days = _stated(row)
        if days is None or not in_days(row, start, end):
            continue
        length = (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days
        (wide if length >= _YEAR and row.dated_by == "event" else close).append(row)
    return close, wide


def _sometime(time: str | None) -> str:
    """A time without its open side."""
    first, _, last = (time or "").partition("/")
    return first if last in _OPEN else last if first in _OPEN else time or ""


def latest_events(connection: Connection, one: Sought, limit: int) -> tuple[ChronicleLine, ...]:
    """The events that somebody last took part in, the latest first; what is planned or has no end yet is left aside."""
    over = [_EVENT.first_day.is_not(None), _EVENT.last_day <= _ARTICLE.last_day]
    return _lines(
        connection, findings_of(connection, tables.events, _SORT, one, conditions=over, newest=True, limit=limit)
    )
