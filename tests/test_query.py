"""The questions, asked of four hand-made articles."""

import msgspec
import pytest

from mahdar import query
from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.knowledge.tables.registry import Person
from mahdar.model import Failure, Span
from mahdar.store import Store
from tests.conftest import make


def told(lines: tuple[query.ChronicleLine, ...]) -> list[str]:
    return [line.event for line in lines]


@pytest.mark.parametrize(
    "name",
    [
        "كيم جونغ أون",
        "كيم جونغ اون",
        "كيم جونج أون",
        "كيم",
        "Kim Jong Un",
        "kim jong-un",
        "Kim Jung Un",
        "Q56226",
        "كِيم جُونغ أون",
        "كيم جونغ اونن",
    ],
)
def test_a_person_in_any_spelling(filled: Store, known: Knowledge, name: str) -> None:
    assert query.seek(filled, known, name).id == "Q56226"
    assert told(query.chronicle(filled, known, who=name)) == ["a1-e1"]


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("Lavrov", "Q58217"),
        ("Sergei Lavrov", "Q58217"),
        ("لافروف", "Q58217"),
        ("سيرجي لافروف", "Q58217"),
        ("Zarif", "Q484214"),
        ("جواد ظريف", "Q484214"),
        ("Javad Zarif", "Q484214"),
        ("Moon Jae-in", "Q20001"),
        ("مون جاي-إن", "Q20001"),
        ("Russia", "RU"),
        ("موسكو", "RU"),
        ("RU", "RU"),
        ("ايران", "IR"),
        ("Iran", "IR"),
        ("الاتفاق النووى", "jcpoa"),
        ("وكالة الافق", "wire"),
        ("ترمب", "Q22686"),
        ("Donald Trump", "Q22686"),
        ("United Nations", "un"),
    ],
)
def test_names(filled: Store, known: Knowledge, name: str, who: str) -> None:
    assert query.seek(filled, known, name).id == who


def test_a_name_of_several_is_asked_back(filled: Store, known: Knowledge) -> None:
    with pytest.raises(QueryError, match="may be any of these") as caught:
        query.seek(filled, known, "Haddad")
    assert "سليم حداد (Salim Haddad, Q1)" in str(caught.value) and "Q2" in str(caught.value)


def test_the_one_that_articles_mean_is_taken(filled: Store, known: Knowledge) -> None:
    for number in range(4):
        article, record = make(f"t{number}", "حضر [لافروف]{lavrov}.", published="2018-05-01")
        filled.put(article, record, "d")
    assert query.seek(filled, known, "Lavrov").id == "Q58217"


def test_a_name_of_nobody_lists_what_is_near(filled: Store, known: Knowledge) -> None:
    with pytest.raises(QueryError, match="nobody here is called") as caught:
        query.seek(filled, known, "Sergio Labrada")
    assert "Sergey Lavrov" in str(caught.value)
    with pytest.raises(QueryError, match=r"nobody here is called 'xqzw'$"):
        query.seek(filled, known, "xqzw")
    with pytest.raises(QueryError, match="empty"):
        query.seek(filled, known, " .")


def test_another_spelling_of_an_unregistered_person_is_him(filled: Store, known: Knowledge) -> None:
    for number, name in enumerate(("وانغ زيمينغ", "وانج زيمينج")):
        article, record = make(f"w{number}", f"حضر {name}.", published="2018-05-01")
        entity = make("x", "[لافروف]{lavrov}", published=None)[1].entities[0]
        changed = type(entity)(id=f"x-{number}", kind="person", name=name, names=(name,), mentions=entity.mentions[:0])
        filled.put(
            article,
            type(record)(doc=record.doc, published="2018-05-01", published_from="given", entities=(changed,)),
            "d",
        )
    assert set(query.seek(filled, known, "x-0").ids) == {"x-0", "x-1"}


def test_a_line_holds_all_that_a_reader_needs(filled: Store, known: Knowledge) -> None:
    (line,) = query.chronicle(filled, known, who="Kim Jong Un", with_="Moon Jae-in")
    assert (line.when, line.dated_by, line.kind, line.status, line.place) == (
        "2018-04-27",
        "event",
        "meeting",
        "happened",
        "بانمونجوم",
    )
    assert [(actor.name, actor.name_en, actor.role) for actor in line.parties] == [
        ("كيم جونغ أون", "Kim Jong Un", "party"),
        ("مون جاي إن", "Moon Jae-in", "party"),
    ]
    assert line.words == ("التقى كيم جونغ أون مون جاي إن في بانمونجوم الجمعة",)
    assert line.source == query.Source(
        doc="a1", outlet="marqab", published="2018-04-27", published_from="given", title="لقاء على خط الحدود", url=None
    )


