"""A paper as DOCX, for those who go on writing."""

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from mahdar.papers._paper import Heading, Item, Paper, Piece, Reference, Table, Text, is_rtl, visible

__all__ = ["docx_of"]

_SOFT, _LINK = RGBColor(0x5F, 0x5F, 0x66), RGBColor(0x1D, 0x4E, 0xD8)
_ARABIC = "Arial"  # on every system, and it has Arabic letters
_DAY = (1980, 1, 1, 0, 0, 0)  # the day of every file inside: the same paper gives the same bytes


def docx_of(paper: Paper) -> bytes:
    """The paper as the bytes of a DOCX file. Runs of Arabic are marked as such, and so are paragraphs that begin with it."""
    document = Document()
    document.core_properties.title = visible(paper.title)
    document.core_properties.author = "mahdar"
    document.core_properties.comments = ""
    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:cs"), _ARABIC)
    _write(document.add_heading("", 0), (Piece(paper.title),))
    for text in paper.covers:
        _write(document.add_paragraph(), text, soft=True)
    for part in paper.parts:
        if isinstance(part, Heading):
            _write(document.add_heading("", part.level - 1), (Piece(part.text),))
        elif isinstance(part, Item):
            _item(document, part)
        else:
            _table(document, part)
    if paper.sources:
        document.add_heading("Sources", 1)
        for source in paper.sources:
            _source(document, source)
    written = io.BytesIO()
    document.save(written)
    return _steady(written)


def _steady(written: io.BytesIO) -> bytes:
    """The same file with the same day in it, whenever it is made."""
    steady = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def _item(document: Any, item: Item) -> None:
    notes = tuple(Piece(f" [{number}]", "note") for number in item.notes)
    _write(document.add_paragraph(style="List Bullet"), (*item.text, *notes))
    for words in item.words:
        _quote(document, words)


def _quote(document: Any, words: str) -> None:
    paragraph = document.add_paragraph(style="Quote")
    _write(paragraph, (Piece(words),))


def _table(document: Any, table: Table) -> None:
    rows = document.add_table(rows=1, cols=len(table.head), style="Light List Accent 1")
    for cell, words in zip(rows.rows[0].cells, table.head, strict=True):
        _write(cell.paragraphs[0], (Piece(words),))
    for row in table.rows:
        for cell, text in zip(rows.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], text)


def _source(document: Any, source: Reference) -> None:
    told = [Piece(f"[{source.number}] "), Piece(source.outlet or "unknown outlet", "name")]
    told.append(Piece(", " + (source.day or "no date")))
    if source.title:
        told += [Piece(", "), Piece(source.title, "title")]
    told.append(Piece(f", {source.doc}", "dim"))
    told += [Piece(f", {source.url}", "dim")] if source.url else []
    _write(document.add_paragraph(), tuple(told))
    for words in source.words:
        _quote(document, words)


def _write(paragraph: Any, text: Text, *, soft: bool = False) -> None:
    if is_rtl("".join(piece.text for piece in text)):
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    for piece in text:
        words = f"\u00ab{piece.text}\u00bb" if piece.style == "words" else piece.text
        for run_words, rtl in _runs(_spaced(words)):
            run = paragraph.add_run(run_words)
            if piece.style == "name":
                run.bold = True
                run.font.cs_bold = rtl
            if piece.style == "title":
                run.italic = not rtl
            if soft or piece.style == "dim":
                run.font.color.rgb = _SOFT
            if piece.style in ("note", "bar"):
                run.font.color.rgb = _LINK
            if rtl:
                run.font.rtl = True
                language = OxmlElement("w:lang")
                language.set(qn("w:bidi"), "ar-SA")
                run._r.get_or_add_rPr().append(language)


def _spaced(words: str) -> str:
    """Visible words with the spaces at their edges."""
    line = visible(words)
    return (" " if words[:1] == " " else "") + line + (" " if words[-1:] == " " and line else "")


def _runs(words: str) -> Iterator[tuple[str, bool]]:
    """Stretches of one direction; what has none goes with what is before it."""
    start, rtl = 0, is_rtl(words)
    for at, character in enumerate(words):
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL", "L") and (direction != "L") != rtl:
            if at > start:
                yield words[start:at], rtl
            start, rtl = at, not rtl
    if start < len(words):
        yield words[start:], rtl
