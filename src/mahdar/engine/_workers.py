"""Local processes that analyse articles. Articles and records travel as msgpack."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait

import msgspec

from mahdar.engine._attempt import Analyse, attempt
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure, Record

__all__ = ["Workers"]


class _Result(msgspec.Struct, frozen=True, gc=False):
    """What became of one article: one of the two."""

    record: Record | None = None
    failure: Failure | None = None


_ARTICLES = msgspec.msgpack.Decoder(list[Article])
_RESULTS = msgspec.msgpack.Decoder(list[_Result])


class _Here:
    """What a worker process was given when it began."""

    knowledge: Knowledge
    analyse: Analyse


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _begin(knowledge: bytes, analyse: Analyse) -> None:
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Here.knowledge = msgspec.msgpack.decode(knowledge, type=Knowledge)
    _Here.analyse = staticmethod(analyse)


def _work(chunk: bytes) -> bytes:
    results = []
    for article in _ARTICLES.decode(chunk):
        outcome = attempt(article, _Here.knowledge, _Here.analyse)
        results.append(_Result(failure=outcome) if isinstance(outcome, Failure) else _Result(record=outcome))
    return msgspec.msgpack.encode(results)


def _ping() -> None:
    """Nothing, to see that processes can be started."""


@contextmanager
def _deaf() -> Iterator[None]:
    """Ignore Ctrl-C for a moment: processes started in it are deaf from their first instruction on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Workers:
    """A pool of processes. Starts at once; raises BrokenProcessPool (from `results`) when one of them dies."""

    def __init__(self, count: int, knowledge: bytes, analyse: Analyse) -> None:
        # Spawned, not forked: a fork copies locks that threads of this process may hold.
        self._pool = ProcessPoolExecutor(
            count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(knowledge, analyse)
        )
        with _deaf():
            self._ping = self._pool.submit(_ping)

    def wait_until_ready(self) -> None:
        """Wait for the first process. Raises BrokenProcessPool where processes cannot be started at all."""
        self._ping.result()

    def submit(self, articles: Sequence[Article]) -> Future[bytes]:
        """Hand a chunk over."""
        return self._pool.submit(_work, msgspec.msgpack.encode(articles))

    @staticmethod
    def results(future: Future[bytes]) -> list[Record | Failure]:
        """What became of the articles of a chunk, in order."""
        outcomes: list[Record | Failure] = []
        for result in _RESULTS.decode(future.result()):
            outcome = result.record or result.failure
            assert outcome is not None
            outcomes.append(outcome)
        return outcomes

    def close(self, *, now: bool = False) -> None:
        """End the processes: after what they are doing, or `now`."""
        if now:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
