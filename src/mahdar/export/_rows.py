"""Findings as rows that stand on their own: names beside ids, words beside places, the article in every row."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from mahdar.model import PLOVER_TYPES, Article, Record, Span

__all__ = ["TABLES", "EntityRow", "EventRow", "FactRow", "Named", "Party", "StatementRow", "rows"]


class Named(msgspec.Struct, frozen=True, gc=False):
    """An entity as a row names it."""

    id: str
    name: str
    name_en: str | None


class Party(msgspec.Struct, frozen=True, gc=False):
    """An entity with its part in an event."""

    id: str
    name: str
    name_en: str | None
    role: str


class EventRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An event as one article tells it. Spans are code points of the article's text."""

    doc: str
    outlet: str | None
    published: str | None
    url: str | None
    title: str | None
    id: str
    kind: str
    plover: str | None
    status: str
    time: str | None
    place: str | None
    parties: tuple[Party, ...]
    chain: tuple[Named, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    rule: str


class StatementRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A statement: who said what to whom through whom."""

    doc: str
    outlet: str | None
    published: str | None
    url: str | None
    title: str | None
    id: str
    act: str
    form: str
    speakers: tuple[Named, ...]
    chain: tuple[Named, ...]
    to: tuple[Named, ...]
    cue: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    rule: str


class FactRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A standing fact with its value."""

    doc: str
    outlet: str | None
    published: str | None
    url: str | None
    title: str | None
    subject: Named
    property: str
    value: str
    status: str
    chain: tuple[Named, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    rule: str


class EntityRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An entity as one article shows it. `offices` are "title of whom"."""

    doc: str
    outlet: str | None
    published: str | None
    url: str | None
    title: str | None
    id: str
    kind: str
    name: str
    name_en: str | None
    iso: str | None
    resolved: str | None
    certainty: float
    names: tuple[str, ...]
    offices: tuple[str, ...]
    mentions: int


AnyRow = EventRow | StatementRow | FactRow | EntityRow


class _Index:
    """The entities of one record, and the article that its rows repeat."""

    def __init__(self, article: Article, record: Record) -> None:
        self._named = {entity.id: Named(entity.id, entity.name, entity.name_en) for entity in record.entities}
        self._text = article.text
        self.head: dict[str, str | None] = {
            "outlet": article.outlet,
            "published": record.published,
            "url": article.url,
            "title": article.title,
        }

    def one(self, key: str) -> Named:
        return self._named.get(key) or Named(key, key, None)

    def all(self, keys: Iterable[str]) -> tuple[Named, ...]:
        return tuple(map(self.one, keys))

    def party(self, key: str, role: str) -> Party:
        named = self.one(key)
        return Party(named.id, named.name, named.name_en, role)

    def words(self, spans: Iterable[Span]) -> tuple[str, ...]:
        return tuple(span.of(self._text) for span in spans)


def _events(record: Record, index: _Index) -> Iterator[AnyRow]:
    for event in record.events:
        yield EventRow(
            doc=record.doc,
            **index.head,
            id=event.id,
            kind=event.kind,
            plover=PLOVER_TYPES.get(event.kind),
            status=event.status,
            time=event.time,
            place=event.place,
            parties=tuple(index.party(key, role) for key, role in event.who),
            chain=index.all(event.chain),
            words=index.words(event.evidence.spans),
            spans=event.evidence.spans,
            rule=event.evidence.rule,
        )


def _statements(record: Record, index: _Index) -> Iterator[AnyRow]:
    for statement in record.statements:
        yield StatementRow(
            doc=record.doc,
            **index.head,
            id=statement.id,
            act=statement.act,
            form=statement.form,
            speakers=index.all(statement.speaker),
            chain=index.all(statement.chain),
            to=index.all(statement.to),
            cue=index.words((statement.cue,))[0],
            words=index.words(statement.content),
            spans=statement.content,
            rule=statement.evidence.rule,
        )


def _facts(record: Record, index: _Index) -> Iterator[AnyRow]:
    for fact in record.facts:
        yield FactRow(
            doc=record.doc,
            **index.head,
            subject=index.one(fact.subject),
            property=fact.property,
            value=fact.value,
            status=fact.status,
            chain=index.all(fact.chain),
            words=index.words(fact.evidence.spans),
            spans=fact.evidence.spans,
            rule=fact.evidence.rule,
        )


def _entities(record: Record, index: _Index) -> Iterator[AnyRow]:
    for entity in record.entities:
        yield EntityRow(
            doc=record.doc,
            **index.head,
            id=entity.id,
            kind=entity.kind,
            name=entity.name,
            name_en=entity.name_en,
            iso=entity.iso,
            resolved=entity.resolved,
            certainty=entity.certainty,
            names=entity.names,
            offices=tuple(f"{office.title} of {office.of}" if office.of else office.title for office in entity.offices),
            mentions=len(entity.mentions),
        )


_MAKERS: dict[str, tuple[Callable[[Record, _Index], Iterator[AnyRow]], type[msgspec.Struct]]] = {
    "events": (_events, EventRow),
    "statements": (_statements, StatementRow),
    "facts": (_facts, FactRow),
    "entities": (_entities, EntityRow),
}

# What can be exported as rows, and the shape of each.
TABLES: dict[str, type[msgspec.Struct]] = {name: shape for name, (_, shape) in _MAKERS.items()}


def rows(table: str, article: Article, record: Record) -> Iterator[AnyRow]:
    """The rows that an article gives to one of TABLES, in the order of the record."""
    make, _ = _MAKERS[table]
    return make(record, _Index(article, record))
