"""How many events there are of somebody at a time: what it is worth that two reports name the same."""

import math
from collections.abc import Iterable, Sequence
from itertools import combinations

from mahdar.linking._reports import Report

_AROUND = 21  # days before and after a day in which the events of somebody are counted
_STRETCH, _USUAL, _ENOUGH = 2 * _AROUND + 1, 4.0, 3
_LEAST_FACTOR, _MOST_FACTOR = 0.4, 1.4


class Crowd:
    """How many events there are of whom, around a day: by the days on which reports date them.

    Where a name has one event of a kind in six weeks, a report that names it hardly means another; where it has one
    every day, to name it says little.
    """

    def __init__(self) -> None:
        self._days: dict[tuple[str, ...], dict[int, int]] = {}
        self._known: dict[tuple[tuple[str, ...], int], float] = {}

    def add(self, reports: Iterable[tuple[str, Report]]) -> None:
        """Count the days that more reports date their events on, each with the group of its kind."""
        self._known.clear()
        for group, report in reports:
            if report.window.exact:
                for key in self._keys(group, report):
                    days = self._days.setdefault(key, {})
                    days[report.window.low] = days.get(report.window.low, 0) + 1

    @staticmethod
    def _keys(group: str, report: Report) -> Iterable[tuple[str, ...]]:
        names = {*report.persons, *report.sides, *report.objects, *report.whom, report.place, report.within} - {""}
        yield from ((group, name) for name in names)
        yield from ((group, *pair) for pair in combinations(sorted(set(report.sides)), 2))

    def factor(self, group: str, names: Sequence[str], sides: Sequence[str], day: int) -> float:
        """What it is worth that these are the same: more than 1 where they have few events, less where they have many."""
        keys: list[tuple[str, ...]] = [(group, name) for name in names]
        keys += [(group, *pair) for pair in combinations(sorted(sides), 2)]
        events = min((self._events(key, day) for key in keys), default=_USUAL)
        return min(max(math.log(_STRETCH / events) / math.log(_STRETCH / _USUAL), _LEAST_FACTOR), _MOST_FACTOR)

    def _events(self, key: tuple[str, ...], day: int) -> float:
        """The days on which one dates its events, the seldom ones counted for less (perplexity)."""
        found = self._known.get((key, day))
        if found is None:
            days = self._days.get(key, {})
            counts = [days[at] for at in range(day - _AROUND, day + _AROUND + 1) if at in days]
            total = sum(counts)
            found = _USUAL
            if total >= _ENOUGH:
                found = math.exp(-sum(count / total * math.log(count / total) for count in counts))
            self._known[key, day] = found
        return found
