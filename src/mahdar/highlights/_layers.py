"""Which characters of an article belong to which findings."""

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from mahdar.model import Article, Record, Span

__all__ = ["LAYERS", "Mark", "Piece", "marks_of", "pieces"]

# From the ground to the top; each has a look of its own, so that all that lie on a word can be seen.
LAYERS = ("dropped", "statement", "event", "mention", "time")


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A passage of a layer, with what is told of it."""

    layer: str
    span: Span
    told: str


class Piece(msgspec.Struct, frozen=True, gc=False):
    """Characters [start, end) on which the same marks lie, the outermost first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def marks_of(article: Article, record: Record) -> tuple[Mark, ...]:
    """All passages of a record's findings that lie in the text, in their order, longer before shorter."""
    names = {entity.id: entity.name for entity in record.entities}

    def who(ids: tuple[str, ...]) -> str:
        return ", ".join(names.get(one, one) for one in ids)

    def via(chain: tuple[str, ...]) -> str:
        return f" \u2190 {who(chain[::-1])}" if chain else ""

    def found() -> Iterator[Mark]:
        for span in record.dropped:
            yield Mark("dropped", span, "not the article")
        for said in record.statements:
            told = f"{said.act}, {said.form}: {who(said.speaker)}{via(said.chain)}"
            yield from (Mark("statement", span, told) for span in said.content)
        for event in record.events:
            parties = ", ".join(f"{names.get(key, key)} ({role})" for key, role in event.who)
            told = f"{event.kind}, {event.status}, {event.time or 'no time'}: {parties}{via(event.chain)}"
            yield from (Mark("event", span, told) for span in event.evidence.spans)
        for entity in record.entities:
            office = "".join(f", {office.title} of {office.of}" for office in entity.offices[:1])
            told = f"{entity.kind}: {entity.name_en or entity.name}{office}"
            yield from (Mark("mention", mention.span, told) for mention in entity.mentions)
        for time in record.times:
            yield Mark("time", time.span, time.value or "not stated")

    size = len(article.text)
    there = {mark for mark in found() if 0 <= mark.span.start < mark.span.end <= size}
    return tuple(sorted(there, key=lambda mark: (mark.span.start, -mark.span.end, LAYERS.index(mark.layer), mark.told)))


def pieces(text: str, marks: tuple[Mark, ...]) -> Iterator[Piece]:
    """The text cut wherever a mark begins or ends: marks may lie in each other or overlap as they like."""
    edges = sorted({0, len(text), *(mark.span.start for mark in marks), *(mark.span.end for mark in marks)})
    waiting = list(reversed(marks))
    active: list[Mark] = []
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.span.end > start]
        while waiting and waiting[-1].span.start <= start:
            active.append(waiting.pop())
        yield Piece(start, end, tuple(active))
