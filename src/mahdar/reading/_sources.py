"""Files, folders, patterns and standard input."""

import glob
import gzip
import io
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO, cast

from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure
from mahdar.reading._archives import read_warc
from mahdar.reading._drafts import MOST_BYTES, Draft, finished, refusal, sized
from mahdar.reading._encodings import NotTextError, decode
from mahdar.reading._feeds import read_feed
from mahdar.reading._payloads import page_draft
from mahdar.reading._rows import WHOLE, read_json, read_json_lines, stream_fault

__all__ = ["Meter", "files_of", "is_lines", "read_articles", "read_file"]

_KINDS = {
    ".txt": "text",
    ".text": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
}
_GZIP = b"\x1f\x8b"
_HEAD = 4096
_MARKS = b"\xef\xbb\xbf \t\r\n"


class Meter:
    """How far the reading of sources has come: `done` of `total` bytes of files, `total` None where nobody can know."""

    def __init__(self, sources: Sequence[str]) -> None:
        self.total: int | None = None if "-" in sources else sum(map(_size, sources))
        self._before = 0
        self._stream: BinaryIO | None = None

    @property
    def done(self) -> int:
        return self._before + (self._stream.tell() if self._stream is not None else 0)

    @contextmanager
    def following(self, stream: BinaryIO) -> Iterator[None]:
        """Count what is read of a file."""
        self._stream = stream
        try:
            yield
        finally:
            self._before, self._stream = self.done, None


def _size(source: str) -> int:
    total = 0
    for path in files_of(source):
        with suppress(OSError):
            total += path.stat().st_size if isinstance(path, Path) else 0
    return total


def read_articles(
    sources: Sequence[str], knowledge: Knowledge, *, stdin: BinaryIO | None = None, meter: Meter | None = None
) -> Iterator[Article | Failure]:
    """The articles of files, folders, glob patterns and "-" (standard input), one by one, in the order of the sources.

    Of a folder all files with a known suffix (.txt .html .htm .xhtml .json .jsonl .ndjson .xml .rss .atom .warc, each
    also with .gz), sorted, hidden ones left out. What a file is is told by its suffix, else by its first bytes.
    What gives no article is a Failure that names source and place, and the rest goes on; nothing is raised. A page or
    text file of more than 8 MiB is refused unread, an article of more than a million characters unparsed. `meter` is told
    how much has been read.
    """
    for given in sources:
        if given == "-":
            yield from _read(stdin if stdin is not None else sys.stdin.buffer, "-", knowledge)
            continue
        for found in files_of(given):
            if isinstance(found, Failure):
                yield found
            else:
                yield from read_file(found, knowledge, meter=meter)


def read_file(
    path: Path, knowledge: Knowledge, lines: range = WHOLE, meter: Meter | None = None
) -> Iterator[Article | Failure]:
    """The articles of one file; of JSON lines those of the `lines` alone, counted from 1."""
    try:
        with path.open("rb") as stream, meter.following(stream) if meter is not None else nullcontext():
            yield from _read(stream, str(path), knowledge, lines)
    except OSError as problem:
        yield refusal(str(path), "", stream_fault(problem))


def is_lines(path: Path) -> bool:
    """Whether a file holds JSON lines, packed or not. False where it cannot be read."""
    try:
        with path.open("rb") as raw:
            head = _filled(raw, _HEAD)
            if head.startswith(_GZIP):
                raw.seek(0)
                with gzip.open(raw) as unpacked:
                    head = _filled(cast(BinaryIO, unpacked), _HEAD)
    except (OSError, EOFError, zlib.error):
        return False
    return bool(head) and _kind(head, str(path)) == "lines"


def files_of(given: str) -> Iterator[Path | Failure]:
    """The files of a path, a folder or a pattern, in the order in which they are read; a Failure where there is none."""
    try:
        path = Path(given)
        if path.is_dir():
            files = sorted(_in_folder(path))
            home = path.resolve()
            for file in files:
                inside = file.resolve().is_relative_to(home)
                yield file if inside else refusal(str(file), "", "a link that leads out of its folder is not followed")
            if not files:
                yield refusal(given, "", "no file in it that can be read")
        elif path.exists():
            yield path
        elif glob.has_magic(given) and (matches := _matching(given)):
            for match in matches:
                if not Path(match).is_dir():
                    yield Path(match)
        else:
            yield refusal(given, "", "no such file")
    except (OSError, ValueError) as problem:
        yield refusal(given, "", f"no such file: {stream_fault(problem)}")


