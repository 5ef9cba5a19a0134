"""Accusations that several articles report, and answers that stand in others. The articles are our own."""

import itertools
from pathlib import Path

import pytest

from mahdar.engine import link_store
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.linking import link, read_extract
from mahdar.model import Article
from mahdar.pipeline import analyse
from mahdar.query import accusations
from mahdar.store import Store

CHARGE = "اتهمت بريطانيا روسيا بتسميم العميل السابق بغاز الأعصاب في مدينة سالزبري."
AGAIN = "واتهمت لندن موسكو بتسميم العميل السابق بغاز الأعصاب. وقالت إن الرد قادم."
DENIAL = "نفت روسيا تسميم العميل السابق بغاز الأعصاب في سالزبري، ووصفت الخبر بأنه مختلق."
OTHER = "نفت روسيا إغلاق المركز الثقافي في العاصمة."


def article(doc: str, day: str, text: str, outlet: str = "alif") -> Article:
    return Article(doc=doc, text=text, outlet=outlet, published=day)


CORPUS = [
    article("a", "2018-03-12", CHARGE),
    article("b", "2018-03-13", AGAIN, "ba"),
    article("c", "2018-03-14", DENIAL, "jim"),
    article("d", "2018-03-14", OTHER, "jim"),
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def test_an_accusation_of_two_articles_is_answered_in_a_third(knowledge: Knowledge) -> None:
    extracts = [read_extract(one, analyse(one, knowledge), knowledge) for one in CORPUS]
    (case,) = link(extracts, knowledge).cases
    assert [charge.doc for charge in case.charges] == ["a", "b"]
    assert [(reply.doc, reply.within) for reply in case.replies] == [("c", False)]
    for order in itertools.permutations(extracts):
        assert link(order, knowledge).cases == (case,)


def test_an_accusation_is_asked_with_what_other_articles_have(place: Path | str, knowledge: Knowledge) -> None:
    with Store.open(place, create=True) as store:
        store.put_many([(one, analyse(one, knowledge), "1") for one in CORPUS])
        link_store(store, knowledge)
        first, second = accusations(store, knowledge, against="روسيا", answered=True)
        assert [reply.source.doc for reply in first.elsewhere] == ["c"]
        assert [source.doc for source in first.also] == ["b"]
        assert [source.doc for source in second.also] == ["a"]
        assert accusations(store, knowledge, against="روسيا", answered=False) == ()


def test_who_said_no_first_is_kept_with_those_who_followed(knowledge: Knowledge) -> None:
    charge = "اتهمت بريطانيا روسيا وسوريا بتسميم العميل السابق بغاز الأعصاب في مدينة سالزبري."
    other = "نفت سوريا تسميم العميل السابق بغاز الأعصاب في سالزبري."
    corpus = [article("a", "2018-03-12", charge), *CORPUS[2:3], article("e", "2018-03-15", other, "ba")]
    extracts = [read_extract(one, analyse(one, knowledge), knowledge) for one in corpus]
    (found,) = [one for one in link(extracts, knowledge).disagreements if one.property == "first_denial"]
    assert [(place.value, place.first) for place in found.positions] == [("RU", "2018-03-14"), ("SY", "2018-03-15")]
    assert found.sort == "update"


def test_one_accusation_in_other_words_is_one_by_its_event(knowledge: Knowledge) -> None:
    attack = "اتهمت بريطانيا روسيا بتنفيذ الهجوم على العميل السابق سيرغي سكريبال في سالزبري يوم 4 مارس."
    later = "وتتهم لندن موسكو بمحاولة اغتيال الجاسوس سيرغي سكريبال في سالزبري يوم 4 مارس، فيما طردت دبلوماسيين."
    corpus = [article("a", "2018-03-12", attack), article("b", "2018-03-28", later, "ba")]
    (case,) = link((read_extract(one, analyse(one, knowledge), knowledge) for one in corpus), knowledge).cases
    assert [charge.doc for charge in case.charges] == ["a", "b"]
