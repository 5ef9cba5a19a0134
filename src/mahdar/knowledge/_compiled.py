"""Tables that rooms make of knowledge, each made once and kept for the next process.

They are kept as pickles that can hold nothing but data: no class is taken from a file that the room did not name itself, so
that whoever could write into the folder could lie about words and run nothing. Entries of knowledge are not in them, but
their numbers: what refers to an entry refers to the very entry again.
"""

import io
import pickle
from collections.abc import Callable
from functools import lru_cache, wraps
from itertools import chain
from typing import Any, TypeVar

import msgspec

from mahdar.knowledge._kept import keep, recall
from mahdar.knowledge._load import Knowledge, kept_state
from mahdar.limits import collecting_nothing

__all__ = ["compiled"]

T = TypeVar("T")

_BROKEN = (pickle.UnpicklingError, EOFError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def compiled(*classes: type) -> Callable[[Callable[[Knowledge], T]], Callable[[Knowledge], T]]:
    """Have a table made once of a `Knowledge`, and taken from the cache where the same was made before.

    `classes` are those of which it is made, but for Python's own containers and the entries of knowledge. The table has to
    depend on nothing but the knowledge, and on code of the rooms that `_kept` names. Knowledge that does not come from
    files is compiled in each process.
    """

    def around(make: Callable[[Knowledge], T]) -> Callable[[Knowledge], T]:
        name = f"{make.__module__}.{make.__qualname__}".removeprefix("mahdar.")

        @lru_cache(maxsize=4)
        @wraps(make)
        def table(knowledge: Knowledge) -> T:
            state = kept_state(knowledge)
            kept = recall(name, state) if state else None
            if kept is not None:
                try:
                    with collecting_nothing():
                        found: T = _Reader(kept, knowledge, classes).load()
                    return found
                except _BROKEN:
                    pass
            made = make(knowledge)
            if state:
                keep(name, state, _written(made, knowledge))
            return made

        return table

    return around


def _entries(knowledge: Knowledge) -> "chain[msgspec.Struct]":
    return chain.from_iterable(msgspec.structs.astuple(knowledge))


class _Reader(pickle.Unpickler):
    """Reads data only."""

    def __init__(self, kept: memoryview, knowledge: Knowledge, classes: tuple[type, ...]) -> None:
        super().__init__(io.BytesIO(kept))
        self._named = {(found.__module__, found.__qualname__): found for found in classes}
        self._entries = tuple(_entries(knowledge))

    def find_class(self, module: str, name: str) -> type:
        """The class of that name, if the room named it."""
        if (module, name) not in self._named:
            raise pickle.UnpicklingError(f"no class of this table: {module}.{name}")
        return self._named[module, name]

    def persistent_load(self, number: int) -> msgspec.Struct:
        """The entry of that number."""
        return self._entries[number]


class _Writer(pickle.Pickler):
    def __init__(self, into: io.BytesIO, knowledge: Knowledge) -> None:
        super().__init__(into, protocol=5)
        self._numbers = {id(entry): number for number, entry in enumerate(_entries(knowledge))}

    def persistent_id(self, thing: Any) -> int | None:
        return self._numbers.get(id(thing))


def _written(table: object, knowledge: Knowledge) -> bytes:
    into = io.BytesIO()
    _Writer(into, knowledge).dump(table)
    return into.getvalue()
