"""What the expressions of time of an article tell of the day on which it was written."""

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from mahdar.model import Span
from mahdar.text import Document
from mahdar.times._calendar import Day, add_days
from mahdar.times._grammar import Expression
from mahdar.times._meanings import Between, Moment, Open, Resolved, Setting
from mahdar.times._narrow import Hint
from mahdar.times._resolve import resolve

__all__ = ["LEAD_SENTENCES", "Told", "full_day", "hints_of", "means_today", "moment_of", "says_today", "value_on"]

LEAD_SENTENCES = 3
_SURE, _TOLD, _LIKELY, _LEAD = 0.97, 0.9, 0.85, 0.75
_WEEK = 7
_NO_ANCHOR = Setting(anchor=None)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Told(msgspec.Struct, frozen=True):
    """An event of the article, where it is told, and the days (with their articles) on which others tell the same one.
    `sure`: whether more than kind and parties are the same."""

    span: Span
    days: tuple[tuple[Day, str], ...]
    sure: bool = False


def hints_of(document: Document, expressions: Sequence[Expression], told: Sequence[Told] = ()) -> Iterator[Hint]:
    """Every hint that an expression gives; the day of the lead counts as the article's where no word says today."""
    for expression in expressions:
        yield from _hints(expression)
    if not any(says_today(expression) for expression in expressions):
        yield from _lead(expressions)
    yield from _as_told(document, expressions, told)


def says_today(expression: Expression) -> bool:
    """Whether it tells which day today is: "today, Tuesday", "yesterday, 24 February"."""
    moment = moment_of(expression)
    if moment is None or (moment.said is None and moment.weekday is None):
        return False
    return moment.said is not None or (moment.day is not None and moment.day.how == "now")


def moment_of(expression: Expression) -> Moment | None:
    """The moment that an expression names, or from which on it counts."""
    meaning = expression.meaning
    if isinstance(meaning, Open):
        meaning = meaning.moment
    return meaning if isinstance(meaning, Moment) else None


def value_on(expression: Expression, day: Day) -> Resolved:
    """What the expression means where it was written on that day."""
    return resolve(expression.meaning, Setting(anchor=day, tense=expression.tense))


def full_day(expression: Expression) -> Day | None:
    """The day of an expression that says day, month and year."""
    moment = expression.meaning
    if not isinstance(moment, Moment) or moment.day is None or moment.year is None or moment.month is None:
        return None
    if "is" not in (moment.day.how, moment.year.how, moment.month.how) or moment.loose or moment.edge:
        return None
    made = resolve(moment, _NO_ANCHOR)
    if made.grain != "D" or made.first is None:
        return None
    if moment.weekday is not None and made.first.isoweekday() != moment.weekday:
        return None  # one of the two is wrong, and nobody knows which
    return made.first


def _hints(expression: Expression) -> Iterator[Hint]:
    moment = moment_of(expression)
    bound = _bound(expression)
    if bound is not None:
        yield bound
    if moment is None:
        return
    span = expression.span
    if moment.said is not None:
        yield from _beside_today(expression, moment, moment.said)
    elif moment.day is not None and moment.day.how == "now" and moment.weekday is not None:
        weekday = (moment.weekday - moment.day.n - 1) % 7 + 1
        yield Hint(
            span=span,
            says=f"the weekday is {_WEEKDAYS[weekday - 1]}",
            sure=_SURE,
            fits=lambda day: day.isoweekday() == weekday,
        )
    elif moment.weekday is not None and moment.month is not None and moment.day is not None and moment.year is None:
        named = moment.weekday
        yield Hint(
            span=span,
            says=f"the day named fell on a {_WEEKDAYS[named - 1]}",
            sure=_SURE,
            fits=lambda day: (on := value_on(expression, day).first) is None or on.isoweekday() == named,
        )
    if moment.year is not None and moment.said_years is not None:
        year = moment.year.n - moment.said_years
        if 1 <= year <= 9998:
            yield Hint(
                span=span, says=f"the year is {year}", sure=_SURE, windows=((Day(year, 1, 1), Day(year, 12, 31)),)
            )
    if moment.year is None and moment.calendar == "g" and moment.month is not None and moment.said is None:
        yield from _in_month(expression, moment)


