"""iCalendar: events that are told to the day, as entries of whole days."""
# ruff: noqa: PLC0415

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import msgspec

from mahdar.export._choice import Choice
from mahdar.export._days import day_after, exact_days, precision_of

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["calendar"]

_STATUSES = {"happened": "CONFIRMED", "ongoing": "CONFIRMED", "cancelled": "CANCELLED", "denied": "CANCELLED"}
_WORDS = 400
_ALWAYS = date(1980, 1, 1)


class _Entry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    uid: str
    kind: str
    status: str
    day: str | None
    dated_by: str | None
    seen: str | None
    place: str | None
    parties: tuple[str, ...]
    counted: str
    told: tuple[tuple[str, str | None], ...]


def calendar(choice: Choice) -> Iterator[bytes]:
    """One VEVENT for each. What is told less closely than to the day, or has only the day of its reports, is left out and counted."""
    from icalendar import Calendar

    head = Calendar()
    head.add("prodid", "-//mahdar//minutes of the news//EN")
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    head.add("x-wr-calname", "mahdar")
    first, _, last = head.to_ical().partition(b"END:VCALENDAR")
    yield first
    for entry in _of_episodes(choice) if choice.what == "episodes" else _of_events(choice):
        days = exact_days(entry.day) if entry.dated_by == "event" else None
        if days is None:
            choice.tell(f"left out: {_why(entry)}")
            continue
        choice.tell(choice.what)
        yield _vevent(entry, *days).to_ical()
    yield b"END:VCALENDAR" + last


def _why(entry: _Entry) -> str:
    if entry.dated_by == "article":
        return "only the day of its reports is told"
    return "no day is told" if precision_of(entry.day) == "none" else "told less closely than to the day"


def _of_episodes(choice: Choice) -> Iterator[_Entry]:
    for line in choice.episodes():
        yield _Entry(
            uid=line.episode,
            kind=line.kind,
            status=line.status,
            day=line.day,
            dated_by=line.dated_by,
            seen=line.last_seen,
            place=line.place,
            parties=tuple(one.name for one in line.parties),
            counted=f"reports: {line.reports}; independent sources: {line.sources}",
            told=tuple((" … ".join(one.words), one.source.outlet) for one in line.tellings if one.copy_of is None),
        )


def _of_events(choice: Choice) -> Iterator[_Entry]:
    for article, record, places in choice.articles():
        names = {one.id: one.name for one in record.entities}
        for event in (record.events[place] for place in places):
            words = " … ".join(span.of(article.text) for span in event.evidence.spans)
            yield _Entry(
                uid=event.id,
                kind=event.kind,
                status=event.status,
                day=event.time,
                dated_by="event" if event.time else "article" if record.published else None,
                seen=record.published,
                place=event.place,
                parties=tuple(names.get(key, key) for key, _ in event.who),
                counted=f"article: {record.doc}",
                told=((words, article.outlet),),
            )


def _line(words: str) -> str:
    """Words on one line, without the controls that a calendar must not hold."""
    return " ".join("".join(letter if letter >= " " and letter != "\x7f" else " " for letter in words).split())


def _vevent(entry: _Entry, start: date, end: date) -> "Event":
    from icalendar import Event

    named = _line(", ".join(entry.parties))
    event = Event()
    event.add("uid", f"{entry.uid}@mahdar")
    # The same store gives the same bytes: the stamp is the day on which it was last told.
    seen = exact_days(entry.seen)
    event.add("dtstamp", datetime.combine(seen[1] if seen else _ALWAYS, time(), UTC))
    event.add("dtstart", start)
    event.add("dtend", day_after(end))
    event.add("summary", f"{entry.kind.replace('_', ' ')}: {named}" if named else entry.kind.replace("_", " "))
    event.add("status", _STATUSES.get(entry.status, "TENTATIVE"))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [entry.kind, entry.status])
    if entry.place:
        event.add("location", _line(entry.place))
    cited = [f"{_line(words)[:_WORDS]} ({outlet or '?'})" for words, outlet in entry.told[:3]]
    told = f"status: {entry.status}; precision: {precision_of(entry.day)} ({entry.day}), as the reports tell it"
    event.add("description", "\n".join((told, entry.counted, *cited)))
    return event
