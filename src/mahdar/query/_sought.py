"""Whom a question means."""

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.query._registry import SHORT, keys_of, registry_of
from mahdar.store import name_key

__all__ = ["Sought", "sought_in_registry"]


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a question means. `ids` are all entity ids that stand for him, his own first; `iso` that of a state, `organs`
    the ids of those of its ministries and forces of which the store has anything."""

    id: str
    kind: str
    name: str
    name_en: str | None
    iso: str | None
    ids: tuple[str, ...]
    organs: tuple[str, ...] = ()


def sought_in_registry(knowledge: Knowledge, asked: str) -> Sought | None:
    """The one whom the registry calls by just this name, where it calls nobody else so. No record file is asked."""
    found = keys_of(knowledge).get(name_key(asked), ())
    if len(found) != 1 or found[0][1] < SHORT:
        return None
    one = registry_of(knowledge)[found[0][0]]
    iso = one.id if one.kind == "state" else None
    return Sought(id=one.id, kind=one.kind, name=one.name, name_en=one.name_en or None, iso=iso, ids=(one.id,))
