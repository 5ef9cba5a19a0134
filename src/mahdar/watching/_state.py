"""What a watch remembers between two runs: a small database beside the record file, for one watch at a time."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from mahdar.errors import WatchError
from mahdar.reading import FeedItem

__all__ = ["FeedState", "Page", "State"]

_TABLES = """
CREATE TABLE IF NOT EXISTS feeds (
    url TEXT PRIMARY KEY, etag TEXT, modified TEXT, title TEXT,
    due REAL NOT NULL, held REAL NOT NULL, failures INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY, feed TEXT NOT NULL, title TEXT, published TEXT,
    seen REAL NOT NULL, due REAL, tries INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pages_due ON pages (due) WHERE due IS NOT NULL;
PRAGMA user_version = 1;
"""
_VERSION = 1
# A page that is done and that no feed has named for so long is forgotten.
_KEPT_SECONDS = 90 * 86_400.0


class FeedState(msgspec.Struct, frozen=True):
    """How it stands with a feed: what its server gave for asking whether there is news (`etag`, `modified`), its title, when it
    is `due`, until when it is left alone (`held`), and how often in a row it has failed. Times are seconds since 1970."""

    url: str
    etag: str | None = None
    modified: str | None = None
    title: str | None = None
    due: float = 0.0
    held: float = 0.0
    failures: int = 0


class Page(msgspec.Struct, frozen=True):
    """A page that is to be fetched, what its feed says of it, and how often that was tried in vain."""

    url: str
    feed: str
    title: str | None
    published: str | None
    due: float
    tries: int


class State:
    """What a watch remembers. Each change is there as a whole or not at all, also after a crash. Raises WatchError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._plainly():
            self._database = sqlite3.connect(path, timeout=1.0, isolation_level=None)
            try:
                # Held until the end: two watches of one record file would ask every server twice.
                self._database.execute("PRAGMA locking_mode=EXCLUSIVE")
                self._database.execute("BEGIN EXCLUSIVE")
                if self._database.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
                    raise WatchError(f"{path} was written by a newer mahdar")
                self._database.execute("COMMIT")
                self._database.executescript(_TABLES)
            except BaseException:
                self._database.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as problem:
            if "locked" in str(problem):
                raise WatchError(f"{self._path} is held by another watch that is running") from problem
            raise WatchError(
                f"{self._path} cannot be used ({problem}); without it every feed is read as if for the first time"
            ) from problem

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._plainly():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                self._database.execute("ROLLBACK")
                raise

    def feed(self, url: str) -> FeedState:
        """How it stands with a feed; one that was never asked is due at once."""
        with self._plainly():
            row = self._database.execute(
                "SELECT url, etag, modified, title, due, held, failures FROM feeds WHERE url = ?", (url,)
            ).fetchone()
        return FeedState(*row) if row else FeedState(url)

    def put(self, feed: FeedState, items: Iterable[FeedItem] = (), now: float = 0.0) -> int:
        """Keep how it stands with a feed, and those of its items that are new; how many these are."""
        fresh = 0
        with self._change() as database:
            database.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?, ?, ?)", msgspec.structs.astuple(feed))
            for item in items:
                fresh += database.execute(
                    "INSERT OR IGNORE INTO pages (url, feed, title, published, seen, due) VALUES (?, ?, ?, ?, ?, ?)",
                    (item.url, feed.url, item.title, item.published, now, now),
                ).rowcount
                database.execute("UPDATE pages SET seen = ? WHERE url = ?", (now, item.url))
            database.execute("DELETE FROM pages WHERE due IS NULL AND seen < ?", (now - _KEPT_SECONDS,))
        return fresh

    def pages(self) -> list[Page]:
        """The pages that are to be fetched, those that are due first."""
        with self._plainly():
            rows = self._database.execute(
                "SELECT url, feed, title, published, due, tries FROM pages WHERE due IS NOT NULL ORDER BY due, seen, url"
            ).fetchall()
        return [Page(*row) for row in rows]

    def settle(self, urls: Iterable[str]) -> None:
        """These pages need not be fetched any more."""
        with self._change() as database:
            database.executemany("UPDATE pages SET due = NULL WHERE url = ?", [(url,) for url in urls])

    def put_off(self, url: str, until: float) -> None:
        """A page was tried in vain and is tried again."""
        with self._change() as database:
            database.execute("UPDATE pages SET due = ?, tries = tries + 1 WHERE url = ?", (until, url))
