"""Statements: who said what through whom; and the same statement in several papers, side by side."""

from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.errors import QueryError
from mahdar.model import ACTS
from mahdar.query import QuoteLine, SaidLine, quotes, said
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._view import PAGE_SIZE, View, view_of

__all__ = ["said_router"]

_QUOTES = 12

said_router = pages_in()


@said_router.get("/said")
def said_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Statements, the latest first, by speaker, carrier, act, words and days."""
    lines: tuple[SaidLine, ...] = ()
    problem = None
    number = view.number("page")
    try:
        lines = said(
            view.site.store,
            view.site.knowledge,
            who=view.sought("who"),
            via=view.sought("via"),
            about=view.asked("about") or None,
            acts=view.all_asked("act"),
            from_=view.asked("from") or None,
            to=view.asked("to") or None,
            newest=view.asked("order") != "oldest",
            limit=PAGE_SIZE + 1,
            offset=(number - 1) * PAGE_SIZE,
        )
    except QueryError as trouble:
        problem = str(trouble)
    return view.page(
        "said.html", section="said", title=view.t("nav.said"), lines=lines[:PAGE_SIZE], number=number,
        more=len(lines) > PAGE_SIZE, problem=problem, acts=[(act, view.term("act", act)) for act in ACTS],
        orders=[(name, view.t(f"filter.{name}")) for name in ("newest", "oldest")],
    )  # fmt: skip


@said_router.get("/quotes")
def quotes_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Statements of several articles with the words of each."""
    lines: tuple[QuoteLine, ...] = ()
    problem = None
    number = view.number("page")
    try:
        lines = quotes(
            view.site.store,
            view.site.knowledge,
            view.asked("q") or None,
            who=view.sought("who"),
            acts=view.all_asked("act"),
            from_=view.asked("from") or None,
            to=view.asked("to") or None,
            sources=max(2, view.number("sources")),
            differing=view.asked("differing") == "1",
            newest=view.asked("order") != "oldest",
            limit=_QUOTES + 1,
            offset=(number - 1) * _QUOTES,
        )
    except QueryError as trouble:
        problem = str(trouble)
    return view.page(
        "quotes.html", section="quotes", title=view.t("nav.quotes"), lines=lines[:_QUOTES], number=number,
        more=len(lines) > _QUOTES, problem=problem, acts=[(act, view.term("act", act)) for act in ACTS],
        orders=[(name, view.t(f"filter.{name}")) for name in ("newest", "oldest")],
    )  # fmt: skip
