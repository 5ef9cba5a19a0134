"""The times room: what is found, with which value, and what is left alone."""

import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.brackets import parse
from mahdar.model import Article
from mahdar.text import read_document
from mahdar.times import date_article, find_times

CASES = Path(__file__).parent / "cases" / "times"
EXAMPLES_ON = "2018-05-16"


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def found(text: str, on: str | None) -> list[tuple[str, str | None]]:
    document = read_document(Article(doc="case", text=text), knowledge())
    return [(time.span.of(text), time.value) for time in find_times(document, on, knowledge())]


def groups() -> list[tuple[str, dict[str, object]]]:
    return [
        (f"{path.stem}: {group['about']}", group)
        for path in sorted(CASES.glob("*.toml"))
        for group in tomllib.loads(path.read_text(encoding="utf-8")).get("group", ())
    ]


def cases(kind: str) -> list[object]:
    return [
        pytest.param(marked, group.get("on"), id=f"{about}: {marked}")
        for about, group in groups()
        for marked in group.get(kind, ())  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize(("marked", "on"), cases("yes"))
def test_found_with_value(marked: str, on: str | None) -> None:
    case = parse(marked)
    assert found(case.text, on) == [(span.of(case.text), label) for label, span in case.spans]


@pytest.mark.parametrize(("marked", "on"), cases("none"))
def test_found_without_value(marked: str, on: str | None) -> None:
    start, end = marked.index("["), marked.index("]")
    text = marked.replace("[", "").replace("]", "")
    assert found(text, on) == [(text[start : end - 1], None)]


@pytest.mark.parametrize(("text", "on"), cases("no"))
def test_left_alone(text: str, on: str | None) -> None:
    assert found(text, on) == []


def test_enough_cases() -> None:
    assert len(cases("yes")) >= 400
    assert len(cases("no")) >= 100


def entries() -> list[object]:
    words = [*load_knowledge().times, *load_knowledge().time_contexts]
    return [pytest.param(word, id=word.id) for word in words]


@pytest.mark.parametrize("word", entries())
def test_examples_of_the_table(word: object) -> None:
    for marked in word.yes:  # type: ignore[attr-defined]
        case = parse(marked)
        assert found(case.text, EXAMPLES_ON) == [(span.of(case.text), label) for label, span in case.spans], marked
    for text in word.no:  # type: ignore[attr-defined]
        assert found(text, EXAMPLES_ON) == [], text


def words_of_time() -> list[str]:
    forms = [form for word in load_knowledge().times for form in (*word.forms, *word.weak, *word.plural, *word.dual)]
    return [
        *forms,
        *(f"ال{form}" for form in forms),
        "12",
        "2014",
        "31",
        "1446",
        "3:25",
        "/",
        "-",
        "(",
        ")",
        "،",
        ".",
        "و",
        "\n",
        "لقاء",
        "ـ",
        "م",
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(words_of_time()), max_size=14),
    st.sampled_from(["", " ", " "]),
    st.sampled_from([None, "2018-05-16", "0001-01-01", "9999-12-31"]),
)
def test_spans_cut_the_text(pieces: list[str], glue: str, on: str | None) -> None:
    text = glue.join(pieces)
    document = read_document(Article(doc="any", text=text), knowledge())
    end = 0
    for time in find_times(document, on, knowledge()):
        assert end <= time.span.start < time.span.end <= len(text)
        assert time.span.of(text).strip()
        end = time.span.end


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    document = read_document(Article(doc="any", text=text), knowledge())
    for time in find_times(document, "2018-05-16", knowledge()):
        assert 0 <= time.span.start < time.span.end <= len(text)
    date_article(document, knowledge())


