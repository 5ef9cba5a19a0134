"""The application: one store behind pages and API."""

from collections.abc import Iterable
from secrets import token_bytes

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.gzip import GZipMiddleware

from mahdar.knowledge import Knowledge
from mahdar.query import seal_of_store
from mahdar.store import Store
from mahdar.web._audit import Audit
from mahdar.web._doors import Doors
from mahdar.web._faults import answer_faults
from mahdar.web._sessions import session_router
from mahdar.web._site import Site
from mahdar.web._tokens import Tokens
from mahdar.web.api import api_router
from mahdar.web.pages import error_page, pages_router

__all__ = ["create_app"]

# Whatever the environment says: what is asked here is told to nobody.
_SILENT = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False)


def create_app(
    store: Store,
    knowledge: Knowledge,
    *,
    writable: bool = False,
    hosts: Iterable[str] = (),
    tokens: Tokens | None = None,
    audit: Audit | None = None,
    rate: int | None = None,
) -> FastAPI:
    """An ASGI application on an open store; `hosts` are the names under which it answers beside those of loopback. Corrections are taken
    where it is `writable`, of holders of `tokens`, and kept in `audit`. `rate` is how many requests a minute a client may make:
    where none is given so many that no reader notices, and of this machine any number; 0 is no limit. It closes nothing: who
    opened the store closes it."""
    app = FastAPI(title="mahdar", docs_url=None, redoc_url=None, openapi_url=None, telemetry=_SILENT)
    app.state.site = Site(
        store, knowledge, writable, secret=token_bytes(32), seal=seal_of_store(store), tokens=tokens, audit=audit
    )
    app.state.gates = {}
    app.state.error_page = error_page
    answer_faults(app)
    app.include_router(api_router)
    app.include_router(session_router)
    app.include_router(pages_router)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=4)
    app.add_middleware(Doors, hosts=tuple(hosts), rate=rate)
    return app
