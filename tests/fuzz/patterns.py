"""Every pattern that the package compiles, and the strings on which each would take longest.

A regular expression is slow where a part that repeats can take the same letters in many ways, and then fails. So for each part that
repeats, strings are made of what leads to it, of it over and over, and of something that it cannot go on with.
"""

import importlib
import pkgutil
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import sre_constants as sre
    import sre_parse

__all__ = ["adversaries", "collect"]

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "5", sre.CATEGORY_NOT_DIGIT: "ب", sre.CATEGORY_SPACE: " ", sre.CATEGORY_NOT_SPACE: "ب",
    sre.CATEGORY_WORD: "ب", sre.CATEGORY_NOT_WORD: "-",
}  # fmt: skip
_OTHERS = "ب 5-x\n.«/ا"


def collect() -> list[tuple[str, str, int]]:
    """Module, pattern and flags of all that the package compiles when it is imported and when it reads the examples. To be called
    in a process of its own, before anything of the package is imported."""
    found: dict[tuple[str, int], str] = {}
    compiled = re.compile

    def listening(pattern: Any, flags: Any = 0) -> re.Pattern[Any]:
        module = sys._getframe(1).f_globals.get("__name__", "")
        if isinstance(pattern, str) and module.startswith("mahdar"):
            found[pattern, int(flags)] = module
        made: re.Pattern[Any] = compiled(pattern, flags)
        return made

    re.compile = listening  # type: ignore[assignment]
    mahdar = importlib.import_module("mahdar")
    for module in pkgutil.walk_packages(mahdar.__path__, "mahdar."):
        if not any(part in module.name for part in ("migrations", "__main__")):
            importlib.import_module(module.name)
    knowledge = mahdar.load_knowledge()
    for item in mahdar.read_articles([str(EXAMPLES)], knowledge):
        if isinstance(item, mahdar.Article):
            mahdar.analyse(item, knowledge)
    # Rules of lines are compiled together at first, and one by one when a line is met for them: here each of their forms as well.
    boilerplate = importlib.import_module("mahdar.reading._boilerplate")
    lines = boilerplate.line_rules(knowledge)
    for kind in (lines._whole, lines._pieces, lines._openings):
        assert kind.rules
    for rule in knowledge.boilerplate:
        for form in rule.forms if rule.pattern else ():
            found[lines._expand(rule, form), 0] = boilerplate.__name__
    return [(module, pattern, flags) for (pattern, flags), module in found.items()]


class _CutError(Exception):
    """The part that is to be repeated has been written."""


class _Writer:
    """Writes a string that a pattern matches up to and with its repeated part number `pumped`."""

    def __init__(self, random: Random, pumped: int, length: int) -> None:
        self._random, self._pumped, self._length = random, pumped, length
        self._repeats = 0
        self.text: list[str] = []

    def write(self, parsed: Any) -> None:
        for op, value in parsed:
            self._one(op, value)

    def _one(self, op: Any, value: Any) -> None:
        if op is sre.LITERAL:
            self.text.append(chr(value))
        elif op is sre.NOT_LITERAL:
            self.text.append(next(char for char in _OTHERS if ord(char) != value))
        elif op is sre.ANY:
            self.text.append(self._random.choice("بx "))
        elif op is sre.IN:
            self.text.append(self._of(value))
        elif op is sre.BRANCH:
            self.write(self._random.choice(value[1]))
        elif op is sre.SUBPATTERN:
            self.write(value[3])
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, *_possessive()):
            self._repeat(*value)
        elif op is getattr(sre, "ATOMIC_GROUP", None):
            self.write(value)

    def _repeat(self, least: int, most: Any, body: Any) -> None:
        number = self._repeats
        self._repeats += 1
        if number == self._pumped:
            begun = sum(map(len, self.text))
            times = self._length if most is sre.MAXREPEAT else min(self._length, most)
            for _ in range(max(times, 1)):
                self.write(body)
                self._repeats = number + 1
                if sum(map(len, self.text[-8:])) == 0 or len(self.text) > begun + self._length:
                    break
            raise _CutError
        for _ in range(max(least, self._random.choice((0, 1)) if most else 0)):
            self.write(body)

    def _of(self, choices: Any) -> str:
        negated = choices and choices[0][0] is sre.NEGATE
        if negated:
            return next((char for char in _OTHERS if not self._in(char, choices[1:])), "\u2603")
        op, value = self._random.choice(choices)
        if op is sre.LITERAL:
            return chr(value)
        if op is sre.RANGE:
            return chr(self._random.choice(value))
        return _CATEGORIES.get(value, "ب")

    def _in(self, char: str, choices: Any) -> bool:
        for op, value in choices:
            if op is sre.LITERAL and ord(char) == value:
                return True
            if op is sre.RANGE and value[0] <= ord(char) <= value[1]:
                return True
            if op is sre.CATEGORY:
                holds = {sre.CATEGORY_DIGIT: char.isdigit(), sre.CATEGORY_SPACE: char.isspace()}
                word = char.isalnum() or char == "_"
                holds |= {sre.CATEGORY_WORD: word, sre.CATEGORY_NOT_WORD: not word}
                holds |= {sre.CATEGORY_NOT_SPACE: not char.isspace(), sre.CATEGORY_NOT_DIGIT: not char.isdigit()}
                if holds.get(value, False):
                    return True
        return False


def _possessive() -> tuple[Any, ...]:
    return tuple(filter(None, (getattr(sre, "POSSESSIVE_REPEAT", None),)))


def adversaries(pattern: str, flags: int, *, length: int, tries: int = 2) -> Iterator[str]:
    """Strings of about `length` characters on which a pattern that can be made to take for ever does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = sre_parse.parse(pattern, flags)
    for number in range(200):
        written = False
        for attempt in range(tries):
            writer = _Writer(Random(f"{pattern}:{number}:{attempt}"), number, length)
            try:
                writer.write(parsed)
            except _CutError:
                written = True
                text = "".join(writer.text)
                # It fails after the repeated part, and the whole once more behind itself.
                yield text + "\x00"
                half = text[: length // 2]
                yield half + "\x00" + half + "!"
        if not written and number > 40:
            break


if __name__ == "__main__":
    import json

    json.dump(collect(), sys.stdout)
