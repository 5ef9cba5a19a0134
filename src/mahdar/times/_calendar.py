"""Days, months and years: counting them, turning other calendars into ours, writing them as EDTF."""

import datetime
from functools import cache, lru_cache
from typing import Any, Literal

from hijridate import Gregorian, Hijri

Day = datetime.date
Grain = Literal["D", "W", "M", "Y", "10Y", "100Y"]

ONE_DAY = datetime.timedelta(days=1)


def make_day(year: int, month: int, day: int) -> Day | None:
    """The day, or None where the calendar has no such day (31 February)."""
    try:
        return Day(year, month, day)
    except ValueError:
        return None


def parse_day(value: str | None) -> Day | None:
    """The day that an EDTF value (or a timestamp that starts with one) names; None for any other precision."""
    if not value:
        return None
    try:
        return Day.fromisoformat(value[:10])
    except ValueError:
        return None


def add_days(day: Day, count: int) -> Day | None:
    """The day `count` days on; None beyond the years 1 to 9999."""
    try:
        return day + count * ONE_DAY
    except OverflowError:
        return None


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """The month `count` months on."""
    whole = year * 12 + month - 1 + count
    return whole // 12, whole % 12 + 1


def month_end(year: int, month: int) -> int:
    """The number of days of a month."""
    after_year, after_month = add_months(year, month, 1)
    if not 1 <= after_year <= 9999:
        return 31
    return (Day(after_year, after_month, 1) - ONE_DAY).day


def same_day_of(day: Day, months: int) -> Day | None:
    """The same day of the month `months` on, or the last one that this month has."""
    year, month = add_months(day.year, day.month, months)
    if not 1 <= year <= 9999:
        return None
    return Day(year, month, min(day.day, month_end(year, month)))


def write_year(year: int) -> str:
    """A year as EDTF writes it: four digits, a minus before the year 0."""
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def write_month(year: int, month: int) -> str:
    """A month as EDTF writes it."""
    return f"{write_year(year)}-{month:02d}"


def write_week(day: Day) -> str:
    """The ISO 8601 week that holds the day."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def hijri_days(year: int, month: int | None, day: int | None) -> tuple[Day, Day] | None:
    """First and last day of a day, month or year of the Hijri calendar of Umm al-Qura (1343 to 1500 AH)."""
    try:
        if day is not None and month is not None:
            at = Hijri(year, month, day).to_gregorian()
            return Day(at.year, at.month, at.day), Day(at.year, at.month, at.day)
        first = Hijri(year, month or 1, 1).to_gregorian()
        last = Hijri(year, month or 12, 1)
        end = Hijri(year, month or 12, last.month_length()).to_gregorian()
        return Day(first.year, first.month, first.day), Day(end.year, end.month, end.day)
    except (ValueError, OverflowError):
        return None


def hijri_month_of(day: Day) -> tuple[int, int] | None:
    """The Hijri year and month of a day."""
    try:
        at = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return at.year, at.month


@cache
def _persian() -> Any:
    from convertdate import persian  # noqa: PLC0415  (it loads the calendars of the world, which few articles need)

    return persian


@lru_cache(maxsize=512)
def _nowruz(year: int) -> Day | None:
    """The first day of a year of the solar Hijri calendar, None beyond what its reckoning of the equinox covers."""
    if not 1 <= year <= 3000:
        return None
    try:
        return Day(*_persian().to_gregorian(year, 1, 1))
    except (ValueError, OverflowError):
        return None


def _before_month(month: int) -> int:
    """Days of a solar Hijri year before a month: six of 31 days, then of 30."""
    return 31 * min(month - 1, 6) + 30 * max(month - 7, 0)


def persian_days(year: int, month: int | None, day: int | None) -> tuple[Day, Day] | None:
    """First and last day of a day, month or year of the solar Hijri calendar."""
    if month is not None and not 1 <= month <= 12:
        return None
    begins, ends = _nowruz(year), _nowruz(year + 1)
    if begins is None or ends is None:
        return None
    first = begins + _before_month(month or 1) * ONE_DAY
    if month is not None and month < 12:
        ends = begins + _before_month(month + 1) * ONE_DAY
    if day is None:
        return first, ends - ONE_DAY
    first += (day - 1) * ONE_DAY
    return (first, first) if day >= 1 and first < ends else None


def persian_month_of(day: Day) -> tuple[int, int] | None:
    """The solar Hijri year and month of a day; None beyond what its reckoning of the equinox covers."""
    for year in (day.year - 621, day.year - 622):
        begins = _nowruz(year)
        if begins is not None and begins <= day:
            past = (day - begins).days
            return year, next(month for month in range(12, 0, -1) if _before_month(month) <= past)
    return None
