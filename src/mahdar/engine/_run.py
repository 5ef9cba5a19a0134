"""Articles in, records out, in the same order: here or in several processes."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

import msgspec

from mahdar.engine._attempt import Analyse, attempt, storable
from mahdar.engine._workers import Workers
from mahdar.errors import AnalysisError
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure, Record

__all__ = ["Outcome", "run"]

Outcome = tuple[Article, Record] | Failure
Item = Article | Failure

# So few articles are done before a second process is up.
_FEW = 12
# A chunk is closed at so many articles or characters; each worker has so many chunks ahead of it.
_CHUNK_ARTICLES, _CHUNK_CHARACTERS = 16, 60_000
_AHEAD = 3


def run(
    items: Iterable[Item],
    knowledge: Knowledge,
    *,
    workers: int = 1,
    analyse: Analyse | None = None,
    few: int = _FEW,
) -> Generator[Outcome, None, None]:
    """Analyse every article, in order; a Failure among the items is handed on in its place.

    An article on which the analysis fails, or whose process dies, gives a Failure that names it; the rest goes on. With
    more than one worker and more than `few` items the work is done in local processes, with only a few chunks in memory.
    The records are the same, byte for byte, whatever the number of workers. `analyse` (the pipeline's where none is
    given) has to be a function of a module then. Raises AnalysisError where no process can be started.
    """
    making = analyse or _pipeline()
    items = (storable(item) if isinstance(item, Article) else item for item in items)
    if workers > 1:
        first = list(islice(items, few + 1))
        if len(first) > few:
            yield from _in_processes(chain(first, items), knowledge, workers, making)
            return
        items = iter(first)
    for item in items:
        yield item if isinstance(item, Failure) else _paired(item, attempt(item, knowledge, making))


def _pipeline() -> Analyse:
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


def _articles(chunk: Iterable[Item]) -> list[Article]:
    return [item for item in chunk if isinstance(item, Article)]


def _merged(chunk: Iterable[Item], outcomes: Iterable[Record | Failure]) -> Iterator[Outcome]:
    """The outcomes of a chunk's articles, and its failures, each in its place."""
    found = iter(outcomes)
    for item in chunk:
        yield item if isinstance(item, Failure) else _paired(item, next(found))


def _in_processes(items: Iterable[Item], knowledge: Knowledge, count: int, analyse: Analyse) -> Iterator[Outcome]:
    known = msgspec.msgpack.encode(knowledge)
    chunks = _chunks(items)
    waiting: deque[tuple[list[Item], Future[bytes]]] = deque()
    workers = _start(count, known, analyse)
    done = False
    try:
        while True:
            try:
                for chunk in islice(chunks, max(0, count * _AHEAD - len(waiting))):
                    # Kept before it is handed over, so that it is not lost where that fails.
                    waiting.append((chunk, Future()))
                    waiting[-1] = (chunk, workers.submit(_articles(chunk)))
                if not waiting:
                    break
                outcomes = workers.results(waiting[0][1])
            except BrokenProcessPool:
                workers.close(now=True)
                broken = list(waiting)
                waiting.clear()
                for chunk, future in broken:
                    yield from _merged(chunk, _recovered(_articles(chunk), future, known, analyse))
                workers = _start(count, known, analyse)
                continue
            yield from _merged(waiting.popleft()[0], outcomes)
        done = True
    finally:
        workers.close(now=not done)


def _start(count: int, known: bytes, analyse: Analyse) -> Workers:
    workers = Workers(count, known, analyse)
    try:
        workers.wait_until_ready()
    except BrokenProcessPool as problem:
        workers.close(now=True)
        raise AnalysisError("", "engine", "worker processes cannot be started; try with one worker") from problem
    except BaseException:
        workers.close(now=True)
        raise
    return workers


def _recovered(
    articles: Sequence[Article], future: Future[bytes], known: bytes, analyse: Analyse
) -> Iterator[Record | Failure]:
    """The outcomes of a chunk that was under way when a process died: as they are if it had ended, else one by one, so that
    the article that kills its process is the only one lost."""
    if future.done() and not future.cancelled() and future.exception() is None:
        yield from Workers.results(future)
        return
    workers = _start(1, known, analyse)
    try:
        for article in articles:
            try:
                yield workers.results(workers.submit([article]))[0]
            except BrokenProcessPool:
                workers.close(now=True)
                yield Failure(
                    article.source, article.doc, "analysis", "the process died while it read this article (memory?)"
                )
                workers = _start(1, known, analyse)
    finally:
        workers.close(now=True)
