"""Values of the ledgers in words: numbers, days, lengths, standings, steps of agreements."""

import re

from mahdar.web.pages._view import View

__all__ = ["told_step", "told_value"]

_NUMBER = re.compile(r"^(>=|<=|>|<|~)?(\d+(?:\.\d+)?)$")
_HEDGES = {">=": "at_least", "<=": "at_most", ">": "more", "<": "less", "~": "about", None: ""}
_LENGTH = re.compile(r"^P(\d+)([YMWD])$")
_UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}
_STEP = re.compile(r"^(?P<step>\w+)(?:, (?P<status>\w+))?(?: \((?P<by>[^)]+)\))?$")
_DAYS = ("day", "signed_on", "founded")


def told_value(view: View, what: str, value: str, label: str | None = None) -> str:
    """A value of a property in the language of the page; one that has no words of its own as it stands."""
    if label:
        return label if view.lang == "ar" else view.latin(label)
    if number := _NUMBER.match(value):
        told = f"{float(number[2]):,.10g}" if "." in number[2] else f"{int(number[2]):,}"
        if what not in _DAYS:
            return view.t(f"value.{_HEDGES[number[1]]}", n=told) if number[1] else told
    if length := _LENGTH.match(value):
        return view.n(_UNITS[length[2]], int(length[1]))
    if what in _DAYS:
        return view.day(value).words
    if what in ("status", "standing"):
        return view.term("status", value)
    return value.replace("_", " ")


def told_step(view: View, value: str) -> str:
    """A step of an agreement: what, how it stands where it is not done, and who takes it where that is not all."""
    found = _STEP.match(value)
    if found is None:
        return value
    told = view.term("step", found["step"])
    if found["status"]:
        told = f"{told} ({view.term('status', found['status'])})"
    return f"{told} · {view.state(found['by'])}" if found["by"] else told
