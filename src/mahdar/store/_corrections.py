"""The book of corrections in the record file, and what it does to the articles."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from mahdar.corrections import Book, correct
from mahdar.model import Article, Correction, Record, Touch
from mahdar.store import tables

__all__ = ["article_of", "articles_of", "book_in", "corrected_row", "corrections_in", "keep", "touch_rows"]

_ENTRY = msgspec.msgpack.Decoder(Correction)
_MANY = 500
_REPORTS = ("episode", "quote")  # sorts of what linking touches


def corrections_in(connection: Connection) -> tuple[Correction, ...]:
    """All entries, in the order in which they came."""
    rows = connection.execute(select(tables.corrections.c.body).order_by(tables.corrections.c.n))
    return tuple(_ENTRY.decode(row.body) for row in rows)


def book_in(connection: Connection) -> Book:
    """The book of corrections of the file."""
    return Book(corrections_in(connection))


def keep(connection: Connection, entries: Sequence[Correction]) -> tuple[Correction, ...]:
    """Write the entries that are not there yet behind those that are; which they were."""
    known = set(connection.execute(select(tables.corrections.c.id)).scalars())
    fresh = [entry for entry in entries if entry.id not in known]
    if fresh:
        rows = [{"id": entry.id, "body": msgspec.msgpack.encode(entry)} for entry in fresh]
        connection.execute(insert(tables.corrections), rows)
    return tuple(fresh)


def articles_of(connection: Connection, entries: Iterable[Correction], every: Sequence[Correction]) -> tuple[int, ...]:
    """The numbers of the articles that these entries may change, be it that they undo others."""
    by_id = {entry.id: entry for entry in every}
    concerned: dict[str, Correction] = {}
    waiting = list(entries)
    while waiting:
        entry = waiting.pop()
        if entry.id not in concerned:
            concerned[entry.id] = entry
            waiting += [by_id[entry.of]] if entry.of in by_id else []
    docs = {target.doc for entry in concerned.values() if entry.what == "finding" for target in entry.targets}
    idents = {ident for entry in concerned.values() for ident in entry.entities}
    article, entity, touched = tables.articles.c, tables.entities.c, tables.corrected.c
    numbers = set(_found(connection, select(article.id), article.doc, docs))
    numbers |= set(_found(connection, select(entity.article), entity.id, idents))
    # Wherever a finding names one, also where the article lists no such entity.
    for column in (
        tables.event_actors.c.id,
        tables.statement_actors.c.id,
        tables.agreement_actors.c.id,
        tables.accusation_actors.c.id,
        tables.agreement_steps.c.agreement,
        tables.facts.c.subject,
        tables.facts.c.value,
    ):
        numbers |= set(_found(connection, select(column.table.c.article), column, idents))
    there = select(touched.article).where(touched.sort.not_in(_REPORTS))
    numbers |= set(_found(connection, there, touched.correction, concerned))
    return tuple(sorted(numbers))


def _found(connection: Connection, rows: Any, column: Any, values: Collection[str]) -> Iterator[int]:
    listed = sorted(values)
    for at in range(0, len(listed), _MANY):
        yield from connection.execute(rows.where(column.in_(listed[at : at + _MANY]))).scalars()


def corrected_row(article: Article, record: Record, book: Book) -> tuple[Record, bytes | None, tuple[Touch, ...]]:
    """The record by which an article is listed, its bytes where they are not those that were read, and what touched it."""
    outcome = correct(article, record, book)
    changed = None if outcome.record == record else msgspec.msgpack.encode(outcome.record)
    return outcome.record, changed, outcome.touched


def touch_rows(touched: Iterable[Touch], numbers: dict[str, int]) -> list[dict[str, Any]]:
    """The rows of `corrected`; articles that are not in the file have none."""
    return [
        {"article": numbers[one.doc], "sort": one.sort, "finding": one.finding, "correction": one.correction}
        for one in sorted(set(touched))
        if one.doc in numbers
    ]


def article_of(connection: Connection, number: int, changed: bytes | None, findings: Sequence[str]) -> None:
    """Take the findings of an article out, and what linking kept of it: they are listed anew."""
    for name in findings:
        table = tables.metadata.tables[name]
        connection.execute(delete(table).where(table.c.article == number))
    touched = tables.corrected.c
    connection.execute(delete(tables.corrected).where(touched.article == number, touched.sort.not_in(_REPORTS)))
    connection.execute(delete(tables.extracts).where(tables.extracts.c.article == number))
    connection.execute(update(tables.articles).where(tables.articles.c.id == number).values(corrected=changed))
