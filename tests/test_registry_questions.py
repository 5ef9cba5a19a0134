"""Who held an office that day, what somebody held: the questions to the registry."""

import csv
import json
import tomllib
from pathlib import Path

import msgspec
import pytest

from mahdar import query
from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.tables.offices import OfficeTitle
from mahdar.knowledge.tables.registry import Person, Tenure
from mahdar.store import Store
from tests.conftest import Runner, make

PHRASES = Path(__file__).parent / "cases/offices/phrases"
CASES = [
    (phrase, str(day), who)
    for path in sorted(PHRASES.glob("*.toml"))
    for phrase, days in tomllib.loads(path.read_text(encoding="utf-8"))["phrases"].items()
    for day, who in days.items()
]
LEAST_CASES = 400


def answer(terms: query.Terms) -> str:
    """The one who held it; "none"; "open" for a day of change or a presumed holder."""
    if not terms.terms:
        return "none"
    if len(terms.terms) == 1 and terms.terms[0].standing == "held":
        return terms.terms[0].name_en or terms.terms[0].name
    return "open"


def test_there_are_enough_questions() -> None:
    assert len(CASES) >= LEAST_CASES


@pytest.mark.parametrize(("phrase", "day", "who"), CASES)
def test_who_is_meant_by_a_phrase(phrase: str, day: str, who: str) -> None:
    terms = query.terms_asked(load_knowledge(), phrase, day)
    assert isinstance(terms, query.Terms)
    assert answer(terms) == who


# ── a small registry ─────────────────────────────────────────────────────────────────────────────────────────────────


def tenure(person: str, office: str, start: str, end: str = "", until: str = "", of: str = "RU") -> Tenure:
    return Tenure(person, office, of, start, end, until, "test", 0.9)


@pytest.fixture
def seated(known: Knowledge) -> Knowledge:
    """The registry of a few entries with terms of office; the persons are real and the terms are made up."""
    title = {"source": "test"}
    more = {"names_ar": (), "short_ar": (), "gender": "m", "source": "test", "certainty": 1.0}
    return msgspec.structs.replace(
        known,
        persons=(*known.persons, Person(id="p1", name_ar="سالم الوارث", name_en="Salem al-Warith", **more)),
        offices=(
            OfficeTitle(id="o1", title="president", forms=("رئيس",), of="state", feminine=("رئيسة",), **title),
            OfficeTitle(id="o2", title="foreign minister", forms=("وزير خارجية", "وزير الخارجية"), of="state", **title),
            OfficeTitle(id="o3", title="secretary-general", forms=("أمين عام", "أمين العام"), of="org", **title),
            OfficeTitle(id="o4", title="president", forms=("سيد القصر",), of="state", fixed="RU", **title),
        ),
        tenures=(
            tenure("Q58217", "foreign minister", "2004-03", "2018-05-10"),
            tenure("p1", "foreign minister", "2018-05-10", "", "2018-12"),
            tenure("Q58217", "president", "2019", "2020-02-01"),
            tenure("Q1", "secretary-general", "2010-01-01", "2015-01-01", of="un"),
            tenure("Q2", "foreign minister", "2010-01-01", "2015-01-01", of="IR"),
        ),
    )


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2003-12-31", []),
        ("2004-03-20", [("Q58217", "changing", 0.9)]),
        ("2004-04-01", [("Q58217", "held", 0.9)]),
        ("2018-05-09", [("Q58217", "held", 0.9)]),
        ("2018-05-10", [("Q58217", "changing", 0.9), ("p1", "changing", 0.9)]),
        ("2018-05-11", [("p1", "held", 0.9)]),
        ("2018-12-31", [("p1", "held", 0.9)]),
        ("2019-01-01", [("p1", "presumed", 0.9)]),
        ("2020-12-31", [("p1", "presumed", 0.45)]),
        ("2022-12-31", [("p1", "presumed", 0.23)]),
        ("2030-01-01", []),
        ("2018", [("Q58217", "changing", 0.9), ("p1", "changing", 0.9)]),
        ("2017", [("Q58217", "held", 0.9)]),
    ],
)
def test_how_a_holder_stands_to_a_day(seated: Knowledge, day: str, found: list[tuple[str, str, float]]) -> None:
    terms = query.office_terms(seated, "foreign minister", "RU", day)
    assert [(term.person, term.standing, term.certainty) for term in terms.terms] == found
    assert terms.known_from == "2004-03"


