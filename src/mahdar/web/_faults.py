"""What goes wrong, told: to programs as problem+json (RFC 9457), to people as a page."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from mahdar.errors import MahdarError, QueryError

__all__ = ["Problem", "answer_faults", "refuse"]


class Problem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Why a request was not answered. `type` is what to go by, `detail` says it in words."""

    type: str
    title: str
    status: int
    detail: str = ""


def refuse(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an answer."""
    title = HTTPStatus(status).phrase
    kind = f"urn:mahdar:{title.lower().replace(' ', '-')}"
    body = msgspec.json.encode(Problem(type=kind, title=title, status=status, detail=detail))
    return Response(body, status, headers, media_type="application/problem+json")


def _page(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    from html import escape  # noqa: PLC0415

    title = HTTPStatus(status).phrase
    return HTMLResponse(
        f'<!doctype html><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p dir="auto">{escape(detail)}</p>',
        status,
        headers,
    )


def _told(request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    for_programs = request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", "")
    if for_programs:
        return refuse(status, detail, headers)
    page = getattr(request.app.state, "error_page", None)
    answer: Response = page(request, status, detail) if page else _page(status, detail, headers)
    return answer


def _of_http(request: Request, problem: Any) -> Response:
    detail = problem.detail if problem.detail != HTTPStatus(problem.status_code).phrase else ""
    return _told(request, problem.status_code, detail, problem.headers)


def _of_mahdar(request: Request, problem: Any) -> Response:
    return _told(request, 400 if isinstance(problem, QueryError) else 503, str(problem))


def answer_faults(app: FastAPI) -> None:
    """Have an application tell what goes wrong. `app.state.error_page(request, status, detail)`, if there is one, makes the pages."""
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(MahdarError, _of_mahdar)
