"""The whole way over `examples/`: bytes in, and what a careful reader would put on record out.

Each file of `cases/examples/` tells what has to be found in one article (and what must never be), in the words of the
article. They are no snapshots of what the program says today: what it doesn't reach yet is marked `pending = "room: why"`,
and such a mark fails the tests as soon as it is no longer true.

    pytest -rx tests/test_examples.py     lists the marks, each with what is found instead
    python -m tests.test_examples         takes the marks off that are no longer true
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mahdar.cli import main as main_of_the_command_line
from mahdar.knowledge import fold, load_knowledge
from mahdar.model import (
    ACTS,
    ENTITY_KINDS,
    EVENT_KINDS,
    FACT_STATUSES,
    FORMS,
    PROPERTIES,
    ROLES,
    STATUSES,
    Article,
    Entity,
    Event,
    Fact,
    Record,
    Span,
    Statement,
    TimeExpression,
)
from mahdar.pipeline import analyse
from mahdar.reading import read_articles
from tests.conftest import Runner

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
SOURCES = sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".html", ".jsonl", ".gz", ".xml"))
NEAR = 0.8  # how much of the words has to be the same (Dice, in characters)
ELLIPSIS = "…"

# Somebody: the registry's id, or a name that the article uses for him; "A|B": one or the other.
Who = str
Pair = tuple[Who, str]


class Expected(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is said of any expectation."""

    pending: str = ""


class Made(Expected, kw_only=True):
    """How the article is read: its head, and what is set aside as no part of it."""

    source: str
    nth: int = 1
    title: str
    outlet: str = ""
    dropped: tuple[str, ...] = ()


class Published(Expected, kw_only=True):
    """The day of the article: "given" by page or text, or "inferred"."""

    day: str
    told: str


class PersonExpected(Expected, kw_only=True):
    """Somebody by name, his registry id, his office ("foreign minister of RU"; a list: one of them), other words for him."""

    name: str
    id: str = ""
    office: str | tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class TimeExpected(Expected, kw_only=True):
    words: str
    value: str | tuple[str, ...]


class StatementExpected(Expected, kw_only=True):
    """Words said. `content`: the words, or their beginning and end with an ellipsis between; a list: one of them.

    `speaker`: together in any order; a list of lists: one of them. `chain`: in order, left out: not looked at.
    """

    speaker: tuple[Who | tuple[Who, ...], ...]
    act: str | tuple[str, ...]
    content: str | tuple[str, ...] = ()
    chain: tuple[Who, ...] | None = None
    form: str = ""
    to: tuple[Who, ...] | None = None


class EventExpected(Expected, kw_only=True):
    """Something that happened or not. `who` has to be told, `may` may be, and nobody else; left out: not looked at.

    `time`, `place`: one of those; "" is "not told". `words` are among those that it is read from.
    """

    kind: str | tuple[str, ...]
    status: str | tuple[str, ...]
    who: tuple[Pair, ...] = ()
    may: tuple[Pair, ...] = ()
    anybody: bool = False
    time: str | tuple[str, ...] = ()
    place: str | tuple[str, ...] = ()
    chain: tuple[Who, ...] | None = None
    words: str = ""


class FactExpected(Expected, kw_only=True):
    """A value. `has`: a piece of it, where its notation is not the point."""

    property: str
    subject: Who = ""
    value: str | tuple[str, ...] = ()
    has: str = ""
    words: str = ""


class NeverText(Expected, kw_only=True):
    """Words of the page that are no part of the article: not in its text, or set aside in it."""

    words: str


class NeverEntity(Expected, kw_only=True):
    """Nobody with this id, of this kind, called so, in this office."""

    id: str = ""
    kind: str = ""
    name: str = ""
    office: str = ""


class NeverTime(Expected, kw_only=True):
    words: str
    value: str = ""


class NeverStatement(Expected, kw_only=True):
    speaker: tuple[Who, ...] = ()
    act: str = ""
    content: str = ""
    chain: tuple[Who, ...] = ()
    to: tuple[Who, ...] = ()


