"""One event from many reports. The articles are our own."""

import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from mahdar.engine import link_store
from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.linking import Extract, Placed, Report, link, read_extract
from mahdar.linking._placing import Placing
from mahdar.model import Article, Episode, Minutes
from mahdar.pipeline import analyse
from mahdar.query import episode, episodes, quotes
from mahdar.store import Store
from tests.conftest import DATABASES, Runner, place_in

MEETING = (
    """التقى وزير الخارجية القطري نظيره التركي في الدوحة الثلاثاء. وقال بيان إن الجانبين بحثا العلاقات بين البلدين."""
)
SAME_MEETING = """بحث وزيرا خارجية قطر وتركيا في الدوحة ملفات المنطقة. واجتمع وزير الخارجية القطري مع نظيره التركي الثلاثاء في العاصمة القطرية."""
PLANNED = """يلتقي وزير الخارجية القطري نظيره التركي في الدوحة الثلاثاء المقبل، حسب ما أعلنت وزارة الخارجية القطرية."""
SECOND = """التقى وزير الخارجية القطري نظيره التركي في أنقرة الجمعة، في ثاني لقاء لهما هذا الأسبوع."""
OTHERS = """التقى وزير الدفاع القطري نظيره التركي في الدوحة الثلاثاء."""
LATER = (
    """وكان وزير الخارجية القطري قد التقى نظيره التركي في الدوحة في 6 مارس 2018. وتعمل لجان فنية على متابعة الملفات."""
)


def article(doc: str, day: str, words: str, outlet: str) -> Article:
    return Article(doc=doc, text=words, outlet=outlet, published=day)


def minutes_of(articles: list[Article], knowledge: Knowledge) -> Minutes:
    return link((read_extract(one, analyse(one, knowledge), knowledge) for one in articles), knowledge)


def episode_with(minutes: Minutes, doc: str, kind: str = "meeting") -> Episode:
    (found,) = [
        episode
        for episode in minutes.episodes
        if episode.kind == kind and doc in [telling.doc for telling in episode.tellings]
    ]
    return found


