"""What an expression of time means before one knows the day on which it was written, what it is read against then, and its value."""

from typing import Literal

import msgspec

from mahdar.times._calendar import Day

__all__ = [
    "NOTHING",
    "Between",
    "Counted",
    "Every",
    "Field",
    "Length",
    "Meaning",
    "Moment",
    "Open",
    "Resolved",
    "Setting",
    "Tense",
    "Then",
    "Vague",
    "Window",
]

Tense = Literal["", "past", "present", "future"]


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


# Neither a value nor days.
NOTHING = Resolved(value=None)
