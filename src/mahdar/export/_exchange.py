"""The exchange format of a record: one JSON object an article, its keys in a fixed order.

The shapes are here and not the model's own, so that the model can grow without changing what others read.
"""

from typing import Any

import msgspec

from mahdar.model import PLOVER_TYPES, Record, Span

__all__ = ["encode_exchange", "to_exchange"]


_DAY = len("2018-05-07")


class _Entity(msgspec.Struct, frozen=True, gc=False):
    id: str
    kind: str
    name: str
    names: tuple[str, ...]
    name_en: str | None
    offices: tuple[tuple[str, str], ...]
    iso: str | None
    mentions: tuple[Span, ...]


class _Time(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    value: str | None


class _Statement(msgspec.Struct, frozen=True, gc=False):
    id: str
    speaker: tuple[str, ...]
    chain: tuple[str, ...]
    form: str
    act: str
    cue: Span
    content: tuple[Span, ...]
    to: tuple[str, ...] | None
    rule: str


class _Event(msgspec.Struct, frozen=True, gc=False):
    id: str
    kind: str
    who: tuple[tuple[str, str], ...]
    time: str | None
    place: str | None
    status: str
    chain: tuple[str, ...]
    spans: tuple[Span, ...]
    plover: str | None
    rule: str


class _Fact(msgspec.Struct, frozen=True, gc=False):
    subject: str
    property: str
    value: str
    status: str
    chain: tuple[str, ...]
    spans: tuple[Span, ...]


class _Exchange(msgspec.Struct, frozen=True, gc=False):
    doc: str
    published: str | None
    published_from: str | None
    dropped: tuple[Span, ...]
    entities: tuple[_Entity, ...]
    times: tuple[_Time, ...]
    statements: tuple[_Statement, ...]
    events: tuple[_Event, ...]
    facts: tuple[_Fact, ...]


def _exchange(record: Record) -> _Exchange:
    dated = len(record.published or "") == _DAY  # the exchange format has days only: a month is not known here
    return _Exchange(
        doc=record.doc,
        published=record.published if dated else None,
        published_from=record.published_from if dated else None,
        dropped=record.dropped,
        entities=tuple(
            _Entity(
                entity.id,
                entity.kind,
                entity.name,
                entity.names,
                entity.name_en,
                tuple((office.title, office.of) for office in entity.offices),
                entity.iso,
                tuple(mention.span for mention in entity.mentions),
            )
            for entity in record.entities
        ),
        times=tuple(_Time(time.span.start, time.span.end, time.value) for time in record.times),
        statements=tuple(
            _Statement(
                statement.id,
                statement.speaker,
                statement.chain,
                statement.form,
                statement.act,
                statement.cue,
                statement.content,
                statement.to or None,
                statement.evidence.rule,
            )
            for statement in record.statements
        ),
        events=tuple(
            _Event(
                event.id,
                event.kind,
                event.who,
                event.time,
                event.place,
                event.status,
                event.chain,
                event.evidence.spans,
                PLOVER_TYPES.get(event.kind),
                event.evidence.rule,
            )
            for event in record.events
        ),
        facts=tuple(
            _Fact(fact.subject, fact.property, fact.value, fact.status, fact.chain, fact.evidence.spans)
            for fact in record.facts
        ),
    )


def encode_exchange(record: Record) -> bytes:
    """A record in the exchange format: one line of UTF-8 JSON, without the line's end. The same bytes every time."""
    return msgspec.json.encode(_exchange(record))


def to_exchange(record: Record) -> dict[str, Any]:
    """A record in the exchange format, as plain dicts and lists."""
    exchange: dict[str, Any] = msgspec.json.decode(encode_exchange(record))
    return exchange
