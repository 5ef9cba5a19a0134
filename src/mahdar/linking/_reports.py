"""What linking needs to know of an event that one article tells: small, and made once, when the article is stored."""

import re
from functools import lru_cache
from zlib import crc32

import msgspec

from mahdar.knowledge import Knowledge, fold
from mahdar.linking._days import DONE, Window, day_of, window_of
from mahdar.linking._words import stems_of
from mahdar.model import FAMILIES, Article, Entity, Event, Evidence, Record
from mahdar.resolution import Registry, registry
from mahdar.times import days_of

_BEFORE, _AFTER = 90, 110  # characters beside the words of an event in which its sentence is looked for
_SELDOM = frozenset(
    "election withdrawal_from_deal resignation appointment break_of_relations recognition accession expulsion".split()
)
_TO_SOMEBODY = frozenset("strike clash arrest trial release".split())
_NAMELESS = ("unnamed:", "office:")
_LEAD = 500  # characters of an article that are counted as its lead
_OFFICE = 60  # characters behind the words of an appointment in which the office is named
_LEAST_STEMS = 7  # of a sentence that papers take from each other
# Kinds of which an ongoing one is a state of things. A visit or an election that goes on is an event.
_LASTING = frozenset(
    """clash strike deployment military_withdrawal sanction investigation trial aid arms_supply talks protest ceasefire
    agreement other""".split()
)
_ALWAYS = ("investigation",)  # kinds that are states however they are told, unless on a day
_COMMON = 30  # of a thousand articles: a stem that more of them have does not tell one group from another
_ENDS = re.compile(r"[.!?\n\u061f]")


class Report(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An event as one article tells it.

    `parties` are (entity id, role); `persons` those of them who are persons, `sides` the states and organisations that
    take part, themselves or by their officials, `envoys` (person, side) for those officials who have a name;
    `doers` and `suffers` are the sides that do it and those that it is done to, where the roles tell. `window` are the days on which it may have happened. `place` is an
    entity id or folded words, `within` the state that it lies in. `stems` are those of its sentence, `topic` those of
    the article's title and lead, `leads` whether the event is told there;
    `once` whether it happens to the same ones but once in a long time, `lasting` whether it is a state that lasts rather
    than an event: it has a beginning, but no day. `whom` says to whom it is done, by id or by the words for who has no name;
    `offices` are the words for the office of an appointment, `hosts` the states that are visited. `likeness` stands for the words of the sentence;
    `day` is that of the article, 0 where it is unknown.
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
    lasting: bool = False
    whom: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    likeness: int = 0
    day: int = 0
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
        _report(article, record, event, number, entities, world, topic, knowledge)
        for number, event in enumerate(record.events)
    )


def _report(
    article: Article,
    record: Record,
    event: Event,
    number: int,
    entities: dict[str, Entity],
    world: Registry,
    topic: tuple[str, ...],
    knowledge: Knowledge,
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
            envoys += [(ident, side) for side in of if not ident.startswith("unnamed:")]
        elif kind == "state":
            sides.append(ident)
        elif kind == "org":
            sides.append(ident)
            row = world.organisations.get(ident)
            sides += [row.state] if row is not None and row.state else []
            if row is None and entity is not None:
                sides += _nations_in(entity.name, _nations(knowledge))
        elif kind in ("agreement", "group"):
            objects.append(ident)
        by_role.setdefault(role, []).extend(sides[before:])
    place, within = _place(event, record, world)
    words = _sentence(article.text, event)
    start = event.evidence.spans[0].start
    leads = start < _LEAD
    once = _once(event, entities)
    lasting = not once and _lasting(event)
    stems = stems_of(words)
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
        window=window_of(event.time, _standing(event), record.published, leads=leads, once=once, lasting=lasting),
        hosts=_hosts(event, entities, world) if event.kind == "visit" else (),
        place=place,
        within=within,
        stems=stems,
        topic=topic,
        numbers=tuple(dict.fromkeys(re.findall(r"\d+", words))),
        leads=leads,
        once=once,
        lasting=lasting,
        whom=_whom(event, entities, _nations(knowledge), _common(knowledge)),
        offices=_offices(article.text, event, entities, knowledge)
        if event.kind in ("appointment", "resignation")
        else (),
        day=day_of(record.published),
        likeness=_likeness(article.text, event, stems),
        published=record.published,
        outlet=article.outlet,
        time=event.time,
        place_name=event.place,
        chain=event.chain,
        evidence=event.evidence,
    )


def _lasting(event: Event) -> bool:
    """Whether a state of things is told."""
    if event.kind == "aid" and event.status == "ongoing":
        return True  # "backed by": a day in the sentence is another's
    if event.kind in _ALWAYS and event.status in ("ongoing", "happened", "alleged"):
        return not _on_one_day(event.time)
    return event.status == "ongoing" and event.kind in _LASTING and not _on_one_day(event.time)


