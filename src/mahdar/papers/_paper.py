"""What a paper consists of, whatever it is written as."""

import unicodedata

import msgspec

__all__ = ["Heading", "Item", "Paper", "Piece", "Reference", "Table", "Text", "is_rtl", "visible"]

# Format characters that may stay: joiners, which Arabic and Persian spelling use.
_KEPT = frozenset("\u200c\u200d")
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")


class Piece(msgspec.Struct, frozen=True, gc=False):
    """Words with one style: "" plain, "name" an actor, "words" the source's own, "dim" what is beside the point."""

    text: str
    style: str = ""


Text = tuple[Piece, ...]


class Heading(msgspec.Struct, frozen=True, gc=False):
    """The title of a part; `level` 2 and on."""

    level: int
    text: str


class Item(msgspec.Struct, frozen=True, gc=False):
    """A line of a list: what it says, the words it rests on, and the numbers of its sources."""

    text: Text
    words: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()


class Table(msgspec.Struct, frozen=True, gc=False):
    """Rows under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]


class Reference(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A numbered source: the article, and its very words."""

    number: int
    outlet: str | None
    day: str | None
    title: str | None
    doc: str
    url: str | None
    words: tuple[str, ...]


class Paper(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A title, what the paper covers, its parts, and its sources."""

    title: str
    covers: tuple[Text, ...]
    parts: tuple[Heading | Item | Table, ...]
    sources: tuple[Reference, ...]


def visible(words: str) -> str:
    """Words on one line. Controls of direction and other invisible characters are shown by their numbers: they could make the text
    read otherwise than it is written."""
    line = " ".join(words.split())
    return "".join(
        character
        if character in _KEPT or unicodedata.category(character) not in _HIDDEN
        else f"[U+{ord(character):04X}]"
        for character in line
    )


def is_rtl(words: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for character in words:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
