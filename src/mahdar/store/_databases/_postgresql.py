"""PostgreSQL: a server, for a team."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import URL, Connection, Table, create_engine, make_url, text
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.exc import ArgumentError, DBAPIError

from mahdar.errors import StoreError
from mahdar.store._databases._database import POOL, Database, Row, read_why
from mahdar.store._search import Leaf, Sign, Wanted, stemmed

try:
    import psycopg
except ImportError:
    psycopg = None  # type: ignore[assignment]

__all__ = ["PostgreSQL"]

_WAIT_SECONDS, _CONNECT_SECONDS = 60, 10
# The lock that a writer holds: any number will do that others on the server don't use.
_LOCK = 0x6D61686461720A
_SAID = (
    ("password authentication failed", "does not take this user with this password"),
    ("no password supplied", "asks for a password; write it into the address, or into ~/.pgpass"),
    ("Connection refused", "cannot be reached: no server answers there"),
    ("Name or service not known", "cannot be reached: there is no such host"),
    ("could not translate host name", "cannot be reached: there is no such host"),
    ("failed to resolve host", "cannot be reached: there is no such host"),
    ("timeout expired", "cannot be reached: the server does not answer"),
    ("No such file or directory", "cannot be reached: no server answers there"),
    ("lock timeout", "is being written by another process; try again when that has ended"),
    ("permission denied", "cannot be read or written by this user"),
    ("read-only transaction", "cannot be written: the server is read-only"),
    ("No space left", "cannot be written: the disk of the server is full"),
    ("contain NUL", "cannot hold '\\x00': it is no character"),
    ("server closed the connection", "has closed the connection"),
    ("terminating connection", "has closed the connection"),
    ("too many clients", "has no free connection; try again"),
)
_COPY_FROM = 20  # fewer rows are inserted sooner than copied


class PostgreSQL(Database):
    """A database on a server. One writes at a time, and waits for the other; readers wait for nobody."""

    def __init__(self, address: str) -> None:
        """Raises StoreError where the address is none, or the driver is missing. Nothing is asked of the server yet."""
        url = _url(address)
        self.place = url.set(password=None, drivername="postgresql").render_as_string()
        if psycopg is None:
            raise StoreError(f"for {self.place} mahdar needs the driver: pip install 'mahdar[postgres]'")
        self._database = url.database
        self.engine = create_engine(
            url,
            connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "mahdar"},
            # Many short transactions: a look whether the server is still there costs less than an error.
            pool_pre_ping=True,
            **POOL,
        )

    def _reader(self) -> Connection:
        return self.engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def _alone(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    def _why(self, problem: BaseException) -> str:
        said = str(problem)
        if "database" in said and "does not exist" in said:
            return f"does not exist; 'createdb {self._database}' on the server makes it"
        if "role" in said and "does not exist" in said:
            return "does not know this user"
        return read_why(said, _SAID)

    # --- rows

    def add(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        if len(rows) < _COPY_FROM:
            if rows:
                connection.execute(table.insert(), rows)
            return
        names = list(rows[0])
        self._copy(connection, table.name, names, [[row[name] for name in names] for row in rows])

    def _copy(self, connection: Connection, table: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        columns = ", ".join(f'"{name}"' for name in names)
        cursor = connection.connection.cursor()
        try:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as problem:
            raise DBAPIError.instance("COPY", None, problem, psycopg.Error) from problem
        finally:
            cursor.close()

    def _insert(self, table: Table) -> Any:
        return insert_or(table)

    # --- full text

    def make_search(self, connection: Connection) -> None:
        connection.exec_driver_sql("DROP TABLE IF EXISTS search")
        connection.exec_driver_sql(
            "CREATE TABLE search (key bigint PRIMARY KEY, words text NOT NULL, stems text NOT NULL,"
            " lexemes tsvector NOT NULL)"
        )
        connection.exec_driver_sql("CREATE INDEX ix_search_lexemes ON search USING gin (lexemes)")

    def add_leaves(self, connection: Connection, leaves: Sequence[Leaf]) -> None:
        rows = [(leaf.key, leaf.words, leaf.stems, _lexemes(leaf)) for leaf in leaves]
        if rows:
            self._copy(connection, "search", ("key", "words", "stems", "lexemes"), rows)

    def drop_leaves(self, connection: Connection, keys: Sequence[int]) -> None:
        if keys:
            connection.execute(text("DELETE FROM search WHERE key = ANY(:keys)"), {"keys": list(keys)})

    def hits(self, connection: Connection, wanted: Wanted, keys: tuple[int, int], limit: int) -> list[int]:
        asked: dict[str, object] = {"low": keys[0], "high": keys[1], "limit": limit}
        conditions = ["key BETWEEN :low AND :high", "lexemes @@ CAST(:wanted AS tsquery)"]
        # The index knows which words an article has; whether they stand side by side is seen in the text.
        asked["wanted"] = " & ".join("(" + " | ".join(map(_query, group)) + ")" for group in wanted.every)
        conditions += [_any(group, asked) for group in wanted.every if any(map(_beside, group))]
        conditions += ["NOT " + _any((sign,), asked) for sign in wanted.none]
        rows = text(f"SELECT key FROM search WHERE {' AND '.join(conditions)} ORDER BY key DESC LIMIT :limit")
        return list(connection.execute(rows, asked).scalars())

    def stems_of(self, connection: Connection, keys: Sequence[int]) -> dict[int, str]:
        rows = connection.execute(text("SELECT key, stems FROM search WHERE key = ANY(:keys)"), {"keys": list(keys)})
        return {row.key: row.stems for row in rows}

    # --- tables

    def version(self, connection: Connection) -> str | None:
        if connection.exec_driver_sql("SHOW server_encoding").scalar() != "UTF8":
            raise StoreError(f"{self.place} is not in UTF-8; 'createdb --encoding=UTF8 --template=template0' makes one")
        rows = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        have = {row[0] for row in rows}
        if not have:
            return None
        if not {"alembic_version", "articles"} <= have:
            raise StoreError(f"{self.place} is a database, but not a record store of mahdar")
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return str(version) if version else None


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError("this is no address of a database; one is written postgresql://user@host/database") from None
    if not url.database:
        raise StoreError(f"which database is meant? Write postgresql://{url.host or 'host'}/DATABASE")
    return url.set(drivername="postgresql+psycopg")


def _lexemes(leaf: Leaf) -> str:
    # Words hold nothing but letters, digits and "_", so that no quotation mark can be in them.
    return " ".join(f"'{word}'" for word in sorted({*leaf.stems.split(), *leaf.marks}))


def _beside(sign: Sign) -> bool:
    """Whether more than the index is needed to know."""
    return sign.column == "words" or len(sign.words) > 1


def _query(sign: Sign) -> str:
    words = map(stemmed, sign.words) if sign.column == "words" else sign.words
    return "(" + " & ".join(f"'{word}'" for word in words) + ")"


def _any(group: Sequence[Sign], asked: dict[str, object]) -> str:
    """A condition that one of the signs is there; its values go into `asked`."""
    conditions = []
    for sign in group:
        name = f"v{len(asked)}"
        asked[name] = _query(sign)
        condition = f"lexemes @@ CAST(:{name} AS tsquery)"
        if _beside(sign):
            asked[f"{name}_beside"] = f"% {' '.join(sign.words)} %"
            condition += f" AND ' ' || {sign.column} || ' ' LIKE :{name}_beside"
        conditions.append(f"({condition})")
    return "(" + " OR ".join(conditions) + ")"
