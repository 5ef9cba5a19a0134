"""Who is meant where a clause names nobody, or one side only: an event told before, or the pair that the article is on.

"The summit" refers back to one told of; "after talks" and "an agreement with Turkey" lack sides, which are sought among
the pairs that the article sets side by side elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from mahdar.events._days import within
from mahdar.events._merge import VIOLENCE, Draft, Sides, refers_to, told_as
from mahdar.events._view import View
from mahdar.resolution import Reference

_WEIGHTY = 3  # mentions that a side of the article has at least
_CLEAR = 2  # so many times as often as the next are those told of who are meant without being named
_FAR = 120  # tokens that a pair may stand before what lacks its sides
_NEAR = 60  # before a noun that refers to nothing known
_AFTER = 2  # a pair told only later weighs as if it stood so many times as far
_GOES_ON = frozenset(("ongoing", "happened"))


class Pair(msgspec.Struct, frozen=True, gc=False):
    """Two entities told side by side at token `at`."""

    at: int
    one: str
    other: str
    time: str | None = None

    def partner(self, entity: str, sides: Sides) -> str:
        """The other of the two where `entity` or whom it stands for is one of them, "" where it is not."""
        if sides.match(entity, self.one):
            return self.other
        return self.one if sides.match(entity, self.other) else ""

    def like(self, pair: "Pair", sides: Sides) -> bool:
        """Whether the two are the same sides: the persons of the one may stand for the states of the other."""
        straight = sides.match(self.one, pair.one) and sides.match(self.other, pair.other)
        return straight or (sides.match(self.one, pair.other) and sides.match(self.other, pair.one))


def complete_sides(view: View, drafts: Sequence[Draft], sides: Sides, stands: Sequence[bool]) -> tuple[Draft, ...]:
    """The drafts with the sides that were left out filled in; those for which nobody is found are left out.

    `stands` says of each draft whether enough is known of it as it is.
    """
    known = [draft for draft, sure in zip(drafts, stands, strict=True) if sure]
    pairs = tuple(_pairs(view, known, sides))
    weights = _weights(view, sides)
    mentions = Counter(entity for reference in view.references.values() for entity in reference.entities)
    found: list[Draft] = []
    for draft, sure in zip(drafts, stands, strict=True):
        if sure:
            found.append(_host(draft, weights, sides) or draft)
            continue
        filled = (
            _told(draft, known, sides)
            or _by_pair(draft, pairs, sides)
            or _beside(view, draft, sides)
            or _by_weight(draft, weights, mentions, sides)
            or _in_state(draft, weights, sides)
        )
        if filled is not None:
            found.append(filled)
    return tuple(found)


def _told(draft: Draft, known: Iterable[Draft], sides: Sides) -> Draft | None:
    """What a definite noun refers back to: the event of its family told last before it, or first after it."""
    if not draft.definite or (draft.kind == "agreement" and not draft.mutual):
        return None  # "the agreement" is a thing, not an event
    kinds = told_as(draft.kind)
    fitting = [
        other
        for other in known
        if other.kind in kinds
        and other.sentence != draft.sentence
        and refers_to(other, draft)
        and (draft.kind != "other" or draft.frame == other.frame)
        and within(other.time, draft.time)
        and _fits(draft, other, sides)
        and (not draft.who or draft.kind == other.kind)
        and _as_told(draft, other)
    ]
    if not fitting:
        return None
    before = [other for other in fitting if other.at < draft.at]
    meant = max(before, key=lambda other: other.at) if before else min(fitting, key=lambda other: other.at)
    if {draft.status, meant.status} == _GOES_ON:
        meant = msgspec.structs.replace(meant, status=draft.status, standing=draft.standing)
    return msgspec.structs.replace(
        draft, kind=meant.kind, gathering=meant.gathering, who=meant.who, status=meant.status, certain=False,
        standing=draft.standing if meant.status == draft.status else meant.standing,
        complete=True, least=meant.least, chain=meant.chain, time=draft.time if meant.status == draft.status else meant.time,
    )  # fmt: skip


def _as_told(draft: Draft, other: Draft) -> bool:
    """Whether the noun may stand for what was told in other words: "the fighting" is no attack, "the attack" may be an air
    raid told just before."""
    violent = other.kind in VIOLENCE
    if violent and not {role for _, role in other.who} <= set(draft.roles):
        return False
    return not violent or 0 < draft.at - other.at <= _NEAR


def _fits(draft: Draft, other: Draft, sides: Sides) -> bool:
    """Whether the sides that are told are among those of the other event; what a person does is not what states do."""
    known = {entity for entity, _ in other.who}
    persons = any(sides.kind(entity) == "person" for entity in known)
    return all(
        entity in known
        or ((persons or sides.kind(entity) != "person") and any(sides.match(entity, one) for one in known))
        for entity, _ in draft.who
    )


def _by_pair(draft: Draft, pairs: Sequence[Pair], sides: Sides) -> Draft | None:
    """The sides from the pair that holds the one that is told, where but one such pair is set side by side around it."""
    if not draft.mutual or len(draft.who) > 1 or (draft.kind == "meeting" and not draft.who):
        return None
    reach = _FAR if draft.definite or draft.who else _NEAR
    near = [
        pair
        for pair in pairs
        if _away(draft, pair) <= reach
        and within(pair.time, draft.time)
        and (pair.partner(draft.who[0][0], sides) if draft.who else pair.time or not draft.time)
    ]
    if not near:
        return None
    meant = min(near, key=lambda pair: _away(draft, pair))
    if not all(pair.like(meant, sides) for pair in near):
        return None
    if not draft.who:
        return _with(draft, (meant.one, meant.other))
    told = draft.who[0][0]
    partner = meant.partner(told, sides)
    if sides.kind(told) == "state" and sides.kind(partner) == "person":
        partner = sides.side_of(partner)  # states agree with states
    return _with(draft, (told, partner)) if partner and not sides.match(told, partner) else None


def _away(draft: Draft, pair: Pair) -> int:
    return draft.at - pair.at if pair.at <= draft.at else _AFTER * (pair.at - draft.at)


def _with(draft: Draft, entities: Sequence[str]) -> Draft:
    return msgspec.structs.replace(draft, who=tuple((entity, draft.mutual) for entity in entities), complete=True)


def _beside(view: View, draft: Draft, sides: Sides) -> Draft | None:
    """The other person where one is told: the nearest before the event in its sentence ("محادثات الرئيس خلال القمة مع …")."""
    if len(draft.who) != 1 or not (draft.mutual and draft.one_sided) or sides.kind(draft.who[0][0]) != "person":
        return None
    told = draft.who[0][0]
    for at in range(draft.at - 1, draft.sentence - 1, -1):
        reference = view.references.get(at)
        if reference is None or reference.kind != "person" or len(reference.entities) != 1:
            continue
        other = reference.entities[0]
        if not sides.match(told, other):
            stands = not view.governed(reference) or _speaks(view, reference)
            return _with(draft, (told, other)) if stands else None
    return None


def _speaks(view: View, reference: Reference) -> bool:
    """Whether somebody after a preposition is the one who speaks ("نقلت الوكالة عن الوزير قوله بعد محادثات مع …")."""
    return any(
        reference.entities == tuple(one.speaker) and one.cue.start > reference.span.end for one in view.statements
    )


def _by_weight(
    draft: Draft, weights: Sequence[tuple[int, str]], mentions: Mapping[str, int], sides: Sides
) -> Draft | None:
    """The other side of talks "with" one, where the article is about these two before all others."""
    if not draft.mutual or not draft.one_sided or len(draft.who) != 1:
        return None
    told = draft.who[0][0]
    if sides.kind(told) == "person" and draft.kind in ("meeting", "phone_call"):
        return None  # persons meet persons
    others = [(count, entity) for count, entity in weights if not sides.match(told, entity)]
    about = max(sum(count for count, entity in weights if sides.match(told, entity)), mentions.get(told, 0))
    if min(about, others[0][0] if others else 0) < _WEIGHTY:
        return None
    if len(others) > 1 and others[1][0] * _CLEAR > others[0][0]:
        return None
    return _with(draft, (told, others[0][1]))


def _host(draft: Draft, weights: Sequence[tuple[int, str]], sides: Sides) -> Draft | None:
    """The state that the article is about before all others, for a visit of one who is at home elsewhere."""
    if draft.kind != "visit" or draft.indefinite or len(draft.who) != 1 or "host" in {role for _, role in draft.who}:
        return None
    home = set(sides.states_of(draft.who[0][0]))
    states = [(count, side) for count, side in weights if sides.kind(side) == "state" and side not in home]
    if not home or not states or states[0][0] < _WEIGHTY:
        return None
    if len(states) > 1 and states[1][0] * _CLEAR > states[0][0]:
        return None
    return msgspec.structs.replace(draft, who=(*draft.who, (states[0][1], "host")))


def _in_state(draft: Draft, weights: Sequence[tuple[int, str]], sides: Sides) -> Draft | None:
    """The state that the article is about, for what happens in a state and names none."""
    states = [(count, side) for count, side in weights if sides.kind(side) == "state"]
    if not draft.of_state or draft.who or not states or states[0][0] < _WEIGHTY:
        return None
    if len(states) > 1 and states[1][0] * _CLEAR > states[0][0]:
        return None
    return msgspec.structs.replace(draft, who=((states[0][1], draft.of_state),), complete=True)


def _weights(view: View, sides: Sides) -> tuple[tuple[int, str], ...]:
    """How often each side is spoken of, itself or those who act for it, the most often first."""
    counts: dict[str, int] = {}
    for reference in view.references.values():
        for entity in reference.entities:
            side = sides.side_of(entity)
            if side:
                counts[side] = counts.get(side, 0) + 1
    return tuple(sorted(((count, side) for side, count in counts.items()), key=lambda pair: (-pair[0], pair[1])))


def _pairs(view: View, known: Iterable[Draft], sides: Sides) -> Iterable[Pair]:
    """The pairs of an article: the two sides of its mutual events, and those meant by "the two countries"."""
    for draft in known:
        entities = tuple(dict.fromkeys(entity for entity, _ in draft.who))
        if draft.mutual and len(entities) == 2:
            yield Pair(draft.at, *entities, draft.time)
    for reference in view.references.values():
        if reference.form == "pair" and len(reference.entities) == 2:
            yield Pair(reference.first, *reference.entities)