def test_an_event_without_a_time_stands_under_its_article_and_says_so(filled: Store, known: Knowledge) -> None:
    (line,) = query.chronicle(filled, known, kinds=["talks"])
    assert (line.time, line.when, line.dated_by) == (None, "2018-05-14", "article")
    assert [actor.name for actor in line.chain] == ["وكالة الأفق"]
    assert [actor.name for actor in line.parties] == ["سيرغي لافروف", "محمد جواد ظريف"]


def test_states_are_in_what_their_officials_do(filled: Store, known: Knowledge) -> None:
    assert told(query.chronicle(filled, known, who="روسيا")) == ["a2-e1", "a3-e1"]
    assert told(query.chronicle(filled, known, who="Russia", with_="Iran")) == ["a2-e1", "a3-e1"]
    assert told(query.chronicle(filled, known, who="Lavrov", with_="Russia")) == []
    assert told(query.chronicle(filled, known, with_="Iran")) == ["a2-e1", "a3-e1"]
    assert told(query.chronicle(filled, known, who="بيونغيانغ")) == ["a1-e1"]


def test_states_speak_through_their_ministries(filled: Store, known: Knowledge) -> None:
    for number, name in enumerate(
        ("وزارة الخارجية الروسية", "الخارجية الروسية", "جيش روسيا", "المعارضة الروسية", "روس كوزموس")
    ):
        article, record = make(
            f"r{number}",
            f"[أكد]{{c1}} [{name}]{{wire}} أن [الأمر كذلك]{{s1}}.",
            published="2018-07-01",
            statements={"s1": {"speaker": ("wire",), "act": "affirm"}},
        )
        entity = msgspec.structs.replace(record.entities[0], id=f"org:{number}", name=name)
        statement = msgspec.structs.replace(record.statements[0], speaker=(entity.id,))
        filled.put(article, msgspec.structs.replace(record, entities=(entity,), statements=(statement,)), "d")
    spoke = [line.source.doc for line in query.said(filled, known, who="Russia", from_="2018-07")]
    assert spoke == ["r0", "r1", "r2"]
    assert [line.source.doc for line in query.said(filled, known, who="الخارجية الروسية", from_="2018-07")] == ["r1"]


def test_who_passed_it_on_takes_no_part(filled: Store, known: Knowledge) -> None:
    assert query.chronicle(filled, known, who="وكالة الأفق") == ()


@pytest.mark.parametrize(
    ("from_", "to", "events"),
    [
        (None, None, ["a1-e1", "a2-e1", "a3-e1"]),
        ("2018-04-27", "2018-04-27", ["a1-e1"]),
        ("2018-04-28", None, ["a2-e1", "a3-e1"]),
        (None, "2018-05", ["a1-e1", "a2-e1"]),
        ("2018-06-20", "2018-06-25", ["a3-e1"]),
        ("2018", "2018", ["a1-e1", "a2-e1", "a3-e1"]),
        ("2019", None, []),
    ],
)
def test_ranges_of_days(filled: Store, known: Knowledge, from_: str | None, to: str | None, events: list[str]) -> None:
    assert told(query.chronicle(filled, known, from_=from_, to=to)) == events


def test_open_and_unknown_times(filled: Store, known: Knowledge) -> None:
    event = {"kind": "talks", "who": (("russia", "party"), ("iran", "party"))}
    for doc, time, published in (
        ("o1", "2013/..", "2018-05-01"),
        ("o2", "../2012", "2018-05-01"),
        ("o3", None, None),
        ("o4", "PAST_REF", "2018-05-02"),
    ):
        filled.put(
            *make(
                doc,
                "[محادثات [روسيا]{russia} و[إيران]{iran}]{e1}",
                published=published,
                events={"e1": event | {"time": time}},
            ),
            "d",
        )
    docs = [line.source.doc for line in query.chronicle(filled, known, kinds=["talks"])]
    assert docs == ["o2", "o1", "o4", "a2", "o3"]
    for year, doc in (("2013", ["o1"]), ("2012", ["o2"]), ("2016", [])):
        lines = query.chronicle(filled, known, kinds=["talks"], from_=year, to=year)
        assert [line.source.doc for line in lines] == doc
    unknown = query.chronicle(filled, known, kinds=["talks"])[-1]
    assert (unknown.when, unknown.dated_by) == (None, None)


