"""The words that decide the standing of an event, and the days that values of time cover."""

import pytest

from mahdar.events._days import compare, exactness, within
from tests.test_events import read

ON = "2018-05-16"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("من المقرر أن يزور الرئيس الصيني روسيا.", {"من المقرر"}),
        ("سيزور الرئيس الصيني روسيا.", {"سيزور"}),
        ("وسيزور الرئيس الصيني روسيا.", {"سيزور"}),
        ("يلتقي الرئيس الفرنسي نظيره الروسي الخميس المقبل.", {"الخميس المقبل"}),
        ("ألغى الرئيس الروسي زيارته إلى فرنسا.", {"ألغى"}),
        ("تقرر تأجيل زيارة الرئيس الروسي إلى تركيا.", {"تأجيل"}),
        ("لم يلتق الرئيس الإيراني نظيره الأميركي.", {"لم"}),
        ("دعت فرنسا إلى عقد لقاء بين الرئيس الروسي ونظيره الأوكراني.", {"دعت"}),
        ("المحادثات الجارية بين روسيا وتركيا معقدة.", {"الجارية"}),
        ("سيبحث الرئيس الفرنسي خلال لقائه مع نظيره الروسي الأزمة.", {"سيبحث"}),
        ("التقى الرئيس التركي أمير قطر.", set()),
        ("زار الرئيس التركي الكويت العام الحالي.", set()),
    ],
)
def test_the_words_that_decide(text: str, words: set[str]) -> None:
    event = next(iter(read(text, ON)[1]))
    assert {span.of(text) for span in event.standing} == words


@pytest.mark.parametrize(
    ("one", "other", "may_be_one"),
    [
        ("2018-05-08", "2018-W19", True),
        ("2018-05-15", "2018-W19", False),
        ("2018-05-08", "2018-05", True),
        ("2018-05-08T15:00", "2018-05-08", True),
        ("2018-05-08/2018-05-10", "2018-05-09", True),
        ("2018-05-08", "2017", False),
        ("2015/..", "2018-05-08", True),
        ("2018-05-08", None, True),
        ("PAST_REF", "2018-05-08", True),
        ("2018-W99", "2018-05-08", True),
    ],
)
def test_times_that_may_be_of_one_event(one: str | None, other: str | None, may_be_one: bool) -> None:
    assert within(one, other) is within(other, one) is may_be_one


@pytest.mark.parametrize(
    ("value", "side"),
    [("2018-05-17", 1), ("2018-06", 1), ("2018-05", 0), ("2018", 0), ("2018-05-15", -1), ("2018-W19", -1), ("2017~", -1),
     ("P3D", 0), ("FUTURE_REF", 0), ("2015/..", 0), ("201X", 0), (None, 0)],
)  # fmt: skip
def test_before_and_after_the_day_of_publication(value: str | None, side: int) -> None:
    assert compare(value, ON) == side


def test_a_day_is_more_exact_than_a_month() -> None:
    values = [None, "2015/..", "2018", "2018-05", "2018-05-08"]
    assert sorted(values, key=exactness) == values
