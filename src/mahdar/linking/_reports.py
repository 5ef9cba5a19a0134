"""What linking needs to know of an event that one article tells: small, and made once, when the article is stored."""

import re

import msgspec

from mahdar.knowledge import Knowledge, fold
from mahdar.linking._days import Window, window_of
from mahdar.linking._words import stems_of
from mahdar.model import FAMILIES, Article, Entity, Event, Evidence, Record
from mahdar.resolution import Registry, registry

_BEFORE, _AFTER = 90, 110  # characters beside the words of an event in which its sentence is looked for
_SELDOM = frozenset(
    "election withdrawal_from_deal resignation appointment break_of_relations recognition accession expulsion".split()
)
_TO_SOMEBODY = frozenset("strike clash arrest trial release".split())
_NAMELESS = ("unnamed:", "office:")
_LEAD = 500  # characters of an article that are counted as its lead
_ENDS = re.compile(r"[.!?\n\u061f]")


class Report(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An event as one article tells it.

    `parties` are (entity id, role); `persons` those of them who are persons, `sides` the states and organisations that
    take part, themselves or by their officials, `envoys` (person, side) for those officials who have a name;
    `doers` and `suffers` are the sides that do it and those that it is done to, where the roles tell. `window` are the days on which it may have happened. `place` is an
    entity id or folded words, `within` the state that it lies in. `stems` are those of its sentence, `topic` those of
    the article's title and lead, `leads` whether the event is told there;
    `once` whether it happens to the same ones but once in a long time.
    """

    doc: str
    event: str
    number: int
    kind: str
    family: str
    status: str
    parties: tuple[tuple[str, str], ...]
    persons: tuple[str, ...]
    sides: tuple[str, ...]
    envoys: tuple[tuple[str, str], ...]
    doers: tuple[str, ...]
    suffers: tuple[str, ...]
    objects: tuple[str, ...]
    window: Window
    place: str
    within: str
    stems: tuple[str, ...]
    topic: tuple[str, ...]
    numbers: tuple[str, ...]
    leads: bool
    once: bool
    published: str | None
    outlet: str | None
    time: str | None
    place_name: str | None
    chain: tuple[str, ...]
    evidence: Evidence


def read_reports(article: Article, record: Record, knowledge: Knowledge) -> tuple[Report, ...]:
    """The events of an article as linking compares them, in the order of the record."""
    if not record.events:
        return ()
    world = registry(knowledge)
    entities = {entity.id: entity for entity in record.entities}
    opening = (article.title or "") + "\n" + article.text[:_LEAD]
    topic = stems_of(opening)
    return tuple(
        _report(article, record, event, number, entities, world, topic) for number, event in enumerate(record.events)
    )


def _report(
    article: Article,
    record: Record,
    event: Event,
    number: int,
    entities: dict[str, Entity],
    world: Registry,
    topic: tuple[str, ...],
) -> Report:
    persons: list[str] = []
    sides: list[str] = []
    objects: list[str] = []
    envoys: list[tuple[str, str]] = []
    by_role: dict[str, list[str]] = {}
    for ident, role in event.who:
        before = len(sides)
        entity = entities.get(ident)
        kind = entity.kind if entity else ""
        if kind == "person":
            persons.append(ident)
            of = _states_of(ident, entity, world, record.published)
            sides += of
            envoys += [(ident, side) for side in of if not ident.startswith(_NAMELESS)]
        elif kind == "state":
            sides.append(ident)
        elif kind == "org":
            sides.append(ident)
            row = world.organisations.get(ident)
            sides += [row.state] if row is not None and row.state else []
        elif kind in ("agreement", "group"):
            objects.append(ident)
        by_role.setdefault(role, []).extend(sides[before:])
    place, within = _place(event, record, world)
    words = _sentence(article.text, event)
    start = event.evidence.spans[0].start
    leads = start < _LEAD
    once = _once(event, entities)
    return Report(
        doc=article.doc,
        event=event.id,
        number=number,
        kind=event.kind,
        family=FAMILIES.get(event.kind, event.kind),
        status=event.status,
        parties=event.who,
        persons=tuple(dict.fromkeys(persons)),
        sides=tuple(dict.fromkeys(sides)),
        envoys=tuple(dict.fromkeys(envoys)),
        doers=tuple(dict.fromkeys(by_role.get("actor", ()))),
        suffers=tuple(dict.fromkeys(by_role.get("target", ()))),
        objects=tuple(dict.fromkeys(objects)),
        window=window_of(event.time, event.status, record.published, leads=leads, once=once),
        place=place,
        within=within,
        stems=stems_of(words),
        topic=topic,
        numbers=tuple(dict.fromkeys(re.findall(r"\d+", words))),
        leads=leads,
        once=once,
        published=record.published,
        outlet=article.outlet,
        time=event.time,
        place_name=event.place,
        chain=event.chain,
        evidence=event.evidence,
    )


def _once(event: Event, entities: dict[str, Entity]) -> bool:
    """Whether an event happens to the same ones but once in a long time: by its kind, or because it is done to somebody who
    has a name."""
    if event.kind in _SELDOM:
        return True
    suffers = (
        entities.get(who) for who, role in event.who if role in ("target", "subject") and not who.startswith(_NAMELESS)
    )
    return event.kind in _TO_SOMEBODY and any(one is not None and one.kind == "person" for one in suffers)


def _states_of(ident: str, entity: Entity | None, world: Registry, day: str | None) -> list[str]:
    held = [office.of for office in entity.offices if not office.title.startswith("former")] if entity else []
    held = [of for of in held if of] or [tenure.of for tenure in world.offices(ident, day)]
    return [of for of in held if of in world.states or of in world.organisations]


def _place(event: Event, record: Record, world: Registry) -> tuple[str, str]:
    """The place's id (or folded words), and the state that it lies in."""
    if event.place is None:
        return "", ""
    for entity in record.entities:
        if entity.kind in ("place", "state") and event.place in (entity.name, *entity.names):
            row = world.places.get(entity.id.partition(":")[2])
            return entity.id, (entity.id if entity.kind == "state" else row.state if row else "")
    folded = fold(event.place)
    return folded, world.capitals.get(folded, "")


def _sentence(text: str, event: Event) -> str:
    """The words of an event with those around them, up to the ends of the sentence."""
    pieces = []
    for span in event.evidence.spans[:2]:
        before = _ENDS.split(text[max(0, span.start - _BEFORE) : span.start])[-1]
        after = _ENDS.split(text[span.end : span.end + _AFTER])[0]
        pieces.append(before + span.of(text) + after)
    return " ".join(pieces)
