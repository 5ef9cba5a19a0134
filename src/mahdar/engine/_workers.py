"""Local processes that analyse articles. Articles and records travel as msgpack, a line to each process.

Each process has a line of its own and shares no lock with the others, so that one that dies, at whatever moment, leaves nobody
waiting: its line ends, and another takes up what it had not done.
"""

import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic

import msgspec

from mahdar.engine._attempt import Analyse, attempt, budget, in_words
from mahdar.errors import AnalysisError
from mahdar.knowledge import Knowledge
from mahdar.limits import collecting_rarely
from mahdar.model import Article, Failure, Record

__all__ = ["Job", "Workers"]

# Memory that a process may take beyond what it has when it begins: an article that wants more fails, not the machine.
_MEMORY = 3 * 2**30
# A process that the alarm inside it does not stop is ended after so many times the article's seconds, and a few more.
_PATIENCE, _GRACE = 3, 5.0
# A process that is at work gets one chunk ahead, if it is so small that handing it over waits for nothing.
_AHEAD, _AHEAD_BYTES = 2, 96 * 2**10
# So many processes that end before they can work mean that none can be started; the first takes at most so many seconds.
_STILLBORN, _BOOT = 2, 120.0


class _Result(msgspec.Struct, frozen=True, gc=False):
    """What became of one article: one of the two."""

    record: Record | None = None
    failure: Failure | None = None


_ARTICLES = msgspec.msgpack.Decoder(list[Article])
_RESULT = msgspec.msgpack.Decoder(_Result)


# --- in the process


def _serve(line: Connection, analyse: Analyse, seconds: float) -> None:
    """The life of a process: knowledge comes first, then chunks; a message goes back for each article."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and decides
    _bound_memory()
    collecting_rarely()
    chunks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(line, chunks), daemon=True).start()
    with suppress(OSError):
        line.send_bytes(b"")  # up
        knowledge = msgspec.msgpack.decode(chunks.get(), type=Knowledge)
        while True:
            for article in _ARTICLES.decode(chunks.get()):
                # On its way before the next article is begun: whoever dies dies of the one that is missing.
                line.send_bytes(_encoded(article, attempt(article, knowledge, analyse, seconds)))
    os._exit(1)


def _encoded(article: Article, outcome: Record | Failure) -> bytes:
    try:
        return msgspec.msgpack.encode(_Result(None, outcome) if isinstance(outcome, Failure) else _Result(outcome))
    except (TypeError, ValueError, MemoryError) as problem:
        failure = Failure(article.source, article.doc, "analysis", in_words(problem))
        return msgspec.msgpack.encode(_Result(None, failure))


def _listen(line: Connection, chunks: "queue.SimpleQueue[bytes]") -> None:
    """Take in what the parent sends, also while an article is read; end this process when the parent is gone."""
    with suppress(OSError, EOFError):
        while True:
            chunks.put(line.recv_bytes())
    os._exit(1)


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415  (not on every system)

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  (no path of anybody's)
            begun = int(file.read().split()[0]) * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        limits = [limit for limit in (begun + _MEMORY, soft, hard) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    except (ImportError, OSError, ValueError):
        return


# --- in the parent


class Job:
    """A chunk of articles and, as they come, what became of them, in the same order."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.outcomes: list[Record | Failure] = []
        self.tried = -1  # the article of which a process has died once

    @property
    def done(self) -> bool:
        return len(self.outcomes) == len(self.articles)

    @property
    def current(self) -> Article:
        return self.articles[len(self.outcomes)]

    def fail(self, problem: str) -> None:
        article = self.current
        self.outcomes.append(Failure(article.source, article.doc, "analysis", problem))


class _Worker:
    """A process, its line, the jobs that it has been given, and when it was heard of last."""

    def __init__(self, analyse: Analyse, seconds: float) -> None:
        # Spawned, not forked: a fork copies locks that threads of this process may hold.
        context = multiprocessing.get_context("spawn")
        self.line, far = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(far, analyse, seconds), daemon=True)
        self.jobs: deque[Job] = deque()
        self.up = False
        self.heard = monotonic()
        try:
            with _deaf():
                self.process.start()
        finally:
            far.close()

    def end(self) -> None:
        """End the process at once; it holds nothing that is not here as well."""
        with suppress(AttributeError, ValueError):  # it was never started
            self.process.kill()
            self.process.join()
        self.line.close()


