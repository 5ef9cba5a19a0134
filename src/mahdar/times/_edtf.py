"""The days that an EDTF value covers, so that values of any precision can be compared with a range."""

import calendar
import re
from datetime import date, timedelta

__all__ = ["FIRST_DAY", "LAST_DAY", "days_of"]

FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"

_SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 12)}
_PARTS = {
    "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12),
    "SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 12),
}  # fmt: skip
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?$")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
_PART = re.compile(r"(\d{4})-(\d\d|Q\d|H\d|SP|SU|FA|WI)(?:-XX)?$")
_YEAR = re.compile(r"(\d{1,4})(X{0,3})(?:-XX)*$")


def _months(year: int, first: int, last: int) -> tuple[str, str]:
    return f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{calendar.monthrange(year, last)[1]:02}"


def _single(value: str) -> tuple[str, str] | None:
    value = value.strip("~?% ")
    try:
        if found := _DAY.match(value):
            day = date(int(found[1]), int(found[2]), int(found[3])).isoformat()
            return day, day
        if found := _WEEK.match(value):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            first = monday + timedelta(days=5) if found[3] else monday
            return first.isoformat(), (monday + timedelta(days=6)).isoformat()
        if found := _PART.match(value):
            year, part = int(found[1]), found[2]
            first_month, last_month = _PARTS.get(part) or _SEASONS.get(part) or (int(part), int(part))
            return _months(year, first_month, last_month)
        if (found := _YEAR.match(value)) and len(value.split("-")[0]) == 4:
            low, high = (int(found[1] + digit * len(found[2])) for digit in "09")
            return (f"{max(low, 1):04}-01-01", f"{high:04}-12-31") if high else None
    except ValueError:
        pass
    return None


def days_of(value: str | None) -> tuple[str, str] | None:
    """The first and the last ISO day that an EDTF value touches; None for durations, references and what is no date.

    An approximate value covers the days that it names; an open end reaches to FIRST_DAY or LAST_DAY.
    """
    if not value:
        return None
    if "/" not in value:
        return _single(value)
    start, _, end = value.partition("/")
    low = (FIRST_DAY, FIRST_DAY) if start in ("..", "") else _single(start)
    high = (LAST_DAY, LAST_DAY) if end in ("..", "") else _single(end)
    if low is None or high is None or (start in ("..", "") and end in ("..", "")):
        return None
    return (low[0], high[1]) if low[0] <= high[1] else None
