"""The way to the network: connections to checked addresses only, and all of a request within one time."""

import ssl
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

import httpcore
import httpx

from mahdar.watching._addresses import public_addresses

__all__ = ["GuardedTransport"]


class _TimedStream(httpcore.NetworkStream):
    """A connection on which nothing waits beyond the end of the request's time, however slowly bytes drip in."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def _left(self, timeout: float | None) -> float:
        left = self._until - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("it took too long")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _GuardedBackend(httpcore.NetworkBackend):
    """Resolves a name, judges its addresses and connects to one of these: between the two nobody can change the answer."""

    def __init__(self, private: bool, seconds: float) -> None:
        self._inner = httpcore.SyncBackend()
        self._private, self._seconds = private, seconds
        self.until = 0.0

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = public_addresses(host, port, private=self._private)
        except (OSError, UnicodeError) as problem:
            raise httpcore.ConnectError(f"{host} is not known: {problem}") from problem
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            left = self.until - monotonic()
            if left <= 0:
                break
            try:
                stream = self._inner.connect_tcp(address, port, timeout=left if timeout is None else min(left, timeout))
                return _TimedStream(stream, self.until)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as problem:
                failure = problem
        raise failure

    def connect_unix_socket(self, *given: Any, **named: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("no socket of this machine is spoken to")

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._response.iter_stream()
        except _FAULTS as problem:
            raise httpx.TransportError(_words(problem)) from problem

    def close(self) -> None:
        self._response.close()


_FAULTS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
)


def _words(problem: Exception) -> str:
    return " ".join(str(problem).split()) or type(problem).__name__


class GuardedTransport(httpx.BaseTransport):
    """What httpx sends its requests by. `private`: also to addresses that are not public, for tests. `seconds`: for all of a
    request, from its name being resolved to its last byte. No connection is kept and no proxy asked: either could lead elsewhere.
    """

    def __init__(self, *, private: bool, seconds: float) -> None:
        self._backend = _GuardedBackend(private, seconds)
        self._seconds = seconds
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=1,
            max_keepalive_connections=0,
            retries=0,
            network_backend=self._backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._backend.until = monotonic() + self._seconds
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        try:
            response = self._pool.handle_request(asked)
        except _FAULTS as problem:
            raise httpx.TransportError(_words(problem)) from problem
        return httpx.Response(status_code=response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        self._pool.close()
