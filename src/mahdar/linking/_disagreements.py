"""Values that differ for the same thing, side by side, with who carries each."""

import hashlib
import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from mahdar.knowledge import Knowledge
from mahdar.linking._claims import TOLLS, Claim
from mahdar.linking._days import ordinal
from mahdar.linking._likeness import Centre, Vector, weights_of_stems
from mahdar.model import Carrier, Disagreement, Episode, Position, Telling
from mahdar.resolution import Registry, registry
from mahdar.times import days_of

SORTS = ("conflict", "update", "rounding", "precision")

# What speaks for two numbers being of one event, and against. `words` (cosine of the sentences) and `topic` (of the articles)
# multiply.
WEIGHTS = {
    "episode": 1.5, "same_day": 1.0, "no_day": 0.0, "no_day_apart": -0.6, "place": 1.4, "busy_place": 0.2, "other_place": -2.0, "within": 0.2, "sides": 0.5, "same_noun": 0.5,
    "noun": -1.0, "other_noun": -1.5, "days_apart": -0.35, "words": 4.0, "topic": 1.5,
}  # fmt: skip
LEAST = 2.4
_APART = 5  # days between two articles that tell one event
_SURE = 6.5  # a score of this much is as good as certain
_PACT_APART = 400  # days between two articles that speak of one agreement between the same sides
_SIGNED_APART = 45  # days between two dates for the signing of one agreement that has no name
_TELLING = 3  # stems of a sentence by which it is found again where neither place nor event is told
_OWN = 1.5  # more is asked of two voices of one article
_FRESH = 100  # days
_YEARS = 2
_PART, _BEYOND = 1.5, 25.0  # times as many: a part and the whole; what no two papers can mean alike
_MONTH, _MANY = 30, 6  # days; claims from which a place is busy
_SAME_START = 3  # days
_FRESH_NEWS = 2  # days for which an event is told as news
_BOUNDED = re.compile(r"([<>]=?|~)?(\d+)$")


class _Group:
    """Claims taken to be of one event."""

    __slots__ = (
        "centre", "chains", "days", "episodes", "members", "nouns", "periods", "places", "seen", "sides", "topic",
    )  # fmt: skip

    def __init__(self) -> None:
        self.members: list[tuple[Claim, float, tuple[str, ...]]] = []
        self.episodes: set[str] = set()
        self.days: set[str] = set()
        self.periods: set[str] = set()
        self.places: set[str] = set()
        self.nouns: set[tuple[str, ...]] = set()
        self.sides: set[str] = set()
        self.chains: dict[tuple[str, tuple[str, ...]], str] = {}
        self.seen: list[int] = []
        self.centre = Centre()
        self.topic = Centre()


def find_disagreements(
    claims: Iterable[Claim], episodes: Sequence[Episode], copies: Mapping[str, str], knowledge: Knowledge
) -> tuple[Disagreement, ...]:
    """The ledger: each entry the values that articles give for one thing, by the day of the first.

    `copies` maps an article to the first one with the same text. The same claims in any order give the same ledger.
    Numbers are gathered by what, where and when, so that each meets only those of the same days: n log n.
    """
    ordered = sorted(claims, key=_order)
    events = {(telling.doc, telling.event): one for one in episodes for telling in one.tellings}
    found = list(_of_numbers(ordered, events, copies, knowledge))
    found += _of_agreements(ordered, copies, registry(knowledge))
    found += _of_episodes(ordered, events, copies, registry(knowledge))
    return tuple(sorted(found, key=lambda one: (one.first_seen or "9999", one.id)))


# --- numbers


