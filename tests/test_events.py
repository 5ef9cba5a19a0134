"""The events room: what is told, by whom, with which standing, and what is left alone."""

import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mahdar.events import find_events, find_facts
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.brackets import Marked, parse
from mahdar.knowledge.inflection import noun_forms, verb_forms
from mahdar.mentions import find_mentions
from mahdar.model import EVENT_KINDS, FACT_STATUSES, PROPERTIES, ROLES, STATUSES, Article, Event, Fact
from mahdar.resolution import Resolution, resolve
from mahdar.statements import find_statements
from mahdar.text import read_document
from mahdar.times import find_times

CASES = Path(__file__).parent / "cases" / "events"
ON = "2018-05-16"
_JOINED = re.compile(r"ـ(?=[\[\]])")  # a tatweel that only keeps a bracket off the letter before it


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


@cache
def read(text: str, on: str | None) -> tuple[Resolution, tuple[Event, ...], tuple[Fact, ...]]:
    known = knowledge()
    document = read_document(Article(doc="case", text=text), known)
    who = resolve(document, find_mentions(document, known), on, known)
    times = find_times(document, on, known)
    statements = find_statements(document, who, known)
    events = find_events(document, who, times, statements, known, on)
    return who, events, find_facts(document, who, times, statements, known)


def marked(case: str) -> Marked:
    return parse(_JOINED.sub("", case))


def entities(who: Resolution, span: Any) -> set[str]:
    """Whom a marked phrase names: the references that begin where it begins."""
    return {ident for one in who.references if one.span.start == span.start for ident in one.entities}


def check(case: str, on: str | None, count: int | None = None) -> None:
    """Each labelled trigger is told as an event of that kind and standing, with just the labelled roles."""
    found = marked(case)
    who, events, _ = read(found.text, on)
    told = [(label, span) for label, span in found.spans if label.split(".")[0] in EVENT_KINDS]
    roles = [(label, span) for label, span in found.spans if label in ROLES]
    for label, span in told:
        kind, _, status = label.partition(".")
        matching = [e for e in events if e.kind == kind and any(part.meets(span) for part in e.evidence.spans)]
        assert matching, f"no {kind} among {[(e.kind, e.who, e.status) for e in events]}"
        event = matching[0]
        assert not status or event.status == status, f"{event.status} by {event.evidence.rule}"
        for role, phrase in roles:
            wanted = entities(who, phrase)
            assert any((ident, role) in event.who for ident in wanted), f"{role} {wanted} not in {event.who}"
        assert len(event.who) <= len(roles), f"more than the labelled: {event.who}"
        for other, phrase in found.spans:
            if other == "t=none":
                assert event.time is None, event.time
            elif other.startswith("t="):
                assert event.time is not None and event.time.startswith(other[2:]), f"{event.time} for {other}"
            elif other == "place":
                assert event.place == phrase.of(found.text)
    if count is not None:
        assert len(events) == count, [(e.kind, e.who, e.status) for e in events]


def groups() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{path.stem}: {group['about']}", group)
        for path in sorted(CASES.glob("*.toml"))
        for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]
    ]


@pytest.mark.parametrize(
    ("case", "on", "count"),
    [
        pytest.param(case, group["on"], group.get("events"), id=f"{about}: {case}")
        for about, group in groups()
        for case in group.get("yes", ())
    ],
)
def test_told(case: str, on: str | None, count: int | None) -> None:
    check(case, on, count)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        pytest.param(text, group["on"], id=f"{about}: {text}")
        for about, group in groups()
        for text in group.get("no", ())
    ],
)
def test_not_told(text: str, on: str | None) -> None:
    assert read(text, on)[1] == ()


def entries() -> list[Any]:
    return [*knowledge().events, *knowledge().standing, *knowledge().governors]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{e.id}: {case}") for e in entries() for case in e.yes])
def test_entries_prove_themselves(case: str) -> None:
    check(case, ON)


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(e.id, text, id=f"{e.id}: {text}") for e in entries() for text in e.no]
)
def test_entries_leave_alone(rule: str, text: str) -> None:
    if "[" in text:
        check(text, ON)
        return
    told = [event for event in read(text, ON)[1] if event.evidence.rule.split()[0] == rule]
    assert told == []


