"""How agents come in: by the two streams of a process, or over HTTP on this machine."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import anyio
from mcp.server import Server
from mcp.server.stdio import stdio_server
from starlette.types import ASGIApp

from mahdar.web import Doors, listen

__all__ = ["http_app", "serve_http", "serve_stdio"]


def serve_stdio(server: Server[Any]) -> None:
    """Answer on standard input and output until the client goes."""

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    with suppress(KeyboardInterrupt):
        anyio.run(run)


def http_app(server: Server[Any]) -> ASGIApp:
    """An application that answers at /mcp, behind the same doors as the site: for programs of this machine alone."""
    return Doors(server.streamable_http_app(json_response=True, stateless_http=True))


def serve_http(server: Server[Any], *, port: int, tell: Callable[[str], None]) -> None:
    """Answer over HTTP on this machine until stopped. Raises MahdarError where the port is taken."""
    listen(lambda own: http_app(server), host="127.0.0.1", port=port, tell=tell)
