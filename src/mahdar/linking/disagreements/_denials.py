"""What some say was, and others that it never was; and who was the first to say no."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mahdar.knowledge import Knowledge
from mahdar.linking._gathering import group_of
from mahdar.linking._vectors import Vector, weights_of_stems
from mahdar.linking.claims import Claim
from mahdar.linking.disagreements._entries import day_of, entry_of
from mahdar.model import Case, Disagreement, Reply
from mahdar.resolution import Registry, registry

_APART = 10  # days between an article that tells an event and one in which it is denied
_ALIKE, _ALIKE_APART = 0.25, 0.3  # cosine of the sentences: of one episode, of two
_BOTH = 2  # sides that two reports have in common
_SURE = 0.6  # a cosine of this much is as good as certain
_WITHIN = 0.9  # certainty of an answer that stands with the accusation in one article


def denials_that_differ(
    claims: Sequence[Claim],
    events: Mapping[tuple[str, str], str],
    copies: Mapping[str, str],
    knowledge: Knowledge,
) -> Iterator[Disagreement]:
    """An entry for each event that one article tells as done and that somebody denies in another.

    A denial is seldom joined with the reports of what it denies, because it names one side only; so each is compared with
    what was told of the same sides in the days around it, by the words of the sentences.
    """
    weights = weights_of_stems(knowledge)
    told: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    denied = []
    for claim in claims:
        if claim.property == "standing" and claim.value == "denied":
            denied.append(claim)
        elif claim.property == "standing":
            for side in claim.sides:
                told[group_of(claim.noun[0]), side].append(claim)
    found: dict[str, list[tuple[Claim, Claim, float]]] = defaultdict(list)
    for claim in denied:
        words = Vector(claim.stems, weights)
        best: dict[tuple[str, str | None], tuple[float, Claim]] = {}
        for side in claim.sides:
            for other in told.get((group_of(claim.noun[0]), side), ()):
                score = _likeness(claim, other, events, words, Vector(other.stems, weights))
                if score and copies.get(other.doc, other.doc) != copies.get(claim.doc, claim.doc):
                    best[other.doc, other.event] = (score, other)
        if not best:
            continue
        (score, nearest) = max(best.values(), key=lambda pair: (pair[0], pair[1].doc))
        episode = events.get((nearest.doc, nearest.event or ""))
        if episode is not None:
            found[episode] += [(claim, other, mine) for mine, other in best.values()]
    for about, pairs in sorted(found.items()):
        several = {(one.doc, one.event): one for pair in pairs for one in pair[:2]}
        scores = [score for _, _, score in pairs]
        sides = tuple(dict.fromkeys(side for one in several.values() for side in one.sides))
        certainty = min(1.0, sum(scores) / len(scores) / _SURE)
        yield entry_of(about, "standing", "conflict", sides, certainty, ("denied",), tuple(several.values()), copies)


def _likeness(
    denied: Claim, told: Claim, events: Mapping[tuple[str, str], str], words: Vector, others: Vector
) -> float:
    """The cosine of two sentences of which one may deny what the other tells; 0 where it does not."""
    if abs(day_of(denied) - day_of(told)) > _APART or denied.doc == told.doc:
        return 0.0
    mine, theirs = (events.get((one.doc, one.event or "")) for one in (denied, told))
    together = mine is not None and theirs is not None and mine == theirs
    common = len(set(denied.sides) & set(told.sides))
    if common < _BOTH and not (common == len(set(denied.sides)) and denied.noun == told.noun and not together):
        return 0.0
    weights = dict(words.parts)
    cosine = sum(weight * weights.get(stem, 0.0) for stem, weight in others.parts)
    return cosine if cosine >= (_ALIKE if together else _ALIKE_APART) else 0.0


def first_denials(cases: Iterable[Case], copies: Mapping[str, str], knowledge: Knowledge) -> Iterator[Disagreement]:
    """An entry for each accusation of which articles name different sides as those who deny it, in the order in which they
    were reported. A conflict where two of them are named on the first day, so that it is open who said no first."""
    world = registry(knowledge)
    for case in cases:
        claims = [
            _denial(reply, number, sides)
            for number, reply in enumerate(case.replies)
            if (sides := _sides(reply, world))
        ]
        named: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            named[copies.get(claim.doc, claim.doc)].add(claim.value)
        if len(set(map(frozenset, named.values()))) < _BOTH:
            continue
        first = min(map(day_of, claims))
        at_once = {claim.value for claim in claims if day_of(claim) == first}
        scores = [_WITHIN if reply.within else reply.score for reply in case.replies]
        sort = "conflict" if len(at_once) > 1 else "update"
        actors = tuple(dict.fromkeys((*case.accused, *case.accusers)))
        certainty = min(1.0, sum(scores) / len(scores))
        yield entry_of(case.id, "first_denial", sort, actors, certainty, ("denied",), claims, copies)


def _sides(reply: Reply, world: Registry) -> tuple[str, ...]:
    """The states and bodies for which a denial is spoken; nothing where the registry does not know one of the speakers."""
    sides: list[str] = []
    for who in reply.speakers:
        body = world.organisations.get(who)
        own = [who] if who in world.states else [body.state or who] if body is not None else []
        own = own or [tenure.of for tenure in world.offices(who, reply.published) if tenure.of]
        if not own:
            return ()
        sides += own[:1]
    return tuple(sorted(set(sides)))


def _denial(reply: Reply, number: int, sides: tuple[str, ...]) -> Claim:
    return Claim(
        doc=reply.doc, number=number, property="first_denial", value="+".join(sides), noun=(), keys=(),
        event=None, sides=sides, day="", period="", status="denied", chain=reply.speakers, stems=(), topic=(),
        published=reply.published, outlet=reply.outlet, evidence=reply.evidence,
    )  # fmt: skip
