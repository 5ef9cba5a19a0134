"""Statements: who said what through whom; and the same statement in several papers, side by side."""

from functools import partial

from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.model import ACTS
from mahdar.query import QuoteLine, SaidLine, quotes, said
from mahdar.web.pages._listing import Answer, days_asked, listed
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._view import View, view_of

__all__ = ["said_router"]

_QUOTES = 12

said_router = pages_in()


@said_router.get("/said")
def said_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Statements, the latest first, by speaker, carrier, act, words and days."""

    def asked() -> Answer[SaidLine]:
        return partial(
            said,
            view.site.store,
            view.site.knowledge,
            who=view.sought("who"),
            via=view.sought("via"),
            about=view.asked("about") or None,
            acts=view.all_asked("act"),
            newest=view.asked("order") != "oldest",
            **days_asked(view),
        )

    return view.page("said.html", section="said", title=view.t("nav.said"), acts=_acts(view), **listed(view, asked))


@said_router.get("/quotes")
def quotes_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Statements of several articles with the words of each."""

    def asked() -> Answer[QuoteLine]:
        return partial(
            quotes,
            view.site.store,
            view.site.knowledge,
            view.asked("q") or None,
            who=view.sought("who"),
            acts=view.all_asked("act"),
            sources=max(2, view.number("sources")),
            differing=view.asked("differing") == "1",
            newest=view.asked("order") != "oldest",
            **days_asked(view),
        )

    return view.page(
        "quotes.html", section="quotes", title=view.t("nav.quotes"), acts=_acts(view), **listed(view, asked, _QUOTES)
    )


def _acts(view: View) -> list[tuple[str, str]]:
    return [(act, view.term("act", act)) for act in ACTS]
