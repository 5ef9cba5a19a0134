"""What a search finds: Arabic in any form, phrases, fields, Latin names; and what it refuses, in words."""

import pytest

from mahdar import query
from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.query._asked import Part, read_asked
from mahdar.store import Store
from tests.conftest import make


def found(store: Store, known: Knowledge, asked: str, **more: object) -> list[str]:
    return [one.source.doc for one in query.search(store, asked, knowledge=known, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "docs"),
    [
        # clitics, spellings, harakat, tatweel
        ("وللمفاوضات", ["a3", "a2"]),
        ("المُفاوضـــات", ["a3", "a2"]),
        ("ايران", ["a3"]),
        # phrases as they stand, single words too
        ('"المفاوضات مستمرة"', ["a2"]),
        ('"مستمرة المفاوضات"', []),
        ('"مفاوضات"', []),
        ("”موسكو", ["a2"]),
        # Latin names
        ("Lavrov", ["a3", "a2"]),
        ("Sergey Lavrov", ["a2", "a3"]),
        ("Lavrof", ["a3", "a2"]),
        ("Iran", ["a3"]),
        ("Russia Iran", ["a3"]),
        ('"Iran"', ["a3"]),
        ("Lavrov موسكو", ["a2"]),
        # what is not wanted
        ("لافروف -موسكو", ["a3"]),
        ("لافروف -Iran", ["a2"]),
        ('لافروف -"محادثات مع"', ["a3"]),
        ("لافروف -outlet:mina", []),
        ("لافروف -speaker:RU", ["a3"]),
        # fields
        ("title:محادثات", ["a2"]),
        ('title:"محادثات في موسكو"', ["a2"]),
        ('title:"موسكو في محادثات"', []),
        ("title:ظريف", []),
        ("in:title الحدود", ["a1"]),
        ("outlet:mina", ["a3", "a2"]),
        ("outlet:MINA إيران", ["a3"]),
        ("in:said الاتفاق", ["a2"]),
        ("in:said عقد", []),
        ("speaker:RU", ["a2"]),
        ("speaker:Russia in:said الاتفاق", ["a2"]),
        ("speaker:Russia المحادثات", ["a2"]),
        ('speaker:"سعاد الحارث"', ["a3"]),
        ('speaker:"سعاد الحارث" in:said الاتفاق', []),
        # dates
        ("لافروف from:2018-05-15", ["a3"]),
        ("لافروف to:2018-05-15", ["a2"]),
        ("لافروف from:2018-05-14 to:2018-05-14", ["a2"]),
        ("الطقس", ["a4"]),
        ("الطقس to:2030", []),
        ("الطقس from:2001", []),
    ],
)  # fmt: skip
def test_found(filled: Store, known: Knowledge, asked: str, docs: list[str]) -> None:
    assert sorted(found(filled, known, asked)) == sorted(docs)


def test_digits_of_both_kinds(filled: Store, known: Knowledge) -> None:
    filled.put(*make("d", "وصل ٢٥٠ خبيرا و30 مهندسا.", published="2018-06-01"), "d")
    for asked in ("250", "٢٥٠", "۲۵۰", "٣٠"):
        assert found(filled, known, asked) == ["d"]


def test_an_article_of_a_month_is_in_each_of_its_days(filled: Store, known: Knowledge) -> None:
    filled.put(*make("m", "زرافة", published="2018-06", published_from="inferred"), "d")
    assert found(filled, known, "زرافة from:2018-06-20") == ["m"]
    assert found(filled, known, "زرافة from:2018-07") == []
    assert found(filled, known, "زرافة to:2018-06-20") == ["m"]


def test_what_is_corrected_is_found_as_corrected(filled: Store, known: Knowledge) -> None:
    signed = query.Signature("a", "2026-03-01T09:00:00Z", "r")
    filled.add_corrections([query.amend(filled, known, "a3-s1", {"speaker": ["Lavrov"]}, signed)])
    assert found(filled, known, "speaker:Lavrov") == ["a3"]
    assert found(filled, known, 'speaker:"سعاد الحارث"') == []
    filled.put(*make("a3", "لا شيء.", published="2018-05-20"), "new")
    assert found(filled, known, "speaker:Lavrov") == []


