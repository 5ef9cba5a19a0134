"""What came of the reports of each four weeks, so that the next day's news does not place those of earlier ones again."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TypeVar

import msgspec

from mahdar.corrections import Bonds

_DAYS = 28  # fewer are quicker to link anew; of more the best dated come first, before what only announces them

Place = tuple[
    int, float, tuple[str, ...]
]  # the number of the episode, in the order in which they were opened; score; why
Join = tuple[int, int, float, tuple[str, ...]]  # of these two the first was joined to the second; score; why


class Weeks(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What came of all weeks the last time, by fours, of events and of statements."""

    episodes: tuple["FourWeeks", ...] = ()
    quotes: tuple["FourWeeks", ...] = ()


class FourWeeks(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What came of four weeks. `key` stands for all that it depends on: what was told in them and before. `places` are those
    of its reports, in their order, `joins` the episodes that were joined when all had their place."""

    number: int
    key: str
    places: tuple[Place, ...] = ()
    joins: tuple[Join, ...] = ()


def four_weeks_of(day: int) -> int:
    """The number of the four weeks that a day (an ordinal) is in; 0 for what has none, which is placed before all others."""
    return day // _DAYS


Told = TypeVar("Told")


def by_four_weeks(told: Iterable[tuple[int, Told]]) -> Iterator[tuple[int, list[Told]]]:
    """What is told in each four weeks, in their order: (their number, what is told), from (day, what is told)."""
    weeks: dict[int, list[Told]] = {}
    for day, one in told:
        weeks.setdefault(four_weeks_of(day), []).append(one)
    return iter(sorted(weeks.items(), key=lambda pair: pair[0]))


def first_key(way: str, bonds: Bonds) -> str:
    """Stands for what all weeks depend on: the rules (`way`), and what people have joined and parted."""
    parted = sorted((key, sorted(apart)) for key, apart in bonds.parted.items())
    return key_of(way, (sorted(bonds.joined.items()), parted))


def key_of(before: str, told: Sequence[object]) -> str:
    """Stands for what is told in four weeks, and `before`, the key of the last ones."""
    digest = blake2b(before.encode(), digest_size=16)
    digest.update(msgspec.msgpack.encode(told))
    return digest.hexdigest()
