"""Questions about many ids, a few hundred at a time."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete

__all__ = ["drop_those", "rows_of"]

_MANY = 500
_T = TypeVar("_T", str, int)


def _parts(values: Iterable[_T]) -> Iterator[list[_T]]:
    listed = sorted(set(values))
    for at in range(0, len(listed), _MANY):
        yield listed[at : at + _MANY]


def rows_of(
    connection: Connection, wanted: Select[Any], column: ColumnElement[Any], values: Iterable[_T]
) -> Iterator[Row[Any]]:
    """The rows in which a column has one of these values."""
    for some in _parts(values):
        yield from connection.execute(wanted.where(column.in_(some)))


def drop_those(
    connection: Connection, table: Table, column: ColumnElement[Any], values: Iterable[_T], *also: ColumnElement[bool]
) -> None:
    """Take away the rows in which a column has one of these values."""
    for some in _parts(values):
        connection.execute(delete(table).where(column.in_(some), *also))
