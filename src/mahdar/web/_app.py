"""The application: one store behind pages and API."""

from fastapi import FastAPI

from mahdar.knowledge import Knowledge
from mahdar.store import Store
from mahdar.web._site import Site
from mahdar.web.api import api_router
from mahdar.web.pages import pages_router

__all__ = ["create_app"]


def create_app(store: Store, knowledge: Knowledge, *, writable: bool = False) -> FastAPI:
    """An ASGI application on an open store. It closes nothing: who opened the store closes it."""
    app = FastAPI(title="mahdar", docs_url=None, redoc_url=None)
    app.state.site = Site(store, knowledge, writable)
    app.include_router(api_router)
    app.include_router(pages_router)
    return app