def _of_numbers(
    claims: Sequence[Claim],
    events: Mapping[tuple[str, str], Episode],
    copies: Mapping[str, str],
    knowledge: Knowledge,
) -> Iterator[Disagreement]:
    weights = weights_of_stems(knowledge)
    world = registry(knowledge)
    index: dict[tuple[str, str], list[_Group]] = defaultdict(list)
    groups: list[_Group] = []
    busy = _busy(claims)
    for claim in claims:
        if claim.property not in (*TOLLS, "count") or (days := days_of(claim.published)) is None:
            continue
        day = ordinal(days[1])
        episode = events.get((claim.doc, claim.event or ""))
        words, topic = Vector(claim.stems, weights), Vector(claim.topic, weights)
        telling = sorted(claim.stems, key=lambda stem: (-weights.get(stem, math.inf), stem))[:_TELLING]
        keys = [(claim.property, key) for key in (*claim.keys, episode.id if episode else "", *telling) if key]
        best, chosen = LEAST, None
        reasons: tuple[str, ...] = ()
        for group in _near(index, keys, day):
            score, why = _compare(claim, group, episode, words, topic, day, busy, world)
            if score >= best and (score > best or chosen is None):
                best, chosen, reasons = score, group, why
        if chosen is None:
            chosen, best = _Group(), 0.0
            groups.append(chosen)
        _take(chosen, claim, episode, words, topic, day)
        chosen.members.append((claim, best, reasons))
        for key in keys:
            if chosen not in index[key][-8:]:
                index[key].append(chosen)
    for group in groups:
        yield from _numbers_differ(group, events, copies)


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


def _take(group: _Group, claim: Claim, episode: Episode | None, words: Vector, topic: Vector, day: int) -> None:
    if episode is not None:
        group.episodes.add(episode.id)
    if claim.day:
        group.days.add(claim.day)
    group.periods.add(claim.period)
    group.places.update(claim.keys)
    group.nouns.add(claim.noun)
    group.sides.update(claim.sides)
    group.chains.setdefault((claim.doc, claim.chain), claim.value)
    group.seen.append(day)
    group.centre.add(words)
    group.topic.add(topic)


def _compare(
    claim: Claim,
    group: _Group,
    episode: Episode | None,
    words: Vector,
    topic: Vector,
    day: int,
    busy: set[tuple[str, int]],
    world: Registry,
) -> tuple[float, tuple[str, ...]]:
    """How likely a claim is of the event of a group; (-inf, ()) where it cannot be."""
    if not any(_same_period(claim.period, other) for other in group.periods):
        return -math.inf, ()
    if claim.day and group.days and claim.day not in group.days:
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
        if all(_ratio(claim.value, other.value) > _PART for other, _, _ in group.members):
            return -math.inf, ()  # some of the dead and all of them
    else:
        features = ["same_noun"] if claim.noun else []
    if episode is not None and episode.id in group.episodes:
        features.append("episode")
    if all(_ratio(claim.value, other.value) > _BEYOND for other, _, _ in group.members[-_APART:]):
        return -math.inf, ()
    features.append("same_day" if claim.day and group.days else "no_day")
    features += _where(claim.keys, group.places, day, busy, world)
    if any(side in group.sides for side in claim.sides):
        features.append("sides")
    since = day - max(map(ordinal, group.days)) - _FRESH_NEWS if group.days and not claim.day else 0
    apart = min(max(day - group.seen[-1], since), _APART)
    features += ["days_apart"] * apart
    if apart and "no_day" in features and "episode" not in features:
        features.append("no_day_apart")
    score = sum(WEIGHTS[name] for name in features)
    told, about = group.centre.cosine(words), group.topic.cosine(topic)
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
                told[key].append(_day(claim))
    busy = set()
    for key, days in told.items():
        days.sort()
        for day in set(days):
            around = bisect_right(days, day + _MONTH) - bisect_left(days, day - _MONTH)
            if around - (bisect_right(days, day + _APART) - bisect_left(days, day - _APART)) >= _MANY:
                busy.add((key, day))
    return busy


