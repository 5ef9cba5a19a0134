"""The life of agreements: each with its steps in time."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Row, and_, exists, or_, select

from mahdar.knowledge import Knowledge
from mahdar.model import STATUSES, STEPS
from mahdar.query._lines import AgreementLine, StepLine
from mahdar.query._names import Sought, seek
from mahdar.query._parts import actors_of, among, cut, first_day, last_day, page_of, side, spans_of, touches_of
from mahdar.query._registry import registry_of
from mahdar.store import Store, tables

__all__ = ["agreements"]

_STEP = tables.agreement_steps.c
_ARTICLE = tables.articles.c
_MADE = "deal:"  # how an id begins that is made of kind and sides


def agreements(
    store: Store,
    knowledge: Knowledge,
    *,
    name: str | Sought | None = None,
    steps: Sequence[str] = (),
    statuses: Sequence[str] = (),
    from_: str | None = None,
    to: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[AgreementLine, ...]:
    """Agreements with their steps in time, those first that most is told of.

    `name` is an agreement's, in any of its names; or somebody's who takes a step of it (a state also through its
    officials). What several articles tell alike is one step with the words of the first. Raises QueryError.
    """
    one = seek(store, knowledge, name) if isinstance(name, str) and not name.startswith(_MADE) else name
    conditions: list[ColumnElement[bool]] = []
    if isinstance(one, str):
        conditions.append(_STEP.agreement == one)
    elif one is not None:
        conditions.append(_of(one))
    if wanted := among("step", steps, STEPS):
        conditions.append(_STEP.step.in_(wanted))
    if standing := among("status", statuses, STATUSES):
        conditions.append(_STEP.status.in_(standing))
    if start := first_day(from_):
        conditions.append(_STEP.last_day >= start)
    if end := last_day(to):
        conditions.append(_STEP.first_day <= end)
    rows = (
        select(tables.agreement_steps, tables.entities.c.name.label("called"))
        .join(tables.articles, _ARTICLE.id == _STEP.article)
        .outerjoin(
            tables.entities,
            and_(tables.entities.c.article == _STEP.article, tables.entities.c.id == _STEP.thing),
        )
        .where(*conditions)
        .order_by(_STEP.first_day.is_(None), _STEP.first_day, _ARTICLE.first_day.nulls_last(), _ARTICLE.doc, _STEP.n)
    )
    with store.reading() as connection:
        return _lives(connection, knowledge, connection.execute(rows).all())[offset:][:limit]


def _of(one: Sought) -> ColumnElement[bool]:
    """The steps of an agreement, or those that somebody takes."""
    if one.kind == "agreement":
        return or_(_STEP.agreement.in_(one.ids), _STEP.thing.in_(one.ids))
    actor, mine = tables.agreement_actors.alias(), side(one)
    joined = actor.join(mine, and_(mine.c.article == actor.c.article, mine.c.entity == actor.c.entity))
    return (
        exists()
        .select_from(joined)
        .where(actor.c.article == _STEP.article, actor.c.step == _STEP.n, actor.c.role == "party")
    )


def _lives(connection: Connection, knowledge: Knowledge, rows: Sequence[Row[Any]]) -> tuple[AgreementLine, ...]:
    numbers = [row.article for row in rows]
    pages = page_of(connection, numbers)
    actors = actors_of(connection, tables.agreement_actors, "step", numbers)
    touched = touches_of(connection, ("agreement",), numbers)
    steps: dict[str, dict[tuple[object, ...], StepLine]] = {}
    called: dict[str, str] = {}
    copies = {row.doc: row.first for row in connection.execute(select(tables.copies))}
    texts: dict[tuple[str, tuple[object, ...]], set[str]] = {}
    for row in rows:
        page, everybody = pages[row.article], actors.get((row.article, row.n), ())
        parties = tuple(actor for actor in everybody if actor.role == "party")
        own = row.dated_by == "event"
        key = (row.step, row.status, row.time if own else None, frozenset(actor.id for actor in parties))
        told = steps.setdefault(row.agreement, {})
        if row.called and len(row.called) > len(called.get(row.agreement, "")):
            called[row.agreement] = row.called
        if key in told:
            more = (*told[key].corrected_by, *touched.get((row.article, row.id), ()))
            texts[row.agreement, key].add(copies.get(page.source.doc, page.source.doc))
            told[key] = replace(
                told[key],
                reports=told[key].reports + 1,
                sources=len(texts[row.agreement, key]),
                corrected_by=tuple(dict.fromkeys(more)),
            )
            continue
        spans = spans_of(row.spans)
        texts[row.agreement, key] = {copies.get(page.source.doc, page.source.doc)}
        told[key] = StepLine(
            when=row.time if own else page.source.published if row.dated_by else None,
            dated_by=row.dated_by,
            step=row.step,
            status=row.status,
            parties=parties,
            place=row.place,
            length=row.length,
            chain=tuple(actor for actor in everybody if actor.role == "chain"),
            words=cut(page.text, spans),
            spans=spans,
            source=page.source,
            rule=row.rule,
            corrected_by=touched.get((row.article, row.id), ()),
        )
    lives = [_life(knowledge, agreement, called.get(agreement), told.values()) for agreement, told in steps.items()]
    return tuple(sorted(lives, key=lambda life: (-sum(step.reports for step in life.steps), life.id)))


def _life(knowledge: Knowledge, agreement: str, called: str | None, steps: Iterable[StepLine]) -> AgreementLine:
    registry = registry_of(knowledge)
    known = registry.get(agreement)
    codes = agreement.split(":", 2)[2].split("+") if agreement.startswith(_MADE) and "@" not in agreement else ()
    return AgreementLine(
        id=agreement,
        name=known.name if known else called or agreement.split(":")[1].replace("_", " "),
        name_en=known.name_en if known else None,
        sides=tuple(registry[code].name if code in registry else code for code in codes),
        steps=tuple(steps),
    )
