"""The formats in one list: what each is called, can hold, and who writes it."""

from collections.abc import Callable, Iterator

import msgspec

from mahdar.export._choice import Choice
from mahdar.export._csv import csv_table
from mahdar.export._lines import exchange_lines, json_lines
from mahdar.export._rows import TABLES

__all__ = ["FORMATS", "WRITERS", "Format"]


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format. `holds` are the sorts of things that it can be made of, first that which is meant where none is named;
    `suffix` and `media_type` are of the file, `needs` the filters that have to be given. `whole`: it is only there when all
    of it is made (kept in memory or a temporary file); else it comes piece by piece. `binary`: no text for a terminal."""

    name: str
    title: str
    media_type: str
    suffix: str
    holds: tuple[str, ...]
    needs: tuple[str, ...] = ()
    whole: bool = False
    binary: bool = False


_TABLES = tuple(TABLES)
_FORMATS: tuple[tuple[Format, Callable[[Choice], Iterator[bytes]]], ...] = (
    (
        Format(
            name="records",
            title="Exchange format, a line an article",
            media_type="application/x-ndjson",
            suffix=".jsonl",
            holds=("articles",),
        ),
        exchange_lines,
    ),
    (
        Format(
            name="json",
            title="JSON, a line a finding, with names and words",
            media_type="application/x-ndjson",
            suffix=".ndjson",
            holds=("articles", *_TABLES),
        ),
        json_lines,
    ),
    (
        Format(
            name="csv",
            title="CSV, one table",
            media_type="text/csv; charset=utf-8",
            suffix=".csv",
            holds=("events", *(table for table in _TABLES if table != "events")),
        ),
        csv_table,
    ),
)
FORMATS: dict[str, Format] = {form.name: form for form, _ in _FORMATS}
WRITERS: dict[str, Callable[[Choice], Iterator[bytes]]] = {form.name: write for form, write in _FORMATS}
