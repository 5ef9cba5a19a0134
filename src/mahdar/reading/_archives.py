"""Web archives (WARC)."""

import zlib
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, BinaryIO

from mahdar.knowledge import Knowledge
from mahdar.model import Failure
from mahdar.reading._drafts import MOST_BYTES, Draft, refusal, sized
from mahdar.reading._payloads import PAGE, TEXT, PayloadError, looks_arabic, page_draft, payload_text
from mahdar.reading._rows import stream_fault

__all__ = ["read_warc"]


def read_warc(stream: BinaryIO, source: str, knowledge: Knowledge) -> Iterator[Draft | Failure]:
    """An article a page that was fetched with success.

    Pictures, scripts, redirections, pages in other languages and a payload that came before in the same archive are passed
    over in silence.
    """
    # Imported here: only archives need it.
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415

    number, inside = 0, False
    plain: Any = _Plain(stream)
    seen: set[bytes] = set()
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    try:
        # Neither the headers of what is not wanted are read, nor is the payload decoded by the iterator, which has no bound
        # for what it unpacks.
        for record in ArchiveIterator(plain, parse_http=False, auto_decode="none", stream_detect=False):
            number += 1
            inside = True
            if record.record_type & wanted:
                yield from _page(record, source, number, knowledge, seen)
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


def _page(record: Any, source: str, number: int, knowledge: Knowledge, seen: set[bytes]) -> Iterator[Draft | Failure]:
    """`seen` takes the digests of the payloads that came by."""
    place = f"record {number}"
    if record.is_http:
        record.parse_http(auto_decode="none")
    url = record.headers.get("WARC-Target-URI")
    http = record.http_headers
    if not url or (http is None and "application/http" in (record.headers.get("Content-Type") or "application/http")):
        yield refusal(source, place, "the record ends early, or has no address or no page")
        return
    if http is not None and http.status_code not in (200, None):
        return
    kind = (record.http_content_type or record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in (*PAGE, *TEXT):
        return
    data = record.reader.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        yield refusal(source, place, f"a page of more than {sized(MOST_BYTES)}")
        return
    if len(data) < record.content_length:
        yield refusal(source, place, f"the record ends early: {len(data)} of {record.content_length} bytes")
        return
    digest = blake2b(data, digest_size=12).digest()
    if digest in seen:
        return
    seen.add(digest)
    headers = {name.lower(): value.lower() for name, value in http} if http is not None else {}
    try:
        text = payload_text(data, headers, record.http_charset)
    except PayloadError as problem:
        yield refusal(source, place, str(problem))
        return
    if not looks_arabic(text):
        return
    url = url.strip("<>")
    if kind in PAGE:
        yield page_draft(text, knowledge, url, place, number)
    else:
        yield Draft(text=text, place=place, number=number, url=url)
