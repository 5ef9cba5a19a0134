"""What a place that articles name in Arabic is called in English."""

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from mahdar.knowledge import Knowledge
from mahdar.query._registry import FULL, english, keys_of, registry_of
from mahdar.store import name_key, sound

__all__ = ["place_in_english"]


def place_in_english(knowledge: Knowledge, words: str) -> str | None:
    """The English name of the place or state that the words name in full, or of the capital; None where the registry knows none."""
    known, key = registry_of(knowledge), name_key(words)
    named = [known[ident] for ident, weight in keys_of(knowledge).get(key, ()) if weight >= FULL]
    places = [entry for entry in named if entry.kind in ("place", "state") and entry.name_en]
    if places:
        return min(places, key=lambda entry: (entry.kind != "state", entry.id)).name_en
    return _capitals(knowledge).get(key)


@lru_cache(maxsize=4)
def _capitals(knowledge: Knowledge) -> Mapping[str, str]:
    """The English name of every capital by the key of each of its Arabic spellings; without those that two states have."""
    found: dict[str, set[str]] = {}
    for state in knowledge.states:
        for name in state.capitals:
            several = english("capitals").get(state.id, ())
            told = max(several, key=lambda one: fuzz.ratio(sound(one), sound(name)), default="")
            found.setdefault(name_key(name), set()).add(told)
    return {key: names.pop() for key, names in found.items() if len(names) == 1 and "" not in names}
