"""What an expression of time means before one knows the day on which it was written, and its value once one does.

Values are ISO 8601 as EDTF extends it (Library of Congress 2019); durations, sets and references such as PAST_REF are
those of TIMEX3 (Pustejovsky et al. 2003).
"""

from typing import Literal

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
    same_day_of,
    write_month,
    write_week,
    write_year,
)

Tense = Literal["", "past", "present", "future"]

_NOON_ON = ("AF", "EV", "NI")
_OPEN = ".."
_SUNDAY = 7
_FAR_MONTHS = 9


class Field(msgspec.Struct, frozen=True, gc=False):
    """A year, month, week or day: the `n`th ("is"), or `n` on from the anchor ("now") or from what was said ("then")."""

    how: Literal["is", "now", "then"]
    n: int


class Length(msgspec.Struct, frozen=True, gc=False):
    """So much time: amounts with their units, the largest first; `most` where it is a range ("two to three weeks")."""

    amounts: tuple[tuple[float, str], ...]
    loose: bool = False
    most: float | None = None


class Moment(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A point of the calendar, as precise as its last field. `way` is the adjective on its smallest named field; `said`
    are days from the anchor that stand beside a date ("yesterday, 24 February"), `said_years` years that stand beside a
    year ("next year, 2019")."""

    century: Field | None = None
    decade: int | None = None
    year: Field | None = None
    stretch: tuple[int, int] | None = None
    season: int | None = None
    month: Field | None = None
    week: Field | None = None
    day: Field | None = None
    weekday: int | None = None
    way: str = ""
    calendar: str = "g"
    part: str = ""
    clock: tuple[int, int] | None = None
    loose: bool = False
    edge: str = ""
    said: int | None = None
    said_years: int | None = None

    def holds_day(self) -> bool:
        """Whether it names a day (a date, a weekday, today)."""
        return self.day is not None or self.weekday is not None


class Between(msgspec.Struct, frozen=True, gc=False):
    """From one moment to another."""

    first: Moment
    last: Moment


class Counted(msgspec.Struct, frozen=True, gc=False):
    """A length before (`sign` -1) or after the anchor; `since`: from then on."""

    length: Length
    sign: int
    since: bool = False


class Window(msgspec.Struct, frozen=True, gc=False):
    """The stretch of this length that ends (`sign` -1) or begins with the anchor."""

    length: Length
    sign: int


class Open(msgspec.Struct, frozen=True, gc=False):
    """From a moment on ("from"), or up to it ("to")."""

    moment: "Moment | Then"
    side: Literal["from", "to"]


class Then(msgspec.Struct, frozen=True, gc=False):
    """The time that was spoken of last."""


class Vague(msgspec.Struct, frozen=True, gc=False):
    """Some time past, now or to come; LATER is past or to come as the tense has it."""

    value: str


class Every(msgspec.Struct, frozen=True, gc=False):
    """A repetition, as TIMEX3 writes it."""

    value: str


Meaning = Moment | Between | Counted | Window | Open | Then | Vague | Every | Length


class Resolved(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A value, and the days that it covers where it covers any. `relative`: it was counted from the anchor."""

    value: str | None
    type: str = "date"
    first: Day | None = None
    last: Day | None = None
    grain: str = ""
    relative: bool = False


class Setting(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What an expression is read against: the anchor, the tense of its clause, and what was spoken of last: any time
    (`then`), a time no longer than a month (`month`), a day (`day`)."""

    anchor: Day | None
    tense: Tense = ""
    then: Resolved | None = None
    month: Day | None = None
    day: Day | None = None


_NOTHING = Resolved(value=None)


def resolve(meaning: Meaning, setting: Setting) -> Resolved:
    """The value of an expression in its setting; None as value where the setting is not enough or no such day exists."""
    if isinstance(meaning, Moment):
        return _moment(meaning, setting)
    if isinstance(meaning, Between):
        return _between(meaning, setting)
    if isinstance(meaning, Counted):
        return _counted(meaning, setting)
    if isinstance(meaning, Window):
        return _window(meaning, setting)
    if isinstance(meaning, Open):
        return _open(meaning, setting)
    if isinstance(meaning, Then):
        return _then(setting)
    if isinstance(meaning, Length):
        return Resolved(value=write_length(meaning), type="duration")
    if isinstance(meaning, Every):
        return Resolved(value=meaning.value, type="set")
    value = meaning.value
    if value == "LATER":
        value = "FUTURE_REF" if setting.tense in ("future", "present") else "PAST_REF"
    return Resolved(value=value)


# ── lengths ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_DATE_UNITS = {
    "Y": ("Y", 1),
    "10Y": ("Y", 10),
    "100Y": ("Y", 100),
    "M": ("M", 1),
    "W": ("W", 1),
    "D": ("D", 1),
    "N": ("D", 1),
}
_SMALLER = {
    "Y": ("M", 12),
    "10Y": ("Y", 1),
    "100Y": ("Y", 1),
    "M": ("D", 30),
    "W": ("D", 7),
    "D": ("H", 24),
    "N": ("H", 24),
    "H": ("MIN", 60),
    "MIN": ("S", 60),
}


def write_length(length: Length) -> str | None:
    """The length as an ISO 8601 duration, with "~" where it is loose; a range as two durations."""
    if length.most is not None:
        amount, unit = length.amounts[-1]
        low = write_length(Length(((amount, unit),)))
        high = write_length(Length(((length.most, unit),)))
        return f"{low}/{high}"
    dates: dict[str, int] = {}
    clocks: dict[str, int] = {}
    for amount, unit in length.amounts:
        for whole, name in _whole(amount, unit):
            if name in _DATE_UNITS:
                letter, factor = _DATE_UNITS[name]
                dates[letter] = dates.get(letter, 0) + whole * factor
            else:
                clocks[name] = clocks.get(name, 0) + whole
    text = "P" + "".join(f"{dates[letter]}{letter}" for letter in "YMWD" if dates.get(letter))
    if any(clocks.values()):
        text += "T" + "".join(f"{clocks[name]}{name[0]}" for name in ("H", "MIN", "S") if clocks.get(name))
    if text == "P":
        return None
    return text + ("~" if length.loose else "")


def _whole(amount: float, unit: str) -> list[tuple[int, str]]:
    """Whole amounts: half an hour is 30 minutes, a century and a half 150 years."""
    if amount == int(amount):
        return [(int(amount), unit)]
    smaller, factor = _SMALLER.get(unit, (unit, 1))
    if unit in ("10Y", "100Y"):
        return [(round(amount * _DATE_UNITS[unit][1]), "Y")]
    whole = int(amount)
    rest = [(round((amount - whole) * factor), smaller)]
    return [(whole, unit), *rest] if whole else rest


def _moved(day: Day, length: Length, sign: int) -> Day | None:
    at: Day | None = day
    for amount, unit in length.amounts:
        for whole, name in _whole(amount, unit):
            if at is None:
                return None
            count = sign * whole
            if name in ("Y", "10Y", "100Y"):
                at = same_day_of(at, count * 12 * _DATE_UNITS[name][1])
            elif name == "M":
                at = same_day_of(at, count)
            elif name in ("W", "D", "N"):
                at = add_days(at, count * (7 if name == "W" else 1))
            elif name == "H":
                at = add_days(at, count // 24 if count > 0 else -(-count // 24))
    return at


def _counted(meaning: Counted, setting: Setting) -> Resolved:
    if setting.anchor is None:
        return Resolved(value=None, relative=True)
    at = _moved(setting.anchor, meaning.length, meaning.sign)
    if at is None:
        return _NOTHING
    amount, unit = meaning.length.amounts[-1]
    loose = meaning.length.loose or unit in ("10Y", "100Y") or (unit == "Y" and amount >= 15) or unit == "W"
    grain = "Y" if unit in ("Y", "10Y", "100Y") else "M" if unit == "M" else "D"
    if unit == "Y" and amount != int(amount):
        grain = "M"
    point = _span_of(at, grain)
    value = _write(point, loose)
    if meaning.since:
        return Resolved(value=f"{value}/{_OPEN}", first=point.first, last=setting.anchor, grain=grain, relative=True)
    return Resolved(value=value, first=point.first, last=point.last, grain=grain, relative=True)


def _window(meaning: Window, setting: Setting) -> Resolved:
    anchor = setting.anchor
    if anchor is None:
        return Resolved(value=None, relative=True)
    at = _moved(anchor, meaning.length, meaning.sign)
    if at is None:
        return _NOTHING
    first, last = (at, anchor) if meaning.sign < 0 else (anchor, at)
    amount, unit = meaning.length.amounts[-1]
    if unit in ("10Y", "100Y") or (unit == "Y" and amount > 1):
        value = f"{write_year(first.year)}/{write_year(last.year)}"
        return Resolved(value=value, first=Day(first.year, 1, 1), last=Day(last.year, 12, 31), grain="Y", relative=True)
    value = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Resolved(value=value, first=first, last=last, grain="D", relative=True)


def _span_of(day: Day, grain: str) -> Resolved:
    if grain == "Y":
        return Resolved(value=write_year(day.year), first=Day(day.year, 1, 1), last=Day(day.year, 12, 31), grain="Y")
    if grain == "M":
        return _month_span(day.year, day.month)
    if grain == "W":
        monday = add_days(day, 1 - day.isoweekday()) or day
        return Resolved(value=write_week(day), first=monday, last=add_days(monday, 6), grain="W")
    return Resolved(value=day.isoformat(), first=day, last=day, grain="D")


def _month_span(year: int, month: int) -> Resolved:
    if not 1 <= year <= 9999:
        return Resolved(value=write_month(year, month), grain="M")
    return Resolved(
        value=write_month(year, month),
        first=Day(year, month, 1),
        last=Day(year, month, month_end(year, month)),
        grain="M",
    )


def _write(point: Resolved, loose: bool) -> str | None:
    return f"{point.value}~" if loose and point.value else point.value


# ── moments ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _moment(moment: Moment, setting: Setting) -> Resolved:
    point = _plain(moment, setting)
    if point.value is None:
        return point
    if moment.clock is not None or moment.part:
        if point.grain != "D" or point.first is None:
            return _NOTHING if moment.clock is not None else point
        return _timed(moment, point)
    if moment.loose or moment.edge:
        return msgspec.structs.replace(point, value=_write(point, loose=True))
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
        return _weekday(moment.weekday, moment.way, setting)
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
    return _span_of(day, "D") if day else Resolved(value=None, relative=True)


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
        first, last = _month_span(year, start), _month_span(year, end)
        return Resolved(
            value=f"{first.value}/{last.value}", first=first.first, last=last.last, grain="M", relative=relative
        )
    if moment.season is not None:
        return _season(moment, moment.season, year, setting)
    if not 1 <= year <= 9999:
        return Resolved(value=write_year(year), grain="Y", relative=relative)
    point = _span_of(Day(year, 1, 1), "Y")
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
        return _NOTHING
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
            return _NOTHING
        return Resolved(
            value=f"{start // 10:03d}X",
            first=Day(start, 1, 1),
            last=Day(start + 9, 12, 31),
            grain="10Y",
            relative=relative,
        )
    if not 0 <= base < 99:
        return _NOTHING
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
    week = _span_of(day, "W")
    if moment.weekday is not None and week.first is not None:
        at = add_days(week.first, moment.weekday - 1)
        week = _span_of(at, "D") if at else _NOTHING
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
        return _NOTHING
    return msgspec.structs.replace(_span_of(day, "D"), relative=True)


def _weekday(weekday: int, way: str, setting: Setting) -> Resolved:
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
    return msgspec.structs.replace(_span_of(day, "D"), relative=True) if day else _NOTHING


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
        point = _month_span(year, number)
    else:
        at = make_day(year, number, day)
        point = _span_of(at, "D") if at else _NOTHING
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
            return _NOTHING
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
        return _NOTHING
    first, last = days
    if day is not None:
        return msgspec.structs.replace(_span_of(first, "D"), relative=relative)
    value = f"{first.isoformat()}/{last.isoformat()}"
    return Resolved(value=value, first=first, last=last, grain="M" if month else "Y", relative=relative)


# ── stretches and anaphora ───────────────────────────────────────────────────────────────────────────────────────────


def _between(meaning: Between, setting: Setting) -> Resolved:
    """Each end takes from the other what it does not say itself: the month, the year, the day of a clock time."""
    first, last = meaning.first, meaning.last
    if first.weekday is not None and last.weekday is not None and not (first.month or last.month or first.week):
        return _weekdays(first, last, setting)
    if first.day is not None and first.month is None and first.day.how == "is":
        first = msgspec.structs.replace(first, month=last.month, way=last.way, calendar=last.calendar)
    if first.year is None and last.year is not None and not first.way and (first.month is not None or first.season):
        first = msgspec.structs.replace(first, year=last.year)
    if first.clock and last.clock and not first.part and last.part:
        first = msgspec.structs.replace(first, part=last.part)
    end = _moment(last, setting)
    if (
        end.first is not None
        and first.year is None
        and first.month is not None
        and not first.way
        and first.month.how == "is"
    ):
        year = end.first.year
        if last.month is not None and last.month.how == "is" and first.month.n > last.month.n:
            year -= 1
        first = msgspec.structs.replace(first, year=Field("is", year))
    start = _moment(first, setting)
    if start.value is None or end.value is None:
        return Resolved(value=None, relative=start.relative or end.relative)
    return _joined(start, end)


def _weekdays(first: Moment, last: Moment, setting: Setting) -> Resolved:
    assert first.weekday is not None
    assert last.weekday is not None
    way = first.way or last.way
    if setting.tense == "future" or way == "next":
        start = _weekday(first.weekday, way, setting)
        if start.first is None:
            return start
        span = (last.weekday - first.weekday) % 7
        day = add_days(start.first, span)
        return _joined(start, _span_of(day, "D")) if day else _NOTHING
    end = _weekday(last.weekday, way, setting)
    if end.first is None:
        return end
    day = add_days(end.first, -((last.weekday - first.weekday) % 7))
    return _joined(_span_of(day, "D"), end) if day else _NOTHING


def _joined(start: Resolved, end: Resolved) -> Resolved:
    if start.first and end.last and start.first > end.last:
        return _NOTHING
    return Resolved(
        value=f"{_ends(start, 0)}/{_ends(end, -1)}",
        type=end.type,
        first=start.first,
        last=end.last,
        grain=end.grain,
        relative=start.relative or end.relative,
    )


def _ends(point: Resolved, which: int) -> str:
    return (point.value or "").split("/")[which]


def _open(meaning: Open, setting: Setting) -> Resolved:
    if isinstance(meaning.moment, Then):
        point = _then(setting)
        if point.first is None:
            return Resolved(value="PAST_REF")
    else:
        point = _opening(meaning.moment, setting)
    if point.value is None:
        return point
    since = -1 if isinstance(meaning.moment, Then) else 0
    value = f"{_ends(point, since)}/{_OPEN}" if meaning.side == "from" else f"{_OPEN}/{_ends(point, -1)}"
    return msgspec.structs.replace(point, value=value)


def _opening(moment: Moment, setting: Setting) -> Resolved:
    """Since the beginning of a year is since its January; since its middle, since its June."""
    point = _moment(moment, setting)
    edges = {"start": 1, "mid": 6, "end": 12}
    if moment.edge and point.grain == "100Y" and point.first is not None:
        year = point.first.year // 100 * 100 + {"start": 0, "mid": 50, "end": 99}[moment.edge]
        return msgspec.structs.replace(point, value=f"{write_year(year)}~")
    if moment.edge and point.grain == "Y" and point.first is not None:
        month = _month_span(point.first.year, edges[moment.edge])
        return msgspec.structs.replace(month, value=f"{month.value}~", relative=point.relative)
    return point


def _then(setting: Setting) -> Resolved:
    then = setting.then
    if then is None or then.value is None:
        return Resolved(value="PAST_REF")
    if setting.tense == "future" and setting.anchor and then.first and then.first <= setting.anchor:
        return Resolved(value="FUTURE_REF")  # "then we shall": of something that may come, not of the time told last
    value = _ends(then, 0) if then.value.endswith(_OPEN) else then.value
    return msgspec.structs.replace(then, value=value.replace("~", ""))
