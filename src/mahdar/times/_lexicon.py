"""The words of `times.toml`, compiled: from a written word to what the grammar may take it for."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

import msgspec

from mahdar.knowledge import CLITICS, Knowledge, fold, fold_char
from mahdar.knowledge.tables.times import TimeContext, TimeWord
from mahdar.text import Document, general_word

T = TypeVar("T")
_MOST_KEPT = 200_000
_SHORTEST_FUTURE = 4


class Sense(msgspec.Struct, frozen=True, gc=False):
    """What a word may stand for. `number`: one, two, pair (a dual before its numbers), many, or "" where it has none.
    `standing`: "" (sure), hinted, weak or alone, as in `TimeWord`."""

    id: str
    tag: str
    value: str
    number: str = ""
    standing: str = ""
    family: str = ""


class Node(msgspec.Struct):
    """A step in the tree of phrases: the senses of the words so far, and the words that may follow."""

    senses: dict[str, Sense]
    after: dict[str, "Node"]


class Reading(msgspec.Struct, frozen=True):
    """One way to take a written word: `lead` folded letters of clitics, then a word that starts at `node`."""

    lead: int
    conj: bool
    prep: str
    article: bool
    node: Node


class _Remembered(dict[str, T]):
    """What is worked out once for each folded word, when it is first asked for."""

    def __init__(self, work_out: Callable[[str], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, form: str) -> T:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[form] = self._work_out(form)
        return found


class Lexicon:
    """All words of time of one `Knowledge`. Remembers the readings of each written word."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._roots: dict[str, Node] = {}
        self._kept = _Remembered[tuple[Reading, ...]](lambda form: tuple(self._read(form)))
        self._reaching: dict[frozenset[str], Mapping[str, bool]] = {}
        for entry in knowledge.times:
            for form, number, standing in _forms(entry):
                self._add(form, Sense(entry.id, entry.tag, entry.value, number, standing, entry.family))
        self._never: set[str] = set()
        self._future: dict[str, bool] = {}
        self._future_prefixes: tuple[str, ...] = ()
        for context in knowledge.time_contexts:
            if context.tag == "as_written":
                self._never.update(context.forms)
                continue
            if context.tag == "future_prefix":
                self._future_prefixes += context.forms
                continue
            for form in context.forms:
                self._add(form, _context_sense(context))
        self._never_folded = {fold(form) for form in self._never}

    def _add(self, form: str, sense: Sense) -> None:
        after, node = self._roots, None
        for word in _words(form):
            node = after.setdefault(word, Node({}, {}))
            after = node.after
        if node is not None:
            node.senses.setdefault(sense.tag, sense)

    def readings(self, form: str) -> tuple[Reading, ...]:
        """The ways to take a folded word, the one with the fewest clitics first; empty where it is none of ours."""
        return self._kept[form]

    def reaching(self, tags: frozenset[str]) -> Mapping[str, bool]:
        """Of each folded word whether it, or a phrase that begins with it, may stand for something of these classes."""
        known = self._reaching.get(tags)
        if known is None:
            known = self._reaching[tags] = _Remembered(
                lambda form: any(_reaches(reading.node, tags) for reading in self.readings(form))
            )
        return known

    def has(self, form: str, tag: str) -> bool:
        """Whether a folded word may stand for something of this class."""
        return any(tag in reading.node.senses for reading in self.readings(form))

    def readings_in(self, document: Document) -> list[tuple[Reading, ...]]:
        """The readings of every token; none of a mark or of a word that is written as one that is no time ("آلان")."""
        text, never, kept = document.article.text, self._never_folded, self._kept
        return [
            ()
            if token.kind == "punct" or (token.form in never and text[token.start : token.end] in self._never)
            else kept[token.form]
            for token in document.tokens
        ]

    def is_future(self, form: str, written: str) -> bool:
        """Whether a word is a verb with the prefix of the future, as far as a general word list knows (simplemma)."""
        known = self._future.get(form)
        if known is None:
            known = self._reads_future(form, "".join(char for char in written if fold_char(char)))
            if len(self._future) >= _MOST_KEPT:
                self._future.clear()
            self._future[form] = known
        return known

    def _reads_future(self, form: str, plain: str) -> bool:
        at = 1 if form[:1] in CLITICS.conjunctions else 0
        if len(form) - at < _SHORTEST_FUTURE or not plain.startswith(self._future_prefixes, at):
            return False
        return "no_future" not in self._senses(form[at:]) and general_word(plain[at + 1 :])

    def _senses(self, form: str) -> dict[str, Sense]:
        node = self._roots.get(form)
        return node.senses if node is not None else {}

    def _read(self, form: str) -> Iterator[Reading]:
        article = CLITICS.article
        for lead, conj, prep, rest, swallowed in _leads(form):
            whole = article + rest if swallowed else rest
            node = self._roots.get(whole)
            if node is not None:
                yield Reading(lead, conj, prep, whole.startswith(article), node)
            if whole.startswith(article) and len(whole) > len(article) + 1:
                node = self._roots.get(whole[len(article) :])
                if node is not None:
                    yield Reading(lead, conj, prep, True, node)


def _reaches(node: Node, tags: frozenset[str]) -> bool:
    return not tags.isdisjoint(node.senses) or any(_reaches(after, tags) for after in node.after.values())


def _leads(form: str) -> Iterator[tuple[int, bool, str, str, bool]]:
    """(letters of clitics, conjunction, preposition, rest, whether the article was swallowed by its preposition)."""
    starts = [0]
    if form[:1] in CLITICS.conjunctions and len(form) > 2:
        starts.append(1)
    for at in starts:
        left, conj = form[at:], at > 0
        yield at, conj, "", left, False
        if left.startswith(CLITICS.swallowed) and len(left) > 3:
            yield at, conj, left[0], left[2:], True
        if left[:1] in CLITICS.prepositions and len(left) > 2:
            yield at + 1, conj, left[0], left[1:], False


def _words(form: str) -> list[str]:
    """The tokens that a form is written in: words, numbers, single marks."""
    return fold(form).replace(".", " . ").replace("-", " - ").split()


def _forms(entry: TimeWord) -> Iterator[tuple[str, str, str]]:
    one = "one" if entry.tag == "unit" else ""
    for number, forms in ((one, entry.forms), ("two", entry.dual), ("pair", entry.construct), ("many", entry.plural)):
        for form in forms:
            yield form, number, ""
    for standing, forms in (("alone", entry.alone), ("hinted", entry.hinted), ("weak", entry.weak)):
        for form in forms:
            yield form, one, standing


def _context_sense(entry: TimeContext) -> Sense:
    return Sense(entry.id, entry.tag, "")


@lru_cache(maxsize=4)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """The lexicon of these tables, compiled once."""
    return Lexicon(knowledge)
