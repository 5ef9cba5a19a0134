"""Words as vectors: a stem weighs the more the fewer articles have it."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from mahdar.knowledge import Knowledge

_MOST_STEMS = 18
_RARE = math.log(1000 / 1.5)  # weight of a stem that the table does not have


@lru_cache(maxsize=4)
def weights_of_stems(knowledge: Knowledge) -> dict[str, float]:
    """How much a stem tells: the logarithm of one over its share of articles."""
    return {row.stem: math.log(1000 / max(row.per_thousand, 1)) for row in knowledge.stems}


Parts = tuple[tuple[str, float], ...]


class Vector:
    """The most telling stems of some words, as a vector of length one."""

    __slots__ = ("parts",)

    def __init__(self, stems: Sequence[str], weights: Mapping[str, float]) -> None:
        rated = sorted(((weights.get(stem, _RARE), stem) for stem in stems), key=lambda pair: (-pair[0], pair[1]))
        chosen = rated[:_MOST_STEMS]
        length = math.sqrt(sum(weight * weight for weight, _ in chosen)) or 1.0
        self.parts: Parts = tuple((stem, weight / length) for weight, stem in chosen)

    @classmethod
    def of(cls, parts: Parts) -> "Vector":
        """The vector that has these parts."""
        vector = cls.__new__(cls)
        vector.parts = parts
        return vector


class Centre:
    """The sum of vectors, with its length."""

    __slots__ = ("_length", "_square", "_sum")

    def __init__(self) -> None:
        self._sum: dict[str, float] = {}
        self._square = 0.0
        self._length = 0.0

    def add(self, vector: Vector) -> None:
        """Take in one more."""
        for stem, weight in vector.parts:
            before = self._sum.get(stem, 0.0)
            self._sum[stem] = before + weight
            self._square += 2 * before * weight + weight * weight
        self._length = math.sqrt(self._square)

    def cosine(self, vector: Vector) -> float:
        """How alike a vector is, in [0, 1]."""
        if not self._length:
            return 0.0
        found = self._sum
        total = 0.0
        for stem, weight in vector.parts:  # a loop: this is where linking spends its time
            if stem in found:
                total += weight * found[stem]
        return total / self._length
