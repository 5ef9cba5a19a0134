"""From bytes to text: which letters the bytes stand for."""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from mahdar.knowledge import CLITICS

__all__ = ["NotTextError", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,30})["']""", re.IGNORECASE)
_ARABIC = re.compile(r"[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_ARTICLE = re.compile(rf"(?<!\w){CLITICS.article}\w")
_HEAD = 4096
_SAMPLE = 200_000
_HIGH = re.compile(rb"[\x80-\xff]")
_FOREIGN = frozenset(("Cc", "Lu", "Ll", "Lo", "So", "Sk", "No", "Sc"))
# Old Arabic pages are in one of these, whatever they declare.
_SINGLE_BYTE = ("windows-1256", "iso-8859-6")


class NotTextError(ValueError):
    """Bytes that are no text in any encoding that is known."""


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, without a byte order mark.

    In this order: a byte order mark; UTF-8 where the bytes are valid UTF-8, whatever is declared; then that one of the
    declared encodings (`declared` from outside, such as an HTTP header; <meta charset>; <?xml encoding>), the Arabic
    single-byte ones, UTF-16 without a mark, UTF-8 with faults and the guess of charset-normalizer in which the text
    looks most like Arabic: words that start with the article, few characters that Arabic text does not hold.
    Raises NotTextError for binary data.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    wide = _wide(data)
    if not wide and b"\0" in data[:_HEAD]:
        raise NotTextError("not text")
    if not wide:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    best: tuple[float, str] | None = None
    high = _HIGH.search(data)
    start = 0 if wide or not high else max(0, high.start() - _HEAD)
    for name in dict.fromkeys(_candidates(data, declared, wide)):
        sample = _decoded(data[start : start + _SAMPLE], name)
        if sample is not None and (best is None or _likeness(sample) > best[0]):
            best = (_likeness(sample), name)
    if best is None or best[0] <= 0:
        raise NotTextError("not text")
    return data.decode(best[1], errors="replace")


def _candidates(data: bytes, declared: str | None, wide: str | None) -> Iterator[str]:
    if wide:
        yield wide
        return
    head = data[:_HEAD]
    for found in (
        declared,
        *(match.group(1).decode("ascii") for match in (_META.search(head), _XML.search(head)) if match),
    ):
        if found and not found.lower().startswith(("utf-16", "utf_16", "utf-32", "utf_32")):
            yield found
    yield "utf-8"
    yield from _SINGLE_BYTE
    # Imported here: it takes a while, and hardly any source needs it.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    guess = from_bytes(data[:_HEAD]).best()
    if guess is not None:
        yield guess.encoding


def _decoded(data: bytes, name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
        return data.decode(codec.name, errors="replace")
    except (LookupError, ValueError, UnicodeError):
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte is that of the Arabic block or of ASCII."""
    sample = data[:_HEAD]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[offset::2]
        if high.count(0x06) + high.count(0x00) >= 0.9 * pairs and (
            high.count(0x06) or b"<\0" in sample or b"\0<" in sample
        ):
            other = sample[1 - offset :: 2]
            if other.count(0x00) < 0.1 * pairs:
                return name
    return None


def _likeness(text: str) -> float:
    """How much a text looks like Arabic: its words with the article, less what does not belong, a character."""
    if not text:
        return 0.0
    letters = len(_ARABIC.findall(text))
    counts = Counter(text)
    wrong = sum(count for char, count in counts.items() if _foreign(char))
    ascii_only = sum(count for char, count in counts.items() if char.isascii() and not _foreign(char))
    return (20.0 * len(_ARTICLE.findall(text)) + letters + 0.1 * ascii_only - 10.0 * wrong) / len(text)


def _foreign(char: str) -> bool:
    """Whether Arabic text does not hold this character: control characters, accented Latin, odd signs."""
    code = ord(char)
    if code < 0x80:
        return not (char.isprintable() or char.isspace())
    return char == "\ufffd" or (code < 0x300 and unicodedata.category(char) in _FOREIGN and char not in "\xa9\xae\xb0")
