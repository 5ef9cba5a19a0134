"""What a server sent, as an archive keeps it or a watch fetches it: unpacked with a bound, decoded, told apart by language."""

import io
import zlib
from collections.abc import Mapping

from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure
from mahdar.reading._drafts import MOST_BYTES, Draft, article_of, refusal, sized
from mahdar.reading._encodings import NotTextError, decode
from mahdar.reading._outlets import host_of
from mahdar.reading._pages import read_page

__all__ = ["PAGE", "TEXT", "PayloadError", "looks_arabic", "page_draft", "payload_text", "read_payload", "unpacked"]

PAGE = ("text/html", "application/xhtml+xml")
TEXT = ("text/plain",)

# Servers pack once, some twice. Data can be made that unpacks to itself, as often as it is asked to.
_MOST_CODINGS = 3
# The least of Arabic that a page of an article holds; its scripts and styles are many times longer.
_LEAST, _LEAST_SHARE, _ENOUGH = 40, 0.01, 200
# Letters that Arabic does not have and that Persian, Urdu, Kurdish, Pashto, Sindhi or Uyghur cannot do without. Not those that
# mere keyboards write for an Arabic letter.
_FOREIGN = bytes.fromhex(
    "067e 0679 067b 0684 0686 0688 0691 0693 0695 0698 069a 06af 06b5 06ba 06be 06c0 06c1 06c6 06cb 06cd 06ce 06d0 06d2 06d5"
).decode("utf-16-be")
_FOREIGN_SHARE = 0.01
# Arabic letters in the writing of JSON and of HTML.
_ESCAPES = ("\\u06", "&#15", "&#16", "&#x6")


class PayloadError(ValueError):
    """Why a payload gives no text, in words."""


def looks_arabic(text: str) -> bool:
    """Whether a page may hold an article in Arabic: a cheap question, asked before anything is taken apart."""
    encoded = text.encode("utf-8", "replace")
    # In UTF-8 the first byte of U+0600 to U+067F is one of two, which stand for nothing else.
    own = encoded.count(b"\xd8") + encoded.count(b"\xd9")
    letters = own + sum(map(text.count, _ESCAPES))
    if letters < _LEAST or (letters < _ENOUGH and letters < _LEAST_SHARE * len(text)):
        return False
    return sum(map(text.count, _FOREIGN)) <= _FOREIGN_SHARE * letters


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


def payload_text(data: bytes, headers: Mapping[str, str], charset: str | None) -> str:
    """The text of a payload as it was sent. `headers` have lower-case names. Raises PayloadError."""
    try:
        data = unpacked(data, headers, MOST_BYTES)
        if len(data) > MOST_BYTES:
            raise PayloadError(f"a page of more than {sized(MOST_BYTES)}")
        return decode(data, charset)
    except NotTextError:
        raise PayloadError("not text") from None


def read_payload(
    data: bytes,
    headers: Mapping[str, str],
    knowledge: Knowledge,
    *,
    url: str,
    doc: str,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
) -> Article | Failure:
    """The article of a page or a plain text that a server sent for `url`. `title`, `published` and `outlet` are what is known
    from elsewhere (a feed), for where the page does not say."""
    kind, _, parameters = headers.get("content-type", "").lower().partition(";")
    try:
        text = payload_text(data, headers, parameters.partition("charset=")[2].strip(" \"'") or None)
    except PayloadError as problem:
        return refusal(url, "", str(problem))
    if kind.strip() in TEXT:
        draft = Draft(text=text, doc=doc, title=title, published=published, outlet=outlet, url=url)
    else:
        page = read_page(text, knowledge, url)
        draft = Draft(
            text=page.text,
            doc=doc,
            title=page.title or title,
            published=page.published or published,
            # The host stands for an outlet of which nothing better is known.
            outlet=(outlet or page.outlet) if page.outlet == host_of(url) else page.outlet or outlet,
            url=url,
            byline=page.byline,
        )
    return article_of(draft, url, knowledge)


def unpacked(data: bytes, headers: Mapping[str, str], most: int) -> bytes:
    """The payload as the server meant it, at most one byte more than `most`. Raises PayloadError."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        data = _joined(data)
    codings = [name.strip().lower() for name in headers.get("content-encoding", "").split(",")]
    codings = [name for name in codings if name not in ("", "identity", "none", "utf-8")]
    if len(codings) > _MOST_CODINGS:
        raise PayloadError(f"packed {len(codings)} times over")
    try:
        for coding in reversed(codings):
            data = _unpacked(data, coding, most + 1)
    except (OSError, EOFError, zlib.error, ValueError) as problem:
        raise PayloadError(f"the page cannot be unpacked: {problem}") from problem
    return data


def _unpacked(data: bytes, coding: str, most: int) -> bytes:
    # Imported here: only archives and what is fetched need it.
    from fastwarc.stream_io import BrotliReader, GzipReader, ZstdReader  # noqa: PLC0415

    if coding in ("gzip", "x-gzip"):
        # Some archives keep the header of a payload that they have unpacked.
        return bytes(GzipReader(io.BytesIO(data)).read(most)) if data.startswith(b"\x1f\x8b") else data
    if coding == "deflate":
        return _inflated(data, most)
    if coding == "br":
        return bytes(BrotliReader(io.BytesIO(data)).read(most))
    if coding == "zstd":
        return bytes(ZstdReader(io.BytesIO(data)).read(most))
    raise ValueError(f"content encoding {coding!r} is not known")


def _inflated(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, most)


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
