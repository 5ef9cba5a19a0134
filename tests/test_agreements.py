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
