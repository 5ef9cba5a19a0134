"""From a record file to its Minutes."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from mahdar.corrections import Book
from mahdar.engine._digest import linking_way
from mahdar.engine._renewal import renew
from mahdar.knowledge import Knowledge
from mahdar.linking import read_extract
from mahdar.store import Store

__all__ = ["LinkReport", "link_store"]

_BATCH = 256


class LinkReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a linking did: articles in the file, those read anew, the copies among them, the reports of events and the
    episodes that they make."""

    articles: int
    fresh: int
    copies: int
    reports: int
    episodes: int
    changed: bool


def link_store(
    store: Store,
    knowledge: Knowledge,
    *,
    progress: Callable[[int, int], None] | None = None,
    anew: bool = False,
    dating: bool = False,
) -> LinkReport:
    """Bring the Minutes of a record file up to its articles. Where nothing has changed since, nothing is written.

    Only articles without an extract are read, only what is told in the week of the first of them and later is placed
    anew, with what it touches of earlier weeks, and only entries that are other than they were are written. `progress` is told how
    many of how many are read. `anew`: link all even so. `dating`: articles without a day are dated by others first, which a build
    does at its end, for one that may have been stopped before. Raises StoreError.
    """
    way = linking_way(knowledge)
    if dating and store.linked_state() != store.state(way):
        from mahdar.engine._dating import date_by_others  # noqa: PLC0415  (it loads every room)

        date_by_others(store, knowledge)
    missing = store.without_extract(way)
    for start in range(0, len(missing), _BATCH):
        pairs = store.articles(missing[start : start + _BATCH])
        store.put_extracts([read_extract(*pair, knowledge) for pair in pairs], way)
        if progress:
            progress(min(start + _BATCH, len(missing)), len(missing))
    if not anew and store.linked_state() == store.state(way):
        return _report(store, len(missing), changed=False)
    with _uncollected(), store.renewing(way) as (kept, state):
        renew(kept, knowledge, Book(store.corrections()), way, state, anew=anew)
    return _report(store, len(missing), changed=True)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles: linking makes millions of small objects and no cycles, and a third of its time would go
    into looking through them."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _report(store: Store, fresh: int, *, changed: bool) -> LinkReport:
    counts = store.minutes_counts()
    return LinkReport(fresh=fresh, changed=changed, **counts)
