"""An article, as the reading room hands it on."""

from typing import Literal

import msgspec

from mahdar.model._span import Span

ZoneKind = Literal["title", "abstract", "dateline", "body", "caption", "boilerplate"]


class Zone(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the text and what it is on the page. Zones are in order and do not overlap."""

    kind: ZoneKind
    span: Span


class Article(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One article. `text` is never changed after this; every offset in the record indexes it.

    `doc` is the id that the source gives, or one made from its place and text. `source` is the file (and the
    record in it) that it was read from. `published` is an EDTF day as the page or the metadata states it, None
    where neither does; `title` is the headline, which may or may not stand in `text` as well (zone "title").
    """

    doc: str
    text: str
    source: str = ""
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None
    published: str | None = None
    zones: tuple[Zone, ...] = ()

    @property
    def dropped(self) -> tuple[Span, ...]:
        """The spans that are not the article: widgets, teasers, forms, captions with their credits."""
        return tuple(zone.span for zone in self.zones if zone.kind in ("boilerplate", "caption"))


class Failure(msgspec.Struct, frozen=True, gc=False):
    """An article, or a place in a source, of which no record could be made."""

    source: str
    place: str
    room: str
    problem: str
