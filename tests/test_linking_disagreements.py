"""Values that differ for the same thing. The articles are our own."""

import itertools
from pathlib import Path

import pytest

from mahdar.engine import link_store
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.linking import link, read_extract
from mahdar.model import Article, Disagreement, Minutes
from mahdar.pipeline import analyse
from mahdar.query import disagreements
from mahdar.store import Store

CROSSING = "هجوم انتحاري استهدف سوقا في مدينة قندهار جنوبي أفغانستان، الأربعاء"
FIRST = f"قتل 12 شخصا في {CROSSING}، حسب مسؤولين محليين. وتوجهت فرق الإسعاف إلى المكان."
SECOND = f"أسفر {CROSSING}، عن مقتل 17 شخصا، وفق ما أعلنت الشرطة. ونقل المصابون إلى المستشفيات."
LATER = f"ارتفعت الحصيلة، وأسفر {CROSSING}، عن مقتل 21 شخصا، حسب وزارة الصحة."
ROUND = f"قتل أكثر من 10 أشخاص في {CROSSING}، حسب مسؤولين محليين."
ELSEWHERE = "قتل 4 أشخاص في حريق اندلع في فندق بمدينة الإسكندرية، الأربعاء، حسب مصدر أمني."
PART = f"قتل 12 شخصا بينهم خمسة أطفال في {CROSSING}، حسب مسؤولين محليين."
LONG = """وقعت روسيا وإيران معاهدة للشراكة الإستراتيجية الشاملة في موسكو. وتمتد المعاهدة 20 عاما وتشمل الطاقة والنقل."""
LONGER = """وقع الرئيسان الروسي والإيراني في موسكو معاهدة للشراكة الإستراتيجية الشاملة بين روسيا وإيران. ومدة المعاهدة 25 عاما."""
OLD = "تأسست صحيفة الشرق الأوسط في لندن عام 1978، وتوزع في عواصم عدة."
OLDER = "وتعد صحيفة الشرق الأوسط، التي تأسست عام 1977، من أوسع الصحف العربية انتشارا."
OUTSIDE = "قال المتحدث إن أوكرانيا ليست عضوا في حلف شمال الأطلسي، وإن المحادثات مستمرة."
OBSERVER = "وإيران عضو مراقب في منظمة شنغهاي للتعاون."
MEMBER = "وإيران عضو في منظمة شنغهاي للتعاون."
SECRET = "أجرت السعودية محادثات سرية مع الحوثيين في مسقط لإنهاء الحرب، حسب دبلوماسيين."
NEVER = "نفت السعودية إجراء محادثات سرية مع الحوثيين في مسقط لإنهاء الحرب."
SINCE = "قتل أكثر من 400 مدني في قصف على مدينة قندهار منذ 18 فبراير، حسب المرصد."
SINCE_LATER = "قتل أكثر من 600 مدني في قصف على مدينة قندهار منذ 18 فبراير، حسب المرصد."
BOTH = "أسفر الحادث في مدينة قندهار عن 14 قتيلا وجريحا، الأربعاء، حسب الشرطة."


def article(doc: str, day: str, text: str, outlet: str = "alif") -> Article:
    return Article(doc=doc, text=text, outlet=outlet, published=day)


def minutes_of(articles: list[Article], knowledge: Knowledge) -> Minutes:
    return link((read_extract(one, analyse(one, knowledge), knowledge) for one in articles), knowledge)


def only(minutes: Minutes, name: str) -> Disagreement:
    (found,) = [one for one in minutes.disagreements if one.property == name]
    return found


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def test_two_papers_count_the_dead_differently(knowledge: Knowledge) -> None:
    minutes = minutes_of([article("a", "2018-03-07", FIRST), article("b", "2018-03-07", SECOND, "ba")], knowledge)
    found = only(minutes, "killed")
    assert found.sort == "conflict"
    assert [(place.value, [one.doc for one in place.carriers]) for place in found.positions] == [
        ("12", ["a"]),
        ("17", ["b"]),
    ]
    assert (found.reports, found.sources) == (2, 2)
    assert 0 < found.certainty <= 1
    assert "same_day" in found.reasons


def test_a_toll_that_rises_with_the_days_is_an_update(knowledge: Knowledge) -> None:
    articles = [article("a", "2018-03-07", SECOND), article("b", "2018-03-09", LATER, "ba")]
    assert only(minutes_of(articles, knowledge), "killed").sort == "update"


def test_more_than_ten_and_twelve_is_a_rounding(knowledge: Knowledge) -> None:
    articles = [article("a", "2018-03-07", FIRST), article("b", "2018-03-07", ROUND, "ba")]
    assert only(minutes_of(articles, knowledge), "killed").sort == "rounding"


def test_numbers_of_other_events_and_of_a_part_do_not_differ(knowledge: Knowledge) -> None:
    others = [article("a", "2018-03-07", FIRST), article("b", "2018-03-07", ELSEWHERE, "ba")]
    assert minutes_of(others, knowledge).disagreements == ()
    part = [article("a", "2018-03-07", FIRST), article("b", "2018-03-07", PART, "ba")]
    values = {place.value for one in minutes_of(part, knowledge).disagreements for place in one.positions}
    assert "5" not in values


def test_two_papers_give_one_treaty_two_lengths(knowledge: Knowledge) -> None:
    articles = [article("a", "2025-01-17", LONG), article("b", "2025-01-18", LONGER, "ba")]
    found = only(minutes_of(articles, knowledge), "duration")
    assert (found.about, found.sort) == ("IR+RU", "conflict")
    assert {place.value: place.carriers[0].outlet for place in found.positions} == {"P20Y": "alif", "P25Y": "ba"}


