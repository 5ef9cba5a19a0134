"""The value of a moment: a year, a season, a month, a week, a day or an hour, as precise as its last field."""

import msgspec

from mahdar.times._calendar import (
    Day,
    add_days,
    add_months,
    hijri_days,
    hijri_month_of,
    make_day,
    month_end,
    persian_days,
    persian_month_of,
    write_month,
    write_week,
    write_year,
)
from mahdar.times._meanings import NOTHING, Field, Moment, Resolved, Setting, Tense

__all__ = ["loosely", "moment_in", "month_span", "span_of", "weekday_in"]

_NOON_ON = ("AF", "EV", "NI")
_SUNDAY = 7
_FAR_MONTHS = 9


def moment_in(moment: Moment, setting: Setting) -> Resolved:
    """The value of a moment in its setting, with the part of its day, its hour and how loose it is."""
    point = _plain(moment, setting)
    if point.value is None:
        return point
    if moment.clock is not None or moment.part:
        if point.grain != "D" or point.first is None:
            return NOTHING if moment.clock is not None else point
        return _timed(moment, point)
    if moment.loose or moment.edge:
        return msgspec.structs.replace(point, value=loosely(point, loose=True))
    return point


def _timed(moment: Moment, point: Resolved) -> Resolved:
    part = moment.part
    if moment.clock is None:
        value = f"{point.value}{part}" if part.startswith("T") else f"{point.value}T{part}"
        return msgspec.structs.replace(point, value=value, type="time")
    hour, minute = moment.clock
    if hour < 12 and (part in _NOON_ON[:2] or (part == "NI" and hour >= 6)):
        hour += 12
    elif hour == 12 and part in ("MO", "NI"):
        hour = 0
    elif part == "T12:00" and 1 <= hour < 6:
        hour += 12
    return msgspec.structs.replace(point, value=f"{point.value}T{hour:02d}:{minute:02d}", type="time")


def _plain(moment: Moment, setting: Setting) -> Resolved:
    """The moment without its part of the day and its looseness."""
    if moment.calendar in ("h", "p"):
        return _other_calendar(moment, setting)
    if moment.century is not None or moment.decade is not None:
        return _century(moment, setting)
    if moment.week is not None:
        return _week(moment, setting)
    if moment.day is not None and moment.day.how != "is":
        return _counted_day(moment, moment.day, setting)
    if moment.month is not None or (moment.day is not None and moment.weekday is None):
        return _month_or_day(moment, setting)
    if moment.weekday is not None:
        return weekday_in(moment.weekday, moment.way, setting)
    if moment.year is not None:
        return _year(moment, setting)
    if moment.season is not None:
        return _season(moment, moment.season, None, setting)
    day = setting.day or setting.anchor  # a part of the day alone
    if (
        day is not None
        and day == setting.anchor
        and moment.part == "NI"
        and not moment.clock
        and setting.tense == "past"
    ):
        day = add_days(day, -1)  # the night that is over
    return span_of(day, "D") if day else Resolved(value=None, relative=True)


def _year_number(field: Field, setting: Setting) -> int | None:
    if field.how == "is":
        return field.n
    if field.how == "now":
        return setting.anchor.year + field.n if setting.anchor else None
    then = setting.then
    if then is None or then.first is None:
        return None
    return then.first.year + field.n


def _year(moment: Moment, setting: Setting) -> Resolved:
    assert moment.year is not None
    year = _year_number(moment.year, setting)
    relative = moment.year.how == "now"
    if year is None:
        return Resolved(value=None, relative=relative)
    if moment.stretch is not None:
        number, count = moment.stretch
        months = 12 // count
        start, end = (number - 1) * months + 1, number * months
        first, last = month_span(year, start), month_span(year, end)
        return Resolved(
            value=f"{first.value}/{last.value}", first=first.first, last=last.last, grain="M", relative=relative
        )
    if moment.season is not None:
        return _season(moment, moment.season, year, setting)
    if not 1 <= year <= 9999:
        return Resolved(value=write_year(year), grain="Y", relative=relative)
    point = span_of(Day(year, 1, 1), "Y")
    return msgspec.structs.replace(point, relative=relative)


