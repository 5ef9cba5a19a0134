"""What goes wrong, told: to programs as problem+json (RFC 9457), to people as a page."""

from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from mahdar.errors import AmbiguousError, MahdarError, QueryError, StoreError, UnknownError, UnlinkedError
from mahdar.questions import placeless

__all__ = ["PROBLEMS", "MisaskedError", "Problem", "answer_faults", "refuse"]

_URN = "urn:mahdar:"


class MisaskedError(QueryError):
    """A request that no store could answer: it is not of the form that the description gives."""


# What a client can go by, and the status that each is answered with.
PROBLEMS: dict[type[MahdarError], tuple[str, int]] = {
    UnknownError: ("unknown", 404),
    AmbiguousError: ("ambiguous", 409),
    UnlinkedError: ("unlinked", 409),
    MisaskedError: ("unaskable", 400),
    QueryError: ("unanswerable", 409),
    StoreError: ("store", 503),
    MahdarError: ("trouble", 500),
}


class Problem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Why a request was not answered. `type` is what to go by, `detail` says it in words."""

    type: str
    title: str
    status: int
    detail: str = ""


def refuse(status: int, detail: str, headers: Mapping[str, str] | None = None, *, kind: str = "") -> Response:
    """A problem as an answer."""
    title = HTTPStatus(status).phrase
    urn = _URN + (kind or title.lower().replace(" ", "-"))
    body = msgspec.json.encode(Problem(type=urn, title=title, status=status, detail=detail))
    return Response(body, status, headers, media_type="application/problem+json")


def _page(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    title = HTTPStatus(status).phrase
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<h1>{title}</h1><p dir="auto">{escape(detail)}</p></html>',
        status,
        headers,
    )


def _for_people(request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The page of the site, where it can be made; else a plain one."""
    try:
        answer: Response = request.app.state.error_page(request, status, detail)
    except (AttributeError, MahdarError):
        return _page(status, detail, headers)
    answer.headers.update(headers or {})
    return answer


def _for_programs(request: Request) -> bool:
    return request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", "")


def _of_http(request: Request, problem: Any) -> Response:
    detail = problem.detail if problem.detail != HTTPStatus(problem.status_code).phrase else ""
    if _for_programs(request):
        return refuse(problem.status_code, detail, problem.headers)
    return _for_people(request, problem.status_code, detail, problem.headers)


def _of_mahdar(request: Request, problem: Any) -> Response:
    kind, status = next(told for error, told in PROBLEMS.items() if isinstance(problem, error))
    detail = placeless(problem, request.app.state.site.store)
    return refuse(status, detail, kind=kind) if _for_programs(request) else _for_people(request, status, detail)


def answer_faults(app: FastAPI) -> None:
    """Have an application tell what goes wrong. `app.state.error_page(request, status, detail)`, if there is one, makes the pages."""
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(MahdarError, _of_mahdar)
