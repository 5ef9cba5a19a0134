"""Weeks: what is placed together."""

from hashlib import blake2b

import msgspec

from mahdar.corrections import Bonds

_DAYS = 7  # of more the best dated come first, before what only announces them; fewer are quicker to link anew


def week_of(day: int) -> int:
    """The number of the week that a day (an ordinal) is in; 0 for what has none, which is placed before all others."""
    return day // _DAYS


def days_of_week(number: int) -> tuple[int, int]:
    """The first and the last day of a week."""
    return number * _DAYS, number * _DAYS + _DAYS - 1


def rules_of(way: str, *bonds: Bonds) -> str:
    """Stands for what all that is placed depends on beside the articles: the rules (`way`), and what people have joined and
    parted."""
    held = [
        (sorted(one.joined.items()), sorted((key, sorted(apart)) for key, apart in one.parted.items())) for one in bonds
    ]
    return blake2b(way.encode() + msgspec.msgpack.encode(held), digest_size=16).hexdigest()
