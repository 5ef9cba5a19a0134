"""Search in the text of the articles."""

from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.errors import QueryError
from mahdar.query import Found, search
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._view import View, view_of

__all__ = ["search_router"]

_FOUND = 20

search_router = pages_in()


@search_router.get("/search")
def search_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Articles that hold the words, the newest first or the best first, with the passage in which they stand."""
    problem = None
    lines: tuple[Found, ...] = ()
    number = view.number("page")
    asked = view.asked("q")
    try:
        if asked:
            lines = search(
                view.site.store,
                asked,
                from_=view.asked("from") or None,
                to=view.asked("to") or None,
                best_first=view.asked("order") == "best",
                limit=_FOUND + 1,
                offset=(number - 1) * _FOUND,
            )
    except QueryError as trouble:
        problem = str(trouble)
    return view.page(
        "search.html", section="search", title=view.t("nav.search"), asked=asked, problem=problem, lines=lines[:_FOUND],
        pieces=_pieces, number=number, more=len(lines) > _FOUND,
        orders=[("newest", view.t("filter.newest")), ("best", view.t("search.best"))],
    )  # fmt: skip


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
