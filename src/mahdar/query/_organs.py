"""What a state acts through: its ministries and forces, under the names that the press gives them."""

import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from mahdar.knowledge import CLITICS, Knowledge
from mahdar.knowledge.tables.registry import State
from mahdar.store import name_key

__all__ = ["adjectives", "organ_ids", "organ_keys", "organ_state"]

# Kinds of organisation in the registry that are the state itself.
_ORGANS = ("ministry", "army")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("mahdar.query").joinpath("organs.toml").read_text(encoding="utf-8"))


@cache
def _heads() -> tuple[frozenset[str], frozenset[str]]:
    """Keys of what stands before the adjective, with the article, and before the state's name, without it."""
    words, article = _words(), CLITICS.article
    bare = [*words["departments"], *words["bodies"]]
    ministry = [words["ministry"] + part for part in words["departments"]]
    definite = [
        *(article + word for word in bare),
        *(words["ministry"] + article + part for part in words["departments"]),
        *words["phrases"],
    ]
    return frozenset(map(name_key, [*definite, *bare])), frozenset(map(name_key, [*bare, *ministry]))


def adjectives(state: State) -> Iterator[str]:
    """Keys of the adjectives of a state, with the article: "the Russian", masculine and feminine."""
    for demonym in state.demonyms:
        for ending in ("", _words()["feminine"]):
            yield name_key(" ".join(CLITICS.article + word + ending for word in demonym.split()))


@lru_cache(maxsize=512)
def organ_keys(knowledge: Knowledge, iso: str) -> tuple[str, ...]:
    """Keys of all names that its ministries and forces may have: "the Russian foreign ministry", "foreign ministry of Russia"."""
    before_adjective, before_name = _heads()
    keys: set[str] = set()
    for state in knowledge.states:
        if state.id == iso:
            keys.update(head + adjective for head in before_adjective for adjective in adjectives(state))
            keys.update(head + name_key(name) for head in before_name for name in (state.name_ar, *state.names_ar))
    return tuple(sorted(keys))


@lru_cache(maxsize=512)
def organ_ids(knowledge: Knowledge, iso: str) -> tuple[str, ...]:
    """Ids of its ministries and forces in the registry."""
    return tuple(row.id for row in knowledge.organisations if row.state == iso and row.kind in _ORGANS)


@lru_cache(maxsize=4)
def _states_of_keys(knowledge: Knowledge) -> dict[str, str | None]:
    """Every name that ministries and forces may have, with the state; None where two states have it."""
    found: dict[str, str | None] = {}
    for state in knowledge.states:
        for key in organ_keys(knowledge, state.id):
            found[key] = state.id if found.get(key, state.id) == state.id else None
    return found


def organ_state(knowledge: Knowledge, name: str) -> str | None:
    """The state of which somebody is a ministry or force by his name ("the Turkish forces"), ISO alpha-2; None where it tells none."""
    return _states_of_keys(knowledge).get(name_key(name))
