"""One real event from many reports."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from mahdar.corrections import BY_HAND, UNBOUND, Bonds, Key
from mahdar.knowledge import Knowledge
from mahdar.linking._days import DONE
from mahdar.linking._likeness import (
    BACK,
    LEAST,
    ONCE_BACK,
    Crowd,
    Dossier,
    Vector,
    compare,
    days_apart,
    told_late,
    weights_of_stems,
)
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
_EXACT = ("signing", "summit", "meeting", "strike")  # of kinds that are told of one event, those that say most
_SHARE = 0.3  # of the reports: who is named by fewer is no party of the episode
_LOOSE = 2  # the tier of reports that state no day
_ISO = len("2018-03-05")
_BEGAN = 3  # one report in so many has to state when it began
_STRAY = 5  # of those that wrote since, one in so many has to tell it as done
_AHEAD = ("planned", "proposed")
_SPOKESMEN = 4  # reports of an episode that are compared with a greater one
_SURER = 0.6  # above what joins one report is asked for to join two episodes
_KNOWN = 3  # articles that tell of what is told again weeks later
SAME_WORDS = 9.0  # the score of what is told in the same sentence
_SAID_AGAIN = 30  # days after which one sentence may stand in a paper again
_WIDE = 40  # days: of a wider window the days that have episodes are gone through, not all


class Gathering:
    """An episode in the making: its reports with the reasons for which they were joined, and what they say together."""

    def __init__(self, report: Report, group: str, tier: int) -> None:
        self.group = group
        self.lasting = report.lasting
        self.tier = tier
        self.dossier = Dossier(report)
        self.members: list[tuple[Report, float, tuple[str, ...]]] = []

    def bars(self, apart: frozenset[Key]) -> bool:
        """Whether one of these reports is in it."""
        return any((report.doc, report.event) in apart for report, _, _ in self.members)

    def may_join(self, other: "Gathering") -> bool:
        """Whether it may be part of an episode that more articles tell: none that goes elsewhere."""
        mine, theirs = self.dossier.hosts_.core, other.dossier.hosts_.core
        return other.dossier.docs > self.dossier.docs and not (mine and theirs and mine.isdisjoint(theirs))


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


class _Shelves:
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


def group_of(kind: str) -> str:
    """What an event may be told as instead: kinds of one group may be the same event."""
    return _KIN.get(kind, kind)


def _group(report: Report) -> str:
    """What lasts is never the same as what happens on a day."""
    return f"lasting {report.kind}" if report.lasting else group_of(report.kind)


def _tier(report: Report) -> int:
    """0 where the text states the day, 1 where it is that of the article that opens with it, 2 for what is wide or still to
    come."""
    window = report.window
    if window.exact and window.stated:
        return 0
    if report.lasting:
        return 1
    return 1 if not window.stated and report.leads and report.status in DONE else 2


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
    shelves = _Shelves()
    gatherings: list[Gathering] = []
    bound: dict[str, Gathering] = {}
    said: dict[tuple[str, int], Gathering] = {}
    topics: dict[str, Vector] = {}

    def vectors(report: Report) -> tuple[Vector, Vector]:
        if report.doc not in topics:
            topics[report.doc] = Vector(report.topic, weights)
        return Vector(report.stems, weights), topics[report.doc]

    ranked = sorted((report for report in reports if report.window.known), key=_rank)
    crowd = Crowd((_group(report), report) for report in ranked)
    for report in ranked:
        group = _group(report)
        words, topic = vectors(report)
        best, chosen = -math.inf, None
        reasons: tuple[str, ...] = ()
        key = (report.doc, report.event)
        apart, together = bonds.parted.get(key), bonds.joined.get(key)
        copied = said.get((group, report.likeness)) if report.likeness else None
        if copied is not None and not (apart and copied.bars(apart)) and _may_be(report, copied):
            chosen, best, reasons = copied, SAME_WORDS, ("same sentence",)
        for gathering in () if chosen else shelves.near(report, group):
            if apart and gathering.bars(apart):
                continue
            score, why = compare(report, gathering.dossier, group, words, topic, max(best, LEAST), crowd)
            if score > best:
                best, reasons, chosen = score, why, gathering
        tier = _tier(report)
        if together in bound:
            chosen, best, reasons = bound[together], 0.0, BY_HAND
        elif chosen is None or best < LEAST:
            chosen, best, reasons = Gathering(report, group, tier), 0.0, ()
            gatherings.append(chosen)
        if report.likeness:
            said.setdefault((group, report.likeness), chosen)
        chosen.members.append((report, best, reasons))
        if together:
            bound[together] = chosen
        # What is told without a day is joined to an episode but says nothing of it: else one vague report draws in the next.
        if tier < _LOOSE or chosen.tier == _LOOSE:
            chosen.dossier.add(report, words, topic)
            shelves.add(chosen, report)
    gatherings = _look_again(gatherings, shelves, vectors, bonds, crowd)
    episodes = [_episode(gathering, copies) for gathering in gatherings]
    return tuple(sorted(episodes, key=lambda episode: (episode.day or "9999", episode.id)))


def _look_again(
    gatherings: list[Gathering],
    shelves: _Shelves,
    vectors: Callable[[Report], tuple[Vector, Vector]],
    bonds: Bonds,
    crowd: Crowd,
) -> list[Gathering]:
    """Join what was opened before enough was known of an episode that more articles tell: the small ones first, each by
    some of its reports, of which the likest decides."""
    left = dict.fromkeys(map(id, gatherings))
    for gathering in sorted(gatherings, key=lambda one: (one.dossier.docs, _rank(one.members[0][0]))):
        if any(
            (one.doc, one.event) in bonds.parted or (one.doc, one.event) in bonds.joined
            for one, _, _ in gathering.members
        ):
            continue
        best, chosen = LEAST + _SURER, None
        reasons: tuple[str, ...] = ()
        for report in _spokesmen(gathering):
            words, topic = vectors(report)
            for other in shelves.near(report, gathering.group):
                if id(other) in left and gathering.may_join(other):
                    score, why = compare(report, other.dossier, gathering.group, words, topic, best, crowd)
                    if score > best:
                        best, chosen, reasons = score, other, why
        if chosen is not None:
            chosen.members += [(one, score or best, why or reasons) for one, score, why in gathering.members]
            del left[id(gathering)]
    return [gathering for gathering in gatherings if id(gathering) in left]


def _spokesmen(gathering: Gathering) -> list[Report]:
    """Some reports of a gathering that are told in different words, the best dated first."""
    found: dict[int, Report] = {}
    for report, _, _ in gathering.members:
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
        lasting=gathering.lasting,
        span=_span(gathering, reports, copies),
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
    if gathering.lasting:
        return _stretch(reports)
    stated = _stated(reports, copies)
    if stated:
        return min(stated, key=lambda day: (-len(stated[day]), day)), "event"
    wide = [report for report in reports if report.window.stated and report.time]
    if wide:
        chosen = min(wide, key=lambda report: (report.window.high - report.window.low, report.doc, report.number))
        return chosen.time, "event"
    if gathering.tier < _LOOSE:
        return date.fromordinal(gathering.dossier.likely).isoformat(), "article"
    return None, None


def _stated(reports: Sequence[Report], copies: Mapping[str, str]) -> dict[str, set[str]]:
    """For every day that reports state, the independent articles that do."""
    stated: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if report.window.exact and report.window.stated:
            stated[date.fromordinal(report.window.low).isoformat()].add(copies.get(report.doc, report.doc))
    return stated


def _stretch(reports: Sequence[Report]) -> tuple[str | None, str | None]:
    """The days of what lasts: from the beginning that most reports give, else from the first of the articles, to the last."""
    seen = sorted(report.published for report in reports if report.published and len(report.published) == _ISO)
    if not seen:
        return None, None
    began = Counter(report.time for report in reports if report.time and report.time.endswith("/.."))
    if began and began.total() * _BEGAN >= len(reports):
        return min(began, key=lambda time: (-began[time], time)), "event"
    return (seen[0] if seen[0] == seen[-1] else f"{seen[0]}/{seen[-1]}"), "article"


def _span(gathering: Gathering, reports: Sequence[Report], copies: Mapping[str, str]) -> str | None:
    """The days of an event of several days: those around its day that no single source states."""
    if gathering.lasting or days_apart(gathering.group) == 1:
        return None
    days = sorted(day for day, sources in _stated(reports, copies).items() if len(sources) > 1)
    return f"{days[0]}/{days[-1]}" if len(days) > 1 else None


def _done(reports: Sequence[Report]) -> str | None:
    """The first day on which it was told as done, by enough of those that wrote from then on; None where it is still to come."""
    done = [report for report in reports if report.status in DONE]
    ahead = [report.window.low for report in reports if report.window.exact and report.window.stated]
    last = max((report.day for report in reports), default=0)
    if not done or (ahead and last and min(ahead) > last):
        return None
    first = min(report.published or "9999" for report in done)
    since = [report for report in reports if (report.published or "9999") >= first]
    return first if len(done) * _STRAY >= len(since) else None


def _status(reports: Sequence[Report]) -> str:
    """How it stands by the last that was heard: done once it is told as done, else as the last reports have it."""
    first = _done(reports)
    if first is not None:
        done = [report for report in reports if report.status in DONE]
        latest = max(done, key=lambda report: (report.published or "", report.doc, report.number))
        return "happened" if any(report.status == "happened" for report in done) else latest.status
    rest = [report for report in reports if report.status not in DONE] or list(reports)
    return max(rest, key=lambda report: (report.published or "", report.doc, report.number)).status


def _standing(reports: Sequence[Report]) -> tuple[Stage, ...]:
    """Announced, called off, held: what was told as still to come after it was done is not counted, nor what was told as done
    of what is still to come."""
    done = _done(reports)
    told: dict[str, list[Report]] = {}
    for report in reports:
        stray = report.status in DONE if done is None else report.status in _AHEAD and (report.published or "") > done
        if not stray:
            told.setdefault(report.status, []).append(report)
    if not told:
        told = {report.status: [report] for report in reports}
    stages = []
    for status, those in told.items():
        days = [report.published for report in those if report.published]
        docs = tuple(dict.fromkeys(report.doc for report in those))
        stages.append(Stage(status, min(days, default=None), max(days, default=None), docs))
    return tuple(sorted(stages, key=lambda stage: (stage.first or "9999", stage.last or "", stage.status)))
