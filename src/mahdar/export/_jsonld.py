"""JSON-LD: events, quotations and claims in the words of schema.org, each with the passages that it was read from."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from mahdar.export._choice import Choice
from mahdar.export._days import closed_days
from mahdar.export._names import actor_iri, article_iri, finding_iri, page_url, place_in
from mahdar.export._rows import Told, episode_row, quote_row, rows
from mahdar.model import FAMILIES, Article, Record, Span

__all__ = ["jsonld_graph"]

Node = dict[str, Any]

# Written out here, so that no reader has to fetch one: the words are those of schema.org; what it has no word for is ours.
_CONTEXT: Node = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "mahdar": "urn:mahdar:word:",
    "mahdar:chain": {"@container": "@list"},
    "prov:wasDerivedFrom": {"@type": "@id"},
    "url": {"@type": "@id"},
    "eventStatus": {"@type": "@id"},
}
_TYPES = {"person": "Person", "state": "Country", "org": "Organization", "place": "Place", "group": "Organization"}
_STATUSES = {"cancelled": "https://schema.org/EventCancelled", "planned": "https://schema.org/EventScheduled"}
_HOSTS = ("host",)


class _Who:
    """The actors of an article or an episode as nodes."""

    def __init__(self, kinds: dict[str, str]) -> None:
        self._kinds = kinds

    def node(self, one: Any) -> Node:
        node: Node = {
            "@id": actor_iri(one.id),
            "@type": _TYPES.get(self._kinds.get(one.id, ""), "Thing"),
            "name": one.name,
        }
        return node | ({"alternateName": one.name_en} if one.name_en else {})

    def all(self, several: Iterable[Any]) -> list[Node]:
        return [self.node(one) for one in several]


def jsonld_graph(choice: Choice) -> Iterator[bytes]:
    """One document: {"@context": …, "@graph": […]}, a node a line."""
    yield b'{"@context":' + msgspec.json.encode(_CONTEXT) + b',"@graph":[\n'
    before = b""
    for node in _nodes(choice):
        yield before + msgspec.json.encode({key: value for key, value in node.items() if value not in (None, [], "")})
        before = b",\n"
    yield b"\n]}\n"


def _nodes(choice: Choice) -> Iterator[Node]:
    if choice.what in ("episodes", "quotes"):
        # One node an article would need all of them in memory: each finding tells what it needs of its articles.
        yield from _episodes(choice) if choice.what == "episodes" else _quotes(choice)
        return
    makers = _MAKERS if choice.what == "articles" else {choice.what: _MAKERS[choice.what]}
    for article, record, places in choice.articles():
        who = _Who({one.id: one.kind for one in record.entities})
        choice.tell("articles")
        yield _article(article, record)
        for table, make in makers.items():
            for row in rows(table, article, record, None if choice.what == "articles" else places):
                choice.tell(table)
                yield make(row, who)


def _article(article: Article, record: Record) -> Node:
    return {
        "@id": article_iri(record.doc),
        "@type": "NewsArticle",
        "identifier": record.doc,
        "headline": article.title,
        "url": page_url(article.url),
        "datePublished": record.published,
        "inLanguage": "ar",
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet} if article.outlet else None,
    }


def _evidence(doc: str, spans: Iterable[Span], rule: str | None) -> Node:
    """Where it is written, and which rule read it there."""
    derived = [place_in(doc, span.start, span.end) for span in spans]
    return {"prov:wasDerivedFrom": derived, **({"mahdar:rule": rule} if rule else {})}


def _days(value: str | None) -> Node:
    days = closed_days(value)
    dates = {"startDate": days[0], "endDate": days[1]} if days else {}
    return {**dates, **({"mahdar:edtf": value} if value else {})}


def _happening(kind: str, parties: Iterable[Any], place: str | None, status: str, who: _Who) -> Node:
    """What events of both levels have: each party with its role."""
    takes = "attendee" if FAMILIES.get(kind) in ("contact", "accord") else "contributor"
    roles: dict[str, list[Node]] = {}
    for one in parties:
        name = "organizer" if one.role in _HOSTS else takes
        roles.setdefault(name, []).append({"@type": "Role", "roleName": one.role, name: who.node(one)})
    return {
        "@type": "Event",
        "additionalType": kind,
        "mahdar:status": status,
        "eventStatus": _STATUSES.get(status),
        **roles,
        "location": {"@type": "Place", "name": place} if place else None,
    }


def _named(kind: str, parties: Iterable[Any]) -> str:
    names = ", ".join(one.name for one in parties)
    return f"{kind.replace('_', ' ')}: {names}" if names else kind.replace("_", " ")


def _event(row: Any, who: _Who) -> Node:
    return {
        "@id": finding_iri("event", row.id),
        **_happening(row.kind, row.parties, row.place, row.status, who),
        "name": _named(row.kind, row.parties),
        **_days(row.time),
        "description": " … ".join(row.words),
        "mahdar:chain": who.all(row.chain),
        "subjectOf": {"@id": article_iri(row.doc)},
        **_evidence(row.doc, row.spans, row.rule),
    }


def _statement(row: Any, who: _Who) -> Node:
    return {
        "@id": finding_iri("statement", row.id),
        "@type": "Quotation",
        "text": " … ".join(row.words),
        "creator": who.all(row.speakers),
        "inLanguage": "ar",
        "mahdar:act": row.act,
        "mahdar:form": row.form,
        "mahdar:cue": row.cue,
        "mahdar:to": who.all(row.to),
        "mahdar:chain": who.all(row.chain),
        "isPartOf": {"@id": article_iri(row.doc)},
        **_evidence(row.doc, row.spans, row.rule),
    }


def _fact(row: Any, who: _Who) -> Node:
    at = str(row.spans[0].start) if row.spans else ""
    return {
        # A fact has no id of its own; where it is written makes one.
        "@id": finding_iri("fact", "-".join((row.doc, row.subject.id, row.property, row.value, row.status, at))),
        "@type": "Claim",
        "about": who.node(row.subject),
        "mahdar:property": row.property,
        "mahdar:value": row.value,
        "mahdar:status": row.status,
        "text": " … ".join(row.words),
        "mahdar:chain": who.all(row.chain),
        "appearance": {"@id": article_iri(row.doc)},
        **_evidence(row.doc, row.spans, row.rule),
    }


def _accusation(row: Any, who: _Who) -> Node:
    return {
        "@id": finding_iri("accusation", row.id),
        "@type": "Claim",
        "creator": who.all(row.accusers),
        "about": who.all(row.accused),
        "text": " … ".join(row.words),
        "mahdar:saidIn": {"@id": finding_iri("statement", row.statement)},
        "mahdar:answeredBy": [{"@id": finding_iri("statement", answer)} for answer in row.answers],
        "mahdar:chain": who.all(row.chain),
        "appearance": {"@id": article_iri(row.doc)},
        **_evidence(row.doc, row.spans, row.rule),
    }


_MAKERS: dict[str, Callable[[Any, _Who], Node]] = {
    "events": _event,
    "statements": _statement,
    "facts": _fact,
    "accusations": _accusation,
}


def _reports(told: Iterable[Told]) -> Node:
    """The articles of an episode or quote, each with its day, outlet, and the passage."""
    return {
        "subjectOf": [
            {
                "@id": article_iri(one.doc),
                "@type": "NewsArticle",
                "identifier": one.doc,
                **({"datePublished": one.published} if one.published else {}),
                **({"publisher": {"@type": "NewsMediaOrganization", "name": one.outlet}} if one.outlet else {}),
                **({"mahdar:copyOf": {"@id": article_iri(one.copy_of)}} if one.copy_of else {}),
            }
            for one in told
        ],
        "prov:wasDerivedFrom": [place_in(one.doc, span.start, span.end) for one in told for span in one.spans],
    }


def _episodes(choice: Choice) -> Iterator[Node]:
    for line in choice.episodes():
        choice.tell("episodes")
        row, who = episode_row(line), _Who({one.id: one.kind for one in line.parties})
        yield {
            "@id": finding_iri("episode", row.id),
            **_happening(row.kind, row.parties, row.place, row.status, who),
            "name": _named(row.kind, row.parties),
            **(_days(row.day) if row.dated_by == "event" else {"mahdar:reportedOn": row.day}),
            "mahdar:standing": list(row.standing),
            "mahdar:reports": row.reports,
            "mahdar:independentSources": row.sources,
            **_reports(row.told),
        }


def _quotes(choice: Choice) -> Iterator[Node]:
    for line in choice.quotes():
        choice.tell("quotes")
        row, who = quote_row(line), _Who({one.id: one.kind for one in line.speakers})
        yield {
            "@id": finding_iri("quote", row.id),
            "@type": "Quotation",
            "text": row.words,
            "creator": who.all(row.speakers),
            "inLanguage": "ar",
            "mahdar:act": row.act,
            "mahdar:sameWords": row.same,
            "mahdar:reports": row.reports,
            "mahdar:independentSources": row.sources,
            **_reports(row.told),
        }
