"""The tree of clauses: where each begins and ends, and what it hangs on."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from mahdar.events._clauses import Clauses, read_clauses
from mahdar.events._lexicon import lexicon
from mahdar.events._view import View
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.brackets import parse
from mahdar.mentions import find_mentions
from mahdar.model import Article
from mahdar.resolution import resolve
from mahdar.text import read_document
from mahdar.times import find_times

CASES = Path(__file__).parent / "cases" / "clauses.toml"
ON = "2018-05-16"


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def read(text: str) -> tuple[View, Clauses]:
    known, words = knowledge(), lexicon(knowledge())
    document = read_document(Article(doc="case", text=text), known)
    who = resolve(document, find_mentions(document, known), ON, known)
    view = View(document, who, find_times(document, ON, known), (), words.capitals, words.origins, words.whole_verbs)
    return view, read_clauses(view, 0, len(view.tokens))


def extents(view: View, clauses: Clauses) -> set[tuple[str, int, int]]:
    """Kind, start and end of each clause, the marks at its ends left out."""
    found = set()
    for clause in clauses.all:
        words = [token for token in view.tokens[clause.first : clause.last] if token.kind != "punct"]
        if words:
            found.add((clause.kind, words[0].start, words[-1].end))
    return found


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{group['about']}: {case}")
        for group in tomllib.loads(CASES.read_text(encoding="utf-8"))["group"]
        for case in group["cases"]
    ],
)
def test_clauses(case: str) -> None:
    marked = parse(case)
    view, clauses = read(marked.text)
    found = extents(view, clauses)
    wanted = {(label, span.start, span.end) for label, span in marked.spans if label}
    assert wanted <= found, found
    kinds = {label for label, _, _ in wanted}
    assert {one for one in found if one[0] in kinds and one[0] != "main"} == {one for one in wanted if one[0] != "main"}


@pytest.mark.parametrize(
    "text",
    [
        "قال الوزير، الذي زار بكين، إن بلاده، التي انسحبت من الاتفاق، ستوقع معاهدة تضمن السلام، وأكد أنها ستلتزم.",
        "تساءل السفير، بعد أن اجتمع مع الوزير، إذا كنا ندعم الحركة التي تسيطر على القطاع فهل تعتقد أنهم سيسمحون؟",
        "أكد الرئيس أن بلاده لم ولن توقع الاتفاق؛ ولكن كيف يمكن أن تدعم الحكومة دون أن تفاوض؟ .",
    ],
)
def test_each_token_is_of_the_innermost_clause_that_holds_it(text: str) -> None:
    view, clauses = read(text)
    for at in range(len(view.tokens)):
        number = clauses.number(at)
        clause = clauses.all[number]
        assert clause.first <= at < clause.last
        inside = [n for n, other in enumerate(clauses.all) if other.parent == number and other.first <= at < other.last]
        assert not inside


def test_a_clause_goes_on_after_what_hangs_on_it() -> None:
    view, clauses = read("استقبل الوزير، الذي زار بكين، نظيره الصيني.")
    relative = next(at for at, token in enumerate(view.tokens) if "relative_strict" in token.tags)
    onward = clauses.after(relative, 0)
    assert view.tokens[onward].kind == "punct" and clauses.number(onward) == 0
    assert clauses.before(onward - 1, 0) == relative - 1
    assert clauses.all[clauses.number(relative)].antecedent == 1


def test_a_relative_ends_with_its_sentence() -> None:
    view, clauses = read("عاد الوزير الذي زار بكين")
    assert clauses.after(len(view.tokens) - 1, 0) == -1