STATED = [
    ("لقاء في فيينا\n\n12 سبتمبر 2014\nالتقى الوزيران وبحثا الملف.", "2014-09-12"),
    ("عنوان\nالجمعة 12 سبتمبر 2014 - 10:30\nنص الخبر", "2014-09-12"),
    ("عنوان\nدبي - 12/9/2014\nنص الخبر", "2014-09-12"),
    ("الرياض 15 رجب 1446هـ الموافق 15 يناير 2025م واس\nنص الخبر", "2025-01-15"),
    ("باريس، 12 سبتمبر 2014 (أ ف ب) - أعلن الوزير عن خطة.", "2014-09-12"),
    ("افتتح الوزير المعرض.\nنشر في: 12/9/2014", "2014-09-12"),
    ("آخر تحديث 2014-09-12\nافتتح الوزير المعرض", "2014-09-12"),
]
INFERRED = [
    ("قال الوزير أمس الاثنين 24 فبراير 2025 إنه راض", "2025-02-25"),
    ("وصل الوفد اليوم الجمعة 12 سبتمبر 2014 إلى العاصمة", "2014-09-12"),
    # the weekday of a day and month, in the term of the president who is named
    ("اجتمع الوزراء اليوم الثلاثاء 25 فبراير في جدة. وقال الرئيس الإيراني مسعود بزشكيان إنه راض.", "2025-02-25"),
]
MONTHS = [
    # a known agreement "this month", and the weekday of the lead
    (
        "التقى وزير الخارجية الإيراني حسين أمير عبد اللهيان نظيره الروسي الأربعاء في موسكو، وتطرق إلى اتفاق إيران والسعودية في بكين في العاشر من الشهر الجاري.",
        "2023-03",
    ),
    # two terms of one president, and the age of a war
    (
        "قال الرئيس الأميركي دونالد ترامب اليوم الثلاثاء إن الحرب المستمرة منذ ثلاث سنوات في أوكرانيا ستنتهي. وزار وفد البلاد مطلع فبراير الجاري، وقال الرئيس الإيراني مسعود بزشكيان إنه راض.",
        "2025-02",
    ),
]
BY_CLUES = [
    # the day of a summit, told on its sidelines
    (
        "التقى الرئيس الروسي فلاديمير بوتين الاثنين نظيره الإيراني مسعود بزشكيان على هامش قمة منظمة شنغهاي للتعاون.",
        "2025-09-01",
    ),
    # a year told beside "next year", and a day whose weekday it decides
    ("وصل الوفد اليوم الجمعة 14 سبتمبر إلى العاصمة، على أن تجرى الانتخابات العام المقبل 2019.", "2018-09-14"),
    # a former president in the background does not date the article
    (
        "قال الرئيس الإيراني مسعود بزشكيان اليوم الثلاثاء 25 فبراير إن سياسة الرئيس الأميركي باراك أوباما تغيرت.",
        "2025-02-25",
    ),
]
UNKNOWN = [
    # bounds that happen to meet tell nothing of the day
    "قال الرئيس الأميركي باراك أوباما إن الخطة التي وضعت في يناير 2017 لم تنفذ.",
    # a weekday and a month fit several years
    "قال الرئيس الأميركي دونالد ترامب اليوم الثلاثاء إن الزيارة تمت في مطلع فبراير الجاري.",
    # two days that cannot both be today
    "وصل الوفد اليوم الجمعة 12 سبتمبر، وقال الوزير اليوم السبت إن الرئيس الإيراني حسن روحاني راض.",
    "افتتح الوزير المعرض عام 2018",
    "افتتح الوزير المعرض يوم الجمعة",
    "افتتح الوزير المعرض اليوم الثلاثاء",
    "وقعت الشركتان في 12 سبتمبر 2014 عقدا.",
    "مؤتمر 12 سبتمبر 2014\nنص الخبر",
    "عنوان\n31 فبراير 2015\nنص الخبر",
    "عنوان\nالسبت 12 سبتمبر 2014\nنص الخبر",  # it was a Friday: one of the two is wrong
    "يناير 2015",
    "2015",
    "",
]


def dated(text: str, published: str | None = None) -> tuple[str | None, str | None]:
    article = Article(doc="case", text=text, published=published)
    dating = date_article(read_document(article, knowledge()), knowledge())
    return dating.published, dating.published_from


@pytest.mark.parametrize(("text", "day"), STATED)
def test_date_stated_in_the_text(text: str, day: str) -> None:
    assert dated(text) == (day, "given")


@pytest.mark.parametrize(("text", "day"), INFERRED)
def test_date_inferred(text: str, day: str) -> None:
    assert dated(text) == (day, "inferred")


@pytest.mark.parametrize(("text", "month"), MONTHS)
def test_month_where_several_of_its_days_are_left(text: str, month: str) -> None:
    assert dated(text) == (month, "inferred")


@pytest.mark.parametrize(("text", "day"), BY_CLUES)
def test_day_from_several_clues(text: str, day: str) -> None:
    dating = date_article(read_document(Article(doc="case", text=text), knowledge()), knowledge())
    assert (dating.published, dating.published_from) == (day, "inferred")
    assert 0.5 < dating.certainty < 1
    assert all(clue.says and clue.span.of(text) for clue in dating.clues)


def test_times_keep_what_all_possible_days_give() -> None:
    document = read_document(Article(doc="case", text=MONTHS[0][0] + " وعاد العام الماضي."), knowledge())
    dating = date_article(document, knowledge())
    times = find_times(document, dating.published, knowledge(), dating.possible)
    assert [time.value for time in times] == [None, "2023-03-10", "2022"]


@pytest.mark.parametrize("text", UNKNOWN)
def test_date_unknown(text: str) -> None:
    assert dated(text) == (None, None)


def test_metadata_win() -> None:
    assert dated("عنوان\n12 سبتمبر 2014\nنص", "2018-05-06") == ("2018-05-06", "given")
    assert dated("عنوان\n12 سبتمبر 2014\nنص", "2018-05-06T13:30:28+04:00") == ("2018-05-06", "given")


def test_a_month_alone_is_no_day_of_publication() -> None:
    assert dated("نص", "2018-05") == (None, None)
    assert dated("نص", "2018") == (None, None)


def test_relative_times_say_what_they_were_counted_from() -> None:
    text = "وصل أمس بعد رحلة عام 2015"
    times = find_times(read_document(Article(doc="case", text=text), knowledge()), "2018-05-16", knowledge())
    assert [(time.value, time.anchor, time.type) for time in times] == [
        ("2018-05-15", "2018-05-16", "date"),
        ("2015", None, "date"),
    ]


def test_every_value_names_its_entry() -> None:
    known = {word.id for word in knowledge().times} | {"digits"}
    for _, group in groups():
        for marked in group.get("yes", ()):  # type: ignore[attr-defined]
            document = read_document(Article(doc="case", text=parse(marked).text), knowledge())
            assert {time.rule for time in find_times(document, None, knowledge())} <= known
