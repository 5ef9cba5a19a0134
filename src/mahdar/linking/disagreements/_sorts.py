"""What a difference is: a conflict, an update, a rounding, another precision."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from mahdar.linking.claims import Claim
from mahdar.times import days_of

SORTS = ("conflict", "update", "rounding", "precision")
_BOUNDED = re.compile(r"([<>]=?|~)?(\d+)$")


def bounds_of(value: str) -> tuple[float, float]:
    """The numbers that a value leaves open: "23" one, "~23" those about it, ">20" those up to a quarter more."""
    match = _BOUNDED.match(value)
    if match is None:
        return -math.inf, math.inf
    number = float(match[2])
    mark = match[1]
    if mark == "~":
        return number * 0.9, number * 1.1
    if mark in (">", ">="):
        return number, number * 1.25 + 1
    if mark in ("<", "<="):
        return number * 0.8 - 1, number
    return number, number


def _agree(one: str, other: str) -> bool:
    (low, high), (least, most) = bounds_of(one), bounds_of(other)
    return max(low, least) <= min(high, most)


def sort_of_numbers(claims: Sequence[Claim]) -> tuple[str, tuple[str, ...]]:
    """What the difference of some numbers is: rounded where all can be true, an update where they never fall from one day to
    the next and no day has two."""
    values = sorted({claim.value for claim in claims})
    if all(_agree(one, other) for one, other in combinations(values, 2)):
        return "rounding", ()
    by_day: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        by_day[claim.published or ""].add(claim.value)
    split = any(not _agree(one, other) for those in by_day.values() for one, other in combinations(sorted(those), 2))
    means = [sum(bounds_of(value)[0] for value in by_day[day]) / len(by_day[day]) for day in sorted(by_day)]
    rises = len(means) > 1 and all(before <= after for before, after in pairwise(means))
    if rises and means[0] < means[-1] and not split:
        return "update", ("rises",)
    return "conflict", (("rises",) if rises else ()) + (("same_day_reports",) if split else ())


def sort_of_times(values: Iterable[str]) -> str:
    """Another precision where one of any two times lies in the other."""
    for one, other in combinations(sorted(set(values)), 2):
        mine, theirs = days_of(one), days_of(other)
        if mine is None or theirs is None:
            continue
        if not ((mine[0] <= theirs[0] and theirs[1] <= mine[1]) or (theirs[0] <= mine[0] and mine[1] <= theirs[1])):
            return "conflict"
    return "precision"
