"""A build whose articles are read on a cluster by Ray: shard by shard, merged here by a single writer."""

import logging
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from mahdar.engine._attempt import Analyse, in_words
from mahdar.engine._build import Report, build
from mahdar.engine._digest import fingerprint
from mahdar.engine._run import Item, Outcome, whole_recipe
from mahdar.engine._shards import Shard, read_shard, shard_of, write_shard
from mahdar.errors import EngineError
from mahdar.knowledge import Knowledge
from mahdar.model import Failure, Record
from mahdar.reading import parts_of, unrepeated
from mahdar.store import Store

__all__ = ["build_on_ray"]

_log = logging.getLogger(__name__)

# A shard whose process dies is begun again so many times, on whatever node is free; then it is read here with care.
_RETRIES = 2
# So many shards are under way for each processor of the cluster.
_AHEAD = 2


def build_on_ray(
    sources: Sequence[str],
    store: Store,
    knowledge: Knowledge,
    *,
    folder: Path,
    address: str | None = None,
    workers: int | None = None,
    lines: int = 2_000,
    analyse: Analyse | None = None,
    progress: Callable[[Report], None] | None = None,
) -> Report:
    """Build a store with the articles read by Ray tasks: one part of the sources, one Parquet file in `folder`, one marker.

    The store is the same, byte for byte, as that of `build`. Sources and `folder` have to be seen by every node under the
    same paths. Without an `address` a Ray of this machine is started, with so many `workers`, and ended again. Shards that
    are done are not read again, so a build that was stopped is taken up by calling this again; `folder` can be deleted
    once the store is there. `analyse` has to be a function of a module. Raises EngineError where Ray is not there or
    cannot be reached, StoreError where the store or a shard cannot be written or read.
    """
    making = analyse or whole_recipe()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise EngineError(f"no shards can be written to {folder}: {problem.strerror or problem}") from problem
    reading = fingerprint(knowledge)
    planned: list[Shard | Failure] = [
        part if isinstance(part, Failure) else shard_of(part, folder, reading)
        for part in parts_of(sources, lines=lines)
    ]
    found: dict[str, Record] = {}

    def merged(items: Iterable[Item]) -> Generator[Outcome, None, None]:
        for item in items:
            yield item if isinstance(item, Failure) else (item, found.pop(item.source))

    def filled(outcomes: Iterable[Outcome]) -> Report:
        return build(
            unrepeated(_kept(outcomes, found)),
            store,
            knowledge,
            sources=sources,
            analyse=analyse,
            reading=reading,
            runner=merged,
            progress=progress,
        )

    if all(isinstance(one, Failure) or one.done for one in planned):
        return filled(outcome for one in planned for outcome in _held(one))
    with _ray(address, workers) as ray:
        return filled(_in_order(ray, planned, knowledge, making))


def _kept(outcomes: Iterable[Outcome], found: dict[str, Record]) -> Iterator[Item]:
    """The items of outcomes; the record of the one at hand is put into `found`."""
    for outcome in outcomes:
        found.clear()  # what nobody asked for is in the store already, or repeats another
        if isinstance(outcome, Failure):
            yield outcome
        else:
            article, record = outcome
            found[article.source] = record
            yield article


def _held(planned: Shard | Failure) -> Iterator[Outcome]:
    if isinstance(planned, Failure):
        yield planned
    else:
        yield from read_shard(planned)


@contextmanager
def _ray(address: str | None, workers: int | None) -> Iterator[Any]:
    """Ray, connected; ended afterwards. It reports to nobody."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray  # noqa: PLC0415  (an extra)
    except ImportError as problem:
        raise EngineError("the engine 'ray' needs its extra: pip install 'mahdar[cluster]'") from problem
    try:
        if address:
            ray.init(address=address, log_to_driver=False, logging_level="error")
        else:
            ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False, logging_level="error")
    except (ConnectionError, RuntimeError, ValueError, OSError) as problem:
        raise EngineError(f"Ray cannot be reached at {address or 'this machine'}: {in_words(problem)}") from problem
    try:
        yield ray
    finally:
        ray.shutdown()


def _in_order(
    ray: Any, planned: Sequence[Shard | Failure], knowledge: Knowledge, analyse: Analyse
) -> Iterator[Outcome]:
    """The outcomes of all shards, in the order of the sources, whatever the order in which they are done."""
    known = ray.put(msgspec.msgpack.encode(knowledge))
    # By value, since the nodes have this package but not the module of whoever calls it.
    task = ray.remote(num_cpus=1, max_retries=_RETRIES, retry_exceptions=False)(_read)
    ahead = max(2, int(_AHEAD * ray.cluster_resources().get("CPU", 1)))
    waiting = [shard for shard in planned if isinstance(shard, Shard) and not shard.done]
    under_way: dict[str, Any] = {}

    def hand_out() -> None:
        while waiting and len(under_way) < ahead:
            shard = waiting.pop(0)
            under_way[shard.path] = task.remote(shard, known, analyse)

    for one in planned:
        hand_out()
        if isinstance(one, Shard) and (promise := under_way.pop(one.path, None)) is not None:
            _await(ray, promise, one, knowledge, analyse)
            hand_out()
        yield from _held(one)


def _await(ray: Any, promise: Any, shard: Shard, knowledge: Knowledge, analyse: Analyse) -> None:
    """Wait for a shard. One that kills every process that reads it is read here, article by article in processes apart.

    Raises EngineError where it cannot be written at all."""
    try:
        ray.get(promise)
    except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError):
        _log.warning("%s: its processes died; it is read here, article by article", shard.part.name)
        write_shard(shard, knowledge, analyse, apart=True)
    except ray.exceptions.RayError as problem:
        raise EngineError(f"{shard.part.name} could not be read: {in_words(problem)}") from problem


def _read(shard: Shard, known: bytes, analyse: Analyse) -> None:
    """What a worker does: a shard that another has finished meanwhile is left as it is."""
    if not shard.done:
        write_shard(shard, _knowledge(known), analyse)


@lru_cache(maxsize=1)
def _knowledge(known: bytes) -> Knowledge:
    return msgspec.msgpack.decode(known, type=Knowledge)
