"""Opening a record file: its connections, its version, and its faults in plain words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from mahdar.errors import StoreError

__all__ = ["HEAD", "open_engine", "plainly"]

# The version of the tables that this mahdar writes: the last step in `migrations/versions`.
HEAD = "0004"
_BUSY_SECONDS = 60.0


def _why(problem: DBAPIError) -> str:
    said = str(problem.orig)
    for mark, words in (
        ("file is not a database", "is not a record file of mahdar"),
        ("malformed", "is damaged; build it again from the sources"),
        ("locked", "is being written by another process; try again when that has ended"),
        ("readonly", "cannot be written: it, or its folder, is read-only"),
        ("disk is full", "cannot be written: the disk is full"),
        ("unable to open", "cannot be opened"),
        ("disk I/O error", "cannot be read or written: the disk reports an error"),
        ("no such table", "is not a record file of mahdar"),
    ):
        if mark in said:
            return words
    return f"cannot be used: {said}"


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn what the database says into a StoreError that a person can act on."""
    try:
        yield
    except DBAPIError as problem:
        raise StoreError(f"{path} {_why(problem)}") from problem
    except UnicodeEncodeError as problem:
        raise StoreError(
            f"{path} cannot hold {problem.object[problem.start : problem.end]!r}: it is no character"
        ) from problem


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


def _version(connection: Connection, path: Path) -> str | None:
    """The version of the tables in the file, None for a file without any."""
    have = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not have:
        return None
    if not {"alembic_version", "articles"} <= have:
        raise StoreError(f"{path} is a database, but not a record file of mahdar")
    version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(version) if version else None


def _upgrade(connection: Connection, path: Path, version: str | None) -> None:
    # Imported here because a file that is up to date, as nearly every one is, needs none of it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(files("mahdar.store") / "migrations"))
    config.attributes["connection"] = connection
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise StoreError(
            f"{path} was written by a newer mahdar (version {version} of the tables, this one knows {HEAD})"
        )
    command.upgrade(config, "head")


def open_engine(path: Path, *, create: bool) -> Engine:
    """An engine on the file, its tables brought up to this version.

    Transactions begin with BEGIN, those of a connection with the option `writes` with BEGIN IMMEDIATE. Raises StoreError.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a record file")
    if not path.exists():
        if not create:
            raise StoreError(f"there is no record file {path}; 'mahdar build SOURCE --into {path}' makes one")
        if not path.parent.is_dir():
            raise StoreError(f"{path} cannot be made: there is no folder {path.parent}")
    writable = not path.exists() or os.access(path, os.W_OK)
    engine = create_engine(
        "sqlite://", creator=lambda: _connect(path, writable), poolclass=QueuePool if writable else NullPool
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    try:
        with plainly(path):
            _bring_up(engine, path, create)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _bring_up(engine: Engine, path: Path, create: bool) -> None:
    with engine.begin() as connection:
        version = _version(connection, path)
    if version == HEAD:
        return
    if version is None and not create:
        raise StoreError(f"{path} is empty; 'mahdar build SOURCE --into {path}' fills it")
    writing: dict[str, Any] = {"writes": True}
    with engine.connect().execution_options(**writing) as connection, connection.begin():
        # Asked again, now that nobody else can write: another process may have done it meanwhile.
        version = _version(connection, path)
        if version != HEAD:
            _upgrade(connection, path, version)
