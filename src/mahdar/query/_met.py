"""Whom somebody has met."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, exists, select

from mahdar.knowledge import Knowledge
from mahdar.query._episodes import names_of
from mahdar.query._lines import Actor
from mahdar.query._listed import acting_for
from mahdar.query._sought import Sought
from mahdar.store import LONG_SORT, UNDATED, tables

__all__ = ["Met", "meetings_of"]

_PAIR = tables.pairs.c
_MANY = 500


class Met(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody who was met: at how many events, from when to when, and by how many reports and independent sources."""

    actor: Actor
    episodes: int
    reports: int
    sources: int
    first: str | None
    last: str | None


class _Count(msgspec.Struct):
    episodes: int = 0
    reports: int = 0
    sources: int = 0
    first: str = UNDATED
    last: str = ""

    def add(self, episodes: int, reports: int, sources: int, first: str, last: str) -> None:
        self.episodes += episodes
        self.reports += reports
        self.sources += sources
        self.first = min(self.first, first)
        self.last = max(self.last, last if last != UNDATED else "")


def meetings_of(
    connection: Connection,
    knowledge: Knowledge,
    one: Sought,
    start: str | None,
    end: str | None,
    *,
    limit: int | None = None,
) -> tuple[Met, ...]:
    """Those with whom he was at an event that took place, those met most often first."""
    keys = acting_for(one)
    found: dict[str, _Count] = defaultdict(_Count)
    if start or end:
        _in_days(connection, keys, start, end, found)
    else:
        _counted(connection, keys, found)
    ranked = sorted(found, key=lambda ident: (-found[ident].episodes, -found[ident].sources, ident))
    names = _others(connection, knowledge, keys, ranked, limit)
    return tuple(
        Met(
            actor=actor,
            episodes=count.episodes,
            reports=count.reports,
            sources=count.sources,
            first=count.first if count.first != UNDATED else None,
            last=count.last or None,
        )
        for ident, actor in names.items()
        for count in (found[ident],)
    )


def _counted(connection: Connection, keys: Sequence[str], found: dict[str, _Count]) -> None:
    """From the counts of the first key that has any; of the others the events that it has no part in."""
    meeting = tables.meetings.c
    rest: list[str] = []
    for key in keys:
        if not found:
            rows = connection.execute(select(tables.meetings).where(meeting.one == key))
            for row in rows:
                found[row.other].add(row.episodes, row.reports, row.sources, row.first, row.last)
            if found:
                lead = key
                continue
        rest.append(key)
    if found and rest:
        same = tables.pairs.alias().c
        there = exists().where(
            same.one == lead, same.other == _PAIR.other, same.sort == "pair", same.day == _PAIR.day,
            same.last == _PAIR.last, same.episode == _PAIR.episode, same.met == 1,
        )  # fmt: skip
        _add(connection, [_PAIR.one.in_(rest), _PAIR.sort == "pair", ~there], found)


def _in_days(
    connection: Connection, keys: Sequence[str], start: str | None, end: str | None, found: dict[str, _Count]
) -> None:
    done: set[tuple[str, str]] = set()
    until = [_PAIR.day <= end] if end else []
    inside = [_PAIR.sort == "pair", _PAIR.day < UNDATED, *([_PAIR.day >= start] if start else []), *until]
    _add(connection, [_PAIR.one.in_(keys), *inside], found, done)
    if start:
        before = [_PAIR.sort == "pair" + LONG_SORT, _PAIR.day < start, _PAIR.last >= start]
        _add(connection, [_PAIR.one.in_(keys), *before], found, done)


def _add(
    connection: Connection,
    conditions: Sequence[ColumnElement[bool]],
    found: dict[str, _Count],
    done: set[tuple[str, str]] | None = None,
) -> None:
    done = set() if done is None else done
    wanted = select(_PAIR.other, _PAIR.episode, _PAIR.reports, _PAIR.sources, _PAIR.day, _PAIR.last)
    for row in connection.execute(wanted.where(*conditions, _PAIR.met == 1)):
        if (row.other, row.episode) not in done:
            done.add((row.other, row.episode))
            found[row.other].add(1, row.reports, row.sources, row.day, row.last)


def _others(
    connection: Connection, knowledge: Knowledge, keys: Sequence[str], ranked: Sequence[str], limit: int | None
) -> dict[str, Actor]:
    """The first of these who do not act for him, with their names."""
    held = tables.held.c
    others: dict[str, Actor] = {}
    size = _MANY if limit is None else min(2 * limit, _MANY)
    for at in range(0, len(ranked), size):
        names = names_of(connection, knowledge, [ident for ident in ranked[at : at + size] if ident not in keys])
        # Only persons hold offices; to look through the days of a state takes longer than to know that it does not.
        persons = [ident for ident, actor in names.items() if actor.kind == "person"]
        rows = connection.execute(
            select(held.id).where(held.id.in_(persons), held.of.in_(keys), held.title.not_like("former %")).distinct()
        )
        own = set(rows.scalars())
        others.update((ident, names[ident]) for ident in ranked[at : at + size] if ident in names and ident not in own)
        if limit is not None and len(others) >= limit:
            break
    return dict(list(others.items())[:limit])
