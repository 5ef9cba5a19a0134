"""Episodes in time: on an axis and as a list, as far as they are asked for."""

from datetime import date
from itertools import groupby
from typing import Any

from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.errors import QueryError
from mahdar.model import EVENT_KINDS, FAMILIES, STATUSES
from mahdar.query import DayCount, EpisodeLine, episodes, episodes_by_day
from mahdar.web.pages._charts import FAMILY_ORDER, Lanes, lanes_of
from mahdar.web.pages._kept import kept
from mahdar.web.pages._overview import held, period_of
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._view import PAGE_SIZE, View, view_of

__all__ = ["chronology_router"]

_ORDERS = ("newest", "oldest")

chronology_router = pages_in()


@chronology_router.get("/chronology")
def chronology(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """The chronology of what is asked for; what cannot be asked is told beside the form."""
    found = held(view)
    problem: str | None = None
    lines: tuple[EpisodeLine, ...] = ()
    lanes, more = None, False
    number = view.number("page")
    oldest = view.asked("order") == "oldest"
    try:
        asked = _asked(view)
        if found.linked:
            bounds = _bounds(view, asked)
            lines, more = _page(view, bounds, number, newest=not oldest)
            lanes = _lanes(view, asked)
    except QueryError as trouble:
        problem = view.problem(trouble)
    return view.page(
        "chronology.html", section="chronology", title=view.t("nav.chronology"), figures=found, problem=problem,
        days=[(day, tuple(several)) for day, several in groupby(lines, key=_day_of)],
        lanes=lanes, number=number, more=more, kinds=_kinds(view),
        statuses=[(name, view.term("status", name)) for name in STATUSES],
        orders=[(name, view.t(f"filter.{name}")) for name in _ORDERS], families=FAMILY_ORDER,
    )  # fmt: skip


def _asked(view: View) -> dict[str, Any]:
    """The filters of the address. Raises QueryError."""
    sources = view.number("sources")
    return {
        "who": view.sought("who"),
        "with_": view.sought("with"),
        "kinds": view.all_asked("kind"),
        "statuses": view.all_asked("status"),
        "from_": view.asked("from") or None,
        "to": view.asked("to") or None,
        "place": view.asked("place") or None,
        "outlet": view.asked("outlet") or None,
        "sources": sources,
    }


def _bounds(view: View, asked: dict[str, Any]) -> dict[str, Any]:
    """The newest first begins with the last day of the articles, unless days are asked for: what is ahead comes when asked."""
    period = period_of(held(view))
    if period is None or asked["from_"] or asked["to"] or asked["statuses"] or view.asked("order") == "oldest":
        return asked
    return asked | {"to": period[1].isoformat()}


def _page(view: View, asked: dict[str, Any], number: int, *, newest: bool) -> tuple[tuple[EpisodeLine, ...], bool]:
    found = episodes(
        view.site.store,
        view.site.knowledge,
        newest=newest,
        offset=(number - 1) * PAGE_SIZE,
        limit=PAGE_SIZE + 1,
        **asked,
    )
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE


def _lanes(view: View, asked: dict[str, Any]) -> Lanes | None:
    """The axis: of the days that are asked for, else of those of the articles."""
    period = period_of(held(view))
    if period is None:
        return None
    first, last = period
    store, knowledge = view.site.store, view.site.knowledge
    if not asked["from_"] and not asked["to"]:
        asked = asked | {"from_": first.isoformat(), "to": last.isoformat()}
    key = tuple((name, getattr(value, "id", value)) for name, value in asked.items())
    counts: tuple[DayCount, ...] = kept(store, ("by day", key), lambda: episodes_by_day(store, knowledge, **asked))
    if not counts:
        return None
    start, end = date.fromisoformat(counts[0].day), date.fromisoformat(counts[-1].day)
    if asked["from_"] == first.isoformat():
        start, end = first, last
    return lanes_of(counts, start, end, view.lang)


def _day_of(line: EpisodeLine) -> str | None:
    return line.day or line.first_seen


def _kinds(view: View) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds to choose from, under their families; a family can be chosen itself."""
    return [
        (
            view.term("family", family),
            [(family, view.term("family", family)) if family != "other" else ("other", view.term("kind", "other"))]
            + [(k, view.term("kind", k)) for k in EVENT_KINDS if FAMILIES.get(k, "other") == family and k != "other"],
        )
        for family in FAMILY_ORDER
    ]
