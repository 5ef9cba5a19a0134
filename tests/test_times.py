"""The times room: what is found, with which value, and what is left alone."""

import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.brackets import parse
from mahdar.model import Article
from mahdar.text import read_document
from mahdar.times import date_article, find_times

CASES = Path(__file__).parent / "cases" / "times"
EXAMPLES_ON = "2018-05-16"


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def found(text: str, on: str | None) -> list[tuple[str, str | None]]:
    document = read_document(Article(doc="case", text=text), knowledge())
    return [(time.span.of(text), time.value) for time in find_times(document, on, knowledge())]


def groups() -> list[tuple[str, dict[str, object]]]:
    return [
        (f"{path.stem}: {group['about']}", group)
        for path in sorted(CASES.glob("*.toml"))
        for group in tomllib.loads(path.read_text(encoding="utf-8")).get("group", ())
    ]


def cases(kind: str) -> list[object]:
    return [
        pytest.param(marked, group.get("on"), id=f"{about}: {marked}")
        for about, group in groups()
        for marked in group.get(kind, ())  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize(("marked", "on"), cases("yes"))
def test_found_with_value(marked: str, on: str | None) -> None:
    case = parse(marked)
    assert found(case.text, on) == [(span.of(case.text), label) for label, span in case.spans]


@pytest.mark.parametrize(("marked", "on"), cases("none"))
def test_found_without_value(marked: str, on: str | None) -> None:
    start, end = marked.index("["), marked.index("]")
    text = marked.replace("[", "").replace("]", "")
    assert found(text, on) == [(text[start : end - 1], None)]


@pytest.mark.parametrize(("text", "on"), cases("no"))
def test_left_alone(text: str, on: str | None) -> None:
    assert found(text, on) == []


def test_enough_cases() -> None:
    assert len(cases("yes")) >= 400
    assert len(cases("no")) >= 100


def entries() -> list[object]:
    words = [*load_knowledge().times, *load_knowledge().time_contexts]
    return [pytest.param(word, id=word.id) for word in words]


@pytest.mark.parametrize("word", entries())
def test_examples_of_the_table(word: object) -> None:
    for marked in word.yes:  # type: ignore[attr-defined]
        case = parse(marked)
        assert found(case.text, EXAMPLES_ON) == [(span.of(case.text), label) for label, span in case.spans], marked
    for text in word.no:  # type: ignore[attr-defined]
        assert found(text, EXAMPLES_ON) == [], text


def words_of_time() -> list[str]:
    forms = [form for word in load_knowledge().times for form in (*word.forms, *word.weak, *word.plural, *word.dual)]
    return [
        *forms,
        *(f"ال{form}" for form in forms),
        "12",
        "2014",
        "31",
        "1446",
        "3:25",
        "/",
        "-",
        "(",
        ")",
        "،",
        ".",
        "و",
        "\n",
        "لقاء",
        "ـ",
        "م",
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(words_of_time()), max_size=14),
    st.sampled_from(["", " ", " "]),
    st.sampled_from([None, "2018-05-16", "0001-01-01", "9999-12-31"]),
)
def test_spans_cut_the_text(pieces: list[str], glue: str, on: str | None) -> None:
    text = glue.join(pieces)
    document = read_document(Article(doc="any", text=text), knowledge())
    end = 0
    for time in find_times(document, on, knowledge()):
        assert end <= time.span.start < time.span.end <= len(text)
        assert time.span.of(text).strip()
        end = time.span.end


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    document = read_document(Article(doc="any", text=text), knowledge())
    for time in find_times(document, "2018-05-16", knowledge()):
        assert 0 <= time.span.start < time.span.end <= len(text)
    date_article(document, knowledge())