CORPUS = [
    article("plan", "2018-03-03", PLANNED, "alif"),
    article("one", "2018-03-06", MEETING, "alif"),
    article("two", "2018-03-07", SAME_MEETING, "ba"),
    article("second", "2018-03-09", SECOND, "ba"),
    article("defence", "2018-03-06", OTHERS, "ba"),
    article("later", "2018-05-02", LATER, "jim"),
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def minutes(knowledge: Knowledge) -> Minutes:
    return minutes_of(CORPUS, knowledge)


def test_one_event_of_several_papers_is_one_episode(minutes: Minutes) -> None:
    episode = episode_with(minutes, "one")
    assert {telling.doc for telling in episode.tellings} == {"plan", "one", "two", "later"}
    assert (episode.day, episode.dated_by, episode.status) == ("2018-03-06", "event", "happened")
    assert (episode.reports, episode.sources) == (4, 4)
    assert (episode.first_seen, episode.last_seen) == ("2018-03-03", "2018-05-02")


def test_it_was_announced_and_then_held(minutes: Minutes) -> None:
    stages = [(stage.status, stage.first) for stage in episode_with(minutes, "one").standing]
    assert stages == [("planned", "2018-03-03"), ("happened", "2018-03-06")]


def test_two_meetings_of_the_same_two_in_one_week_stay_two(minutes: Minutes) -> None:
    second = episode_with(minutes, "second")
    assert second.day == "2018-03-09"
    assert [telling.doc for telling in second.tellings] == ["second"]


def test_other_ministers_are_another_meeting(minutes: Minutes) -> None:
    assert [telling.doc for telling in episode_with(minutes, "defence").tellings] == ["defence"]


def test_every_join_says_why(minutes: Minutes) -> None:
    tellings = episode_with(minutes, "one").tellings
    assert sum(not telling.reasons for telling in tellings) == 1  # the one that opened it
    assert all(telling.score > 0 for telling in tellings if telling.reasons)
    assert any("same_day" in telling.reasons for telling in tellings)


def test_every_telling_leads_to_the_words(minutes: Minutes) -> None:
    texts = {one.doc: one.text for one in CORPUS}
    for one in minutes.episodes:
        for telling in one.tellings:
            assert all(span.of(texts[telling.doc]).strip() for span in telling.evidence.spans)


def test_the_order_of_the_articles_does_not_matter(minutes: Minutes, knowledge: Knowledge) -> None:
    extracts = [read_extract(one, analyse(one, knowledge), knowledge) for one in CORPUS]
    for order in itertools.islice(itertools.permutations(extracts), 0, 720, 97):
        assert link(order, knowledge) == minutes


def test_what_lasts_is_a_state_with_its_days(knowledge: Knowledge) -> None:
    told = [
        article("w1", "2018-03-06", "قال مسؤول أممي إن الحرب في ليبيا شردت آلاف الأسر.", "alif"),
        article("w2", "2018-03-20", "تستمر الحرب في ليبيا منذ أشهر، وتعثرت جهود الوساطة.", "ba"),
        article("w3", "2018-04-09", "أدت الحرب في ليبيا إلى إغلاق مدارس كثيرة، وفق تقرير جديد.", "jim"),
    ]
    war = episode_with(minutes_of(told, knowledge), "w1", "clash")
    assert (war.lasting, war.day, war.dated_by, war.reports) == (True, "2018-03-06/2018-04-09", "article", 3)


def test_two_offices_of_one_person_are_two_appointments(knowledge: Knowledge) -> None:
    told = [
        article("a1", "2018-03-06", "عينت الحكومة القطرية الثلاثاء سالم المنصوري وزيرا للثقافة.", "alif"),
        article("a2", "2018-03-08", "عينت الحكومة القطرية الخميس سالم المنصوري سفيرا في أنقرة.", "ba"),
        article("a3", "2018-03-09", "تولى سالم المنصوري منصب وزير الثقافة هذا الأسبوع.", "ba"),
    ]
    minutes = minutes_of(told, knowledge)
    assert {telling.doc for telling in episode_with(minutes, "a1", "appointment").tellings} == {"a1", "a3"}
    assert {telling.doc for telling in episode_with(minutes, "a2", "appointment").tellings} == {"a2"}


def test_a_visit_of_two_days_is_one_and_the_next_country_another(knowledge: Knowledge) -> None:
    told = [
        article("v1", "2018-03-06", "زار وزير الخارجية القطري أنقرة الثلاثاء.", "alif"),
        article("v2", "2018-03-06", "وصل وزير الخارجية القطري إلى تركيا الثلاثاء في زيارة.", "jim"),
        article("v3", "2018-03-07", "واصل وزير الخارجية القطري زيارته إلى أنقرة الأربعاء.", "ba"),
        article("v4", "2018-03-07", "يواصل وزير الخارجية القطري زيارته إلى تركيا الأربعاء.", "jim"),
        article("v5", "2018-03-08", "زار وزير الخارجية القطري عمان الخميس.", "ba"),
    ]
    minutes = minutes_of(told, knowledge)
    visit = episode_with(minutes, "v1", "visit")
    assert (visit.day, visit.span, visit.reports) == ("2018-03-06", "2018-03-06/2018-03-07", 4)
    assert episode_with(minutes, "v5", "visit").reports == 1


WIRE = " ".join(
    f"وأوضح التقرير رقم {number} أن لجنة الشؤون الفنية المشتركة درست بند {number} من جدول الأعمال ثم رفعته إلى المجلس"
    for number in range(1, 8)
)


def test_copies_of_one_wire_count_once(knowledge: Knowledge) -> None:
    copies = [
        article("a1", "2018-03-06", f"{MEETING}\n{WIRE}", "alif"),
        article("a2", "2018-03-06", f"{MEETING} (وكالات)\n{WIRE}", "ba"),
        article("a3", "2018-03-07", SAME_MEETING, "jim"),
    ]
    minutes = minutes_of(copies, knowledge)
    assert minutes.copies == (("a2", "a1"),)
    episode = episode_with(minutes, "a1")
    assert (episode.reports, episode.sources) == (3, 2)


def test_different_texts_on_one_subject_are_no_copies(knowledge: Knowledge) -> None:
    assert minutes_of(CORPUS, knowledge).copies == ()


def test_a_store_is_linked_once_and_again_when_news_comes(place: Path | str, knowledge: Knowledge) -> None:
    with Store.open(place, create=True) as store:
        store.put_many([(one, analyse(one, knowledge), "1") for one in CORPUS[:2]])
        first = link_store(store, knowledge)
        assert (first.articles, first.fresh, first.changed) == (2, 2, True)
        assert not link_store(store, knowledge).changed
        store.put(CORPUS[2], analyse(CORPUS[2], knowledge), "1")
        second = link_store(store, knowledge)
        assert (second.articles, second.fresh, second.changed) == (3, 1, True)
        assert second.reports == first.reports + len(store.article("two")[1].events)  # type: ignore[index]


def test_an_extract_survives_the_store(place: Path | str, knowledge: Knowledge) -> None:
    one = CORPUS[1]
    extract: Extract = read_extract(one, analyse(one, knowledge), knowledge)
    with Store.open(place, create=True) as store:
        store.put(one, analyse(one, knowledge), "1")
        link_store(store, knowledge)
        assert store.extracts() == [extract]


MADE = (
    "copies", "episodes", "episode_actors", "episode_parts", "pairs", "meetings", "tellings", "ledger", "ledger_actors",
    "known", "alike", "gatherings", "members", "shelves", "counts", "said", "quoted", "faces", "pages",
)  # fmt: skip


def made(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows that linking makes."""
    with store.reading() as connection:
        rows = {name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=repr) for name in MADE}
        shares = connection.execute(text("SELECT who, findings FROM shares WHERE sort = 'episode'"))
        return rows | {"shares": sorted(map(tuple, shares))}


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 2, 4, 0, 3, 1), (3, 5, 1, 4, 2, 0)])
def test_news_that_comes_day_by_day_makes_the_same_minutes(
    place: Path | str, knowledge: Knowledge, order: tuple[int, ...]
) -> None:
    """In whatever order: nothing but what a linking of all at once writes stands in the store."""
    told = [(one, analyse(one, knowledge), "1") for one in CORPUS]
    again = msgspec.structs.replace(CORPUS[1], text=SAME_MEETING)
    with Store.open(place, create=True) as store:
        for at in order:
            store.put(*told[at])
            link_store(store, knowledge)
        store.put(again, analyse(again, knowledge), "2")
        link_store(store, knowledge)
        bit_by_bit = made(store)
        link_store(store, knowledge, anew=True)
        assert bit_by_bit == made(store)


def test_weeks_that_are_as_they_were_are_not_placed_again(
    place: Path | str, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[str] = []
    place_all = Placing.place

    def place_some(self: Placing, week: int, reports: Sequence[Report]) -> Placed:
        placed.extend(report.doc for report in reports)
        return place_all(self, week, reports)

    monkeypatch.setattr(Placing, "place", place_some)
    with Store.open(place, create=True) as store:
        store.put_many([(one, analyse(one, knowledge), "1") for one in CORPUS[:5]])
        link_store(store, knowledge)
        assert set(placed) == {"plan", "one", "two", "second", "defence"}
        placed.clear()
        store.put(CORPUS[5], analyse(CORPUS[5], knowledge), "1")
        link_store(store, knowledge)
        assert set(placed) == {"later"}
        placed.clear()
        link_store(store, knowledge, anew=True)
        assert len(set(placed)) == 6


# --- quotes

SAID = "قالت وزارة الخارجية القطرية إن المحادثات الفنية حول المعابر الحدودية ستستأنف قريبا في الدوحة بمشاركة ثلاث لجان."
SAID_OTHERWISE = (
    "وذكرت وزارة الخارجية القطرية أن المحادثات الفنية بشأن المعابر الحدودية ستستأنف قريبا في الدوحة بحضور لجنتين."
)
SAID_ELSE = "قالت وزارة الخارجية القطرية إن السفارة أصدرت ألف تأشيرة دراسية للطلاب خلال العام الماضي."


def test_one_statement_in_other_words_is_one_quote(knowledge: Knowledge) -> None:
    minutes = minutes_of(
        [
            article("q1", "2018-03-06", SAID, "alif"),
            article("q2", "2018-03-06", SAID_OTHERWISE, "ba"),
            article("q3", "2018-03-06", SAID_ELSE, "jim"),
        ],
        knowledge,
    )
    (quote,) = minutes.quotes
    assert [telling.doc for telling in quote.tellings] == ["q1", "q2"]
    assert (quote.reports, quote.sources, len(quote.speakers)) == (2, 2, 1)


def test_the_same_words_a_month_later_are_another_statement(knowledge: Knowledge) -> None:
    minutes = minutes_of(
        [article("q1", "2018-03-06", SAID, "alif"), article("q2", "2018-04-20", SAID_OTHERWISE, "ba")], knowledge
    )
    assert minutes.quotes == ()


def test_what_one_paper_says_otherwise_is_shown_word_by_word(place: Path | str, knowledge: Knowledge) -> None:
    with Store.open(place, create=True) as store:
        both = [article("q1", "2018-03-06", SAID, "alif"), article("q2", "2018-03-06", SAID_OTHERWISE, "ba")]
        store.put_many([(one, analyse(one, knowledge), "1") for one in both])
        link_store(store, knowledge)
        (line,) = quotes(store, knowledge, differing=True)
        assert quotes(store, knowledge, "المعابر", who="قطر", acts=("say",)) == (line,)
        assert quotes(store, knowledge, "التأشيرات") == ()
    told = {telling.source.doc: telling for telling in line.tellings}
    assert line.fullest == "q1"
    assert all(common for _, common in told["q1"].pieces)
    assert [words for words, common in told["q2"].pieces if not common] == ["بشأن", "بحضور لجنتين"]


# --- asked of the store


@pytest.fixture(scope="module", params=DATABASES)
def linked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge
) -> Iterator[Path | str]:
    with place_in(request, tmp_path_factory.mktemp("linked")) as path:
        with Store.open(path, create=True) as store:
            store.put_many([(one, analyse(one, knowledge), "1") for one in CORPUS])
            link_store(store, knowledge)
        yield path


def test_a_chronicle_by_episode_has_each_event_once(linked: Path, mahdar: Runner) -> None:
    asked = ("chronicle", "--who", "قطر", "--with", "Turkey", "--kind", "contact", "--store", str(linked), "--json")
    found = json.loads(mahdar(*asked, "--by", "episode").out)
    assert len(found) < len(json.loads(mahdar(*asked).out))
    assert {"episode", "standing", "lasting", "span", "tellings"} <= found[0].keys()


def test_episodes_are_asked_like_the_chronicle(linked: Path | str, knowledge: Knowledge) -> None:
    with Store.open(linked) as store:
        met = episodes(store, knowledge, who="قطر", with_="Turkey", kinds=("contact",), sources=2)
        assert [(one.day, one.reports) for one in met] == [("2018-03-06", 4)]
        assert episodes(store, knowledge, from_="2018-03-09", to="2018-03-09", kinds=("meeting",))[0].reports == 1
        assert episodes(store, knowledge, statuses=("denied",)) == ()
        (first,) = met
        assert episode(store, knowledge, first.episode) == first
        assert episode(store, knowledge, first.tellings[1].event) == first
        words = first.tellings[1].words[0]
        assert words in CORPUS[1].text
        with pytest.raises(QueryError, match="no episode 'nothing'"):
            episode(store, knowledge, "nothing")


def test_a_store_that_is_not_linked_says_so(place: Path | str, knowledge: Knowledge) -> None:
    with Store.open(place, create=True) as store:
        store.put(CORPUS[0], analyse(CORPUS[0], knowledge), "1")
        with pytest.raises(QueryError, match="mahdar link"):
            episodes(store, knowledge)


def test_what_happens_once_is_one_event_long_after(knowledge: Knowledge) -> None:
    minutes = minutes_of(
        [
            article(
                "then", "2018-03-06", "أعلنت الولايات المتحدة انسحابها من الاتفاق النووي مع إيران الثلاثاء.", "alif"
            ),
            article("after", "2018-04-10", "تراجعت التجارة بعد انسحاب الولايات المتحدة من الاتفاق النووي.", "ba"),
        ],
        knowledge,
    )
    left = episode_with(minutes, "then", "withdrawal_from_deal")
    assert [telling.doc for telling in left.tellings] == ["then", "after"]


def test_who_expels_whom_is_not_crossed(knowledge: Knowledge) -> None:
    minutes = minutes_of(
        [
            article("one", "2018-03-26", "طردت الولايات المتحدة 60 دبلوماسيا روسيا الاثنين.", "alif"),
            article("other", "2018-03-29", "طردت روسيا 60 دبلوماسيا أميركيا الخميس.", "alif"),
        ],
        knowledge,
    )
    assert len([one for one in minutes.episodes if one.kind == "expulsion"]) == 2


def test_who_is_dismissed_tells_it_from_the_next_dismissal(knowledge: Knowledge) -> None:
    """Not who dismisses, nor how alike the words are."""
    minutes = minutes_of(
        [
            article("one", "2018-03-06", "أقالت الحكومة القطرية الثلاثاء سالم المنصوري من منصبه.", "alif"),
            article("same", "2018-03-07", "أثارت إقالة سالم المنصوري ردودا كثيرة في الدوحة.", "ba"),
            article("next", "2018-03-07", "أقالت الحكومة القطرية الأربعاء خالد الدوسري من منصبه.", "alif"),
        ],
        knowledge,
    )
    told = [{one.doc for one in each.tellings} for each in minutes.episodes if each.kind == "resignation"]
    assert sorted(told, key=len) == [{"next"}, {"one", "same"}]


def test_forces_are_those_of_their_nation(knowledge: Knowledge) -> None:
    text = "قصفت قوات إيرانية مواقع في مدينة البوكمال الثلاثاء."
    one = article("one", "2018-03-06", text, "alif")
    (report,) = read_extract(one, analyse(one, knowledge), knowledge).reports
    assert "IR" in report.sides


def test_a_demand_that_is_repeated_is_one(knowledge: Knowledge) -> None:
    """Told as going on and as called for, by turns, it is not shut into one day."""
    minutes = minutes_of(
        [
            article(
                "one", "2018-05-21", "هددت واشنطن طهران بفرض عقوبات قاسية إذا لم تلتزم بشروط الاتفاق الجديد.", "alif"
            ),
            article(
                "two", "2018-05-23", "وهددت واشنطن طهران بفرض عقوبات قاسية إذا لم تلتزم بشروط الاتفاق الجديد.", "ba"
            ),
            article(
                "three", "2018-05-25", "وكانت واشنطن هددت طهران بفرض عقوبات قاسية إذا لم تلتزم بشروط الاتفاق.", "ba"
            ),
        ],
        knowledge,
    )
    assert {len(one.tellings) for one in minutes.episodes if one.kind == "sanction"} == {3}
