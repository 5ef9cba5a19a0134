"""Many cases in shares, for several processes."""

import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mahdar.knowledge import load_knowledge
from tests.fuzz import Fuzz, seeds_of

__all__ = ["Share", "check", "prepare", "run", "shares_of"]

_SHARE = 1_000
_MADE: dict[str, Fuzz] = {}


class Share(msgspec.Struct, frozen=True):
    """So many cases from `first` on: what failed, the slowest, the seconds of computing."""

    seed: int
    first: int
    cases: int
    failed: tuple[str, ...] = ()
    slowest: float = 0.0
    seconds: float = 0.0


def prepare(news: Path | None, seed: int, words: int) -> None:
    """Make ready what makes and checks cases in this process."""
    knowledge = load_knowledge()
    _MADE["fuzz"] = Fuzz(seeds_of(knowledge, news), knowledge, seed, words)


def run(share: Share) -> Share:
    """Check the cases of a share."""
    begun, slowest, failed = time.process_time(), 0.0, []
    for number in range(share.first, share.first + share.cases):
        before = time.process_time()
        wrong = _MADE["fuzz"].check(number)
        slowest = max(slowest, time.process_time() - before)
        if wrong is not None:
            failed.append(f"case {number}: {wrong}")
    return msgspec.structs.replace(share, failed=tuple(failed), slowest=slowest, seconds=time.process_time() - begun)


def shares_of(first: int, cases: int, seed: int, done: set[int]) -> Iterator[Share]:
    """The cases in shares, without those that are done."""
    for start in range(first, first + cases, _SHARE):
        if start not in done:
            yield Share(seed, start, min(_SHARE, first + cases - start))


def check(number: int) -> str | None:
    """What is wrong with one case."""
    return _MADE["fuzz"].check(number)
