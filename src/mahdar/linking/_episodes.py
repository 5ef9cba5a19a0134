"""One real event from many reports."""

from collections.abc import Iterable, Mapping

from mahdar.corrections import UNBOUND, Bonds
from mahdar.knowledge import Knowledge
from mahdar.linking._dossier import Wording
from mahdar.linking._entries import entry_of
from mahdar.linking._gathering import rank_of
from mahdar.linking._placing import Placing
from mahdar.linking._reports import Report
from mahdar.linking._vectors import weights_of_stems
from mahdar.linking._weeks import week_of
from mahdar.model import Episode


def find_episodes(
    reports: Iterable[Report], copies: Mapping[str, str], knowledge: Knowledge, bonds: Bonds = UNBOUND
) -> tuple[Episode, ...]:
    """Join the reports of one real event, in the order of the days on which they are told, a week at a time. The same reports in
    any order give the same episodes.

    `copies` maps an article to the first one with the same text. Of a week the best dated are placed first, each with the
    episode that it is most like if that is like enough; so two meetings in one week stay two, and what is told without a day
    goes to the one that it may be. Blocking by who, where and kind: the time grows as n log n. What people have joined is one
    episode and what they have parted is not (`bonds`), whatever its likeness.
    """
    placing = Placing(Wording(weights_of_stems(knowledge)), bonds)
    weeks: dict[int, list[Report]] = {}
    for report in reports:
        if report.window.known:
            weeks.setdefault(week_of(report.day), []).append(report)
    for number in sorted(weeks):
        placing.place(number, sorted(weeks[number], key=rank_of))
    several = (entry_of(one, copies) for one in placing.touched.values() if one.into is None)
    return tuple(sorted(several, key=lambda episode: (episode.day or "9999", episode.id)))