@contextmanager
def _deaf() -> Iterator[None]:
    """Put Ctrl-C off for a moment: a process that is started in it never hears it, this one does afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Workers:
    """At most `count` processes, started as there is work. One that dies is replaced; the article that it died of is tried
    once more, and is a Failure if that kills its process too, or if it takes longer than its budget allows."""

    def __init__(self, count: int, knowledge: bytes, analyse: Analyse, seconds: float) -> None:
        self._count, self._knowledge, self._analyse, self._seconds = count, knowledge, analyse, seconds
        self._workers: list[_Worker] = []
        self._todo: deque[Job] = deque()
        self._stillborn = 0

    def submit(self, articles: Sequence[Article]) -> Job:
        """Hand a chunk over."""
        job = Job(articles)
        if not job.done:
            self._todo.append(job)
            self._hand_out()
        return job

    def finish(self, job: Job) -> None:
        """Wait until a job is done. Raises AnalysisError where no process can be started."""
        while not job.done:
            self._hand_out()
            ready = wait([worker.line for worker in self._workers], max(0.0, self._next_deadline() - monotonic()))
            for worker in [worker for worker in self._workers if worker.line in ready]:
                self._hear(worker)
            for worker in [worker for worker in self._workers if self._deadline(worker) < monotonic()]:
                if not worker.line.poll():
                    self._bury(worker, late=True)

    def close(self) -> None:
        """End the processes."""
        with _deaf():
            for worker in self._workers:
                worker.end()
            self._workers.clear()

    def _hand_out(self) -> None:
        while self._todo:
            free = min((w for w in self._workers if w.up), key=lambda w: len(w.jobs), default=None)
            if free is not None and not free.jobs:
                self._hand(free)
            elif len(self._workers) < self._count:
                self._workers.append(_Worker(self._analyse, self._seconds))
                return
            elif free is None or len(free.jobs) >= _AHEAD or not self._hand(free, _AHEAD_BYTES):
                return

    def _hand(self, worker: _Worker, most: int | None = None) -> bool:
        """Give the next job to a process, unless it is of more bytes than `most`."""
        job = self._todo[0]
        chunk = msgspec.msgpack.encode(job.articles[len(job.outcomes) :])
        if most is not None and len(chunk) > most:
            return False
        self._todo.popleft()
        if not worker.jobs:
            worker.heard = monotonic()
        worker.jobs.append(job)
        self._send(worker, chunk)
        return True

    def _send(self, worker: _Worker, message: bytes) -> None:
        try:
            worker.line.send_bytes(message)
        except OSError:
            self._bury(worker)

    def _hear(self, worker: _Worker) -> None:
        """Take in all that a process has said, or see that it has died."""
        try:
            while worker.line.poll():
                message = worker.line.recv_bytes()
                worker.heard = monotonic()
                if not worker.up:
                    worker.up, self._stillborn = True, 0
                    self._send(worker, self._knowledge)
                    continue
                result, job = _RESULT.decode(message), worker.jobs[0]
                outcome = result.record or result.failure
                assert outcome is not None
                job.outcomes.append(outcome)
                if job.done:
                    worker.jobs.popleft()
                    self._hand_out()
        except (OSError, EOFError):
            self._bury(worker)

    def _deadline(self, worker: _Worker) -> float:
        if not worker.up:
            return worker.heard + _BOOT
        if not worker.jobs:
            return float("inf")
        return worker.heard + _GRACE + _PATIENCE * budget(worker.jobs[0].current, self._seconds)

    def _next_deadline(self) -> float:
        return min(map(self._deadline, self._workers), default=monotonic())

    def _bury(self, worker: _Worker, *, late: bool = False) -> None:
        """Take a process out; its jobs go to others, without the article that is not to be tried again."""
        if worker not in self._workers:
            return
        self._workers.remove(worker)
        worker.end()
        if not worker.up:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN or late:
                raise AnalysisError("", "engine", "worker processes cannot be started; try with one worker")
            return
        if worker.jobs:
            job = worker.jobs[0]
            if late:
                job.fail(f"cut off: more than {budget(job.current, self._seconds):.3g} seconds")
            elif job.tried == len(job.outcomes):
                job.fail("the process died while it read this article (memory?)")
            else:
                job.tried = len(job.outcomes)
        self._todo.extendleft(job for job in reversed(worker.jobs) if not job.done)
