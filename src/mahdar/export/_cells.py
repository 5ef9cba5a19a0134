"""A value as the cell of a sheet, and what a spreadsheet must not run."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from mahdar.export._rows import TABLES

__all__ = ["ACTORS", "cells", "header", "is_run", "plain", "safe"]

# A spreadsheet takes a cell that begins so for a formula (CWE-1236); white space before it does not help.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
# What strip() takes away at the front before a spreadsheet looks: it must not hide a formula.
_BLANK = " \u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff\u061c\x00"
# Columns of actors are told twice, by name for the reader and by id for the program.
ACTORS = ("parties", "chain", "speakers", "to", "subject", "accusers", "accused")
# What a sheet has no room for stands in columns of its own: the reports as their articles and the words of the first.
_TOLD = ("docs", "words_of_first")


def is_run(text: str) -> bool:
    """Whether a spreadsheet may take this text for a formula."""
    return text.lstrip(_BLANK).startswith(_FORMULA)


def safe(text: str) -> str:
    """The text with a quote before what a spreadsheet would run."""
    return "'" + text if is_run(text) else text


def plain(value: Any) -> str | int | float | bool | None:
    """A value as one cell: lists joined by "; ", what has a name by its name, numbers as they are."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(_piece, value)))
    return _piece(value)


def _piece(value: Any) -> str:
    if isinstance(value, dict):
        name, role = str(value["name"]), value.get("role")
        return f"{name} ({role})" if role else name
    if isinstance(value, list | tuple):
        return "-".join(map(str, value))
    return str(value)


def _names(column: str) -> tuple[str, ...]:
    return (column, f"{column}_ids") if column in ACTORS else _TOLD if column == "told" else (column,)


def header(table: str) -> list[str]:
    """The names of the columns of a table."""
    fields: Sequence[Any] = msgspec.structs.fields(TABLES[table])
    return [name for field in fields for name in _names(field.name)]


def cells(row: msgspec.Struct) -> list[str | int | float | bool | None]:
    """The cells of a row, under the names of `header`."""
    values = msgspec.to_builtins(row)
    return [plain(cell) for column in values for cell in _values(column, values[column])]


def _values(column: str, value: Any) -> Iterator[Any]:
    if column == "told":
        yield [one["doc"] for one in value]
        yield value[0]["words"] if value else None
        return
    yield value
    if column in ACTORS:
        yield [actor["id"] for actor in (value if isinstance(value, list | tuple) else [value])]