def _matching(pattern: str) -> list[str]:
    # Not Path.glob, which takes no pattern that starts at the root.
    return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207


def _in_folder(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and _suffix(path.name) in _KINDS and path.is_file():
            yield path


def _suffix(name: str) -> str:
    return Path(name.lower().removesuffix(".gz")).suffix


def _read(stream: BinaryIO, source: str, knowledge: Knowledge, lines: range = WHOLE) -> Iterator[Article | Failure]:
    return finished(_guarded(stream, source, knowledge, lines), source, knowledge)


def _guarded(stream: BinaryIO, source: str, knowledge: Knowledge, lines: range) -> Iterator[Draft | Failure]:
    silent = lines == WHOLE
    try:
        for draft in _drafts(stream, source, knowledge, lines):
            silent = False
            yield draft
    except (OSError, EOFError, zlib.error) as problem:
        yield refusal(source, "", stream_fault(problem))
    else:
        if silent:
            yield refusal(source, "", "no article in it")


def _drafts(
    raw: BinaryIO, source: str, knowledge: Knowledge, lines: range, packed: bool = False
) -> Iterator[Draft | Failure]:
    head = _filled(raw, _HEAD)
    if not head:
        yield refusal(source, "", "empty file")
        return
    stream = io.BufferedReader(_Rejoined(head, raw), buffer_size=2**16)
    if head.startswith(_GZIP) and not packed:
        with gzip.open(stream) as unpacked:
            yield from _drafts(cast(BinaryIO, unpacked), source, knowledge, lines, packed=True)
        return
    kind = _kind(head, source)
    if kind == "warc":
        yield from read_warc(stream, source, knowledge)
    elif kind == "lines":
        yield from read_json_lines(stream, source, lines)
    elif kind == "json":
        yield from read_json(stream, source)
    elif kind == "feed":
        yield from read_feed(stream, source)
    else:
        yield _single(stream, source, kind, knowledge)


def _single(stream: BinaryIO, source: str, kind: str, knowledge: Knowledge) -> Draft | Failure:
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return refusal(source, "", f"more than {sized(MOST_BYTES)} in one page; the file was not read")
    try:
        text = decode(data)
    except NotTextError:
        return refusal(source, "", "not text")
    return page_draft(text, knowledge) if kind == "page" else Draft(text=text)


def _kind(head: bytes, source: str) -> str:
    """What the bytes are: an archive by its first word, else by the suffix, else by what they begin with."""
    # Without zero bytes and byte order marks, so that UTF-16 shows its markup as well.
    start = head.translate(None, b"\0\xfe\xff").lstrip(_MARKS).lower()
    if head.startswith(b"WARC/"):
        return "warc"
    markup = start.startswith((b"<!doctype html", b"<html"))
    feed = start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and any(
        mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf")
    )
    known = _KINDS.get(_suffix(source), "")
    if known == "feed":
        return "page" if markup or (b"<html" in start and not feed) else "feed"
    if known == "text":
        return "page" if markup else "text"
    if known:
        return known
    if feed:
        return "feed"
    if markup or start.startswith(b"<?xml") or b"<html" in start:
        return "page"
    if start.startswith(b"["):
        return "json"
    if start.startswith(b"{"):
        return "lines"
    return "text"


def _filled(stream: BinaryIO, size: int) -> bytes:
    """The first bytes of a stream, as many as asked for unless it ends before: a pipe gives them piece by piece."""
    parts, left = [], size
    try:
        while left > 0 and (part := _some(stream, left)):
            parts.append(part)
            left -= len(part)
    except (OSError, EOFError, zlib.error):
        # What came before the fault is read; the fault shows again at the next read.
        if not parts:
            raise
    return b"".join(parts)


def _some(stream: BinaryIO, size: int) -> bytes:
    """What a stream gives at once. `read` would lose what stands before a fault in compressed data."""
    return getattr(stream, "read1", stream.read)(size) or b""


class _Rejoined(io.RawIOBase):
    """A stream with its first bytes, which were read to see what it is, put back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = bytes(self._head[: len(buffer)]) if self._head else _some(self._rest, len(buffer))
        if self._head:
            self._head = self._head[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)
