"""Values that differ for the same thing, with who carries each."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from mahdar.knowledge import Knowledge
from mahdar.model import Disagreement
from mahdar.query._episodes import EpisodeLine, episodes_by_id, names_of, need_linked
from mahdar.query._ledger import CarrierLine, carried, entries
from mahdar.query._lines import Actor
from mahdar.query._names import Sought, seek
from mahdar.query._parts import Page, among, pages_of
from mahdar.store import Store

__all__ = ["DIFFERENCES", "DisagreementLine", "PositionLine", "disagreements"]

# What a difference can be: a conflict, later reports that have more, a rounding, the same said more or less exactly.
DIFFERENCES = ("conflict", "update", "rounding", "precision")
_NAMING = ("place", "doer", "first_denial")  # properties whose values are ids
_DECODE = msgspec.msgpack.Decoder(Disagreement)


class PositionLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A value with all who carry it. `label` is the name of what it means where it is an id."""

    value: str
    label: str | None
    first: str | None
    last: str | None
    reports: int
    sources: int
    carriers: tuple[CarrierLine, ...]


class DisagreementLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An entry of the ledger: of what, what about it, what kind of difference, and every position. `episode` is the event that
    it is about, None where it is about something that stands; `certainty` is how sure it is that all speak of one thing."""

    disagreement: str
    about: str
    property: str
    sort: str
    certainty: float
    reasons: tuple[str, ...]
    episode: EpisodeLine | None
    actors: tuple[Actor, ...]
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    positions: tuple[PositionLine, ...]


def disagreements(
    store: Store,
    knowledge: Knowledge,
    *,
    who: str | Sought | None = None,
    with_: str | Sought | None = None,
    sorts: Sequence[str] = (),
    properties: Sequence[str] = (),
    from_: str | None = None,
    to: str | None = None,
    newest: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[DisagreementLine, ...]:
    """Where the articles differ, by the day of the first of them (`newest`: the latest first). No value is chosen.

    `who` and `with_` are those whom it concerns; `sorts` are of DIFFERENCES, `properties` what differs: killed, wounded, count,
    day, place, doer, standing, duration, signed_on, founded, member_of, first_denial. Raises QueryError.
    """
    one = seek(store, knowledge, who) if isinstance(who, str) else who
    other = seek(store, knowledge, with_) if isinstance(with_, str) else with_
    wanted = among("sort", sorts, DIFFERENCES)
    with store.reading() as connection:
        need_linked(connection, store)
        found = entries(
            connection, "disagreement", _DECODE, whom=(one, other), kinds=wanted, from_=from_, to=to, newest=newest,
            limit=None if properties or not limit else offset + limit,
        )  # fmt: skip
        found = [entry for entry in found if not properties or entry.property in properties][offset:][:limit]
        return _lines(connection, knowledge, found)


def disagreements_about(store: Store, knowledge: Knowledge, about: str) -> tuple[DisagreementLine, ...]:
    """Where the articles differ on one thing, say an episode, by its id; by the day of the first of them."""
    thing = Sought(id=about, kind="", name=about, name_en=None, iso=None, ids=(about,))
    with store.reading() as connection:
        need_linked(connection, store)
        found = entries(connection, "disagreement", _DECODE, whom=(thing,))
        return _lines(connection, knowledge, [entry for entry in found if entry.about == about])


def _lines(connection: Connection, knowledge: Knowledge, found: Sequence[Disagreement]) -> tuple[DisagreementLine, ...]:
    told = episodes_by_id(connection, knowledge, [entry.about for entry in found])
    pages = pages_of(connection, (one.doc for entry in found for place in entry.positions for one in place.carriers))
    idents = {who for entry in found for who in (entry.about, *entry.actors)}
    for entry in found:
        for place in entry.positions:
            idents.update(who for one in place.carriers for who in one.chain)
            idents.update(_named(entry, place.value))
    names = names_of(connection, knowledge, sorted(idents))
    return tuple(_line(entry, told.get(entry.about), pages, names) for entry in found)


def _named(entry: Disagreement, value: str) -> tuple[str, ...]:
    """The ids that a value is made of, where it names somebody or somewhere."""
    return tuple(value.split("+")) if entry.property in _NAMING else ()


def _label(entry: Disagreement, value: str, names: dict[str, Actor]) -> str | None:
    named = [names[ident].name for ident in _named(entry, value) if ident in names]
    return ", ".join(named) if named else None


def _line(
    entry: Disagreement, episode: EpisodeLine | None, pages: dict[str, Page], names: dict[str, Actor]
) -> DisagreementLine:
    return DisagreementLine(
        disagreement=entry.id,
        about=entry.about,
        property=entry.property,
        sort=entry.sort,
        certainty=entry.certainty,
        reasons=entry.reasons,
        episode=episode,
        actors=tuple(msgspec.structs.replace(names[who], role="about") for who in entry.actors),
        first_seen=entry.first_seen,
        last_seen=entry.last_seen,
        reports=entry.reports,
        sources=entry.sources,
        positions=tuple(
            PositionLine(
                value=place.value,
                label=_label(entry, place.value, names),
                first=place.first,
                last=place.last,
                reports=place.reports,
                sources=place.sources,
                carriers=carried(place.carriers, pages, names),
            )
            for place in entry.positions
        ),
    )
