"""Sources cut into parts that can be read apart from each other, on other machines too."""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure
from mahdar.reading._drafts import refusal
from mahdar.reading._rows import WHOLE, stream_fault
from mahdar.reading._sources import files_of, is_lines, read_file

__all__ = ["Part", "parts_of", "read_part", "unrepeated"]

_GZIP = b"\x1f\x8b"
_BLOCK = 2**20


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Files that are read together, or the lines `first` to `last` (from 1, both inclusive) of a single one.

    `stamp` changes with the size and the time of change of its files: a part that was read is known again by it.
    """

    files: tuple[str, ...]
    first: int = 1
    last: int | None = None
    stamp: str = ""

    @property
    def name(self) -> str:
        """What it is, in words."""
        named = self.files[0] if len(self.files) == 1 else f"{self.files[0]} and {len(self.files) - 1} more"
        return named if self.last is None else f"{named}, lines {self.first}-{self.last}"


def parts_of(sources: Sequence[str], *, lines: int = 2_000, size: int = 16 * 2**20) -> Iterator[Part | Failure]:
    """Cut files, folders and patterns into parts, in the order in which `read_articles` reads them.

    JSON lines are cut every `lines` lines, an archive is one part, small files go together up to `size` bytes. What
    cannot be read is a Failure in its place. Standard input cannot be cut: a Failure says so.
    """
    together: list[Path] = []
    weight = 0
    for given in sources:
        for found in (
            (refusal("-", "", "standard input cannot be cut into parts"),) if given == "-" else files_of(given)
        ):
            alone = isinstance(found, Failure) or found.stat().st_size >= size or is_lines(found)
            if together and (alone or weight + _size(found) > size):
                yield _part(together)
                together, weight = [], 0
            if isinstance(found, Failure):
                yield found
            elif is_lines(found):
                yield from _cut(found, lines)
            elif alone:
                yield _part([found])
            else:
                together.append(found)
                weight += _size(found)
    if together:
        yield _part(together)


def _size(found: Path | Failure) -> int:
    return 0 if isinstance(found, Failure) else found.stat().st_size


def _part(files: Sequence[Path], first: int = 1, last: int | None = None) -> Part:
    stamp = blake2b(digest_size=8)
    for path in files:
        state = path.stat()
        stamp.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    return Part(files=tuple(map(str, files)), first=first, last=last, stamp=stamp.hexdigest())


def _cut(path: Path, lines: int) -> Iterator[Part | Failure]:
    """Parts of JSON lines. A file that breaks off is cut up to there; whoever reads the last part meets the fault."""
    count = 0
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == _GZIP
        with gzip.open(path) if packed else path.open("rb") as stream:
            ended = True
            while block := stream.read1(_BLOCK):  # `read` would lose what stands before a fault
                count += block.count(b"\n")
                ended = block.endswith(b"\n")
            count += not ended
    except (OSError, EOFError) as problem:
        if not count:
            yield refusal(str(path), "", stream_fault(problem))
            return
    for first in range(1, max(count, 1) + 1, lines):
        # The last part is open at its end, so that nothing behind a fault is lost.
        yield _part([path], first, first + lines - 1 if first + lines <= count else None)


def read_part(part: Part, knowledge: Knowledge) -> Iterator[Article | Failure]:
    """The articles of a part, each as `read_articles` gives it. What repeats another part of its file is among them."""
    lines = WHOLE if part.first == 1 and part.last is None else range(part.first, (part.last or WHOLE.stop) + 1)
    for path in part.files:
        yield from read_file(Path(path), knowledge, lines)


def unrepeated(items: Iterable[Article | Failure]) -> Iterator[Article | Failure]:
    """The articles of parts in order, as `read_articles` gives those of the whole: of two lines of one file with one `doc`
    the first stands, the same text again is passed over."""
    seen: dict[tuple[str, str], tuple[bytes, str]] = {}
    for item in items:
        source, _, line = item.source.rpartition(":")
        if isinstance(item, Article) and line.isdigit():
            digest = blake2b(item.text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            first, place = seen.setdefault((source, item.doc), (digest, line))
            if place != line:
                if first != digest:
                    problem = f"doc {item.doc!r} stands already at line {place}, with another text"
                    yield refusal(source, f"line {line}", problem)
                continue
        yield item
