"""Fetching one address, with bounds on everything."""

import email.utils
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

import httpx
import msgspec

import mahdar
from mahdar.errors import WatchError
from mahdar.watching._addresses import AddressError
from mahdar.watching._transport import GuardedTransport

__all__ = ["AGENT", "FetchError", "Fetched", "Fetcher"]

# By the first word a robots.txt knows us.
AGENT = "mahdar"
_HEADERS = {
    "User-Agent": f"{AGENT}/{mahdar.__version__} (reads feeds of news)",
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_MOST_REDIRECTIONS = 5
_LONGEST_ADDRESS = 2_000
_SECONDS, _SILENT_SECONDS = 60.0, 20.0
_LONGEST_WAIT = 7 * 86_400.0


class FetchError(WatchError):
    """An address that gave nothing. `lasting`: asking again would not help. `wait`: the server asks to be left alone for so
    many seconds. `status`: what it answered, if it did."""

    def __init__(
        self, problem: str, *, lasting: bool = False, wait: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(problem)
        self.lasting, self.wait, self.status = lasting, wait, status


class Fetched(msgspec.Struct, frozen=True):
    """What a server sent: the address that it came from in the end, its status, its headers by their lower-case names, and
    the body as it was sent, packed or not."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


class Fetcher:
    """Asks for addresses one at a time. `private`: hosts that are not of the public internet may be asked (dangerous).
    `now` is the time of day in seconds since 1970."""

    def __init__(
        self, *, private: bool = False, seconds: float = _SECONDS, now: Callable[[], float] = time.time
    ) -> None:
        # No client of httpx: it has cookies, and takes redirections apart before they are judged.
        self._transport = GuardedTransport(private=private, seconds=seconds)
        silent = min(seconds, _SILENT_SECONDS)
        self._extensions = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), silent)}
        self._now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    def get(
        self, url: str, most: int, headers: Mapping[str, str] | None = None, may: Callable[[str], None] | None = None
    ) -> Fetched:
        """Fetch an address, over at most five redirections, at most `most` bytes as they are sent.

        `may` is asked before each address and raises FetchError where it must not be asked for. Raises FetchError for all
        else that goes wrong, also for statuses other than 200 to 299 and 304.
        """
        passed: set[str] = set()
        while True:
            address = _checked(url)
            if str(address) in passed:
                raise FetchError(f"{url} leads round in a circle", lasting=True)
            passed.add(str(address))
            if may is not None:
                may(str(address))
            found = self._ask(address, most, headers or {})
            target = found.headers.get("location")
            if found.status not in (301, 302, 303, 307, 308) or not target:
                return self._judged(found)
            if len(passed) > _MOST_REDIRECTIONS:
                raise FetchError(f"{url}: more than {_MOST_REDIRECTIONS} redirections", lasting=True)
            try:
                url = str(address.join(target))
            except (httpx.InvalidURL, ValueError, UnicodeError) as problem:
                raise FetchError(f"{url} leads to what is no address", lasting=True) from problem

    def _ask(self, address: httpx.URL, most: int, headers: Mapping[str, str]) -> Fetched:
        parts: list[bytes] = []
        size = 0
        try:
            asked = httpx.Request("GET", address, headers=_HEADERS | dict(headers), extensions=self._extensions)
            response = self._transport.handle_request(asked)
            try:
                fields = {name.lower(): value for name, value in response.headers.items()}
                # Of what is passed over only the status and the headers count.
                if response.status_code == 200:
                    for part in response.iter_raw():
                        size += len(part)
                        if size > most:
                            raise FetchError(f"{address}: more than {most / 2**20:.1f} MiB", lasting=True)
                        parts.append(part)
            finally:
                response.close()
        except AddressError as problem:
            raise FetchError(str(problem), lasting=True) from problem
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as problem:
            raise FetchError(f"{address.host}: {problem}") from problem
        except (UnicodeError, ValueError) as problem:
            raise FetchError(f"{address} is no address", lasting=True) from problem
        return Fetched(str(address), response.status_code, fields, b"".join(parts))

    def _judged(self, found: Fetched) -> Fetched:
        if found.status in (200, 304):
            return found
        wait = self._wait(found.headers.get("retry-after"))
        lasting = 300 <= found.status < 500 and found.status not in (401, 403, 407, 408, 425, 429)
        raise FetchError(f"the server answers {found.status}", lasting=lasting, wait=wait, status=found.status)

    def _wait(self, given: str | None) -> float | None:
        """The seconds of a Retry-After: a number or a day and hour."""
        if not given:
            return None
        if given.strip().isdecimal():
            return min(float(given.strip()[:12]), _LONGEST_WAIT)
        try:
            until = email.utils.parsedate_to_datetime(given).timestamp()
        except (TypeError, ValueError, OverflowError):
            return None
        return max(0.0, min(until - self._now(), _LONGEST_WAIT))


def _checked(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, UnicodeError) as problem:
        raise FetchError(f"{url[:200]} is no address", lasting=True) from problem
    if address.scheme not in ("http", "https") or not address.host:
        raise FetchError(f"{url[:200]}: only http and https are fetched", lasting=True)
    if address.userinfo:
        raise FetchError(f"{address.host}: addresses with a name and a password are not fetched", lasting=True)
    if len(url) > _LONGEST_ADDRESS:
        raise FetchError(f"{url[:200]}...: too long an address", lasting=True)
    return address.copy_with(fragment=None)
