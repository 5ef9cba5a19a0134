"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket that nobody else finds, without care for crashes."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from mahdar.store import Store, tables

__all__ = ["Server", "binaries", "databases", "running"]

_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=100")
_SECONDS = 120


def binaries() -> Path | None:
    """The folder of the server's programs, None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def _who_runs_it() -> dict[str, object]:
    """The server refuses to be run by root: its own user does it then, else nobody."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = next(one for one in ("postgres", "nobody") if one in names)
    user = pwd.getpwnam(name)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Server:
    """A server that runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)
        self._free: list[str] = []

    def address(self, database: str) -> str:
        return f"postgresql://mahdar@/{database}?host={self.folder}"

    def ask(self, sql: str) -> None:
        with psycopg.connect(f"host={self.folder} user=mahdar dbname=postgres", autocommit=True) as connection:
            connection.execute(sql)

    def bare(self) -> str:
        """The address of a new database, without any tables."""
        name = f"db{next(self._numbers)}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.address(name)

    def take(self) -> str:
        """The address of a database with nothing but the tables of a store, for one test at a time."""
        if self._free:
            return self._free.pop()
        address = self.bare()
        Store.open(address, create=True).close()
        return address

    def give_back(self, address: str) -> None:
        """Empty a database for the next test: sooner done than to make one."""
        with psycopg.connect(address) as connection:
            names = [table.name for table in reversed(tables.metadata.sorted_tables)]
            connection.execute(";".join(f"DELETE FROM {name}" for name in (*names, "search")))
            connection.execute("ALTER SEQUENCE corrections_n_seq RESTART")
        self._free.append(address)


@contextmanager
def running() -> Iterator[Server]:
    """A server, as long as it is wanted."""
    programs = binaries()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="mahdar-pg-"))
    other = _who_runs_it()
    if other:
        os.chown(folder, int(str(other["user"])), int(str(other["group"])))
    data = folder / "data"
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    try:
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "mahdar", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True, capture_output=True, env=environment, cwd="/", **other,
        )  # type: ignore[call-overload]  # fmt: skip
        settings = [word for setting in _QUICK for word in ("-c", setting)]
        with (folder / "log").open("wb") as log, subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *settings],
            stdout=log, stderr=log, env=environment, cwd="/", **other,
        ) as process:  # type: ignore[call-overload]  # fmt: skip
            try:
                server = Server(folder)
                _wait(server, process)
                yield server
            finally:
                process.send_signal(2)
                process.wait(_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    end = monotonic() + _SECONDS
    while True:
        try:
            server.ask("SELECT 1")
        except psycopg.OperationalError:
            if process.poll() is not None or monotonic() > end:
                raise
            sleep(0.05)
        else:
            return


@pytest.fixture(scope="session")
def databases() -> Iterator[Server]:
    """The server of this run of the tests."""
    with running() as server:
        yield server
