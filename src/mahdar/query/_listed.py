"""Findings and episodes in the order of their days, of those in which somebody has a part: the first page without the rest.

The tables `parts`, `episode_parts` and `pairs` list them so under everybody for whom someone acts; of a state and its
ministries the pages of each are put together here.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, exists, func, select

from mahdar.query._sought import Sought
from mahdar.store import ANYBODY, LONG_SORT, UNDATED, tables

__all__ = ["acting_for", "count_listed", "count_pairs", "findings_of", "has_part", "listed_episodes", "size_of"]

_ARTICLE = tables.articles.c
_PART = tables.parts.c
# So many parts are counted to find out which of two has fewer.
_MANY = 5000


def acting_for(one: Sought | None) -> tuple[str, ...]:
    """The keys under which parts of somebody are listed: himself, his state, its ministries."""
    if one is None:
        return (ANYBODY,)
    return tuple(dict.fromkeys((*one.ids, *((one.iso,) if one.iso else ()), *one.organs)))


def has_part(keys: Sequence[str], sorts: Sequence[str], table: Table) -> ColumnElement[bool]:
    """Whether one of these has a part in a statement or an accusation, which are listed under the days of their articles."""
    part = tables.parts.alias().c
    return exists().where(
        part.who.in_(keys),
        part.sort.in_(sorts),
        part.day == func.coalesce(_ARTICLE.first_day, UNDATED),
        part.last == func.coalesce(_ARTICLE.last_day, UNDATED),
        part.article == table.c.article,
        part.n == table.c.n,
    )


def _ranges(
    sort: str, listed: Any, start: str | None, end: str | None, newest: bool
) -> Iterator[list[ColumnElement[bool]]]:
    """The stretches of the list that are asked for, in order. What is longer than a day may begin before the range."""
    until = [listed.day <= end] if end else []
    if not start and not end:
        if newest:
            yield [listed.sort == sort, listed.day < UNDATED]
            yield [listed.sort == sort, listed.day == UNDATED]
        else:
            yield [listed.sort == sort]
        return
    inside = [listed.sort == sort, *([listed.day >= start] if start else []), *(until or [listed.day < UNDATED])]
    before = [listed.sort == sort + LONG_SORT, listed.day < start, listed.last >= start] if start else []
    several = [before, inside] if before else [inside]
    yield from reversed(several) if newest else several


def findings_of(
    connection: Connection,
    table: Table,
    sorts: Sequence[str],
    one: Sought | None,
    *,
    other: Sought | None = None,
    beside: Sequence[tuple[Sequence[str], Sequence[str]]] = (),
    conditions: Sequence[ColumnElement[bool]] = (),
    start: str | None = None,
    end: str | None = None,
    newest: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[Row[Any]]:
    """The rows of findings in which somebody has a part, with `other` in a person of his own if there is one, and of each of `beside`
    one of its keys a part of one of its sorts; by their days, or the latest first."""
    mine = acting_for(one)
    theirs = acting_for(other) if other is not None else ()
    if theirs and size_of(connection, theirs, sorts) < size_of(connection, mine, sorts):
        mine, theirs = theirs, mine
    part = tables.parts.alias()
    days = (part.c.day, part.c.last, _ARTICLE.first_day)
    order = [part.c.day, part.c.last, _ARTICLE.first_day.nulls_last()]
    if newest:
        order = [part.c.day.desc(), part.c.last.desc(), _ARTICLE.first_day.desc().nulls_last()]
    told = (
        select(table, *(column.label(f"listed_{n}") for n, column in enumerate(days)), _ARTICLE.doc.label("listed_doc"))
        .select_from(
            part.join(table, (table.c.article == part.c.article) & (table.c.n == part.c.n)).join(
                tables.articles, _ARTICLE.id == part.c.article
            )
        )
        .where(
            *conditions,
            *([_partner(part, theirs)] if theirs else []),
            *(_beside(part, keys, taking) for keys, taking in beside),
        )
        .order_by(*order, _ARTICLE.doc, table.c.n)
    )
    most = None if limit is None else offset + limit
    rows: dict[tuple[int, int], Row[Any]] = {}
    for who in mine:
        for sort in sorts:
            for row in _pages(connection, told.where(part.c.who == who), sort, part.c, start, end, newest, most):
                rows[row.article, row.n] = row
    found = sorted(rows.values(), key=lambda row: (row.listed_doc, row.n))
    none = "" if newest else UNDATED
    found.sort(
        key=lambda row: (
            none if row.listed_0 == UNDATED else row.listed_0,
            none if row.listed_0 == UNDATED else row.listed_1,
            row.listed_2 or none,
        ),
        reverse=newest,
    )
    return found[offset:][:limit]


def _pages(
    connection: Connection,
    told: Select[Any],
    sort: str,
    listed: Any,
    start: str | None,
    end: str | None,
    newest: bool,
    most: int | None,
) -> list[Row[Any]]:
    """The first rows of one who does one thing."""
    rows: list[Row[Any]] = []
    for stretch in _ranges(sort, listed, start, end, newest):
        left = None if most is None else most - len(rows)
        if left is None:
            rows += connection.execute(told.where(*stretch)).all()
            continue
        # Somebody who acts in several persons is listed several times.
        size = left
        while left > 0:
            several = connection.execute(told.where(*stretch).limit(size)).all()
            different = {(row.article, row.n): row for row in several}
            if len(several) < size or len(different) >= left:
                rows += different.values()
                break
            size *= 4
    return rows


def _beside(part: Any, keys: Sequence[str], sorts: Sequence[str]) -> ColumnElement[bool]:
    """Whether one of these has a part in the same finding: seen from the list alone, before the finding is looked up."""
    other = tables.parts.alias().c
    return exists().where(
        other.who.in_(keys), other.sort.in_(sorts), other.day == part.c.day, other.last == part.c.last,
        other.article == part.c.article, other.n == part.c.n,
    )  # fmt: skip


def _partner(part: Any, theirs: Sequence[str]) -> ColumnElement[bool]:
    partner = tables.parts.alias().c
    return exists().where(
        partner.who.in_(theirs),
        # The sort of a short event is asked for, whatever the stretch: all are listed under it.
        partner.sort == func.replace(part.c.sort, LONG_SORT, ""),
        partner.day == part.c.day,
        partner.last == part.c.last,
        partner.article == part.c.article,
        partner.n == part.c.n,
        partner.entity != part.c.entity,
    )


def size_of(connection: Connection, keys: Sequence[str], sorts: Sequence[str]) -> int:
    """How many parts they have; no more than a few thousand are counted."""
    some = select(_PART.n).where(_PART.who.in_(keys), _PART.sort.in_(sorts)).limit(_MANY).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def count_listed(connection: Connection, keys: Sequence[str], sort: str, start: str | None, end: str | None) -> int:
    """How many findings, or episodes, these have a part in, in a range of days."""
    listed = tables.episode_parts.c if sort == "episode" else _PART
    columns = [listed.episode] if sort == "episode" else [listed.article, listed.n]
    count = 0
    for stretch in _ranges(sort, listed, start, end, False):
        some = select(*columns).where(listed.who.in_(keys), *stretch).distinct().subquery()
        count += int(connection.execute(select(func.count()).select_from(some)).scalar_one())
    return count


def count_pairs(
    connection: Connection, one: Sought, other: Sought, start: str | None, end: str | None
) -> list[tuple[str, int, int, int]]:
    """The months of the events of two, each with how many, how many reports and independent sources."""
    pair = tables.pairs.c
    mine, theirs = acting_for(one), acting_for(other)
    alone = len(mine) == len(theirs) == 1
    columns = [pair.month, pair.reports, pair.sources]
    found: dict[str, tuple[int, int, int]] = {}
    for stretch in _ranges("pair", pair, start, end, False):
        some = select(pair.episode, *columns).where(pair.one.in_(mine), pair.other.in_(theirs), *stretch)
        each = (some if alone else some.distinct()).subquery()
        counted = (
            select(each.c.month, func.count(), func.sum(each.c.reports), func.sum(each.c.sources))
            .where(each.c.month != "")
            .group_by(each.c.month)
        )
        for month, *counts in connection.execute(counted):
            before = found.get(month, (0, 0, 0))
            found[month] = (before[0] + counts[0], before[1] + int(counts[1]), before[2] + int(counts[2]))
    return [(month, *counts) for month, counts in sorted(found.items())]


def listed_episodes(
    connection: Connection,
    one: Sought | None,
    other: Sought | None,
    *,
    conditions: Sequence[ColumnElement[bool]] = (),
    start: str | None = None,
    end: str | None = None,
    newest: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[Row[Any]]:
    """The rows of the episodes in which somebody has a part, with `other` in the same event if there is one."""
    episode = tables.episodes.c
    most = None if limit is None else offset + limit
    rows: dict[str, Row[Any]] = {}
    for who, partner in _acting_together(connection, one, other):
        listed = tables.pairs.c if other is not None else tables.episode_parts.c
        order = [listed.day.desc()] if newest else [listed.day, listed.last]
        own = [listed.one == who, listed.other == partner] if other is not None else [listed.who == who]
        told = (
            select(tables.episodes, listed.day.label("listed_0"), listed.last.label("listed_1"))
            .join_from(listed.episode.table, tables.episodes, episode.id == listed.episode)
            .where(*own, *conditions)
            .order_by(*order, episode.id)
        )
        sort = "pair" if other is not None else "episode"
        got = 0
        for stretch in _ranges(sort, listed, start, end, newest):
            left = None if most is None else most - got
            if left is None or left > 0:
                several = connection.execute(told.where(*stretch).limit(left)).all()
                got += len(several)
                rows.update((row.id, row) for row in several)
    found = sorted(rows.values(), key=lambda row: row.id)
    if newest:
        found.sort(key=lambda row: "" if row.listed_0 == UNDATED else row.listed_0, reverse=True)
    else:
        found.sort(key=lambda row: (row.listed_0, row.listed_1))
    return found[offset:][:limit]


def _acting_together(connection: Connection, one: Sought | None, other: Sought | None) -> list[tuple[str, str]]:
    """The keys under which episodes of one are listed, with those of the other where there is one: of a state, its ministries
    and the like on both sides only the pairs that have an episode, which are few of all that could have one."""
    mine = acting_for(one)
    if other is None:
        return [(who, "") for who in mine]
    theirs = acting_for(other)
    if len(mine) == len(theirs) == 1:
        return [(mine[0], theirs[0])]
    pair = tables.pairs.c
    there = select(pair.one, pair.other).where(pair.one.in_(mine), pair.other.in_(theirs)).distinct()
    return [(who, partner) for who, partner in connection.execute(there.order_by(pair.one, pair.other))]
