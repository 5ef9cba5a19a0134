"""Copies of one text: a wire that several papers print, an article that one paper puts out twice."""

from array import array
from collections.abc import Iterable
from zlib import crc32

import msgspec
from rensa import RMinHash

from mahdar.knowledge import fold
from mahdar.linking._days import ordinal
from mahdar.linking._words import words_of
from mahdar.model import Article
from mahdar.text import light_stem
from mahdar.times import days_of

_HASHES, _SEED = 129, 2018
_BANDS = 43  # of three hashes each: what shares a third of its runs of words is met with a probability of .8
_RUN = 2  # stems: so an ending that one editor changes breaks no more than two runs
_ALIKE = 0.61  # of the shorter one's runs
_LEAST_RUNS = 25  # shorter ones are alike by chance
_DAYS = 4  # between two printings of one text
_BYTES = array("I").itemsize
_KEPT = 6  # articles kept for each hash of a band, the last ones


class Print(msgspec.Struct, frozen=True, gc=False):
    """An article's runs of two stems (as 32-bit numbers, sorted) and their MinHash, both as bytes, four to a number; empty
    where there are too few to tell it from others."""

    doc: str
    published: str
    hashes: bytes = b""
    runs: bytes = b""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The runs, as numbers."""
        return tuple(memoryview(self.runs).cast("I"))


def print_of(article: Article, published: str | None) -> Print:
    """What copies are found by. Boilerplate counts for nothing."""
    text = article.text
    for span in reversed(article.dropped):
        text = text[: span.start] + text[span.end :]
    stems = [light_stem(word) for word in words_of(fold(text))]
    runs = sorted({crc32(" ".join(stems[at : at + _RUN]).encode()) for at in range(len(stems) - _RUN + 1)})
    if len(runs) < _LEAST_RUNS:
        return Print(article.doc, published or "")
    sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
    sketch.update([run.to_bytes(4, "big") for run in runs])
    return Print(article.doc, published or "", _packed(sketch.digest()), _packed(runs))


def _packed(numbers: Iterable[int]) -> bytes:
    return array("I", numbers).tobytes()


def alike(one: Print, other: Print) -> float:
    """The share of the shorter article's runs that the longer has too, in [0, 1]."""
    shorter = min(len(one.runs), len(other.runs)) // _BYTES
    return len(set(one.numbers).intersection(other.numbers)) / shorter if shorter else 0.0


def _near(one: Print, other: Print) -> bool:
    """Whether two articles are of the same days; what has no day may be of any."""
    first, second = days_of(one.published), days_of(other.published)
    return not (first and second) or abs(ordinal(first[0]) - ordinal(second[0])) <= _DAYS


def find_copies(prints: Iterable[Print]) -> dict[str, str]:
    """For every article the first one (by day, then by id) that has the same text: itself where it is nobody's copy.

    Copies of copies are of one group. Locality-sensitive hashing (Broder 1997; Leskovec et al., ch. 3): time grows with the
    number of articles and of their copies only.
    """
    ordered = sorted(prints, key=lambda one: (one.published or "9999", one.doc))
    origin = list(range(len(ordered)))

    def root(at: int) -> int:
        while origin[at] != at:
            origin[at] = origin[origin[at]]
            at = origin[at]
        return at

    width = _HASHES // _BANDS * _BYTES
    bands: list[dict[bytes, list[int]]] = [{} for _ in range(_BANDS)]
    for at, one in enumerate(ordered):
        if not one.hashes:
            continue
        met: set[int] = set()
        for number, band in enumerate(bands):
            there = band.setdefault(one.hashes[number * width : (number + 1) * width], [])
            met.update(there[-_KEPT:])
            there.append(at)
        for other in sorted(met):
            mine, theirs = root(at), root(other)
            if mine != theirs and _near(one, ordered[other]) and alike(one, ordered[other]) >= _ALIKE:
                origin[max(mine, theirs)] = min(mine, theirs)
    return {one.doc: ordered[root(at)].doc for at, one in enumerate(ordered)}
