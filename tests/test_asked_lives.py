"""Agreements and accusations asked of a record file, as functions and as commands."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mahdar import analyse
from mahdar.errors import QueryError
from mahdar.knowledge import load_knowledge
from mahdar.model import Article
from mahdar.query import accusations, agreements
from mahdar.store import Store
from tests.conftest import Runner

TEXTS = {
    "one": ("2018-05-09", "انسحبت الولايات المتحدة من الاتفاق النووي الثلاثاء."),
    "two": ("2018-05-10", "انسحبت الولايات المتحدة من خطة العمل الشاملة المشتركة الثلاثاء. واتهمت بريطانيا روسيا بتسميم عميل سابق."),
    "three": ("2025-01-18", "وقع الرئيس الإيراني ونظيره الروسي معاهدة شراكة استراتيجية شاملة مدتها 20 عاما في موسكو الجمعة."),
    "four": ("2025-05-22", "صادق البرلمان الإيراني الأربعاء على معاهدة الشراكة الاستراتيجية مع روسيا. واتهمت فرنسا إيران بتسليح الحوثيين. ونفت طهران هذه الاتهامات."),
}  # fmt: skip


@pytest.fixture
def lives(place: Path | str) -> Iterator[Store]:
    known = load_knowledge()
    with Store.open(place, create=True) as store:
        for doc, (day, text) in TEXTS.items():
            article = Article(doc=doc, text=text, outlet="marqab", published=day)
            store.put(article, analyse(article, known), doc)
        yield store


def test_one_agreement_under_two_names_is_one_with_its_steps(lives: Store) -> None:
    (line,) = agreements(lives, load_knowledge(), name="خطة العمل الشاملة المشتركة")
    assert line.id == "jcpoa" and line.name_en == "Joint Comprehensive Plan of Action"
    (step,) = line.steps
    assert (step.step, step.status, step.when, step.reports) == ("left", "happened", "2018-05-08", 2)
    assert step.words[0].startswith("انسحبت")


def test_one_without_a_name_is_joined_over_articles(lives: Store) -> None:
    (line,) = agreements(lives, load_knowledge(), name="deal:strategic_partnership:IR+RU")
    assert [(step.step, step.when, step.length) for step in line.steps] == [
        ("signed", "2025-01-17", "P20Y"),
        ("ratified", "2025-05-21", None),
    ]
    assert set(line.sides) == {"إيران", "روسيا"}


def test_agreements_of_a_state_by_step_and_day(lives: Store) -> None:
    known = load_knowledge()
    assert [line.id for line in agreements(lives, known, name="US")] == ["jcpoa"]
    assert [line.id for line in agreements(lives, known, steps=("ratified",))] == ["deal:strategic_partnership:IR+RU"]
    assert agreements(lives, known, from_="2020", to="2021") == ()
    with pytest.raises(QueryError):
        agreements(lives, known, steps=("torn",))


def test_accusations_open_and_answered(lives: Store) -> None:
    known = load_knowledge()
    charged = {line.accused[0].id: [answer.act for answer in line.answers] for line in accusations(lives, known)}
    assert charged == {"RU": [], "IR": ["deny"]}
    assert [line.accused[0].id for line in accusations(lives, known, answered=False)] == ["RU"]
    assert [line.accused[0].id for line in accusations(lives, known, by="فرنسا")] == ["IR"]
    assert accusations(lives, known, who="روسيا") == accusations(lives, known, against="RU")
    assert accusations(lives, known, against="فرنسا") == ()


def test_commands(lives: Store, mahdar: Runner) -> None:
    path = str(lives.path)
    told = mahdar("agreements", "jcpoa", "--store", path)
    assert told.status == 0 and "left, happened" in told.out and "in 2 articles" in told.out and "انسحبت" in told.out
    (line,) = json.loads(mahdar("agreements", "الاتفاق النووي", "--json", "--store", path).out)
    assert line["steps"][0]["step"] == "left"
    told = mahdar("accusations", "--answered", "--store", path)
    assert told.status == 0 and "answered" in told.out and "deny" in told.out
    assert len(json.loads(mahdar("accusations", "--json", "--store", path).out)) == 2
