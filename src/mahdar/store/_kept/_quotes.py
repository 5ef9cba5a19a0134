"""Statements in the groups of those that are the same, day after day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, delete, select

from mahdar.store import tables
from mahdar.store._databases import Database
from mahdar.store._some import drop_those, rows_of

if TYPE_CHECKING:
    from mahdar.linking import Spoken

__all__ = ["KeptQuotes"]

_REASONS = msgspec.msgpack.Decoder(tuple[str, ...])


class KeptQuotes:
    """Where each statement was placed."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database, self._connection = database, connection

    def any(self) -> bool:
        """Whether any statement was placed."""
        return self._connection.execute(select(tables.quoted.c.doc).limit(1)).first() is not None

    def of_days(self, low: int, high: int) -> "list[Spoken]":
        """What was placed on some days."""
        row = tables.quoted.c
        return [
            _spoken(one) for one in self._connection.execute(select(tables.quoted).where(row.day.between(low, high)))
        ]

    def groups(self, numbers: Collection[int]) -> "dict[int, list[Spoken]]":
        """The statements of some groups, in the order in which they came."""
        found: dict[int, list[Spoken]] = defaultdict(list)
        for row in rows_of(self._connection, select(tables.quoted), tables.quoted.c.grp, numbers):
            found[row.grp].append(_spoken(row))
        for told in found.values():
            told.sort(key=lambda one: (one.day, one.at))
        return found

    def of_docs(self, docs: Iterable[str]) -> set[int]:
        """The groups that statements of some articles are in."""
        row = tables.quoted.c
        return {one.grp for one in rows_of(self._connection, select(row.grp), row.doc, docs)}

    def holding(self, statements: Mapping[tuple[str, str], Any]) -> set[int]:
        """The groups that some statements are in."""
        row = tables.quoted.c
        wanted = select(row.doc, row.statement, row.grp)
        rows = rows_of(self._connection, wanted, row.doc, {doc for doc, _ in statements})
        return {one.grp for one in rows if (one.doc, one.statement) in statements}

    def drop_day(self, day: int) -> None:
        """Take back a day."""
        self._connection.execute(delete(tables.quoted).where(tables.quoted.c.day == day))

    def drop_docs(self, docs: Iterable[str]) -> None:
        """Take back the statements of some articles."""
        drop_those(self._connection, tables.quoted, tables.quoted.c.doc, docs)

    def put(self, placed: "Iterable[Spoken]") -> None:
        """Keep where statements were placed."""
        rows = [
            {
                "doc": one.doc, "statement": one.statement, "number": one.number, "published": one.published, "day": one.day,
                "at": one.at, "grp": one.group, "score": one.score, "reasons": msgspec.msgpack.encode(one.reasons),
            }
            for one in placed
        ]  # fmt: skip
        self._database.add(self._connection, tables.quoted, rows)


def _spoken(row: Any) -> "Spoken":
    from mahdar.linking import Spoken  # noqa: PLC0415  (only linking needs it)

    return Spoken(
        row.doc,
        row.statement,
        row.number,
        row.published,
        row.day,
        row.at,
        row.grp,
        row.score,
        _REASONS.decode(row.reasons),
    )
