"""Copies of one text: a wire that several papers print, an article that one paper puts out twice."""

from collections.abc import Iterable

import msgspec
from rensa import RMinHash

from mahdar.knowledge import fold
from mahdar.linking._words import words_of
from mahdar.model import Article

_HASHES, _SEED = 128, 2018
_BANDS = 32  # of four hashes each: what shares half of its runs of words is met with a probability of .87
_RUN = 3  # words
_ALIKE = 0.5
_LEAST_WORDS = 25  # shorter ones are alike by chance


class Print(msgspec.Struct, frozen=True, gc=False):
    """The MinHash of an article's runs of three folded words; empty where it is too short to be told from others."""

    doc: str
    published: str
    hashes: tuple[int, ...]


def print_of(article: Article, published: str | None) -> Print:
    """What copies are found by. Boilerplate counts for nothing."""
    text = article.text
    for span in reversed(article.dropped):
        text = text[: span.start] + text[span.end :]
    words = words_of(fold(text))
    if len(words) < _LEAST_WORDS:
        return Print(article.doc, published or "", ())
    sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
    sketch.update(sorted({" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}))
    return Print(article.doc, published or "", tuple(sketch.digest()))


def alike(one: Print, other: Print) -> float:
    """The share of runs of words that two articles have in common (estimated, Jaccard)."""
    return sum(a == b for a, b in zip(one.hashes, other.hashes, strict=True)) / _HASHES


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

    width = _HASHES // _BANDS
    bands: list[dict[tuple[int, ...], int]] = [{} for _ in range(_BANDS)]
    for at, one in enumerate(ordered):
        if not one.hashes:
            continue
        met = {
            band.setdefault(one.hashes[number * width : (number + 1) * width], at)
            for number, band in enumerate(bands)
        }  # fmt: skip
        for other in sorted(met):
            mine, theirs = root(at), root(other)
            if mine != theirs and alike(one, ordered[other]) >= _ALIKE:
                origin[max(mine, theirs)] = min(mine, theirs)
    return {one.doc: ordered[root(at)].doc for at, one in enumerate(ordered)}