def _where(keys: Iterable[str], places: set[str], day: int, busy: set[tuple[str, int]], world: Registry) -> list[str]:
    mine = set(keys)
    if not mine or not places:
        return []
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
    group: _Group, events: Mapping[tuple[str, str], Episode], copies: Mapping[str, str]
) -> Iterator[Disagreement]:
    claims = [claim for claim, _, _ in group.members]
    if len({claim.value for claim in claims}) < 2 or len({copies.get(claim.doc, claim.doc) for claim in claims}) < 2:
        return
    keys = [(claim.doc, claim.event or "") for claim in claims]
    told = Counter(events[key].id for key in keys if key in events)
    about = min(told, key=lambda one: (-told[one], one)) if told else next(iter(_by_count(claims)), "")
    if not about:
        return
    scores = [score for _, score, _ in group.members if score]
    certainty = min(1.0, max(0.0, sum(scores) / len(scores) / _SURE)) if scores else 0.5
    reasons = tuple(dict.fromkeys(reason for _, _, why in group.members for reason in why if " " not in reason))
    sort, why = _sort_of_numbers(claims)
    yield _entry(about, claims[0].property, sort, _sides(claims), certainty, (*reasons, *why), claims, copies)


def _by_count(claims: Sequence[Claim]) -> list[str]:
    keys = Counter(key for claim in claims for key in claim.keys)
    return sorted(keys, key=lambda key: (-keys[key], key))


def _sides(claims: Sequence[Claim]) -> tuple[str, ...]:
    sides = Counter(side for claim in claims for side in dict.fromkeys((*claim.sides, *claim.keys)))
    return tuple(sorted(sides, key=lambda side: (-sides[side], side)))


def bounds_of(value: str) -> tuple[float, float]:
    """The numbers that a value leaves open: "23" one, "~23" those about it, ">20" those up to a quarter more."""
    match = _BOUNDED.match(value)
    if match is None:
        return -math.inf, math.inf
    number = float(match[2])
    mark = match[1]
    if mark == "~":
        return number * 0.9, number * 1.1
    if mark in (">", ">="):
        return number, number * 1.25 + 1
    if mark in ("<", "<="):
        return number * 0.8 - 1, number
    return number, number


def _agree(one: str, other: str) -> bool:
    (low, high), (least, most) = bounds_of(one), bounds_of(other)
    return max(low, least) <= min(high, most)


def _sort_of_numbers(claims: Sequence[Claim]) -> tuple[str, tuple[str, ...]]:
    """What the difference of some numbers is: rounded where all can be true, an update where they never fall from one day to
    the next and no day has two."""
    values = sorted({claim.value for claim in claims})
    if all(_agree(one, other) for one, other in combinations(values, 2)):
        return "rounding", ()
    by_day: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        by_day[claim.published or ""].add(claim.value)
    split = any(not _agree(one, other) for those in by_day.values() for one, other in combinations(sorted(those), 2))
    means = [sum(bounds_of(value)[0] for value in by_day[day]) / len(by_day[day]) for day in sorted(by_day)]
    rises = len(means) > 1 and all(before <= after for before, after in pairwise(means))
    if rises and means[0] < means[-1] and not split:
        return "update", ("rises",)
    return "conflict", (("rises",) if rises else ()) + (("same_day_reports",) if split else ())


# --- agreements


def _of_agreements(claims: Sequence[Claim], copies: Mapping[str, str], world: Registry) -> Iterator[Disagreement]:
    by_subject: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.property in ("duration", "signed_on"):
            by_subject[claim.property, claim.keys[0]].append(claim)
    for (name, subject), those in sorted(_with_names(by_subject, world).items()):
        for group in _runs(those, _PACT_APART):
            named = subject in world.agreements
            if name == "duration":
                parts = [group]
            elif named:
                parts = [_told_of_the_past(group)]
            else:
                parts = list(_clusters([one for one in group if _lasts(one.value, 31)]))
            for some in parts:
                if len({claim.value for claim in some}) < 2 or len({copies.get(one.doc, one.doc) for one in some}) < 2:
                    continue
                sort = _sort_of_times([claim.value for claim in some]) if name == "signed_on" else "conflict"
                certainty, why = (0.9, ("same_agreement",)) if named else (0.7, ("same_sides",))
                if not named and len({_day(claim) for claim in some}) > 1:
                    certainty -= 0.1
                yield _entry(subject, name, sort, tuple(some[0].sides), certainty, why, some, copies)


