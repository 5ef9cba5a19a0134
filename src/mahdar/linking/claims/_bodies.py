"""Since when a body or a state exists, and who belongs to it."""

import re
from collections.abc import Iterator

from mahdar.knowledge import Knowledge
from mahdar.linking._days import ordinal
from mahdar.linking._words import stems_of
from mahdar.linking.claims._claim import Claim, sentence_of
from mahdar.model import Article, Fact, Record
from mahdar.resolution import Registry, registry
from mahdar.times import days_of

_DATE = re.compile(r"\d{4}(-\d\d){0,2}$")
_BELONGING = {("member_of", False): "member", ("observer_of", False): "observer", ("member_of", True): "no member"}
_NAMED = 3  # words of a body's name that no list has, from which two articles mean the same
_OF_ARTICLES = 366  # days before its article in which a founding is news, or the day that something falls on


def claims_of_bodies(article: Article, record: Record, knowledge: Knowledge) -> Iterator[Claim]:
    """When something was founded, and whether a state is a member, an observer or neither."""
    world = registry(knowledge)
    states = {entity.id: entity.iso for entity in record.entities if entity.kind == "state" and entity.iso}
    for number, fact in enumerate(record.facts):
        if fact.property == "founded" and _is_known(fact.subject, world) and _is_past(fact.value, record.published):
            yield _claim(article, record, number, fact, "founded", fact.value, (fact.subject,))
        value = _BELONGING.get((fact.property, fact.status == "denied"))
        if value and fact.subject in states and fact.value in world.organisations:
            yield _claim(article, record, number, fact, "member_of", value, (states[fact.subject] or "", fact.value))


def _claim(
    article: Article, record: Record, number: int, fact: Fact, name: str, value: str, keys: tuple[str, ...]
) -> Claim:
    sentence = sentence_of(article.text, fact.evidence.spans[0])
    return Claim(
        doc=article.doc, number=number, property=name, value=value, noun=(), keys=keys, event=None, sides=keys, day="",
        period="", status=fact.status, chain=fact.chain, stems=stems_of(sentence.of(article.text)), topic=(),
        published=record.published, outlet=article.outlet, evidence=fact.evidence,
    )  # fmt: skip


def _is_known(subject: str, world: Registry) -> bool:
    """Whether an id means the same body in every article: one of the registry, or made of a name that is long enough."""
    if subject in world.states or subject in world.organisations:
        return True
    return subject.startswith("org:") and len(subject.split("_")) >= _NAMED


def _is_past(value: str, published: str | None) -> bool:
    told, issued = days_of(value), days_of(published)
    if told is None or issued is None or not _DATE.match(value):
        return False
    return ordinal(issued[1]) - ordinal(told[0]) > _OF_ARTICLES
