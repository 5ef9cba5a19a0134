"""A server on an address."""

import asyncio
import socket
from collections.abc import Callable

import httpx
import uvicorn
from starlette.types import ASGIApp

from mahdar.errors import MahdarError

__all__ = ["listen"]

_BACKLOG = 256
_EVERYWHERE = ("0.0.0.0", "::", "")


def listen(make: Callable[[tuple[str, ...]], ASGIApp], *, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Answer with an application until stopped. `make` makes it of the names under which this address is its own, `tell` is given the
    address once it is open and the first page has been drawn, so that nobody waits for what is only made once. Raises
    MahdarError where the port is taken."""
    here = _bound(host, port)
    app = make(() if host in _EVERYWHERE else (host,))
    shown = "127.0.0.1" if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{here.getsockname()[1]}/"
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Nobody stands before this server: who says that he passes a request on for another is not believed.
        proxy_headers=False,
        ws="none",
        backlog=_BACKLOG,
        # Whoever opens more connections than this is no reader.
        limit_concurrency=1000,
        timeout_graceful_shutdown=5,
    )

    async def serve() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False)) as first:
            await first.get(address, follow_redirects=True)
        tell(address)
        await uvicorn.Server(config).serve(sockets=[here])

    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        pass
    finally:
        here.close()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    here = socket.socket(family, socket.SOCK_STREAM)
    here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        here.bind((host, port))
        here.listen(_BACKLOG)
    except OSError as problem:
        here.close()
        raise MahdarError(f"{host}:{port} cannot be listened on: {problem.strerror or problem}") from problem
    return here