def _with_names(
    by_subject: Mapping[tuple[str, str], list[Claim]], world: Registry
) -> dict[tuple[str, str], list[Claim]]:
    """Lengths of a treaty that is named, together with those of the one between the same two sides that is not, where only
    one is named."""
    found = {key: list(those) for key, those in by_subject.items()}
    named: dict[str, list[str]] = defaultdict(list)
    for name, subject in by_subject:
        if name == "duration" and subject in world.agreements:
            named["+".join(sorted(world.agreements[subject].parties))].append(subject)
    for pair, subjects in named.items():
        if len(subjects) == 1 and ("duration", pair) in found:
            unnamed = found.pop(("duration", pair))
            both = (*found["duration", subjects[0]], *unnamed)
            found["duration", subjects[0]] = sorted(both, key=_order)
    return found


def _order(claim: Claim) -> tuple[str, str, int]:
    return claim.published or "9999", claim.doc, claim.number


def _told_of_the_past(claims: Sequence[Claim]) -> list[Claim]:
    """Without times that lie ahead of their article, and, where most know a time long past, without those of its own days."""

    def age(claim: Claim) -> int:
        days = days_of(claim.value)
        return _day(claim) - ordinal(days[1]) if days and days[1] <= "9999-01" else 0

    past = [claim for claim in claims if age(claim) > _FRESH]
    told = past if 2 * len(past) > len(claims) else [claim for claim in claims if age(claim) >= 0]
    years = Counter(int(days[0][:4]) for claim in told if (days := days_of(claim.value)) and days[0][:4].isdigit())
    most = min(years, key=lambda year: (-years[year], year), default=0)
    # Who joins a treaty later signs it later: what is years away is his signing, not the treaty's.
    return [one for one in told if (days := days_of(one.value)) and abs(int(days[0][:4]) - most) <= _YEARS]


def _day(claim: Claim) -> int:
    days = days_of(claim.published)
    return ordinal(days[1]) if days else 0


def _runs(claims: Sequence[Claim], apart: int) -> Iterator[list[Claim]]:
    """Claims, given in the order of their days, cut where so many days lie between two."""
    run: list[Claim] = []
    for claim in claims:
        if run and _day(claim) - _day(run[-1]) > apart:
            yield run
            run = []
        run.append(claim)
    if run:
        yield run


def _lasts(value: str, most: int) -> bool:
    days = days_of(value)
    return days is not None and ordinal(days[1]) - ordinal(days[0]) < most


