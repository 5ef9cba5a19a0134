"""Search in the text of the articles."""

from functools import partial

from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.query import Found, search
from mahdar.web.pages._listing import Answer, days_asked, listed
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._view import View, view_of

__all__ = ["search_router"]

_FOUND = 20

search_router = pages_in()


@search_router.get("/search")
def search_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Articles that hold the words, the newest first or the best first, with the passage in which they stand."""

    def answer() -> Answer[Found]:
        # Nothing asked is nothing found, and no mistake.
        best = view.asked("order") == "best"
        return partial(search, view.site.store, asked, best_first=best, **days_asked(view)) if asked else _nothing

    asked = view.asked("q")
    return view.page(
        "search.html", section="search", title=view.t("nav.search"), asked=asked, pieces=_pieces,
        **listed(view, answer, _FOUND, orders=("newest", "best")),
    )  # fmt: skip


def _nothing(**_: int) -> tuple[Found, ...]:
    return ()


def _pieces(found: Found) -> list[tuple[str, bool]]:
    """A passage cut where the words that were asked for begin and end."""
    pieces, at = [], 0
    for mark in sorted(found.marks):
        if mark.start < at:
            continue
        pieces += [(found.passage[at : mark.start], False), (found.passage[mark.start : mark.end], True)]
        at = mark.end
    pieces.append((found.passage[at:], False))
    return [piece for piece in pieces if piece[0]]
