"""From positions to roles: which slot of the frame each attached reference fills."""

from mahdar.events._lexicon import Frame, Lexicon
from mahdar.events._triggers import Trigger
from mahdar.events._view import BACKED, BY, HOLDING, View
from mahdar.events._walk import Attached
from mahdar.knowledge import fold
from mahdar.model import FAMILIES
from mahdar.resolution import Reference

_BACKING = frozenset(("aid", "arms_supply"))
_OF_STATES = frozenset(("agreement", "ceasefire", "trade_deal"))  # states agree, whoever speaks for them


def fill(view: View, trigger: Trigger, attached: tuple[Attached, ...], lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """The parties of an event with their roles, in the order of the text. Media are no party of a contact and do no
    deeds: they asked, they tell."""
    frame = trigger.frame
    contact = FAMILIES.get(trigger.kind) == "contact"
    who: dict[str, str] = {}
    spare: dict[str, str] = {}
    behind: dict[str, str] = {}
    taken: dict[int, Reference] = {}
    last: tuple[str, Reference, int] | None = None
    for one in attached:
        if contact and trigger.kind != "visit" and one.position == "genitive" and _is_seat(view, one, lexicon):
            continue  # "قمة هلسنكي", "قمة سنغافورة": where, not who
        listed = last is not None and last[0] == one.position and view.joins(last[1].last, one.reference.first)
        for number in (last[2],) if listed and last is not None else numbers_at(frame, one.position):
            slot = frame.source.slots[number]
            entities = fills(view, frame, number, one.reference, taken.get(number))
            if not entities:
                continue
            if trigger.kind in _OF_STATES and one.reference.form == "pair":
                entities = tuple(dict.fromkeys(_side(view, entity) for entity in entities))
            taken[number] = one.reference
            last = (one.position, one.reference, number)
            if slot.role in frame.source.with_states:
                behind.update(dict.fromkeys(_states(view, one.reference), slot.role))
            for entity in entities:
                medium = entity in lexicon.media and not slot.words
                if not (medium and (contact or trigger.kind == "other" or slot.role == "actor")):
                    (spare if slot.spare else who).setdefault(entity, slot.role)
            break
    if trigger.kind == "recall":
        for state in (
            state for one in attached if one.position == "object" for state in _posted_in(view, one.reference)
        ):
            who.setdefault(state, "target")
    for entity, role in behind.items():
        who.setdefault(entity, role)  # unless he has a part of his own: "طردت روسيا دبلوماسييها"
    filled = set(who.values())
    for entity, role in spare.items():
        if role not in filled:
            who.setdefault(entity, role)
    return tuple(who.items())


def numbers_at(frame: Frame, position: str) -> tuple[int, ...]:
    """The slots of a position; who did a deed told in the passive fills those of actors, and so does he who backs somebody
    where the deed is just that."""
    if position != BY and not (position == BACKED and frame.source.kind in _BACKING):
        return frame.slots.get(position, ())
    return tuple(number for number, slot in enumerate(frame.source.slots) if slot.role == "actor")


def _states(view: View, reference: Reference) -> tuple[str, ...]:
    """The states that the members of a phrase act for: "60 دبلوماسيا روسيا" is Russia's."""
    persons = reference.entities if reference.kind == "person" else ()
    found = [state for entity in persons for state in view.states_of(entity)]
    for at in range(reference.first, reference.last):
        inner = view.inner.get(at)
        if inner is not None and inner.kind == "state":
            found += inner.entities
        elif inner is None and reference.kind == "group":
            found += view.origin(at)
    return tuple(dict.fromkeys(found))


def _posted_in(view: View, reference: Reference) -> tuple[str, ...]:
    """The state in which an envoy is posted: "سفيرها لدى مدريد"."""
    inside = (view.inner.get(at) for at in range(reference.first + 1, reference.last))
    return tuple(state for one in inside if one is not None for state in view.as_kind(one, ("state", "place")))


def _side(view: View, entity: str) -> str:
    """The state that one of "the two sides" acts for, where he acts for one."""
    states = view.states_of(entity)
    return states[0] if len(states) == 1 else entity


def _is_seat(view: View, one: Attached, lexicon: Lexicon) -> bool:
    return one.reference.form == "capital" or fold(view.document.words(one.reference.span)) in lexicon.seats


def fills(
    view: View, frame: Frame, number: int, reference: Reference, before: Reference | None = None
) -> tuple[str, ...]:
    """The entities with which a reference fills slot `number` of a frame; none where it may not. What is joined to one
    that fills it (`before`) needs none of the slot's words."""
    words = frame.words[number]
    if words and not (before is not None and view.joins(before.last, reference.first)):
        tokens = view.tokens[reference.first : reference.last]
        if not any(token.stem in words for token in tokens):
            return ()
    slot = frame.source.slots[number]
    if reference.form == HOLDING and slot.role == "target":
        return reference.entities  # "قصف الأراضي السعودية"
    if reference.form == HOLDING and "platform" not in view.tokens[reference.first].tags:
        return ()  # places do nothing
    return view.as_kind(reference, slot.kinds)


def complete(trigger: Trigger, attached: tuple[Attached, ...], view: View) -> bool:
    """Whether every slot that the frame requires is filled."""
    slots = trigger.frame.source.slots
    for number, slot in enumerate(slots):
        if slot.required and not any(
            number in numbers_at(trigger.frame, one.position) and fills(view, trigger.frame, number, one.reference)
            for one in attached
        ):
            return False
    return True
