"""One real event from many reports."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from mahdar.corrections import BY_HAND, UNBOUND, Bonds, Key
from mahdar.knowledge import Knowledge
from mahdar.linking._likeness import LEAST, Dossier, Vector, compare, days_apart, weights_of_stems
from mahdar.linking._reports import Report
from mahdar.model import Episode, Stage, Telling

# Kinds of which one paper may say one and another paper the other of the same event.
_KIN = {
    "meeting": "meet",
    "talks": "meet",
    "summit": "meet",
    "signing": "sign",
    "agreement": "sign",
    "strike": "force",
    "clash": "force",
}
_DONE = ("happened", "ongoing")
_EXACT = ("signing", "summit", "meeting", "strike")  # of kinds that are told of one event, those that say most
_SHARE = 0.3  # of the reports: who is named by fewer is no party of the episode
_LOOSE = 2  # the tier of reports that state no day
_WIDE = 40  # days: of a wider window the days that have episodes are gone through, not all


class Gathering:
    """An episode in the making: its reports with the reasons for which they were joined, and what they say together."""

    def __init__(self, report: Report, group: str, tier: int) -> None:
        self.group = group
        self.tier = tier
        self.dossier = Dossier(report)
        self.members: list[tuple[Report, float, tuple[str, ...]]] = []

    def bars(self, apart: frozenset[Key]) -> bool:
        """Whether one of these reports is in it."""
        return any((report.doc, report.event) in apart for report, _, _ in self.members)


class _Index:
    """Gatherings by what they share (who, where) and by day, so that a report meets only those that it may belong to."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, str], dict[int, list[Gathering]]] = defaultdict(dict)

    def add(self, gathering: Gathering, report: Report) -> None:
        day = gathering.dossier.likely
        for key in _keys(report, gathering.group):
            there = self._days[key].setdefault(day, [])
            if gathering not in there:
                there.append(gathering)

    def near(self, report: Report, group: str) -> Iterator[Gathering]:
        """Each gathering once that shares somebody or somewhere with the report and may be of the same days."""
        reach = days_apart(group) + 3
        low, high = report.window.low - reach, report.window.high + reach
        seen: set[int] = set()
        for key in _keys(report, group):
            days = self._days.get(key)
            if not days:
                continue
            touched = (
                range(low, high + 1) if high - low < min(_WIDE, len(days)) else [d for d in days if low <= d <= high]
            )
            for day in touched:
                for gathering in days.get(day, ()):
                    if id(gathering) not in seen:
                        seen.add(id(gathering))
                        yield gathering


def _keys(report: Report, group: str) -> Iterator[tuple[str, str]]:
    for name in (*report.persons, *report.sides, *report.objects, report.place, report.within):
        if name:
            yield group, name


def group_of(kind: str) -> str:
    """What an event may be told as instead: kinds of one group may be the same event."""
    return _KIN.get(kind, kind)


def _tier(report: Report) -> int:
    """0 where the text states the day, 1 where it is that of the article that opens with it, 2 for what is wide or still to
    come."""
    window = report.window
    if window.exact and window.stated:
        return 0
    return 1 if not window.stated and report.leads and report.status in _DONE else 2


def _rank(report: Report) -> tuple[int, int, int, str, int]:
    """The order in which reports are placed, whatever the order in which they come: the best dated first, day by day, of
    one day the fullest first."""
    parties = len(report.persons) + len(report.sides)
    return _tier(report), report.window.likely, -parties, report.doc, report.number


def find_episodes(
    reports: Iterable[Report], copies: Mapping[str, str], knowledge: Knowledge, bonds: Bonds = UNBOUND
) -> tuple[Episode, ...]:
    """Join the reports of one real event, in the order of their days. The same reports in any order give the same episodes.

    `copies` maps an article to the first one with the same text. Reports are placed one by one, the best dated first, each
    with the episode that it is most like if that is like enough; so two meetings in one week stay two, and what is told
    without a day goes to the one that it may be. Blocking by who, where and kind: the time grows as n log n.
    What people have joined is one episode and what they have parted is not (`bonds`), whatever its likeness.
    """
    weights = weights_of_stems(knowledge)
    index = _Index()
    gatherings: list[Gathering] = []
    bound: dict[str, Gathering] = {}
    for report in sorted((report for report in reports if report.window.known), key=_rank):
        group = group_of(report.kind)
        words, topic = Vector(report.stems, weights), Vector(report.topic, weights)
        best, chosen = -math.inf, None
        reasons: tuple[str, ...] = ()
        key = (report.doc, report.event)
        apart, together = bonds.parted.get(key), bonds.joined.get(key)
        for gathering in index.near(report, group):
            if apart and gathering.bars(apart):
                continue
            score, why = compare(report, gathering.dossier, group, words, topic, max(best, LEAST))
            if score > best:
                best, reasons, chosen = score, why, gathering
        tier = _tier(report)
        if together in bound:
            chosen, best, reasons = bound[together], 0.0, BY_HAND
        elif chosen is None or best < LEAST:
            chosen, best, reasons = Gathering(report, group, tier), 0.0, ()
            gatherings.append(chosen)
        chosen.members.append((report, best, reasons))
        if together:
            bound[together] = chosen
        # What is told without a day is joined to an episode but says nothing of it: else one vague report draws in the next.
        if tier < _LOOSE or chosen.tier == _LOOSE:
            chosen.dossier.add(report, words, topic)
            index.add(chosen, report)
    episodes = [_episode(gathering, copies) for gathering in gatherings]
    return tuple(sorted(episodes, key=lambda episode: (episode.day or "9999", episode.id)))


