"""The doors: who may knock, how much may be brought in, and what a browser may do with what it is given."""

from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mahdar.web._faults import refuse
from mahdar.web._pace import Pace, knocker

__all__ = ["POLICY", "Doors", "host_name", "is_loopback"]

# No inline scripts or styles: what an article holds can never act, even where it got into a page as markup.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with it a browser hides the origin of our own forms from us.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{power}=()" for power in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_MOST_BODY = 256 * 1024
_RATE = 1200  # requests a minute of one client
_READS = ("GET", "HEAD", "OPTIONS")


def host_name(header: str) -> str:
    """The name in a Host header, without the port: "[::1]:8000" is "::1"."""
    name = header.strip().lower()
    if name.startswith("["):
        inside, closed, _ = name[1:].partition("]")
        return inside if closed else ""
    return name.partition(":")[0].rstrip(".")


def is_loopback(name: str) -> bool:
    """Whether a name is this machine's for itself alone."""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


class Doors:
    """Wraps an application. Lets in requests to a loopback address or to a host in `hosts` only: a page elsewhere whose name is
    made to point here (DNS rebinding) brings its own name along. Refuses bodies that are too long, and writes that another
    site had a browser send. Gives every answer the headers that bind a browser."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = (), rate: int | None = None) -> None:
        self.app = app
        self.hosts = frozenset(host_name(host) for host in hosts)
        # This machine's own programs are not slowed down unless somebody says so.
        self.all_paced = rate is not None
        self.pace = Pace(_RATE if rate is None else rate) if rate != 0 else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun = False

        async def bound(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        headers = Headers(scope=scope)
        wait = self._too_soon(scope)
        if wait:
            await refuse(429, "too many requests", {"Retry-After": str(int(wait) + 1)})(scope, receive, bound)
            return
        refused = self._why_not(scope, headers)
        if refused is not None:
            await refuse(*refused)(scope, receive, bound)
            return
        try:
            await self.app(scope, _Measured(receive) if scope["method"] not in _READS else receive, bound)
        except Exception:
            # Whoever logs it comes after us; the client is told no more than that it is our fault.
            if not begun:
                await refuse(500, "something went wrong here; the server's log has more")(scope, receive, bound)
            raise

    def _too_soon(self, scope: Scope) -> float:
        address = (scope.get("client") or ("",))[0]
        if self.pace is None or scope["path"].startswith("/static/"):
            return 0.0
        return 0.0 if is_loopback(address) and not self.all_paced else self.pace.wait(knocker(address))

    def _why_not(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        named = headers.getlist("host")
        if len(named) != 1:
            return 400, "a request names one host"
        name = host_name(named[0])
        if not is_loopback(name) and name not in self.hosts:
            return 421, "this server does not answer under that name; 'mahdar serve --allow-host NAME' lets a name in"
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit() and len(length) < 16):
            return 400, "the length of a body is a number"
        if int(length) > _MOST_BODY:
            return 413, f"a body has {_MOST_BODY} bytes at most"
        if scope["method"] not in _READS and _from_elsewhere(headers, named[0]):
            return 403, "another site sent this"
        return None


def _from_elsewhere(headers: Headers, host: str) -> bool:
    """Whether a browser says that another site made it send this. Programs that are no browsers say nothing."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2].lower() != host.strip().lower()


class _Measured:
    """A body that ends where it is too long, whatever it says of its length."""

    def __init__(self, receive: Receive) -> None:
        self.receive, self.seen = receive, 0

    async def __call__(self) -> Message:
        message = await self.receive()
        self.seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.seen > _MOST_BODY else message
