"""Somebody, as all articles together show him."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from mahdar.knowledge import Knowledge
from mahdar.knowledge.romanise import romanise
from mahdar.query._chronicle import latest_events
from mahdar.query._lines import HeldOffice, Profile, Surface
from mahdar.query._names import Sought, seek
from mahdar.query._parts import named
from mahdar.query._registry import known_name
from mahdar.query._said import latest_statements
from mahdar.query._terms import held_by
from mahdar.store import Store, tables

__all__ = ["who"]

# Those who have a name of their own, and no description in place of it.
_NAMED = ("person", "place")
_ENTITY = tables.entities.c
_ARTICLE = tables.articles.c


def _names(connection: Connection, one: Sought) -> tuple[Surface, ...]:
    uses = func.count(func.distinct(tables.names.c.article)).label("uses")
    rows = connection.execute(
        select(tables.forms.c.form, uses)
        .select_from(
            tables.entities.join(
                tables.names, and_(tables.names.c.article == _ENTITY.article, tables.names.c.entity == _ENTITY.n)
            ).join(tables.forms, tables.forms.c.id == tables.names.c.form)
        )
        # The English name and that of the holder of an office are kept for look-up; articles do not write them.
        .where(
            named(one),
            tables.forms.c.form != func.coalesce(_ENTITY.name_en, ""),
            or_(tables.forms.c.form != func.coalesce(_ENTITY.resolved, ""), tables.forms.c.form == _ENTITY.name),
        )
        .group_by(tables.forms.c.form)
        .order_by(uses.desc(), tables.forms.c.form)
    )
    return tuple(Surface(row.form, row.uses) for row in rows)


def _offices(connection: Connection, knowledge: Knowledge, one: Sought) -> tuple[HeldOffice, ...]:
    office = tables.offices.c
    uses = func.count(func.distinct(office.article)).label("uses")
    rows: Sequence[Row[Any]] = connection.execute(
        select(
            office.title,
            office.of,
            func.min(_ARTICLE.first_day).label("first"),
            func.max(_ARTICLE.last_day).label("last"),
            uses,
        )
        .select_from(
            tables.entities.join(
                tables.offices, and_(office.article == _ENTITY.article, office.entity == _ENTITY.n)
            ).join(tables.articles, _ARTICLE.id == office.article)
        )
        .where(named(one))
        .group_by(office.title, office.of)
        .order_by(uses.desc(), office.title, office.of)
    ).all()
    return tuple(
        HeldOffice(
            title=row.title,
            of=row.of,
            of_name=known_name(knowledge, row.of),
            first=row.first,
            last=row.last,
            articles=row.uses,
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
        articles, first, last = connection.execute(
            select(
                func.count(func.distinct(_ENTITY.article)),
                func.min(_ARTICLE.first_day),
                func.max(_ARTICLE.last_day),
            )
            .select_from(tables.entities.join(tables.articles, _ARTICLE.id == _ENTITY.article))
            .where(named(one))
        ).one()
        return Profile(
            id=one.id,
            kind=one.kind,
            name=one.name,
            name_en=one.name_en,
            iso=one.iso,
            ids=one.ids,
            articles=articles,
            first=first,
            last=last,
            names=_names(connection, one),
            offices=_offices(connection, knowledge, one),
            events=latest_events(connection, one, latest),
            statements=latest_statements(connection, one, latest),
            romanised=romanise(one.name, knowledge) if one.kind in _NAMED and not one.name_en else None,
            terms=held_by(knowledge, one) if one.kind == "person" else (),
            corrected_by=_corrections(connection, one),
        )
