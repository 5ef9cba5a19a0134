"""What the questions answer with."""

import msgspec

from mahdar.model import Span

__all__ = ["Actor", "ArticleLine", "ChronicleLine", "Found", "HeldOffice", "Profile", "SaidLine", "Source", "Surface"]


class Source(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The article that a line is from. `published_from` says whether its day was given or inferred."""

    doc: str
    outlet: str | None
    published: str | None
    published_from: str | None
    title: str | None
    url: str | None


class Actor(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody in a line, under the name that the article gives; `role` is his part in it."""

    id: str
    kind: str
    name: str
    name_en: str | None
    iso: str | None
    role: str


class ChronicleLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One event as one article tells it.

    `time` is the event's own EDTF value. `when` is what the line is sorted under: `time`, or the day of the article where
    the event has none (`dated_by` "article"), None where neither has. `words` are the passages that tell it, `chain` those
    whom the article has it from, outermost first.
    """

    when: str | None
    dated_by: str | None
    time: str | None
    kind: str
    status: str
    parties: tuple[Actor, ...]
    place: str | None
    chain: tuple[Actor, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    source: Source
    event: str
    rule: str


class SaidLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One statement: who said what through whom. `cue` is the reporting word, `words` are what was said."""

    speakers: tuple[Actor, ...]
    chain: tuple[Actor, ...]
    to: tuple[Actor, ...]
    act: str
    form: str
    cue: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    source: Source
    statement: str
    rule: str


class Surface(msgspec.Struct, frozen=True, gc=False):
    """A name as articles write it, and in how many of them."""

    form: str
    articles: int


class HeldOffice(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An office as articles give it, between the days of the first and the last of them."""

    title: str
    of: str
    of_name: str | None
    first: str | None
    last: str | None
    articles: int


class Profile(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the record file knows of somebody: names and offices by how often they occur, and the latest lines."""

    id: str
    kind: str
    name: str
    name_en: str | None
    iso: str | None
    ids: tuple[str, ...]
    articles: int
    first: str | None
    last: str | None
    names: tuple[Surface, ...]
    offices: tuple[HeldOffice, ...]
    events: tuple[ChronicleLine, ...]
    statements: tuple[SaidLine, ...]


class ArticleLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An article and how much was found in it."""

    source: Source
    read_from: str
    entities: int
    statements: int
    events: int
    facts: int


class Found(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An article that a search found: a passage of it, and where in the passage the words stand that were asked for."""

    source: Source
    passage: str
    span: Span
    marks: tuple[Span, ...]
