"""Writing many rows into a store at once: without indexes, which are made when all are there."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import psycopg

__all__ = ["PostgreSQLSink", "SQLiteSink"]

# Tables whose rows do not come in the order of their keys: sorted before they are written.
_SORTED = ("parts", "pairs", "episode_parts")


class SQLiteSink:
    """A record file."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in (
            "journal_mode=OFF",
            "synchronous=OFF",
            "cache_size=-400000",
            "foreign_keys=OFF",
            "temp_store=FILE",
        ):
            self.connection.execute(f"PRAGMA {pragma}")
        rows = self.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        self.indexes = rows.fetchall()
        self.columns: dict[str, Sequence[str]] = {}
        self.connection.execute("BEGIN")
        for name, _ in self.indexes:
            self.connection.execute(f"DROP INDEX {name}")

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        into = table
        if table in _SORTED:
            into = f"unsorted_{table}"
            if table not in self.columns:
                self.columns[table] = columns
                self.connection.execute(f"CREATE TABLE {into} ({', '.join(columns)})")
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        self.connection.executemany(f"INSERT INTO {into} ({names}) VALUES ({marks})", rows)

    def leaves(self, rows: Iterable[tuple[int, str, str, Sequence[str]]]) -> None:
        self.connection.executemany(
            "INSERT INTO search (rowid, words, stems, marks) VALUES (?, ?, ?, ?)",
            ((key, words, stems, " ".join(marks)) for key, words, stems, marks in rows),
        )

    def close(self) -> None:
        for table, columns in self.columns.items():
            names = ", ".join(columns)
            self.connection.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM unsorted_{table} ORDER BY {names}"
            )
            self.connection.execute(f"DROP TABLE unsorted_{table}")
        for _, sql in self.indexes:
            self.connection.execute(sql)
        self.connection.execute("COMMIT")
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.close()


class PostgreSQLSink:
    """A database on a server."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg.connect(address)
        self.again: list[str] = []
        ask = self.connection.execute
        ask("SET maintenance_work_mem = '1GB'")
        constraints = ask(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype FROM pg_constraint"
            " WHERE connamespace = current_schema()::regnamespace AND contype IN ('p', 'u', 'f') ORDER BY contype = 'f'"
        ).fetchall()
        for table, name, *_ in reversed(constraints):
            if table != "alembic_version":
                ask(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for table, name, definition, sort in constraints:
            if table != "alembic_version":
                late = " NOT VALID" if sort == "f" else ""
                self.again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}{late}')
        for name, definition in ask(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename <> 'alembic_version'"
        ).fetchall():
            ask(f'DROP INDEX "{name}"')
            self.again.insert(0, definition)

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        with self.connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def leaves(self, rows: Iterable[tuple[int, str, str, Sequence[str]]]) -> None:
        lexemes: dict[str, str] = {}  # by the stems: the same text comes again and again

        def told() -> Iterable[tuple[int, str, str, str]]:
            for key, words, stems, marks in rows:
                if stems not in lexemes:
                    lexemes[stems] = " ".join(f"'{word}'" for word in sorted({*stems.split(), *marks}))
                yield key, words, stems, lexemes[stems]

        self.write("search", ("key", "words", "stems", "lexemes"), told())

    def close(self) -> None:
        for definition in self.again:
            self.connection.execute(definition)
        self.connection.commit()
        self.connection.autocommit = True
        self.connection.execute("VACUUM (ANALYZE)")
        self.connection.close()
