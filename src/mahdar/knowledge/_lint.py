"""What is wrong with the knowledge files, without running them over a text."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from mahdar.errors import KnowledgeError
from mahdar.knowledge._lint_registry import missing_terms, registry_problems
from mahdar.knowledge._lint_times import time_problems
from mahdar.knowledge._load import FILES, Knowledge, read_tables, shipped_folder
from mahdar.knowledge.brackets import parse
from mahdar.knowledge.letters import fold, foreign_letters
from mahdar.model import ACTS, EVENT_KINDS, ROLES, STATUSES, STEPS

_EDTF = re.compile(r"(\d{4})(-\d{2}(-\d{2})?)?[~?%]?$")
_SAME_FORM = {"nouns": ("singular", "dual", "plural", "feminine"), "verbs": ("masculine", "feminine", "participle")}


class Problem(msgspec.Struct, frozen=True, order=True):
    """Something wrong in a knowledge file, as a person would look it up."""

    file: str
    entry: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.problem}" if self.entry else f"{self.file}: {self.problem}"


def lint(folder: Path | None = None) -> tuple[Problem, ...]:
    """Everything wrong with the knowledge in `folder` (the shipped one by default), in the order of files and entries.

    Fields and types, ids used twice, values outside the vocabularies, brackets that do not close, letters of another
    script, forms that stand in two entries, references that lead nowhere, dates and calendar months that cannot be, two
    holders of one office, one person with two ids.
    """
    try:
        knowledge = read_tables(folder or shipped_folder())
    except KnowledgeError as problem:
        return (Problem(problem.file, problem.entry, problem.problem),)
    return tuple(sorted(set(_problems(knowledge))))


def lint_gaps(folder: Path | None = None) -> tuple[Problem, ...]:
    """Terms that may be missing in `folder` (the shipped one by default): warnings, since an office may be vacant.

    Raises KnowledgeError where an entry cannot be read.
    """
    knowledge = read_tables(folder or shipped_folder())
    return tuple(sorted(Problem(*finding) for finding in missing_terms(knowledge)))


def _problems(knowledge: Knowledge) -> Iterator[Problem]:
    for file, parts in FILES.items():
        for field, _, _ in parts:
            entries = getattr(knowledge, field)
            yield from _entry_problems(file, entries)
            if field in _SAME_FORM:
                yield from _shared_forms(file, entries, _SAME_FORM[field])
    yield from _vocabularies(knowledge)
    yield from _references(knowledge)
    for entry, problem in time_problems(knowledge.times, knowledge.time_contexts, knowledge.known_days):
        yield Problem("times.toml", entry, problem)
    yield from (Problem(*finding) for finding in registry_problems(knowledge))


def _entry_problems(file: str, entries: tuple[Any, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in entries:
        name = str(getattr(entry, "id", "") or getattr(entry, "person", "") or getattr(entry, "form", ""))
        if hasattr(entry, "id"):
            if entry.id in seen:
                yield Problem(file, name, "the id is used twice")
            seen.add(entry.id)
        if hasattr(entry, "source") and not entry.source:
            yield Problem(file, name, "no source")
        if not 0 <= getattr(entry, "certainty", 1) <= 1:
            yield Problem(file, name, f"certainty {entry.certainty} is not between 0 and 1")
        for text in _texts(entry):
            for letter in foreign_letters(text):
                yield Problem(file, name, f"{text!r} holds U+{ord(letter):04X}, a letter of another script")
        for example in (*getattr(entry, "yes", ()), *getattr(entry, "no", ())):
            try:
                parse(example)
            except ValueError as problem:
                yield Problem(file, name, f"example {problem}")


def _texts(entry: Any) -> Iterator[str]:
    for field in entry.__struct_fields__:
        value = getattr(entry, field)
        if field in ("note", "source", "yes", "no", "pattern"):
            continue
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, str))


def _shared_forms(file: str, entries: tuple[Any, ...], fields: tuple[str, ...]) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for entry in entries:
        for form in {fold(form) for field in fields for form in getattr(entry, field, ())}:
            lemma = getattr(entry, "lemma", "")  # homographs are of two lemmas; the same word twice is of one
            if owner.setdefault(form + "\0" + fold(lemma), entry.id) != entry.id:
                yield Problem(
                    file,
                    entry.id,
                    f"the form {form!r} stands in another entry too: {owner[form + chr(0) + fold(lemma)]}",
                )


def _vocabularies(knowledge: Knowledge) -> Iterator[Problem]:
    for file, entries in (("verbs.toml", knowledge.verbs), ("cues.toml", knowledge.sources + knowledge.nominal_cues)):
        for entry in entries:
            if entry.act not in ACTS:
                yield Problem(file, entry.id, f"no such act: {entry.act!r}")
    for file, frames, kinds in (
        ("events.toml", knowledge.events, EVENT_KINDS),
        ("agreements.toml", knowledge.agreement_steps, STEPS),
    ):
        for frame in frames:
            if frame.kind not in kinds:
                yield Problem(file, frame.id, f"no such kind of event or step: {frame.kind!r}")
            for slot in frame.slots:
                if slot.role not in ROLES:
                    yield Problem(file, frame.id, f"no such role: {slot.role!r}")
    for cue in knowledge.standing:
        if cue.status not in STATUSES:
            yield Problem("standing.toml", cue.id, f"no such status: {cue.status!r}")


def _references(knowledge: Knowledge) -> Iterator[Problem]:
    states = {state.id for state in knowledge.states}
    organisations = {organisation.id for organisation in knowledge.organisations}
    persons = {person.id for person in knowledge.persons}
    for place in knowledge.places:
        if place.state and place.state not in states:
            yield Problem("places.csv", place.id, f"no such state: {place.state!r}")
    for organisation in knowledge.organisations:
        if organisation.state and organisation.state not in states:
            yield Problem("organisations.csv", organisation.id, f"no such state: {organisation.state!r}")
    for tenure in knowledge.tenures:
        name = f"{tenure.person} {tenure.office} {tenure.of}"
        if tenure.person not in persons:
            yield Problem("tenures.csv", name, "no such person")
        if tenure.of not in states and tenure.of not in organisations:
            yield Problem("tenures.csv", name, f"no such state or organisation: {tenure.of!r}")
        for edge in (tenure.start, tenure.end, tenure.known_until):
            if edge and not _EDTF.match(edge):
                yield Problem("tenures.csv", name, f"not a date: {edge!r}")
        if tenure.start and tenure.end and tenure.start[: len(tenure.end)] > tenure.end[: len(tenure.start)]:
            yield Problem("tenures.csv", name, "ends before it starts")
        for other in tenure.beside:
            if other not in persons:
                yield Problem("tenures.csv", name, f"no such person beside: {other!r}")
