"""Numbers that articles give of one event."""

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.linking._days import ordinal
from mahdar.linking._vectors import Centre, Vector, weights_of_stems
from mahdar.linking.claims import ATTACKERS, TOLLS, Claim
from mahdar.linking.disagreements._entries import day_of, entry_of
from mahdar.linking.disagreements._sorts import bounds_of, sort_of_numbers
from mahdar.model import Disagreement
from mahdar.resolution import Registry, registry
from mahdar.times import days_of

# What speaks for two numbers being of one event, and against. `words` (cosine of the sentences) and `topic` (of the articles)
# multiply.
WEIGHTS = {
    "episode": 1.5, "same_day": 1.0, "no_day": 0.0, "no_day_apart": -0.9, "place": 1.4, "busy_place": 0.2, "other_place": -2.0, "within": 0.2, "sides": 0.5, "same_noun": 0.5, "same_period": 2.0, "scene": 1.0, "next_day": -0.8,
    "noun": -1.0, "other_noun": -1.5, "days_apart": -0.35, "words": 4.0, "topic": 1.5,
}  # fmt: skip
LEAST = 2.4
_APART = 5  # days between two articles that tell one event
_SURE = 6.5  # a score of this much is as good as certain
_TELLING = 3  # stems of a sentence by which it is found again where neither place nor event is told
_MORE = 0.5  # more is asked of two groups than of a claim and a group
_OWN = 1.5  # more is asked of two voices of one article
_PART, _BEYOND = 1.5, 25.0  # times as many: a part and the whole; what no two papers can mean alike
_MONTH, _MANY = 30, 6  # days; claims from which a place is busy
_SAME_START = 3  # days
_PAGE = 28  # days whose numbers are compared with each other
_FRESH_NEWS = 2  # days for which an event is told as news


class _Seen(NamedTuple):
    """A claim with what it is compared by."""

    claim: Claim
    episode: str | None
    words: Vector
    topic: Vector
    day: int
    keys: tuple[tuple[str, str], ...]


class _Group:
    """Claims taken to be of one event."""

    __slots__ = (
        "centre", "chains", "days", "episodes", "members", "nouns", "periods", "places", "scenes", "seen", "sides", "topic",
    )  # fmt: skip

    def __init__(self) -> None:
        self.members: list[tuple[_Seen, float, tuple[str, ...]]] = []
        self.episodes: set[str] = set()
        self.days: set[str] = set()
        self.periods: set[str] = set()
        self.places: set[str] = set()
        self.scenes: set[str] = set()
        self.nouns: set[tuple[str, ...]] = set()
        self.sides: set[str] = set()
        self.chains: dict[tuple[str, tuple[str, ...]], str] = {}
        self.seen: list[int] = []
        self.centre = Centre()
        self.topic = Centre()

    def take(self, seen: _Seen, score: float, reasons: tuple[str, ...]) -> None:
        """Take in one more, with the score by which it was joined."""
        claim = seen.claim
        self.members.append((seen, score, reasons))
        if seen.episode is not None:
            self.episodes.add(seen.episode)
        if claim.day:
            self.days.add(claim.day)
        self.periods.add(claim.period)
        self.places.update(claim.keys)
        self.scenes.add(claim.scene)
        self.nouns.add(claim.noun)
        self.sides.update(claim.sides)
        self.chains.setdefault((claim.doc, claim.chain), claim.value)
        self.seen = sorted((*self.seen, seen.day))
        self.centre.add(seen.words)
        self.topic.add(seen.topic)


class Page(msgspec.Struct, frozen=True, gc=False):
    """What came of the numbers of four weeks. `key` stands for all that it depends on."""

    number: int
    key: str
    found: tuple[Disagreement, ...] = ()


