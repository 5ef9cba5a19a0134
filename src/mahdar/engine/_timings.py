"""What each room costs."""

from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import TypeVar

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.model import Article, Record
from mahdar.pipeline import analyse

__all__ = ["RoomTime", "Timings"]

T = TypeVar("T")
_READING = "reading"


class RoomTime(msgspec.Struct, frozen=True):
    """The seconds that a room took for all articles, and its share of the whole in [0, 1]."""

    room: str
    seconds: float
    share: float


class Timings:
    """Analyses, and keeps count of the time by room. `clock` gives seconds; `words` are those of the articles."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._spent: dict[str, float] = {}
        self.articles = self.words = 0

    def _add(self, room: str, since: float) -> float:
        now = self._clock()
        self._spent[room] = self._spent.get(room, 0.0) + now - since
        return now

    def reading(self, items: Iterable[T]) -> Iterator[T]:
        """The same items; the time until each comes is that of reading it."""
        source = iter(items)
        while True:
            since = self._clock()
            try:
                item = next(source)
            except StopIteration:
                return
            finally:
                self._add(_READING, since)
            yield item

    def __call__(self, article: Article, knowledge: Knowledge) -> Record:
        """What the pipeline's `analyse` does."""
        at, since = "", self._clock()

        def entering(room: str) -> None:
            nonlocal at, since
            since = self._add(at, since) if at else self._clock()
            at = room

        record = analyse(article, knowledge, entering=entering)
        self._add(at, since)
        self.articles += 1
        self.words += len(article.text.split())
        return record

    def rooms(self) -> tuple[RoomTime, ...]:
        """The rooms in the order in which an article passes through them."""
        whole = sum(self._spent.values()) or 1.0
        return tuple(RoomTime(room, seconds, seconds / whole) for room, seconds in self._spent.items())
