"""The days that a value of time covers, and how two such values stand to one another."""

import re
from datetime import date
from functools import lru_cache

_MONDAY, _SUNDAY = 1, 7
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_PLAIN = re.compile(r"(\d{3}[\dX])(?:-(\d\d))?(?:-(\d\d))?$")
_EVER, _NEVER = "9999-12-31", "0000-01-01"


@lru_cache(maxsize=4096)
def days(value: str | None) -> tuple[str, str] | None:
    """The first and the last day of an EDTF value, None where it says none ("PAST_REF", "P3D", nothing)."""
    if not value or value.endswith("_REF"):
        return None
    start, slash, end = value.partition("/")
    if not slash:
        return _of_one(start)
    first = (_NEVER, _NEVER) if start in ("", "..") else _of_one(start)
    last = (_EVER, _EVER) if end in ("", "..") else _of_one(end)
    return (first[0], last[1]) if first is not None and last is not None else None


def _of_one(value: str) -> tuple[str, str] | None:
    plain = value.split("T", maxsplit=1)[0].rstrip("~?%")
    week = _WEEK.match(plain)
    if week is not None:
        try:
            monday, sunday = (date.fromisocalendar(int(week[1]), int(week[2]), day) for day in (_MONDAY, _SUNDAY))
        except ValueError:
            return None
        return monday.isoformat(), sunday.isoformat()
    parts = _PLAIN.match(plain)
    if parts is None:
        return None
    year, month, day = parts.groups()
    first, last = year.replace("X", "0"), year.replace("X", "9")
    return f"{first}-{month or '01'}-{day or '01'}", f"{last}-{month or '12'}-{day or '31'}"


def compare(value: str | None, published: str | None) -> int:
    """1 where `value` is wholly after the day of publication, -1 where it is wholly before, 0 where that is not known."""
    told, day = days(value), days(published)
    if told is None or day is None:
        return 0
    if told[0] > day[1]:
        return 1
    return -1 if told[1] < day[0] else 0


def within(one: str | None, other: str | None) -> bool:
    """Whether two times may be of one event: one lies in the other, or is not told."""
    a, b = days(one), days(other)
    if a is None or b is None:
        return True
    return (a[0] >= b[0] and a[1] <= b[1]) or (b[0] >= a[0] and b[1] <= a[1])


def exactness(value: str | None) -> int:
    """How exactly a value says when, for choosing between two: a day before a month, a month before a year."""
    told = days(value)
    if told is None:
        return 0
    if told[0] == told[1]:
        return 4
    if told[0][:7] == told[1][:7]:
        return 3
    return 2 if told[0][:4] == told[1][:4] else 1


def is_day(value: str | None) -> bool:
    """Whether the value is one day, or a time of one."""
    return exactness(value) == 4


def long_before(value: str | None, published: str | None) -> bool:
    """Whether the value lies wholly before the month that comes before that of publication: no news."""
    told = days(value)
    return bool(told and published and told[1][:7] < month_before(published))


def month_before(published: str) -> str:
    """The month before that of a day."""
    year, month = int(published[:4]), int(published[5:7] or "1")
    return f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}"
