"""The ledgers: where the papers differ, and what follows what."""

from functools import partial

from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.errors import QueryError
from mahdar.query import CHANGING, DIFFERENCES, ChangeLine, DisagreementLine, changes, disagreements
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._values import told_step, told_value
from mahdar.web.pages._view import View, view_of

__all__ = ["ledgers_router"]

_ENTRIES = 20

ledgers_router = pages_in()


@ledgers_router.get("/disagreements")
def disagreements_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Values that differ for one thing, each with those who carry it. None is chosen."""
    lines: tuple[DisagreementLine, ...] = ()
    problem = None
    number = view.number("page")
    try:
        lines = disagreements(
            view.site.store,
            view.site.knowledge,
            who=view.sought("who"),
            with_=view.sought("with"),
            sorts=view.all_asked("sort") or (() if view.asked("all") else ("conflict",)),
            properties=view.all_asked("property"),
            from_=view.asked("from") or None,
            to=view.asked("to") or None,
            newest=view.asked("order") != "oldest",
            limit=_ENTRIES + 1,
            offset=(number - 1) * _ENTRIES,
        )
    except QueryError as trouble:
        problem = str(trouble)
    return view.page(
        "disagreements.html", section="disagreements", title=view.t("nav.disagreements"), lines=lines[:_ENTRIES],
        number=number, more=len(lines) > _ENTRIES, problem=problem, told=partial(told_value, view),
        sorts=[(name, view.term("difference", name)) for name in DIFFERENCES],
        properties=[(name, view.term("property", name)) for name in _PROPERTIES],
        orders=[(name, view.t(f"filter.{name}")) for name in ("newest", "oldest")],
    )  # fmt: skip


# What the form offers of what can differ; an address may ask for any.
_PROPERTIES = (
    "killed", "wounded", "count", "amount", "day", "place", "parties", "duration", "signed_on", "founded", "member_of",
    "status",
)  # fmt: skip


@ledgers_router.get("/changes")
def changes_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Offices, membership and agreements: one value after the other."""
    lines: tuple[ChangeLine, ...] = ()
    problem = None
    number = view.number("page")
    try:
        lines = changes(
            view.site.store,
            view.site.knowledge,
            who=view.sought("who"),
            kinds=view.all_asked("kind"),
            from_=view.asked("from") or None,
            to=view.asked("to") or None,
            everything=view.asked("everything") == "1",
            newest=view.asked("order") != "oldest",
            limit=_ENTRIES + 1,
            offset=(number - 1) * _ENTRIES,
        )
    except QueryError as trouble:
        problem = str(trouble)
    return view.page(
        "changes.html", section="changes", title=view.t("nav.changes"), lines=lines[:_ENTRIES], number=number,
        more=len(lines) > _ENTRIES, problem=problem, step=partial(told_step, view),
        kinds=[(name, view.term("property", name)) for name in CHANGING],
        orders=[(name, view.t(f"filter.{name}")) for name in ("newest", "oldest")],
    )  # fmt: skip
