"""What a place that articles name in Arabic is called in English."""

from mahdar.knowledge import Knowledge
from mahdar.query._registry import FULL, keys_of, registry_of
from mahdar.store import name_key

__all__ = ["place_in_english"]


def place_in_english(knowledge: Knowledge, words: str) -> str | None:
    """The English name of the place or state that the words name in full; None where the registry knows none."""
    known = registry_of(knowledge)
    named = [known[ident] for ident, weight in keys_of(knowledge).get(name_key(words), ()) if weight >= FULL]
    places = [entry for entry in named if entry.kind in ("place", "state") and entry.name_en]
    return min(places, key=lambda entry: (entry.kind != "state", entry.id)).name_en if places else None
