"""The ledgers: where the papers differ, and what follows what."""

from functools import partial

from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.query import CHANGING, DIFFERENCES, ChangeLine, DisagreementLine, changes, disagreements
from mahdar.web.pages._listing import Answer, days_asked, listed
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._values import told_step, told_value
from mahdar.web.pages._view import View, view_of

__all__ = ["ledgers_router"]

_ENTRIES = 20

ledgers_router = pages_in()


# What the form offers of what can differ; an address may ask for any.
_PROPERTIES = (
    "killed", "wounded", "count", "amount", "day", "place", "parties", "duration", "signed_on", "founded", "member_of",
    "status",
)  # fmt: skip


@ledgers_router.get("/disagreements")
def disagreements_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Values that differ for one thing, each with those who carry it. None is chosen."""

    def asked() -> Answer[DisagreementLine]:
        return partial(
            disagreements,
            view.site.store,
            view.site.knowledge,
            who=view.sought("who"),
            with_=view.sought("with"),
            sorts=view.all_asked("sort") or (() if view.asked("all") else ("conflict",)),
            properties=view.all_asked("property"),
            newest=view.asked("order") != "oldest",
            **days_asked(view),
        )

    return view.page(
        "disagreements.html", section="disagreements", title=view.t("nav.disagreements"),
        told=partial(told_value, view), sorts=[(name, view.term("difference", name)) for name in DIFFERENCES],
        properties=[(name, view.term("property", name)) for name in _PROPERTIES], **listed(view, asked, _ENTRIES),
    )  # fmt: skip


@ledgers_router.get("/changes")
def changes_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Offices, membership and agreements: one value after the other."""

    def asked() -> Answer[ChangeLine]:
        return partial(
            changes,
            view.site.store,
            view.site.knowledge,
            who=view.sought("who"),
            kinds=view.all_asked("kind"),
            everything=view.asked("everything") == "1",
            newest=view.asked("order") != "oldest",
            **days_asked(view),
        )

    return view.page(
        "changes.html", section="changes", title=view.t("nav.changes"), step=partial(told_step, view),
        kinds=[(name, view.term("property", name)) for name in CHANGING], **listed(view, asked, _ENTRIES),
    )  # fmt: skip
