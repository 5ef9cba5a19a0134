"""W3C Web Annotation: each finding as a note on the very words, found by their place and by themselves."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from mahdar.export._choice import Choice
from mahdar.export._names import actor_iri, article_iri, finding_iri, page_url
from mahdar.model import Article, Entity, Record, Span

__all__ = ["annotation_page"]

Node = dict[str, Any]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_BESIDE = 32
_MAKER = {"id": "urn:mahdar:software", "type": "Software", "name": "mahdar"}


def annotation_page(choice: Choice) -> Iterator[bytes]:
    """One AnnotationPage, an item a line. Offsets are code points, as the model says they are."""
    head = {
        "@context": _CONTEXT,
        "id": f"urn:mahdar:annotations:{choice.what}",
        "type": "AnnotationPage",
        "startIndex": 0,
    }
    yield msgspec.json.encode(head)[:-1] + b',"items":[\n'
    before = b""
    for note in _notes(choice):
        choice.tell("annotations")
        yield before + msgspec.json.encode(note)
        before = b",\n"
    yield b"\n]}\n"


def _notes(choice: Choice) -> Iterator[Node]:
    for article, record, places in choice.articles():
        page = _Page(article, record)
        if choice.what == "articles":
            for sort, make in _MAKERS.items():
                for number, finding in enumerate(getattr(record, sort)):
                    yield from make(page, number, finding)
        else:
            for place in places:
                yield from _MAKERS[choice.what](page, place, getattr(record, choice.what)[place])


class _Page:
    """An article that is written on."""

    def __init__(self, article: Article, record: Record) -> None:
        self.doc = record.doc
        self._text, self._url = article.text, page_url(article.url)
        self._actors = {one.id: one for one in record.entities}

    def target(self, span: Span) -> Node:
        """The words: where they stand, and the words themselves with as much of what is around them as makes them the only ones."""
        text, start, end = self._text, span.start, span.end
        beside = _BESIDE
        while True:
            before, after = max(0, start - beside), min(len(text), end + beside)
            if text.find(text[before:after]) == before and text.find(text[before:after], before + 1) < 0:
                break
            beside *= 2
        source = {"id": article_iri(self.doc), "type": "Text", "format": "text/plain", "language": "ar"}
        return {
            "type": "SpecificResource",
            "source": source,
            **({"scope": self._url} if self._url else {}),
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[before:start],
                    "suffix": text[end:after],
                },
            ],
        }

    def note(self, ident: str, motivation: str, spans: Iterable[Span], body: list[Node]) -> Iterator[Node]:
        targets = [self.target(span) for span in spans if span.end > span.start]
        if targets:
            yield {
                "id": ident,
                "type": "Annotation",
                "motivation": motivation,
                "generator": _MAKER,
                "body": body,
                "target": targets,
            }

    def names(self, keys: Iterable[str]) -> str:
        return ", ".join(self._actors[key].name if key in self._actors else key for key in keys)

    def whom(self, keys: Iterable[str]) -> list[Node]:
        """Those who have a part in it, as resources that identify them."""
        return [_identified(key) for key in dict.fromkeys(keys)]


def _tag(value: str) -> Node:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": "tagging"}


def _told(value: str) -> Node:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": "describing"}


def _identified(key: str) -> Node:
    return {"type": "SpecificResource", "source": actor_iri(key), "purpose": "identifying"}


def _entity(page: _Page, _: int, one: Entity) -> Iterator[Node]:
    for mention in one.mentions:
        ident = finding_iri("annotation", f"{page.doc}-mention-{mention.span.start}-{mention.span.end}-{one.id}")
        body = [_identified(one.id), _tag(f"entity:{one.kind}"), _told(one.name_en or one.name)]
        yield from page.note(ident, "identifying", (mention.span,), body)


def _time(page: _Page, number: int, one: Any) -> Iterator[Node]:
    ident = finding_iri("annotation", f"{page.doc}-time-{number}")
    body = [_tag(f"time:{one.type}"), *([_told(one.value)] if one.value else [])]
    yield from page.note(ident, "tagging", (one.span,), body)


def _statement(page: _Page, _: int, one: Any) -> Iterator[Node]:
    told = f"{page.names(one.speaker) or '?'}: {one.act} ({one.form})"
    told += f"; by way of {page.names(one.chain)}" if one.chain else ""
    body = [_tag(f"statement:{one.act}"), _told(told), *page.whom(one.speaker)]
    yield from page.note(finding_iri("annotation", one.id), "describing", one.content, body)


def _event(page: _Page, _: int, one: Any) -> Iterator[Node]:
    parties = ", ".join(f"{page.names((key,))} ({role})" for key, role in one.who)
    told = f"{one.kind}, {one.status}: {parties}" + (f"; {one.time}" if one.time else "")
    body = [_tag(f"event:{one.kind}"), _tag(f"status:{one.status}"), _told(told), *page.whom(key for key, _ in one.who)]
    yield from page.note(finding_iri("annotation", one.id), "describing", one.evidence.spans, body)


def _fact(page: _Page, number: int, one: Any) -> Iterator[Node]:
    body = [
        _tag(f"fact:{one.property}"),
        _told(f"{page.names((one.subject,))}: {one.property} {one.value}, {one.status}"),
    ]
    ident = finding_iri("annotation", f"{page.doc}-fact-{number}")
    yield from page.note(ident, "describing", one.evidence.spans, [*body, _identified(one.subject)])


def _step(page: _Page, _: int, one: Any) -> Iterator[Node]:
    told = f"{one.agreement}: {one.step}, {one.status}; {page.names(one.parties)}"
    body = [_tag(f"agreement:{one.step}"), _told(told), *page.whom(one.parties)]
    yield from page.note(finding_iri("annotation", one.id), "describing", one.evidence.spans, body)


def _accusation(page: _Page, _: int, one: Any) -> Iterator[Node]:
    told = f"{page.names(one.accuser) or '?'} against {page.names(one.accused) or '?'}"
    body = [_tag("accusation"), _told(told), *page.whom((*one.accuser, *one.accused))]
    yield from page.note(finding_iri("annotation", one.id), "describing", one.words, body)


_MAKERS: dict[str, Any] = {
    "entities": _entity,
    "times": _time,
    "statements": _statement,
    "events": _event,
    "facts": _fact,
    "agreements": _step,
    "accusations": _accusation,
}
