"""The value of an expression of time, once one knows what it is read against.

Values are ISO 8601 as EDTF extends it (Library of Congress 2019); durations, sets and references such as PAST_REF are
those of TIMEX3 (Pustejovsky et al. 2003).
"""

import msgspec

from mahdar.times._calendar import Day, add_days, write_year
from mahdar.times._durations import moved, write_length
from mahdar.times._meanings import (
    NOTHING,
    Between,
    Counted,
    Every,
    Field,
    Length,
    Meaning,
    Moment,
    Open,
    Resolved,
    Setting,
    Then,
    Window,
)
from mahdar.times._points import loosely, moment_in, month_span, span_of, weekday_in

__all__ = ["resolve"]

_OPEN = ".."


def resolve(meaning: Meaning, setting: Setting) -> Resolved:
    """The value of an expression in its setting; None as value where the setting is not enough or no such day exists."""
    if isinstance(meaning, Moment):
        return moment_in(meaning, setting)
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


def _counted(meaning: Counted, setting: Setting) -> Resolved:
    if setting.anchor is None:
        return Resolved(value=None, relative=True)
    at = moved(setting.anchor, meaning.length, meaning.sign)
    if at is None:
        return NOTHING
    amount, unit = meaning.length.amounts[-1]
    loose = meaning.length.loose or unit in ("10Y", "100Y") or (unit == "Y" and amount >= 15) or unit == "W"
    grain = "Y" if unit in ("Y", "10Y", "100Y") else "M" if unit == "M" else "D"
    if unit == "Y" and amount != int(amount):
        grain = "M"
    point = span_of(at, grain)
    value = loosely(point, loose)
    if meaning.since:
        return Resolved(value=f"{value}/{_OPEN}", first=point.first, last=setting.anchor, grain=grain, relative=True)
    return Resolved(value=value, first=point.first, last=point.last, grain=grain, relative=True)


def _window(meaning: Window, setting: Setting) -> Resolved:
    anchor = setting.anchor
    if anchor is None:
        return Resolved(value=None, relative=True)
    at = moved(anchor, meaning.length, meaning.sign)
    if at is None:
        return NOTHING
    first, last = (at, anchor) if meaning.sign < 0 else (anchor, at)
    amount, unit = meaning.length.amounts[-1]
    if unit in ("10Y", "100Y") or (unit == "Y" and amount > 1):
        value = f"{write_year(first.year)}/{write_year(last.year)}"
        return Resolved(value=value, first=Day(first.year, 1, 1), last=Day(last.year, 12, 31), grain="Y", relative=True)
    value = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Resolved(value=value, first=first, last=last, grain="D", relative=True)


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
    end = moment_in(last, setting)
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
    start = moment_in(first, setting)
    if start.value is None or end.value is None:
        return Resolved(value=None, relative=start.relative or end.relative)
    return _joined(start, end)


def _weekdays(first: Moment, last: Moment, setting: Setting) -> Resolved:
    assert first.weekday is not None
    assert last.weekday is not None
    way = first.way or last.way
    if setting.tense == "future" or way == "next":
        start = weekday_in(first.weekday, way, setting)
        if start.first is None:
            return start
        span = (last.weekday - first.weekday) % 7
        day = add_days(start.first, span)
        return _joined(start, span_of(day, "D")) if day else NOTHING
    end = weekday_in(last.weekday, way, setting)
    if end.first is None:
        return end
    day = add_days(end.first, -((last.weekday - first.weekday) % 7))
    return _joined(span_of(day, "D"), end) if day else NOTHING


def _joined(start: Resolved, end: Resolved) -> Resolved:
    if start.first and end.last and start.first > end.last:
        return NOTHING
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
    point = moment_in(moment, setting)
    edges = {"start": 1, "mid": 6, "end": 12}
    if moment.edge and point.grain == "100Y" and point.first is not None:
        year = point.first.year // 100 * 100 + {"start": 0, "mid": 50, "end": 99}[moment.edge]
        return msgspec.structs.replace(point, value=f"{write_year(year)}~")
    if moment.edge and point.grain == "Y" and point.first is not None:
        month = month_span(point.first.year, edges[moment.edge])
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
