"""Storylines. The articles are our own."""

import itertools
from pathlib import Path

import pytest

from mahdar.engine import link_store
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.linking import link, read_extract
from mahdar.model import Article, Minutes, Thread
from mahdar.pipeline import analyse
from mahdar.query import thread
from mahdar.store import Store

TALKS = """عقد وزيرا خارجية مصر وإثيوبيا محادثات في الخرطوم، الخميس، حول ملء سد النهضة وتقاسم مياه النيل."""
VISIT = """يزور وزير الخارجية المصري إثيوبيا، الاثنين المقبل، لاستكمال المفاوضات حول ملء سد النهضة وتقاسم مياه النيل."""
SIGNING = """وقعت مصر وإثيوبيا في القاهرة، الثلاثاء، اتفاقا حول ملء سد النهضة وتقاسم مياه النيل بعد محادثات طويلة."""
OTHER = """اتصل وزير الدفاع التركي هاتفيا بنظيره القطري، الأربعاء، لبحث مناورات بحرية مشتركة في الخليج."""


def article(doc: str, day: str, text: str, outlet: str = "alif") -> Article:
    return Article(doc=doc, text=text, outlet=outlet, published=day)


CORPUS = [
    article("a", "2018-03-01", TALKS),
    article("b", "2018-03-09", VISIT, "ba"),
    article("c", "2018-03-20", SIGNING),
    article("d", "2018-03-14", OTHER),
]


def minutes_of(articles: list[Article], knowledge: Knowledge) -> Minutes:
    return link((read_extract(one, analyse(one, knowledge), knowledge) for one in articles), knowledge)


def between(minutes: Minutes, *sides: str) -> Thread:
    (found,) = [one for one in minutes.threads if set(sides) <= set(one.actors)]
    return found


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def minutes(knowledge: Knowledge) -> Minutes:
    return minutes_of(CORPUS, knowledge)


def test_talks_visit_and_signing_are_one_storyline(minutes: Minutes) -> None:
    found = between(minutes, "EG", "ET")
    kinds = {one.id: one.kind for one in minutes.episodes}
    told = [kinds[ident] for ident in found.episodes]
    assert told[0] == "talks"
    assert {"visit", "signing"} <= set(told)
    assert told.index("visit") < told.index("signing")
    assert (found.reports, found.sources) == (3, 3)


def test_what_others_do_is_no_part_of_it(minutes: Minutes) -> None:
    assert all("TR" not in one.actors for one in minutes.threads)


def test_the_order_of_the_articles_does_not_matter(minutes: Minutes, knowledge: Knowledge) -> None:
    extracts = [read_extract(one, analyse(one, knowledge), knowledge) for one in CORPUS]
    for order in itertools.permutations(extracts):
        assert link(order, knowledge).threads == minutes.threads


def test_storylines_are_asked_of_the_store(place: Path | str, knowledge: Knowledge) -> None:
    with Store.open(place, create=True) as store:
        store.put_many([(one, analyse(one, knowledge), "1") for one in CORPUS])
        link_store(store, knowledge)
        (found,) = thread(store, knowledge, "مصر", "إثيوبيا")
        assert found.episodes[0].kind == "talks"
        assert thread(store, knowledge, "مصر", "تركيا") == ()
