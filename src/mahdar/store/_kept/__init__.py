"""What linking keeps of its work in the store, and the Minutes that it writes: read and written in one transaction."""

from sqlalchemy import Connection, delete, select

from mahdar.model import Touch
from mahdar.store import tables
from mahdar.store._corrections import touch_rows
from mahdar.store._databases import Database
from mahdar.store._kept._articles import KeptArticles, News
from mahdar.store._kept._entries import KeptEntries
from mahdar.store._kept._episodes import KeptEpisodes
from mahdar.store._kept._quotes import KeptQuotes

__all__ = ["Kept", "News"]

_STATE, _RULES = 1, 2


class Kept:
    """What linking keeps: of the articles, of episodes in the making, of statements, and the entries of the Minutes."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database, self._connection = database, connection
        self.articles = KeptArticles(database, connection)
        self.episodes = KeptEpisodes(database, connection)
        self.quotes = KeptQuotes(database, connection)
        self.entries = KeptEntries(database, connection)

    def rules(self) -> str | None:
        """The rules by which the Minutes were made."""
        row = tables.linked.c
        return self._connection.execute(select(row.state).where(row.id == _RULES)).scalar()

    def forget(self) -> None:
        """Keep nothing but the entries that are written already: all is linked anew."""
        for table in (
            tables.known, tables.alike, tables.gatherings, tables.members, tables.shelves, tables.counts, tables.said,
            tables.quoted, tables.faces, tables.pages,
        ):  # fmt: skip
            self._connection.execute(delete(table))

    def finish(self, state: str, rules: str, touched: tuple[Touch, ...]) -> None:
        """Note which state of the store the Minutes are made for, by which rules, and what corrections touched."""
        done = tables.corrected.c
        self._connection.execute(delete(tables.corrected).where(done.sort.in_(("episode", "quote"))))
        numbers = self.articles.numbers({one.doc for one in touched})
        self._database.add(self._connection, tables.corrected, touch_rows(touched, numbers))
        self._connection.execute(delete(tables.linked))
        rows = [{"id": _STATE, "state": state}, {"id": _RULES, "state": rules}]
        self._database.add(self._connection, tables.linked, rows)
