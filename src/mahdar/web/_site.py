"""What every page and every answer of the API is made from."""

import msgspec
from fastapi import Request

from mahdar.knowledge import Knowledge
from mahdar.store import Store

__all__ = ["Site", "site_of"]


class Site(msgspec.Struct, frozen=True):
    """An open store with the knowledge that reads it. `writable` says whether corrections may be made through the doors."""

    store: Store
    knowledge: Knowledge
    writable: bool = False


def site_of(request: Request) -> Site:
    """The site that a request came to (a dependency of FastAPI)."""
    site: Site = request.app.state.site
    return site