def _on_one_day(time: str | None) -> bool:
    days = days_of(time)
    return days is not None and days[0] == days[1]


@lru_cache(maxsize=4)
def _nations(knowledge: Knowledge) -> dict[str, str]:
    """The state of each adjective of nationality, by its stem, and by what its accusative and its plural leave of it: there the
    last letter of the adjective stays."""
    return {
        found: state.id
        for state in knowledge.states
        for word in (*state.demonyms, *state.demonym_plurals)
        for stem in stems_of(word)
        for found in (stem + fold(word)[-1], stem)
    }


def _nations_in(name: str, nations: dict[str, str]) -> list[str]:
    """The states by whose adjectives those are called who have no name of their own: "the Iranian forces"."""
    return list(dict.fromkeys(nations[stem] for stem in stems_of(name) if stem in nations))


@lru_cache(maxsize=4)
def _common(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(row.stem for row in knowledge.stems if row.per_thousand > _COMMON)


def _whom(
    event: Event, entities: dict[str, Entity], nations: dict[str, str], common: frozenset[str]
) -> tuple[str, ...]:
    """Those to whom it is done: who has a name by id, and persons and groups by the stems of the words for them, nations as
    states: so "the former spy" is found to be who is named elsewhere."""
    found: list[str] = []
    for ident, role in event.who:
        entity = entities.get(ident)
        if role not in ("target", "subject") or entity is None:
            continue
        if entity.kind != "group" and not ident.startswith(_NAMELESS):
            found.append(ident)
            found += [f"office:{office.title}:{office.of}" for office in entity.offices]
        if entity.kind in ("group", "person"):
            stems = stems_of(" ".join((entity.name, *entity.names)))
            found += [nations.get(stem, stem) for stem in stems if stem in nations or stem not in common]
    return tuple(dict.fromkeys(found))


def _hosts(event: Event, entities: dict[str, Entity], world: Registry) -> tuple[str, ...]:
    """The states that are visited, themselves or by their places; organisations as they are. A continent is none: whoever
    travels through it visits several."""
    found = []
    for ident, role in event.who:
        entity = entities.get(ident)
        if role == "host" and entity is not None:
            found.append(_state_of_place(ident, world) if entity.kind == "place" else ident)
    return tuple(dict.fromkeys(one for one in found if one))


def _standing(event: Event) -> str:
    """The status by which an event is dated. An election is spoken of long before it as if it were there."""
    return "planned" if event.kind == "election" and event.status in DONE else event.status


def _offices(text: str, event: Event, entities: dict[str, Entity], knowledge: Knowledge) -> tuple[str, ...]:
    """The stems in the words of an appointment, and right behind them, that tell one office from another; those of who
    appoints do not count."""
    span = event.evidence.spans[0]
    told = _ENDS.split(text[span.start : span.end + _OFFICE])[0]
    actors = (entities[who].names for who, role in event.who if role == "actor" and who in entities)
    own = set(stems_of(" ".join(name for names in actors for name in names)))
    titles, fields = _office_words(knowledge)
    stems = [stem for stem in stems_of(told) if stem not in own]
    return tuple(f"title:{stem}" if stem in titles else stem for stem in stems if stem in titles or stem in fields)


@lru_cache(maxsize=4)
def _office_words(knowledge: Knowledge) -> tuple[frozenset[str], frozenset[str]]:
    """The stems that titles of office begin with, and those behind them: "minister" and "foreign"."""
    forms = (form for row in knowledge.offices for form in (*row.forms, *row.feminine))
    first, behind = set[str](), set[str]()
    for form in forms:
        head, _, rest = form.partition(" ")
        first.update(stems_of(head))
        behind.update(stems_of(rest))
    return frozenset(first), frozenset(behind - first)


def _likeness(text: str, event: Event, stems: tuple[str, ...]) -> int:
    """A number that reports in the same words share; 0 where the sentence is too short to tell."""
    if len(stems) < _LEAST_STEMS:
        return 0
    own = stems_of(event.evidence.spans[0].of(text))
    return crc32(" ".join((*own, "|", *sorted(stems))).encode())


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


def _state_of_place(ident: str, world: Registry) -> str:
    """The state in which a place lies, by its id ("place:douma", "place:CN:…")."""
    own = ident.partition(":")[2]
    if own in world.places:
        return world.places[own].state
    state = own.partition(":")[0]
    return state if state in world.states else ""


def _place(event: Event, record: Record, world: Registry) -> tuple[str, str]:
    """The place's id (or folded words), and the state that it lies in."""
    if event.place is None:
        return "", ""
    for entity in record.entities:
        if entity.kind in ("place", "state") and event.place in (entity.name, *entity.names):
            return entity.id, (entity.id if entity.kind == "state" else _state_of_place(entity.id, world))
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
