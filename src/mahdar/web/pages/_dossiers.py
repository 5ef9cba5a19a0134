"""Dossiers: somebody, and two together."""

from functools import partial

from fastapi import Depends, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from msgspec.structs import replace

from mahdar.errors import QueryError
from mahdar.query import AgreementLine, Sought, StepLine, dossier, frequent, relation, seek, who
from mahdar.web.pages._curves import curve_of
from mahdar.web.pages._kept import kept
from mahdar.web.pages._listing import days_asked
from mahdar.web.pages._offices import told_office
from mahdar.web.pages._overview import held, period_of
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._values import told_value
from mahdar.web.pages._view import View, view_of

__all__ = ["dossiers_router"]

_KINDS = ("state", "person", "org")
# Names of a kind on the first page; lines of each part, and fewer of those that take more room.
_SHOWN, _LINES, _SAID, _CHARGES, _AGREEMENTS, _DIFFERENCES = 24, 16, 8, 6, 12, 6

dossiers_router = pages_in()


@dossiers_router.get("/dossiers")
def dossiers_page(view: View = Depends(view_of)) -> Response:  # noqa: B008
    """A name leads to its dossier; without one, those who have most."""
    problem = None
    try:
        if (one := view.sought("who")) is not None:
            return RedirectResponse(view.link.page("dossier", one.id), status_code=303)
    except QueryError as trouble:
        problem = view.problem(trouble)
    store = view.site.store
    most = kept(store, "frequent", lambda: frequent(store, view.site.knowledge, limit=400)) if held(view).linked else ()
    groups = [(kind, [one for one in most if one.actor.kind == kind][:_SHOWN]) for kind in _KINDS]
    return view.page("dossiers.html", section="dossiers", title=view.t("nav.dossiers"), problem=problem, groups=groups)


@dossiers_router.get("/dossier/{ident:path}")
def dossier_page(ident: str, view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """All on somebody: names, offices, whom he met, what he said, what he is accused of and answered, agreements."""
    one = _somebody(view, ident)
    store, knowledge = view.site.store, view.site.knowledge
    days = {**days_asked(view), "until": _last_day(view)}
    found = dossier(store, knowledge, one, limit=_LINES, **days) if held(view).linked else None
    return view.page(
        "dossier.html", section="dossiers", title=view.name(one), one=one, found=found,
        profile=found.profile if found else who(store, knowledge, one, latest=0),
        office=partial(told_office, knowledge, view.lang),
        said=found.said[: -_SAID - 1 : -1] if found else (),
        against=found.accused[: -_CHARGES - 1 : -1] if found else (),
        by=found.accuses[: -_CHARGES - 1 : -1] if found else (),
        episodes=found.episodes[::-1] if found else (),
        agreements=[_life(line) for line in found.agreements[:_AGREEMENTS]] if found else [],
    )  # fmt: skip


def _last_day(view: View) -> str | None:
    """The last day of the articles, where no days are asked for: what is ahead is in the chronology."""
    period = period_of(held(view))
    return period[1].isoformat() if period and not view.asked("from") else None


def _life(line: AgreementLine) -> AgreementLine:
    """An agreement with its steps as well as they are dated: one that has a day of its own somewhere is left out where it is
    only the day of a report."""
    dated = {(step.step, step.status) for step in line.steps if step.dated_by == "event"}
    steps: list[StepLine] = []
    for step in line.steps:
        key = (step.step, step.status)
        if step.dated_by == "event" or (key not in dated and all(key != (one.step, one.status) for one in steps)):
            steps.append(step)
    return replace(line, steps=tuple(steps))


def _somebody(view: View, ident: str) -> Sought:
    try:
        return seek(view.site.store, view.site.knowledge, ident)
    except QueryError as problem:
        raise HTTPException(404) from problem


@dossiers_router.get("/relation")
def relation_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Two together: the curve of their events, the latest of them, agreements, accusations, where the papers differ."""
    problem, found = None, None
    try:
        one, other = view.sought("who"), view.sought("with")
        if one is not None and other is not None:
            found = _between(view, one, other)
    except QueryError as trouble:
        problem = view.problem(trouble)
    return view.page(
        "relation.html", section="relation", title=view.t("nav.relation"), problem=problem, found=found,
        told=partial(told_value, view),
    )  # fmt: skip


def _between(view: View, one: Sought, other: Sought) -> dict[str, object]:
    if one.id == other.id:
        raise QueryError("both are the same", "same")
    days = days_asked(view)
    days["to"] = days["to"] or _last_day(view)
    found = relation(view.site.store, view.site.knowledge, one, other, limit=2 * _LINES, **days)
    return {
        "one": one,
        "other": other,
        "months": found.months,
        "curve": curve_of(found.months, view.lang),
        "episodes": found.episodes[::-1],
        "agreements": [_life(line) for line in found.agreements[:_AGREEMENTS]],
        "accuses": found.accuses[: -_CHARGES - 1 : -1],
        "accused": found.accused[: -_CHARGES - 1 : -1],
        "differing": found.disagreements[: -_DIFFERENCES - 1 : -1],
    }
