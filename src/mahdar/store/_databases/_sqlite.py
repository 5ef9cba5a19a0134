"""SQLite: one file, for one analyst."""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, Table, bindparam, create_engine, event, insert, text
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from mahdar.errors import StoreError
from mahdar.store import tables
from mahdar.store._databases._database import POOL, Database, Row, read_why
from mahdar.store._search import Leaf, Sign, Wanted

__all__ = ["SQLite"]

_BUSY_SECONDS = 60.0
_SAID = (
    ("file is not a database", "is not a record file of mahdar"),
    ("malformed", "is damaged; build it again from the sources"),
    ("locked", "is being written by another process; try again when that has ended"),
    ("readonly", "cannot be written: it, or its folder, is read-only"),
    ("disk is full", "cannot be written: the disk is full"),
    ("unable to open", "cannot be opened"),
    ("disk I/O error", "cannot be read or written: the disk reports an error"),
    ("no such table", "is not a record file of mahdar"),
)
_HITS = text(
    "SELECT rowid FROM search WHERE search MATCH :wanted AND rowid BETWEEN :low AND :high"
    " ORDER BY rowid DESC LIMIT :limit"
)
_STEMS = text("SELECT rowid, stems FROM search WHERE rowid IN :keys").bindparams(bindparam("keys", expanding=True))
_MANY = 500


class SQLite(Database):
    """A record file, in WAL mode: many read while one writes."""

    def __init__(self, path: Path, *, create: bool) -> None:
        """Raises StoreError where there is no file and none is to be made."""
        if path.is_dir():
            raise StoreError(f"{path} is a folder, not a record file")
        if not path.exists():
            if not create:
                raise StoreError(f"there is no record file {path}; 'mahdar build SOURCE --into {path}' makes one")
            if not path.parent.is_dir():
                raise StoreError(f"{path} cannot be made: there is no folder {path.parent}")
        self.place = path
        self.engine = _engine(path, writable=not path.exists() or os.access(path, os.W_OK))

    @classmethod
    def in_memory(cls) -> Self:
        """An empty one that is no file."""
        database = cls.__new__(cls)
        database.place = "memory"
        database.engine = create_engine("sqlite://", poolclass=StaticPool)
        tables.metadata.create_all(database.engine)
        return database

    def _writer(self) -> Connection:
        return self.engine.connect().execution_options(writes=True)

    def _why(self, problem: BaseException) -> str:
        return read_why(str(problem), _SAID)

    # --- rows

    def add(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            connection.execute(insert(table), rows)

    def _insert(self, table: Table) -> Any:
        return insert_or(table)

    # --- full text

    def make_search(self, connection: Connection) -> None:
        connection.exec_driver_sql("DROP TABLE IF EXISTS search")
        # The columns are cut into words already: the tokenizer only cuts at spaces.
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE search USING fts5(words, stems, marks,"
            " tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\")"
        )

    def add_leaves(self, connection: Connection, leaves: Sequence[Leaf]) -> None:
        if leaves:
            rows = [
                {"key": leaf.key, "words": leaf.words, "stems": leaf.stems, "marks": " ".join(leaf.marks)}
                for leaf in leaves
            ]
            connection.execute(
                text("INSERT INTO search (rowid, words, stems, marks) VALUES (:key, :words, :stems, :marks)"), rows
            )

    def drop_leaves(self, connection: Connection, keys: Sequence[int]) -> None:
        if keys:
            connection.execute(text("DELETE FROM search WHERE rowid = :key"), [{"key": key} for key in keys])

    def hits(self, connection: Connection, wanted: Wanted, keys: tuple[int, int], limit: int) -> list[int]:
        asked = {"wanted": _expression(wanted), "low": keys[0], "high": keys[1], "limit": limit}
        return list(connection.execute(_HITS, asked).scalars())

    def stems_of(self, connection: Connection, keys: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for at in range(0, len(keys), _MANY):
            rows = connection.execute(_STEMS, {"keys": list(keys[at : at + _MANY])})
            found.update((row.rowid, row.stems) for row in rows)
        return found

    # --- tables

    def version(self, connection: Connection) -> str | None:
        have = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not have:
            return None
        if not {"alembic_version", "articles"} <= have:
            raise StoreError(f"{self.place} is a database, but not a record file of mahdar")
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return str(version) if version else None


def _expression(wanted: Wanted) -> str:
    """What FTS5 is asked. Words hold nothing but letters and digits, so that nothing in them can be an operator."""

    def sign(one: Sign) -> str:
        return f'{one.column} : "{" ".join(one.words)}"'

    every = " AND ".join("(" + " OR ".join(map(sign, group)) + ")" for group in wanted.every)
    none = " OR ".join(map(sign, wanted.none))
    return f"({every}) NOT ({none})" if none else every


def _connect(path: Path, writable: bool) -> sqlite3.Connection:
    name = path.resolve().as_uri()
    # A folder that cannot be written leaves no room for the shared index of WAL, so the file is taken as it stands.
    mode = "rwc" if writable else "ro" if os.access(path.resolve().parent, os.W_OK) else "ro&immutable=1"
    connection = sqlite3.connect(
        f"{name}?mode={mode}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-65536")
        if writable:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _engine(path: Path, *, writable: bool) -> Engine:
    """Transactions begin with BEGIN, those of a connection with the option `writes` with BEGIN IMMEDIATE."""
    pool: dict[str, Any] = {"poolclass": QueuePool, **POOL} if writable else {"poolclass": NullPool}
    engine = create_engine("sqlite://", creator=lambda: _connect(path, writable), **pool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine
