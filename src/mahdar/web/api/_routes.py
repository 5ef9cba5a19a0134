"""The addresses of the API."""

from collections.abc import Awaitable, Callable
from functools import cache, partial
from typing import Any

import msgspec
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.responses import HTMLResponse, Response

from mahdar.questions import QUESTIONS, Question
from mahdar.web._site import site_of, working
from mahdar.web._writing import FIXES, enter, shown_token, told_read_only
from mahdar.web.api._answering import answered, bytes_answer
from mahdar.web.api._openapi import PREFIX, described, paths_of
from mahdar.web.api._reference import STYLE, reference

__all__ = ["api_router"]

api_router = APIRouter(include_in_schema=False)
_READ = ["GET", "HEAD"]


def _asking(question: Question) -> Callable[[Request], Awaitable[Response]]:
    async def ask(request: Request) -> Response:
        return await answered(question, request)

    return ask


for _question in QUESTIONS.values():
    for _path in paths_of(_question):
        # An id of an article may hold slashes.
        _address = _path.replace("{doc}", "{doc:path}")
        api_router.add_api_route(PREFIX + _address, _asking(_question), methods=_READ, name=_question.name)


@api_router.api_route(f"{PREFIX}/export/{{format}}", methods=_READ)
async def give(request: Request) -> Response:
    """The store in a format of others."""
    if request.method == "HEAD":
        return Response(media_type="application/octet-stream")
    # The libraries of the formats take a while to load: the first page does not wait for them.
    from mahdar.web.api._exporting import exported  # noqa: PLC0415

    return await exported(request)


def _fixing(do: str, kind: Any) -> Callable[[Request], Awaitable[Response]]:
    async def fix(request: Request) -> Response:
        site = site_of(request)
        told_read_only(site)
        scheme, _, words = request.headers.get("authorization", "").partition(" ")
        token = await working(request, shown_token, request, words if scheme.lower() == "bearer" else "")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise HTTPException(415, "a correction is JSON")
        try:
            asked = msgspec.json.decode(await request.body(), type=kind)
        except msgspec.DecodeError as problem:
            raise HTTPException(422, str(problem)) from problem
        address = request.client.host if request.client else ""
        made = await working(request, partial(enter, site, token, do, asked, door="api", address=address))
        return Response(msgspec.json.encode(made), 201, media_type="application/json")

    return fix


for _do, (_kind, _) in FIXES.items():
    api_router.add_api_route(f"{PREFIX}/fixes/{_do}", _fixing(_do, _kind), methods=["POST"], name=_do)


@cache
def _document() -> bytes:
    return msgspec.json.encode(described())


@api_router.api_route(f"{PREFIX}/openapi.json", methods=_READ)
async def openapi(request: Request) -> Response:
    """The description of the API for programs."""
    return bytes_answer(request, _document())


@api_router.api_route("/api", methods=_READ)
async def read(request: Request) -> Response:
    """The description of the API for people."""
    return HTMLResponse(reference())


@api_router.api_route(PREFIX, methods=_READ)
async def begin_here(request: Request) -> Response:
    """Who comes without a question is shown which there are."""
    return RedirectResponse("/api", 307)


@api_router.api_route("/api/style.css", methods=_READ)
async def style(request: Request) -> Response:
    """How the description for people looks."""
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})
