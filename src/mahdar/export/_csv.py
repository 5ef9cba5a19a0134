"""CSV that a spreadsheet opens without harm."""

import csv
import io
from collections.abc import Iterator

from mahdar.export._cells import cells, header, safe
from mahdar.export._choice import Choice

__all__ = ["csv_table"]

_BOM = "\ufeff"
_AT_ONCE = 1 << 16


def csv_table(choice: Choice) -> Iterator[bytes]:
    """One table: UTF-8 with a byte order mark, lines that end as RFC 4180 says, a quote before what a spreadsheet would run."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")

    def taken() -> bytes:
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text.encode()

    buffer.write(_BOM)
    writer.writerow(header(choice.what))
    yield taken()
    for _, row in choice.rows():
        writer.writerow(
            [safe(cell) if isinstance(cell, str) else "" if cell is None else str(cell) for cell in cells(row)]
        )
        if buffer.tell() > _AT_ONCE:
            yield taken()
    yield taken()
