"""One real event from many reports."""

import math
from collections.abc import Callable, Iterable, Mapping

from mahdar.corrections import BY_HAND, UNBOUND, Bonds
from mahdar.knowledge import Knowledge
from mahdar.linking._crowd import Crowd
from mahdar.linking._entries import entry_of
from mahdar.linking._gathering import LOOSE, Gathering, event_group, rank_of, tier_of
from mahdar.linking._likeness import LEAST, compare
from mahdar.linking._reports import Report
from mahdar.linking._shelves import Shelves
from mahdar.linking._vectors import Vector, weights_of_stems
from mahdar.model import Episode

_SPOKESMEN = 4  # reports of an episode that are compared with a greater one
_SURER = 0.6  # above what joins one report is asked for to join two episodes
_SAME_WORDS = 9.0  # the score of what is told in the same sentence
_SAID_AGAIN = 30  # days after which one sentence may stand in a paper again


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
    shelves = Shelves()
    gatherings: list[Gathering] = []
    bound: dict[str, Gathering] = {}
    said: dict[tuple[str, int], Gathering] = {}
    topics: dict[str, Vector] = {}

    def vectors(report: Report) -> tuple[Vector, Vector]:
        if report.doc not in topics:
            topics[report.doc] = Vector(report.topic, weights)
        return Vector(report.stems, weights), topics[report.doc]

    ranked = sorted((report for report in reports if report.window.known), key=rank_of)
    crowd = Crowd((event_group(report), report) for report in ranked)
    for report in ranked:
        group = event_group(report)
        words, topic = vectors(report)
        best, chosen = -math.inf, None
        reasons: tuple[str, ...] = ()
        key = (report.doc, report.event)
        apart, together = bonds.parted.get(key), bonds.joined.get(key)
        copied = said.get((group, report.likeness)) if report.likeness else None
        if copied is not None and not (apart and copied.bars(apart)) and _may_be(report, copied):
            chosen, best, reasons = copied, _SAME_WORDS, ("same sentence",)
        for gathering in () if chosen else shelves.near(report, group):
            if apart and gathering.bars(apart):
                continue
            score, why = compare(report, gathering.dossier, group, words, topic, max(best, LEAST), crowd)
            if score > best:
                best, reasons, chosen = score, why, gathering
        tier = tier_of(report)
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
        if tier < LOOSE or chosen.tier == LOOSE:
            chosen.dossier.add(report, words, topic)
            shelves.add(chosen, report)
    gatherings = _look_again(gatherings, shelves, vectors, bonds, crowd)
    episodes = [entry_of(gathering, copies) for gathering in gatherings]
    return tuple(sorted(episodes, key=lambda episode: (episode.day or "9999", episode.id)))


def _look_again(
    gatherings: list[Gathering],
    shelves: Shelves,
    vectors: Callable[[Report], tuple[Vector, Vector]],
    bonds: Bonds,
    crowd: Crowd,
) -> list[Gathering]:
    """Join what was opened before enough was known of an episode that more articles tell: the small ones first, each by
    some of its reports, of which the likest decides."""
    left = dict.fromkeys(map(id, gatherings))
    for gathering in sorted(gatherings, key=lambda one: (one.dossier.docs, rank_of(one.members[0][0]))):
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