class NeverEvent(Expected, kw_only=True):
    kind: str | tuple[str, ...] = ()
    status: str | tuple[str, ...] = ()
    who: tuple[Who | Pair, ...] = ()
    time: str = ""
    place: str = ""
    words: str = ""


class NeverFact(Expected, kw_only=True):
    property: str
    subject: Who = ""
    value: str = ""


class Never(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """False findings that a hasty reader would make."""

    text: tuple[NeverText, ...] = ()
    entity: tuple[NeverEntity, ...] = ()
    time: tuple[NeverTime, ...] = ()
    statement: tuple[NeverStatement, ...] = ()
    event: tuple[NeverEvent, ...] = ()
    fact: tuple[NeverFact, ...] = ()


class Golden(msgspec.Struct, forbid_unknown_fields=True):
    """What a careful reader puts on record of one article."""

    article: Made
    published: Published
    person: tuple[PersonExpected, ...] = ()
    time: tuple[TimeExpected, ...] = ()
    statement: tuple[StatementExpected, ...] = ()
    event: tuple[EventExpected, ...] = ()
    fact: tuple[FactExpected, ...] = ()
    never: Never = Never()


# --- comparing


def several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


class Found:
    """An article with its record, and how expectations are looked up in it."""

    def __init__(self, article: Article, record: Record) -> None:
        self.article, self.record, self.text = article, record, article.text
        self.entities = {entity.id: entity for entity in record.entities}

    def called(self, entity: Entity) -> set[str]:
        names = {fold(name) for name in (entity.name, *entity.names, entity.resolved or "") if name}
        return names | {entity.id, entity.iso or entity.id}

    def is_who(self, found: str, who: Who) -> bool:
        """Whether the entity with the id `found` is meant by `who`."""
        entity = self.entities.get(found)
        names = self.called(entity) if entity else {found}
        return any(one in names or fold(one) in names for one in who.split("|"))

    def all_who(self, found: tuple[str, ...], wanted: tuple[Who, ...]) -> bool:
        """The same, in any order, none besides."""
        return len(found) == len(wanted) and all(any(self.is_who(one, who) for one in found) for who in wanted)

    def spans(self, words: str) -> list[Span]:
        """Where words stand in the text; those with an ellipsis from the first piece to the next end after it."""
        first, gap, last = words.partition(ELLIPSIS)
        first, last = first.strip(), last.strip()
        found = []
        at = self.text.find(first)
        while at >= 0:
            end = self.text.find(last, at + len(first)) + len(last) if gap else at + len(first)
            if end >= at + len(first):
                found.append(Span(at, end))
            at = self.text.find(first, at + 1)
        assert found, f"the golden is wrong: not in {self.article.source}: {words}"
        return found

    def name_of(self, found: str) -> str:
        return self.entities[found].name if found in self.entities else found


def alike(one: tuple[Span, ...], other: Span) -> float:
    """How much two pieces of text have in common, 0 to 1 (Dice, each character counted once)."""
    mine = {place for span in one for place in range(span.start, span.end)}
    both = sum(other.start <= place < other.end for place in mine)
    return 2 * both / (len(mine) + len(other)) if mine or len(other) else 0.0


def touches(spans: tuple[Span, ...], wanted: list[Span]) -> bool:
    return any(span.meets(one) for span in spans for one in wanted)


# --- each kind of expectation: the problems with it, none where it is met


def check_made(found: Found, wanted: Made) -> list[str]:
    problems = []
    if found.article.title != wanted.title:
        problems.append(f"title {found.article.title!r}")
    if wanted.outlet and found.article.outlet != wanted.outlet:
        problems.append(f"outlet {found.article.outlet!r}")
    for words in wanted.dropped:
        if not any(span.holds(place) for span in found.record.dropped for place in found.spans(words)):
            problems.append(f"kept as text: {words}")
    return problems


def check_published(found: Found, wanted: Published) -> list[str]:
    record = found.record
    told = (record.published, record.published_from)
    return [] if told == (wanted.day, wanted.told) else [f"found {told[0]} ({told[1]})"]


def check_person(found: Found, wanted: PersonExpected) -> list[str]:
    someone = [
        entity
        for entity in found.record.entities
        if (entity.id == wanted.id if wanted.id else fold(wanted.name) in found.called(entity))
        and entity.kind == "person"
    ]
    if not someone:
        near = [e.id for e in found.record.entities if fold(wanted.name) in found.called(e)]
        return [f"nobody; so called: {near}"]
    entity, problems = someone[0], []
    offices = {f"{office.title} of {office.of}" for office in entity.offices}
    if wanted.office and not offices & set(several(wanted.office)):
        problems.append(f"offices {sorted(offices)}")
    for name in (wanted.name, *wanted.names):
        if fold(name) not in found.called(entity):
            others = [e.id for e in found.record.entities if fold(name) in found.called(e)]
            problems.append(f"not called {name} (so called: {others})")
    return problems


def check_time(found: Found, wanted: TimeExpected) -> list[str]:
    places = found.spans(wanted.words)
    near = [one for one in found.record.times if any(alike((one.span,), place) >= 0.5 for place in places)]
    if any(one.value in several(wanted.value) for one in near):
        return []
    return [f"found {[(one.span.of(found.text), one.value) for one in near]}"]


def statement_problems(found: Found, wanted: StatementExpected, one: Statement) -> list[str]:
    problems = []
    speakers = wanted.speaker if isinstance(wanted.speaker[0], tuple) else (wanted.speaker,)
    if not any(found.all_who(one.speaker, several(names)) for names in speakers):
        problems.append(f"speaker {[found.name_of(who) for who in one.speaker]}")
    if one.act not in several(wanted.act):
        problems.append(f"act {one.act}")
    if wanted.form and one.form != wanted.form:
        problems.append(f"form {one.form}")
    if wanted.chain is not None and not (
        len(one.chain) == len(wanted.chain) and all(map(found.is_who, one.chain, wanted.chain))
    ):
        problems.append(f"chain {[found.name_of(who) for who in one.chain]}")
    if wanted.to is not None and not found.all_who(one.to, wanted.to):
        problems.append(f"to {[found.name_of(who) for who in one.to]}")
    contents = several(wanted.content)
    if contents and max(alike(one.content, place) for words in contents for place in found.spans(words)) < NEAR:
        problems.append(f"content {' '.join(span.of(found.text) for span in one.content)!r}")
    return problems


def check_statement(found: Found, wanted: StatementExpected) -> list[str]:
    for words in several(wanted.content):
        found.spans(words)
    tried = [(statement_problems(found, wanted, one), one) for one in found.record.statements]
    if any(not problems for problems, _ in tried):
        return []
    places = [place for words in several(wanted.content) for place in found.spans(words)]
    near = [problems for problems, one in tried if touches(one.content, places)]
    return min(near, key=len) if near else ["none"]


def event_problems(found: Found, wanted: EventExpected, one: Event) -> list[str]:
    problems = []
    if one.kind not in several(wanted.kind):
        problems.append(f"kind {one.kind}")
    if one.status not in several(wanted.status):
        problems.append(f"status {one.status}")

    def is_pair(pair: tuple[str, str], other: Pair) -> bool:
        return pair[1] in other[1].split("|") and found.is_who(pair[0], other[0])

    if not wanted.anybody:
        missing = [who for who in wanted.who if not any(is_pair(pair, who) for pair in one.who)]
        besides = [pair for pair in one.who if not any(is_pair(pair, who) for who in (*wanted.who, *wanted.may))]
        if missing:
            problems.append(f"without {missing}")
        if besides:
            problems.append(f"besides {[(found.name_of(who), role) for who, role in besides]}")
    if wanted.time != () and (one.time or "") not in several(wanted.time):
        problems.append(f"time {one.time}")
    if wanted.place != () and fold(one.place or "") not in {fold(place) for place in several(wanted.place)}:
        problems.append(f"place {one.place}")
    if wanted.chain is not None and not (
        len(one.chain) == len(wanted.chain) and all(map(found.is_who, one.chain, wanted.chain))
    ):
        problems.append(f"chain {[found.name_of(who) for who in one.chain]}")
    if wanted.words and not touches(one.evidence.spans, found.spans(wanted.words)):
        problems.append("other words")
    return problems


def check_event(found: Found, wanted: EventExpected) -> list[str]:
    if wanted.words:
        found.spans(wanted.words)
    tried = [(event_problems(found, wanted, one), one) for one in found.record.events]
    if any(not problems for problems, _ in tried):
        return []
    near = [
        (problems, one)
        for problems, one in tried
        if not {"other words", f"kind {one.kind}"} & set(problems)
        or (wanted.words and "other words" not in problems)
    ]  # fmt: skip
    if not near:
        return ["none"]
    problems, one = min(near, key=lambda each: len(each[0]))
    return [*problems, "in: " + " || ".join(span.of(found.text) for span in one.evidence.spans)[:120]]


def check_fact(found: Found, wanted: FactExpected) -> list[str]:
    if wanted.words:
        found.spans(wanted.words)

    def right_value(one: Fact) -> bool:
        value = several(wanted.value)
        return (not value or any(one.value == each or found.is_who(one.value, each) for each in value)) and (
            wanted.has in one.value
        )

    same = [one for one in found.record.facts if one.property == wanted.property]
    for one in same:
        if (
            right_value(one)
            and (not wanted.subject or found.is_who(one.subject, wanted.subject))
            and (not wanted.words or touches(one.evidence.spans, found.spans(wanted.words)))
        ):
            return []
    return [f"found {[(found.name_of(one.subject), one.value) for one in same]}"]


def check_never_text(found: Found, wrong: NeverText) -> list[str]:
    at = found.text.find(wrong.words)
    if at < 0 or any(span.holds(Span(at, at + len(wrong.words))) for span in found.record.dropped):
        return []
    return [f"in the text: {wrong.words}"]


def check_never_entity(found: Found, wrong: NeverEntity) -> list[str]:
    return [
        f"there is {entity.id} {entity.kind} {entity.names}"
        for entity in found.record.entities
        if (not wrong.id or entity.id == wrong.id)
        and (not wrong.kind or entity.kind == wrong.kind)
        and (not wrong.name or fold(wrong.name) in {fold(name) for name in (entity.name, *entity.names)})
        and (not wrong.office or wrong.office in {f"{office.title} of {office.of}" for office in entity.offices})
    ]


def check_never_time(found: Found, wrong: NeverTime) -> list[str]:
    places = found.spans(wrong.words)
    return [
        f"there is {one.span.of(found.text)} = {one.value}"
        for one in found.record.times
        if touches((one.span,), places) and (not wrong.value or one.value == wrong.value)
    ]


def check_never_statement(found: Found, wrong: NeverStatement) -> list[str]:
    places = found.spans(wrong.content) if wrong.content else []

    def among(them: tuple[str, ...], names: tuple[Who, ...]) -> bool:
        return all(any(found.is_who(one, who) for one in them) for who in names)

    return [
        f"there is {[found.name_of(who) for who in one.speaker]} {one.act} {one.content[0].of(found.text)!r}"
        for one in found.record.statements
        if among(one.speaker, wrong.speaker)
        and among(one.chain, wrong.chain)
        and among(one.to, wrong.to)
        and (not wrong.act or one.act == wrong.act)
        and (not places or max(alike(one.content, place) for place in places) >= NEAR)
    ]


def check_never_event(found: Found, wrong: NeverEvent) -> list[str]:
    places = found.spans(wrong.words) if wrong.words else []

    def takes_part(event: Event, who: Who | Pair) -> bool:
        name, role = (who, "") if isinstance(who, str) else who
        return any(found.is_who(one, name) and (not role or role == its) for one, its in event.who)

    return [
        f"there is {one.kind} {[(found.name_of(who), role) for who, role in one.who]} {one.time} {one.place} {one.status}"
        for one in found.record.events
        if (not wrong.kind or one.kind in several(wrong.kind))
        and (not wrong.status or one.status in several(wrong.status))
        and all(takes_part(one, who) for who in wrong.who)
        and (not wrong.time or one.time == wrong.time)
        and (not wrong.place or (one.place is not None and fold(one.place) == fold(wrong.place)))
        and (not places or touches(one.evidence.spans, places))
    ]


def check_never_fact(found: Found, wrong: NeverFact) -> list[str]:
    return [
        f"there is {found.name_of(one.subject)} {one.property} {one.value}"
        for one in found.record.facts
        if one.property == wrong.property
        and (not wrong.subject or found.is_who(one.subject, wrong.subject))
        and (not wrong.value or one.value == wrong.value)
    ]


CHECKS: dict[type[Expected], Callable[[Found, Any], list[str]]] = {
    Made: check_made,
    Published: check_published,
    PersonExpected: check_person,
    TimeExpected: check_time,
    StatementExpected: check_statement,
    EventExpected: check_event,
    FactExpected: check_fact,
    NeverText: check_never_text,
    NeverEntity: check_never_entity,
    NeverTime: check_never_time,
    NeverStatement: check_never_statement,
    NeverEvent: check_never_event,
    NeverFact: check_never_fact,
}


# --- the goldens


@cache
def goldens() -> dict[str, Golden]:
    """Each golden by the name of its file. An unknown field or a wrong type is an error that names it."""
    found = {}
    for path in sorted((Path(__file__).parent / "cases" / "examples").glob("*.toml")):
        try:
            found[path.stem] = msgspec.toml.decode(path.read_bytes(), type=Golden)
        except (msgspec.DecodeError, msgspec.ValidationError) as problem:
            raise ValueError(f"{path.name}: {problem}") from problem
    return found


@cache
def examples() -> dict[tuple[str, int], Found]:
    """Each article of `examples/` with its record, by file and place in it (from 1)."""
    knowledge = load_knowledge()
    found = {}
    for source in SOURCES:
        for nth, article in enumerate(read_articles([str(source)], knowledge), 1):
            assert isinstance(article, Article), article
            found[source.name, nth] = Found(article, analyse(article, knowledge))
    return found


def expectations() -> Iterator[Any]:
    for name, golden in goldens().items():
        yield pytest.param(golden, golden.article, id=f"{name}-article")
        yield pytest.param(golden, golden.published, id=f"{name}-published")
        for kind in ("person", "time", "statement", "event", "fact"):
            for number, wanted in enumerate(getattr(golden, kind), 1):
                yield pytest.param(golden, wanted, id=f"{name}-{kind}-{number}")
        for kind in Never.__struct_fields__:
            for number, wrong in enumerate(getattr(golden.never, kind), 1):
                yield pytest.param(golden, wrong, id=f"{name}-never-{kind}-{number}")


@pytest.mark.parametrize(("golden", "wanted"), list(expectations()))
def test_what_a_careful_reader_puts_on_record(golden: Golden, wanted: Expected) -> None:
    found = examples()[golden.article.source, golden.article.nth]
    problems = CHECKS[type(wanted)](found, wanted)
    if wanted.pending and not problems:
        pytest.fail(f"no longer pending: take the mark off ({wanted.pending})")
    if wanted.pending:
        pytest.xfail(f"{wanted.pending}: {'; '.join(problems)}")
    if problems:
        pytest.fail(f"{'; '.join(problems)}\nexpected: {wanted}", pytrace=False)


def test_every_article_has_its_golden() -> None:
    assert sorted((golden.article.source, golden.article.nth) for golden in goldens().values()) == sorted(examples())


def test_vocabulary_of_goldens() -> None:
    """What a golden asks for can be found at all."""
    for name, golden in goldens().items():
        for statement in golden.statement:
            assert set(several(statement.act)) <= set(ACTS), f"{name}: {statement}"
            assert statement.form in ("", *FORMS), f"{name}: {statement}"
        for event in golden.event:
            assert set(several(event.kind)) <= set(EVENT_KINDS), f"{name}: {event}"
            assert set(several(event.status)) <= set(STATUSES), f"{name}: {event}"
            assert {role for _, roles in (*event.who, *event.may) for role in roles.split("|")} <= set(ROLES), name
        assert {fact.property for fact in golden.fact} <= set(PROPERTIES), name
        for wrong in golden.never.event:
            assert set(several(wrong.kind)) <= set(EVENT_KINDS), f"{name}: {wrong}"
            assert set(several(wrong.status)) <= set(STATUSES), f"{name}: {wrong}"


# --- every record, whatever it says


def spans_of(record: Record) -> Iterator[Span]:
    yield from record.dropped
    for entity in record.entities:
        yield from (mention.span for mention in entity.mentions)
    yield from (one.span for one in record.times)
    for statement in record.statements:
        yield statement.cue
        yield from statement.content
    findings: tuple[Statement | Event | Fact, ...] = (*record.statements, *record.events, *record.facts)
    for finding in findings:
        yield from finding.evidence.spans


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_records_are_valid(source: Path) -> None:
    """Closed vocabularies, references that resolve, spans that cut the words."""
    for (name, nth), found in examples().items():
        if name != source.name:
            continue
        record, where = found.record, f"{name}:{nth}"
        for span in spans_of(record):
            assert 0 <= span.start < span.end <= len(found.text), f"{where}: {span}"
            assert span.of(found.text) == span.of(found.text).strip(), f"{where}: {span}: {span.of(found.text)!r}"
        ids = [entity.id for entity in record.entities]
        assert len(set(ids)) == len(ids), where
        for entity in record.entities:
            assert entity.kind in ENTITY_KINDS, f"{where}: {entity}"
            assert 0 <= entity.certainty <= 1, f"{where}: {entity}"
            named = {fold(name) for name in (entity.name, *entity.names)}
            for mention in entity.mentions:
                if mention.form == "name":
                    assert fold(mention.span.of(found.text)) in named, f"{where}: {entity.id}: {mention}"
        for statement in record.statements:
            assert statement.act in ACTS and statement.form in FORMS, f"{where}: {statement}"
            assert statement.content and statement.evidence.rule, f"{where}: {statement}"
            assert {*statement.speaker, *statement.chain, *statement.to} <= set(ids), f"{where}: {statement}"
        for event in record.events:
            assert event.kind in EVENT_KINDS and event.status in STATUSES, f"{where}: {event}"
            assert event.evidence.spans and event.evidence.rule, f"{where}: {event}"
            assert {who for who, _ in event.who} | set(event.chain) <= set(ids), f"{where}: {event}"
            assert {role for _, role in event.who} <= set(ROLES), f"{where}: {event}"
        for fact in record.facts:
            assert fact.property in PROPERTIES and fact.status in FACT_STATUSES, f"{where}: {fact}"
            assert fact.evidence.spans and fact.value, f"{where}: {fact}"
            assert {fact.subject, *fact.chain} <= set(ids), f"{where}: {fact}"
        times: tuple[TimeExpression, ...] = record.times
        assert all(one.value != "" and one.type in ("date", "time", "duration", "set") for one in times), where


# --- the commands


@pytest.mark.parametrize("form", ["pretty", "records"])
def test_read(mahdar: Runner, form: str) -> None:
    """Every file in every form: status 0 says that no article of them failed."""
    ran = mahdar("read", *map(str, SOURCES), "--format", form)
    assert (ran.status, ran.err) == (0, "")
    if form == "records":
        docs = [json.loads(line)["doc"] for line in ran.out.splitlines()]
        assert docs == [found.article.doc for found in examples().values()]


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    here = {name: value for name, value in os.environ.items() if not name.startswith("MAHDAR_")}
    return subprocess.run(
        [sys.executable, "-m", "mahdar", *words],
        env=here | env, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record file of all examples, built in one process."""
    path = tmp_path_factory.mktemp("built") / "examples.db"
    ran = run("build", str(EXAMPLES), "--into", str(path), "--workers", "1")
    assert ran.returncode == 0, ran.stderr
    assert f"{len(examples())} written" in ran.stdout
    return path


def test_two_builds_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    assert run("build", str(EXAMPLES), "--into", str(again), "--workers", "2").returncode == 0
    first, second = (run("export", "--format", "records", "--store", str(store)) for store in (built, again))
    assert (first.returncode, first.stdout) == (0, second.stdout)
    assert len(first.stdout.splitlines()) == len(examples())


def questions() -> list[str]:
    """The commands that the guide to the examples says to try on the record file."""
    section = (
        (EXAMPLES / "README.md").read_text(encoding="utf-8").partition("\nThen ask:\n")[2].partition("\nRead one")[0]
    )
    lines = [line.strip() for line in section.splitlines() if line.startswith("    mahdar ")]
    return [line.removeprefix("mahdar ").partition("  #")[0].strip() for line in lines]


@pytest.mark.parametrize("question", questions())
def test_what_to_try(
    built: Path, question: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each question of the guide has an answer."""
    monkeypatch.setenv("MAHDAR_STORE", str(built))
    monkeypatch.setattr(sys, "argv", ["mahdar", *shlex.split(question)])
    with pytest.raises(SystemExit) as ended:
        main_of_the_command_line()
    assert ended.value.code in (0, None)
    assert capsys.readouterr().out.strip()


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_demo(tmp_path: Path) -> None:
    """The commands of the demonstration run, each with something to show."""
    program = tmp_path / "mahdar"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mahdar "$@"\n')
    program.chmod(0o755)
    ran = subprocess.run(
        ["sh", str(EXAMPLES / "demo.sh")],
        env=os.environ | {"MAHDAR": str(program), "MAHDAR_STORE": str(tmp_path / "demo.db")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    _, *answers = ran.stdout.split("\n$ ")
    assert len(answers) >= 4
    for answer in answers:
        command, _, lines = answer.partition("\n")
        assert lines.strip(), f"nothing to show: {command}"


def test_built_examples_are_those_of_their_sources() -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "make_examples.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


# --- marks that are no longer true


def without_marks(golden: str, met: set[str]) -> str:
    """The text of a golden without the marks of the expectations named in `met` ("event-2", "never-text-1")."""
    kept, counts, here = [], dict[str, int](), ""
    for line in golden.splitlines(keepends=True):
        if line.startswith("["):
            kind = line.strip().strip("[]").replace(".", "-")
            counts[kind] = counts.get(kind, 0) + 1
            here = f"{kind}-{counts[kind]}" if line.startswith("[[") else kind
        if not (line.startswith("pending =") and here in met):
            kept.append(line)
    return "".join(kept)


def test_marks_are_taken_off() -> None:
    golden = '[published]\npending = "a"\n[[event]]\npending = "b"\nkind = "visit"\n[[never.event]]\npending = "c"\n'
    assert without_marks(golden, {"published", "never-event-1"}) == (
        '[published]\n[[event]]\npending = "b"\nkind = "visit"\n[[never.event]]\n'
    )


def main() -> None:
    """Take off the marks that are no longer true, and say which."""
    met: dict[str, set[str]] = {}
    for case in expectations():
        golden, wanted = case.values
        if wanted.pending and not CHECKS[type(wanted)](examples()[golden.article.source, golden.article.nth], wanted):
            name = next(name for name, one in goldens().items() if one is golden)
            met.setdefault(name, set()).add(case.id.removeprefix(f"{name}-"))
            print(f"{case.id}: {wanted.pending}")
    for name, those in met.items():
        path = Path(__file__).parent / "cases" / "examples" / f"{name}.toml"
        path.write_text(without_marks(path.read_text(encoding="utf-8"), those), encoding="utf-8")


if __name__ == "__main__":
    main()
