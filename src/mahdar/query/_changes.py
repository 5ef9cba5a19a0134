"""Values that follow each other in time: offices, membership, the standing of agreements."""

from collections.abc import Sequence
from itertools import combinations

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.model import Change, Spell
from mahdar.query._episodes import names_of, need_linked
from mahdar.query._ledger import CarrierLine, carried, entries
from mahdar.query._lines import Actor
from mahdar.query._names import Sought, seek
from mahdar.query._parts import Page, among, pages_of
from mahdar.store import Store

__all__ = ["CHANGING", "ChangeLine", "SpellLine", "changes"]

# What changes: who holds an office, how a state stands to a body, the steps of an agreement.
CHANGING = ("office", "membership", "agreement")
_DECODE = msgspec.msgpack.Decoder(Change)
_PLAIN = ("", "agrees", "past holder")


class SpellLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A value as long as the articles have it. `holder` is who is meant where it is somebody, `verdict` how it stands to the
    registry, `known` whom the registry has instead."""

    value: str
    holder: Actor | None
    day: str | None
    first: str | None
    last: str | None
    reports: int
    sources: int
    verdict: str
    known: tuple[Actor, ...]
    carriers: tuple[CarrierLine, ...]


class ChangeLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What has one value after the other, with all of them in order."""

    change: str
    about: str
    property: str
    actors: tuple[Actor, ...]
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    spells: tuple[SpellLine, ...]


def changes(
    store: Store,
    knowledge: Knowledge,
    *,
    who: str | Sought | None = None,
    kinds: Sequence[str] = (),
    from_: str | None = None,
    to: str | None = None,
    everything: bool = False,
    limit: int | None = None,
    offset: int = 0,
    newest: bool = False,
) -> tuple[ChangeLine, ...]:
    """What changed, by the day on which it was first told (`newest`: the latest first).

    Of the offices those that the articles give to one after the other, or to somebody else than the registry; `everything`:
    also those that have one holder all the time. Raises QueryError.
    """
    one = seek(store, knowledge, who) if isinstance(who, str) else who
    wanted = among("kind", kinds, CHANGING)
    with store.reading() as connection:
        need_linked(connection, store)
        found = entries(connection, "change", _DECODE, whom=(one,), kinds=wanted, from_=from_, to=to, newest=newest)
        found = [entry for entry in found if everything or _tells(entry)][offset:][:limit]
        pages = pages_of(connection, (one.doc for entry in found for spell in entry.spells for one in spell.carriers))
        idents = {who for entry in found for who in entry.actors}
        for entry in found:
            for spell in entry.spells:
                idents.update((*spell.known, *(who for one in spell.carriers for who in one.chain)))
                idents.update((spell.value,) if entry.property == "office" else ())
        names = names_of(connection, knowledge, sorted(idents))
    return tuple(_line(entry, pages, names) for entry in found)


def _tells(entry: Change) -> bool:
    """Whether an office changed hands, or is given to somebody whom the registry does not have there."""
    if entry.property != "office":
        return True
    held = [spell for spell in entry.spells if spell.verdict == "agrees"]
    follows = any(not _are_together(one, other) for one, other in combinations(held, 2))
    return follows or any(spell.verdict not in _PLAIN for spell in entry.spells)


def _are_together(one: Spell, other: Spell) -> bool:
    """Whether the registry has two holders of an office at one time, as of a spokesman's."""
    return one.value in other.known and other.value in one.known


def _line(entry: Change, pages: dict[str, Page], names: dict[str, Actor]) -> ChangeLine:
    return ChangeLine(
        change=entry.id,
        about=entry.about,
        property=entry.property,
        actors=tuple(msgspec.structs.replace(names[who], role="about") for who in entry.actors),
        first_seen=entry.first_seen,
        last_seen=entry.last_seen,
        reports=entry.reports,
        sources=entry.sources,
        spells=tuple(
            SpellLine(
                value=spell.value,
                holder=names.get(spell.value),
                day=spell.day,
                first=spell.first,
                last=spell.last,
                reports=spell.reports,
                sources=spell.sources,
                verdict=spell.verdict,
                known=tuple(names[who] for who in spell.known),
                carriers=carried(spell.carriers, pages, names),
            )
            for spell in entry.spells
        ),
    )