@pytest.mark.parametrize(
    ("office", "of"),
    [
        ("foreign minister", "RU"),
        ("Foreign Minister", "ru"),
        ("foreign secretary", "Russia"),
        ("وزير الخارجية", "روسيا"),
        ("وزير خارجيه", "روسيا الاتحادية"),
        ("وزير الخارجية", "الروسي"),
        ("وزير الخارجية", "Moscow"),
        ("foreign minister", "Rusia"),
        ("foreign minister of Russia", None),
    ],
)
def test_ways_of_asking_for_an_office(seated: Knowledge, office: str, of: str | None) -> None:
    terms = query.office_terms(seated, office, of)
    assert (terms.office, terms.of, terms.of_name, terms.of_name_en) == ("foreign minister", "RU", "روسيا", "Russia")
    assert [(term.person, term.start, term.end, term.known_until, term.standing) for term in terms.terms] == [
        ("Q58217", "2004-03", "2018-05-10", None, None),
        ("p1", "2018-05-10", None, "2018-12", None),
    ]


def test_an_office_of_all_states(seated: Knowledge) -> None:
    terms = query.office_terms(seated, "foreign minister", None, "2012-01-01")
    assert [(term.of, term.person) for term in terms.terms] == [("IR", "Q2"), ("RU", "Q58217")]


def test_an_office_that_nobody_held_is_no_error(seated: Knowledge) -> None:
    assert query.office_terms(seated, "president", "IR").terms == ()
    assert query.office_terms(seated, "president", "RU", "1900-01-01").terms == ()


@pytest.mark.parametrize(
    ("office", "of", "on", "problem"),
    [
        ("foreign minster", "RU", None, "no office is called 'foreign minster'; near it are: 'foreign minister'"),
        ("شجرة", "RU", None, "no office is called 'شجرة'"),
        ("president", "Xanadu", None, "no state or organisation is called 'Xanadu'"),
        ("president", "Russland", None, "روسيا (Russia, RU)"),
        ("president", "", None, "no state or organisation is called ''"),
        ("president", "RU", "soon", "'soon' is no date"),
    ],
)
def test_words_that_are_not_known(seated: Knowledge, office: str, of: str, on: str | None, problem: str) -> None:
    with pytest.raises(QueryError) as caught:
        query.office_terms(seated, office, of, on)
    assert problem in str(caught.value)


def test_phrases_and_names(seated: Knowledge) -> None:
    def asked(words: str, on: str | None = "2019-06-01") -> object:
        terms = query.terms_asked(seated, words, on)
        return [term.person for term in terms.terms] if isinstance(terms, query.Terms) else terms

    assert asked("سيد القصر", "2019-06-01") == ["Q58217"]
    assert asked("president of Russia", "2020-01-01") == ["Q58217"]
    assert asked("secretary-general of the United Nations", "2012-01-01") == ["Q1"]
    assert asked("Lavrov") == "Lavrov"
    assert asked("سيرغي لافروف") == "سيرغي لافروف"
    assert asked("روسيا") == "روسيا"
    assert asked("president of nothing") == "president of nothing"


def test_a_holder_who_is_named_is_asked_for_by_name() -> None:
    assert query.terms_asked(load_knowledge(), "الرئيس بوتين") == "بوتين"


def test_former_holders_are_those_before_the_day() -> None:
    terms = query.terms_asked(load_knowledge(), "الرئيس الأميركي السابق", "2018-05-01")
    assert isinstance(terms, query.Terms)
    assert terms.office == "former president" and terms.terms[0].name_en == "Barack Obama"
    assert {term.standing for term in terms.terms} == {"past"}


def test_what_somebody_held(seated: Knowledge, filled_file: Store) -> None:
    one = query.seek(filled_file, seated, "Lavrov")
    assert [(term.office, term.standing) for term in query.terms_of(seated, one, "2019-06").terms] == [
        ("president", "changing")
    ]
    assert [term.office for term in query.terms_of(seated, one, "2018-05-10").terms] == ["foreign minister"]
    assert query.terms_of(seated, one, "2000-01-01").terms == ()
    state = query.terms_of(seated, query.seek(filled_file, seated, "Russia"), "2019-09-01")
    assert [(term.office, term.person) for term in state.terms] == [("foreign minister", "p1"), ("president", "Q58217")]


