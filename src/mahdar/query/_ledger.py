"""What the questions to the ledger share: its entries by whom they concern and when, and the articles that they cite."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from mahdar.model import Carrier, Span
from mahdar.query._lines import Actor, Source
from mahdar.query._names import Sought
from mahdar.query._parts import Page, cut, first_day, last_day
from mahdar.store import tables

__all__ = ["CarrierLine", "carried", "entries"]

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
    conditions: list[ColumnElement[bool]] = [_ENTRY.sort == sort, _ENTRY.sources >= sources]
    actor = tables.ledger_actors.c
    for one in whom:
        if one is not None:
            ids = (*one.ids, *one.organs, *((one.iso,) if one.iso else ()))
            conditions.append(_ENTRY.id.in_(select(actor.entry).where(actor.sort == sort, actor.id.in_(ids))))
    if kinds:
        conditions.append(_ENTRY.kind.in_(kinds))
    if start := first_day(from_):
        conditions.append(_ENTRY.last_day >= start)
    if end := last_day(to):
        conditions.append(_ENTRY.first_day <= end)
    order: tuple[ColumnElement[Any], ...] = (_ENTRY.first_day.is_(None), _ENTRY.first_day, _ENTRY.id)
    if newest:
        order = (_ENTRY.first_day.desc().nulls_last(), _ENTRY.id)
    rows = connection.execute(select(_ENTRY.body).where(*conditions).order_by(*order).limit(limit))
    return [decoder.decode(row.body) for row in rows]


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
