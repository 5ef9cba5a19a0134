"""Lines of JSON: the exchange format, a line an article; and rows, a line a finding."""

from collections.abc import Iterator

import msgspec

from mahdar.export._choice import Choice
from mahdar.export._exchange import encode_exchange

__all__ = ["exchange_lines", "json_lines"]


class _Row(msgspec.Struct, frozen=True):
    table: str
    row: msgspec.Raw


def exchange_lines(choice: Choice) -> Iterator[bytes]:
    """The exchange format."""
    for _, record, _ in choice.articles():
        choice.tell("articles")
        yield encode_exchange(record) + b"\n"


def json_lines(choice: Choice) -> Iterator[bytes]:
    """{"table": …, "row": {…}}, with names and words."""
    for table, row in choice.rows():
        yield msgspec.json.encode(_Row(table, msgspec.Raw(msgspec.json.encode(row)))) + b"\n"