def test_a_profile_has_the_terms_of_the_registry(seated: Knowledge, filled_file: Store) -> None:
    profile = query.who(filled_file, seated, "Lavrov")
    assert [(term.office, term.of, term.start) for term in profile.terms] == [
        ("foreign minister", "RU", "2004-03"),
        ("president", "RU", "2019"),
    ]
    assert profile.romanised is None
    assert query.who(filled_file, seated, "نعمان الفران").romanised == "Numan al-Farran"
    assert query.who(filled_file, seated, "وكالة الأفق").romanised is None


def test_without_a_record_file_the_registry_answers(seated: Knowledge) -> None:
    with query.Nothing() as nothing:
        profile = query.who(nothing, seated, "Lavrov")
    assert (profile.id, profile.articles, len(profile.terms)) == ("Q58217", 0, 2)


# ── the command line ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_and_office_without_a_record_file(mahdar: Runner) -> None:
    ran = mahdar("who", "وزير الخارجية الإيراني", "--on", "2023-03-29")
    assert (ran.status, ran.err) == (0, "")
    assert "Hossein Amir-Abdollahian" in ran.out and "certainty 0.95" in ran.out and "2021-08-25" in ran.out
    ran = mahdar("office", "foreign minister", "IR")
    assert ran.status == 0 and "Mohammad Javad Zarif" in ran.out and "known until" in ran.out and "own" in ran.out
    terms = json.loads(mahdar("office", "وزير الخارجية", "Iran", "--on", "2014-02-01", "--json").out)
    assert [term["name_en"] for term in terms["terms"]] == ["Mohammad Javad Zarif"]
    ran = mahdar("who", "لافروف", "--on", "2018-05-01")
    assert ran.status == 0 and "foreign minister of RU" in ran.out
    ran = mahdar("who", "Lavrov")
    assert ran.status == 0 and "Terms of office" in ran.out and "there is no record file mahdar.db" in ran.err
    assert json.loads(mahdar("who", "Lavrov", "--json").out)["terms"]
    ran = mahdar("who", "وزير الخارجية الفرنسي", "--on", "2028-06-01")
    assert ran.status == 0 and "presumed" in ran.out


def test_what_is_not_known_and_what_is_no_word(mahdar: Runner) -> None:
    ran = mahdar("office", "king", "FR", "--on", "2018-05-01")
    assert (ran.status, ran.err) == (0, "") and "not known" in ran.out
    for words, problem in (
        (("office", "foreign minster", "IR"), "no office is called 'foreign minster'"),
        (("office", "foreign minister", "Xanadu"), "no state or organisation is called 'Xanadu'"),
        (("office", "foreign minister", "IR", "--on", "soon"), "'soon' is no date"),
        (("who", "شجرة كبيرة"), "nobody here is called"),
        (("who", "Lavrov", "--on", "soon"), "'soon' is no date"),
        (("who", "Lavrov", "--store", "none.db"), "there is no record file none.db"),
    ):
        ran = mahdar(*words)
        assert (ran.status, ran.out) == (2, ""), words
        assert problem in ran.err and "Traceback" not in ran.err


def test_help_of_office_has_examples(mahdar: Runner) -> None:
    ran = mahdar("office", "--help")
    assert ran.status == 0 and "Examples:" in ran.out


def test_articles_whose_day_was_inferred(mahdar: Runner, filled_file: Store, tmp_path: Path) -> None:
    filled_file.put(*make("guessed", "نص قصير.", published="2018-05-07", published_from="inferred"), "d")
    filled_file.close()
    filled_file.path.rename(tmp_path / "mahdar.db")
    ran = mahdar("articles", "--date-from", "inferred")
    assert ran.status == 0
    article, *reasons = ran.out.splitlines()
    assert article.split("\t")[0::2][:2] == ["2018-05-07 (inferred)", "guessed"]
    assert all(line.startswith("\t") for line in reasons)
    assert mahdar("articles", "--date-from", "inferred", "--count").out == "1\n"
    assert mahdar("articles", "--date-from", "none", "--count").out == "1\n"


# ── the sample of mentions in news ───────────────────────────────────────────────────────────────────────────────────

SAMPLE = Path(__file__).parent / "quality/offices.csv"


def test_the_sample_is_judged() -> None:
    """Whether the verdicts still hold says `tools/draw_offices.py check`, where the news is."""
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    persons = {person.id for person in load_knowledge().persons}
    assert len({(row["doc"], row["start"], row["end"]) for row in rows}) == len(rows) == 200
    assert {row["verdict"] for row in rows} <= {"right", "open", "wrong"}
    assert {row["given"] for row in rows} <= persons | {"open", "named", "nobody"}
    assert sum(row["verdict"] != "wrong" for row in rows) >= 190
