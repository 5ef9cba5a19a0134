"""From an article and its record to the rows of the tables."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from mahdar.model import Accusation, AgreementStep, Article, Entity, Event, Fact, Record, Span, Statement
from mahdar.store._names import consonants, name_key
from mahdar.times import days_of

__all__ = ["article_row", "finding_rows", "form_row"]

Row = dict[str, Any]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _form_id(form: str) -> int:
    """A number for a surface form that every process gives it alike, so that writers need not ask for one."""
    return int.from_bytes(blake2b(form.encode(), digest_size=8).digest(), "big") >> 1


@lru_cache(maxsize=100_000)
def form_row(form: str) -> Row:
    """The row of `forms` for a surface form. Shared between callers: not to be changed."""
    return {"id": _form_id(form), "form": form, "key": name_key(form), "sound": consonants(form)}


def article_row(article: Article, record: Record, digest: str, number: int) -> Row:
    """The row of `articles`, under the number that the article has or gets."""
    first, last = days_of(record.published) or (None, None)
    return {
        "id": number,
        "doc": article.doc,
        "digest": digest,
        "source": article.source,
        "outlet": article.outlet,
        "url": article.url,
        "title": article.title,
        "byline": article.byline,
        "stated": article.published,
        "published": record.published,
        "published_from": record.published_from,
        "first_day": first,
        "last_day": last,
        "text": article.text,
        "zones": msgspec.msgpack.encode(article.zones),
        "record": msgspec.msgpack.encode(record),
    }


def _forms(entity: Entity) -> tuple[str, ...]:
    given = (entity.name, *entity.names, entity.name_en, entity.resolved)
    return tuple(dict.fromkeys(form for form in given if form))


def finding_rows(record: Record, number: int) -> Iterator[tuple[str, Row]]:
    """Every row of the article's findings, with the name of its table. Rows of `forms` come before those that need them."""
    places = {entity.id: n for n, entity in reversed(list(enumerate(record.entities)))}
    published = days_of(record.published)
    for n, entity in enumerate(record.entities):
        yield from _entity_rows(entity, number, n)
    for n, time in enumerate(record.times):
        yield (
            "times",
            {
                "article": number,
                "n": n,
                "start": time.span.start,
                "end": time.span.end,
                "value": time.value,
                "type": time.type,
                "anchor": time.anchor,
                "rule": time.rule,
            },
        )
    for n, statement in enumerate(record.statements):
        yield from _statement_rows(statement, number, n, places)
    for n, event in enumerate(record.events):
        yield from _event_rows(event, number, n, places, published)
    for n, fact in enumerate(record.facts):
        yield "facts", _fact_row(fact, number, n, places)
    for n, step in enumerate(record.agreements):
        yield from _step_rows(step, number, n, places, published)
    statements = {statement.id: n for n, statement in enumerate(record.statements)}
    for n, accusation in enumerate(record.accusations):
        yield from _accusation_rows(accusation, number, n, places, statements)


def _entity_rows(entity: Entity, number: int, n: int) -> Iterator[tuple[str, Row]]:
    yield (
        "entities",
        {
            "article": number,
            "n": n,
            "id": entity.id,
            "kind": entity.kind,
            "name": entity.name,
            "name_en": entity.name_en,
            "iso": entity.iso,
            "resolved": entity.resolved,
            "certainty": entity.certainty,
        },
    )
    for k, office in enumerate(entity.offices):
        yield "offices", {"article": number, "entity": n, "n": k, "title": office.title, "of": office.of}
    for form in _forms(entity):
        yield "forms", form_row(form)
        yield "names", {"article": number, "entity": n, "form": _form_id(form)}
    seen: set[Span] = set()
    for mention in entity.mentions:
        if mention.span not in seen:
            seen.add(mention.span)
            yield (
                "mentions",
                {
                    "article": number,
                    "start": mention.span.start,
                    "end": mention.span.end,
                    "entity": n,
                    "form": mention.form,
                },
            )