def _season(moment: Moment, season: int, year: int | None, setting: Setting) -> Resolved:
    """EDTF level 1: 21 spring to 24 winter. A winter without a year is the one that begins in that December."""
    starts = {21: 3, 22: 6, 23: 9, 24: 12}
    relative = year is None
    if year is None:
        anchor = setting.anchor
        if anchor is None:
            return Resolved(value=None, relative=True)
        year = anchor.year
        begins = Day(year, starts[season], 1)
        if moment.way == "next" and begins <= anchor:
            year += 1
        elif (moment.way in ("past", "") and begins > anchor) or (moment.way == "past" and (anchor - begins).days < 92):
            year -= 1
    if not 1 <= year < 9999:
        return NOTHING
    first = Day(year, starts[season], 1)
    end_year, end_month = add_months(year, starts[season], 2)
    last = Day(end_year, end_month, month_end(end_year, end_month))
    return Resolved(value=f"{write_year(year)}-{season}", first=first, last=last, grain="M", relative=relative)


def _century(moment: Moment, setting: Setting) -> Resolved:
    century = moment.century
    relative = century is not None and century.how == "now"
    if century is None:
        base: int | None = 19
    elif century.how == "is":
        base = century.n
    else:
        base = setting.anchor.year // 100 + century.n if setting.anchor else None
    if base is None:
        return Resolved(value=None, relative=True)
    if moment.decade is not None:
        start = base * 100 + moment.decade
        if not 1 <= start < 9990:
            return NOTHING
        return Resolved(
            value=f"{start // 10:03d}X",
            first=Day(start, 1, 1),
            last=Day(start + 9, 12, 31),
            grain="10Y",
            relative=relative,
        )
    if not 0 <= base < 99:
        return NOTHING
    return Resolved(
        value=f"{base:02d}XX",
        first=Day(max(base * 100, 1), 1, 1),
        last=Day(base * 100 + 99, 12, 31),
        grain="100Y",
        relative=relative,
    )


def _week(moment: Moment, setting: Setting) -> Resolved:
    assert moment.week is not None
    start = setting.anchor if moment.week.how == "now" else setting.month
    weeks = moment.week.n
    if start is not None and moment.week.how == "now" and weeks < 0 and start.isoweekday() == _SUNDAY:
        weeks += 1  # written on a Sunday, last week is the one that ends that day
    day = add_days(start, 7 * weeks) if start else None
    if day is None:
        return Resolved(value=None, relative=True)
    week = span_of(day, "W")
    if moment.weekday is not None and week.first is not None:
        at = add_days(week.first, moment.weekday - 1)
        week = span_of(at, "D") if at else NOTHING
    return msgspec.structs.replace(week, relative=True)


def _counted_day(moment: Moment, field: Field, setting: Setting) -> Resolved:
    if field.how == "now":
        start = setting.anchor
    else:
        start = setting.day or (setting.then.last if setting.then and setting.then.grain in ("D", "W") else None)
    if start is None:
        return Resolved(value=None, relative=True)
    day = add_days(start, field.n)
    if day is not None and moment.weekday is not None:  # "today, Wednesday" in a report of the day before
        off = (moment.weekday - day.isoweekday() + 3) % 7 - 3
        day = add_days(day, off)
    if day is None:
        return NOTHING
    return msgspec.structs.replace(span_of(day, "D"), relative=True)


def weekday_in(weekday: int, way: str, setting: Setting) -> Resolved:
    """The nearest such day in the tense of its clause; the anchor's own weekday is the anchor."""
    anchor = setting.anchor
    if anchor is None:
        return Resolved(value=None, relative=True)
    back = (anchor.isoweekday() - weekday) % 7
    on = (weekday - anchor.isoweekday()) % 7
    if way in ("past", "late"):
        move = -(back or 7)
    elif way == "past2":
        move = -(back or 7) - 7
    elif way == "next":
        move = on or 7
    elif way == "next2":
        move = (on or 7) + 7
    elif back == 0:
        move = 0
    elif way == "now":
        move = weekday - anchor.isoweekday()
    elif way == "on" or setting.tense == "future" or (setting.tense == "present" and on <= 3):
        move = on
    else:
        move = -back
    day = add_days(anchor, move)
    return msgspec.structs.replace(span_of(day, "D"), relative=True) if day else NOTHING


