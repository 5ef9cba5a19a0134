"""What linking keeps of each article."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from mahdar.store import tables
from mahdar.store._databases import Database

if TYPE_CHECKING:
    from mahdar.linking import Extract

__all__ = ["copies_in", "extracts_in", "put_extracts", "without_extract"]

_PAGE = 500


def without_extract(connection: Connection, linking: str) -> list[str]:
    """The `doc` of every article that has no extract made in this way (`linking`, a fingerprint) from the article as it is."""
    article, extract = tables.articles.c, tables.extracts.c
    rows = connection.execute(
        select(article.doc)
        .outerjoin_from(tables.articles, tables.extracts, extract.article == article.id)
        .where((extract.digest.is_(None)) | (extract.digest != article.digest + linking))
        .order_by(article.doc)
    )
    return [row.doc for row in rows]


def put_extracts(database: Database, connection: Connection, extracts: "Sequence[Extract]", linking: str) -> None:
    """Keep extracts, each in place of an earlier one of its article, and note that the Minutes do not know it yet."""
    from mahdar.linking import Values  # noqa: PLC0415  (only linking needs it)

    article, known = tables.articles.c, tables.known.c
    numbers = {
        row.doc: (row.id, row.digest)
        for row in connection.execute(
            select(article.id, article.doc, article.digest).where(article.doc.in_([one.doc for one in extracts]))
        )
    }
    there = [one for one in extracts if one.doc in numbers]
    apart = {name: () for name in Values.__struct_fields__ if name != "doc"}
    bodies = [
        {
            "article": numbers[one.doc][0],
            "digest": numbers[one.doc][1] + linking,
            "body": msgspec.msgpack.encode(msgspec.structs.replace(one, **apart)),
        }
        for one in there
    ]
    values = [
        {
            "article": numbers[one.doc][0],
            "body": msgspec.msgpack.encode(Values(**{name: getattr(one, name) for name in Values.__struct_fields__})),
        }
        for one in there
    ]
    database.put_over(connection, tables.extracts, bodies)
    database.put_over(connection, tables.stated, values)
    if there:
        other = update(tables.known).where(known.doc == bindparam("its")).values(digest="")
        connection.execute(other, [{"its": one.doc} for one in there])


def extracts_in(connection: Connection) -> "Iterator[Extract]":
    """What linking keeps of every article."""
    from mahdar.linking import Extract, Values  # noqa: PLC0415  (only linking needs it)

    body, stated = tables.extracts.c, tables.stated.c
    wanted = select(body.body, stated.body.label("values")).join_from(
        tables.extracts, tables.stated, stated.article == body.article
    )
    one, more = msgspec.msgpack.Decoder(Extract), msgspec.msgpack.Decoder(Values)
    for row in connection.execute(wanted).yield_per(_PAGE):
        yield msgspec.structs.replace(one.decode(row.body), **msgspec.structs.asdict(more.decode(row.values)))


def copies_in(connection: Connection) -> dict[str, str]:
    """For every copy the first article with the same text."""
    return {row.doc: row.first for row in connection.execute(select(tables.copies))}
