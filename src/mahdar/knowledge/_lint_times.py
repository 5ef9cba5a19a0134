"""What is wrong with `times.toml`: values that their class does not have, such as a thirteenth month."""

import re
from collections.abc import Iterator
from datetime import date

from mahdar.knowledge.tables.times import KnownDays, TimeContext, TimeWord

__all__ = ["time_problems"]

_MONTHS = frozenset(f"{month:02}" for month in range(1, 13))
_EDGES = frozenset(("start", "mid", "end"))
_VALUES: dict[str, frozenset[str]] = {
    "month": _MONTHS,
    "hijri_month": _MONTHS,
    "persian_month": _MONTHS,
    "weekday": frozenset("1234567"),
    "season": frozenset(("21", "22", "23", "24")),
    "decade": frozenset(f"{year}" for year in range(10, 100, 10)),
    "stretch": frozenset(("2", "3", "4")),
    "unit": frozenset(("H", "MIN", "S", "D", "N", "W", "M", "Y", "10Y", "100Y")),
    "part": frozenset(("MO", "AF", "EV", "NI", "T00:00", "T12:00")),
    "way": frozenset(("past", "past2", "next", "next2", "now", "late", "after", "before")),
    "edge": _EDGES,
    "order": _EDGES,
    "vague": frozenset(("PAST_REF", "PRESENT_REF", "FUTURE_REF", "LATER")),
    "era": frozenset(("g", "h", "p", "bc")),
    "set": frozenset(("R/P1D", "R/P1W", "R/P1M", "R/P1Y")),
    "approx": frozenset("~"),
}
_NUMBERS = re.compile(r"\d+(\.\d+)?")
_COUNTED = frozenset(("number", "ordinal", "hour", "half"))
_DAYS = re.compile(r"[+-]?\d")
_BARE = frozenset(
    """after ago and any_weekday by clock dated during every few from gmt hang in lasting latest of or over part_of period
    same since some starting that the the_same then this to until whole zone""".split()
)
_CONTEXTS = frozenset(
    """age as_written former future future_prefix measure no_future numbering pact past present published signing trap
    yearly""".split()
)


def time_problems(
    times: tuple[TimeWord, ...], contexts: tuple[TimeContext, ...], known: tuple[KnownDays, ...]
) -> Iterator[tuple[str, str]]:
    """Entry and problem of every entry whose class or value the grammar of times does not know."""
    for word in times:
        problem = _problem(word)
        if problem:
            yield word.id, problem
    for context in contexts:
        if context.tag not in _CONTEXTS:
            yield context.id, f"no such tag: {context.tag!r}"
    for entry in known:
        if entry.tag not in ("gathering", "beginning"):
            yield entry.id, f"no such tag: {entry.tag!r}"
        for value in entry.days:
            first, _, last = value.partition("/")
            start, end = _day(first), _day(last or first)
            if start is None or end is None or start > end:
                yield entry.id, f"not a day or an interval of days: {value!r}"


def _problem(word: TimeWord) -> str:
    allowed = _VALUES.get(word.tag)
    if allowed is not None:
        kind = "month of the calendar" if allowed is _MONTHS else word.tag
        return "" if word.value in allowed else f"no such {kind}: {word.value!r}"
    if word.tag in _COUNTED:
        return "" if _NUMBERS.fullmatch(word.value) else f"not a number: {word.value!r}"
    if word.tag in ("day", "night"):
        return "" if _DAYS.fullmatch(word.value) else f"not a number of days: {word.value!r}"
    return "" if word.tag in _BARE else f"no such tag: {word.tag!r}"


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
