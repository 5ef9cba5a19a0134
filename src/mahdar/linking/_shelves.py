"""Blocking: where a report looks for the episodes that it may belong to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mahdar.linking._days import days_apart
from mahdar.linking._dossier import Wording
from mahdar.linking._gathering import Gathering, event_group
from mahdar.linking._likeness import BACK, ONCE_BACK, told_late
from mahdar.linking._past import Past, key_of
from mahdar.linking._reports import Report

_KNOWN = 3  # articles that tell of what is told again weeks later
_WIDE = 40  # days: of a wider window the days that have episodes are gone through, not all
_PAGE = 64  # days that are read from the past together
_LASTS = 45  # days after which what lasts is looked for no more


class Look(NamedTuple):
    """Where a report looks: by which keys, on which days; `known`: among those only that several articles tell."""

    keys: tuple[int, ...]
    low: int
    high: int
    known: bool = False

    def pages(self) -> Iterator[tuple[int, int]]:
        """The pages that it touches: (number, key)."""
        for page in range(self.low // _PAGE, self.high // _PAGE + 1):
            yield from ((page, key) for key in self.keys)


class _Index:
    """Numbers of gatherings by what they share (who, where) and by day, so that a report meets only those that it may belong to."""

    def __init__(self) -> None:
        self._days: dict[int, dict[int, list[int]]] = defaultdict(dict)

    def add(self, key: int, day: int, number: int) -> None:
        self._days[key].setdefault(day, []).append(number)

    def find(self, look: Look, found: set[int]) -> None:
        """Add the gatherings of these days that one of the keys finds."""
        low, high = look.low, look.high
        for key in look.keys:
            days = self._days.get(key)
            if not days:
                continue
            touched = (
                range(low, high + 1) if high - low < min(_WIDE, len(days)) else [d for d in days if low <= d <= high]
            )
            for day in touched:
                if there := days.get(day):
                    found.update(there)


class Shelves:
    """All gatherings by their numbers, and where they are looked for: by their days, and longer back those that several
    articles tell. What was placed before is read from the `past` a page at a time."""

    def __init__(self, wording: Wording, past: Past | None) -> None:
        self._wording, self._past = wording, past
        self._all = _Index()
        self._known = _Index()
        self._read: set[tuple[int, int]] = set()
        self._top = past.top() if past else -1
        self.gatherings: dict[int, Gathering] = {}

    def open(self, report: Report) -> Gathering:
        """A new gathering, for a report that belongs to none."""
        self._top += 1
        opened = self.gatherings[self._top] = Gathering(report, self._top, self._wording)
        return opened

    def get(self, number: int) -> Gathering:
        """The gathering of a number, whenever it was opened."""
        self.load((number,))
        return self.gatherings[number]

    def load(self, numbers: Iterable[int]) -> None:
        """Read those that are not here yet."""
        missing = [number for number in numbers if number not in self.gatherings]
        if missing and self._past:
            for number, members in self._past.settled(missing):
                gathering = self.gatherings[number] = Gathering(members[0][0], number, self._wording)
                for report, (score, reasons) in members:
                    gathering.enter(report, score, reasons)
                    if gathering.hears(report):
                        gathering.shelved.update(_places(gathering, report))

    def add(self, gathering: Gathering, report: Report) -> list[tuple[int, int]]:
        """Put a report's gathering where the next ones will look: the new places, (key, day)."""
        known = gathering.dossier.docs >= _KNOWN
        if known and not gathering.known:
            for key, day in sorted(gathering.shelved):
                self._known.add(key, day, gathering.number)
        gathering.known = known
        new = [place for place in _places(gathering, report) if place not in gathering.shelved]
        for key, day in new:
            gathering.shelved.add((key, day))
            self._all.add(key, day, gathering.number)
            if known:
                self._known.add(key, day, gathering.number)
        return new

    def ready(self, reports: Iterable[Report]) -> None:
        """Read from the past what these reports may meet, at one go."""
        if self._past is None:
            return
        looks = [look for report in reports for look in _looks(report, event_group(report))]
        self._read_pages({page for look in looks for page in look.pages()})
        found: set[int] = set()
        for look in looks:
            (self._known if look.known else self._all).find(look, found)
        self.load(found)

    def near(self, report: Report, group: str) -> list[Gathering]:
        """Each gathering once that shares somebody or somewhere with the report and may be of the same days, in the order in
        which they were opened."""
        found: set[int] = set()
        for look in _looks(report, group):
            if self._past:
                self._read_pages(set(look.pages()))
            (self._known if look.known else self._all).find(look, found)
        if self._past:
            self.load(found)
        return [self.gatherings[number] for number in sorted(found)]

    def _read_pages(self, pages: set[tuple[int, int]]) -> None:
        new = pages - self._read
        if not new or self._past is None:
            return
        self._read |= new
        by_page: dict[int, list[int]] = defaultdict(list)
        for page, key in new:
            by_page[page].append(key)
        for page, keys in by_page.items():
            for key, day, number, docs in self._past.shelved(keys, page * _PAGE, page * _PAGE + _PAGE - 1):
                self._all.add(key, day, number)
                if docs >= _KNOWN:
                    self._known.add(key, day, number)


def _places(gathering: Gathering, report: Report) -> list[tuple[int, int]]:
    """Where a gathering is found by one of its reports: what lasts by the day of the report."""
    day = report.window.likely if gathering.lasting else gathering.dossier.likely
    return [(key, day) for key in _keys(report, gathering.group)]


def _looks(report: Report, group: str) -> Iterator[Look]:
    window = report.window
    keys = _keys(report, group)
    if report.lasting:
        yield Look(keys, window.low - _LASTS, window.high)
        return
    reach = days_apart(group) + 3
    low, high = window.low - reach, window.high + reach
    late = told_late(report)
    yield Look(keys, max(low, report.day - 2 * reach) if late else low, high)
    if report.once:
        names = (*report.persons, *report.objects, *(report.sides if report.kind == "election" else ()))
        own = tuple(dict.fromkeys(key_of(group, name) for name in names))
        if own:
            yield Look(own, window.low - BACK, window.high + BACK)
    if report.once or late:
        back = report.day - (ONCE_BACK if report.once else BACK)
        yield Look(keys, back, high + BACK * report.once, known=True)


def _keys(report: Report, group: str) -> tuple[int, ...]:
    names = (*report.persons, *report.sides, *report.objects, *report.whom, report.place, report.within)
    return tuple(dict.fromkeys(key_of(group, name) for name in names if name))
