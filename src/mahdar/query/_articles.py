"""Which articles there are, and which could not be read."""

from typing import Any

import msgspec
from sqlalchemy import Row, Select, case, func, select

from mahdar.errors import QueryError
from mahdar.model import Failure, Record
from mahdar.query._lines import ArticleLine, Dated, Reason
from mahdar.query._parts import first_day, last_day, source_of, touching
from mahdar.store import Store, tables

__all__ = ["articles", "count_articles", "failed_articles"]

_ARTICLE = tables.articles.c
_RECORD = msgspec.msgpack.Decoder(Record)
_DATED_BY = (_ARTICLE.text, _ARTICLE.record)
_DATED = ("given", "inferred", "none")


def _picked(rows: Select[Any], from_: str | None, to: str | None, outlet: str | None, dated: str | None) -> Select[Any]:
    conditions = touching(_ARTICLE, first_day(from_), last_day(to))
    if outlet:
        conditions.append(func.lower(_ARTICLE.outlet) == outlet.lower())
    if dated and dated not in _DATED:
        raise QueryError(f"a date is {', '.join(_DATED[:-1])} or {_DATED[-1]}, not '{dated}'")
    if dated == "none":
        conditions.append(_ARTICLE.published.is_(None))
    elif dated:
        conditions.append(_ARTICLE.published_from == dated)
    return rows.where(*conditions)


def articles(
    store: Store,
    *,
    from_: str | None = None,
    to: str | None = None,
    outlet: str | None = None,
    dated: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[ArticleLine, ...]:
    """Articles in the order of their days. `dated`: only those whose date is "given", "inferred" or "none"."""
    counts = [
        select(func.count()).where(table.c.article == _ARTICLE.id).scalar_subquery().label(table.name)
        for table in (tables.entities, tables.statements, tables.events, tables.facts)
    ]
    rows = _picked(
        select(
            _ARTICLE.doc,
            _ARTICLE.outlet,
            _ARTICLE.published,
            _ARTICLE.published_from,
            _ARTICLE.title,
            _ARTICLE.url,
            _ARTICLE.source,
            *(case((_ARTICLE.published_from == "inferred", column)).label(column.name) for column in _DATED_BY),
            *counts,
        ),
        from_,
        to,
        outlet,
        dated,
    )
    ordered = rows.order_by(_ARTICLE.first_day.is_(None), _ARTICLE.first_day, _ARTICLE.doc).limit(limit).offset(offset)
    with store.reading() as connection:
        return tuple(
            ArticleLine(
                source=source_of(row),
                dated=_dated(row) if row.published_from == "inferred" else None,
                read_from=row.source,
                entities=row.entities,
                statements=row.statements,
                events=row.events,
                facts=row.facts,
            )
            for row in connection.execute(ordered)
        )


def _dated(row: Row[Any]) -> Dated:
    record = _RECORD.decode(row.record)
    return Dated(
        record.published_certainty,
        tuple(Reason(clue.span.of(row.text), clue.says, clue.doc) for clue in record.published_by),
    )


def count_articles(
    store: Store,
    *,
    from_: str | None = None,
    to: str | None = None,
    outlet: str | None = None,
    dated: str | None = None,
) -> int:
    """How many articles `articles` would give."""
    with store.reading() as connection:
        return int(
            connection.execute(
                _picked(select(func.count()).select_from(tables.articles), from_, to, outlet, dated)
            ).scalar_one()
        )


def failed_articles(store: Store) -> tuple[Failure, ...]:
    """The articles, and places in sources, of which no record could be made."""
    return store.failures()
