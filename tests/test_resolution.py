"""The resolution room: who is meant, and the same one by the same id."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from mahdar.knowledge import load_knowledge
from mahdar.knowledge.brackets import parse
from mahdar.mentions import find_mentions
from mahdar.model import Article
from mahdar.resolution import Resolution, registry, resolve
from mahdar.text import read_document
from tests.test_text import ARABIC

CASES = tomllib.loads((Path(__file__).parent / "cases/resolution/who.toml").read_text(encoding="utf-8"))["case"]


KEPT = tomllib.loads((Path(__file__).parent / "cases/resolution/kept.toml").read_text(encoding="utf-8"))["case"]


def resolution(text: str, published: str | None) -> Resolution:
    knowledge = load_knowledge()
    document = read_document(Article(doc="t", text=text), knowledge)
    return resolve(document, find_mentions(document, knowledge), published, knowledge)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_who_is_meant(case: dict[str, Any]) -> None:
    marked = parse(case["text"])
    found = {r.span: r.entities for r in resolution(marked.text, case["published"]).references}
    ids: dict[str, str] = {}
    for label, span in marked.spans:
        assert span in found, span.of(marked.text)
        names = label.split(",")
        assert len(found[span]) == len(names), span.of(marked.text)
        for name, entity in zip(names, found[span], strict=True):
            if name.startswith("="):
                assert entity == name[1:], span.of(marked.text)
            else:
                assert ids.setdefault(name, entity) == entity, span.of(marked.text)
    assert len(set(ids.values())) == len(ids)


@pytest.mark.parametrize("case", KEPT, ids=lambda case: case["title"])
def test_what_is_kept_of_others_who_may_be_meant(case: dict[str, Any]) -> None:
    marked = parse(case["text"])
    ((_, span),) = marked.spans
    found = resolution(marked.text, case["published"])
    (meant,) = next(r.entities for r in found.references if r.span == span)
    entity = next(one for one in found.entities if one.id == meant)
    nobody = meant.startswith(("office:", "unnamed:")) or bool(entity.candidates and entity.resolved is None)
    assert nobody == case["open"], meant
    assert [one.entities[0] for one in entity.candidates] == case.get("candidates", [])
    scores = [one.score for one in entity.candidates]
    assert scores == sorted(scores, reverse=True)
    assert set(case.get("reasons", ())) <= {reason for one in entity.candidates[:1] for reason in one.reasons}
    assert list(entity.notes) == case.get("notes", [])


def test_terms_are_asked_by_the_day() -> None:
    book = registry(load_knowledge())
    assert [who for who, _ in book.holders("president", "US", "2018-05-01")] == ["Q22686"]
    assert [who for who, _ in book.holders("president", "US", "2014-05-01")] == ["Q76"]
    assert book.holders("president", "US", None) == ()


@settings(max_examples=60, deadline=None)
@given(ARABIC)
def test_every_mention_cuts_the_text(text: str) -> None:
    found = resolution(text, "2018-05-01")
    ids = {entity.id for entity in found.entities}
    for reference in found.references:
        assert 0 <= reference.span.start < reference.span.end <= len(text)
        assert set(reference.entities) <= ids
    for entity in found.entities:
        assert all(mention.span.of(text) for mention in entity.mentions)
