"""An article as a page shows it: paragraphs of pieces, and which findings lie on each piece."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from mahdar.explanations import Explanation, explain
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Record, Span

__all__ = ["HERE", "LAYERS", "Finding", "Paragraph", "Piece", "findings_of", "paragraphs_of"]

# From the ground to the top: what covers most lies below, so that a click meets the smallest.
LAYERS = ("dropped", "statement", "event", "fact", "agreement", "accusation", "mention", "time")
HERE = "here"


class Finding(msgspec.Struct, frozen=True):
    """Something that was found: the key by which an address names it, the layer that it is marked in, its places in the text, and
    its explanation. `record` is what the record holds of it."""

    key: str
    layer: str
    spans: tuple[Span, ...]
    told: Explanation
    record: object


class Piece(msgspec.Struct, frozen=True):
    """Characters with the same findings on them: the layers of these, and their keys, the smallest first. `here` says that they are
    asked for, `first` that they are the first of those."""

    words: str
    layers: tuple[str, ...]
    keys: tuple[str, ...]
    here: bool
    first: bool


class Paragraph(msgspec.Struct, frozen=True):
    """A line of the text; `zone` says what it is on the page (title, body, boilerplate ...)."""

    zone: str
    pieces: tuple[Piece, ...]


def findings_of(article: Article, record: Record, knowledge: Knowledge) -> tuple[Finding, ...]:
    """All findings of a record in its order, each with a key of its own.

    Statements, events, steps and accusations have their ids for keys, an entity its own, a time its place, a fact its number.
    """
    told = iter(explain(article, record, knowledge))
    found: list[Finding] = []
    for entity in record.entities:
        spans = tuple(mention.span for mention in entity.mentions)
        found.append(Finding(entity.id, "mention", spans, next(told), entity))
    for time in record.times:
        found.append(Finding(f"t{time.span.start}-{time.span.end}", "time", (time.span,), next(told), time))
    for said in record.statements:
        found.append(Finding(said.id, "statement", said.content or said.evidence.spans, next(told), said))
    for event in record.events:
        found.append(Finding(event.id, "event", event.evidence.spans, next(told), event))
    for number, fact in enumerate(record.facts, 1):
        found.append(Finding(f"f{number}", "fact", fact.evidence.spans, next(told), fact))
    for step in record.agreements:
        found.append(Finding(step.id, "agreement", step.evidence.spans, next(told), step))
    for charge in record.accusations:
        found.append(Finding(charge.id, "accusation", charge.words or charge.evidence.spans, next(told), charge))
    return tuple(found)


class _Lying(msgspec.Struct, frozen=True):
    """A finding, or something else, on a stretch of the text."""

    start: int
    end: int
    layer: str
    key: str


def paragraphs_of(
    article: Article, record: Record, findings: Sequence[Finding], here: Sequence[Span]
) -> tuple[Paragraph, ...]:
    """The whole text, a paragraph a line, cut wherever a finding or what is asked for begins or ends."""
    size = len(article.text)
    lying = [
        _Lying(max(0, span.start), min(size, span.end), finding.layer, finding.key)
        for finding in findings
        for span in finding.spans
    ]
    lying += [_Lying(span.start, span.end, "dropped", "") for span in record.dropped]
    lying += [_Lying(span.start, span.end, HERE, "") for span in here]
    lying = [one for one in lying if 0 <= one.start < one.end <= size]
    paragraphs: list[Paragraph] = []
    first = True
    line: list[Piece] = []
    begins = 0
    for start, end, on in _cut(article.text, lying):
        for number, words in enumerate(article.text[start:end].split("\n")):
            if number:
                if line:
                    paragraphs.append(Paragraph(_zone(article, begins), tuple(line)))
                line = []
            if not words:
                continue
            if not line:
                begins = start
            asked = any(one.layer == HERE for one in on)
            line.append(_piece(words, on, here=asked, first=asked and first))
            first = first and not asked
    if line:
        paragraphs.append(Paragraph(_zone(article, begins), tuple(line)))
    return tuple(paragraphs)


def _cut(text: str, lying: Sequence[_Lying]) -> Iterator[tuple[int, int, tuple[_Lying, ...]]]:
    """The text in stretches, each with all that lies on it."""
    edges = sorted({0, len(text), *(one.start for one in lying), *(one.end for one in lying)})
    waiting = sorted(lying, key=lambda one: one.start, reverse=True)
    active: list[_Lying] = []
    for start, end in pairwise(edges):
        active = [one for one in active if one.end > start]
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        yield start, end, tuple(active)


def _piece(words: str, on: Sequence[_Lying], *, here: bool, first: bool) -> Piece:
    layers = {one.layer for one in on} - {HERE}
    keyed = sorted(
        (one for one in on if one.key), key=lambda one: (one.end - one.start, -LAYERS.index(one.layer), one.key)
    )
    return Piece(
        words, tuple(sorted(layers, key=LAYERS.index)), tuple(dict.fromkeys(one.key for one in keyed)), here, first
    )


def _zone(article: Article, at: int) -> str:
    return next((str(zone.kind) for zone in article.zones if zone.span.start <= at < zone.span.end), "body")