def _statement_rows(statement: Statement, number: int, n: int, places: dict[str, int]) -> Iterator[tuple[str, Row]]:
    yield (
        "statements",
        {
            "article": number,
            "n": n,
            "id": statement.id,
            "form": statement.form,
            "act": statement.act,
            "cue_start": statement.cue.start,
            "cue_end": statement.cue.end,
            "content": _json(statement.content),
            "rule": statement.evidence.rule,
            "spans": _json(statement.evidence.spans),
        },
    )
    for role, ids in (("speaker", statement.speaker), ("chain", statement.chain), ("to", statement.to)):
        for k, who in enumerate(ids):
            yield (
                "statement_actors",
                {"article": number, "statement": n, "role": role, "n": k, "entity": places.get(who), "id": who},
            )


def _event_rows(
    event: Event, number: int, n: int, places: dict[str, int], published: tuple[str, str] | None
) -> Iterator[tuple[str, Row]]:
    own = days_of(event.time)
    first, last = own or published or (None, None)
    yield (
        "events",
        {
            "article": number,
            "n": n,
            "id": event.id,
            "kind": event.kind,
            "time": event.time,
            "first_day": first,
            "last_day": last,
            "dated_by": "event" if own else "article" if published else None,
            "place": event.place,
            "status": event.status,
            "rule": event.evidence.rule,
            "spans": _json(event.evidence.spans),
        },
    )
    for k, (who, role) in enumerate((*event.who, *((carrier, "chain") for carrier in event.chain))):
        yield (
            "event_actors",
            {"article": number, "event": n, "n": k, "entity": places.get(who), "id": who, "role": role},
        )


def _fact_row(fact: Fact, number: int, n: int, places: dict[str, int]) -> Row:
    return {
        "article": number,
        "n": n,
        "entity": places.get(fact.subject),
        "subject": fact.subject,
        "property": fact.property,
        "value": fact.value,
        "status": fact.status,
        "chain": _json(fact.chain),
        "rule": fact.evidence.rule,
        "spans": _json(fact.evidence.spans),
    }


def _step_rows(
    step: AgreementStep, number: int, n: int, places: dict[str, int], published: tuple[str, str] | None
) -> Iterator[tuple[str, Row]]:
    own = days_of(step.time)
    first, last = own or published or (None, None)
    yield (
        "agreement_steps",
        {
            "article": number,
            "n": n,
            "id": step.id,
            "agreement": step.agreement,
            "thing": step.entity,
            "step": step.step,
            "time": step.time,
            "first_day": first,
            "last_day": last,
            "dated_by": "event" if own else "article" if published else None,
            "place": step.place,
            "length": step.length,
            "status": step.status,
            "rule": step.evidence.rule,
            "spans": _json(step.evidence.spans),
        },
    )
    acting = (*((party, "party") for party in step.parties), *((carrier, "chain") for carrier in step.chain))
    for k, (who, role) in enumerate(acting):
        yield (
            "agreement_actors",
            {"article": number, "step": n, "n": k, "entity": places.get(who), "id": who, "role": role},
        )


def _accusation_rows(
    accusation: Accusation, number: int, n: int, places: dict[str, int], statements: dict[str, int]
) -> Iterator[tuple[str, Row]]:
    yield (
        "accusations",
        {
            "article": number,
            "n": n,
            "id": accusation.id,
            "statement": statements.get(accusation.statement),
            "content": _json(accusation.words),
            "rule": accusation.evidence.rule,
            "spans": _json(accusation.evidence.spans),
        },
    )
    parts = (("accuser", accusation.accuser), ("accused", accusation.accused), ("chain", accusation.chain))
    for k, (role, who) in enumerate((role, who) for role, several in parts for who in several):
        yield (
            "accusation_actors",
            {"article": number, "accusation": n, "n": k, "entity": places.get(who), "id": who, "role": role},
        )
    for k, answer in enumerate(accusation.answers):
        if answer.statement in statements:
            row = {"article": number, "accusation": n, "n": k, "statement": statements[answer.statement]}
            yield "answers", row | {"by": answer.by}
