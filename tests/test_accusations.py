"""Accusations: who accuses whom, and which words of the accused side answer."""

from functools import cache
from typing import Any

import pytest

from mahdar import analyse
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.brackets import parse
from mahdar.model import Accusation, Article, Record


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


@cache
def read(text: str) -> Record:
    return analyse(Article(doc="case", text=text, published="2018-05-16"), knowledge())


def ids(record: Record, span: Any) -> set[str]:
    """Whom a marked phrase names."""
    return {entity.id for entity in record.entities for mention in entity.mentions if mention.span.start == span.start}


def check(case: str) -> None:
    """Each marked answer answers the accusation of the marked accuser and accused; where none is marked it is open."""
    found = parse(case)
    record = read(found.text)
    accusations = [
        one
        for one in record.accusations
        if any(ids(record, span) & set(one.accuser) for span in found.labelled("accuser"))
    ]
    assert len(accusations) == 1, record.accusations
    one = accusations[0]
    for span in found.labelled("accused"):
        assert ids(record, span) & set(one.accused), one
    cues = {statement.id: statement.cue for statement in record.statements}
    marked = found.labelled("answer")
    assert [span.of(found.text) for span in marked] == [cues[answer.statement].of(found.text) for answer in one.answers]


ENTRIES = [(e.id, case) for e in knowledge().accusation_words for case in e.yes]
CASES = [
    "[اتهمت]{-} [تركيا]{accuser} [الولايات المتحدة]{accused} بتمويل المسلحين في شمال سوريا. و[نفت]{answer} واشنطن تمويل أي مسلحين هناك.",
    "وجهت [الرياض]{accuser} اتهامات إلى [إيران]{accused} بتسليح الحوثيين، وهو ما [تنفيه]{answer} طهران.",
    "اتهم [وزير الخارجية الروسي]{accuser} [أوكرانيا]{accused} بقصف محطة الطاقة. و[نفى]{answer} الرئيس الأوكراني قصف المحطة.",
    "[حملت]{-} [فرنسا]{accuser} [سوريا]{accused} مسؤولية الهجوم على المستشفى. و[نفت]{answer} دمشق هذه الاتهامات.",
    # open: nobody of the accused side answers, or what is denied is another matter
    "اتهمت [بريطانيا]{accuser} [روسيا]{accused} بتسميم عميل سابق.",
    "اتهمت [بريطانيا]{accuser} [روسيا]{accused} بتسميم عميل سابق. ونفت الصين إرسال سفن إلى المنطقة.",
    "اتهمت [بريطانيا]{accuser} [روسيا]{accused} بتسميم عميل سابق. ونفت موسكو إغلاق السفارة في بكين.",
    "اتهمت [السعودية]{accuser} [إيران]{accused} بتسليح الحوثيين. ونفت السعودية هذه الاتهامات.",
]


@pytest.mark.parametrize("case", [pytest.param(case, id=case) for case in [*CASES, *(case for _, case in ENTRIES)]])
def test_answered(case: str) -> None:
    check(case)


@pytest.mark.parametrize("text", [pytest.param(t, id=t) for e in knowledge().accusation_words for t in e.no])
def test_not_answered(text: str) -> None:
    assert read(text).accusations
    assert [one.answers for one in read(text).accusations if one.answers] == []


def only(text: str) -> Accusation:
    (one,) = read(text).accusations
    return one


def test_two_are_accused_together() -> None:
    assert only("اتهمت فرنسا روسيا وسوريا بعرقلة التحقيق.").accused == ("RU", "SY")


def test_of_several_the_last_one_is_answered() -> None:
    text = (
        "اتهمت بريطانيا روسيا بتسميم عميل سابق. واتهمت أوكرانيا روسيا بقصف محطة الطاقة. "
        "ونفت موسكو قصف أي محطة. وقالت فرنسا إنها تدرس الأمر."
    )
    answered = {one.accuser: len(one.answers) for one in read(text).accusations}
    assert answered == {("GB",): 0, ("UA",): 1}


def test_the_carriers_of_an_accusation_are_its_chain() -> None:
    text = "نقلت وكالة رويترز عن وزير الخارجية البريطاني اتهامه روسيا بتسميم عميل سابق."
    record = read(text)
    for one in record.accusations:
        (statement,) = [statement for statement in record.statements if statement.id == one.statement]
        assert (one.chain, one.accuser) == (statement.chain, statement.speaker)


@pytest.mark.parametrize("text", ["", "نفت روسيا إغلاق السفارة.", "اتهم الرجل بالسرقة أمام المحكمة."])
def test_nothing_to_find(text: str) -> None:
    assert read(text).accusations == ()
