"""Who is known by which names: the registry, turned round."""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from mahdar.knowledge import Knowledge, compiled
from mahdar.store import name_key, name_words

__all__ = [
    "FULL",
    "SHORT",
    "SURNAME",
    "Known",
    "english",
    "forms_of",
    "is_known",
    "keys_of",
    "known_name",
    "registry_of",
]

# What a name in the registry counts beside the articles that use it: a full name, one that the press uses alone, the
# last word of a full name in English.
FULL, SHORT, SURNAME = 10.0, 6.0, 1.0


class Known(msgspec.Struct, frozen=True):
    """An entry of the registry."""

    id: str
    kind: str
    name: str
    name_en: str
    full: tuple[str, ...]
    short: tuple[str, ...]


@lru_cache(maxsize=4)
def registry_of(knowledge: Knowledge) -> dict[str, Known]:
    """All that the registry names, by id."""
    entries: list[Known] = []
    for state in knowledge.states:
        short = (*state.capitals, *state.seats)
        entries.append(Known(state.id, "state", state.name_ar, state.name_en, state.names_ar, short))
    for person in knowledge.persons:
        entries.append(Known(person.id, "person", person.name_ar, person.name_en, person.names_ar, person.short_ar))
    for kind, rows in (
        ("org", knowledge.organisations),
        ("agreement", knowledge.agreements),
        ("place", knowledge.places),
    ):
        entries += [Known(row.id, kind, row.name_ar, row.name_en, row.names_ar, ()) for row in rows]
    # Of two tables that use an id the earlier one names it.
    return {entry.id: entry for entry in reversed(entries)}


@cache
def english(table: str) -> dict[str, list[str]]:
    """A table of `english.toml`."""
    told = tomllib.loads(files("mahdar.query").joinpath("english.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = told[table]
    return found


@compiled()
def keys_of(knowledge: Knowledge) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Key of a name to the entries that have it, with what it counts there; a Latin surname counts as a short name."""
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for entry in registry_of(knowledge).values():
        # What counts most comes first, so that a name that is there under this id already counts enough.
        for forms, weight in (((entry.name, entry.name_en, *entry.full), FULL), (entry.short, SHORT)):
            one = ((entry.id, weight),)
            for form in forms:
                _add(found, name_key(form), one)
        if entry.kind == "person" and len(words := name_words(entry.name_en)) > 1:
            _add(found, words[-1], ((entry.id, SURNAME),))
    for iso, capitals in english("states").items():
        for form in capitals:
            _add(found, name_key(form), ((iso, FULL),))
    return found


def _add(found: dict[str, tuple[tuple[str, float], ...]], key: str, one: tuple[tuple[str, float]]) -> None:
    there = found.get(key)
    if there is None:
        if key:
            found[key] = one
    elif all(who != one[0][0] for who, _ in there):
        found[key] = there + one


@lru_cache(maxsize=4)
def forms_of(knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """Every name of the registry with the id that it belongs to."""
    return tuple(
        (form, entry.id)
        for entry in registry_of(knowledge).values()
        for form in (entry.name, entry.name_en, *entry.full, *entry.short)
        if form
    )


def known_name(knowledge: Knowledge, key: str) -> str | None:
    """The Arabic name that the registry has for an id or an ISO code."""
    entry = registry_of(knowledge).get(key)
    return entry.name if entry else None


def is_known(knowledge: Knowledge, asked: str) -> bool:
    """Whether the registry has this very name, or id, for anybody."""
    registry = registry_of(knowledge)
    named = any(weight >= SHORT for _, weight in keys_of(knowledge).get(name_key(asked), ()))
    return named or any(spelt in registry for spelt in (asked, asked.upper(), asked.lower()))
