"""Lengths of time: written as ISO 8601 durations, and gone along the calendar from a day."""

from mahdar.times._calendar import Day, add_days, same_day_of
from mahdar.times._meanings import Length

__all__ = ["moved", "write_length"]

_DATE_UNITS = {
    "Y": ("Y", 1),
    "10Y": ("Y", 10),
    "100Y": ("Y", 100),
    "M": ("M", 1),
    "W": ("W", 1),
    "D": ("D", 1),
    "N": ("D", 1),
}
_SMALLER = {
    "Y": ("M", 12),
    "10Y": ("Y", 1),
    "100Y": ("Y", 1),
    "M": ("D", 30),
    "W": ("D", 7),
    "D": ("H", 24),
    "N": ("H", 24),
    "H": ("MIN", 60),
    "MIN": ("S", 60),
}


def write_length(length: Length) -> str | None:
    """The length as an ISO 8601 duration, with "~" where it is loose; a range as two durations."""
    if length.most is not None:
        amount, unit = length.amounts[-1]
        low = write_length(Length(((amount, unit),)))
        high = write_length(Length(((length.most, unit),)))
        return f"{low}/{high}"
    dates: dict[str, int] = {}
    clocks: dict[str, int] = {}
    for amount, unit in length.amounts:
        for whole, name in _whole(amount, unit):
            if name in _DATE_UNITS:
                letter, factor = _DATE_UNITS[name]
                dates[letter] = dates.get(letter, 0) + whole * factor
            else:
                clocks[name] = clocks.get(name, 0) + whole
    text = "P" + "".join(f"{dates[letter]}{letter}" for letter in "YMWD" if dates.get(letter))
    if any(clocks.values()):
        text += "T" + "".join(f"{clocks[name]}{name[0]}" for name in ("H", "MIN", "S") if clocks.get(name))
    if text == "P":
        return None
    return text + ("~" if length.loose else "")


def _whole(amount: float, unit: str) -> list[tuple[int, str]]:
    """Whole amounts: half an hour is 30 minutes, a century and a half 150 years."""
    if amount == int(amount):
        return [(int(amount), unit)]
    smaller, factor = _SMALLER.get(unit, (unit, 1))
    if unit in ("10Y", "100Y"):
        return [(round(amount * _DATE_UNITS[unit][1]), "Y")]
    whole = int(amount)
    rest = [(round((amount - whole) * factor), smaller)]
    return [(whole, unit), *rest] if whole else rest


def moved(day: Day, length: Length, sign: int) -> Day | None:
    """The day a length after (`sign` 1) or before (-1) another; None where the calendar ends."""
    at: Day | None = day
    for amount, unit in length.amounts:
        for whole, name in _whole(amount, unit):
            if at is None:
                return None
            count = sign * whole
            if name in ("Y", "10Y", "100Y"):
                at = same_day_of(at, count * 12 * _DATE_UNITS[name][1])
            elif name == "M":
                at = same_day_of(at, count)
            elif name in ("W", "D", "N"):
                at = add_days(at, count * (7 if name == "W" else 1))
            elif name == "H":
                at = add_days(at, count // 24 if count > 0 else -(-count // 24))
    return at