def test_the_best_first(filled: Store, known: Knowledge) -> None:
    for doc, text in (("once", "زرافة ثم كلام كثير " + "عن أمور أخرى " * 20), ("thrice", "زرافة وزرافة والزرافات")):
        filled.put(*make(doc, text, published="2018-06-01" if doc == "thrice" else "2018-06-02"), "d")
    assert found(filled, known, "زرافة") == ["once", "thrice"]
    assert found(filled, known, "زرافة", best_first=True) == ["thrice", "once"]


def test_marks_in_passage_and_title(filled: Store, known: Knowledge) -> None:
    (one,) = query.search(filled, "Lavrov title:موسكو", knowledge=known)
    assert [mark.of(one.passage) for mark in one.marks] == ["لافروف", "موسكو"]
    assert [mark.of(one.source.title or "") for mark in one.title_marks] == ["موسكو"]


ATTACKS = [
    "'", "''", "*", "**", "الرئيس*", "^الرئيس", "NEAR", "NEAR(", "NEAR(a b, 5)", "NEAR/3", "a AND", "OR", "NOT", "AND NOT",
    "(", ")", "()", "((((", "{words}", "words", "stems : x", "+", "- -", "--", "-", "a -", "\\", "%", "_", "%_%", "a_b", ";",
    "'; DROP TABLE articles; --", "a\0b", "\0", "\ud800", "a&b|c!d", "<->", "a <2> b", "!a", "&", "|", ":*", "'a':A", ":v1",
    ":low", "$1", "?", "{}", "[]", "\u202e\u200f", "a" * 900, "🙂", "é" * 100, "٪", "\u0640" * 50, "١" * 300, "from:2018 x",
    "-(a)", "search", "rowid", "a\nb\tc", "x:", "http://x.example/a?b=c", "10:30", "ﷺ", "word's", 'in"side',
]  # fmt: skip


@pytest.mark.parametrize("around", ["{}", '"{}"', "-{} الرئيس", "title:{}", 'outlet:"{}"', "in:said {}"])
def test_nothing_that_is_typed_reaches_the_database_as_anything_but_words(
    filled: Store, known: Knowledge, around: str
) -> None:
    for number, asked in enumerate(ATTACKS):
        try:
            query.search(filled, around.replace("{}", asked), knowledge=known, best_first=number % 2 == 0)
        except QueryError as problem:
            assert "syntax" not in str(problem)


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("", "no word to look for"),
        ("!!", "no word to look for"),
        ("-الرئيس", "only what not to look for"),
        ("in:said", "no word to look for"),
        ('"الرئيس', "is not closed"),
        ("«الرئيس", "is not closed"),
        ("author:me", "no field 'author:'; there are: speaker:"),
        ("in:footnotes x", "no place 'in:footnotes'"),
        ("speaker: Lavrov", "nothing stands after 'speaker:'"),
        ("speaker:nobodyatall x", "nobody here is called"),
        ("speaker:Haddad x", "may be any of these"),
        ("x from:yesterday", "'yesterday' is no date"),
        ("x to:2018-13", "'2018-13' is no date"),
        ("x -from:2018", "cannot be left out"),
        ("س" * 10_000, "1000 characters at most"),
        ("كلمة " * 45, "40 words at most"),
        ('"' + "ا ب " * 40 + '"', "60 words at most"),
    ],
)
def test_what_cannot_be_asked(filled: Store, known: Knowledge, asked: str, problem: str) -> None:
    with pytest.raises(QueryError, match=problem):
        query.search(filled, asked, knowledge=known)


def test_parts() -> None:
    assert read_asked('ا -"ب ج" title:«د» Speaker:x') == (
        Part(words="ا"),
        Part(words="ب ج", phrase=True, no=True),
        Part(words="د", field="title", phrase=True),
        Part(words="x", field="speaker"),
    )
