"""What takes long to make, kept in a folder for the next process.

A file's name ends in a digest of the content of all that it was made from, tables and code alike, so that none is ever out of
date; its first bytes are a digest of the rest, so that one which is damaged is seen to be. Files are written beside their
place and moved there: whoever writes at the same time writes the same. What cannot be read or written is passed over.
"""

import hashlib
import mmap
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

__all__ = ["digest_of", "keep", "recall", "state_of"]

_SIZE = 16
# So many files of one name are left, the newest: of other versions, of folders of one's own.
_MOST = 10
# The package, and what of it no table depends on: the words themselves, for which a folder of one's own may stand. Letters
# fold as the package has it.
_PACKAGE = Path(__file__).parent.parent
_DATA, _LETTERS = _PACKAGE / "knowledge" / "data", _PACKAGE / "knowledge" / "data" / "letters.toml"


def digest_of(paths: Iterable[Path]) -> str:
    """Stands for the content of these files, for their names, and for this Python, whose tables of letters are used."""
    digest = hashlib.blake2b((sys.version + sys.byteorder).encode(), digest_size=_SIZE)
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def state_of(folder: Path) -> str:
    """Stands for the tables of a folder, and for the code that makes something of them."""
    tables = digest_of(path for path in sorted(folder.iterdir()) if path.is_file())
    return hashlib.blake2b((tables + _code()).encode(), digest_size=_SIZE).hexdigest()


@cache
def _code() -> str:
    """Stands for the whole package: what a table is made by may lie anywhere in it."""
    return digest_of((_LETTERS, *_modules(_PACKAGE)))


def _modules(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):  # many times as quick as Path.rglob
        if entry.name.endswith((".py", ".toml")):
            yield Path(entry.path)
        elif entry.is_dir() and entry.name != "__pycache__" and Path(entry.path) != _DATA:
            yield from _modules(Path(entry.path))


def _folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "mahdar"


def recall(name: str, digest: str) -> memoryview | None:
    """What was kept under this name for this digest; None where nothing was, or not whole."""
    try:
        with (_folder() / f"{name}-{digest}.kept").open("rb") as file:
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, RuntimeError):  # none, an empty one, no home
        return None
    whole = bytes(content[:_SIZE]) == _seal(content[_SIZE:])
    return content[_SIZE:] if whole else None


def keep(name: str, digest: str, content: bytes) -> None:
    """Keep `content` for the next process, where there is a folder to write into."""
    import tempfile  # noqa: PLC0415  (to load it takes as long as to read a table)

    part = None
    try:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=f"{name}-", suffix=".part", delete=False) as file:
            part = Path(file.name)
            file.write(_seal(content))
            file.write(content)
        part.replace(folder / f"{name}-{digest}.kept")
        _clear(folder, name)
    except (OSError, RuntimeError):
        if part is not None:
            part.unlink(missing_ok=True)


def _seal(content: bytes | memoryview) -> bytes:
    return hashlib.blake2b(content, digest_size=_SIZE).digest()


def _clear(folder: Path, name: str) -> None:
    """Take away all files of this name but the newest."""
    found = []
    for path in folder.glob(f"{name}-*"):
        try:
            found.append((path.stat().st_mtime_ns, path))
        except OSError:  # another process was quicker
            continue
    for _, path in sorted(found, reverse=True)[_MOST:]:
        path.unlink(missing_ok=True)
