"""From articles to a record file."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from fnmatch import fnmatchcase
from time import monotonic

import msgspec
from sqlalchemy.exc import OperationalError

from mahdar.engine._attempt import SECONDS, Analyse, in_words, storable
from mahdar.engine._digest import article_digest, fingerprint, linking_way
from mahdar.engine._run import Item, Outcome, run
from mahdar.errors import StoreError
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure, Record
from mahdar.store import Store

__all__ = ["Report", "Runner", "build"]

# What makes outcomes of items, in their order.
Runner = Callable[[Iterable[Item]], Generator[Outcome, None, None]]

# Articles are written so many at a time, and at the latest after so many seconds.
_BATCH, _SECONDS = 64, 2.0
_SHOWN = 5


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did. `failures` are the first few of the `failed`."""

    read: int
    written: int
    unchanged: int
    failed: int
    failures: tuple[Failure, ...]


class _Tally:
    def __init__(self) -> None:
        self.read = self.written = self.unchanged = self.failed = 0
        self.shown: list[Failure] = []
        self.raised: set[tuple[str, str]] = set()
        self.visited: set[str] = set()

    def fail(self, failure: Failure) -> None:
        self.failed += 1
        self.raised.add((failure.source, failure.place))
        self.visited.add(failure.source)
        if len(self.shown) < _SHOWN:
            self.shown.append(failure)

    def report(self) -> Report:
        return Report(
            read=self.read,
            written=self.written,
            unchanged=self.unchanged,
            failed=self.failed,
            failures=tuple(self.shown),
        )


def build(
    items: Iterable[Item],
    store: Store,
    knowledge: Knowledge,
    *,
    workers: int = 1,
    sources: Sequence[str] = (),
    analyse: Analyse | None = None,
    reading: str | None = None,
    runner: Runner | None = None,
    progress: Callable[[Report], None] | None = None,
    seconds: float = SECONDS,
) -> Report:
    """Analyse the articles that the file does not have as they are, and write them.

    A build that was stopped is taken up by calling this again: what is in the file stays. A second article with the `doc`
    of an earlier one but other content is a failure, the first is kept. Failures are kept in the file; those of an
    earlier build from the same `sources` that did not happen again are taken out when this one has come to its end. Then
    articles without a date are dated by others that tell the same events.
    `runner` makes the outcomes elsewhere (`workers` and `analyse` are nothing to it).
    An article that takes more than `seconds` of computing is cut off and is a failure (see `run`).
    `reading` stands for the way in which articles are read, `fingerprint(knowledge)` where none is given. Raises StoreError
    where the file cannot be written.
    """
    tally = _Tally()
    digests: dict[str, str] = {}
    batch: list[tuple[Article, Record, str]] = []
    written_at = monotonic()
    fresh = _fresh(items, store, reading or fingerprint(knowledge), tally, digests, progress)
    running = (
        runner(fresh)
        if runner is not None
        else run(fresh, knowledge, workers=workers, analyse=analyse, seconds=seconds)
    )
    with closing(running) as outcomes:
        try:
            for outcome in outcomes:
                if isinstance(outcome, Failure):
                    tally.fail(outcome)
                    store.put_failure(outcome)
                else:
                    article, record = outcome
                    batch.append((article, record, digests[article.doc]))
                if len(batch) >= _BATCH or (batch and monotonic() - written_at > _SECONDS):
                    _write(batch, store, tally)
                    batch, written_at = [], monotonic()
                if progress:
                    progress(tally.report())
        finally:
            # Also what was done when somebody stops the build.
            _write(batch, store, tally)
    if analyse is None and (tally.written or _unlinked(store, knowledge)):
        from mahdar.engine._dating import date_by_others  # noqa: PLC0415  (it loads every room)

        date_by_others(store, knowledge)
    store.clear_failures(lambda failure: _settled(failure, tally, sources))
    return tally.report()


def _fresh(
    items: Iterable[Item],
    store: Store,
    reading: str,
    tally: _Tally,
    digests: dict[str, str],
    progress: Callable[[Report], None] | None,
) -> Iterator[Item]:
    """The items that are not in the file as they are. `digests` takes those of all articles that came by."""
    stored = store.digests()
    for given in items:
        tally.read += 1
        item = storable(given) if isinstance(given, Article) else given
        if isinstance(item, Failure):
            yield item
            continue
        tally.visited.update((item.source, *(item.source.rpartition(mark)[0] for mark in ":#" if mark in item.source)))
        digest = article_digest(item, reading)
        earlier = digests.setdefault(item.doc, digest)
        if earlier != digest:
            yield Failure(
                item.source,
                item.doc,
                "reading",
                f"another article of this build has the id '{item.doc}'; the first is kept",
            )
        elif stored.get(item.doc) == digest:
            tally.unchanged += 1
            if progress:
                progress(tally.report())
        else:
            stored[item.doc] = digest
            yield item


def _unlinked(store: Store, knowledge: Knowledge) -> bool:
    """Whether an earlier build may have been stopped after its last article, before articles were dated by others: where the
    file was linked as it is, it was not."""
    return store.linked_state() != store.state(linking_way(knowledge))


def _write(batch: Sequence[tuple[Article, Record, str]], store: Store, tally: _Tally) -> None:
    """Write a batch at once; where that fails for what is in it, one by one, so that only the culprit is left out. A file
    that cannot be written at all (a full disk, another who writes) is no fault of an article: StoreError."""
    try:
        tally.written += store.put_many(batch)
    except (StoreError, ValueError, TypeError) as whole:
        if isinstance(whole.__cause__, OperationalError):
            raise
        for article, record, digest in batch:
            try:
                tally.written += store.put(article, record, digest)
            except (StoreError, ValueError, TypeError) as problem:
                if isinstance(problem.__cause__, OperationalError):
                    raise
                failure = Failure(article.source, article.doc, "store", in_words(problem))
                tally.fail(failure)
                store.put_failure(failure)


def _settled(failure: Failure, tally: _Tally, sources: Sequence[str]) -> bool:
    """Whether this build came by the place of an earlier failure and found it in order."""
    if (failure.source, failure.place) in tally.raised:
        return False
    return failure.source in tally.visited or any(
        failure.source == source
        or failure.source.startswith(source.rstrip("/") + "/")
        or fnmatchcase(failure.source, source)
        for source in sources
    )
