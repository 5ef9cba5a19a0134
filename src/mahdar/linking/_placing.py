"""The episodes in the making, to which reports are brought, week after week."""

from collections.abc import Iterable, Sequence

from mahdar.corrections import BY_HAND, Bonds
from mahdar.linking._crowd import Crowd
from mahdar.linking._dossier import Wording
from mahdar.linking._gathering import LOOSE, Gathering, event_group, rank_of
from mahdar.linking._likeness import LEAST, compare
from mahdar.linking._past import Past, Placed, key_of
from mahdar.linking._reports import Report
from mahdar.linking._shelves import Shelves

_SPOKESMEN = 4  # reports of an episode that are compared with a greater one
_SURER = 0.6  # above what joins one report is asked for to join two episodes
_SAME_WORDS = 9.0  # the score of what is told in the same sentence
_SAID_AGAIN = 30  # days after which one sentence may stand in a paper again


class Placing:
    """The episodes in the making, to which weeks are brought one after another. What was placed before is read from the `past`;
    `gatherings` are those that were met, by their numbers, `touched` those of them to which something was brought."""

    def __init__(self, wording: Wording, bonds: Bonds, past: Past | None = None) -> None:
        if past is not None and past.top() < 0:
            past = None  # nothing was placed before
        self._wording, self._bonds, self._past = wording, bonds, past
        self._shelves = Shelves(wording, past)
        self._crowd = Crowd(past)
        self._bound: dict[str, int] = {}
        self._said: dict[int, int] = {}
        self._week = 0
        self._new = _no_rows()
        self.touched: dict[int, Gathering] = {}
        if past and bonds.joined:
            self._bound = {bonds.joined[key]: number for key, number in past.holding(bonds.joined)}

    def gathering(self, number: int) -> Gathering:
        """An episode in the making by its number."""
        return self._shelves.get(number)

    def load(self, numbers: Iterable[int]) -> None:
        """Read some episodes in the making at one go."""
        self._shelves.load(numbers)

    def place(self, week: int, reports: Sequence[Report]) -> Placed:
        """Bring the reports of a week in the order of their rank, each to the episode that it is most like if it is like
        enough, else to one of its own; then look at the episodes that they are in again. What is to be kept of it."""
        self._week, self._new = week, _no_rows()
        grouped = [(event_group(report), report) for report in reports]
        self._crowd.ready(grouped)
        counted = self._crowd.add(grouped)
        self._new.counts.extend((key, day, week, count) for (key, day), count in sorted(counted.items()))
        self._ready(reports)
        met = {}
        for group, report in grouped:
            gathering, score, reasons = self._find(report, group)
            self._enter(report, gathering, score, reasons)
            met[gathering.number] = gathering
        self._look_again(met.values())
        return self._new

    def _ready(self, reports: Sequence[Report]) -> None:
        if self._past is None:
            return
        self._shelves.ready(reports)
        said = {key_of(event_group(report), str(report.likeness)) for report in reports if report.likeness}
        self._said.update(self._past.said(said - self._said.keys()))
        self._shelves.load(self._said[key] for key in said & self._said.keys())

    def _find(self, report: Report, group: str) -> tuple[Gathering, float, tuple[str, ...]]:
        key = (report.doc, report.event)
        apart, together = self._bonds.parted.get(key), self._bonds.joined.get(key)
        if together in self._bound:
            return self._shelves.get(self._bound[together]).last(), 0.0, BY_HAND
        said = self._said.get(key_of(group, str(report.likeness))) if report.likeness else None
        if said is not None:
            copied = self._shelves.get(said).last()
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
        return (chosen, best, reasons) if chosen is not None else (self._shelves.open(report), 0.0, ())

    def _enter(self, report: Report, gathering: Gathering, score: float, reasons: tuple[str, ...]) -> None:
        key = key_of(gathering.group, str(report.likeness))
        if report.likeness and key not in self._said:
            self._said[key] = gathering.number
            self._new.said.append((key, gathering.number, self._week))
        together = self._bonds.joined.get((report.doc, report.event))
        if together:
            self._bound[together] = gathering.number
        self._bring(report, gathering, score, reasons)

    def _bring(self, report: Report, gathering: Gathering, score: float, reasons: tuple[str, ...]) -> None:
        number, week = gathering.number, self._week
        heard = gathering.hears(report)
        self._new.members.append(
            (number, len(gathering.members), week, report.doc, report.event, score, reasons, heard)
        )
        gathering.enter(report, score, reasons)
        self.touched[number] = gathering
        if heard:
            self._new.shelves.extend((key, day, number, week) for key, day in self._shelves.add(gathering, report))

    def _merge(self, gathering: Gathering, other: Gathering, score: float, reasons: tuple[str, ...]) -> None:
        """Make an episode part of another; those who have no score of their own are there for that of the joining."""
        for report, own, why in gathering.members:
            self._bring(report, other, own or score, why or reasons)
        gathering.into = other
        self.touched[gathering.number] = gathering
        self._new.joins.append((gathering.number, other.number, self._week))

    def _look_again(self, gatherings: Iterable[Gathering]) -> None:
        """Join what was opened before enough was known of an episode that more articles tell: the small ones first, each
        by some of its reports, of which the likest decides."""
        touched = list(gatherings)
        self._shelves.ready(report for gathering in touched for report in _spokesmen(gathering))
        near = {
            other.number: other
            for gathering in touched
            for report in _spokesmen(gathering)
            for other in self._shelves.near(report, gathering.group)
            if other.into is None and other.tier == LOOSE
        }
        met = {one.number for one in touched}
        near.update((one.number, one) for one in touched)
        self._shelves.ready(report for gathering in near.values() for report in _spokesmen(gathering))
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
                    if not (gathering.number in met or other.number in met):
                        continue  # as they were when they were looked at last
                    if other.into is None and gathering.may_join(other):
                        score, why = compare(report, other.dossier, gathering.group, words, topic, best, self._crowd)
                        if score > best:
                            best, chosen, reasons = score, other, why
            if chosen is not None:
                self._merge(gathering, chosen, best, reasons)


def _no_rows() -> Placed:
    return Placed([], [], [], [], [])


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
