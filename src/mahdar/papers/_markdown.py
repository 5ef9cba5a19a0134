"""A paper as Markdown (CommonMark with tables)."""

import re
from collections.abc import Iterator
from itertools import groupby

from mahdar.papers._paper import Heading, Item, Paper, Piece, Reference, Table, Text, is_rtl, visible

__all__ = ["markdown_of"]

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def markdown_of(paper: Paper) -> str:
    """The paper as Markdown. What comes from articles holds no mark-up."""
    return "\n".join(_lines(paper)) + "\n"


def _lines(paper: Paper) -> Iterator[str]:
    yield f"# {_plain(paper.title)}"
    yield ""
    for text in paper.covers:
        yield _text(text) + "  "
    yield ""
    for sort, several in groupby(paper.parts, key=type):
        for part in several:
            if isinstance(part, Heading):
                yield f"{'#' * part.level} {_plain(part.text)}"
                yield ""
            elif isinstance(part, Item):
                yield from _item(part)
            else:
                yield from _table(part)
        if sort is not Heading:
            yield ""
    if paper.sources:
        yield "## Sources"
        yield ""
        for source in paper.sources:
            yield from _source(source)


def _plain(words: str) -> str:
    return _MARKS.sub(r"\\\1", visible(words))


def _apart(words: str) -> str:
    """Words that run from right to left keep to themselves among others."""
    return f"{_ISOLATE}{words}{_END_ISOLATE}" if is_rtl(words) else words


def _text(text: Text) -> str:
    return "".join(_piece(piece) for piece in text)


def _piece(piece: Piece) -> str:
    words = _plain(piece.text)
    if piece.style in ("name", "words") and words:
        words = _apart(f"\u00ab{words}\u00bb" if piece.style == "words" else words)
        return f"**{words}**" if piece.style == "name" else words
    # Spaces at the edges keep words apart.
    return (
        piece.text[: len(piece.text) - len(piece.text.lstrip())]
        + words
        + (" " if piece.text[-1:] == " " and words else "")
    )


def _item(item: Item) -> Iterator[str]:
    notes = " " + "".join(f"\\[{number}\\]" for number in item.notes) if item.notes else ""
    yield f"- {_text(item.text)}{notes}"
    for words in item.words:
        yield f"  > {_apart(_plain(words))}"


def _table(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(map(_plain, table.head)) + " |"
    yield "|" + "---|" * len(table.head)
    for row in table.rows:
        yield "| " + " | ".join(map(_text, row)) + " |"


def _source(source: Reference) -> Iterator[str]:
    told = [_apart(_plain(source.outlet or "unknown outlet")), source.day or "no date"]
    told += [_apart(_plain(source.title))] if source.title else []
    told += [_plain(source.doc)]
    told += [_plain(source.url)] if source.url else []
    yield f"{source.number}. {', '.join(told)}"
    for words in source.words:
        yield f"   > {_apart(_plain(words))}"
