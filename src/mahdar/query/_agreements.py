"""The life of agreements: each with its steps in time."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from mahdar.knowledge import Knowledge
from mahdar.model import STATUSES, STEPS
from mahdar.query._lines import AgreementLine, StepLine
from mahdar.query._listed import acting_for, findings_of
from mahdar.query._names import Sought, seek
from mahdar.query._parts import (
    actors_of,
    among,
    copies_of,
    cut,
    first_day,
    last_day,
    page_of,
    spans_of,
    touches_of,
    touching,
)
from mahdar.query._registry import registry_of
from mahdar.store import Store, tables

__all__ = ["agreements"]

_STEP = tables.agreement_steps.c
_ARTICLE = tables.articles.c
_SORT = ("step",)
_MANY = 500
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
    with_: Sought | None = None,
    latest: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[AgreementLine, ...]:
    """Agreements with their steps in time, those first that most is told of.

    `name` is an agreement's, in any of its names; or somebody's who takes a step of it (a state also through its
    officials). What several articles tell alike is one step with the words of the first. `with_`: only those of which he takes a step
    as well; `latest`: of what somebody did only so many steps, the last ones. Raises QueryError.
    """
    one = seek(store, knowledge, name) if isinstance(name, str) and not name.startswith(_MADE) else name
    conditions: list[ColumnElement[bool]] = []
    if isinstance(one, str):
        conditions.append(_STEP.agreement == one)
    elif one is not None and one.kind == "agreement":
        conditions.append(or_(_STEP.agreement.in_(one.ids), _STEP.thing.in_(one.ids)))
    if wanted := among("step", steps, STEPS):
        conditions.append(_STEP.step.in_(wanted))
    if standing := among("status", statuses, STATUSES):
        conditions.append(_STEP.status.in_(standing))
    start, end = first_day(from_), last_day(to)
    with store.reading() as connection:
        if with_ is not None:
            conditions.append(_STEP.agreement.in_(_with(connection, with_)))
        if isinstance(one, Sought) and one.kind != "agreement":
            rows = findings_of(
                connection, tables.agreement_steps, _SORT, one, conditions=conditions, start=start, end=end,
                newest=latest is not None, limit=latest,
            )  # fmt: skip
            # The latest steps are told in the order of time as well.
            return _lives(connection, knowledge, rows[::-1] if latest is not None else rows)[offset:][:limit]
        wanted_rows = (
            select(tables.agreement_steps)
            .join(tables.articles, _ARTICLE.id == _STEP.article)
            .where(*conditions, *touching(_STEP, start, end))
            .order_by(
                _STEP.first_day.nulls_last(), _STEP.last_day, _ARTICLE.first_day.nulls_last(), _ARTICLE.doc, _STEP.n
            )
        )
        return _lives(connection, knowledge, connection.execute(wanted_rows).all())[offset:][:limit]


def _with(connection: Connection, one: Sought) -> Select[Any]:
    """The agreements of which somebody takes a step."""
    part = tables.parts.c
    return (
        select(_STEP.agreement)
        .join_from(tables.parts, tables.agreement_steps, and_(_STEP.article == part.article, _STEP.n == part.n))
        .where(part.who.in_(acting_for(one)), part.sort == "step")
    )


def _called(connection: Connection, rows: Sequence[Row[Any]]) -> dict[tuple[int, str], str]:
    """What articles call the things that steps are of, by (article, id)."""
    entity = tables.entities.c
    found: dict[tuple[int, str], str] = {}
    things = sorted({(row.article, row.thing) for row in rows if row.thing})
    for at in range(0, len(things), _MANY):
        some = things[at : at + _MANY]
        told = select(entity.article, entity.id, entity.name).where(
            entity.article.in_({number for number, _ in some}), entity.id.in_({thing for _, thing in some})
        )
        found.update({(row.article, row.id): row.name for row in connection.execute(told)})
    return found


def _lives(connection: Connection, knowledge: Knowledge, rows: Sequence[Row[Any]]) -> tuple[AgreementLine, ...]:
    numbers = [row.article for row in rows]
    pages = page_of(connection, numbers)
    actors = actors_of(connection, tables.agreement_actors, "step", numbers)
    touched = touches_of(connection, ("agreement",), numbers)
    steps: dict[str, dict[tuple[object, ...], StepLine]] = {}
    called: dict[str, str] = {}
    names = _called(connection, rows)
    copies = copies_of(connection, (page.source.doc for page in pages.values()))
    texts: dict[tuple[str, tuple[object, ...]], set[str]] = {}
    for row in rows:
        page, everybody = pages[row.article], actors.get((row.article, row.n), ())
        parties = tuple(actor for actor in everybody if actor.role == "party")
        own = row.dated_by == "event"
        key = (row.step, row.status, row.time if own else None, frozenset(actor.id for actor in parties))
        told = steps.setdefault(row.agreement, {})
        name = names.get((row.article, row.thing), "")
        if len(name) > len(called.get(row.agreement, "")):
            called[row.agreement] = name
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