def test_what_has_only_a_year_comes_last_in_a_range(filled: Store, known: Knowledge) -> None:
    for doc, time in (
        ("y1", "2018"),
        ("y2", "2017/.."),
        ("y3", "2018/.."),
        ("y4", "201X"),
        ("y5", "2018-05"),
        ("y6", "../2018-05-03"),
        ("y7", "2018-05-04/.."),
        ("y8", "2018-01/2018-03"),
        ("y9", "1991/.."),
    ):
        words = "[محادثات [روسيا]{russia} و[إيران]{iran}]{e1}"
        event = {"kind": "talks", "who": (("russia", "party"), ("iran", "party")), "time": time}
        filled.put(*make(doc, words, published="2018-06-01", events={"e1": event}), "d")
    lines = query.chronicle(filled, known, kinds=["talks"], from_="2018-05-01", to="2018-05-20")
    assert [(line.source.doc, line.sometime) for line in lines] == [
        ("y5", None),
        ("y6", None),
        ("y7", None),
        ("a2", None),
        ("y4", "201X"),
        ("y1", "2018"),
        ("y3", "2018"),
    ]
    limited = query.chronicle(filled, known, kinds=["talks"], from_="2018-05-01", to="2018-05-20", limit=5)
    assert limited == lines[:5]
    everything = query.chronicle(filled, known, kinds=["talks"])
    assert [line.source.doc for line in everything[:3]] == ["y9", "y4", "y2"]
    assert {line.sometime for line in everything} == {None}


def test_names_of_the_store_go_before_those_of_the_registry_alone(filled: Store, known: Knowledge) -> None:
    kim = Person(
        id="sung_kim",
        name_ar="سونغ كيم",
        name_en="Sung Kim",
        names_ar=(),
        short_ar=(),
        gender="m",
        source="",
        certainty=1,
    )
    more = msgspec.structs.replace(known, persons=(*known.persons, kim))
    assert query.seek(filled, more, "Kim").id == "Q56226"
    assert query.seek(filled, more, "Sung Kim").id == "sung_kim"  # his very name


def test_kinds_families_statuses_limit(filled: Store, known: Knowledge) -> None:
    assert told(query.chronicle(filled, known, kinds=["contact"])) == ["a1-e1", "a2-e1", "a3-e1"]
    assert told(query.chronicle(filled, known, kinds=["meeting", "visit"])) == ["a1-e1", "a3-e1"]
    assert told(query.chronicle(filled, known, statuses=["planned"])) == ["a3-e1"]
    assert told(query.chronicle(filled, known, limit=1)) == ["a1-e1"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"kinds": ["teaparty"]}, "no kind of event 'teaparty'; there are: meeting"),
        ({"statuses": ["maybe"]}, "no status 'maybe'"),
        ({"from_": "yesterday"}, "'yesterday' is no date"),
        ({"to": "2018-02-30"}, "is no date"),
        ({"who": "xqzw"}, "nobody here is called"),
    ],
)
def test_questions_that_cannot_be_answered(
    filled: Store, known: Knowledge, options: dict[str, object], problem: str
) -> None:
    with pytest.raises(QueryError, match=problem):
        query.chronicle(filled, known, **options)  # type: ignore[arg-type]


def test_said(filled: Store, known: Knowledge) -> None:
    (line,) = query.said(filled, known, who="نعمان الفران")
    assert line.words == ("الاتفاق النووي باق وأن المفاوضات مستمرة",)
    assert (line.act, line.form, line.cue, line.source.doc) == ("affirm", "indirect", "أكد", "a2")
    assert [actor.name for actor in line.speakers] == ["نعمان الفران"]
    assert [actor.name for actor in line.chain] == ["وكالة الأفق"]


@pytest.mark.parametrize(
    ("options", "docs"),
    [
        ({}, ["a2", "a3"]),
        ({"who": "Russia"}, ["a2"]),  # its spokesman
        ({"via": "وكالة الأفق"}, ["a2"]),
        ({"acts": ["deny"]}, ["a3"]),
        ({"about": "الاتفاق النووي"}, ["a2"]),
        ({"about": "jcpoa"}, ["a2"]),
        ({"about": "إيران"}, ["a3"]),
        ({"about": "مفاوضات"}, ["a2", "a3"]),  # and «مفاوض»: a light stem joins rather than parts
        ({"about": "المفاوضات مستمرة"}, ["a2"]),
        ({"about": "الطقس"}, []),
        ({"from_": "2018-05-15"}, ["a3"]),
        ({"to": "2018-05-15"}, ["a2"]),
        ({"limit": 1}, ["a2"]),
    ],
)
def test_said_narrowed(filled: Store, known: Knowledge, options: dict[str, object], docs: list[str]) -> None:
    assert [line.source.doc for line in query.said(filled, known, **options)] == docs  # type: ignore[arg-type]


