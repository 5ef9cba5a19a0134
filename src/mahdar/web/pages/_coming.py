"""Sections that the navigation leads to and that are not written yet."""

from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._view import View, view_of

__all__ = ["coming_router"]

coming_router = pages_in()


@coming_router.get("/{section}")
def coming(section: str, view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """A section by its name."""
    if section not in view.sections:
        return view.missing()
    return view.page("coming.html", section=section, title=view.t(f"nav.{section}"))