def _clusters(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Claims whose days lie so near that they may be of one signing."""
    dated = sorted(claims, key=lambda claim: (days_of(claim.value) or ("", ""), claim.doc, claim.number))
    cluster: list[Claim] = []
    for claim in dated:
        days = days_of(claim.value)
        before = days_of(cluster[-1].value) if cluster else None
        if days and before and ordinal(days[0]) - ordinal(before[0]) > _SIGNED_APART:
            yield cluster
            cluster = []
        cluster.append(claim)
    if cluster:
        yield cluster


def _sort_of_times(values: Iterable[str]) -> str:
    """Another precision where one of any two times lies in the other."""
    for one, other in combinations(sorted(set(values)), 2):
        mine, theirs = days_of(one), days_of(other)
        if mine is None or theirs is None:
            continue
        if not ((mine[0] <= theirs[0] and theirs[1] <= mine[1]) or (theirs[0] <= mine[0] and mine[1] <= theirs[1])):
            return "conflict"
    return "precision"


# --- episodes

_OF_EVENTS = ("day", "place", "standing")
_ALIKE = 0.3
_WORDS = re.compile(r"words (\d\.\d\d)$")


def _of_episodes(
    claims: Sequence[Claim],
    events: Mapping[tuple[str, str], Episode],
    copies: Mapping[str, str],
    world: Registry,
) -> Iterator[Disagreement]:
    """What the reports of one event say differently: those only that are like the others beyond doubt."""
    by_episode: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.property in _OF_EVENTS and (episode := events.get((claim.doc, claim.event or ""))) is not None:
            by_episode[episode.id, claim.property].append(claim)
    for (_, name), those in sorted(by_episode.items()):
        if len({claim.value for claim in those}) < 2 or len({copies.get(claim.doc, claim.doc) for claim in those}) < 2:
            continue
        episode = events[those[0].doc, those[0].event or ""]
        told = {(telling.doc, telling.event): telling for telling in episode.tellings}
        sure = [claim for claim in those if _is_sure(told[claim.doc, claim.event or ""])]
        yield from _differ(episode, name, sure, told, copies, world)


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
    """An entry where independent articles differ in a value; an article that has two of them is no witness for either."""
    by_doc: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        by_doc[claim.doc].add(claim.value)
    single = [claim for claim in claims if len(by_doc[claim.doc]) == 1]
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
    yield _entry(episode.id, name, "conflict", actors, certainty, reasons, single, copies)


def _without_days_of_their_own(claims: Sequence[Claim]) -> list[Claim]:
    """Without the days that reports of those very days state, but for the one of them that most do: events that were told
    when they happened are two where their days are two."""
    fresh = Counter(claim.value for claim in claims if 0 <= _day(claim) - ordinal(claim.value) <= 1)
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


# --- entries


def _entry(
    about: str,
    name: str,
    sort: str,
    actors: tuple[str, ...],
    certainty: float,
    reasons: tuple[str, ...],
    claims: Sequence[Claim],
    copies: Mapping[str, str],
) -> Disagreement:
    ordered = sorted(claims, key=_order)
    seed = "\0".join(
        ("disagreement", name, about, ordered[0].doc, ordered[0].evidence.rule, str(ordered[0].evidence.spans))
    )
    seen = [claim.published for claim in ordered if claim.published]
    return Disagreement(
        id="D" + hashlib.blake2b(seed.encode(), digest_size=6).hexdigest(),
        about=about,
        property=name,
        sort=sort,
        actors=actors,
        certainty=round(certainty, 2),
        reasons=reasons,
        first_seen=min(seen, default=None),
        last_seen=max(seen, default=None),
        reports=len({claim.doc for claim in ordered}),
        sources=len({copies.get(claim.doc, claim.doc) for claim in ordered}),
        positions=positions_of(ordered, copies),
    )


def positions_of(claims: Sequence[Claim], copies: Mapping[str, str]) -> tuple[Position, ...]:
    """The values of some claims, each with its carriers, in the order in which they were first told."""
    by_value: dict[str, list[Claim]] = {}
    for claim in claims:
        by_value.setdefault(claim.value, []).append(claim)
    return tuple(
        Position(
            value=value,
            first=min((claim.published for claim in those if claim.published), default=None),
            last=max((claim.published for claim in those if claim.published), default=None),
            reports=len({claim.doc for claim in those}),
            sources=len({copies.get(claim.doc, claim.doc) for claim in those}),
            carriers=tuple(carrier_of(claim, copies) for claim in those),
        )
        for value, those in by_value.items()
    )


def carrier_of(claim: Claim, copies: Mapping[str, str]) -> Carrier:
    """Who carries a claim, and where."""
    return Carrier(
        doc=claim.doc,
        copy=copies.get(claim.doc, claim.doc),
        published=claim.published,
        outlet=claim.outlet,
        chain=claim.chain,
        event=claim.event,
        evidence=claim.evidence,
    )


__all__ = ["SORTS", "bounds_of", "carrier_of", "find_disagreements", "positions_of"]
