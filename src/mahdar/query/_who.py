"""Somebody, as all articles together show him."""

from sqlalchemy import Connection, func, select

from mahdar.knowledge import Knowledge
from mahdar.knowledge.romanise import romanise
from mahdar.query._chronicle import latest_events
from mahdar.query._lines import HeldOffice, Profile, Surface
from mahdar.query._names import Sought, seek
from mahdar.query._registry import known_name
from mahdar.query._said import latest_statements
from mahdar.query._terms import held_by
from mahdar.store import UNDATED, Store, tables

__all__ = ["who"]

# Those who have a name of their own, and no description in place of it.
_NAMED = ("person", "place")


def _ids(one: Sought) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one.ids, *((one.iso,) if one.iso else ()))))


def _names(connection: Connection, one: Sought) -> tuple[Surface, ...]:
    use = tables.uses.c
    written = func.sum(use.written).label("written")
    rows = connection.execute(
        select(tables.forms.c.form, written)
        .join_from(tables.uses, tables.forms, tables.forms.c.id == use.form)
        .where(use.id.in_(_ids(one)), use.written > 0)
        .group_by(tables.forms.c.form)
        .order_by(written.desc(), tables.forms.c.form)
    )
    return tuple(Surface(row.form, int(row.written)) for row in rows)


def _offices(connection: Connection, knowledge: Knowledge, one: Sought) -> tuple[HeldOffice, ...]:
    held = tables.held.c
    times = func.sum(held.articles).label("times")
    rows = connection.execute(
        select(
            held.title,
            held.of,
            func.min(func.nullif(held.day, UNDATED)).label("first"),
            func.max(func.nullif(held.last, UNDATED)).label("last_day"),
            times,
        )
        .where(held.id.in_(_ids(one)))
        .group_by(held.title, held.of)
        .order_by(times.desc(), held.title, held.of)
    )
    return tuple(
        HeldOffice(
            title=row.title,
            of=row.of,
            of_name=known_name(knowledge, row.of),
            first=row.first,
            last=row.last_day,
            articles=int(row.times),
        )
        for row in rows
    )


def _corrections(connection: Connection, one: Sought) -> tuple[str, ...]:
    touched = tables.corrected.c
    rows = connection.execute(
        select(touched.correction)
        .where(touched.sort == "entity", touched.finding.in_((*one.ids, *((one.iso,) if one.iso else ()))))
        .distinct()
        .order_by(touched.correction)
    )
    return tuple(rows.scalars())


def who(store: Store, knowledge: Knowledge, name: str | Sought, *, latest: int = 5) -> Profile:
    """Names, offices and the latest events and statements of somebody. Raises QueryError where the name is nobody's.

    Offices are those that articles give; `first` and `last` are the days of the first and the last of these articles.
    """
    one = seek(store, knowledge, name) if isinstance(name, str) else name
    with store.reading() as connection:
        seen = tables.seen.c
        articles, first, last = connection.execute(
            select(
                func.coalesce(func.sum(seen.articles), 0),
                func.min(func.nullif(seen.day, UNDATED)),
                func.max(func.nullif(seen.last, UNDATED)),
            ).where(seen.id.in_(_ids(one)))
        ).one()
        return Profile(
            id=one.id,
            kind=one.kind,
            name=one.name,
            name_en=one.name_en,
            iso=one.iso,
            ids=one.ids,
            articles=int(articles),
            first=first,
            last=last,
            names=_names(connection, one),
            offices=_offices(connection, knowledge, one),
            events=latest_events(connection, one, latest) if latest else (),
            statements=latest_statements(connection, one, latest) if latest else (),
            romanised=romanise(one.name, knowledge) if one.kind in _NAMED and not one.name_en else None,
            terms=held_by(knowledge, one) if one.kind == "person" else (),
            corrected_by=_corrections(connection, one),
        )
