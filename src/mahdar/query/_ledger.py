"""What the questions to the ledger share: its entries by whom they concern and when, and the articles that they cite."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, exists, select

from mahdar.model import Carrier, Span
from mahdar.query._lines import Actor, Source
from mahdar.query._listed import acting_for
from mahdar.query._parts import SOME, Page, batches, cut, first_day, last_day, touching
from mahdar.query._sought import Sought
from mahdar.store import UNDATED, tables

__all__ = ["CarrierLine", "carried", "entries", "entries_asked", "entries_with"]

_ENTRY = tables.ledger.c
Entry = TypeVar("Entry")


class CarrierLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One article that carries a value: through whom, in which words. `copy_of` is the article that has the same text and was
    first, None where it is the first itself."""

    source: Source
    chain: tuple[Actor, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    copy_of: str | None


def entries(
    connection: Connection,
    sort: str,
    decoder: msgspec.msgpack.Decoder[Entry],
    *,
    whom: Sequence[Sought | None] = (),
    kinds: Sequence[str] = (),
    from_: str | None = None,
    to: str | None = None,
    sources: int = 1,
    newest: bool = False,
    limit: int | None = None,
) -> list[Entry]:
    """The entries of one book of the ledger that concern all of `whom`, by their first day; `newest`: the latest first."""
    concerned = [acting_for(one) for one in whom if one is not None]
    # Those of the first are found by the index that lists them in order.
    conditions = entries_asked(
        sort, concerned=concerned[1:], kinds=kinds, start=first_day(from_), end=last_day(to), sources=sources
    )
    if concerned:
        bodies = _concerning(connection, sort, concerned[0], conditions, newest, limit)
    else:
        order: tuple[ColumnElement[Any], ...] = (_ENTRY.first_day.nulls_last(), _ENTRY.id)
        if newest:
            order = (_ENTRY.first_day.desc().nulls_last(), _ENTRY.id)
        wanted = select(_ENTRY.body).where(*conditions).order_by(*order).limit(limit)
        bodies = list(connection.execute(wanted).scalars())
    return [decoder.decode(body) for body in bodies]


def entries_asked(
    sort: str,
    *,
    concerned: Sequence[Sequence[str]] = (),
    kinds: Sequence[str] = (),
    start: str | None = None,
    end: str | None = None,
    sources: int = 1,
) -> list[ColumnElement[bool]]:
    """The conditions on rows of `ledger` of what is asked of one book; of each of `concerned` one key has to be among those whom
    it concerns."""
    conditions = [_ENTRY.sort == sort, *touching(_ENTRY, start, end)]
    for ids in concerned:
        actor = tables.ledger_actors.alias().c
        conditions.append(exists().where(actor.id.in_(ids), actor.sort == sort, actor.entry == _ENTRY.id))
    if sources > 1:
        conditions.append(_ENTRY.sources >= sources)
    if kinds:
        conditions.append(_ENTRY.kind.in_(kinds))
    return conditions


def _concerning(
    connection: Connection,
    sort: str,
    idents: Sequence[str],
    conditions: Sequence[ColumnElement[bool]],
    newest: bool,
    limit: int | None,
) -> list[bytes]:
    """The entries that concern any of these, in the order of their days; of somebody popular only those that are wanted are read."""
    actor = tables.ledger_actors.c
    found: dict[str, tuple[str, bytes]] = {}
    stretches = [[actor.day < UNDATED], [actor.day == UNDATED]]
    for ident in dict.fromkeys(idents):
        left = limit
        for stretch in stretches:
            told = (
                select(_ENTRY.id, _ENTRY.body, actor.day)
                .join_from(
                    tables.ledger_actors, tables.ledger, (_ENTRY.sort == actor.sort) & (_ENTRY.id == actor.entry)
                )
                .where(actor.id == ident, actor.sort == sort, *stretch, *conditions)
                .order_by(actor.day.desc() if newest else actor.day, _ENTRY.id)
            )
            # An entry may concern him in several ways.
            size = left
            while left is None or left > 0:
                rows = connection.execute(told.limit(size)).all()
                different = {row.id: (row.day, row.body) for row in rows}
                if left is None or size is None or len(rows) < size or len(different) >= left:
                    found |= different
                    left = None if left is None else left - len(different)
                    break
                size *= 4
    ordered = sorted(found.items())
    if newest:
        ordered.sort(key=lambda pair: "" if pair[1][0] == UNDATED else pair[1][0], reverse=True)
    else:
        ordered.sort(key=lambda pair: pair[1][0])
    return [body for _, (_, body) in ordered][:limit]


_TOLD = tables.ledger_actors.c
_TELLING = (
    select(_TOLD.id, _TOLD.entry, _ENTRY.body)
    .join_from(tables.ledger_actors, tables.ledger, (_ENTRY.sort == bindparam("book")) & (_ENTRY.id == _TOLD.entry))
    # Not a bare column: a database would rather read all of the book than look up each finding.
    .where(_TOLD.id.in_(SOME), _TOLD.sort.concat("") == bindparam("book"), _TOLD.role == bindparam("role"))
)


def entries_with(
    connection: Connection,
    sort: str,
    role: str,
    decoder: msgspec.msgpack.Decoder[Entry],
    findings: Sequence[str],
) -> dict[str, Entry]:
    """For each of these findings, as far as it is in one, the entry of a book in which it has this role."""
    found: dict[str, Entry] = {}
    decoded: dict[str, Entry] = {}
    for some in batches(findings):
        rows = connection.execute(_TELLING, {SOME.key: some, "book": sort, "role": role})
        for row in rows:
            if row.entry not in decoded:
                decoded[row.entry] = decoder.decode(row.body)
            found[row.id] = decoded[row.entry]
    return found


def carried(carriers: Iterable[Carrier], pages: Mapping[str, Page], names: dict[str, Actor]) -> tuple[CarrierLine, ...]:
    """Carriers with their words."""
    return tuple(
        CarrierLine(
            source=pages[one.doc].source,
            chain=tuple(msgspec.structs.replace(names[who], role="chain") for who in one.chain),
            words=cut(pages[one.doc].text, one.evidence.spans),
            spans=one.evidence.spans,
            copy_of=one.copy if one.copy != one.doc else None,
        )
        for one in carriers
        if one.doc in pages
    )
