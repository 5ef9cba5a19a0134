"""Parquet: a table with typed columns, for data frames."""
# ruff: noqa: PLC0415

import types
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import msgspec

from mahdar.export._choice import Choice
from mahdar.export._days import closed_days
from mahdar.export._drain import Drain
from mahdar.export._rows import TABLES
from mahdar.model import Span

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["parquet_table"]

# Rows of a group. A group is what is held at a time, and what a reader can skip.
_GROUP = 10_000
# Columns of EDTF values: each has two columns of days beside it, the first and the last that the value covers.
_EDTF = ("published", "time", "day", "first_seen", "last_seen")


def _type(hint: Any) -> "pa.DataType":
    import pyarrow as pa

    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if hint in plain:
        return plain[hint]
    if hint is Span:
        return pa.struct([pa.field("start", pa.int32(), nullable=False), pa.field("end", pa.int32(), nullable=False)])
    if get_origin(hint) in (Union, types.UnionType):
        return _type(next(part for part in get_args(hint) if part is not type(None)))
    if get_origin(hint) is tuple:
        return pa.list_(pa.field("element", _type(get_args(hint)[0]), nullable=False))
    return pa.struct([_field(field.name, field.type) for field in msgspec.structs.fields(hint)])


def _field(name: str, hint: Any) -> "pa.Field":
    import pyarrow as pa

    return pa.field(name, _type(hint), nullable=type(None) in get_args(hint))


def _schema(table: str) -> "pa.Schema":
    import pyarrow as pa

    shape = TABLES[table]
    columns = []
    for field in msgspec.structs.fields(shape):
        columns.append(_field(field.name, field.type))
        if field.name in _EDTF:
            about = {"of": f"first and last day that {field.name} (EDTF) covers; null where it gives none"}
            columns += [pa.field(f"{field.name}_{side}", pa.date32(), metadata=about) for side in ("from", "to")]
    told = {"mahdar.table": table, "mahdar.about": " ".join((shape.__doc__ or "").split())}
    return pa.schema(columns, metadata={**told, "mahdar.spans": "code points [start, end) of the article's text"})


def _plain(value: Any) -> Any:
    """Spans as structs; all else as msgspec tells it."""
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    return value


def _days(rows: Sequence[dict[str, Any]], name: str) -> Iterator[tuple[str, list[Any]]]:
    from datetime import date

    covered = [closed_days(row[name]) for row in rows]
    for place, side in enumerate(("from", "to")):
        yield f"{name}_{side}", [date.fromisoformat(days[place]) if days else None for days in covered]


def parquet_table(choice: Choice) -> Iterator[bytes]:
    """One table. Lists are lists, actors are structs, days are dates; the schema's metadata says what a row means."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, drain = _schema(choice.what), Drain()
    rows = choice.rows()
    with pq.ParquetWriter(pa.PythonFile(drain, mode="w"), schema, compression="zstd") as writer:
        while some := [_plain(row) for _, row in islice(rows, _GROUP)]:
            columns = {name: [row[name] for row in some] for name in some[0]}
            for name in _EDTF:
                columns.update(_days(some, name) if name in some[0] else ())
            writer.write_table(pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema))
            yield drain.taken()
    yield drain.taken()
