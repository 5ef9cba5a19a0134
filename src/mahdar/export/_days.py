"""How closely a time is told, and its days."""

import re
from datetime import date, timedelta

from mahdar.store import FIRST_DAY, LAST_DAY, days_of

__all__ = ["closed_days", "day_after", "exact_days", "precision_of"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_DAYS = 92


def precision_of(value: str | None) -> str:
    """How closely an EDTF value tells a time: time, day, week, month, year, decade, century, interval, open; "none" where it
    gives no days, and "about" before what is only said to be near ("about month")."""
    if value is None or days_of(value) is None:
        return "none"
    about = "about " if any(mark in value for mark in "~?%") else ""
    bare = value.rstrip("~?%")
    first, slash, last = bare.partition("/")
    if slash:
        return about + ("open" if first in ("", "..") or last in ("", "..") else "interval")
    if "T" in bare:
        return about + "time"
    for pattern, name in (
        (r"\d{4}-\d\d-\d\d", "day"),
        (r"\d{4}-W\d\d", "week"),
        (r"\d{4}-(?:0\d|1[012])", "month"),
        (r"\d{4}-\d\d", "season"),
        (r"\d{4}", "year"),
        (r"\d{3}X", "decade"),
        (r"\d\dXX", "century"),
    ):
        if re.fullmatch(pattern, bare):
            return about + name
    return about + "interval"


def closed_days(value: str | None) -> tuple[str, str] | None:
    """The first and last day that a value covers; None where it gives none, or one side is open."""
    days = days_of(value)
    return None if days is None or days[0] == FIRST_DAY or days[1] == LAST_DAY else days


def exact_days(value: str | None) -> tuple[date, date] | None:
    """The days of an event that is told to the day: one, or from the first to the last of a few (a visit of three days). None where
    less is told."""
    if value is None or any(mark in value for mark in "~?%"):
        return None
    first, slash, last = value.partition("/")
    sides = [side.partition("T")[0] for side in ((first, last) if slash else (first, first))]
    if not all(_DAY.fullmatch(side) for side in sides):
        return None
    start, end = (date.fromisoformat(side) for side in sides)
    return (start, end) if start <= end <= start + timedelta(days=_MOST_DAYS) else None


def day_after(day: date) -> date:
    return day + timedelta(days=1)
