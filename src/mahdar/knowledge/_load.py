"""From the data files to `Knowledge`, by way of a cache."""

import csv
import io
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from mahdar.errors import KnowledgeError
from mahdar.knowledge._kept import keep, recall, state_of
from mahdar.knowledge.tables.events import AgreementKind, EventFrame, Governor, StandingCue
from mahdar.knowledge.tables.facts import Bound, FactCue, Many, NumberWord
from mahdar.knowledge.tables.grammar import ActorNoun, WordClass
from mahdar.knowledge.tables.inflection import Paradigm, PronounEnding
from mahdar.knowledge.tables.offices import OfficeTitle
from mahdar.knowledge.tables.outlets import Boilerplate, OutletRule
from mahdar.knowledge.tables.registry import (
    Agreement,
    Namesake,
    NameToken,
    Organisation,
    Person,
    Place,
    State,
    StemFrequency,
    Tenure,
)
from mahdar.knowledge.tables.times import KnownDays, TimeContext, TimeWord
from mahdar.knowledge.tables.verbs import AnswerWord, NominalCue, SourcePhrase, Verb


class Knowledge(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """All that is known before an article is read, a tuple of entries a file. Compared and hashed by identity, so that
    a room can keep what it compiles from it."""

    grammar: tuple[WordClass, ...] = ()
    nouns: tuple[ActorNoun, ...] = ()
    states: tuple[State, ...] = ()
    places: tuple[Place, ...] = ()
    persons: tuple[Person, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    name_tokens: tuple[NameToken, ...] = ()
    stems: tuple[StemFrequency, ...] = ()
    offices: tuple[OfficeTitle, ...] = ()
    verbs: tuple[Verb, ...] = ()
    sources: tuple[SourcePhrase, ...] = ()
    nominal_cues: tuple[NominalCue, ...] = ()
    cue_words: tuple[WordClass, ...] = ()
    events: tuple[EventFrame, ...] = ()
    agreement_steps: tuple[EventFrame, ...] = ()
    agreement_kinds: tuple[AgreementKind, ...] = ()
    accusation_words: tuple[AnswerWord, ...] = ()
    standing: tuple[StandingCue, ...] = ()
    governors: tuple[Governor, ...] = ()
    numbers: tuple[NumberWord, ...] = ()
    bounds: tuple[Bound, ...] = ()
    many: tuple[Many, ...] = ()
    fact_cues: tuple[FactCue, ...] = ()
    paradigms: tuple[Paradigm, ...] = ()
    pronouns: tuple[PronounEnding, ...] = ()
    times: tuple[TimeWord, ...] = ()
    time_contexts: tuple[TimeContext, ...] = ()
    known_days: tuple[KnownDays, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    outlets: tuple[OutletRule, ...] = ()


# file: (field of Knowledge, key of the entries in a TOML file, type of an entry)
FILES: dict[str, tuple[tuple[str, str, type[msgspec.Struct]], ...]] = {
    "grammar.toml": (("grammar", "class", WordClass),),
    "nouns.toml": (("nouns", "noun", ActorNoun),),
    "states.csv": (("states", "", State),),
    "places.csv": (("places", "", Place),),
    "persons.csv": (("persons", "", Person),),
    "tenures.csv": (("tenures", "", Tenure),),
    "organisations.csv": (("organisations", "", Organisation),),
    "agreements.csv": (("agreements", "", Agreement),),
    "namesakes.csv": (("namesakes", "", Namesake),),
    "name_tokens.csv": (("name_tokens", "", NameToken),),
    "stems.csv": (("stems", "", StemFrequency),),
    "offices.toml": (("offices", "office", OfficeTitle),),
    "verbs.toml": (("verbs", "verb", Verb),),
    "cues.toml": (
        ("sources", "source", SourcePhrase),
        ("nominal_cues", "noun", NominalCue),
        ("cue_words", "word", WordClass),
    ),
    "events.toml": (("events", "event", EventFrame),),
    "agreements.toml": (("agreement_steps", "step", EventFrame), ("agreement_kinds", "kind", AgreementKind)),
    "accusations.toml": (("accusation_words", "word", AnswerWord),),
    "standing.toml": (("standing", "cue", StandingCue), ("governors", "governor", Governor)),
    "facts.toml": (
        ("numbers", "number", NumberWord),
        ("bounds", "bound", Bound),
        ("many", "many", Many),
        ("fact_cues", "fact", FactCue),
    ),
    "inflection.toml": (("paradigms", "paradigm", Paradigm), ("pronouns", "pronoun", PronounEnding)),
    "times.toml": (
        ("times", "time", TimeWord),
        ("time_contexts", "context", TimeContext),
        ("known_days", "known", KnownDays),
    ),
    "boilerplate.toml": (("boilerplate", "boilerplate", Boilerplate),),
    "outlets.toml": (("outlets", "outlet", OutletRule),),
}


def shipped_folder() -> Path:
    """The folder of the tables that come with the package."""
    return Path(str(files("mahdar.knowledge"))) / "data"


def _csv_rows(text: str, shape: type[msgspec.Struct]) -> Iterator[dict[str, Any]]:
    lists = {name for name, hint in get_type_hints(shape).items() if str(hint).startswith("tuple")}
    for row in csv.DictReader(io.StringIO(text)):
        yield {
            key: [part for part in (value or "").split("|") if part] if key in lists else (value or "")
            for key, value in row.items()
        }


def _entries(path: Path, key: str, shape: type[msgspec.Struct]) -> tuple[Any, ...]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        rows = list(_csv_rows(text, shape))
    else:
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            raise KnowledgeError(path.name, "", str(problem)) from problem
        known = {entry_key for _, entry_key, _ in FILES[path.name]}
        for unknown in sorted(tables.keys() - known):
            raise KnowledgeError(path.name, unknown, "no such kind of entry; known are " + ", ".join(sorted(known)))
        rows = tables.get(key, [])
    entries = []
    for number, row in enumerate(rows, 1):
        try:
            entries.append(msgspec.convert(row, shape, strict=path.suffix != ".csv"))
        except msgspec.ValidationError as problem:
            name = row.get("id") or row.get("person") or row.get("form") or f"entry {number}"
            raise KnowledgeError(path.name, str(name), str(problem)) from problem
    return tuple(entries)


def read_tables(folder: Path) -> Knowledge:
    """Read every file of `folder` without a cache. A file that is missing gives no entries.

    Raises KnowledgeError, which names file, entry and problem.
    """
    fields: dict[str, tuple[Any, ...]] = {}
    for name, parts in FILES.items():
        path = folder / name
        for field, key, shape in parts:
            fields[field] = _entries(path, key, shape) if path.exists() else ()
    return Knowledge(**fields)


# What the knowledge that came from files was read from, as a digest.
_STATES: dict[Knowledge, str] = {}


def kept_state(knowledge: Knowledge) -> str:
    """Stands for the files that this came from, and for the code that makes tables of it; "" where it came from none."""
    return _STATES.get(knowledge, "")


@cache
def load_knowledge(folder: Path | None = None) -> Knowledge:
    """All knowledge, from the shipped data or from `folder`, by way of a cache keyed by the content of the files.

    Raises KnowledgeError where an entry is wrong. A cache that cannot be written or read is passed over.
    """
    folder = folder or shipped_folder()
    state = state_of(folder)
    knowledge = _recalled(state)
    if knowledge is None:
        knowledge = read_tables(folder)
        keep("knowledge", state, msgspec.msgpack.encode(knowledge))
    _STATES[knowledge] = state
    return knowledge


def _recalled(state: str) -> Knowledge | None:
    kept = recall("knowledge", state)
    try:
        return msgspec.msgpack.decode(kept, type=Knowledge) if kept is not None else None
    except msgspec.DecodeError:
        return None
