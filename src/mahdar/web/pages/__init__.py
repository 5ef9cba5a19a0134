"""The pages, in Arabic and English."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse

from mahdar.web.pages._atlas import atlas_router
from mahdar.web.pages._chronology import chronology_router
from mahdar.web.pages._dossiers import dossiers_router
from mahdar.web.pages._episode import episode_router
from mahdar.web.pages._fixes import fixes_router
from mahdar.web.pages._ledgers import ledgers_router
from mahdar.web.pages._overview import overview_router, warm
from mahdar.web.pages._reader import reader_router
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._said import said_router
from mahdar.web.pages._search import search_router
from mahdar.web.pages._static import static_router
from mahdar.web.pages._view import View, error_page, view_of

__all__ = ["error_page", "pages_router"]


@asynccontextmanager
async def _warmed(app: FastAPI) -> AsyncIterator[None]:
    """What the first page counts is counted while the server starts."""
    counting = Thread(target=warm, args=(app.state.site,), name="warm")
    counting.start()
    yield
    counting.join()


pages_router = APIRouter(include_in_schema=False, lifespan=_warmed)
_rest = pages_in()


@pages_router.get("/")
def front() -> RedirectResponse:
    """Arabic from the first screen; English is a click away."""
    return RedirectResponse("/ar", status_code=307)


@_rest.get("/{path:rest}")
def nothing(path: str, view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Whatever no page answers to."""
    raise HTTPException(404)


for router in (
    static_router,
    overview_router,
    chronology_router,
    episode_router,
    reader_router,
    said_router,
    ledgers_router,
    dossiers_router,
    atlas_router,
    search_router,
    fixes_router,
    _rest,
):
    pages_router.include_router(router)
