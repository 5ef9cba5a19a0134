"""Values that follow each other in time. The articles are our own."""

import itertools
from pathlib import Path

import pytest

from mahdar.engine import link_store
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.linking import link, read_extract
from mahdar.model import Article, Change, Minutes
from mahdar.pipeline import analyse
from mahdar.query import changes
from mahdar.store import Store

BEFORE = "قال وزير الخارجية الأميركي ريكس تيلرسون إن المحادثات مستمرة. وأضاف تيلرسون أن الزيارة قائمة."
AFTER = "قال وزير الخارجية الأميركي مايك بومبيو إن المحادثات مستمرة. وأضاف بومبيو أن الزيارة قائمة."
RATIFIED = "صادقت روسيا على معاهدة الشراكة الإستراتيجية بين روسيا وإيران في 8 أبريل 2025."
IN_FORCE = "دخلت معاهدة الشراكة الإستراتيجية بين روسيا وإيران حيز التنفيذ في 2 أكتوبر 2025."


def article(doc: str, day: str, text: str, outlet: str = "alif") -> Article:
    return Article(doc=doc, text=text, outlet=outlet, published=day)


CORPUS = [
    article("a", "2018-02-20", BEFORE),
    article("b", "2018-02-21", BEFORE, "ba"),
    article("c", "2018-05-02", AFTER),
    article("d", "2018-05-03", AFTER, "ba"),
    article("e", "2018-10-01", BEFORE, "jim"),
]


def minutes_of(articles: list[Article], knowledge: Knowledge) -> Minutes:
    return link((read_extract(one, analyse(one, knowledge), knowledge) for one in articles), knowledge)


def about(minutes: Minutes, what: str) -> Change:
    (found,) = [one for one in minutes.changes if one.about == what]
    return found


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def test_one_holder_follows_another(knowledge: Knowledge) -> None:
    spells = about(minutes_of(CORPUS[:4], knowledge), "foreign minister of US").spells
    assert [(spell.value, spell.first, spell.last, spell.verdict) for spell in spells] == [
        ("rex_tillerson", "2018-02-20", "2018-02-21", "agrees"),
        ("mike_pompeo", "2018-05-02", "2018-05-03", "agrees"),
    ]


def test_a_title_that_has_ended_is_stale(knowledge: Knowledge) -> None:
    spells = about(minutes_of(CORPUS[2:], knowledge), "foreign minister of US").spells
    assert {spell.value: spell.verdict for spell in spells} == {
        "mike_pompeo": "agrees",
        "rex_tillerson": "stale title",
    }


def test_a_former_title_is_no_tenure(knowledge: Knowledge) -> None:
    text = "قال وزير الخارجية الأميركي السابق ريكس تيلرسون إن المحادثات فشلت."
    assert minutes_of([article("a", "2018-06-01", text)], knowledge).changes == ()


def test_the_steps_of_an_agreement_stand_in_their_order(knowledge: Knowledge) -> None:
    articles = [article("b", "2025-10-02", IN_FORCE), article("a", "2025-10-02", RATIFIED, "ba")]
    spells = about(minutes_of(articles, knowledge), "russia_iran_2025").spells
    assert [(spell.value, spell.day) for spell in spells] == [
        ("ratified (RU)", "2025-04-08"),
        ("in_force", "2025-10-02"),
    ]


def test_the_order_of_the_articles_does_not_matter(knowledge: Knowledge) -> None:
    extracts = [read_extract(one, analyse(one, knowledge), knowledge) for one in CORPUS]
    first = link(extracts, knowledge).changes
    assert first
    for order in itertools.islice(itertools.permutations(extracts), 0, 120, 17):
        assert link(order, knowledge).changes == first


def test_changes_are_asked_of_the_store(place: Path | str, knowledge: Knowledge) -> None:
    with Store.open(place, create=True) as store:
        store.put_many([(one, analyse(one, knowledge), "1") for one in CORPUS])
        link_store(store, knowledge)
        (found,) = changes(store, knowledge, kinds=["office"], who="Tillerson")
        assert found.about == "foreign minister of US"
        assert found.spells[0].holder is not None
        assert found.spells[0].carriers[0].words


def test_who_is_told_of_as_late_or_of_old_holds_nothing(knowledge: Knowledge) -> None:
    late = "وكان الرئيس المصري الراحل أنور السادات قد زار القدس. وقال الباحث إن الزيارة باقية في الذاكرة."
    dismissed = "وفي العام الماضي أقال الرئيس الأميركي وزير الخارجية ريكس تيلرسون بعد خلاف حول الملف النووي."
    articles = [article("a", "2018-05-20", late), article("b", "2019-05-20", dismissed)]
    assert not [one for one in minutes_of(articles, knowledge).changes if one.property == "office" and one.reports]


def test_a_title_is_stale_only_where_its_holder_acts(knowledge: Knowledge) -> None:
    told = "وبحث التقرير دور وزير الخارجية الأميركي ريكس تيلرسون في المحادثات."
    change = about(minutes_of([*CORPUS[2:4], article("e", "2018-10-01", told)], knowledge), "foreign minister of US")
    assert {spell.value: spell.verdict for spell in change.spells}.get("rex_tillerson") != "stale title"


def test_a_state_that_observed_is_a_member(knowledge: Knowledge) -> None:
    before = "وإيران عضو مراقب في منظمة شنغهاي للتعاون."
    after = "وإيران عضو في منظمة شنغهاي للتعاون."
    spells = about(
        minutes_of([article("a", "2014-09-12", before), article("b", "2023-08-01", after)], knowledge), "IR in sco"
    ).spells
    assert [(spell.value, spell.first) for spell in spells] == [("observer", "2014-09-12"), ("member", "2023-08-01")]


def test_two_treaties_of_two_states_are_not_one(knowledge: Knowledge) -> None:
    one = "توصلت تركيا والولايات المتحدة إلى اتفاق في 4 يونيو 2018."
    other = "وقعت تركيا والولايات المتحدة اتفاقا في 17 أكتوبر 2019."
    found = minutes_of([article("a", "2018-06-05", one), article("b", "2019-10-18", other)], knowledge).changes
    assert not [change for change in found if change.property == "agreement"]
