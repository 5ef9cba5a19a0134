"""Answers over HTTP: a page of lines, one whole, or a stream of lines."""

from collections.abc import AsyncIterator, Sequence
from hashlib import blake2b
from typing import Any

import msgspec
from fastapi import Request
from starlette.responses import Response

from mahdar.questions import Asked, Asking, Lines, Question, begin, linked, offset_of, to_cursor
from mahdar.web._site import Site, site_of, working
from mahdar.web.api._asking import NDJSON, asked_in, language_of, wants_lines
from mahdar.web.api._gates import Gated, enter_gate

__all__ = ["LONGEST_STREAM", "NEXT", "answered", "bytes_answer"]

LONGEST_STREAM = 10_000
NEXT = "Mahdar-Next"
_AT_ONCE = 500
_STREAMS = 4


async def answered(question: Question, request: Request) -> Response:
    """The answer to a request. Raises QueryError, StoreError."""
    site = site_of(request)
    pairs = [(name, words) for name, words in request.query_params.multi_items() if name != "format"]
    pairs += [(name, str(words)) for name, words in request.path_params.items()]
    streamed = wants_lines(request, question)
    asked = asked_in(question, pairs)
    if not isinstance(asked, Lines):
        return bytes_answer(request, await working(request, _whole, site, question, asked, language_of(request)))
    offset = 0
    if isinstance(asked.cursor, str):
        offset = offset_of(site.seal, question, asked, asked.cursor)
    if streamed:
        return await _stream(request, site, question, asked, offset)
    return bytes_answer(request, await working(request, _page, site, question, asked, offset, language_of(request)))


def bytes_answer(request: Request, body: bytes) -> Response:
    """JSON, or no more than that it is what the client has already."""
    tag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Vary": "Accept, Accept-Language"}
    if tag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def _page(site: Site, question: Question, asked: Lines, offset: int, lang: str) -> bytes:
    asking = begin(question, site.store, site.knowledge, asked)
    lines = asking.lines(asked.limit + 1, offset)
    more = len(lines) > asked.limit
    return msgspec.json.encode(
        {
            "meant": asking.meant,
            "lines": linked(lines[: asked.limit], lang),
            "next": to_cursor(site.seal, question, asked, offset + asked.limit) if more else None,
        }
    )


def _whole(site: Site, question: Question, asked: Asked, lang: str) -> bytes:
    asking = begin(question, site.store, site.knowledge, asked)
    answer, of = asking.whole()
    return msgspec.json.encode({"meant": asking.meant, "answer": linked(answer, lang), "of": of})


async def _stream(request: Request, site: Site, question: Question, asked: Lines, offset: int) -> Response:
    gate = enter_gate(request, "stream", _STREAMS)
    try:
        asking: Asking = await working(request, begin, question, site.store, site.knowledge, asked)
        first: tuple[bytes, int] = await working(request, _lines, asking, offset, language_of(request))
    except BaseException:
        gate.release()
        raise
    headers = {NEXT: to_cursor(site.seal, question, asked, offset + LONGEST_STREAM)}

    async def pieces() -> AsyncIterator[bytes]:
        piece, count = first
        sent = 0
        while count:
            yield piece
            sent += count
            if count < _AT_ONCE or sent >= LONGEST_STREAM:
                return
            piece, count = await working(request, _lines, asking, offset + sent, language_of(request))

    return Gated(gate, pieces(), headers=headers | {"Vary": "Accept, Accept-Language"}, media_type=NDJSON)


def _lines(asking: Asking, offset: int, lang: str) -> tuple[bytes, int]:
    lines: Sequence[Any] = linked(asking.lines(_AT_ONCE, offset), lang)
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines), len(lines)
