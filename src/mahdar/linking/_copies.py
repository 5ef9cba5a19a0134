"""Copies of one text: a wire that several papers print, an article that one paper puts out twice."""

from array import array
from collections.abc import Collection, Iterable, Mapping
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
DAYS = 4  # between two printings of one text
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


def printed_on(published: str | None) -> int:
    """The day (an ordinal) by which the copies of an article are looked for; 0 where it has none, so that it may be of any."""
    days = days_of(published)
    return ordinal(days[0]) if days else 0


def find_alike(prints: Iterable[Print], of: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """For articles the earlier ones of the same days that have the same text; `of` some of them only, where the prints are
    all those of the days around them. Each is compared with a few that share a band of its MinHash.

    Locality-sensitive hashing (Broder 1997; Leskovec et al., ch. 3): time grows with the number of articles and of their
    copies only. What has no day is compared with articles of any.
    """
    ordered = sorted(prints, key=print_order)
    width = _HASHES // _BANDS * _BYTES
    bands: list[dict[bytes, list[tuple[int, Print]]]] = [{} for _ in range(_BANDS)]
    found: dict[str, tuple[str, ...]] = {}
    for one in ordered:
        day = printed_on(one.published)
        met: dict[str, Print] = {}
        for number, band in enumerate(bands if one.hashes else ()):
            there = band.setdefault(one.hashes[number * width : (number + 1) * width], [])
            if of is None or one.doc in of:
                met.update((other.doc, other) for at, other in there[-_KEPT:] if not day or not at or day - at <= DAYS)
            there.append((day, one))
        if of is None or one.doc in of:
            found[one.doc] = tuple(sorted(doc for doc, other in met.items() if alike(one, other) >= _ALIKE))
    return found


def print_order(one: Print) -> tuple[str, str]:
    """Articles in the order of their days; what has none comes last."""
    return one.published or "9999", one.doc


def first_of_each(alike: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """For each article one of those that have its text, the same for all of them: copies of copies are of one group."""
    origin: dict[str, str] = {}

    def root(doc: str) -> str:
        while origin.setdefault(doc, doc) != doc:
            origin[doc] = origin[origin[doc]]
            doc = origin[doc]
        return doc

    for doc, others in alike.items():
        for other in (doc, *others):
            mine, theirs = root(doc), root(other)
            if mine != theirs:
                origin[max(mine, theirs)] = min(mine, theirs)
    return {doc: root(doc) for doc in origin}


def find_copies(prints: Iterable[Print]) -> dict[str, str]:
    """For every article the first one (by day, then by id) that has the same text: itself where it is nobody's copy."""
    several = {one.doc: one for one in prints}
    groups: dict[str, list[str]] = {}
    for doc, root in first_of_each(find_alike(several.values())).items():
        groups.setdefault(root, []).append(doc)
    found: dict[str, str] = {}
    for docs in groups.values():
        first = min(docs, key=lambda doc: print_order(several[doc]))
        found.update((doc, first) for doc in docs)
    return found
