"""The engine of the rules on its own: phrases by their first word, and the scope of cues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mahdar.knowledge import load_knowledge
from mahdar.model import Article
from mahdar.rules import Modifier, PhraseTable, find_scopes
from mahdar.text import Token, read_document


def words(text: str) -> tuple[Token, ...]:
    return read_document(Article(doc="case", text=text), load_knowledge()).tokens


def never(at: int) -> bool:
    return False


def test_a_word_is_looked_up_whole_and_bare() -> None:
    token = words("والمقررة")[0]
    assert token.spellings == ("والمقرره", "المقرره", "مقرره")
    assert words("زار")[0].spellings == ("زار",)


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ("من المقرر أن يزور", 0, (2, "plan")),
        ("ومن المقرر أن يزور", 0, (2, "plan")),
        ("من المقرر", 0, (2, "plan")),
        ("من هذا", 0, None),
        ("من", 0, None),
        ("تمهيدا للزيارة", 0, (1, "before")),
        ("تمهيدا لزيارة", 0, (1, "before")),
        ("تمهيدا", 0, None),
        ("المقرر", 0, (1, "adjective")),
    ],
)
def test_phrases(text: str, at: int, told: tuple[int, str] | None) -> None:
    table = PhraseTable([("من المقرر", "plan"), ("تمهيدا ل", "before"), ("المقرر", "adjective")])
    tokens = words(text)
    assert table.at(tokens, at, len(tokens)) == told


def test_the_longest_phrase_wins() -> None:
    table = PhraseTable([("من", "short"), ("من المقرر", "long")])
    tokens = words("من المقرر")
    assert table.at(tokens, 0, 2) == (2, "long")
    assert table.at(tokens, 0, 1) == (1, "short")
    assert "من" in table
    assert "المقرر" not in table


PLANNED = Modifier("planned", "planned", "after", 3)
WAITED = Modifier("waited", "planned", "before", 2)
COMMA = Modifier("if", "proposed", "after", 9, stops=("comma",))
STOPPED = Modifier("stopped", "denied", "after", 9, stops=("preposition",))


def reached(text: str, modifier: Modifier, form: str, ends: frozenset[int] = frozenset()) -> list[str]:
    tokens = words(text)
    scopes = find_scopes(tokens, 0, len(tokens), PhraseTable([(form, modifier)]), lambda at: at in ends)
    return [tokens[at].form for scope in scopes for at in range(len(tokens)) if scope.reaches(at)]


def test_a_cue_reaches_so_many_words_after_it() -> None:
    assert reached("قيل سوف يزور الوزير تونس غدا", PLANNED, "سوف") == ["يزور", "الوزير", "تونس"]


def test_a_cue_reaches_back() -> None:
    assert reached("تحدث عن الزيارة الطويلة المرتقبة", WAITED, "المرتقبة") == ["الزياره", "الطويله"]


def test_a_clause_that_ends_stops_the_scope() -> None:
    assert reached("سوف يزور الوزير تونس", PLANNED, "سوف", frozenset((2,))) == ["يزور"]
    assert reached("تحدث عن الزيارة المرتقبة", WAITED, "المرتقبة", frozenset((2,))) == []


def test_a_comma_or_a_tag_may_stop_it() -> None:
    assert reached("إذا زار الوزير، غادر السفير", COMMA, "إذا") == ["زار", "الوزير"]
    assert reached("لم يزر الوزير في الصيف", STOPPED, "لم") == ["يزر", "الوزير"]


def test_each_cue_has_its_own_scope() -> None:
    tokens = words("سوف يزور تونس وسوف يغادر")
    scopes = find_scopes(tokens, 0, len(tokens), PhraseTable([("سوف", PLANNED)]), never)
    assert [(scope.cue_first, scope.first) for scope in scopes] == [(0, 1), (3, 4)]


@given(st.text(alphabet="سوف يزرالوم ،.", max_size=60))
def test_scopes_lie_within_the_sentence(text: str) -> None:
    tokens = words(text)
    for scope in find_scopes(tokens, 0, len(tokens), PhraseTable([("سوف", PLANNED), ("الوزير", WAITED)]), never):
        assert 0 <= scope.first <= scope.last <= len(tokens)
        assert scope.cue_first < scope.cue_last
