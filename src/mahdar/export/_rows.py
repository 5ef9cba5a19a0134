"""Findings as rows that stand on their own: names beside ids, words beside places, the article in every row."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from mahdar.model import (
    PLOVER_TYPES,
    Accusation,
    AgreementStep,
    Article,
    Entity,
    Event,
    Evidence,
    Fact,
    Record,
    Span,
    Statement,
)
from mahdar.query import EpisodeLine, QuoteLine, Source

__all__ = [
    "FINDINGS",
    "TABLES",
    "AccusationRow",
    "AgreementRow",
    "EntityRow",
    "EpisodeRow",
    "EventRow",
    "FactRow",
    "Named",
    "Party",
    "QuoteRow",
    "Row",
    "StatementRow",
    "Told",
    "episode_row",
    "quote_row",
    "rows",
]


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


class Row(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What every row begins with: the article that it is from. Spans of a row are code points of that article's text."""

    doc: str
    outlet: str | None
    published: str | None
    url: str | None
    title: str | None


class EventRow(Row, frozen=True, gc=False, kw_only=True):
    """An event as one article tells it."""

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


class StatementRow(Row, frozen=True, gc=False, kw_only=True):
    """A statement: who said what to whom through whom."""

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


class FactRow(Row, frozen=True, gc=False, kw_only=True):
    """A standing fact with its value."""

    subject: Named
    property: str
    value: str
    status: str
    chain: tuple[Named, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    rule: str


class AgreementRow(Row, frozen=True, gc=False, kw_only=True):
    """A step in the life of an agreement. `agreement` is its id in every article, `name` what this one calls it."""

    id: str
    agreement: str
    name: str | None
    step: str
    status: str
    time: str | None
    place: str | None
    length: str | None
    parties: tuple[Named, ...]
    chain: tuple[Named, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    rule: str


class AccusationRow(Row, frozen=True, gc=False, kw_only=True):
    """Who accuses whom. `answers` are the ids of the statements of the accused side; none: it is open."""

    id: str
    statement: str
    accusers: tuple[Named, ...]
    accused: tuple[Named, ...]
    answers: tuple[str, ...]
    chain: tuple[Named, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    rule: str


class EntityRow(Row, frozen=True, gc=False, kw_only=True):
    """An entity as one article shows it. `offices` are "title of whom"."""

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


class Told(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One article's report of an episode or quote: its finding, and the words. `copy_of` is the first article with the same text."""

    doc: str
    outlet: str | None
    published: str | None
    finding: str
    copy_of: str | None
    words: tuple[str, ...]
    spans: tuple[Span, ...]


class EpisodeRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A real event, once. `dated_by` "article": no report tells its day, that of the reports stands for it. `standing` tells
    how it stood from which day to which ("planned 2018-05-01/2018-05-03"). `reports` counts the articles, `sources` those that are independent."""

    id: str
    kind: str
    plover: str | None
    status: str
    day: str | None
    dated_by: str | None
    place: str | None
    parties: tuple[Party, ...]
    standing: tuple[str, ...]
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    outlets: tuple[str, ...]
    told: tuple[Told, ...]
    corrected_by: tuple[str, ...]


class QuoteRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A statement that several articles report, once. `same`: all have the same words; `words` are those of the fullest."""

    id: str
    act: str
    speakers: tuple[Named, ...]
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    same: bool
    words: str
    outlets: tuple[str, ...]
    told: tuple[Told, ...]
    corrected_by: tuple[str, ...]


class _Index:
    """The entities of one record, and the article that its rows repeat."""

    def __init__(self, article: Article, record: Record) -> None:
        self._named = {entity.id: Named(entity.id, entity.name, entity.name_en) for entity in record.entities}
        self._text = article.text
        self.head: dict[str, Any] = {
            "doc": record.doc,
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

    def tail(self, chain: Iterable[str], spans: tuple[Span, ...], evidence: Evidence) -> dict[str, Any]:
        """What rows of findings end with: whom it is from, the words and their places, what read them."""
        return {"chain": self.all(chain), "words": self.words(spans), "spans": spans, "rule": evidence.rule}


def _event(event: Event, index: _Index) -> EventRow:
    return EventRow(
        **index.head,
        **index.tail(event.chain, event.evidence.spans, event.evidence),
        id=event.id,
        kind=event.kind,
        plover=PLOVER_TYPES.get(event.kind),
        status=event.status,
        time=event.time,
        place=event.place,
        parties=tuple(index.party(key, role) for key, role in event.who),
    )


def _statement(statement: Statement, index: _Index) -> StatementRow:
    return StatementRow(
        **index.head,
        **index.tail(statement.chain, statement.content, statement.evidence),
        id=statement.id,
        act=statement.act,
        form=statement.form,
        speakers=index.all(statement.speaker),
        to=index.all(statement.to),
        cue=index.words((statement.cue,))[0],
    )


def _fact(fact: Fact, index: _Index) -> FactRow:
    return FactRow(
        **index.head,
        **index.tail(fact.chain, fact.evidence.spans, fact.evidence),
        subject=index.one(fact.subject),
        property=fact.property,
        value=fact.value,
        status=fact.status,
    )


def _agreement(step: AgreementStep, index: _Index) -> AgreementRow:
    return AgreementRow(
        **index.head,
        **index.tail(step.chain, step.evidence.spans, step.evidence),
        id=step.id,
        agreement=step.agreement,
        name=index.one(step.entity).name if step.entity else None,
        step=step.step,
        status=step.status,
        time=step.time,
        place=step.place,
        length=step.length,
        parties=index.all(step.parties),
    )


def _accusation(accusation: Accusation, index: _Index) -> AccusationRow:
    return AccusationRow(
        **index.head,
        **index.tail(accusation.chain, accusation.words, accusation.evidence),
        id=accusation.id,
        statement=accusation.statement,
        accusers=index.all(accusation.accuser),
        accused=index.all(accusation.accused),
        answers=tuple(answer.statement for answer in accusation.answers),
    )


def _entity(entity: Entity, index: _Index) -> EntityRow:
    return EntityRow(
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


# Of each table: the field of a record that it shows, what makes a row, and the shape of a row.
_MAKERS: dict[str, tuple[str, Callable[[Any, _Index], Row], type[Row]]] = {
    "events": ("events", _event, EventRow),
    "statements": ("statements", _statement, StatementRow),
    "facts": ("facts", _fact, FactRow),
    "agreements": ("agreements", _agreement, AgreementRow),
    "accusations": ("accusations", _accusation, AccusationRow),
    "entities": ("entities", _entity, EntityRow),
}

# What one article tells, and the shape of a row of each.
FINDINGS: dict[str, type[Row]] = {name: shape for name, (_, _, shape) in _MAKERS.items()}
# What can be exported as rows, and the shape of each.
TABLES: dict[str, type[msgspec.Struct]] = {**FINDINGS, "episodes": EpisodeRow, "quotes": QuoteRow}


def rows(table: str, article: Article, record: Record, places: Iterable[int] | None = None) -> Iterator[Row]:
    """The rows that an article gives to one of FINDINGS, in the order of the record; only those at `places` where they are given."""
    field, make, _ = _MAKERS[table]
    index = _Index(article, record)
    found = getattr(record, field)
    return (make(finding, index) for finding in (found if places is None else (found[place] for place in places)))


def _outlets(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.outlet for source in sources if source.outlet))


def episode_row(line: EpisodeLine) -> EpisodeRow:
    """An episode as a row."""
    return EpisodeRow(
        id=line.episode,
        kind=line.kind,
        plover=PLOVER_TYPES.get(line.kind),
        status=line.status,
        day=line.day,
        dated_by=line.dated_by,
        place=line.place,
        parties=tuple(Party(one.id, one.name, one.name_en, one.role) for one in line.parties),
        standing=tuple(f"{stage.status} {stage.first or '..'}/{stage.last or '..'}" for stage in line.standing),
        first_seen=line.first_seen,
        last_seen=line.last_seen,
        reports=line.reports,
        sources=line.sources,
        outlets=_outlets(one.source for one in line.tellings),
        told=tuple(
            Told(
                doc=one.source.doc,
                outlet=one.source.outlet,
                published=one.source.published,
                finding=one.event,
                copy_of=one.copy_of,
                words=one.words,
                spans=one.spans,
            )
            for one in line.tellings
        ),
        corrected_by=line.corrected_by,
    )


def quote_row(line: QuoteLine) -> QuoteRow:
    """A quote as a row."""
    told = tuple(
        Told(
            doc=one.source.doc,
            outlet=one.source.outlet,
            published=one.source.published,
            finding=one.statement,
            copy_of=one.copy_of,
            words=(" ".join(words for words, _ in one.pieces),),
            spans=one.spans,
        )
        for one in line.tellings
    )
    return QuoteRow(
        id=line.quote,
        act=line.act,
        speakers=tuple(Named(one.id, one.name, one.name_en) for one in line.speakers),
        first_seen=line.first_seen,
        last_seen=line.last_seen,
        reports=line.reports,
        sources=line.sources,
        same=line.same,
        words=next((one.words[0] for one in told if one.doc == line.fullest), ""),
        outlets=_outlets(one.source for one in line.tellings),
        told=told,
        corrected_by=line.corrected_by,
    )
