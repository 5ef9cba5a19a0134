"""Who said what, through whom."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, select

from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.model import ACTS, Span
from mahdar.query._lines import SaidLine
from mahdar.query._listed import acting_for, findings_of, size_of
from mahdar.query._names import Sought, seek, seek_exactly
from mahdar.query._parts import (
    actors_of,
    among,
    cut,
    first_day,
    last_day,
    named,
    page_of,
    spans_of,
    touches_of,
    touching,
)
from mahdar.store import Store, folded_words, stemmed, tables

__all__ = ["Subject", "latest_statements", "said"]

_SAID = tables.statements.c
_ARTICLE = tables.articles.c


def _lines(connection: Connection, rows: Sequence[Row[Any]]) -> list[SaidLine]:
    numbers = [row.article for row in rows]
    pages = page_of(connection, numbers)
    actors = actors_of(connection, tables.statement_actors, "statement", numbers)
    touched = touches_of(connection, ("statement",), numbers)
    lines = []
    for row in rows:
        page, everybody = pages[row.article], actors.get((row.article, row.n), ())
        spans = spans_of(row.content)
        lines.append(
            SaidLine(
                speakers=tuple(actor for actor in everybody if actor.role == "speaker"),
                chain=tuple(actor for actor in everybody if actor.role == "chain"),
                to=tuple(actor for actor in everybody if actor.role == "to"),
                act=row.act,
                form=row.form,
                cue=page.text[row.cue_start : row.cue_end],
                words=cut(page.text, spans),
                spans=spans,
                source=page.source,
                statement=row.id,
                rule=row.rule,
                corrected_by=touched.get((row.article, row.id), ()),
            )
        )
    return lines


class Subject:
    """What a statement is to be about: somebody who is named in it, or words that stand in it."""

    def __init__(self, store: Store, knowledge: Knowledge, asked: str) -> None:
        self.stems = {stemmed(word) for word in folded_words(asked)}
        if not self.stems:
            raise QueryError(f"'{asked}' holds no word to look for", "no_word", asked=asked)
        self.one = seek_exactly(store, knowledge, asked)

    def mentions(self, connection: Connection) -> dict[int, list[Span]]:
        """Where he is named, by article."""
        where: dict[int, list[Span]] = {}
        if self.one is None:
            return where
        entity, mention = tables.entities.c, tables.mentions.c
        rows = connection.execute(
            select(mention.article, mention.start, mention.end)
            .join(tables.entities, and_(entity.article == mention.article, entity.n == mention.entity))
            .where(named(self.one))
        )
        for article, start, end in rows:
            where.setdefault(article, []).append(Span(start, end))
        return where

    def is_in(self, spans: Iterable[Span], words: Iterable[str], mentions: Iterable[Span]) -> bool:
        """Whether the content with these spans and words is about it."""
        if any(span.holds(mention) for span in spans for mention in mentions):
            return True
        return self.stems <= {stemmed(word) for piece in words for word in folded_words(piece)}


def said(
    store: Store,
    knowledge: Knowledge,
    *,
    who: str | Sought | None = None,
    about: str | None = None,
    via: str | Sought | None = None,
    acts: Sequence[str] = (),
    from_: str | None = None,
    to: str | None = None,
    newest: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[SaidLine, ...]:
    """Statements in the order of the days of their articles; `newest`: the latest first.

    `who` spoke (a state or organisation also through its officials, ministries and forces), `via` passed it on. `about` is a name or
    words: the content has to name him, or to hold the words in any of their forms. Raises QueryError.
    """
    speaker = seek(store, knowledge, who) if isinstance(who, str) else who
    carrier = seek(store, knowledge, via) if isinstance(via, str) else via
    conditions: list[ColumnElement[bool]] = []
    if wanted := among("act", acts, ACTS):
        conditions.append(_SAID.act.in_(wanted))
    start, end = first_day(from_), last_day(to)
    subject = Subject(store, knowledge, about) if about else None
    with store.reading() as connection:
        if subject is None:
            return tuple(
                _lines(connection, _rows(connection, speaker, carrier, conditions, start, end, newest, limit, offset))
            )
        mentions = subject.mentions(connection)
        stored = _rows(connection, speaker, carrier, conditions, start, end, newest)
        lines = [
            line
            for row, line in zip(stored, _lines(connection, stored), strict=True)
            if subject.is_in(line.spans, line.words, mentions.get(row.article, ()))
        ]
    return tuple(lines[offset:][:limit])


def _rows(
    connection: Connection,
    speaker: Sought | None,
    carrier: Sought | None,
    conditions: Sequence[ColumnElement[bool]],
    start: str | None,
    end: str | None,
    newest: bool,
    limit: int | None = None,
    offset: int = 0,
) -> list[Row[Any]]:
    """The rows of the statements, in order."""
    if speaker is None and carrier is None:
        rows = select(tables.statements).join(tables.articles, _ARTICLE.id == _SAID.article)
        days = (_ARTICLE.first_day, _ARTICLE.last_day)
        order = [*((day.desc() if newest else day).nulls_last() for day in days), _ARTICLE.doc, _SAID.n]
        wanted = (
            rows.where(*conditions, *touching(_ARTICLE, start, end))
            .order_by(*order)
            .limit(limit)
            .offset(offset or None)
        )
        return list(connection.execute(wanted))
    sides = [(one, (sort,)) for one, sort in ((speaker, "speaker"), (carrier, "chain")) if one is not None]
    if len(sides) > 1:
        # The list of the one with fewer is read, and looked through for the other.
        sides.sort(key=lambda side: size_of(connection, acting_for(side[0]), side[1]))
    lead, taking = sides[0]
    return findings_of(
        connection, tables.statements, taking, lead, beside=[(acting_for(one), sort) for one, sort in sides[1:]],
        conditions=conditions, start=start, end=end, newest=newest, limit=limit, offset=offset,
    )  # fmt: skip


def latest_statements(connection: Connection, one: Sought, limit: int) -> tuple[SaidLine, ...]:
    """What somebody said last, the latest first."""
    rows = findings_of(connection, tables.statements, ("speaker",), one, newest=True, limit=limit)
    return tuple(_lines(connection, rows))
