"""How routes of pages behave: the language in the address, and what goes wrong as a page in that language."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor

from mahdar.errors import QueryError, StoreError
from mahdar.web.pages._view import view_of

__all__ = ["PageRoute", "pages_in"]


class _Language(Convertor[str]):
    """The first part of an address."""

    regex = "ar|en"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Rest(Convertor[str]):
    """The rest of an address, whatever it holds: ids come from the sources of articles, and may have slashes and lines."""

    regex = r"(?s:.+)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("language", _Language())
register_url_convertor("rest", _Rest())


class PageRoute(APIRoute):
    """A route whose failures are pages: what is not there, and what cannot be asked."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with failures caught."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except QueryError as problem:
                return view_of(request).trouble(problem)
            except StoreError as problem:
                view = view_of(request)
                return view.page(
                    "error.html", section="", title=view.t("error.store"), status=503, why=None, problem=str(problem)
                )
            except HTTPException as problem:
                if problem.status_code != 404:
                    raise
                return view_of(request).missing()

        return answered


def pages_in() -> APIRouter:
    """A router for pages: its paths follow the language ("/chronology" is served as "/ar/chronology" and "/en/chronology")."""
    return APIRouter(prefix="/{lang:language}", include_in_schema=False, route_class=PageRoute)
