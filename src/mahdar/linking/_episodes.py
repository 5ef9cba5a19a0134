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
from mahdar.linking._weeks import FourWeeks, by_four_weeks, first_key, key_of
from mahdar.model import Episode


def find_episodes(
    reports: Iterable[Report],
    copies: Mapping[str, str],
    knowledge: Knowledge,
    bonds: Bonds = UNBOUND,
    known: Mapping[int, FourWeeks] | None = None,
    way: str = "",
) -> tuple[tuple[Episode, ...], tuple[FourWeeks, ...]]:
    """Join the reports of one real event, in the order of the days on which they are told, four weeks at a time. The same reports in any order
    give the same episodes.

    `copies` maps an article to the first one with the same text. Of four weeks the best dated are placed first, each with the
    episode that it is most like if that is like enough; so two meetings in one week stay two, and what is told without a day
    goes to the one that it may be. Blocking by who, where and kind: the time grows as n log n. What people have joined is one
    episode and what they have parted is not (`bonds`), whatever its likeness.

    What comes of four weeks depends on them and on those before only. `known` is what came of each the last time, by their
    numbers; up to the first that are other than they were none are placed again. `way` stands for the rules.
    """
    placing = Placing(Wording(weights_of_stems(knowledge)), bonds)
    told = ((report.day, report) for report in reports if report.window.known)
    key = first_key(way, bonds)
    weeks: list[FourWeeks] = []
    for number, some in by_four_weeks(told):
        ranked = sorted(some, key=rank_of)
        key = key_of(key, (number, ranked))
        week = (known or {}).get(number)
        if week is not None and week.key == key:
            placing.replace(ranked, week.places, week.joins)
        else:
            places, joins = placing.place(ranked)
            week = FourWeeks(number=number, key=key, places=tuple(places), joins=tuple(joins))
        weeks.append(week)
    episodes = sorted(
        (entry_of(gathering, copies) for gathering in placing.gatherings()),
        key=lambda episode: (episode.day or "9999", episode.id),
    )
    return tuple(episodes), tuple(weeks)
