"""Exports: record files as lines of JSON, or as CSV that a spreadsheet opens without harm."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from mahdar.export._exchange import encode_exchange
from mahdar.export._rows import TABLES, rows
from mahdar.model import Article, Record

__all__ = ["FORMATS", "export"]

FORMATS = ("records", "json", "csv")
# A spreadsheet takes a cell that begins so for a formula (CWE-1236); white space before it does not help.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
_BOM = "\ufeff"


class _Row(msgspec.Struct, frozen=True):
    table: str
    row: msgspec.Raw


def _cell(value: Any) -> str:
    """A value as one cell: lists joined by "; ", what has a name by its name, numbers as they are."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, list | tuple):
        text = "; ".join(filter(None, map(_piece, value)))
    else:
        text = _piece(value)
    return "'" + text if text.lstrip(" ").startswith(_FORMULA) else text


def _piece(value: Any) -> str:
    if isinstance(value, dict):
        name, role = str(value["name"]), value.get("role")
        return f"{name} ({role})" if role else name
    if isinstance(value, list | tuple):
        return "-".join(map(str, value))
    return str(value)


def _csv(table: str, records: Iterable[tuple[Article, Record]]) -> Iterator[bytes]:
    columns = [field.name for field in msgspec.structs.fields(TABLES[table])]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")

    def taken() -> bytes:
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text.encode()

    buffer.write(_BOM)
    writer.writerow(_header(columns))
    yield taken()
    for article, record in records:
        for row in rows(table, article, record):
            values = msgspec.to_builtins(row)
            writer.writerow([_cell(value) for column in columns for value in _values(column, values[column])])
        if buffer.tell():
            yield taken()


# Columns of actors are told twice, by name for the reader and by id for the program.
_ACTORS = ("parties", "chain", "speakers", "to", "subject", "accusers", "accused")


def _header(columns: Sequence[str]) -> list[str]:
    return [name for column in columns for name in ((column, f"{column}_ids") if column in _ACTORS else (column,))]


def _values(column: str, value: Any) -> tuple[Any, ...]:
    if column not in _ACTORS:
        return (value,)
    actors = value if isinstance(value, list | tuple) else [value]
    return actors, [actor["id"] for actor in actors]


def _json(tables: Sequence[str], records: Iterable[tuple[Article, Record]]) -> Iterator[bytes]:
    for article, record in records:
        for table in tables:
            for row in rows(table, article, record):
                yield msgspec.json.encode(_Row(table, msgspec.Raw(msgspec.json.encode(row)))) + b"\n"


def export(form: str, records: Iterable[tuple[Article, Record]], *, table: str | None = None) -> Iterator[bytes]:
    """The export in pieces, to be written one after the other. The same records give the same bytes.

    "records" is the exchange format, a line an article. "json" gives a line a row, {"table": …, "row": {…}}, of one table
    of TABLES or of all. "csv" gives one table (events where none is named): UTF-8 with a byte order mark, and a quote
    before what a spreadsheet would run. Raises ValueError for another form or table.
    """
    if form not in FORMATS:
        raise ValueError(f"there is no format '{form}'; there are: {', '.join(FORMATS)}")
    if table is not None and table not in TABLES:
        raise ValueError(f"there is no table '{table}'; there are: {', '.join(TABLES)}")
    if form == "records":
        return (encode_exchange(record) + b"\n" for _, record in records)
    if form == "json":
        return _json((table,) if table else tuple(TABLES), records)
    return _csv(table or "events", records)