def test_said_about_nothing(filled: Store, known: Knowledge) -> None:
    with pytest.raises(QueryError, match="no word"):
        query.said(filled, known, about="...")
    with pytest.raises(QueryError, match="no act"):
        query.said(filled, known, acts=["sing"])


def test_who(filled: Store, known: Knowledge) -> None:
    profile = query.who(filled, known, "Lavrov")
    assert (profile.name, profile.name_en, profile.articles, profile.first, profile.last) == (
        "سيرغي لافروف",
        "Sergey Lavrov",
        2,
        "2018-05-14",
        "2018-05-20",
    )
    assert {surface.form: surface.articles for surface in profile.names}["لافروف"] == 2
    (office,) = profile.offices
    assert (office.title, office.of, office.of_name, office.articles) == ("foreign minister", "RU", "روسيا", 2)
    assert told(profile.events) == ["a2-e1"]  # what is planned is not the latest that happened
    assert profile.statements == ()


def test_who_is_known_but_not_in_the_articles(filled: Store, known: Knowledge) -> None:
    profile = query.who(filled, known, "ترامب")
    assert (profile.id, profile.kind, profile.articles, profile.names, profile.events) == (
        "Q22686",
        "person",
        0,
        (),
        (),
    )


def test_articles(filled: Store) -> None:
    assert [line.source.doc for line in query.articles(filled)] == ["a1", "a2", "a3", "a4"]
    first = query.articles(filled)[0]
    assert (first.entities, first.statements, first.events, first.facts, first.read_from) == (
        2,
        0,
        1,
        0,
        "marqab.jsonl:a1",
    )
    assert query.count_articles(filled) == 4
    assert query.count_articles(filled, outlet="Mina") == 2
    assert query.count_articles(filled, dated="none") == 1
    assert query.count_articles(filled, dated="given", from_="2018-05") == 2
    with pytest.raises(QueryError, match="given, inferred or none"):
        query.articles(filled, dated="guessed")
    filled.put_failure(Failure("f", "line 2", "reading", "broken"))
    assert query.failed_articles(filled) == (Failure("f", "line 2", "reading", "broken"),)


@pytest.mark.parametrize(
    ("asked", "docs"),
    [
        ("موسكو", ["a2"]),
        ("المفاوضات", ["a3", "a2"]),
        ("مفاوضات الاتفاق", ["a2"]),
        ("تاريخ", ["a4"]),  # written with marks: «تاريخٍ»
        ("لافروف", ["a3", "a2"]),  # the newest first
        ('"الاتفاق النووي"', ["a2"]),
        ("«النووي الاتفاق»", []),
        ("الحدود", ["a1"]),
        ("موسكو الطقس", []),
        ("OR AND NOT NEAR", []),
    ],
)
def test_search(filled: Store, asked: str, docs: list[str]) -> None:
    assert [found.source.doc for found in query.search(filled, asked)] == docs


def test_a_passage_is_cut_from_the_text_at_words(filled: Store) -> None:
    article, record = make(
        "long", " ".join(["كلمات", "كثيرة"] * 200) + " هنا مُفاوِضاتٌ جديدة " + "وغيرها " * 200, published="2018-05-30"
    )
    filled.put(article, record, "d")
    (found,) = query.search(filled, "المفاوضات جديدة")
    assert found.span.of(article.text) == found.passage
    assert [mark.of(found.passage) for mark in found.marks] == ["مُفاوِضاتٌ", "جديدة"]
    assert set(found.passage.split()) <= set(article.text.split())
    assert len(found.passage) < 300
    assert query.search(filled, "مفاوضات", best_first=True, limit=1)[0].source.doc in ("long", "a2", "a3")


def test_a_title_is_found_too(filled: Store) -> None:
    (found,) = query.search(filled, "خط لقاء")
    assert found.source.doc == "a1" and isinstance(found.span, Span)
    with pytest.raises(QueryError, match="no word"):
        query.search(filled, "!!")
