"""XLSX: a sheet a table, from right to left where it holds Arabic."""
# ruff: noqa: PLC0415

from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import msgspec

from mahdar.export._cells import cells, header, is_run
from mahdar.export._choice import Choice
from mahdar.export._rows import FINDINGS, TABLES

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["xlsx_workbook"]

_MOST_ROWS, _MOST_LETTERS, _PIECE = 1_048_576, 32_767, 1 << 18
_ALWAYS = datetime(1980, 1, 1)
_WIDTHS = {
    "words": 80, "words_of_first": 80, "title": 50, "url": 30, "parties": 50, "speakers": 35, "standing": 30, "docs": 30,
    "names": 50, "offices": 35, "accusers": 30, "accused": 30, "kind": 18, "status": 12, "published": 12, "time": 14,
    "day": 14, "name": 30, "name_en": 24, "reports": 9, "sources": 9,
}  # fmt: skip


class _Sheets:
    """The sheets of a workbook, each begun when its first row comes; a table that is too long goes on in another."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._bold: Format = book.add_format({"bold": True, "bottom": 1})
        # The cell says to a spreadsheet that it is text, also when somebody edits it.
        self._text: Format = book.add_format({"quote_prefix": True})
        self._open: dict[str, tuple[Worksheet, int, int]] = {}
        self.cut = 0

    def begin(self, table: str, part: int = 1) -> None:
        """A sheet with its head: bold, frozen, wide enough."""
        sheet = self._book.add_worksheet(table if part == 1 else f"{table} {part}")
        sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header(table)):
            sheet.set_column(column, column, _WIDTHS.get(name, 16))
            sheet.write_string(0, column, name, self._bold)
        self._open[table] = sheet, 1, part

    def write(self, table: str, row: msgspec.Struct) -> None:
        if self._open[table][1] == _MOST_ROWS:
            self.begin(table, self._open[table][2] + 1)
        sheet, at, part = self._open[table]
        for column, value in enumerate(cells(row)):
            if isinstance(value, str):
                self._write_text(sheet, at, column, value)
            elif value is not None:
                sheet.write(at, column, value)
        self._open[table] = sheet, at + 1, part

    def _write_text(self, sheet: "Worksheet", at: int, column: int, text: str) -> None:
        if len(text.encode("utf-16-le")) > 2 * _MOST_LETTERS:
            text = text[: _MOST_LETTERS // 2 - 1] + "…"
            self.cut += 1
        if text:
            sheet.write_string(at, column, text, self._text if is_run(text) else None)

    def end(self) -> None:
        """Now that the rows are counted, let each head filter them."""
        for table, (sheet, rows, _) in self._open.items():
            sheet.autofilter(0, 0, max(rows - 1, 1), len(header(table)) - 1)


def _about(book: "Workbook", tables: tuple[str, ...]) -> None:
    """The first sheet says what the others mean."""
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 120)
    lines = [
        ("mahdar", "What articles report, by whom; not what is true. Spans are code points of the article's text.")
    ]
    lines += [(table, " ".join((TABLES[table].__doc__ or "").split())) for table in tables]
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(at, column, text)


def xlsx_workbook(choice: Choice) -> Iterator[bytes]:
    """A workbook: a sheet for one table, or for each of the findings of the articles. Rows go to temporary files as they come."""
    from xlsxwriter.workbook import Workbook

    options: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    tables = tuple(FINDINGS) if choice.what == "articles" else (choice.what,)
    with TemporaryFile() as file:
        book = Workbook(file, options)
        book.set_properties({"created": _ALWAYS, "author": "mahdar"})
        _about(book, tables)
        sheets = _Sheets(book)
        for table in tables:
            sheets.begin(table)
        for table, row in choice.rows():
            sheets.write(table, row)
        sheets.end()
        book.close()
        choice.tell("cells cut to what a sheet can hold", sheets.cut)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
