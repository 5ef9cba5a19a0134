"""Web archives (WARC)."""

import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from mahdar.knowledge import Knowledge
from mahdar.model import Failure
from mahdar.reading._drafts import MOST_BYTES, Draft, refusal, sized
from mahdar.reading._encodings import NotTextError, decode
from mahdar.reading._pages import read_page
from mahdar.reading._rows import stream_fault

__all__ = ["page_draft", "read_warc"]

_PAGE = ("text/html", "application/xhtml+xml")
_TEXT = ("text/plain",)


def page_draft(text: str, knowledge: Knowledge, url: str | None = None, place: str = "", number: int = 0) -> Draft:
    """The draft of an HTML page."""
    page = read_page(text, knowledge, url)
    return Draft(
        text=page.text,
        place=place,
        number=number,
        title=page.title,
        published=page.published,
        outlet=page.outlet,
        url=page.url,
        byline=page.byline,
    )


def read_warc(stream: BinaryIO, source: str, knowledge: Knowledge) -> Iterator[Draft | Failure]:
    """An article a page that was fetched with success. Pictures, scripts, redirections are passed over in silence."""
    # Imported here: only archives need it.
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415

    number, inside = 0, False
    plain: Any = _Plain(stream)
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    try:
        # The payload is decoded here, not by the iterator, which has no bound for what it unpacks.
        for record in ArchiveIterator(plain, parse_http=True, auto_decode="none", stream_detect=False):
            number += 1
            inside = True
            if record.record_type & wanted:
                yield from _page(record, source, number, knowledge)
            inside = False
    except (OSError, EOFError, zlib.error, ValueError, UnicodeError) as problem:
        place = f"record {number if inside else number + 1}"
        yield refusal(source, place, f"not a record of a web archive: {stream_fault(problem)}")


class _Plain:
    """A stream that can be read and told its place, no more: fastwarc panics where a stream offers to seek and cannot."""

    def __init__(self, stream: BinaryIO) -> None:
        self._read, self._at = getattr(stream, "read1", stream.read), 0

    def read(self, size: int = -1) -> bytes:
        part: bytes = self._read(size)
        self._at += len(part)
        return part

    def tell(self) -> int:
        return self._at


def _page(record: Any, source: str, number: int, knowledge: Knowledge) -> Iterator[Draft | Failure]:
    place = f"record {number}"
    url = record.headers.get("WARC-Target-URI")
    http = record.http_headers
    if not url or (http is None and "application/http" in (record.headers.get("Content-Type") or "application/http")):
        yield refusal(source, place, "the record ends early, or has no address or no page")
        return
    if http is not None and http.status_code not in (200, None):
        return
    kind = (record.http_content_type or record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in (*_PAGE, *_TEXT):
        return
    data = record.reader.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        yield refusal(source, place, f"a page of more than {sized(MOST_BYTES)}")
        return
    if len(data) < record.content_length:
        yield refusal(source, place, f"the record ends early: {len(data)} of {record.content_length} bytes")
        return
    headers = {name.lower(): value.lower() for name, value in http} if http is not None else {}
    try:
        data = _unpacked(data, headers)
        if len(data) > MOST_BYTES:
            yield refusal(source, place, f"a page of more than {sized(MOST_BYTES)}")
            return
        text = decode(data, record.http_charset)
    except NotTextError:
        yield refusal(source, place, "not text")
        return
    except (OSError, EOFError, zlib.error, ValueError) as problem:
        yield refusal(source, place, f"the page cannot be unpacked: {problem}")
        return
    url = url.strip("<>")
    if kind in _PAGE:
        yield page_draft(text, knowledge, url, place, number)
    else:
        yield Draft(text=text, place=place, number=number, url=url)


def _unpacked(data: bytes, headers: dict[str, str]) -> bytes:
    """The payload as the server meant it, at most one byte more than a page may have."""
    from fastwarc.stream_io import BrotliReader, GzipReader, ZstdReader  # noqa: PLC0415

    if "chunked" in headers.get("transfer-encoding", ""):
        data = _joined(data)
    for coding in reversed([name.strip() for name in headers.get("content-encoding", "").split(",")]):
        if coding in ("", "identity", "none", "utf-8"):
            continue
        if coding in ("gzip", "x-gzip"):
            # Some archives keep the header of a payload that they have unpacked.
            data = GzipReader(io.BytesIO(data)).read(MOST_BYTES + 1) if data.startswith(b"\x1f\x8b") else data
        elif coding == "deflate":
            data = _inflated(data)
        elif coding == "br":
            data = BrotliReader(io.BytesIO(data)).read(MOST_BYTES + 1)
        elif coding == "zstd":
            data = ZstdReader(io.BytesIO(data)).read(MOST_BYTES + 1)
        else:
            raise ValueError(f"content encoding {coding!r} is not known")
    return data


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MOST_BYTES + 1)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, MOST_BYTES + 1)


def _joined(data: bytes) -> bytes:
    """A payload in chunks as one; as it is where it is in none (archives often join the chunks and keep the header)."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = data.find(b"\r\n", at, at + 40)
        size = data[at:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return b"".join(parts) if parts else data
        if length <= 0:
            return b"".join(parts)
        parts.append(data[end + 2 : end + 2 + length])
        at = end + 2 + length + 2
