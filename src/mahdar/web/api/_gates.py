"""Long answers: only so many on their way at once."""

from collections.abc import AsyncIterator
from typing import Any

from anyio import Semaphore, WouldBlock
from fastapi import HTTPException, Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

__all__ = ["Gated", "enter_gate"]


def enter_gate(request: Request, name: str, size: int) -> Semaphore:
    """A place among the long answers of a sort. Raises HTTPException where all are taken."""
    gates: dict[str, Semaphore] = request.app.state.gates
    gate = gates.setdefault(name, Semaphore(size))
    try:
        gate.acquire_nowait()
    except WouldBlock:
        raise HTTPException(
            429, f"{size} answers of this sort are on their way already; try again soon", {"Retry-After": "5"}
        ) from None
    return gate


class Gated(StreamingResponse):
    """A stream that gives its place back however it ends."""

    def __init__(self, gate: Semaphore, content: AsyncIterator[bytes], **given: Any) -> None:
        super().__init__(content, **given)
        self.gate, self.content = gate, content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            close = getattr(self.content, "aclose", None)
            if close is not None:
                await close()
            self.gate.release()
