"""Blocking: where a report looks for the episodes that it may belong to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from mahdar.linking._days import days_apart
from mahdar.linking._gathering import Gathering
from mahdar.linking._likeness import BACK, ONCE_BACK, told_late
from mahdar.linking._reports import Report

_KNOWN = 3  # articles that tell of what is told again weeks later
_WIDE = 40  # days: of a wider window the days that have episodes are gone through, not all


class _Index:
    """Gatherings by what they share (who, where) and by day, so that a report meets only those that it may belong to."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, str], dict[int, list[Gathering]]] = defaultdict(dict)

    def add(self, gathering: Gathering, report: Report) -> None:
        """Make a gathering found by what one of its reports names."""
        day = gathering.dossier.likely
        for key in _keys(report, gathering.group):
            there = self._days[key].setdefault(day, [])
            if gathering not in there:
                there.append(gathering)

    def between(self, keys: Iterable[tuple[str, str]], low: int, high: int) -> Iterator[Gathering]:
        """The gatherings of these days that one of the keys finds, perhaps more than once."""
        for key in keys:
            days = self._days.get(key)
            if not days:
                continue
            touched = (
                range(low, high + 1) if high - low < min(_WIDE, len(days)) else [d for d in days if low <= d <= high]
            )
            for day in touched:
                yield from days.get(day, ())


class Shelves:
    """Where gatherings are looked for: all of them by their days, and longer back those that several articles tell."""

    def __init__(self) -> None:
        self._all = _Index()
        self._known = _Index()

    def add(self, gathering: Gathering, report: Report) -> None:
        """Put a report's gathering where the next ones will look."""
        self._all.add(gathering, report)
        if gathering.dossier.docs >= _KNOWN:
            for member, _, _ in gathering.members if gathering.dossier.docs == _KNOWN else gathering.members[-1:]:
                self._known.add(gathering, member)

    def near(self, report: Report, group: str) -> Iterator[Gathering]:
        """Each gathering once that shares somebody or somewhere with the report and may be of the same days."""
        window = report.window
        keys = tuple(_keys(report, group))
        reach = days_apart(group) + 3
        low, high = window.low - reach, window.high + reach
        found = [self._all.between(keys, max(low, report.day - 2 * reach) if told_late(report) else low, high)]
        if report.once:
            names = (*report.persons, *report.objects, *(report.sides if report.kind == "election" else ()))
            own = [(group, name) for name in names]
            found.append(self._all.between(own, window.low - BACK, window.high + BACK))
        if report.once or told_late(report):
            found.append(
                self._known.between(keys, report.day - (ONCE_BACK if report.once else BACK), high + BACK * report.once)
            )
        if report.lasting:
            found = [self._all.between(keys, 0, window.high)]
        seen: set[int] = set()
        for gathering in chain.from_iterable(found):
            if id(gathering) not in seen:
                seen.add(id(gathering))
                yield gathering


def _keys(report: Report, group: str) -> Iterator[tuple[str, str]]:
    for name in (*report.persons, *report.sides, *report.objects, *report.whom, report.place, report.within):
        if name:
            yield group, name
