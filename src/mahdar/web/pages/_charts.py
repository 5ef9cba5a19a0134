"""Charts as shapes: the server says where everything lies, the template draws it as SVG, classes give the colours.

Time runs with the writing: from right to left in Arabic.
"""

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec
from babel import Locale
from babel.dates import format_date, format_skeleton

from mahdar.model import FAMILIES, Stage
from mahdar.query import DayCount

__all__ = [
    "FAMILY_ORDER",
    "Heat",
    "HeatCell",
    "Lanes",
    "Share",
    "Strip",
    "heat_of",
    "lanes_of",
    "shares_of",
    "strips_of",
]

FAMILY_ORDER = ("contact", "accord", "envoy", "pressure", "force", "office", "law", "other")
_LEVELS = 4
_DAY = len("2018-05-07")
_CELL, _MOST_CELL, _GAP, _HEAT_WIDTH = 12, 22, 3, 640
_HEAT_TOP, _HEAT_SIDE = 20, 34
_LANE, _LANE_TOP, _LANE_SIDE, _LANES_WIDTH = 30, 24, 150, 1000


def locale_of(lang: str) -> str:
    """The locale of a language: months and digits as the press of Egypt and the Gulf has them."""
    return "ar_AE" if lang == "ar" else "en_GB"


def _levels(amounts: Iterable[int]) -> list[int]:
    """The least amount of each level above nothing, so that each holds about as many."""
    ordered = sorted(amount for amount in amounts if amount)
    return [ordered[len(ordered) * level // _LEVELS] for level in range(1, _LEVELS)] if ordered else []


def _level(amount: int, least: Sequence[int]) -> int:
    return 1 + bisect.bisect_right(least, amount) if amount else 0


# --- the calendar


class HeatCell(msgspec.Struct, frozen=True):
    """A day of the calendar: where it is drawn, how much it holds, in which level."""

    x: int
    y: int
    day: str
    amount: int
    level: int


class Mark(msgspec.Struct, frozen=True):
    """Words at the side of a chart; `day` is the value that they stand for, where they lead somewhere."""

    x: int
    y: int
    words: str
    value: str = ""


class Heat(msgspec.Struct, frozen=True):
    """A calendar of days: weeks are columns, the days of the week rows."""

    width: int
    height: int
    size: int
    cells: tuple[HeatCell, ...]
    months: tuple[Mark, ...]
    weekdays: tuple[Mark, ...]


def heat_of(counts: Mapping[str, int], first: date, last: date, lang: str) -> Heat:
    """The calendar of the days from `first` to `last`."""
    week_start = Locale.parse(locale_of(lang)).first_week_day
    start = first - timedelta(days=(first.weekday() - week_start) % 7)
    weeks = (last - start).days // 7 + 1
    size = max(_CELL, min(_MOST_CELL, _HEAT_WIDTH // weeks - _GAP))
    pitch = size + _GAP
    width = _HEAT_SIDE + weeks * pitch
    least = _levels(counts.values())

    def across(week: int, wide: int) -> int:
        x = _HEAT_SIDE + week * pitch
        return width - x - wide if lang == "ar" else x

    cells, months = [], []
    day = first
    while day <= last:
        week = (day - start).days // 7
        amount = counts.get(day.isoformat(), 0)
        y = _HEAT_TOP + (day - start).days % 7 * pitch
        cells.append(HeatCell(across(week, size), y, day.isoformat(), amount, _level(amount, least)))
        if day.day == 1 or (day == first and day.day < 20):
            told = format_skeleton("MMM" if day.month > 1 else "yMMM", day, locale=locale_of(lang))
            months.append(Mark(across(week, 0), 12, told, f"{day:%Y-%m}"))
        day += timedelta(days=1)
    edge = width - _HEAT_SIDE + 8 if lang == "ar" else _HEAT_SIDE - 8
    weekdays = tuple(
        Mark(
            edge,
            _HEAT_TOP + row * pitch + size // 2 + 4,
            format_date(start + timedelta(days=row), "EEEEE" if lang == "ar" else "EEE", locale=locale_of(lang)),
        )
        for row in (1, 3, 5)
    )
    return Heat(width, _HEAT_TOP + 7 * pitch, size, tuple(cells), tuple(months), weekdays)


# --- families in time


class Bucket(msgspec.Struct, frozen=True):
    """A stretch of time: a day, a week, a month or a year, with how much of each family lies in it."""

    x: float
    width: float
    first: str
    last: str
    words: str
    amount: int
    cells: tuple[tuple[str, float, float, int], ...]


class Lanes(msgspec.Struct, frozen=True):
    """Events in time, a lane for each family: the more there are, the higher the bar (by the square root, so that little can be
    seen beside much). `unit` says what a column is."""

    width: int
    height: int
    lane: int
    unit: str
    names: tuple[tuple[str, float, int], ...]
    buckets: tuple[Bucket, ...]
    ticks: tuple[Mark, ...]
    edge: int
    most: int


def lanes_of(counts: Sequence[DayCount], first: date, last: date, lang: str) -> Lanes:
    """The lanes of what begins from `first` to `last`."""
    unit = _unit((last - first).days)
    starts = _starts(first, last, unit)
    amounts: dict[int, Counter[str]] = defaultdict(Counter)
    for one in counts:
        day = date.fromisoformat(one.day)
        if first <= day <= last:
            amounts[bisect.bisect_right(starts, day) - 1][FAMILIES.get(one.kind, "other")] += one.episodes
    there = [name for name in FAMILY_ORDER if any(found[name] for found in amounts.values())]
    most = max((amount for found in amounts.values() for amount in found.values()), default=1)
    pitch = (_LANES_WIDTH - _LANE_SIDE) / max(len(starts), 1)
    rtl = lang == "ar"
    buckets: list[Bucket] = []
    ticks: list[tuple[int, Mark]] = []
    labelled = ""
    for number, start in enumerate(starts):
        end = min(last, (starts[number + 1] if number + 1 < len(starts) else last + timedelta(1)) - timedelta(1))
        x = _LANE_SIDE + number * pitch
        x = _LANES_WIDTH - x - pitch if rtl else x
        found = amounts.get(number, Counter())
        cells = tuple(
            (name, round(_LANE_TOP + (row + 1) * _LANE - high, 1), round(high, 1), found[name])
            for row, name in enumerate(there)
            if (high := (_LANE - 5) * (found[name] / most) ** 0.5)
        )
        told = _told(start, unit, lang)
        buckets.append(
            Bucket(round(x, 1), round(pitch, 1), start.isoformat(), end.isoformat(), told, found.total(), cells)
        )
        label = _tick(start, unit, lang)
        if label != labelled and (not ticks or number - ticks[-1][0] >= 60 / pitch):
            ticks.append((number, Mark(round(x + (pitch if rtl else 0)), 16, label)))
        labelled = label
    return Lanes(
        width=_LANES_WIDTH,
        height=_LANE_TOP + _LANE * len(there) + 4,
        lane=_LANE,
        unit=unit,
        names=tuple((name, float(_LANE_TOP + (row + 1) * _LANE - 8), row) for row, name in enumerate(there)),
        buckets=tuple(buckets),
        ticks=tuple(mark for _, mark in ticks),
        edge=_LANES_WIDTH if rtl else 0,
        most=max((bucket.amount for bucket in buckets), default=0),
    )


def _unit(days: int) -> str:
    return (
        "day"
        if days <= 124
        else "week"
        if days <= 800
        else "month"
        if days <= 2400
        else "year"
        if days <= 36600
        else "decade"
    )


def _starts(first: date, last: date, unit: str) -> list[date]:
    """Where the stretches begin, at most some hundred of them."""
    if unit in ("day", "week"):
        step = timedelta(days=1 if unit == "day" else 7)
        found = [first]
        while found[-1] + step <= last:
            found.append(found[-1] + step)
        return found
    if unit == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [max(first, date(month // 12, month % 12 + 1, 1)) for month in months]
    step_years = 1 if unit == "year" else 10
    years = range(first.year - first.year % step_years, last.year + 1, step_years)
    return [max(first, date(max(year, 1), 1, 1)) for year in years]


def _told(start: date, unit: str, lang: str) -> str:
    if unit in ("day", "week"):
        return format_date(start, "d MMMM y", locale=locale_of(lang))
    return format_skeleton("yMMMM", start, locale=locale_of(lang)) if unit == "month" else str(start.year)


def _tick(start: date, unit: str, lang: str) -> str:
    """The words under which a stretch stands: the month, or the year where stretches are longer."""
    if unit in ("day", "week"):
        return format_skeleton("MMM" if start.month > 1 else "yMMM", start, locale=locale_of(lang))
    return str(start.year)


# --- shares of a whole


class Share(msgspec.Struct, frozen=True):
    """A part of a bar."""

    name: str
    x: float
    width: float
    amount: int


def shares_of(amounts: Mapping[str, int], most: int, lang: str, width: float = 100.0) -> tuple[Share, ...]:
    """A bar of parts, as long as the whole is beside the greatest (`most`); it begins where the writing does."""
    found: list[Share] = []
    at = 0.0
    for name in FAMILY_ORDER:
        if amount := amounts.get(name, 0):
            part = amount / max(most, 1) * width
            found.append(Share(name, round(width - at - part if lang == "ar" else at, 2), round(part, 2), amount))
            at += part
    return tuple(found)


# --- standings in time


class Strip(msgspec.Struct, frozen=True):
    """How long a standing was told: a bar between its first and last day."""

    status: str
    x: float
    width: float


def strips_of(stages: Sequence[Stage], lang: str, width: float = 100.0) -> tuple[Strip, ...]:
    """A bar for each standing that has days; none where all are of one day."""
    dated = [
        (stage.status, date.fromisoformat(stage.first), date.fromisoformat(stage.last))
        for stage in stages
        if stage.first and stage.last and len(stage.first) == len(stage.last) == _DAY
    ]
    if not dated:
        return ()
    first, last = min(one[1] for one in dated), max(one[2] for one in dated)
    days = (last - first).days
    if not days:
        return ()
    found = []
    for status, start, end in dated:
        x, long = (start - first).days / days * width, max((end - start).days / days * width, 1.5)
        x = min(x, width - long)
        found.append(Strip(status, round(width - x - long if lang == "ar" else x, 2), round(long, 2)))
    return tuple(found)
