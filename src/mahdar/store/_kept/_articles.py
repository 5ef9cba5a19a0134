"""Articles as the Minutes know them, what is new since, and which have the same text."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from mahdar.store import tables
from mahdar.store._databases import Database
from mahdar.store._some import drop_those, rows_of

if TYPE_CHECKING:
    from mahdar.linking import Prints, Values

__all__ = ["KeptArticles", "News"]

_PAGE = 500
_Part = TypeVar("_Part")


class News(msgspec.Struct, frozen=True, gc=False):
    """What is new since the last linking: the articles that are `fresh` or other than they were, those that are `gone`, and of
    both, as they were and as they are, the last days (`days`) and the first (`printed`) that they may be of; 0 for none."""

    fresh: frozenset[str]
    gone: frozenset[str]
    days: frozenset[int]
    printed: frozenset[int]


class KeptArticles:
    """The articles that the Minutes know."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database, self._connection = database, connection

    def news(self) -> News:
        """What is new since the last linking; from now on the Minutes know it."""
        article, known, extract = tables.articles.c, tables.known.c, tables.extracts.c
        found = self._connection.execute(
            select(
                article.doc, article.published, article.first_day, article.last_day, extract.digest,
                known.day, known.printed,
            )
            .select_from(tables.extracts)
            .join(tables.articles, article.id == extract.article)
            .outerjoin(tables.known, known.doc == article.doc)
            .where(or_(known.digest.is_(None), known.digest != extract.digest))
        ).all()  # fmt: skip
        gone = self._connection.execute(
            select(known.doc, known.day, known.printed)
            .outerjoin_from(tables.known, tables.articles, article.doc == known.doc)
            .where(article.doc.is_(None))
        ).all()
        rows = [
            {
                "doc": row.doc, "digest": row.digest, "published": row.published,
                "day": _ordinal(row.last_day), "printed": _ordinal(row.first_day),
            }
            for row in found
        ]  # fmt: skip
        self._database.put_over(self._connection, tables.known, rows)
        drop_those(self._connection, tables.known, known.doc, (row.doc for row in gone))
        before = [row for row in (*found, *gone) if row.day is not None]
        return News(
            fresh=frozenset(row.doc for row in found),
            gone=frozenset(row.doc for row in gone),
            days=frozenset((*(row["day"] for row in rows), *(row.day for row in before))),
            printed=frozenset((*(row["printed"] for row in rows), *(row.printed for row in before))),
        )

    def days(self, low: int) -> list[int]:
        """The days of articles, from one on."""
        day = tables.known.c.day
        return list(self._connection.execute(select(day).where(day >= low).distinct().order_by(day)).scalars())

    def printed(self) -> list[int]:
        """The first days of all articles."""
        day = tables.known.c.printed
        return list(self._connection.execute(select(day).distinct().order_by(day)).scalars())

    def numbers(self, docs: Iterable[str]) -> dict[str, int]:
        """The numbers of articles in the store."""
        article = tables.articles.c
        return {
            row.doc: row.id for row in rows_of(self._connection, select(article.id, article.doc), article.doc, docs)
        }

    # --- extracts

    def of_days(self, part: type[_Part], low: int, high: int) -> Iterator[_Part]:
        """One part of what linking keeps of the articles of some days."""
        day = tables.articles.c.last_day
        return self._parts(part, _extracts().where(*([day.is_(None)] if not low else _between(day, low, high))))

    def of_docs(self, part: type[_Part], docs: Iterable[str]) -> Iterator[_Part]:
        """One part of what linking keeps of some articles."""
        decoder = msgspec.msgpack.Decoder(part)
        for row in rows_of(self._connection, _extracts(), tables.articles.c.doc, docs):
            yield decoder.decode(row.body)

    def prints(self, low: int, high: int, *, undated: bool) -> "Iterator[Prints]":
        """What copies are found by, of the articles that begin on some days."""
        from mahdar.linking import Prints  # noqa: PLC0415  (only linking needs it)

        day = tables.articles.c.first_day
        dated = and_(*_between(day, max(low, 1), high))
        return self._parts(Prints, _extracts().where(or_(dated, day.is_(None)) if undated else dated))

    def values(self) -> "list[Values]":
        """The values that others may contradict, follow or answer, of all articles in the order of their ids."""
        from mahdar.linking import Values  # noqa: PLC0415  (only linking needs it)

        found = self._parts(Values, select(tables.stated.c.body))
        return sorted(found, key=lambda one: one.doc)

    def _parts(self, part: type[_Part], wanted: Select[Any]) -> Iterator[_Part]:
        decoder = msgspec.msgpack.Decoder(part)
        for (body,) in self._connection.execute(wanted).yield_per(_PAGE):
            yield decoder.decode(body)

    # --- copies

    def put_alike(self, alike: Mapping[str, Iterable[str]]) -> None:
        """Keep for articles the earlier ones with the same text, in place of what was kept."""
        drop_those(self._connection, tables.alike, tables.alike.c.doc, alike)
        rows = [{"doc": doc, "other": other} for doc, others in alike.items() for other in others]
        self._database.add(self._connection, tables.alike, rows)

    def drop_alike(self, docs: Collection[str]) -> set[str]:
        """Forget articles that are gone; which others had their text."""
        pair = tables.alike.c
        beside = self._beside(docs)
        drop_those(self._connection, tables.alike, pair.doc, docs)
        drop_those(self._connection, tables.alike, pair.other, docs)
        return beside - set(docs)

    def _beside(self, docs: Iterable[str]) -> set[str]:
        pair = tables.alike.c
        several = set(docs)
        return {row.other for row in rows_of(self._connection, select(pair.other), pair.doc, several)} | {
            row.doc for row in rows_of(self._connection, select(pair.doc), pair.other, several)
        }

    def with_their_text(self, docs: Iterable[str]) -> dict[str, list[str]]:
        """For these articles, and all that have a text with one of them, the earlier ones that it is like."""
        found: set[str] = set()
        new = set(docs)
        while new:
            found |= new
            new = self._beside(new) - found
        alike: dict[str, list[str]] = {doc: [] for doc in found}
        pair = tables.alike.c
        for row in rows_of(self._connection, select(pair.doc, pair.other), pair.doc, found):
            alike[row.doc].append(row.other)
        return alike

    def published(self, docs: Iterable[str]) -> dict[str, str | None]:
        """When articles were published."""
        known = tables.known.c
        rows = rows_of(self._connection, select(known.doc, known.published), known.doc, docs)
        return {row.doc: row.published for row in rows}

    def put_firsts(self, firsts: Mapping[str, str], gone: Iterable[str]) -> set[str]:
        """Keep for articles the first one with the same text (their own where they are nobody's copy): for which it is another
        than it was."""
        copy = tables.copies.c
        before = {
            row.doc: row.first for row in rows_of(self._connection, select(copy.doc, copy.first), copy.doc, firsts)
        }
        moved = {doc for doc, first in firsts.items() if before.get(doc, doc) != first}
        drop_those(self._connection, tables.copies, copy.doc, (*moved, *gone))
        rows = [{"doc": doc, "first": firsts[doc]} for doc in sorted(moved) if firsts[doc] != doc]
        self._database.add(self._connection, tables.copies, rows)
        return moved

    def copies(self) -> dict[str, str]:
        """For every copy the first article with the same text."""
        return {row.doc: row.first for row in self._connection.execute(select(tables.copies))}


def _extracts() -> Select[Any]:
    return select(tables.extracts.c.body).join(tables.articles, tables.articles.c.id == tables.extracts.c.article)


def _ordinal(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def _between(day: ColumnElement[Any], low: int, high: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return day >= _iso(low), day <= _iso(high)


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
