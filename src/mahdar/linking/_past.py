"""What was placed in earlier weeks, as it is read again where it is kept: nothing but what the weeks at hand touch."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, Protocol

from mahdar.linking._reports import Report

Place = tuple[float, tuple[str, ...]]  # the score by which something was joined, and why


class Settled(NamedTuple):
    """An episode in the making as earlier weeks left it: its reports in the order in which they came, each with its place."""

    number: int
    members: Sequence[tuple[Report, Place]]


class Past(Protocol):
    """Whoever keeps what was placed before the weeks that are placed now. Keys are those of `key_of`; days are ordinals, the
    first and the last included."""

    def top(self) -> int:
        """The greatest number of an episode in the making; -1 where there is none."""

    def shelved(self, keys: Collection[int], low: int, high: int) -> Iterable[tuple[int, int, int, int]]:
        """(key, day, number, articles) of the episodes in the making that a key finds, but for those joined to others."""

    def counted(self, keys: Collection[int], low: int, high: int) -> Iterable[tuple[int, int, int]]:
        """(key, day, reports): how often a key was counted."""

    def said(self, keys: Collection[int]) -> Iterable[tuple[int, int]]:
        """(key, number): the episode in the making that a sentence was told of first, or that which it was joined to."""

    def settled(self, numbers: Collection[int]) -> Iterable[Settled]:
        """Episodes in the making by their numbers."""

    def holding(self, reports: Collection[tuple[str, str]]) -> Iterable[tuple[tuple[str, str], int]]:
        """The episode in the making that each of some reports is in."""


class Placed(NamedTuple):
    """What placing adds to what is kept, row by row, each with the week.

    `members` (number, place in it, week, article, event, score, reasons, whether it says something of it), `shelves` (key, day,
    number, week), `counts` (key, day, week, reports), `said` (key, number, week), `joins` (number, other number, week),
    `docs` (number, articles).
    """

    members: list[tuple[int, int, int, str, str, float, tuple[str, ...], bool]]
    shelves: list[tuple[int, int, int, int]]
    counts: list[tuple[int, int, int, int]]
    said: list[tuple[int, int, int]]
    joins: list[tuple[int, int, int]]


@lru_cache(maxsize=1 << 18)
def key_of(*words: str) -> int:
    """A number for some words that every process gives them alike."""
    return int.from_bytes(blake2b("\0".join(words).encode(), digest_size=8).digest(), "big", signed=True)
