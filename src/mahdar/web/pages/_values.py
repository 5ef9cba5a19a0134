"""Values of facts and ledgers in words: numbers, days, lengths, names, offices, standings, steps of agreements."""

import re

from mahdar.web.pages._view import View

__all__ = ["told_step", "told_value"]

_HEDGED = re.compile(r"^(>=|<=|>|<|~)?(.+)$", re.DOTALL)
_HEDGES = {">=": "at_least", "<=": "at_most", ">": "more", "<": "less", "~": "about"}
_NUMBER = re.compile(r"^\d+(\.\d+)?$")
_LENGTH = re.compile(r"^P(\d+)([YMWD])$")
_UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}
_STEP = re.compile(r"^(?P<step>\w+)(?:, (?P<status>\w+))?(?: \((?P<by>[^)]+)\))?$")
_DAYS = ("day", "signed_on", "founded")
_AMOUNTS = ("killed", "wounded", "count", "amount")
_NAMES = ("member_of", "observer_of", "party_to", "predecessor", "doer", "first_denial")
_PLACES = ("place", "located_in")
_AND = {"ar": "\u060c ", "en": ", "}


def told_value(view: View, what: str, value: str, label: str | None = None) -> str:
    """A value of a property in the language of the page; one that has no words of its own as it stands. `label` is the name that
    the value has in Arabic where it is an id."""
    if label and view.lang == "ar":
        return _AND[view.lang].join(label.split(_AND["en"]))
    if what in _DAYS:
        return view.day(value).words
    if what in _PLACES:
        return view.latin(view.place(label)) if label else view.place(value)
    if what in _NAMES:
        return _AND[view.lang].join(map(view.called, value.split("+")))
    if what == "holds_office":
        return view.office(value)
    if what in ("status", "standing"):
        return view.term("status", value)
    if length := _LENGTH.match(value):
        return view.n(_UNITS[length[2]], int(length[1]))
    return view.latin(label) if label else _amount(view, what, value)


def _amount(view: View, what: str, value: str) -> str:
    """A number, or a word for many, with what is said before it."""
    hedged = _HEDGED.match(value)
    if hedged is None:
        return value
    hedge, told = hedged.groups()
    if number := _NUMBER.match(told):
        told = f"{float(told):,.10g}" if number[1] else f"{int(told):,}"
    elif what in _AMOUNTS:
        told = view.term("amount", told)
    else:
        return value.replace("_", " ")
    return view.t(f"value.{_HEDGES[hedge]}", n=told) if hedge else told


def told_step(view: View, value: str) -> str:
    """A step of an agreement: what, how it stands where it is not done, and who takes it where that is not all."""
    found = _STEP.match(value)
    if found is None:
        return value
    told = view.term("step", found["step"])
    if found["status"]:
        told = f"{told} ({view.term('status', found['status'])})"
    return f"{told} · {view.called(found['by'])}" if found["by"] else told