def _episode(gathering: Gathering, copies: Mapping[str, str]) -> Episode:
    members = sorted(
        gathering.members, key=lambda member: (member[0].published or "9999", member[0].doc, member[0].number)
    )
    reports = [report for report, _, _ in members]
    first = reports[0]
    seed = f"{first.doc}\0{first.event}"
    day, dated_by = _day(gathering, reports, copies)
    places = Counter(report.place_name for report in reports if report.place_name)
    seen = [report.published for report in reports if report.published]
    return Episode(
        id="E" + hashlib.blake2b(seed.encode(), digest_size=6).hexdigest(),
        kind=_kind(reports),
        parties=_parties(reports),
        day=day,
        dated_by=dated_by,
        place=min(places, key=lambda place: (-places[place], place)) if places else None,
        status=_status(reports),
        standing=_standing(reports),
        first_seen=min(seen, default=None),
        last_seen=max(seen, default=None),
        reports=len({report.doc for report in reports}),
        sources=len({copies.get(report.doc, report.doc) for report in reports}),
        tellings=tuple(_telling(report, score, reasons, copies) for report, score, reasons in members),
    )


def _telling(report: Report, score: float, reasons: tuple[str, ...], copies: Mapping[str, str]) -> Telling:
    return Telling(
        doc=report.doc,
        event=report.event,
        copy=copies.get(report.doc, report.doc),
        published=report.published,
        outlet=report.outlet,
        status=report.status,
        time=report.time,
        place=report.place_name,
        score=round(score, 2),
        reasons=reasons,
        evidence=report.evidence,
    )


def _kind(reports: Sequence[Report]) -> str:
    """What most reports call it; of two that are told alike often the one that says more."""
    kinds = Counter(report.kind for report in reports)
    return min(kinds, key=lambda kind: (-kinds[kind], _EXACT.index(kind) if kind in _EXACT else len(_EXACT), kind))


def _parties(reports: Sequence[Report]) -> tuple[tuple[str, str], ...]:
    """Those that many reports name, each in the role in which most have him, those named most first."""
    roles: dict[str, Counter[str]] = {}
    for report in reports:
        for party, role in report.parties:
            roles.setdefault(party, Counter())[role] += 1
    least = _SHARE * len(reports)
    named = [(party, held) for party, held in roles.items() if held.total() >= least]
    named.sort(key=lambda pair: (-pair[1].total(), pair[0]))
    return tuple((party, min(held, key=lambda role: (-held[role], role))) for party, held in named)


def _day(gathering: Gathering, reports: Sequence[Report], copies: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The day that most independent reports state; else the narrowest time that one states; else that of the articles."""
    stated: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if report.window.exact and report.window.stated:
            stated[date.fromordinal(report.window.low).isoformat()].add(copies.get(report.doc, report.doc))
    if stated:
        return min(stated, key=lambda day: (-len(stated[day]), day)), "event"
    wide = [report for report in reports if report.window.stated and report.time]
    if wide:
        chosen = min(wide, key=lambda report: (report.window.high - report.window.low, report.doc, report.number))
        return chosen.time, "event"
    if gathering.tier < _LOOSE:
        return date.fromordinal(gathering.dossier.likely).isoformat(), "article"
    return None, None


def _status(reports: Sequence[Report]) -> str:
    """How it stands by the last that was heard: done once somebody tells it as done, else as the last reports have it."""
    done = [report for report in reports if report.status in _DONE]
    if done:
        latest = max(done, key=lambda report: (report.published or "", report.doc, report.number))
        ended = any(report.status == "happened" for report in done)
        return "happened" if ended else latest.status
    return max(reports, key=lambda report: (report.published or "", report.doc, report.number)).status


def _standing(reports: Sequence[Report]) -> tuple[Stage, ...]:
    told: dict[str, list[Report]] = {}
    for report in reports:
        told.setdefault(report.status, []).append(report)
    stages = []
    for status, those in told.items():
        days = [report.published for report in those if report.published]
        docs = tuple(dict.fromkeys(report.doc for report in those))
        stages.append(Stage(status, min(days, default=None), max(days, default=None), docs))
    return tuple(sorted(stages, key=lambda stage: (stage.first or "9999", stage.last or "", stage.status)))
