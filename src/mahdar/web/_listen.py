"""A server on an open store."""

import asyncio
import socket
from collections.abc import Callable, Iterable

import uvicorn

from mahdar.errors import MahdarError
from mahdar.knowledge import Knowledge
from mahdar.store import Store
from mahdar.web._app import create_app
from mahdar.web._audit import Audit
from mahdar.web._tokens import Tokens

__all__ = ["listen"]

_BACKLOG = 256
_EVERYWHERE = ("0.0.0.0", "::", "")


def listen(
    store: Store,
    knowledge: Knowledge,
    *,
    host: str,
    port: int,
    hosts: Iterable[str] = (),
    tokens: Tokens | None = None,
    audit: Audit | None = None,
    rate: int | None = None,
    tell: Callable[[str], None],
) -> None:
    """Answer until stopped; `tokens` and `audit` make it take corrections. `tell` is given the address once it is open. Raises
    MahdarError where the port is taken."""
    here = _bound(host, port)
    own = () if host in _EVERYWHERE else (host,)
    app = create_app(
        store, knowledge, writable=tokens is not None, hosts=(*hosts, *own), tokens=tokens, audit=audit, rate=rate
    )
    shown = f"[{host}]" if ":" in host else host
    tell(f"http://{'127.0.0.1' if host in _EVERYWHERE else shown}:{here.getsockname()[1]}/")
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Nobody stands before this server: who says that he passes a request on for another is not believed.
        proxy_headers=False,
        ws="none",
        backlog=_BACKLOG,
        timeout_graceful_shutdown=5,
    )
    try:
        asyncio.run(uvicorn.Server(config).serve(sockets=[here]))
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
