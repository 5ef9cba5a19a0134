"""Shards: a part of the sources and, once it is read, one Parquet file of its records with a marker beside it."""

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec

from mahdar.engine._attempt import Analyse
from mahdar.engine._run import Outcome, run
from mahdar.errors import StoreError
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure, Record
from mahdar.reading import Part, read_part

__all__ = ["Marker", "Shard", "read_shard", "shard_of", "write_shard"]

_ROWS = 256
_ARTICLE = msgspec.msgpack.Decoder(Article)
_RECORD = msgspec.msgpack.Decoder(Record)
_FAILURE = msgspec.msgpack.Decoder(Failure)


class Shard(msgspec.Struct, frozen=True, kw_only=True):
    """A part to be read and the file that its records go into. The file's name changes with the part and with the way in
    which articles are read, so that what is there is what would be made again."""

    part: Part
    path: str

    @property
    def marker(self) -> Path:
        """The file that says that the shard is whole: written last."""
        return Path(self.path).with_suffix(".done")

    @property
    def done(self) -> bool:
        return self.marker.exists()


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """What a finished shard holds: its part in words, how many articles and failures, and the size of the file in bytes."""

    part: str
    articles: int
    failures: int
    size: int


def shard_of(part: Part, folder: Path, reading: str) -> Shard:
    """The shard of a part. `reading` stands for the way in which articles are read (`fingerprint`)."""
    name = blake2b(msgspec.msgpack.encode(part) + reading.encode(), digest_size=12).hexdigest()
    return Shard(part=part, path=str(folder / f"{name}.parquet"))


def write_shard(shard: Shard, knowledge: Knowledge, analyse: Analyse, *, apart: bool = False) -> Marker:
    """Read and analyse a part and write its file, then its marker. Whoever looks sees the whole file or none.

    `apart`: analyse in a process of its own, so that an article that kills its process is the only one lost. Raises OSError where it cannot be written; what goes wrong with an article is a row of the file.
    """
    import pyarrow as arrow  # noqa: PLC0415  (only shards need it)
    from pyarrow import parquet  # noqa: PLC0415

    schema = arrow.schema(
        [
            ("doc", arrow.string()),
            ("source", arrow.string()),
            ("outlet", arrow.string()),
            ("published", arrow.string()),
            ("problem", arrow.string()),
            ("article", arrow.binary()),
            ("record", arrow.binary()),
            ("failure", arrow.binary()),
        ],
        metadata={"mahdar": "msgpack of mahdar.model: article and record, or the failure in their place"},
    )
    path = Path(shard.path)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    articles = failures = 0
    rows: list[dict[str, str | bytes | None]] = []
    try:
        with parquet.ParquetWriter(draft, schema, compression="zstd") as writer:
            for outcome in _outcomes(shard.part, knowledge, analyse, apart):
                rows.append(_row(outcome))
                failures += isinstance(outcome, Failure)
                articles += not isinstance(outcome, Failure)
                if len(rows) == _ROWS:
                    writer.write_table(arrow.Table.from_pylist(rows, schema))
                    rows = []
            if rows:
                writer.write_table(arrow.Table.from_pylist(rows, schema))
        marker = Marker(part=shard.part.name, articles=articles, failures=failures, size=draft.stat().st_size)
        _settle(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    note = shard.marker.with_name(f".{shard.marker.name}.{os.getpid()}")
    note.write_bytes(msgspec.json.encode(marker))
    _settle(note, shard.marker)
    return marker


def _settle(draft: Path, path: Path) -> None:
    """Put a file in its place at once, when its bytes are on the disk."""
    with draft.open("rb") as stream:
        os.fsync(stream.fileno())
    draft.replace(path)


def _outcomes(part: Part, knowledge: Knowledge, analyse: Analyse, apart: bool) -> Iterator[Outcome]:
    workers = 2 if apart else 1
    return run(read_part(part, knowledge), knowledge, workers=workers, analyse=analyse, few=0)


def _row(outcome: Outcome) -> dict[str, str | bytes | None]:
    encode = msgspec.msgpack.encode
    if isinstance(outcome, Failure):
        return {"doc": outcome.place, "source": outcome.source, "problem": outcome.problem, "failure": encode(outcome)}
    article, record = outcome
    return {
        "doc": article.doc,
        "source": article.source,
        "outlet": article.outlet,
        "published": article.published,
        "article": encode(article),
        "record": encode(record),
    }


def read_shard(shard: Shard) -> Iterator[Outcome]:
    """What a finished shard holds, in the order of its part. Raises StoreError where the file is not whole."""
    from pyarrow import ArrowException, parquet  # noqa: PLC0415

    try:
        marker = msgspec.json.decode(shard.marker.read_bytes(), type=Marker)
        if Path(shard.path).stat().st_size != marker.size:
            raise StoreError(f"{shard.path} is not what {shard.marker.name} says; delete both and build again")
        with parquet.ParquetFile(shard.path) as file:
            for batch in file.iter_batches(_ROWS, columns=["article", "record", "failure"]):
                for row in batch.to_pylist():
                    if row["failure"] is not None:
                        yield _FAILURE.decode(row["failure"])
                    else:
                        yield _ARTICLE.decode(row["article"]), _RECORD.decode(row["record"])
    except (OSError, ArrowException, msgspec.MsgspecError) as problem:
        raise StoreError(
            f"{shard.path} cannot be read: {problem}; delete it with its marker and build again"
        ) from problem