def test_every_position_leads_to_its_words(knowledge: Knowledge) -> None:
    articles = [article("a", "2018-03-07", FIRST), article("b", "2018-03-07", SECOND, "ba")]
    texts = {one.doc: one.text for one in articles}
    for place in only(minutes_of(articles, knowledge), "killed").positions:
        for one in place.carriers:
            assert all(span.of(texts[one.doc]).strip() for span in one.evidence.spans)


def test_the_order_of_the_articles_does_not_matter(knowledge: Knowledge) -> None:
    articles = [
        article("a", "2018-03-07", FIRST),
        article("b", "2018-03-07", SECOND, "ba"),
        article("c", "2018-03-09", LATER, "jim"),
        article("d", "2018-03-07", ELSEWHERE, "jim"),
    ]
    extracts = [read_extract(one, analyse(one, knowledge), knowledge) for one in articles]
    first = link(extracts, knowledge)
    assert first.disagreements
    for order in itertools.permutations(extracts):
        assert link(order, knowledge) == first


def test_the_ledger_is_asked_by_whom_it_concerns_and_by_sort(place: Path | str, knowledge: Knowledge) -> None:
    articles = [
        article("a", "2018-03-07", FIRST),
        article("b", "2018-03-07", SECOND, "ba"),
        article("c", "2025-01-17", LONG),
        article("d", "2025-01-18", LONGER, "ba"),
    ]
    with Store.open(place, create=True) as store:
        store.put_many([(one, analyse(one, knowledge), "1") for one in articles])
        link_store(store, knowledge)
        (treaty,) = disagreements(store, knowledge, who="إيران", with_="روسيا")
        assert treaty.property == "duration"
        assert [place.value for place in treaty.positions] == ["P20Y", "P25Y"]
        assert treaty.positions[0].carriers[0].words
        (toll,) = disagreements(store, knowledge, properties=["killed"], to="2018")
        assert toll.sort == "conflict"
        assert disagreements(store, knowledge, sorts=["update"]) == ()


def test_two_papers_give_one_newspaper_two_years(knowledge: Knowledge) -> None:
    found = only(minutes_of([article("a", "2018-03-07", OLD), article("b", "2018-04-07", OLDER)], knowledge), "founded")
    assert (found.about, found.sort) == ("asharq_alawsat", "conflict")
    assert {place.value for place in found.positions} == {"1978", "1977"}


def test_who_says_member_and_who_says_observer(knowledge: Knowledge) -> None:
    later = minutes_of([article("a", "2022-03-07", OBSERVER), article("b", "2023-08-07", MEMBER)], knowledge)
    found = only(later, "member_of")
    assert (found.about, found.actors, found.sort) == ("sco", ("IR", "sco"), "update")
    back = minutes_of([article("a", "2022-03-07", MEMBER), article("b", "2023-08-07", OBSERVER)], knowledge)
    assert only(back, "member_of").sort == "conflict"


def test_who_says_member_and_who_says_no(knowledge: Knowledge) -> None:
    inside = "بحث الوزراء طلب أوكرانيا العضو في حلف شمال الأطلسي."
    articles = [article("a", "2018-03-07", OUTSIDE), article("b", "2018-03-07", inside, "ba")]
    found = only(minutes_of(articles, knowledge), "member_of")
    assert {place.value for place in found.positions} == {"member", "no member"}


def test_what_one_article_tells_another_has_denied(knowledge: Knowledge) -> None:
    articles = [article("a", "2018-03-16", SECRET), article("b", "2018-03-17", NEVER, "ba")]
    found = only(minutes_of(articles, knowledge), "standing")
    assert [(place.value, [one.doc for one in place.carriers]) for place in found.positions] == [
        ("happened", ["a"]),
        ("denied", ["b"]),
    ]


def test_numbers_summed_up_since_one_day_are_an_update(knowledge: Knowledge) -> None:
    articles = [article("a", "2018-02-24", SINCE), article("b", "2018-03-04", SINCE_LATER, "ba")]
    found = only(minutes_of(articles, knowledge), "killed")
    assert (found.sort, "same_period" in found.reasons) == ("update", True)


def test_dead_and_wounded_in_one_number_are_neither(knowledge: Knowledge) -> None:
    articles = [article("a", "2018-03-07", FIRST), article("b", "2018-03-07", BOTH, "ba")]
    assert minutes_of(articles, knowledge).disagreements == ()


def test_a_deed_laid_to_two_is_kept_with_who_lays_it_to_whom(knowledge: Knowledge) -> None:
    blamed = "اتهمت سوريا الولايات المتحدة بشن غارة على مطار التيفور العسكري فجر الاثنين."
    told = "شنت إسرائيل غارة على مطار التيفور العسكري فجر الاثنين."
    articles = [article("a", "2018-04-09", blamed), article("b", "2018-04-09", told, "ba")]
    found = only(minutes_of(articles, knowledge), "doer")
    assert {place.value for place in found.positions} == {"US", "IL"}


def test_the_number_of_a_day_is_not_that_of_the_months_before(knowledge: Knowledge) -> None:
    friday = "قتل أربعة مدنيين الجمعة في مدينة قندهار التي تتعرض للقصف منذ 18 فبراير، حسب المرصد."
    articles = [article("a", "2018-02-24", SINCE), article("b", "2018-03-02", friday, "ba")]
    assert minutes_of(articles, knowledge).disagreements == ()
