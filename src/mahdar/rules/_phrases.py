"""Phrases of several words, looked up by their first."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from mahdar.knowledge import CLITICS, fold
from mahdar.text import Token

T = TypeVar("T")


class PhraseTable(Generic[T]):
    """Entries under phrases. A last word that is a clitic preposition ("تمهيدا ل") asks for it on the next word."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, T]]] = {}
        for phrase, entry in entries:
            words = fold(phrase).split()
            clitic = words.pop() if len(words) > 1 and words[-1] in CLITICS.prepositions else ""
            self._by_first.setdefault(words[0], []).append((tuple(words[1:]), clitic, entry))
        for rows in self._by_first.values():
            rows.sort(key=lambda row: len(row[0]) + bool(row[1]), reverse=True)

        self._firsts = frozenset(self._by_first)

    def __contains__(self, word: str) -> bool:
        return word in self._by_first

    def starts(self, tokens: Sequence[Token], first: int, last: int) -> list[int]:
        """The tokens of [first, last) at which a phrase may start."""
        firsts = self._firsts
        return [at for at in range(first, last) if not firsts.isdisjoint(tokens[at].spellings)]

    def at(self, tokens: Sequence[Token], first: int, last: int) -> tuple[int, T] | None:
        """The longest phrase that starts at token `first` and ends before `last`: where it ends, and its entry."""
        if self._firsts.isdisjoint(tokens[first].spellings):
            return None
        for word in tokens[first].spellings:
            rows = self._by_first.get(word)
            if rows is None:
                continue
            for rest, clitic, entry in rows:
                end = first + 1 + len(rest)
                if end > last or (clitic and (end >= last or tokens[end].prep != clitic)):
                    continue
                if not rest or all(part in tokens[first + 1 + at].spellings for at, part in enumerate(rest)):
                    return end, entry
        return None
