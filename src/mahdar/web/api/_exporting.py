"""Exports over HTTP: any format by its name, chosen by the same filters as on the command line."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from anyio import CancelScope, CapacityLimiter, to_thread
from fastapi import HTTPException, Request
from msgspec import UNSET, Meta, UnsetType
from starlette.responses import Response

from mahdar.export import FORMATS, Selection, export
from mahdar.questions import ChosenAsked, Question
from mahdar.web._pace import knocker
from mahdar.web._site import site_of
from mahdar.web.api._asking import asked_in
from mahdar.web.api._gates import Gated, enter_gate

__all__ = ["EXPORT", "exported"]

_AT_ONCE = 2
_PIECE = 64 * 1024
if TYPE_CHECKING:
    What: TypeAlias = str
    Form: TypeAlias = str
else:
    What = Literal[tuple(sorted({sort for form in FORMATS.values() for sort in form.holds}))]
    Form = Literal[tuple(FORMATS)]


class ExportAsked(ChosenAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be exported."""

    format: Annotated[Form, Meta(description="The format.")]
    what: Annotated[What, Meta(description="Of which things, where the format holds several.")] | UnsetType = UNSET


def _nowhere(*_: Any) -> None:
    raise NotImplementedError


EXPORT = Question(
    name="export",
    asked=ExportAsked,
    answer=bytes,
    function=_nowhere,
    part="format",
    says="The store or a part of it, in a format that other programs read.",
    more="Some formats need a filter (a dossier: `who`).",
)


async def exported(request: Request) -> Response:
    """An export as a file. Raises QueryError, StoreError."""
    site = site_of(request)
    pairs = [*request.query_params.multi_items(), ("format", request.path_params["format"])]
    asked = asked_in(EXPORT, pairs)
    given = {name: getattr(asked, name) for name in asked.__struct_fields__ if getattr(asked, name) is not UNSET}
    form, what = FORMATS[given.pop("format")], given.pop("what", None)
    wait = site.exports.wait(knocker(request.client.host if request.client else ""))
    if wait:
        raise HTTPException(429, "too many exports", {"Retry-After": str(int(wait) + 1)})
    gate = enter_gate(request, "export", _AT_ONCE)
    limiter = CapacityLimiter(1)
    try:
        pieces = export(form.name, site.store, site.knowledge, what=what, chosen=Selection(**given))
        first = await to_thread.run_sync(_some, pieces, limiter=limiter)
    except BaseException:
        gate.release()
        raise

    async def rest() -> AsyncIterator[bytes]:
        piece = first
        try:
            while piece:
                yield piece
                piece = await to_thread.run_sync(_some, pieces, limiter=limiter)
        finally:
            # Also of a client that went: the pieces hold a connection of the store.
            with CancelScope(shield=True):
                await to_thread.run_sync(_close, pieces, limiter=limiter)

    headers = {
        # A name of our own making: nothing that was asked for gets into it.
        "Content-Disposition": f'attachment; filename="mahdar-{what or form.holds[0]}{form.suffix}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Gated(gate, rest(), headers=headers, media_type=form.media_type)


def _some(pieces: Iterator[bytes]) -> bytes:
    """Pieces enough to be worth sending; b"" after the last."""
    held, size = [], 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE:
            break
    return b"".join(held)


def _close(pieces: Any) -> None:
    if hasattr(pieces, "close"):
        pieces.close()
