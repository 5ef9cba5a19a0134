"""Articles in, records out, in the same order: here or in several processes."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice

import msgspec

from mahdar.engine._attempt import SECONDS, Analyse, attempt, storable
from mahdar.engine._workers import Job, Workers
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure, Record

__all__ = ["Outcome", "run", "whole_recipe"]

Outcome = tuple[Article, Record] | Failure
Item = Article | Failure

# So few articles are done before a second process is up.
_FEW = 12
# A chunk is closed at so many articles or characters; each worker has so many chunks ahead of it.
_CHUNK_ARTICLES, _CHUNK_CHARACTERS = 16, 30_000
_AHEAD = 3


def run(
    items: Iterable[Item],
    knowledge: Knowledge,
    *,
    workers: int = 1,
    analyse: Analyse | None = None,
    few: int = _FEW,
    seconds: float = SECONDS,
) -> Generator[Outcome, None, None]:
    """Analyse every article, in order; a Failure among the items is handed on in its place.

    An article on which the analysis fails, or whose process dies, gives a Failure that names it; the rest goes on. So does
    one that takes more than `seconds` of computing, and some for its length. With more than one worker and more than `few`
    items the work is done in local processes, with only a few chunks in memory; there an article that wants gigabytes fails too.
    The records are the same, byte for byte, whatever the number of workers. `analyse` (the pipeline's where none is
    given) has to be a function of a module then. Raises AnalysisError where no process can be started.
    """
    making = analyse or whole_recipe()
    items = (storable(item) if isinstance(item, Article) else item for item in items)
    if workers > 1:
        first = list(islice(items, few + 1))
        if len(first) > few:
            yield from _in_processes(chain(first, items), knowledge, workers, making, seconds)
            return
        items = iter(first)
    for item in items:
        yield item if isinstance(item, Failure) else _paired(item, attempt(item, knowledge, making, seconds))


def whole_recipe() -> Analyse:
    """What makes a record of an article where nothing else is given; loaded when it is first needed."""
    from mahdar.pipeline import analyse  # noqa: PLC0415  (it loads every room)

    return analyse


def _paired(article: Article, outcome: Record | Failure) -> Outcome:
    return outcome if isinstance(outcome, Failure) else (article, outcome)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    characters = 0
    for item in items:
        chunk.append(item)
        characters += len(item.text) if isinstance(item, Article) else 0
        if len(chunk) >= _CHUNK_ARTICLES or characters >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _merged(chunk: Iterable[Item], outcomes: Iterable[Record | Failure]) -> Iterator[Outcome]:
    """The outcomes of a chunk's articles, and its failures, each in its place."""
    found = iter(outcomes)
    for item in chunk:
        yield item if isinstance(item, Failure) else _paired(item, next(found))


def _in_processes(
    items: Iterable[Item], knowledge: Knowledge, count: int, analyse: Analyse, seconds: float
) -> Iterator[Outcome]:
    chunks = _chunks(items)
    waiting: deque[tuple[list[Item], Job]] = deque()
    workers = Workers(count, msgspec.msgpack.encode(knowledge), analyse, seconds)
    try:
        while True:
            for chunk in islice(chunks, max(0, count * _AHEAD - len(waiting))):
                waiting.append((chunk, workers.submit([item for item in chunk if isinstance(item, Article)])))
            if not waiting:
                return
            chunk, job = waiting.popleft()
            workers.finish(job)
            yield from _merged(chunk, job.outcomes)
    finally:
        workers.close()
