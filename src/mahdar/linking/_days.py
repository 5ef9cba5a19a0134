"""When an event may have happened, as a stretch of days."""

from datetime import date

import msgspec

from mahdar.times import FIRST_DAY, LAST_DAY, days_of

# So many days after its article a planned event without a time is looked for, and so many before it one that is told.
_AHEAD, _BEHIND, _BACKGROUND = 75, 3, 21
# What happens to the same ones once in a long time is still told as news, or as known to all, long after.
_ONCE_BEHIND, _ONCE_BACKGROUND = 45, 120
_OPEN = 366  # days that an interval without an end, or without a beginning, is taken to last
DONE, _NOT_DONE = ("happened", "ongoing"), ("cancelled", "denied", "proposed")


class Window(msgspec.Struct, frozen=True, gc=False, order=True):
    """Days (ordinals) from `low` to `high`, `likely` the best guess. `stated`: the text says so; `exact`: it is one day."""

    low: int
    high: int
    likely: int
    stated: bool
    exact: bool

    @property
    def known(self) -> bool:
        """Whether anything is known at all."""
        return self.high > 0


NEVER = Window(0, 0, 0, False, False)


def ordinal(day: str) -> int:
    """The number of an ISO day."""
    return date.fromisoformat(day).toordinal()


def day_of(published: str | None) -> int:
    """The number of the last day that an article may be of; 0 where it has none."""
    days = days_of(published)
    return ordinal(days[1]) if days else 0


def window_of(
    time: str | None, status: str, published: str | None, *, leads: bool, once: bool, lasting: bool = False
) -> Window:
    """The days of an event by its own time, else by its article's.

    What an article opens with is of its day or of the days before; what is planned is still to come, what is done lies
    behind. A call-off, denial or proposal is often dated itself: such a day of the article's own past is not the event's.
    `leads`: the article opens with it; `once`: it happens to the same ones but once in a long time; `lasting`: it is a state,
    of which an article knows only that it is so on its day.
    """
    today = day_of(published)
    own = days_of(time)
    if lasting and today:
        return Window(today, today, today, False, False)
    if own is not None and own != (FIRST_DAY, LAST_DAY):
        low = ordinal(own[1]) - _OPEN if own[0] == FIRST_DAY else ordinal(own[0])
        high = ordinal(own[0]) + _OPEN if own[1] == LAST_DAY else ordinal(own[1])
        if status in DONE and low <= today < high:
            high = today
        if not (status in _NOT_DONE and today and high <= today):
            return Window(max(low, 1), high, max(low, 1), True, low == high)
    if not today:
        return NEVER
    if status in _NOT_DONE or status == "planned":
        behind = _ONCE_BEHIND * once if status != "denied" else _BACKGROUND
        return Window(today - behind, today + _AHEAD, today, False, False)
    if once:
        return Window(today - (_ONCE_BEHIND if leads else _ONCE_BACKGROUND), today, today, False, False)
    return Window(today - (_BEHIND if leads else _BACKGROUND), today, today, False, False)


# Kinds of event that last for several days, and how many days apart two accounts of one may be dated.
_APART = {"visit": 3, "meet": 2, "trial": 3, "military_exercise": 10}


def days_apart(group: str) -> int:
    """How many days apart the dates of two reports of one event of this group may be."""
    return _APART.get(group, 1)
