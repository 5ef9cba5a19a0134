"""The life of agreements: steps, sides, ids that later linking can join."""

from functools import cache
from typing import Any

import pytest

from mahdar import analyse
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.brackets import parse
from mahdar.model import STEPS, AgreementStep, Article, Record

ON = "2018-05-16"


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


@cache
def read(text: str, doc: str = "case") -> Record:
    return analyse(Article(doc=doc, text=text, published=ON), knowledge())


def ids(record: Record, span: Any) -> set[str]:
    """Whom a marked phrase names."""
    return {entity.id for entity in record.entities for mention in entity.mentions if mention.span.start == span.start}


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{e.id}: {case}") for e in knowledge().agreement_steps for case in e.yes]
)
def test_steps_prove_themselves(case: str) -> None:
    found = parse(case)
    record = read(found.text)
    told = [(label, span) for label, span in found.spans if label.partition(".")[0] in STEPS]
    assert told
    for label, span in told:
        step, _, status = label.partition(".")
        matching = [s for s in record.agreements if s.step == step and any(own.meets(span) for own in s.evidence.spans)]
        assert matching, record.agreements
        one = matching[0]
        assert not status or one.status == status, f"{one.status} by {one.evidence.rule}"
        parties = set()
        for other, phrase in found.spans:
            if other == "party":
                assert ids(record, phrase) & set(one.parties), (one.parties, record.entities)
                parties |= ids(record, phrase)
            elif other == "subject":
                assert one.entity is None or one.entity in ids(record, phrase)
            elif other.startswith("t="):
                assert (one.time or "").startswith(other[2:]), one.time
            elif other.startswith("length="):
                assert one.length == other[7:]
        assert set(one.parties) <= parties, one.parties


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(e.id, t, id=f"{e.id}: {t}") for e in knowledge().agreement_steps for t in e.no]
)
def test_steps_leave_alone(rule: str, text: str) -> None:
    assert [step for step in read(text).agreements if step.evidence.rule.split()[0] == rule] == []


def told(text: str, doc: str = "case") -> list[AgreementStep]:
    return list(read(text, doc).agreements)


def test_one_agreement_has_one_id_by_whatever_name() -> None:
    names = ("الاتفاق النووي", "خطة العمل الشاملة المشتركة", "الاتفاق النووي مع إيران")
    steps = [told(f"انسحبت الولايات المتحدة من {name}.") for name in names]
    assert [[(step.agreement, step.step) for step in found] for found in steps] == [[("jcpoa", "left")]] * 3


def test_an_agreement_without_a_name_is_known_by_kind_and_sides() -> None:
    signed = told(
        "وقع الرئيس الإيراني ونظيره الروسي معاهدة شراكة استراتيجية شاملة مدتها 20 عاما في موسكو الجمعة.", "one"
    )
    ratified = told("صادق البرلمان الإيراني على معاهدة الشراكة الاستراتيجية مع روسيا.", "two")
    assert [step.agreement for step in signed + ratified] == ["deal:strategic_partnership:IR+RU"] * 2
    assert (signed[0].time, signed[0].place, signed[0].length) == ("2018-05-11", "موسكو", "P20Y")


def test_with_less_than_two_sides_it_is_of_its_article_alone() -> None:
    text = "علقت روسيا الاتفاق التجاري."
    one, other = told(text, "one"), told(text, "two")
    assert one[0].agreement != other[0].agreement
    assert one[0].agreement.startswith("deal:trade:@")


def test_the_agreement_is_the_one_told_of_before() -> None:
    steps = told("وقعت إيران وروسيا معاهدة شراكة استراتيجية. ودخلت المعاهدة حيز التنفيذ الثلاثاء.")
    assert {step.agreement for step in steps} == {"deal:strategic_partnership:IR+RU"}
    assert [step.step for step in steps] == ["signed", "in_force"]


def test_told_twice_it_is_one_step_and_the_year_of_the_signing_is_not_that_of_the_exit() -> None:
    text = "انسحبت الولايات المتحدة من الاتفاق النووي الموقع عام 2015. وجاء انسحاب الولايات المتحدة من الاتفاق النووي قبل أيام."
    left = [step for step in told(text) if step.step == "left"]
    assert len(left) == 1 and left[0].time != "2015" and len(left[0].evidence.spans) == 2
    assert [step.time for step in told(text) if step.step == "signed"] == ["2015"]


@pytest.mark.parametrize(
    "text", ["أصدر القاضي مذكرة توقيف بحق الوزير.", "ناقشت روسيا مشروع القرار مع الصين.", "تمديد مذكرة التوقيف."]
)
def test_warrants_and_drafts_are_no_agreements(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{e.id}: {case}") for e in knowledge().agreement_kinds for case in e.yes]
)
def test_kinds_prove_themselves(case: str) -> None:
    found = parse(case)
    ((kind, _),) = found.spans
    assert [step.agreement for step in told(found.text)] == [f"deal:{kind}:IR+RU"]


@pytest.mark.parametrize("text", [pytest.param(t, id=t) for e in knowledge().agreement_kinds for t in e.no])
def test_kinds_leave_alone(text: str) -> None:
    assert told(text) == []


def test_that_treaty_is_not_the_deal_told_of_before_that_nobody_calls_so() -> None:
    steps = told("تمسكت إيران بالاتفاق النووي. ووقعت روسيا وإيران تلك المعاهدة عام 2001.")
    assert [step.agreement for step in steps] == ["deal:agreement:IR+RU"]


def test_those_who_are_no_party_sign_another_one() -> None:
    steps = told("دافعت إيران عن الاتفاق النووي. ووقعت السعودية والعراق الاتفاق الثلاثاء.")
    assert "jcpoa" not in {step.agreement for step in steps}
