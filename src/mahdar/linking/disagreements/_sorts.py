"""What a difference is: a conflict, an update, a rounding, another precision."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from mahdar.linking.claims import Claim
from mahdar.linking.disagreements._entries import day_of
from mahdar.times import days_of

_NEWS = 1  # days after the first in which a toll is still being counted
SORTS = ("conflict", "update", "rounding", "precision")
_BOUNDED = re.compile(r"([<>]=?|~)?(\d+)$")


def bounds_of(value: str) -> tuple[float, float]:
    """The numbers that a value leaves open: "23" one, "~23" those about it, ">20" those below the
    next as round, which is 30, ">=14" a few more."""
    match = _BOUNDED.match(value)
    if match is None:
        return -math.inf, math.inf
    number = float(match[2])
    mark = match[1]
    if mark == "~":
        return number * 0.95, number * 1.05
    step = 10 ** (len(match[2]) - len(match[2].rstrip("0"))) if number else 1
    room = max(number * 0.1 + 1, step - 1 if step > 1 else 0)
    if mark in (">", ">="):
        return number, number + room
    if mark in ("<", "<="):
        return number - room, number
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
    by_day: dict[int, set[str]] = defaultdict(set)
    for claim in claims:
        by_day[day_of(claim)].add(claim.value)
    days = sorted(by_day)
    falls = any(
        _less(later, earlier)
        for at, day in enumerate(days)
        for earlier in by_day[day]
        for other in days[at + 1 :]
        for later in by_day[other]
    )
    rises = any(_less(earlier, later) for earlier in by_day[days[0]] for later in by_day[days[-1]]) and len(days) > 1
    split = [day for day in days if any(not _agree(*pair) for pair in combinations(sorted(by_day[day]), 2))]
    # While it is news the numbers of one day follow each other too; what still differs later differs.
    if rises and not falls and all(day <= days[0] + _NEWS for day in split):
        return "update", ("rises",) + (("same_day_reports",) if split else ())
    return "conflict", (("rises",) if rises and not falls else ()) + (("same_day_reports",) if split else ())


def _less(one: str, other: str) -> bool:
    """Whether a number is less than another, however either was rounded."""
    return bounds_of(one)[1] < bounds_of(other)[0]


def sort_of_times(values: Iterable[str]) -> str:
    """Another precision where one of any two times lies in the other."""
    for one, other in combinations(sorted(set(values)), 2):
        mine, theirs = days_of(one), days_of(other)
        if mine is None or theirs is None:
            continue
        if not ((mine[0] <= theirs[0] and theirs[1] <= mine[1]) or (theirs[0] <= mine[0] and mine[1] <= theirs[1])):
            return "conflict"
    return "precision"
