"""An article with all that was found in it, names and words spelt out: for one who looks at single articles."""

import msgspec

from mahdar.export._rows import rows
from mahdar.model import Article, Record, Span, Zone

__all__ = ["encode_whole"]


class _Time(msgspec.Struct, frozen=True, gc=False):
    value: str | None
    type: str
    anchor: str | None
    words: str
    span: Span
    rule: str


class _Clue(msgspec.Struct, frozen=True, gc=False):
    words: str
    says: str
    doc: str | None
    span: Span


class _Whole(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    doc: str
    source: str
    outlet: str | None
    url: str | None
    title: str | None
    byline: str | None
    published: str | None
    published_from: str | None
    published_certainty: float
    published_by: tuple[_Clue, ...]
    text: str
    zones: tuple[Zone, ...]
    dropped: tuple[Span, ...]
    entities: msgspec.Raw
    times: tuple[_Time, ...]
    statements: msgspec.Raw
    events: msgspec.Raw
    facts: msgspec.Raw
    agreements: msgspec.Raw
    accusations: msgspec.Raw


def encode_whole(article: Article, record: Record) -> bytes:
    """One JSON object, without a line's end: the article, its record, and the rows of every table."""

    def table(name: str) -> msgspec.Raw:
        return msgspec.Raw(msgspec.json.encode(list(rows(name, article, record))))

    return msgspec.json.encode(
        _Whole(
            doc=record.doc,
            source=article.source,
            outlet=article.outlet,
            url=article.url,
            title=article.title,
            byline=article.byline,
            published=record.published,
            published_from=record.published_from,
            published_certainty=record.published_certainty,
            published_by=tuple(
                _Clue(clue.span.of(article.text), clue.says, clue.doc, clue.span) for clue in record.published_by
            ),
            text=article.text,
            zones=article.zones,
            dropped=record.dropped,
            entities=table("entities"),
            times=tuple(
                _Time(time.value, time.type, time.anchor, time.span.of(article.text), time.span, time.rule)
                for time in record.times
            ),
            statements=table("statements"),
            events=table("events"),
            facts=table("facts"),
            agreements=table("agreements"),
            accusations=table("accusations"),
        )
    )
