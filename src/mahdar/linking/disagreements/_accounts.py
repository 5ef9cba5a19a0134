"""What the reports of one event say differently: its day, its place, whether it was at all."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from mahdar.linking._days import ordinal
from mahdar.linking.claims import Claim
from mahdar.linking.disagreements._entries import day_of, entry_of
from mahdar.model import Disagreement, Episode, Telling
from mahdar.resolution import Registry

_SURE = 6.5  # a score of this much is as good as certain
_OF_EVENTS = ("day", "place")
_ALIKE = 0.3
Tell = Callable[[Collection[str]], Mapping[str, Episode]]  # gives the episodes of some ids
_WORDS = re.compile(r"words (\d\.\d\d)$")


def accounts_that_differ(
    claims: Sequence[Claim],
    events: Mapping[tuple[str, str], str],
    tell: Tell,
    copies: Mapping[str, str],
    world: Registry,
) -> Iterator[Disagreement]:
    """What the reports of one event say differently: those only that are like the others beyond doubt. An article that
    has two values is no witness for either."""
    by_episode: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.property in _OF_EVENTS and (ident := events.get((claim.doc, claim.event or ""))) is not None:
            by_episode[ident, claim.property].append(claim)
    several = {key: those for key, those in by_episode.items() if _several(those, copies)}
    episodes = tell({ident for ident, _ in several})
    for (ident, name), those in sorted(several.items()):
        episode = episodes[ident]
        told = {(telling.doc, telling.event): telling for telling in episode.tellings}
        by_doc: dict[str, set[str]] = defaultdict(set)
        for claim in those:
            by_doc[claim.doc].add(claim.value)
        sure = [
            claim for claim in those if len(by_doc[claim.doc]) == 1 and _is_sure(told[claim.doc, claim.event or ""])
        ]
        yield from _differ(episode, name, sure, told, copies, world)


def _several(claims: Sequence[Claim], copies: Mapping[str, str]) -> bool:
    """Whether independent articles give several values."""
    values = {claim.value for claim in claims}
    return len(values) > 1 and len({copies.get(claim.doc, claim.doc) for claim in claims}) > 1


def _is_sure(telling: Telling) -> bool:
    """Whether a report opened its episode, or was joined for its words and not only for its days and parties."""
    likeness = next((float(match[1]) for reason in telling.reasons if (match := _WORDS.match(reason))), 0.0)
    return not telling.reasons or likeness >= _ALIKE


def _differ(
    episode: Episode,
    name: str,
    claims: Sequence[Claim],
    told: Mapping[tuple[str, str], Telling],
    copies: Mapping[str, str],
    world: Registry,
) -> Iterator[Disagreement]:
    """An entry where independent articles differ in a value."""
    single = list(claims)
    values = sorted({claim.value for claim in single})
    if name == "place":
        values = [one for one in values if any(not _same_place(one, other, world) for other in values)]
    single = [claim for claim in single if claim.value in values]
    if name == "day" and len(values) > 1:
        single = _without_days_of_their_own(single)
        values = sorted({claim.value for claim in single})
    if len(values) < 2 or len({copies.get(claim.doc, claim.doc) for claim in single}) < 2:
        return
    tellings = [told[claim.doc, claim.event or ""] for claim in single]
    scores = [telling.score for telling in tellings if telling.score]
    certainty = min(1.0, sum(scores) / len(scores) / _SURE / 1.5) if scores else 0.5
    reasons = tuple(dict.fromkeys(r for telling in tellings for r in telling.reasons if " " not in r))
    actors = tuple(dict.fromkeys(party for party, _ in episode.parties))
    yield entry_of(episode.id, name, "conflict", actors, certainty, reasons, single, copies)


def _without_days_of_their_own(claims: Sequence[Claim]) -> list[Claim]:
    """Without the days that reports of those very days state, but for the one of them that most do: events that were told
    when they happened are two where their days are two."""
    fresh = Counter(claim.value for claim in claims if 0 <= day_of(claim) - ordinal(claim.value) <= 1)
    most = min(fresh, key=lambda day: (-fresh[day], day), default="")
    return [claim for claim in claims if claim.value not in fresh or claim.value == most]


def _same_place(one: str, other: str, world: Registry) -> bool:
    """Whether two places may be one: the same, a state and what lies in it, a region and one of its towns."""
    if one == other:
        return True
    mine, theirs = world.places.get(one.partition(":")[2]), world.places.get(other.partition(":")[2])
    if mine is None or theirs is None:
        return True
    if not mine.state or not theirs.state:
        return True
    return mine.state == theirs.state and (mine.kind != "city" or theirs.kind != "city")
