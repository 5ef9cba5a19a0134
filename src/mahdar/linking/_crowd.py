"""How many events there are of somebody at a time: what it is worth that two reports name the same."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from mahdar.linking._past import Past, key_of
from mahdar.linking._reports import Report

_AROUND = 21  # days before and after a day in which the events of somebody are counted
_STRETCH, _USUAL, _ENOUGH = 2 * _AROUND + 1, 4.0, 3
_LEAST_FACTOR, _MOST_FACTOR = 0.4, 1.4
_PAGE = 64  # days that are read from the past together


class Crowd:
    """How many events there are of whom, around a day: by the days on which reports date them.

    Where a name has one event of a kind in six weeks, a report that names it hardly means another; where it has one
    every day, to name it says little.
    """

    def __init__(self, past: Past | None = None) -> None:
        self._past = past
        self._days: dict[int, dict[int, int]] = {}
        self._read: set[tuple[int, int]] = set()
        self._known: dict[tuple[int, int], float] = {}

    def add(self, reports: Iterable[tuple[str, Report]]) -> Counter[tuple[int, int]]:
        """Count the days that more reports date their events on, each with the group of its kind: what was counted, by (key, day)."""
        self._known.clear()
        counted: Counter[tuple[int, int]] = Counter()
        for group, report in reports:
            if report.window.exact:
                counted.update((key, report.window.low) for key in _keys(group, report))
        for (key, day), count in counted.items():
            days = self._days.setdefault(key, {})
            days[day] = days.get(day, 0) + count
        return counted

    def ready(self, reports: Iterable[tuple[str, Report]]) -> None:
        """Read from the past what was counted of those whom these reports name, in the months around them."""
        if self._past is not None:
            self._read_pages(
                {
                    (page, key)
                    for group, report in reports
                    for key in _keys(group, report)
                    for page in _pages(min(report.window.low, report.day) - _PAGE, report.window.high)
                }
            )

    def _read_pages(self, pages: set[tuple[int, int]]) -> None:
        new = pages - self._read
        if not new or self._past is None:
            return
        self._read |= new
        by_page: dict[int, list[int]] = defaultdict(list)
        for page, key in new:
            by_page[page].append(key)
        for page, keys in by_page.items():
            for key, day, count in self._past.counted(keys, page * _PAGE, page * _PAGE + _PAGE - 1):
                days = self._days.setdefault(key, {})
                days[day] = days.get(day, 0) + count

    def factor(self, group: str, names: Sequence[str], sides: Sequence[str], day: int) -> float:
        """What it is worth that these are the same: more than 1 where they have few events, less where they have many."""
        keys = [key_of(group, name) for name in names]
        keys += [key_of(group, *pair) for pair in combinations(sorted(sides), 2)]
        events = min((self._events(key, day) for key in keys), default=_USUAL)
        return min(max(math.log(_STRETCH / events) / math.log(_STRETCH / _USUAL), _LEAST_FACTOR), _MOST_FACTOR)

    def _events(self, key: int, day: int) -> float:
        """The days on which one dates its events, the seldom ones counted for less (perplexity)."""
        found = self._known.get((key, day))
        if found is None:
            if self._past is not None:
                self._read_pages({(page, key) for page in _pages(day, day)})
            days = self._days.get(key, {})
            counts = [days[at] for at in range(day - _AROUND, day + _AROUND + 1) if at in days]
            total = sum(counts)
            found = _USUAL
            if total >= _ENOUGH:
                found = math.exp(-sum(count / total * math.log(count / total) for count in counts))
            self._known[key, day] = found
        return found


def _pages(low: int, high: int) -> range:
    """The pages that days are counted on, with those around them."""
    return range((low - _AROUND) // _PAGE, (high + _AROUND) // _PAGE + 1)


def _keys(group: str, report: Report) -> Iterable[int]:
    names = {*report.persons, *report.sides, *report.objects, *report.whom, report.place, report.within} - {""}
    yield from (key_of(group, name) for name in names)
    yield from (key_of(group, *pair) for pair in combinations(sorted(set(report.sides)), 2))