def facts_of(text: str) -> set[tuple[str, str]]:
    return {(fact.property, fact.value) for fact in read(text, ON)[2]}


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{e.id}: {case}") for e in knowledge().fact_cues for case in e.yes]
)
def test_facts_of_entries(case: str) -> None:
    found = parse(case)
    who, _, facts = read(found.text, ON)
    for label, _ in found.spans:
        prop, equals, value = label.partition("=")
        if equals:
            subject = {ident for span in found.labelled("subject") for ident in entities(who, span)}
            assert any(f.property == prop and f.value == value and f.subject in subject for f in facts), facts


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=f"{e.id}: {text}") for e in knowledge().fact_cues for text in e.no]
)
def test_no_facts_of_entries(text: str) -> None:
    assert facts_of(text) == set()


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("التقى وزير الخارجية الروسي سيرغي لافروف نظيره المصري.", ("holds_office", "foreign minister of RU")),
        ("طردت السلطات أكثر من 130 دبلوماسيا روسيا.", ("count", ">130")),
        ("طردت لندن نحو 25 دبلوماسيا روسيا.", ("count", "~25")),
        ("قال خمسة مسؤولين إيرانيين إن الأمر انتهى.", ("count", "5")),
        ("أدت الحرب إلى مقتل 200 ألف مدني في حلب.", ("killed", "200000")),
        ("أدت الحرب إلى مقتل مليون و400 ألف شخص في حلب.", ("killed", "1400000")),
        ("تأسست إسرائيل عام 1948.", ("founded", "1948")),
        ("وقع الاتفاق النووي عام 2015.", ("signed_on", "2015")),
        ("الاتفاق النووي بين إيران والولايات المتحدة باق.", ("party_to", "jcpoa")),
        ("انتقد الاتفاق النووي الإيراني. وقالت إيران إنها باقية فيه.", ("party_to", "jcpoa")),
        ("دفعت قطر أكثر من 3 ملايين دولار.", ("amount", ">3 ملايين دولار")),
    ],
)
def test_facts(text: str, fact: tuple[str, str]) -> None:
    assert fact in facts_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "قدمت دول عدة مشروع قرار أميركيا. وقالت الولايات المتحدة إنه جيد.",
        "بلغ سعر البرميل 70 دولارا.",
        "سار المحتجون في المدينة 12 كلم.",
    ],
)
def test_neither_a_party_nor_an_amount(text: str) -> None:
    assert not {prop for prop, _ in facts_of(text)} & {"party_to", "amount"}


def test_who_would_leave_an_agreement_is_a_party_to_it() -> None:
    text = "تهدد الولايات المتحدة بالانسحاب من الاتفاق النووي."
    known = knowledge()
    document = read_document(Article(doc="case", text=text), known)
    who, events, facts = read(text, ON)
    told = find_facts(document, who, find_times(document, ON, known), (), known, events)
    assert ("US", "party_to", "jcpoa") in {(fact.subject, fact.property, fact.value) for fact in told}
    assert not facts


def test_a_number_of_the_killed_in_words() -> None:
    assert ("killed", "35") in facts_of("أدى الهجوم إلى مقتل خمسة وثلاثين شخصا في بغداد.")


def test_the_speaker_is_the_chain_of_what_he_tells() -> None:
    text = "قال وزير الخارجية العماني إن الرئيس الإيراني التقى أمير الكويت."
    who, events, _ = read(text, ON)
    assert len(events) == 1
    assert events[0].chain == next(one.entities for one in who.references if one.span.start == 4)


def test_ids_are_the_same_every_time_and_differ() -> None:
    text = "التقى الرئيس التركي أمير قطر. وزار الرئيس التركي الكويت."
    first = read(text, ON)[1]
    read.cache_clear()
    assert [event.id for event in first] == [event.id for event in read(text, ON)[1]]
    assert len({event.id for event in first}) == len(first) == 2


def test_inflection_makes_the_forms_of_weak_verbs() -> None:
    paradigms = knowledge().paradigms
    met = {form.form for form in verb_forms("التقى يلتقي", paradigms)}
    assert {"التقي", "التقت", "التقيا", "التقوا", "يلتقي", "تلتقي", "يلتقون", "يلتقيان", "يلتق"} <= met
    called = {form.form for form in verb_forms("دعا يدعو", paradigms)}
    assert {"دعا", "دعت", "دعوا", "يدعو", "تدعو", "يدعون"} <= called
    assert {form.form for form in noun_forms("زيارة", paradigms)} == {"زياره", "زيارت", "زيارتان", "زيارتين", "زيارات"}
    assert {"لقاء", "لقاي", "لقاو", "لقاءات"} <= {form.form for form in noun_forms("لقاء", paradigms)}


def sane(text: str) -> None:
    """Whatever is read, spans cut the text and words are of the vocabularies."""
    who, events, facts = read(text, ON)
    known = {entity.id for entity in who.entities}
    for event in events:
        assert event.kind in EVENT_KINDS and event.status in STATUSES and event.who
        assert all(ident in known and role in ROLES for ident, role in event.who)
        assert all(0 <= span.start < span.end <= len(text) for span in event.evidence.spans)
    for fact in facts:
        assert fact.property in PROPERTIES and fact.status in FACT_STATUSES and fact.subject in known and fact.value
        assert all(0 <= span.start < span.end <= len(text) for span in fact.evidence.spans)


_TEXTS = [marked(case).text for _, group in groups() for case in group.get("yes", ())]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 4))
def test_words_shuffled_dropped_and_joined_break_nothing(seed: int, many: int) -> None:
    chance = random.Random(seed)
    words = " ".join(chance.choice(_TEXTS) for _ in range(many)).split(" ")
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(words))
        words[at : at + 1] = chance.choice(
            ([], [words[at], chance.choice(words)], ["و" + words[at]], [words[at][1:]], ["\n"], ['"'])
        )
        words = words or ["زار"]
    sane(" ".join(words))


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="التقىزاروفد منمع0193«»\"'.،:()\n\u200f\u0651", max_size=80))
def test_noise_breaks_nothing(text: str) -> None:
    sane(text)


def test_a_visit_that_is_returned_is_another() -> None:
    text = "زار الرئيس الإريتري إثيوبيا أمس. وقبل أسبوع زار رئيس الوزراء الإثيوبي إريتريا."
    visits = [event for event in read(text, ON)[1] if event.kind == "visit"]
    assert len(visits) == 2
