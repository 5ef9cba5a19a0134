"""For whom somebody speaks or answers."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.model import Entity

_FORMER = "former "
# Bodies whose word is that of their state. Media, companies and parties speak for themselves.
_ORGANS = frozenset(("ministry", "army", "court", "other"))


@lru_cache(maxsize=4)
def _organs(knowledge: Knowledge) -> Mapping[str, str]:
    return {row.id: row.state for row in knowledge.organisations if row.state and row.kind in _ORGANS}


@lru_cache(maxsize=4)
def _capitals(knowledge: Knowledge) -> Mapping[str, str]:
    return {fold(capital): state.id for state in knowledge.states for capital in state.capitals}


@lru_cache(maxsize=4)
def origins(knowledge: Knowledge) -> Mapping[str, str]:
    """The state of each adjective of origin of one word, by its folded forms."""
    return {
        fold(demonym) + ending: state.id
        for state in knowledge.states
        for demonym in state.demonyms
        if " " not in demonym
        for ending in CLITICS.nisba
    }


def sides_of(entity: Entity | None, knowledge: Knowledge) -> frozenset[str]:
    """The states and bodies that an entity is, belongs to or holds an office of; itself among them."""
    if entity is None:
        return frozenset()
    found = {entity.id}
    if entity.kind == "state" and entity.iso:
        found.add(entity.iso)
    elif entity.kind == "org":
        found.update(filter(None, (entity.iso, _organs(knowledge).get(entity.id))))
    elif entity.kind == "place":
        found.update(filter(None, (_capitals(knowledge).get(fold(entity.name)),)))
    for office in entity.offices:
        if office.of and not office.title.startswith(_FORMER):
            found.update(filter(None, (office.of, _organs(knowledge).get(office.of))))
    return frozenset(found)


def joint(entities: Iterable[str], known: Mapping[str, Entity], knowledge: Knowledge) -> frozenset[str]:
    """The sides of several, together."""
    return frozenset(side for one in entities for side in sides_of(known.get(one), knowledge))
