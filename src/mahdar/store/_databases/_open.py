"""Which database an address means."""

from pathlib import Path

from mahdar.store._databases._database import Database
from mahdar.store._databases._sqlite import SQLite

__all__ = ["in_memory", "open_database"]

_SERVERS = ("postgresql://", "postgres://", "postgresql+psycopg://")


def open_database(place: Path | str, *, create: bool) -> Database:
    """The database at a path, or at the address of a server (postgresql://user@host/database), with its tables brought up
    to this version. Raises StoreError."""
    database: Database
    if isinstance(place, str) and place.startswith(_SERVERS):
        from mahdar.store._databases._postgresql import PostgreSQL  # noqa: PLC0415  (nobody else needs its driver)

        database = PostgreSQL(place)
    else:
        database = SQLite(Path(place), create=create)
    try:
        database.bring_up(create=create)
    except BaseException:
        database.close()
        raise
    return database


def in_memory() -> Database:
    """An empty database that nobody else sees."""
    return SQLite.in_memory()