def _month_or_day(moment: Moment, setting: Setting) -> Resolved:
    """A month, or a day of a month, of a year that is named or has to be found."""
    day = moment.day.n if moment.day is not None else None
    month = moment.month
    relative = moment.year is None or moment.year.how == "now"
    if month is None:
        return Resolved(value=None, relative=True)
    if month.how != "is":
        if month.how == "now":
            start = setting.anchor
        else:
            start = setting.month
        if start is None:
            return Resolved(value=None, relative=True)
        year, number = add_months(start.year, start.month, month.n)
        if moment.year is not None:
            named = _year_number(moment.year, setting)
            if named is None:
                return Resolved(value=None, relative=relative)
            year = named
    else:
        number = month.n
        if moment.year is not None:
            found = _year_number(moment.year, setting)
            if found is None:
                return Resolved(value=None, relative=relative)
            year = found
        elif setting.anchor is None:
            return Resolved(value=None, relative=True)
        else:
            year = _nearest_year(number, day, moment.way, setting.anchor, setting.tense)
    if day is None:
        point = month_span(year, number)
    else:
        at = make_day(year, number, day)
        point = span_of(at, "D") if at else NOTHING
    return msgspec.structs.replace(point, relative=relative)


def _nearest_year(month: int, day: int | None, way: str, anchor: Day, tense: Tense) -> int:
    """The year of a month (and day) that is named without one."""
    here = (anchor.month, anchor.day if day is not None else 0)
    there = (month, day or 0)
    if way in ("past", "late"):
        return anchor.year if there < here else anchor.year - 1
    if way == "past2":
        return anchor.year - 1 if there < here else anchor.year - 2
    if way == "next":
        return anchor.year if there > here else anchor.year + 1
    if way == "now":
        off = month - anchor.month
        return anchor.year - 1 if off > _FAR_MONTHS else anchor.year + 1 if off < -_FAR_MONTHS else anchor.year
    if tense == "future" or way == "on":
        return anchor.year if there >= here else anchor.year + 1
    if there <= here:
        ahead = 12 - (anchor.month - month)
        return anchor.year + 1 if tense == "present" and ahead <= 2 else anchor.year
    ahead = month - anchor.month
    return (
        anchor.year
        if ahead <= (0 if tense == "past" and day is None else 2 if tense != "present" else 6)
        else anchor.year - 1
    )


def _other_calendar(moment: Moment, setting: Setting) -> Resolved:
    """Days, months and years of the Hijri calendars, as our days."""
    lunar = moment.calendar == "h"
    month = moment.month.n if moment.month is not None and moment.month.how == "is" else None
    day = moment.day.n if moment.day is not None and moment.day.how == "is" else None
    year = moment.year.n if moment.year is not None and moment.year.how == "is" else None
    relative = year is None
    if year is None:
        if setting.anchor is None or month is None:
            return Resolved(value=None, relative=True)
        now = hijri_month_of(setting.anchor) if lunar else persian_month_of(setting.anchor)
        if now is None:
            return NOTHING
        year = now[0]
        if moment.way == "past" and month >= now[1]:
            year -= 1
        elif moment.way == "next" and month <= now[1]:
            year += 1
        elif not moment.way and month - now[1] > 6:
            year -= 1
        elif not moment.way and now[1] - month > 6 and setting.tense != "past":
            year += 1
    days = hijri_days(year, month, day) if lunar else persian_days(year, month, day)
    if days is None:
        return NOTHING
    first, last = days
    if day is not None:
        return msgspec.structs.replace(span_of(first, "D"), relative=relative)
    value = f"{first.isoformat()}/{last.isoformat()}"
    return Resolved(value=value, first=first, last=last, grain="M" if month else "Y", relative=relative)


def span_of(day: Day, grain: str) -> Resolved:
    """The year (Y), month (M), week (W) or day (D) that a day lies in."""
    if grain == "Y":
        return Resolved(value=write_year(day.year), first=Day(day.year, 1, 1), last=Day(day.year, 12, 31), grain="Y")
    if grain == "M":
        return month_span(day.year, day.month)
    if grain == "W":
        monday = add_days(day, 1 - day.isoweekday()) or day
        return Resolved(value=write_week(day), first=monday, last=add_days(monday, 6), grain="W")
    return Resolved(value=day.isoformat(), first=day, last=day, grain="D")


def month_span(year: int, month: int) -> Resolved:
    """A month, without days where no calendar has its year."""
    if not 1 <= year <= 9999:
        return Resolved(value=write_month(year, month), grain="M")
    return Resolved(
        value=write_month(year, month),
        first=Day(year, month, 1),
        last=Day(year, month, month_end(year, month)),
        grain="M",
    )


def loosely(point: Resolved, loose: bool) -> str | None:
    """The value, with "~" where it is but about so."""
    return f"{point.value}~" if loose and point.value else point.value
