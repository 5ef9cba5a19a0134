"""What an export is made of: the chosen articles, findings and episodes of one state of a store, read in order."""

from collections.abc import Callable, Iterator

import msgspec
from sqlalchemy import Connection

from mahdar.export._rows import FINDINGS, episode_row, quote_row, rows
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Record
from mahdar.query import EpisodeLine, QuoteLine, Settled, walk, walk_episodes, walk_quotes
from mahdar.store import Store

__all__ = ["Choice", "Tell"]

# Called with what was written ("events") or left out ("left out: no day"), and how many more of it.
Tell = Callable[[str, int], None]


class Choice:
    """The chosen things of a store. Each walk begins anew and holds a few hundred articles at a time."""

    def __init__(
        self, store: Store, connection: Connection, knowledge: Knowledge, settled: Settled, tell: Tell
    ) -> None:
        self.store, self.connection, self.knowledge, self.settled = store, connection, knowledge, settled
        self.what = settled.what
        self._tell = tell

    def tell(self, what: str, count: int = 1) -> None:
        """Count what was written or left out."""
        if count:
            self._tell(what, count)

    def articles(self) -> Iterator[tuple[Article, Record, tuple[int, ...]]]:
        """The articles with their records, and the places of the findings that are meant."""
        return walk(self.connection, self.store, self.settled)

    def episodes(self) -> Iterator[EpisodeLine]:
        return walk_episodes(self.connection, self.knowledge, self.settled)

    def quotes(self) -> Iterator[QuoteLine]:
        return walk_quotes(self.connection, self.knowledge, self.settled)

    def rows(self) -> Iterator[tuple[str, msgspec.Struct]]:
        """Every row with its table: of one sort of thing, or all findings of the articles."""
        for table, row in self._rows():
            self.tell(table)
            yield table, row

    def _rows(self) -> Iterator[tuple[str, msgspec.Struct]]:
        if self.what == "episodes":
            yield from (("episodes", episode_row(line)) for line in self.episodes())
        elif self.what == "quotes":
            yield from (("quotes", quote_row(line)) for line in self.quotes())
        elif self.what == "articles":
            for article, record, _ in self.articles():
                for table in FINDINGS:
                    yield from ((table, row) for row in rows(table, article, record))
        else:
            for article, record, places in self.articles():
                yield from ((self.what, row) for row in rows(self.what, article, record, places))
