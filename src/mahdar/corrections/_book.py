"""Which corrections hold: not undone, and where two say different things the later one."""

from collections import defaultdict
from collections.abc import Iterable

from mahdar.corrections._entries import ordered
from mahdar.model import Correction, Problem, Somebody

__all__ = ["Book", "standing"]


def standing(entries: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections that are not undone, by time. An undo that is undone itself does nothing."""
    every = ordered(entries)
    undos: dict[str, list[str]] = defaultdict(list)
    for entry in every:
        if entry.do == "undo":
            undos[entry.of].append(entry.id)
    holds: dict[str, bool] = {}

    def held(entry: str) -> bool:
        # An id is a hash of what it undoes, so no chain of undos comes back to its beginning.
        if entry not in holds:
            holds[entry] = not any(held(undo) for undo in undos[entry])
        return holds[entry]

    return tuple(entry for entry in every if entry.do != "undo" and held(entry.id))


class Book:
    """The corrections of a store, ready to be applied. The same entries in any order make the same book."""

    def __init__(self, entries: Iterable[Correction] = ()) -> None:
        every = ordered(entries)
        known = {entry.id for entry in every}
        self.held = standing(every)
        self.of_doc: dict[str, list[Correction]] = defaultdict(list)
        for entry in self.held:
            if entry.what == "finding":
                self.of_doc[entry.targets[0].doc].append(entry)
        problems = [
            Problem(entry.id, f"there is no correction {entry.of}")
            for entry in every
            if entry.do == "undo" and entry.of not in known
        ]
        self._moves: dict[tuple[str, str], tuple[Somebody, str]] = {}
        for entry in reversed(self.held):  # the later one holds
            if entry.what == "entity" and entry.into is not None:
                for doc in entry.docs if entry.do == "split" else ("",):
                    problems += self._move(entry, entry.into, doc)
        self._split = {doc for doc, _ in self._moves if doc}
        self.problems = tuple(sorted(problems))

    def _move(self, entry: Correction, into: Somebody, doc: str) -> Iterable[Problem]:
        for ident in entry.entities:
            if ident == into.id:
                continue
            later = self._moves.get((doc, ident))
            if later is not None:
                if later[0].id != into.id:
                    yield Problem(entry.id, f"{ident} is {later[0].id} by a later correction", later[1])
                continue
            back, way = self._follow(into.id, doc)
            if back is not None and back.id == ident:
                yield Problem(entry.id, f"{into.id} is {ident} by a later correction", way[-1])
            else:
                self._moves[doc, ident] = (into, entry.id)

    def _follow(self, ident: str, doc: str) -> tuple[Somebody | None, tuple[str, ...]]:
        into: Somebody | None = None
        way: list[str] = []
        seen = {ident}
        step = self._moves.get((doc, ident)) if doc else None
        step = step or self._moves.get(("", ident))
        while step is not None:
            into = step[0]
            way.append(step[1])
            if into.id in seen:
                break
            seen.add(into.id)
            step = self._moves.get(("", into.id))
        return into, tuple(way)

    def becomes(self, ident: str, doc: str) -> tuple[Somebody | None, tuple[str, ...]]:
        """Whom an entity of an article is taken for, None where it stays who it is; and the corrections that say so."""
        return self._follow(ident, doc)

    @property
    def renames(self) -> bool:
        """Whether any entity is taken for another."""
        return bool(self._moves)

    def renames_in(self, doc: str) -> bool:
        """Whether an entity is taken for another in this article only."""
        return doc in self._split
