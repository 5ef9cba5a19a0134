"""One event told twice is one."""

from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from mahdar.events._days import exactness, is_day, long_before, within
from mahdar.model import FAMILIES, Entity, Span

_TOGETHER = (frozenset(("meeting", "talks", "summit")), frozenset(("signing", "agreement")))
_TOLD_TOGETHER = frozenset((one, other) for kinds in _TOGETHER for one in kinds for other in kinds)
_MORE_EXACT = ("signing", "phone_call", "summit", "meeting")
VIOLENCE = frozenset(("strike", "clash"))  # of two kinds that are told of one event the first here is kept
_GOES_ON = frozenset("clash talks protest aid deployment investigation military_exercise trial".split())
_HEADS = frozenset(("title", "abstract"))
_AGAIN = frozenset(("contact", "force"))  # what the same sides do many times
_OFTEN = frozenset(("election", "vote", "protest"))
_OF_PERSONS = ("contact", "office", "accord")
_WEIGHT = ("cancelled", "happened", "ongoing", "planned", "denied", "alleged", "proposed")
_SAME_STANDING = (frozenset(("planned", "proposed", "cancelled")), frozenset(("happened", "ongoing")))


class Draft(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An event as one sentence tells it. `who` are (entity id, role), `standing` the words that decide `status`, `least` how many parties it takes to stand alone;
    `certain`: words decide its standing, it is not presumed; `at`: the token that tells it; `definite`: it is told by a
    noun that refers to an event that is known, `indefinite`: by one that does not; `mutual`: the role of its sides where all take part alike, `one_sided`: those told are the ones "with" whom it is, `among`: it is between several who are told in one ("between the parties"), `roles`: those that its kind of telling knows; `of_state`: that of the state it is in; `consequence`: it tells what another deed did."""

    kind: str
    gathering: str
    who: tuple[tuple[str, str], ...]
    time: str | None
    place: str | None
    status: str
    chain: tuple[str, ...]
    spans: tuple[Span, ...]
    rule: str
    zone: str
    sentence: int
    least: int
    complete: bool
    certain: bool
    standing: tuple[Span, ...] = ()
    at: int = 0
    definite: bool = False
    indefinite: bool = False
    mutual: str = ""
    one_sided: bool = False
    among: bool = False
    roles: tuple[str, ...] = ()
    of_state: str = ""
    consequence: bool = False

    @property
    def frame(self) -> str:
        """The id of the frame that tells it."""
        return self.rule.partition(" ")[0]


class Sides:
    """Which entity may stand for which: a state for those who hold an office of it, and the other way about."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._kind: dict[str, str] = {}
        self._of: dict[str, set[str]] = {}
        by_iso = {}
        entities = tuple(entities)
        for entity in entities:
            self._kind[entity.id] = entity.kind
            if entity.kind == "state" and entity.iso:
                by_iso[entity.iso] = entity.id
        for entity in entities:
            of = {by_iso.get(office.of, office.of) for office in entity.offices if office.of}
            if entity.kind == "org" and entity.iso in by_iso:
                of.add(by_iso[entity.iso])
            self._of[entity.id] = of

    def kind(self, entity: str) -> str:
        """The kind of an entity, "" where it is not known."""
        return self._kind.get(entity, "")

    def stands_for(self, state: str, other: str) -> bool:
        """Whether `state` is what `other` (a person or organisation) acts for."""
        return state != other and state in self._of.get(other, ()) and self._kind.get(state) != "person"

    def side_of(self, entity: str) -> str:
        """The state that an entity is or acts for, or an organisation of several; "" for anybody else."""
        kind = self._kind.get(entity)
        states = [other for other in self._of.get(entity, ()) if self._kind.get(other) in ("state", "org")]
        if kind == "state" or (kind == "org" and not states):
            return entity
        return states[0] if len(states) == 1 else ""

    def states_of(self, entity: str) -> tuple[str, ...]:
        """The states that an entity acts for, in a fixed order."""
        return tuple(sorted(other for other in self._of.get(entity, ()) if self._kind.get(other) == "state"))

    def match(self, one: str, other: str) -> bool:
        """Whether the two may be one side of the same event."""
        return one == other or self.stands_for(one, other) or self.stands_for(other, one)


def merge(drafts: Sequence[Draft], sides: Sides, published: str | None) -> tuple[Draft, ...]:
    """Join drafts that tell the same event; the result is in the order of their first telling."""
    kept: list[Draft] = []
    # The body tells more than the title: it is taken first, and the title joined to it.
    order = sorted(range(len(drafts)), key=lambda at: (drafts[at].zone in _HEADS, at))
    places: list[int] = []
    for number in order:
        draft = drafts[number]
        same = [at for at, other in enumerate(kept) if _same_event(other, draft, sides, published)]
        if same:
            # The one that shares most, and of these the one told last, is meant; a title is on the first.
            heads = draft.zone in _HEADS
            at = max(same, key=lambda at: (_shared(kept[at], draft), -at if heads else at))
            kept[at] = _join(kept[at], draft, sides)
            places[at] = min(places[at], number)
        else:
            kept.append(draft)
            places.append(number)
    return tuple(draft for _, draft in sorted(zip(places, kept, strict=True), key=lambda pair: pair[0]))


def _shared(one: Draft, other: Draft) -> int:
    return len({entity for entity, _ in one.who} & {entity for entity, _ in other.who})


def _same_event(one: Draft, other: Draft, sides: Sides, published: str | None) -> bool:
    if not same_family(one, other) or not _same_standing(one, other):
        return False
    if not within(one.time, other.time) or not _same_parties(one, other, sides):
        return False
    if _between_states(one, other, sides):
        return False
    return not (_another_time(one, other, published) or _introduces(one, other))


def _between_states(one: Draft, other: Draft, sides: Sides) -> bool:
    """Whether states talk in the one and persons meet in the other: the talks of two states are not their leaders'."""
    if one.kind == other.kind or one.definite or other.definite or {one.zone, other.zone} & _HEADS:
        return False
    persons = [{sides.kind(entity) == "person" for entity, _ in draft.who} for draft in (one, other)]
    return persons in ([{True}, {False}], [{False}, {True}])


def _same_standing(one: Draft, other: Draft) -> bool:
    """Whether the standings of two tellings may be of one event: the same, of one sort, one of them only presumed, or a
    plan that is told as done later on."""
    if one.status == other.status or any({one.status, other.status} <= group for group in _SAME_STANDING):
        return True
    if not (one.certain and other.certain):
        return True
    done, plan = sorted((one, other), key=lambda draft: draft.status == "planned")
    # "زار … وكان قد أعلن أنه سيزور …": what is told as done first has been planned before.
    return plan.status == "planned" and done.status in _SAME_STANDING[1] and not plan.time and done.at < plan.at


def _another_time(one: Draft, other: Draft, published: str | None) -> bool:
    """Whether what may happen many times is told once of long ago and once with no day: "وفي 2015 أجرى محادثات مع …"."""
    if (
        (FAMILIES.get(one.kind) not in _AGAIN and one.kind not in _OFTEN)
        or one.definite
        or other.definite
        or one.sentence == other.sentence
    ):
        return False
    old, undated = sorted((one, other), key=lambda draft: not draft.time)
    return not undated.time and long_before(old.time, published)


def _introduces(one: Draft, other: Draft) -> bool:
    """Whether the later telling is of a new event: one without article, of other sides ("وعقد اجتماعا رباعيا مع …")."""
    if len(one.who) == len(other.who) or one.sentence == other.sentence:
        return False
    later = max(one, other, key=lambda draft: draft.at)
    return later.indefinite and not {one.zone, other.zone} & _HEADS


@cache
def told_as(kind: str) -> frozenset[str]:
    """The kinds of events that a noun of this kind may refer to: what `refers_to` can hold for."""
    together = {one for pair in _TOLD_TOGETHER if kind in pair for one in pair}
    return frozenset(
        {kind, *together, *(VIOLENCE if kind in VIOLENCE else ()), *(_BY_TELEPHONE if kind in _BY_TELEPHONE else ())}
    )


_BY_TELEPHONE = {"phone_call", "talks"}


def refers_to(one: Draft, other: Draft) -> bool:
    """Whether a definite noun may refer to the other event: of its family, or "the attack" for any violence."""
    return same_family(one, other) or {one.kind, other.kind} <= VIOLENCE


def same_family(one: Draft, other: Draft) -> bool:
    """Whether two drafts may tell one event: they are of a kind, or of kinds that are told of the same thing."""
    if one.kind == other.kind:
        return one.kind != "other" or one.frame == other.frame  # a test is no renunciation, though the doer is the same
    if (one.kind, other.kind) in _TOLD_TOGETHER:
        return True
    if {one.kind, other.kind} != _BY_TELEPHONE:
        return False
    call, talks = (one, other) if one.kind == "phone_call" else (other, one)
    return talks.definite and talks.at > call.at


def _status(one: Draft, other: Draft) -> str:
    """The standing that words decide, before one that is only presumed; of two such the weightier."""
    if one.certain != other.certain:
        return one.status if one.certain else other.status
    if {one.status, other.status} == {"ongoing", "happened"} and one.kind in _GOES_ON:
        done = one if one.status == "happened" else other
        return "happened" if is_day(done.time) else "ongoing"  # what has begun is going on
    if {one.status, other.status} in ({"planned", "happened"}, {"planned", "ongoing"}):
        return one.status if other.status == "planned" else other.status
    return one.status if one.sentence == other.sentence else min((one.status, other.status), key=_WEIGHT.index)


def _same_parties(one: Draft, other: Draft, sides: Sides) -> bool:
    """Whether one names no side that the other lacks. A single side has to have the same role ("the sanctions on Iran"), and so
    have guest and host: a visit that is returned is another."""
    small, large = sorted((one.who, other.who), key=len)
    if not small:
        return False
    left = list(large)
    alone = len(small) == 1 or one.kind == other.kind == "visit"
    for entity, role in small:
        alike = [pair for pair in left if sides.match(entity, pair[0]) and (pair[1] == role or not alone)]
        if not alike:
            return False
        left.remove(min(alike, key=lambda pair: pair[0] != entity))
    return True


def _join(one: Draft, other: Draft, sides: Sides) -> Draft:
    who = list(one.who)
    for entity, role in other.who:
        if any(entity == known for known, _ in who):
            continue
        state_of = next((at for at, (known, _) in enumerate(who) if sides.stands_for(known, entity)), None)
        if state_of is not None:
            # Persons meet, states impose sanctions and leave deals.
            if FAMILIES.get(one.kind) in _OF_PERSONS:
                who[state_of] = (entity, who[state_of][1])
        elif not any(sides.stands_for(entity, known) for known, _ in who) and not (
            sides.kind(entity) == "place" and any(held == role for _, held in who)
        ):
            who.append((entity, role))
    time = max((t for t in (one.time, other.time) if t), key=exactness, default=None)
    status = _status(one, other)
    told = {word for draft in (one, other) if draft.status == status for word in draft.standing}
    return msgspec.structs.replace(
        one,
        kind=next((kind for kind in _MORE_EXACT if kind in (one.kind, other.kind)), one.kind),
        who=tuple(who),
        time=time,
        place=one.place or other.place,
        status=status,
        standing=tuple(sorted(told)),
        certain=one.certain or other.certain,
        chain=one.chain if one.chain and other.chain else (),
        spans=one.spans + other.spans,
        complete=one.complete or other.complete,
        least=min(one.least, other.least),
    )
