"""Entities that become others, all through a record."""

from collections.abc import Iterable, Mapping

import msgspec

from mahdar.model import Candidate, Entity, Mention, Record, Somebody

__all__ = ["entity_of", "renamed"]


def entity_of(somebody: Somebody) -> Entity:
    """Somebody whom an article does not name itself."""
    return Entity(
        id=somebody.id,
        kind=somebody.kind or "group",
        name=somebody.name or somebody.id,
        name_en=somebody.name_en,
        iso=somebody.iso,
    )


def renamed(record: Record, into: Mapping[str, Somebody]) -> Record:
    """The record in which the entities `into` names are others. Two that become one share their names and mentions."""

    def ids(several: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one(ident) for ident in several))

    def one(ident: str) -> str:
        return into[ident].id if ident in into else ident

    def weighed(several: Iterable[Candidate]) -> tuple[Candidate, ...]:
        return tuple(msgspec.structs.replace(each, entities=ids(each.entities)) for each in several)

    replace = msgspec.structs.replace
    return replace(
        record,
        entities=_fused(record.entities, into),
        statements=tuple(
            replace(
                said,
                speaker=ids(said.speaker),
                chain=ids(said.chain),
                to=ids(said.to),
                candidates=weighed(said.candidates),
            )
            for said in record.statements
        ),
        events=tuple(
            replace(
                event,
                who=tuple(dict.fromkeys((one(ident), role) for ident, role in event.who)),
                chain=ids(event.chain),
                occasion=one(event.occasion) if event.occasion else None,
            )
            for event in record.events
        ),
        facts=tuple(
            replace(fact, subject=one(fact.subject), value=one(fact.value), chain=ids(fact.chain))
            for fact in record.facts
        ),
        agreements=tuple(
            replace(
                step,
                agreement=one(step.agreement),
                entity=one(step.entity) if step.entity else None,
                parties=ids(step.parties),
                chain=ids(step.chain),
            )
            for step in record.agreements
        ),
        accusations=tuple(
            replace(charge, accuser=ids(charge.accuser), accused=ids(charge.accused), chain=ids(charge.chain))
            for charge in record.accusations
        ),
    )


def _fused(entities: Iterable[Entity], into: Mapping[str, Somebody]) -> tuple[Entity, ...]:
    found: dict[str, Entity] = {}
    for entity in entities:
        other = into.get(entity.id)
        changed = entity if other is None else _as(entity, other)
        before = found.get(changed.id)
        if before is None:
            found[changed.id] = changed
            continue
        # The one who had the id himself stands for both.
        kept, added = (changed, before) if other is None else (before, changed)
        mentions: dict[tuple[int, int], Mention] = {}
        for mention in (*kept.mentions, *added.mentions):
            mentions.setdefault((mention.span.start, mention.span.end), mention)
        found[changed.id] = msgspec.structs.replace(
            kept,
            names=tuple(dict.fromkeys((*kept.names, *added.names))),
            offices=tuple(dict.fromkeys((*kept.offices, *added.offices))),
            notes=tuple(dict.fromkeys((*kept.notes, *added.notes))),
            mentions=tuple(mentions[place] for place in sorted(mentions)),
        )
    return tuple(found.values())


def _as(entity: Entity, other: Somebody) -> Entity:
    return msgspec.structs.replace(
        entity,
        id=other.id,
        kind=other.kind or entity.kind,
        name_en=other.name_en,
        iso=other.iso,
        resolved=None,
        certainty=1.0,
        candidates=(),
    )
