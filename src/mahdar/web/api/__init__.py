"""The questions over HTTP."""

from mahdar.web.api._openapi import described
from mahdar.web.api._routes import api_router

__all__ = ["api_router", "described"]
