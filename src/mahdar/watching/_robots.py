"""What the owners of hosts ask of programs (RFC 9309)."""

from collections.abc import Callable

import httpx
import msgspec
from protego import Protego

from mahdar.errors import OutOfTimeError
from mahdar.limits import within
from mahdar.reading import PayloadError, unpacked
from mahdar.watching._fetch import AGENT, Fetcher, FetchError

__all__ = ["Robots"]

_MOST = 512 * 2**10
_KEPT_SECONDS, _KEPT_AFTER_FAULT = 3_600.0, 600.0
_LONGEST_DELAY = 120.0
_TOO_MANY = 429
# Patterns of a robots.txt can be written so that trying them takes for ever.
_SECONDS = 2.0


class _Host(msgspec.Struct, frozen=True):
    """What a host asks, until when that holds; `closed`: nothing may be asked for now, and why."""

    until: float
    rules: Protego | None = None
    closed: str | None = None


class Robots:
    """The wishes of each host, asked for when they are first needed."""

    def __init__(self, fetcher: Fetcher, now: Callable[[], float]) -> None:
        self._fetcher, self._now = fetcher, now
        self._hosts: dict[str, _Host] = {}

    def may(self, url: str) -> None:
        """Raises FetchError where the host does not want this address to be fetched, or cannot be asked."""
        host = self._host(url)
        if host.closed is not None:
            raise FetchError(f"its robots.txt cannot be read ({host.closed}), so nothing is fetched")
        if host.rules is None:
            return
        try:
            with within(_SECONDS):
                allowed = host.rules.can_fetch(url, AGENT)
        except (OutOfTimeError, ValueError):
            allowed = False
        if not allowed:
            raise FetchError("its robots.txt does not allow it", lasting=True)

    def delay(self, url: str) -> float:
        """The seconds that the host wants between two requests, as far as is known."""
        host = self._hosts.get(_origin(url))
        wanted = host.rules.crawl_delay(AGENT) if host is not None and host.rules is not None else None
        return min(float(wanted or 0.0), _LONGEST_DELAY)

    def _host(self, url: str) -> _Host:
        origin = _origin(url)
        known = self._hosts.get(origin)
        if known is None or known.until < self._now():
            known = self._hosts[origin] = self._asked(origin)
        return known

    def _asked(self, origin: str) -> _Host:
        until = self._now() + _KEPT_SECONDS
        try:
            found = self._fetcher.get(f"{origin}/robots.txt", _MOST)
            text = unpacked(found.body, found.headers, _MOST)[:_MOST].decode("utf-8", "replace")
            with within(_SECONDS):
                return _Host(until, rules=Protego.parse(text))
        except FetchError as problem:
            # "There is none" means that all is allowed, "I cannot say now" that nothing is.
            if problem.lasting or (problem.status in range(400, 500) and problem.status != _TOO_MANY):
                return _Host(until)
            return _Host(self._now() + _KEPT_AFTER_FAULT, closed=str(problem))
        except (PayloadError, OutOfTimeError, ValueError, RecursionError) as problem:
            return _Host(self._now() + _KEPT_AFTER_FAULT, closed=str(problem))


def _origin(url: str) -> str:
    parts = httpx.URL(url)
    return f"{parts.scheme}://{parts.netloc.decode('ascii')}"
