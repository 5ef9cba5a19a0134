"""Persons, terms of office and titles: the tables hold together, and say who held which office on a day."""

import datetime
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from mahdar.knowledge import Knowledge, fold, load_knowledge
from mahdar.knowledge.brackets import parse
from mahdar.knowledge.letters import foreign_letters
from mahdar.knowledge.tables.registry import Tenure

CASES = [
    case
    for path in sorted((Path(__file__).parent / "cases/offices").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
SOURCES = {"own", "wikidata", "reign"}
LEAST_PERSONS, LEAST_TENURES, LEAST_CASES = 3_700, 4_100, 250

_EDGE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")


# Surnames that are also common words (in folded letters), places or first names: what a reading of news wrongly took for persons.
NO_SHORT_NAMES = (
    "ألوان حصاد المسلط نباتي فئران رأتني السلال متكئ هامل ختك فيلات لاكين زائف نقوي مائتا النسور أجبال موتوا جوف جنينة مغنية معزو "
    "حيدان الزعتري السعدون براك أوستن غراهام كيلي فولكر إرنست المريخي المزروعي"
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def first_day(edtf: str) -> datetime.date:
    return datetime.date.fromisoformat(edtf + "-01-01"[len(edtf) - 4 :] if len(edtf) < 10 else edtf)


def last_day(edtf: str) -> datetime.date:
    if len(edtf) == 10:
        return datetime.date.fromisoformat(edtf)
    year, month = int(edtf[:4]), int(edtf[5:7] or 12)
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def covers(tenure: Tenure, day: datetime.date) -> bool:
    return (not tenure.start or first_day(tenure.start) <= day) and (not tenure.end or day <= last_day(tenure.end))


def forms_of(knowledge: Knowledge) -> dict[str, set[tuple[str, str]]]:
    forms: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for office in knowledge.offices:
        for form in (*office.forms, *office.feminine, *office.plural, *office.dual):
            forms[fold(form)].add((office.id, office.of))
    return forms


def test_no_short_name_is_a_common_word_or_a_place(knowledge: Knowledge) -> None:
    short = {fold(name) for person in knowledge.persons for name in person.short_ar}
    assert short.isdisjoint(fold(name) for name in NO_SHORT_NAMES.split())


# ── titles ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_titles_are_of_a_known_kind_and_fixed_to_what_exists(knowledge: Knowledge) -> None:
    known = {state.id for state in knowledge.states} | {organisation.id for organisation in knowledge.organisations}
    for office in knowledge.offices:
        assert office.of in {"state", "org", "either", "none"}, office.id
        assert not office.fixed or office.fixed in known, office.id
        assert office.yes, office.id
        assert office.title == office.title.strip() != "", office.id


def test_a_form_stands_in_two_titles_only_where_what_follows_decides(knowledge: Knowledge) -> None:
    for form, owners in forms_of(knowledge).items():
        assert len({of for _, of in owners}) == len(owners), (form, owners)


def test_a_form_says_no_article_on_its_first_word(knowledge: Knowledge) -> None:
    for office in knowledge.offices:
        for form in (*office.forms, *office.feminine, *office.plural, *office.dual):
            assert not form.split()[0].startswith("ال") or form.split()[0] == "الله", (office.id, form)


def test_examples_mark_a_form_of_their_title(knowledge: Knowledge) -> None:
    for office in knowledge.offices:
        forms = {fold(form) for form in (*office.forms, *office.feminine, *office.plural, *office.dual)}
        for example in office.yes:
            marked = parse(example)
            for span in marked.labelled("office"):
                words = fold(span.of(marked.text))
                assert words in forms or words.removeprefix("ال") in forms, (office.id, example)


# ── persons ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_there_are_enough_of_them(knowledge: Knowledge) -> None:
    assert len(knowledge.persons) >= LEAST_PERSONS
    assert len(knowledge.tenures) >= LEAST_TENURES
    assert len(CASES) >= LEAST_CASES


def test_persons_are_one_each_and_written_in_arabic(knowledge: Knowledge) -> None:
    assert len({person.id for person in knowledge.persons}) == len(knowledge.persons)
    assert len({person.name_en for person in knowledge.persons}) == len(knowledge.persons)
    for person in knowledge.persons:
        assert person.gender in {"m", "f"}, person.id
        assert set(person.source.split(";")) <= SOURCES, person.id
        assert 0 < person.certainty <= 1, person.id
        for name in (person.name_ar, *person.names_ar, *person.short_ar):
            assert name == " ".join(name.split()) != "", person.id
            assert not foreign_letters(name), (person.id, name)
            assert not re.search(r"[^\u0600-\u06ff .\-]", name), (person.id, name)


def test_a_short_name_is_part_of_the_full_one_or_said_alone(knowledge: Knowledge) -> None:
    """A slip of the pen puts somebody else's surname on a row: every short name shares a word with a full one."""
    for person in knowledge.persons:
        words = {word for name in (person.name_ar, *person.names_ar) for word in fold(name).replace("-", " ").split()}
        for name in person.short_ar:
            parts = fold(name).replace("-", " ").split()
            assert words & set(parts), (person.id, name)


# ── terms of office ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_terms_are_of_known_persons_titles_and_bodies(knowledge: Knowledge) -> None:
    persons = {person.id for person in knowledge.persons}
    titles = {office.title for office in knowledge.offices}
    states = {state.id for state in knowledge.states}
    bodies = {organisation.id for organisation in knowledge.organisations}
    for tenure in knowledge.tenures:
        row = (tenure.person, tenure.office, tenure.of)
        title, _, where = tenure.office.partition(" to ")
        assert tenure.person in persons, row
        assert tenure.office in titles or (title in titles and where in states | {"UN", "EU"}), row
        assert tenure.of in states | bodies, row
        assert set(tenure.source.split(";")) <= SOURCES, row
        assert 0 < tenure.certainty <= 1, row


def test_terms_begin_before_they_end(knowledge: Knowledge) -> None:
    for tenure in knowledge.tenures:
        row = (tenure.person, tenure.office, tenure.start, tenure.end, tenure.known_until)
        assert tenure.start, row
        for edge in (tenure.start, tenure.end, tenure.known_until):
            assert not edge or _EDGE.match(edge), row
        assert bool(tenure.end) != bool(tenure.known_until), row
        assert first_day(tenure.start) <= last_day(tenure.end or tenure.known_until), row


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['office']} {case['of']} {case['day']}")
def test_who_held_the_office(knowledge: Knowledge, case: dict[str, Any]) -> None:
    names = {person.id: person.name_en for person in knowledge.persons}
    day = datetime.date.fromisoformat(case["day"])
    found = [
        names[tenure.person]
        for tenure in knowledge.tenures
        if (tenure.office, tenure.of) == (case["office"], case["of"]) and covers(tenure, day)
    ]
    assert found == ([] if case["who"] == "none" else [case["who"]])
