"""Requests to a server, and what goes wrong there as errors of our own tree."""

from collections.abc import Iterator, Mapping
from time import monotonic, sleep
from typing import Any, TypeVar

import httpx
import msgspec

from mahdar.errors import AmbiguousError, MahdarError, QueryError, RemoteError, StoreError, UnknownError, UnlinkedError
from mahdar.questions import QUESTIONS

__all__ = ["Wire"]

T = TypeVar("T")
_PREFIX = "/api/v1"
_NDJSON = "application/x-ndjson"
_NEXT = "mahdar-next"
_PAGE = 200
# A server sends no more lines than these in one stream.
_LONGEST = 10_000
_BUSY = (429, 503)
_ERRORS: Mapping[str, type[MahdarError]] = {
    "urn:mahdar:unknown": UnknownError,
    "urn:mahdar:ambiguous": AmbiguousError,
    "urn:mahdar:unlinked": UnlinkedError,
    "urn:mahdar:unaskable": QueryError,
    "urn:mahdar:unanswerable": QueryError,
    "urn:mahdar:store": StoreError,
}


class _Problem(msgspec.Struct, frozen=True):
    type: str
    detail: str = ""


class _Page(msgspec.Struct, frozen=True):
    lines: msgspec.Raw
    next: str | None


class _Whole(msgspec.Struct, frozen=True):
    answer: msgspec.Raw


class Wire:
    """A connection to a server. `patience` is for how many seconds a request is made again while the server is busy."""

    def __init__(self, http: httpx.Client, patience: float) -> None:
        self.http, self.patience = http, patience

    def whole(self, name: str, given: Mapping[str, Any], answer: type[T]) -> T:
        """An answer that is one."""
        told = _read(self._send("GET", name, params=_spelt(name, given)).content, _Whole)
        return _read(told.answer, answer)

    def lines(self, name: str, given: Mapping[str, Any], line: type[T], limit: int | None) -> Iterator[T]:
        """Lines of an answer; each page is fetched when it is come to."""
        asked, left = _spelt(name, given), limit
        while left is None or left > 0:
            size = _PAGE if left is None else min(left, _PAGE)
            page = _read(self._send("GET", name, params=asked | {"limit": size}).content, _Page)
            lines = _read(page.lines, tuple[line, ...])  # type: ignore[valid-type]
            yield from lines
            if page.next is None:
                return
            left = None if left is None else left - len(lines)
            asked["cursor"] = page.next

    def streamed(self, name: str, given: Mapping[str, Any], line: type[T], limit: int | None) -> Iterator[T]:
        """Lines of an answer as they come."""
        asked, left = _spelt(name, given), limit
        while True:
            count, cursor = 0, ""
            for after, words in self._stream(name, asked):
                cursor = after
                if left is not None and count >= left:
                    return
                yield _read(words, line)
                count += 1
            if count < _LONGEST:
                return
            left = None if left is None else left - count
            asked["cursor"] = cursor

    def post(self, path: str, body: object, answer: type[T]) -> T:
        """What is answered to something that is sent."""
        headers = {"Content-Type": "application/json"}
        return _read(self._send("POST", path, content=msgspec.json.encode(body), headers=headers).content, answer)

    def _stream(self, name: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        request = self.http.build_request("GET", f"{_PREFIX}/{name}", params=asked, headers={"Accept": _NDJSON})
        response = self._answer(request, stream=True)
        try:
            for words in response.iter_lines():
                yield response.headers.get(_NEXT, ""), words
        except httpx.HTTPError as problem:
            raise RemoteError(f"the stream from {self.http.base_url} broke off: {problem}", None) from problem
        finally:
            response.close()

    def _send(self, method: str, path: str, **given: Any) -> httpx.Response:
        return self._answer(self.http.build_request(method, f"{_PREFIX}/{path}", **given), stream=False)

    def _answer(self, request: httpx.Request, *, stream: bool) -> httpx.Response:
        until = monotonic() + self.patience
        while True:
            try:
                response = self.http.send(request, stream=stream)
                if response.is_success:
                    return response
                response.read()
            except httpx.HTTPError as problem:
                raise RemoteError(f"{self.http.base_url} cannot be reached: {problem}", None) from problem
            wait = _wait(response)
            if wait is None or monotonic() + wait > until:
                raise _problem(response)
            sleep(wait)


def _spelt(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters under the names that the server knows; those that are not given stay away."""
    fields = {field.name: field for field in msgspec.structs.fields(QUESTIONS[name].asked)}
    asked: dict[str, Any] = {}
    for key, value in given.items():
        if value is None or value == fields[key].default:
            continue
        asked[fields[key].encode_name] = str(value).lower() if isinstance(value, bool) else value
    return asked


def _wait(response: httpx.Response) -> float | None:
    """For how long a busy server wants to be left alone; None where it is of no use to ask again."""
    seconds = response.headers.get("retry-after", "")
    return float(seconds) if response.status_code in _BUSY and seconds.isdigit() else None


def _problem(response: httpx.Response) -> MahdarError:
    try:
        told = msgspec.json.decode(response.content, type=_Problem)
    except msgspec.DecodeError:
        return RemoteError(
            f"{response.url.host} answers {response.status_code}, and not as mahdar does", response.status_code
        )
    kind = _ERRORS.get(told.type)
    return kind(told.detail) if kind else RemoteError(told.detail or told.type, response.status_code)


def _read(body: bytes | str | msgspec.Raw, form: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=form)
    except msgspec.DecodeError as problem:
        raise RemoteError(
            f"the answer is not of the form that this version of mahdar knows: {problem}", None
        ) from problem
