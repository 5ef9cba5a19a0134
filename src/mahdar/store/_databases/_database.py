"""What a store asks of a database."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import DBAPIError

from mahdar.errors import StoreError
from mahdar.store._search import Leaf, Wanted

__all__ = ["HEAD", "POOL", "Database", "Row"]

# The version of the tables that this mahdar writes: the last step in `migrations/versions`.
HEAD = "0009"
# Connections for a server that many ask at a time: those kept, those made and given up again.
POOL = {"pool_size": 16, "max_overflow": 48}
Row = Mapping[str, Any]


class Database(ABC):
    """A database with the tables of a store. `place` is what messages call it: a path, or an address without its password."""

    place: Path | str
    engine: Engine

    # --- connections

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that sees one state of the store from beginning to end."""
        with self.plainly(), self._reader() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that nobody else writes beside."""
        with self.plainly(), self._writer() as connection, connection.begin():
            self._alone(connection)
            yield connection

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """Turn what the database says into a StoreError that a person can act on."""
        try:
            yield
        except DBAPIError as problem:
            raise StoreError(f"{self.place} {self._why(problem.orig or problem)}") from problem
        except UnicodeEncodeError as problem:
            odd = problem.object[problem.start : problem.end]
            raise StoreError(f"{self.place} cannot hold {odd!r}: it is no character") from problem
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            # The pages of the database are whole, and what is written on them is not.
            raise StoreError(f"{self.place} is damaged; build it again from the sources") from problem

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _reader(self) -> Connection:
        return self.engine.connect()

    def _writer(self) -> Connection:
        return self.engine.connect()

    def _alone(self, connection: Connection) -> None:  # noqa: B027
        """Wait until nobody else writes; nothing where the transaction itself has done so."""

    @abstractmethod
    def _why(self, problem: BaseException) -> str:
        """What is wrong, to stand behind the name of the place."""

    # --- rows

    @abstractmethod
    def add(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """Write new rows."""

    @abstractmethod
    def _insert(self, table: Table) -> Any:
        """The dialect's INSERT, which knows what to do with rows that are there."""

    def add_new(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """Write the rows that are not there yet."""
        if rows:
            connection.execute(self._insert(table).on_conflict_do_nothing(), rows)

    def put_over(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """Write rows, each in place of the one with its key."""
        if not rows:
            return
        insert = self._insert(table)
        keys = [column.name for column in table.primary_key]
        rest = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys}
        connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=rest), rows)

    def add_up(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """Add the figures of rows to those of the rows that are there under their keys."""
        if not rows:
            return
        insert = self._insert(table)
        keys = [column.name for column in table.primary_key]
        sums = {
            column.name: column + insert.excluded[column.name] for column in table.columns if column.name not in keys
        }
        connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=sums), rows)

    # --- full text

    @abstractmethod
    def make_search(self, connection: Connection) -> None:
        """Make the table of the full text, empty, in place of an earlier one."""

    @abstractmethod
    def add_leaves(self, connection: Connection, leaves: Sequence[Leaf]) -> None:
        """Make articles findable by their words."""

    @abstractmethod
    def drop_leaves(self, connection: Connection, keys: Sequence[int]) -> None:
        """Take articles out of the full text."""

    @abstractmethod
    def hits(self, connection: Connection, wanted: Wanted, keys: tuple[int, int], limit: int) -> list[int]:
        """The keys of the articles that have what is wanted, between two keys (included), the newest first."""

    @abstractmethod
    def stems_of(self, connection: Connection, keys: Sequence[int]) -> dict[int, str]:
        """The stems of these articles, in their order."""

    # --- tables

    @abstractmethod
    def version(self, connection: Connection) -> str | None:
        """The version of the tables, None where there are none. Raises StoreError for tables of somebody else."""

    def bring_up(self, *, create: bool) -> None:
        """Bring the tables up to this version. Raises StoreError."""
        with self.reading() as connection:
            version = self.version(connection)
        if version == HEAD:
            return
        if version is None and not create:
            raise StoreError(f"{self.place} is empty; 'mahdar build SOURCE --into {self.place}' fills it")
        with self.writing() as connection:
            # Asked again, now that nobody else can write: another process may have done it meanwhile.
            version = self.version(connection)
            if version != HEAD:
                self._upgrade(connection, version)

    def _upgrade(self, connection: Connection, version: str | None) -> None:
        # Imported here because a store that is up to date, as nearly every one is, needs none of it.
        from alembic import command  # noqa: PLC0415
        from alembic.config import Config  # noqa: PLC0415
        from alembic.script import ScriptDirectory  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(files("mahdar.store") / "migrations"))
        config.attributes["connection"] = connection
        config.attributes["database"] = self
        known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
        if version is not None and version not in known:
            raise StoreError(
                f"{self.place} was written by a newer mahdar (version {version} of the tables, this one knows {HEAD})"
            )
        command.upgrade(config, "head")


def read_why(said: str, known: Iterable[tuple[str, str]]) -> str:
    """The words for the first mark that is in what a database says, else what it says."""
    return next((words for mark, words in known if mark in said), f"cannot be used: {said}")
