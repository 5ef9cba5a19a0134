"""From hints to days: what is left when each hint has ruled out the days that it cannot be."""

from collections.abc import Callable, Iterable

import msgspec

from mahdar.model import Span
from mahdar.times._calendar import Day, add_days

_WEAK = 0.8
_MOST_DAYS = 15 * 366
_MOST_POSSIBLE = 400

Window = tuple[Day, Day]


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """What words tell of the day of writing: it lies in one of the `windows`, and it `fits`.

    `says` is that in English, `sure` how far it may be trusted. `background`: of windows that all end before the others
    begin nothing follows (a former president is named with his title). `told`: days and the articles that tell them, where
    the hint comes from others.
    """

    span: Span
    says: str
    sure: float
    windows: tuple[Window, ...] = ()
    fits: Callable[[Day], bool] | None = None
    background: bool = False
    told: tuple[tuple[Day, str], ...] = ()

    def teller(self, day: Day) -> str | None:
        """The other article that the hint comes from, if the article in question is of that day."""
        return min(self.told, key=lambda told: (abs(told[0] - day), told[1]))[1] if self.told else None


def narrow(hints: Iterable[Hint]) -> tuple[tuple[Day, ...], tuple[Hint, ...]]:
    """The days that all hints leave, and the hints that did it; no days where the hints are at odds or leave too many,
    or where none speaks of the day itself: bounds that happen to meet tell nothing.

    A weak hint that leaves nothing is passed over; of the others none may.
    """
    ordered = sorted(hints, key=lambda hint: (-hint.sure, hint.span, hint.says))
    bounded = _bounded([hint for hint in ordered if hint.windows])
    if bounded is None:
        return (), ()
    windows, used = bounded
    days = _days(windows)
    for hint in ordered:
        if hint.fits is None or not days:
            continue
        left = [day for day in days if hint.fits(day)]
        if not left and hint.sure <= _WEAK:
            continue
        if len(left) < len(days):
            used.append(hint)
        days = left
    if not days or len(days) > _MOST_POSSIBLE or not any(hint.fits or _one_day(hint) for hint in used):
        return (), ()
    kept = {(hint.span, hint.says): hint for hint in used}
    return tuple(days), tuple(hint for _, hint in sorted(kept.items(), key=lambda item: item[0]))


def _one_day(hint: Hint) -> bool:
    return len(hint.windows) == 1 and hint.windows[0][0] == hint.windows[0][1]


def _bounded(hints: list[Hint]) -> tuple[list[Window], list[Hint]] | None:
    """The windows that all hints leave, and the hints that narrowed them; None where they are at odds."""
    since = max((min(start for start, _ in hint.windows) for hint in hints), default=Day.min)
    windows: list[Window] = [(Day.min, Day.max)]
    used = []
    for hint in hints:
        if hint.background and all(end < since for _, end in hint.windows):
            continue
        met = _meet(windows, hint.windows)
        if not met:
            if hint.sure <= _WEAK:
                continue
            return None
        if met != windows:
            used.append(hint)
        windows = met
    return windows, used


def _meet(some: Iterable[Window], others: Iterable[Window]) -> list[Window]:
    met = {(max(low, start), min(high, end)) for low, high in some for start, end in others}
    return sorted((start, end) for start, end in met if start <= end)


def _days(windows: list[Window]) -> list[Day]:
    """All days of the windows; none where one is open."""
    days: set[Day] = set()
    for start, end in windows:
        if start == Day.min or end == Day.max or (end - start).days > _MOST_DAYS:
            return []
        days.update(day for count in range((end - start).days + 1) if (day := add_days(start, count)) is not None)
    return sorted(days)
