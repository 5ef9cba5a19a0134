"""The rules of `boilerplate.toml`, ready to be asked about a line."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import msgspec

from mahdar.errors import KnowledgeError
from mahdar.knowledge import Knowledge, fold, fold_char
from mahdar.knowledge.tables.outlets import Boilerplate
from mahdar.model import Span

__all__ = ["LineRules", "Place", "line_rules"]

_CLASS = re.compile(r"\{([a-z]+)\}")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_WHOLE = ("line", "start", "end", "list", "tail")


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where a line stands: its number among the lines that hold something, from the start and from the end, from 1."""

    from_start: int
    from_end: int


class _Compiled:
    """Rules of one kind as one expression that says whether any of them can match, and one expression each, which is
    compiled when a line is met for it: most articles have none."""

    def __init__(self, rules: Iterable[tuple[Boilerplate, str]]) -> None:
        self._patterns: list[tuple[Boilerplate, str]] = list(rules)
        try:
            self.any = re.compile("|".join(f"(?:{pattern})" for _, pattern in self._patterns) or r"(?!)")
        except re.error:
            _blame(self._patterns)
            raise
        self.longest = max((rule.longest for rule, _ in self._patterns), default=0)

    @cached_property
    def rules(self) -> list[tuple[Boilerplate, re.Pattern[str]]]:
        """The rules in their order, with their expressions."""
        return [(rule, re.compile(pattern)) for rule, pattern in self._patterns]


def _blame(patterns: Iterable[tuple[Boilerplate, str]]) -> None:
    """Name the rule whose expression is none."""
    for rule, pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as problem:
            raise KnowledgeError("boilerplate.toml", rule.id, f"{pattern!r}: {problem}") from problem


class LineRules:
    """The rules, by the way in which they match."""

    def __init__(self, knowledge: Knowledge) -> None:
        words: dict[str, list[str]] = {
            rule.id.rpartition(".")[2]: [fold(form) for form in rule.forms]
            for rule in knowledge.boilerplate
            if rule.match == "word"
        }
        words["outlet"] = [fold(name) for rule in knowledge.outlets for name in (rule.outlet, *rule.names)]
        self._classes = {name: _either(forms) for name, forms in words.items()}
        by_match: dict[str, list[tuple[Boilerplate, str]]] = {}
        for rule in knowledge.boilerplate:
            if rule.match != "word":
                by_match.setdefault(rule.match, []).append((rule, self._pattern(rule)))
        # A "tail" or "list" takes its line before a rule that would take the line alone.
        order = ("tail", "list", "line", "end", "start")
        self._whole = _Compiled(pair for match in order for pair in by_match.get(match, ()))
        self._pieces = _Compiled(by_match.get("piece", ()))
        self._openings = _Compiled(by_match.get("opening", ()))
        opens = by_match.get("open", ())
        self._running = _Compiled(pair for pair in opens if pair[0].zone == "body").any
        self._headline = _Compiled(pair for pair in opens if pair[0].zone == "title").any

    def _pattern(self, rule: Boilerplate) -> str:
        if rule.pattern:
            either = "|".join(f"(?:{self._expand(rule, form)})" for form in rule.forms)
        else:
            either = "|".join(_words(form) for form in sorted(rule.forms, key=len, reverse=True))
        match rule.match:
            case "line" | "list" | "tail":
                return rf"^(?:{either})$"
            case "start" | "open":
                return rf"^(?:{either})" if rule.pattern else rf"^(?:{either})(?!\w)"
            case "end":
                return rf"(?:{either})$" if rule.pattern else rf"(?<!\w)(?:{either})$"
            case "opening":
                return rf"^\s*(?:{either})"
            case _:
                return rf"(?:{either})"

    def _expand(self, rule: Boilerplate, form: str) -> str:
        folded = "".join(char if char.isascii() else re.escape(fold_char(char)) for char in form)
        try:
            return _CLASS.sub(lambda name: self._classes[name.group(1)], folded)
        except KeyError as problem:
            raise KnowledgeError("boilerplate.toml", rule.id, f"no class of words {problem}") from problem

    def of_line(self, line: str, place: Place) -> Boilerplate | None:
        """The rule that takes this whole line, if one does. `line` is folded."""
        if len(line) > self._whole.longest:
            return None
        # What folds away altogether (a line of tatweel) is a line of signs.
        line = " ".join(line.split()) or "-"
        bare = _EDGES.sub("", line) or line
        # Marks around a line ("+ الخط -", "اقرأ أيضا:") are no part of the words, but a pattern may ask for them.
        shapes = (line,) if bare == line else (line, bare)
        if not any(map(self._whole.any.search, shapes)):
            return None
        for rule, pattern in self._whole.rules:
            if len(line) <= rule.longest and _stands(rule, place) and any(map(pattern.search, shapes)):
                return rule
        return None

    def pieces(self, line: str, folded: str, place: Place) -> Iterator[tuple[Boilerplate, Span]]:
        """The pieces of this line that rules take, as spans of `line` itself (not folded); they may overlap."""
        origins = None
        for kind in (self._openings, self._pieces):
            if not kind.any.search(folded):
                continue
            if origins is None:
                origins = _origins(line)
            for rule, pattern in kind.rules:
                if not _stands(rule, place):
                    continue
                for found in pattern.finditer(folded):
                    if found.end() > found.start():
                        yield rule, Span(origins[found.start()], origins[found.end() - 1] + 1)

    def runs_on(self, line: str, conjunction: str) -> bool:
        """Whether this folded line opens as running text does: with a connective, and not as a headline or a lead."""
        bare = line.lstrip("\"'«“”( ")
        if self._running.search(bare):
            return True
        return bare.startswith(conjunction) and not self._headline.search(bare)


def _either(forms: Iterable[str]) -> str:
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    return r"(?<!\w)(?:" + "|".join(re.escape(form) for form in ordered) + r")(?!\w)"


def _words(form: str) -> str:
    return r"\s+".join(re.escape(word) for word in fold(form).split())


def _stands(rule: Boilerplate, place: Place) -> bool:
    return (not rule.first or place.from_start <= rule.first) and (not rule.last or place.from_end <= rule.last)


def _origins(line: str) -> list[int]:
    """For each character of the folded line the place in the line that it comes from."""
    return [at for at, char in enumerate(line) for _ in fold_char(char)]


@lru_cache(maxsize=4)
def line_rules(knowledge: Knowledge) -> LineRules:
    """The compiled rules of this knowledge."""
    return LineRules(knowledge)
