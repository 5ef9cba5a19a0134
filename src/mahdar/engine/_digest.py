"""What stands for an article and the way in which it was read, so that nothing is done twice."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import msgspec

import mahdar
from mahdar.knowledge import Knowledge
from mahdar.model import Article

__all__ = ["article_digest", "fingerprint", "linking_way"]

# The rooms that a record depends on: what is before them is in the article, what comes after only keeps the record.
_ROOMS = (
    "model",
    "knowledge",
    "text",
    "rules",
    "mentions",
    "times",
    "resolution",
    "statements",
    "events",
    "accusations",
    "pipeline.py",
)


@lru_cache(maxsize=4)
def fingerprint(knowledge: Knowledge) -> str:
    """Changes with the version, the knowledge, and the code of the rooms that make a record."""
    digest = blake2b(mahdar.__version__.encode(), digest_size=16)
    package = Path(mahdar.__file__).parent
    for room in _ROOMS:
        for path in sorted((package / room).rglob("*.py")) or [package / room]:
            if path.is_file():
                digest.update(path.relative_to(package).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
    digest.update(msgspec.msgpack.encode(knowledge))
    return digest.hexdigest()


@lru_cache(maxsize=4)
def linking_way(knowledge: Knowledge) -> str:
    """Stands for the way in which extracts are made."""
    digest = blake2b(fingerprint(knowledge).encode(), digest_size=8)
    for path in sorted((Path(mahdar.__file__).parent / "linking").rglob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def article_digest(article: Article, reading: str) -> str:
    """Changes with the article (but for the place that it was read from) and with `reading`, a fingerprint."""
    content = msgspec.msgpack.encode(msgspec.structs.replace(article, source=""))
    return blake2b(content + reading.encode(), digest_size=16).hexdigest()
