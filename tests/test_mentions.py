"""The mentions room: which phrases name or describe actors, and how far they reach."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings

from mahdar.knowledge import load_knowledge
from mahdar.knowledge.brackets import parse
from mahdar.mentions import Phrase, find_mentions
from mahdar.model import Article
from mahdar.text import read_document
from tests.test_text import ARABIC

CASES = tomllib.loads((Path(__file__).parent / "cases/mentions/phrases.toml").read_text(encoding="utf-8"))["case"]
ACTORS = ("person", "org", "group")


def phrases(text: str) -> tuple[Phrase, ...]:
    knowledge = load_knowledge()
    return find_mentions(read_document(Article(doc="t", text=text), knowledge), knowledge)


@pytest.mark.parametrize("marked", [text for case in CASES for text in case["texts"]])
def test_phrases(marked: str) -> None:
    wanted = parse(marked)
    found = {(p.kind, p.span.of(wanted.text)) for p in phrases(wanted.text) if p.kind in ACTORS}
    assert found == {(label, span.of(wanted.text)) for label, span in wanted.spans}


NOUNS = [(noun.id, example) for noun in load_knowledge().nouns for example in noun.yes]
NOT_NOUNS = [(noun.id, example) for noun in load_knowledge().nouns for example in noun.no]


@pytest.mark.parametrize(("entry", "marked"), NOUNS)
def test_nouns_prove_themselves(entry: str, marked: str) -> None:
    wanted = parse(marked)
    found = [(p.kind, p.span.of(wanted.text)) for p in phrases(wanted.text)]
    for label, span in wanted.spans:
        assert (label, span.of(wanted.text)) in found


@pytest.mark.parametrize(("entry", "text"), NOT_NOUNS)
def test_nouns_are_not_seen_where_they_are_not(entry: str, text: str) -> None:
    assert not [p for p in phrases(text) if p.noun == entry]


@settings(max_examples=60, deadline=None)
@given(ARABIC)
def test_phrases_lie_in_the_text(text: str) -> None:
    end = 0
    for phrase in phrases(text):
        assert end <= phrase.span.start < phrase.span.end <= len(text)
        assert all(phrase.first <= part.first and part.last <= phrase.last for part in phrase.parts)
        end = phrase.span.end