def _beside_today(expression: Expression, moment: Moment, said: int) -> Iterator[Hint]:
    """ "Yesterday, Monday, 24 February", with or without its year."""
    day = full_day(expression)
    at = add_days(day, -said) if day is not None else None
    if at is not None:
        yield Hint(span=expression.span, says=f"today is {at.isoformat()}", sure=_SURE, windows=((at, at),))
        return
    if moment.year is not None or moment.month is None or moment.day is None or moment.month.how != "is":
        return
    month, number, weekday = moment.month.n, moment.day.n, moment.weekday

    def fits(day: Day) -> bool:
        on = add_days(day, said)
        return (
            on is not None and (on.month, on.day) == (month, number) and (weekday is None or on.isoweekday() == weekday)
        )

    yield Hint(span=expression.span, says=f"today is {-said} days after {number}/{month}", sure=_SURE, fits=fits)


def _in_month(expression: Expression, moment: Moment) -> Iterator[Hint]:
    """A month that is said to be the present one, and what of it is over or to come."""
    month, span = moment.month, expression.span
    assert month is not None
    if moment.way == "now" and month.how == "is":
        yield Hint(span=span, says=f"the month is {month.n:02}", sure=_SURE, fits=lambda day: day.month == month.n)
    elif not (month.how == "now" and month.n == 0):
        return
    if moment.day is None or moment.day.how != "is":
        return
    number = moment.day.n
    if expression.tense == "past":
        yield Hint(span=span, says=f"day {number} of the month is over", sure=_TOLD, fits=lambda day: day.day >= number)
    elif expression.tense == "future":
        yield Hint(span=span, says=f"day {number} is to come", sure=_TOLD, fits=lambda day: day.day <= number)


def _bound(expression: Expression) -> Hint | None:
    """A time past that is named with its year: the article is not older. One to come: it is not younger."""
    meaning = expression.meaning
    if isinstance(meaning, Open):
        if meaning.side == "to":
            return None
        meaning = meaning.moment
    if isinstance(meaning, Between):
        meaning = meaning.first
    if not isinstance(meaning, Moment) or expression.tense == "present":
        return None
    made = resolve(meaning, _NO_ANCHOR)
    if made.first is None or made.last is None:
        return None
    if expression.tense == "future":
        if made.grain != "D":
            return None
        says = f"{made.last.isoformat()} is to come"
        return Hint(span=expression.span, says=says, sure=_LIKELY, windows=((Day.min, made.last),))
    says = f"not before {made.first.isoformat()}"
    return Hint(span=expression.span, says=says, sure=1.0, windows=((made.first, Day.max),))


def _lead(expressions: Sequence[Expression]) -> Iterator[Hint]:
    """The first weekday of the lead: three articles in four are of that day (a day with its date is most often another)."""
    for expression in expressions:
        moment = expression.meaning
        if expression.sentence >= LEAD_SENTENCES:
            return
        if not isinstance(moment, Moment) or moment.weekday is None or expression.tense in ("future", "present"):
            continue
        if moment.way or moment.week is not None or (moment.day is not None and moment.day.how != "is"):
            continue
        if moment.month is None:
            says = f"the lead tells of {_WEEKDAYS[moment.weekday - 1]}"
            yield Hint(span=expression.span, says=says, sure=_LEAD, fits=partial(means_today, expression))
        return


def means_today(expression: Expression, day: Day) -> bool:
    """Whether the expression, written on that day, means the day itself."""
    return value_on(expression, day).first == day


def _as_told(document: Document, expressions: Sequence[Expression], told: Sequence[Told]) -> Iterator[Hint]:
    """What other articles tell of the day of an event that this one tells with "today" or a weekday."""
    for event in told:
        for expression in expressions:
            moment = moment_of(expression)
            sentence = document.sentences[expression.sentence]
            start, end = document.tokens[sentence.first].start, document.tokens[sentence.last - 1].end
            if moment is None or not moment.holds_day() or not (start <= event.span.start < end):
                continue
            days = tuple(sorted({day for day, _ in event.days}))
            yield Hint(
                span=expression.span,
                says="the same event is told of " + " or ".join(map(str, days)),
                sure=_LIKELY if event.sure else _LEAD,
                windows=tuple((add_days(day, -_WEEK) or day, add_days(day, _WEEK) or day) for day in days),
                fits=partial(_means_one, expression, days),
                told=event.days,
            )
            break


def _means_one(expression: Expression, wanted: tuple[Day, ...], day: Day) -> bool:
    return value_on(expression, day).first in wanted
