"""The text room: folding, words, sentences, quotations."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.knowledge import fold, load_knowledge
from mahdar.model import Article, Span, Zone
from mahdar.text import Document, fold_tracked, light_stem, read_document

CASES = tomllib.loads((Path(__file__).parent / "cases/text/words.toml").read_text(encoding="utf-8"))
ARABIC = st.text(
    alphabet=st.sampled_from('ابتثجحخدرسعفقكلمنهويىةأإآؤئءپچ ًٌَُِّْـ .،؟!"«»“”()[]\n\u200f0123456789٣٥abXY#_-:'), max_size=300
)


def document(text: str) -> Document:
    return read_document(Article(doc="t", text=text), load_knowledge())


@pytest.mark.parametrize("row", [row for group in CASES["word"] for row in group["rows"]], ids=lambda row: row[0])
def test_words_come_apart(row: list[str | bool]) -> None:
    token = document(str(row[0])).tokens[0]
    assert [token.conj, token.prep, token.future, token.article, token.stem, token.pronoun] == row[1:]


@pytest.mark.parametrize("case", CASES["sentence"], ids=lambda case: case["text"][:20])
def test_sentences(case: dict[str, list[str]]) -> None:
    found = document(str(case["text"]))
    texts = [found.words(Span(found.tokens[s.first].start, found.tokens[s.last - 1].end)) for s in found.sentences]
    assert texts == case["sentences"]


@pytest.mark.parametrize("case", CASES["quote"], ids=lambda case: case["text"][:20])
def test_quotations(case: dict[str, list[str]]) -> None:
    found = document(str(case["text"]))
    assert [found.words(Span(quote.start, quote.end)) for quote in found.quotes] == case["quotes"]


def test_boilerplate_gives_no_tokens() -> None:
    article = Article(
        doc="t", text="شارك\nنص الخبر", zones=(Zone("boilerplate", Span(0, 4)), Zone("body", Span(5, 13)))
    )
    found = read_document(article, load_knowledge())
    assert [token.form for token in found.tokens] == ["نص", "الخبر"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أردوغان", "اردوغان"),
        ("وقَّعا", "وقعا"),
        ("ســوريا", "سوريا"),
        ("مبنى", "مبني"),
        ("ﻻ", "لا"),
        ("١٢", "12"),
        ("كی", "كي"),
    ],
)
def test_spellings_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_light_stem_joins_forms() -> None:
    assert light_stem("والمفاوضات") == light_stem("مفاوضات") == light_stem("للمفاوضات")


@given(ARABIC)
def test_folding_remembers_where_letters_came_from(text: str) -> None:
    folded = fold_tracked(text)
    assert folded.text == fold(text)
    assert len(folded.origins) == len(folded.text)
    for at, char in enumerate(folded.text):
        assert char in fold(text[folded.origins[at]])


@given(ARABIC)
def test_tokens_cut_the_text_in_order(text: str) -> None:
    found = document(text)
    end = 0
    for token in found.tokens:
        assert end <= token.start <= token.stem_start < token.end <= len(text)
        assert fold(text[token.start : token.end]) == token.form
        end = token.end
    at = 0
    for sentence in found.sentences:
        assert at <= sentence.first < sentence.last <= len(found.tokens)
        at = sentence.last
    for quote in found.quotes:
        assert quote.start == found.tokens[quote.first].start
        assert quote.end == found.tokens[quote.last - 1].end
