"""The episodes in the making, to which reports are brought, four weeks after four weeks."""

from collections.abc import Iterable, Iterator, Sequence

from mahdar.corrections import BY_HAND, Bonds
from mahdar.linking._crowd import Crowd
from mahdar.linking._dossier import Wording
from mahdar.linking._gathering import LOOSE, Gathering, event_group, rank_of, tier_of
from mahdar.linking._likeness import LEAST, compare
from mahdar.linking._reports import Report
from mahdar.linking._shelves import Shelves
from mahdar.linking._weeks import Join, Place

_SPOKESMEN = 4  # reports of an episode that are compared with a greater one
_SURER = 0.6  # above what joins one report is asked for to join two episodes
_SAME_WORDS = 9.0  # the score of what is told in the same sentence
_SAID_AGAIN = 30  # days after which one sentence may stand in a paper again


class Placing:
    """The episodes in the making. Four weeks are brought with `place`, or with `replace` where it is known what came of them."""

    def __init__(self, wording: Wording, bonds: Bonds) -> None:
        self._wording, self._bonds = wording, bonds
        self._shelves = Shelves()
        self._crowd = Crowd()
        self._opened: list[Gathering] = []
        self._bound: dict[str, Gathering] = {}
        self._said: dict[tuple[str, int], Gathering] = {}

    def gatherings(self) -> Iterator[Gathering]:
        """Those that were not joined to another."""
        return (one for one in self._opened if one.into is None)

    def place(self, reports: Sequence[Report]) -> tuple[list[Place], list[Join]]:
        """Bring the reports of four weeks in the order of their rank, each to the episode that it is most like if it is like
        enough, else to one of its own; then look at the episodes that they are in again."""
        self._crowd.add((event_group(report), report) for report in reports)
        places = []
        for report in reports:
            gathering, score, reasons = self._find(report, event_group(report))
            self._enter(report, gathering, score, reasons)
            places.append((gathering.number, score, reasons))
        touched = dict.fromkeys(number for number, _, _ in places)
        return places, self._look_again([self._opened[number] for number in touched])

    def replace(self, reports: Sequence[Report], places: Sequence[Place], joins: Iterable[Join]) -> None:
        """Bring the reports of four weeks where they were brought before."""
        self._crowd.add((event_group(report), report) for report in reports)
        for report, (number, score, reasons) in zip(reports, places, strict=True):
            gathering = self._opened[number] if number < len(self._opened) else self._open(report)
            self._enter(report, gathering, score, reasons)
        for one, other, score, reasons in joins:
            self._merge(self._opened[one], self._opened[other], score, reasons)

    def _find(self, report: Report, group: str) -> tuple[Gathering, float, tuple[str, ...]]:
        key = (report.doc, report.event)
        apart, together = self._bonds.parted.get(key), self._bonds.joined.get(key)
        if together in self._bound:
            return self._bound[together].last(), 0.0, BY_HAND
        copied = self._said.get((group, report.likeness)) if report.likeness else None
        if copied is not None:
            copied = copied.last()
            if not (apart and copied.bars(apart)) and _may_be(report, copied):
                return copied, _SAME_WORDS, ("same sentence",)
        best, chosen = LEAST, None
        reasons: tuple[str, ...] = ()
        words, topic = self._wording.of(report)
        for gathering in self._shelves.near(report, group):
            if gathering.into is None and not (apart and gathering.bars(apart)):
                score, why = compare(report, gathering.dossier, group, words, topic, best, self._crowd)
                if score > best or (chosen is None and score == best):
                    best, reasons, chosen = score, why, gathering
        return (chosen, best, reasons) if chosen is not None else (self._open(report), 0.0, ())

    def _open(self, report: Report) -> Gathering:
        opened = Gathering(report, len(self._opened), self._wording)
        self._opened.append(opened)
        return opened

    def _enter(self, report: Report, gathering: Gathering, score: float, reasons: tuple[str, ...]) -> None:
        if report.likeness:
            self._said.setdefault((gathering.group, report.likeness), gathering)
        gathering.members.append((report, score, reasons))
        together = self._bonds.joined.get((report.doc, report.event))
        if together:
            self._bound[together] = gathering
        # What is told without a day is joined to an episode but says nothing of it: else one vague report draws in the next.
        if tier_of(report) < LOOSE or gathering.tier == LOOSE:
            gathering.dossier.add(report)
            self._shelves.add(gathering, report)

    def _merge(self, gathering: Gathering, other: Gathering, score: float, reasons: tuple[str, ...]) -> None:
        for report, _, _ in gathering.members:
            if tier_of(report) < LOOSE or other.tier == LOOSE:
                other.dossier.add(report)
                self._shelves.add(other, report)
        gathering.join(other, score, reasons)

    def _look_again(self, gatherings: Iterable[Gathering]) -> list[Join]:
        """Join what was opened before enough was known of an episode that more articles tell: the small ones first, each
        by some of its reports, of which the likest decides."""
        joins: list[Join] = []
        touched = list(gatherings)
        near = {
            other.number: other
            for gathering in touched
            for report in _spokesmen(gathering)
            for other in self._shelves.near(report, gathering.group)
            if other.into is None and other.tier == LOOSE
        }
        near.update((one.number, one) for one in touched)
        for gathering in sorted(near.values(), key=lambda one: (one.dossier.docs, rank_of(one.members[0][0]))):
            if any(
                (one.doc, one.event) in self._bonds.parted or (one.doc, one.event) in self._bonds.joined
                for one, _, _ in gathering.members
            ):
                continue
            best, chosen = LEAST + _SURER, None
            reasons: tuple[str, ...] = ()
            for report in _spokesmen(gathering):
                words, topic = self._wording.of(report)
                for other in self._shelves.near(report, gathering.group):
                    if other.into is None and gathering.may_join(other):
                        score, why = compare(report, other.dossier, gathering.group, words, topic, best, self._crowd)
                        if score > best:
                            best, chosen, reasons = score, other, why
            if chosen is not None:
                self._merge(gathering, chosen, best, reasons)
                joins.append((gathering.number, chosen.number, best, reasons))
        return joins


def _spokesmen(gathering: Gathering) -> list[Report]:
    """Some reports of a gathering that are told in different words, the best dated first."""
    found: dict[int, Report] = {}
    for report in sorted((one for one, _, _ in gathering.members), key=rank_of):
        found.setdefault(report.likeness or -len(found) - 1, report)
        if len(found) == _SPOKESMEN:
            break
    return list(found.values())


def _may_be(report: Report, gathering: Gathering) -> bool:
    """Whether the days of a report allow an episode that was told in the same words."""
    window, dossier = report.window, gathering.dossier
    if window.exact and dossier.exact and report.window.stated and dossier.stated:
        return window.low == dossier.low
    return window.low - _SAID_AGAIN <= dossier.high and dossier.low <= window.high
