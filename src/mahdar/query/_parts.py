"""What the questions share: ranges of days, whose side an entity is on, the articles and actors of lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import BindParameter, ColumnElement, Connection, Select, Subquery, Table, bindparam, or_, select, union

from mahdar.errors import QueryError
from mahdar.model import Span
from mahdar.query._lines import Actor, Source
from mahdar.query._sought import Sought
from mahdar.store import days_of, tables

__all__ = [
    "SOME",
    "Page",
    "actors_of",
    "among",
    "batches",
    "copies_of",
    "cut",
    "first_day",
    "last_day",
    "named",
    "page_of",
    "pages_of",
    "side",
    "source_of",
    "spans_of",
    "touches_in",
    "touches_of",
    "touching",
]

_MANY = 500
_SPANS = msgspec.json.Decoder(tuple[Span, ...])


def _days(value: str) -> tuple[str, str]:
    days = days_of(value.strip())
    if days is None:
        raise QueryError(
            f"'{value}' is no date; a day is written 2018-05-07, a month 2018-05, a year 2018", "no_date", value=value
        )
    return days


def first_day(value: str | None) -> str | None:
    """The first day of what was given as the start of a range. Raises QueryError."""
    return _days(value)[0] if value else None


def last_day(value: str | None) -> str | None:
    """The last day of what was given as the end of a range. Raises QueryError."""
    return _days(value)[1] if value else None


def touching(row: Any, start: str | None, end: str | None) -> list[ColumnElement[bool]]:
    """What rows (`table.c`) have to meet whose days, first_day to last_day, touch a range."""
    return [*([row.last_day >= start] if start else []), *([row.first_day <= end] if end else [])]


def among(what: str, asked: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """The words asked for, which have to be of a closed vocabulary. Raises QueryError that lists it."""
    words = tuple(word.strip().lower().replace("-", "_") for word in asked)
    known = tuple(known)
    for word in words:
        if word not in known:
            listed = ", ".join(known)
            raise QueryError(
                f"there is no {what} '{word}'; there are: {listed}", "not_there", asked=word, listed=listed
            )
    return words


def named(one: Sought) -> ColumnElement[bool]:
    """The rows of `entities` that are this one."""
    mine: ColumnElement[bool] = tables.entities.c.id.in_(one.ids)
    return or_(mine, tables.entities.c.iso == one.iso) if one.iso else mine


def side(one: Sought) -> Subquery:
    """(article, entity) of all who act for this one: itself, those who hold an office of it in that article, and the
    ministries and forces of a state."""
    entity, office = tables.entities.c, tables.offices.c
    own = select(entity.article, entity.n.label("entity")).where(or_(named(one), entity.id.in_(one.organs)))
    if one.kind == "person":
        return own.subquery()
    seats = (*one.ids, *((one.iso,) if one.iso else ()), *one.organs)
    holders = select(office.article, office.entity).where(office.of.in_(seats), office.title.not_like("former %"))
    return union(own, holders).subquery()


def spans_of(stored: str) -> tuple[Span, ...]:
    """Spans as a table keeps them."""
    return _SPANS.decode(stored)


def cut(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """The words of each span."""
    return tuple(span.of(text) for span in spans)


class Page(msgspec.Struct, frozen=True, gc=False):
    """An article as a line needs it, with its number in the file."""

    number: int
    source: Source
    text: str


# What is asked many times for one answer is put together once: making a statement takes longer than the database needs
# for it. `SOME` stands for the values.
SOME: BindParameter[Any] = bindparam("some", expanding=True)


def page_of(connection: Connection, numbers: Iterable[int]) -> dict[int, Page]:
    """The articles with these numbers."""
    return {page.number: page for page in _pages(connection, "id", numbers)}


def pages_of(connection: Connection, docs: Iterable[str]) -> dict[str, Page]:
    """The articles with these ids of their sources (`doc`)."""
    return {page.source.doc: page for page in _pages(connection, "doc", docs)}


def _pages(connection: Connection, column: str, wanted: Iterable[Any]) -> Iterator[Page]:
    for some in batches(wanted):
        for row in connection.execute(_articles_by(column), {SOME.key: some}):
            yield Page(row.id, source_of(row), row.text)


@cache
def _articles_by(column: str) -> Select[Any]:
    article = tables.articles.c
    return select(
        article.id, article.doc, article.outlet, article.published, article.published_from, article.title, article.url,
        article.text,
    ).where(article[column].in_(SOME))  # fmt: skip


def copies_of(connection: Connection, docs: Iterable[str]) -> dict[str, str]:
    """For those of these articles that are copies the first one with the same text."""
    found: dict[str, str] = {}
    for some in batches(docs):
        found.update({row.doc: row.first for row in connection.execute(_COPIES, {SOME.key: some})})
    return found


_COPIES = select(tables.copies.c.doc, tables.copies.c.first).where(tables.copies.c.doc.in_(SOME))


def source_of(row: Any) -> Source:
    """The article of a row that has its columns."""
    return Source(
        doc=row.doc,
        outlet=row.outlet,
        published=row.published,
        published_from=row.published_from,
        title=row.title,
        url=row.url,
    )


def actors_of(
    connection: Connection, table: Table, finding: str, numbers: Iterable[int]
) -> dict[tuple[int, int], tuple[Actor, ...]]:
    """The actors of every finding of these articles, in order, by (article, finding)."""
    found: dict[tuple[int, int], list[Actor]] = {}
    for some in batches(numbers):
        rows = connection.execute(_actors_in(table, finding), {SOME.key: some})
        for row in rows:
            actor = Actor(
                id=row.id,
                kind=row.kind or "group",
                name=row.name or row.id,
                name_en=row.name_en,
                iso=row.iso,
                role=row.role,
            )
            found.setdefault((row.article, getattr(row, finding)), []).append(actor)
    return {key: tuple(actors) for key, actors in found.items()}


@cache
def _actors_in(table: Table, finding: str) -> Select[Any]:
    entity = tables.entities.c
    return (
        select(table, entity.kind, entity.name, entity.name_en, entity.iso)
        .select_from(
            table.outerjoin(tables.entities, (entity.article == table.c.article) & (entity.n == table.c.entity))
        )
        .where(table.c.article.in_(SOME))
        .order_by(table.c.article, table.c[finding], table.c.n)
    )


def touches_of(
    connection: Connection, sorts: Sequence[str], numbers: Iterable[int]
) -> dict[tuple[int, str], tuple[str, ...]]:
    """The corrections that touched the findings of these articles, by (article, finding)."""
    touched = tables.corrected.c
    if connection.execute(_CORRECTED).first() is None:
        return {}
    found: dict[tuple[int, str], list[str]] = {}
    for some in batches(numbers):
        rows = connection.execute(
            select(tables.corrected)
            .where(touched.article.in_(some), touched.sort.in_(sorts))
            .order_by(touched.article, touched.finding, touched.correction)
        )
        for row in rows:
            found.setdefault((row.article, row.finding), []).append(row.correction)
    return {key: tuple(dict.fromkeys(entries)) for key, entries in found.items()}


_CORRECTED = select(tables.corrections.c.n).limit(1)


def touches_in(
    connection: Connection, sorts: Sequence[str], pages: Mapping[str, Page]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """The corrections that touched the findings of these articles, by (doc, finding)."""
    docs = {page.number: doc for doc, page in pages.items()}
    touched = touches_of(connection, sorts, docs)
    return {(docs[number], finding): entries for (number, finding), entries in touched.items()}


def batches(wanted: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """So many values at once as a database takes in one statement, in order, each once."""
    ordered = sorted(set(wanted))
    for start in range(0, len(ordered), _MANY):
        yield tuple(ordered[start : start + _MANY])
