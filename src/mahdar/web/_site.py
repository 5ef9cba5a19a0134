"""What every page and every answer of the API is made from."""

from typing import Any

import msgspec
from anyio import CapacityLimiter, to_thread
from fastapi import Request

from mahdar.knowledge import Knowledge
from mahdar.store import Store
from mahdar.web._audit import Audit
from mahdar.web._pace import Pace
from mahdar.web._tokens import Tokens

__all__ = ["Site", "site_of", "working"]

# More threads than cores wait for each other: Python runs one at a time, and whoever waits is answered in turn.
_THREADS = 4


class Site(msgspec.Struct, frozen=True):
    """An open store with the knowledge that reads it. `writable` says whether corrections may be made through the doors, by whom
    `tokens` say; `audit` keeps what was done. `secret` signs the sessions of this server, `seal` the cursors of this store; `guesses` counts tokens that
    are none, `exports` those of each client."""

    store: Store
    knowledge: Knowledge
    writable: bool = False
    secret: bytes = b""
    seal: bytes = b""
    tokens: Tokens | None = None
    audit: Audit | None = None
    guesses: Pace = msgspec.field(default_factory=lambda: Pace(10, 10))
    exports: Pace = msgspec.field(default_factory=lambda: Pace(20, 40))


def site_of(request: Request) -> Site:
    """The site that a request came to (a dependency of FastAPI)."""
    site: Site = request.app.state.site
    return site


async def working(request: Request, work: Any, *given: Any) -> Any:
    """Do something that takes a while beside the loop that answers."""
    limiter = getattr(request.app.state, "limiter", None)
    if limiter is None:
        limiter = request.app.state.limiter = CapacityLimiter(_THREADS)
    return await to_thread.run_sync(work, *given, limiter=limiter)