def numbers_that_differ(
    claims: Iterable[Claim],
    events: Mapping[tuple[str, str], str],
    copies: Mapping[str, str],
    knowledge: Knowledge,
    known: Mapping[int, Page] | None = None,
) -> list[Page]:
    """An entry for each event of which articles give several numbers, four weeks after four weeks of the days that they are of. Of
    those that are `known` and as they were nothing is compared again."""
    pages: dict[int, list[Claim]] = defaultdict(list)
    numbers = [claim for claim in claims if claim.property in (*TOLLS, "count") and days_of(claim.published)]
    for claim in numbers:
        pages[(ordinal(claim.day) if claim.day else day_of(claim)) // _PAGE].append(claim)
    busy = _busy(numbers)
    made = []
    for number, those in sorted(pages.items()):
        hold = {(key, day_of(claim)) for claim in those for key in (*claim.keys, claim.scene)} & busy
        episodes = [events.get((claim.doc, claim.event or ""), "") for claim in those]
        sources = [copies.get(claim.doc, "") for claim in those]
        key = blake2b(msgspec.msgpack.encode((those, episodes, sources, sorted(hold))), digest_size=16).hexdigest()
        page = (known or {}).get(number)
        if page is None or page.key != key:
            page = Page(number, key, tuple(_of_page(those, events, copies, knowledge, busy)))
        made.append(page)
    return made


def _of_page(
    claims: Sequence[Claim],
    events: Mapping[tuple[str, str], str],
    copies: Mapping[str, str],
    knowledge: Knowledge,
    busy: set[tuple[str, int]],
) -> Iterator[Disagreement]:
    weights = weights_of_stems(knowledge)
    world = registry(knowledge)
    index: dict[tuple[str, str], list[_Group]] = defaultdict(list)
    groups: list[_Group] = []
    for claim in claims:
        episode = events.get((claim.doc, claim.event or ""))
        words, topic = Vector(claim.stems, weights), Vector(claim.topic, weights)
        telling = sorted(claim.stems, key=lambda stem: (-weights.get(stem, math.inf), stem))[:_TELLING]
        keys = tuple((claim.property, key) for key in (*claim.keys, claim.scene, episode or "", *telling) if key)
        seen = _Seen(claim, episode, words, topic, day_of(claim), keys)
        best, chosen = LEAST, None
        reasons: tuple[str, ...] = ()
        for group in _near(index, keys, seen.day):
            score, why = _compare(seen, group, busy, world)
            if score >= best and (score > best or chosen is None):
                best, chosen, reasons = score, group, why
        if chosen is None:
            chosen, best = _Group(), 0.0
            groups.append(chosen)
        chosen.take(seen, best, reasons)
        for key in keys:
            if chosen not in index[key][-8:]:
                index[key].append(chosen)
    for group in _joined(groups, index, busy, world):
        yield from _numbers_differ(group, events, copies)


def _joined(
    groups: Sequence[_Group],
    index: Mapping[tuple[str, str], list[_Group]],
    busy: set[tuple[str, int]],
    world: Registry,
) -> list[_Group]:
    """The groups once more, those that turn out to be of one event put together: what an early report did not tell yet, a
    later one may. Each goes to an earlier one that its claims are like on the whole."""
    gone: dict[int, _Group] = {}
    for group in groups:
        best, chosen = LEAST + _MORE, None
        met: set[int] = {id(group)}
        for seen, _, _ in group.members[:_APART]:
            for near in _near(index, seen.keys, seen.day):
                other = near
                while id(other) in gone:
                    other = gone[id(other)]
                if id(other) in met or other.seen[0] - seen.day > _APART:
                    continue
                met.add(id(other))
                rated = [_compare(one, other, busy, world)[0] for one, _, _ in group.members]
                mean = sum(rated) / len(rated)
                if mean > best:
                    best, chosen = mean, other
        if chosen is not None:
            gone[id(group)] = chosen
            for seen, score, why in group.members:
                chosen.take(seen, score or best, (*why, "joined"))
            group.members = []
    return [group for group in groups if group.members]


def _near(index: Mapping[tuple[str, str], list[_Group]], keys: Iterable[tuple[str, str]], day: int) -> Iterator[_Group]:
    """The groups that share a key and were still told of a few days ago, the latest first."""
    met: set[int] = set()
    for key in keys:
        for group in reversed(index.get(key, ())):
            if day - group.seen[-1] > _APART and day - group.seen[0] > 2 * _APART:
                if day - group.seen[0] > 6 * _APART:
                    break  # claims come in the order of their days
                continue
            if id(group) not in met:
                met.add(id(group))
                yield group


def _compare(seen: _Seen, group: _Group, busy: set[tuple[str, int]], world: Registry) -> tuple[float, tuple[str, ...]]:
    """How likely a claim is of the event of a group; (-inf, ()) where it cannot be."""
    claim, episode, day = seen.claim, seen.episode, seen.day
    if not any(_same_period(claim.period, other) for other in group.periods):
        return -math.inf, ()
    off = min((abs(ordinal(claim.day) - ordinal(other)) for other in group.days), default=0) if claim.day else 0
    if off > 1:
        return -math.inf, ()
    voices = {chain: value for (doc, chain), value in group.chains.items() if doc == claim.doc}
    contradicted = any(value != claim.value for value in voices.values())
    if contradicted and (not claim.chain or () in voices or claim.chain in voices):
        return -math.inf, ()  # one voice in one article says two things of two things
    if claim.property == "count" and set(claim.sides) != group.sides:
        return -math.inf, ()  # how many each of two sent away is another thing
    if claim.noun not in group.nouns:
        if claim.property == "count":
            return -math.inf, ()
        features = ["other_noun" if claim.noun and () not in group.nouns else "noun"]
        if max(_ratio(claim.value, other.claim.value) for other, _, _ in group.members) > _PART:
            return -math.inf, ()  # some of the dead and all of them
        if (ATTACKERS,) in (claim.noun, *group.nouns):
            return -math.inf, ()
    else:
        features = ["same_noun"] if claim.noun else []
    if episode is not None and episode in group.episodes:
        features.append("episode")
    if all(_ratio(claim.value, other.claim.value) > _BEYOND for other, _, _ in group.members[-_APART:]):
        return -math.inf, ()
    features.append("next_day" if off else "same_day" if claim.day and group.days else "no_day")
    features += _where(claim, group, day, busy, world)
    if off and "place" not in features:
        return -math.inf, ()  # what goes on day by day has its numbers of each day
    if any(side in group.sides for side in claim.sides):
        features.append("sides")
    if claim.period[:1].isdigit() and "/" in claim.period:
        features.append("same_period")
    since = day - max(map(ordinal, group.days)) - _FRESH_NEWS if group.days and not claim.day else 0
    summed = "same_period" in features
    apart = 0 if summed else min(max(day - group.seen[-1], group.seen[0] - day, since), _APART)
    features += ["days_apart"] * apart
    if apart and "no_day" in features and "episode" not in features:
        features.append("no_day_apart")
    score = sum(WEIGHTS[name] for name in features)
    told, about = group.centre.cosine(seen.words), group.topic.cosine(seen.topic)
    score += WEIGHTS["words"] * told + WEIGHTS["topic"] * about
    if contradicted:
        score -= _OWN
    return score, (*dict.fromkeys(features), f"words {told:.2f}", f"topic {about:.2f}")


def _ratio(one: str, other: str) -> float:
    """How many times greater the greater of two numbers is."""
    numbers = sorted(bounds_of(value)[int(value[0] == "<")] for value in (one, other))
    return numbers[1] / max(numbers[0], 1.0)


def _same_period(one: str, other: str) -> bool:
    """Whether two times over which something is summed up are one, but for a few days of its beginning."""
    if one == other:
        return True
    mine, theirs = days_of(one), days_of(other)
    if mine is None or theirs is None or "/" not in one or "/" not in other or one[0] == "." or other[0] == ".":
        return False
    return abs(ordinal(mine[0]) - ordinal(theirs[0])) <= _SAME_START and (mine[1] == theirs[1])


def _busy(claims: Iterable[Claim]) -> set[tuple[str, int]]:
    """Places on days when the dead and wounded are counted there in other weeks too, so that the place alone says little."""
    told: dict[str, list[int]] = defaultdict(list)
    for claim in claims:
        if claim.property in TOLLS:
            for key in claim.keys:
                told[key].append(day_of(claim))
    busy = set()
    for key, days in told.items():
        days.sort()
        for day in set(days):
            around = bisect_right(days, day + _MONTH) - bisect_left(days, day - _MONTH)
            if around - (bisect_right(days, day + _APART) - bisect_left(days, day - _APART)) >= _MANY:
                busy.add((key, day))
    return busy


def _where(claim: Claim, group: _Group, day: int, busy: set[tuple[str, int]], world: Registry) -> list[str]:
    mine, places = set(claim.keys), group.places
    if not mine or not places:
        own = mine or {claim.scene}
        theirs = places or group.scenes
        shared = {place for place in own & theirs if place and (place, day) not in busy}
        return ["scene"] if shared else []
    if shared := mine & places:
        return ["busy_place" if all((key, day) in busy for key in shared) else "place"]
    return ["within" if any(_holds(one, other, world) for one in mine for other in places) else "other_place"]


def _holds(one: str, other: str, world: Registry) -> bool:
    """Whether one of two places is known to lie in the other, or nothing is known of one of them."""
    states = [_state_of(place, world) for place in (one, other)]
    return "" in states or one == states[1] or other == states[0]


def _state_of(place: str, world: Registry) -> str:
    if place in world.states:
        return place
    row = world.places.get(place.partition(":")[2])
    return row.state if row is not None else ""


def _numbers_differ(
    group: _Group, events: Mapping[tuple[str, str], str], copies: Mapping[str, str]
) -> Iterator[Disagreement]:
    claims = [seen.claim for seen, _, _ in group.members]
    if len({claim.value for claim in claims}) < 2 or len({copies.get(claim.doc, claim.doc) for claim in claims}) < 2:
        return
    keys = [(claim.doc, claim.event or "") for claim in claims]
    told = Counter(events[key] for key in keys if key in events)
    about = min(told, key=lambda one: (-told[one], one)) if told else next(iter(_by_count(claims)), "")
    if not about:
        return
    scores = [score for _, score, _ in group.members if score]
    certainty = min(1.0, max(0.0, sum(scores) / len(scores) / _SURE)) if scores else 0.5
    reasons = tuple(dict.fromkeys(reason for _, _, why in group.members for reason in why if " " not in reason))
    sort, why = sort_of_numbers(claims)
    yield entry_of(about, claims[0].property, sort, _sides(claims), certainty, (*reasons, *why), claims, copies)


def _by_count(claims: Sequence[Claim]) -> list[str]:
    keys = Counter(key for claim in claims for key in claim.keys)
    return sorted(keys, key=lambda key: (-keys[key], key))


def _sides(claims: Sequence[Claim]) -> tuple[str, ...]:
    sides = Counter(side for claim in claims for side in dict.fromkeys((*claim.sides, *claim.keys)))
    return tuple(sorted(sides, key=lambda side: (-sides[side], side)))
