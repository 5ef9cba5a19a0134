"""The Minutes as they are written: only what is other than it was."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, and_, delete, select

from mahdar.model import Case, Change, Disagreement, Episode, Quote, Thread
from mahdar.store import tables
from mahdar.store._databases import Database
from mahdar.store._entries import entry_rows, episode_rows, quote_rows, thread_rows
from mahdar.store._episode_parts import drop_episode_parts, put_episode_parts
from mahdar.store._some import drop_those, rows_of

if TYPE_CHECKING:
    from mahdar.linking import Face, Page

__all__ = ["KeptEntries"]

_TAKEN_OVER = "tellings"  # a report may stand in another episode before the one that it stood in is taken away
_EPISODE = msgspec.msgpack.Decoder(Episode)
Row = dict[str, Any]
Pair = tuple[str, str]


class KeptEntries:
    """Episodes, quotes and the other books of the ledger."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database, self._connection = database, connection

    # --- episodes

    def episode_ids(self) -> set[str]:
        """The ids of all episodes."""
        return set(self._connection.execute(select(tables.episodes.c.id)).scalars())

    def episodes(self, ids: Collection[str]) -> dict[str, Episode]:
        """Episodes by their ids."""
        row = tables.episodes.c
        found = rows_of(self._connection, select(row.id, row.body), row.id, ids)
        return {one.id: _EPISODE.decode(one.body) for one in found}

    def told_in(self) -> dict[tuple[str, str], str]:
        """The episode of every report, by its article and event."""
        row = tables.tellings.c
        rows = self._connection.execute(select(row.doc, row.event, row.episode))
        return {(doc, event): episode for doc, event, episode in rows}

    def put_episodes(self, episodes: Sequence[Episode], before: Collection[str], fresh: Collection[str]) -> set[str]:
        """Write episodes in place of those with these ids (`before`): only what is other than it was, or what a `fresh` article
        tells. Which have changed, or are no more."""
        row = tables.episodes.c
        ids = {one.id for one in episodes}.union(before)
        bodies = {one.id: one.body for one in rows_of(self._connection, select(row.id, row.body), row.id, ids)}
        changed = [
            one
            for one in episodes
            if bodies.get(one.id) != msgspec.msgpack.encode(one)
            or any(telling.doc in fresh for telling in one.tellings)
        ]
        same = {one.id for one in episodes} - {one.id for one in changed}
        gone = bodies.keys() - same
        drop_episode_parts(self._database, self._connection, gone)
        for table, column in (
            (tables.episode_actors, tables.episode_actors.c.episode), (tables.tellings, tables.tellings.c.episode),
            (tables.episodes, row.id),
        ):  # fmt: skip
            drop_those(self._connection, table, column, gone)
        self._write(episode_rows(changed))
        put_episode_parts(self._database, self._connection, changed)
        return gone | {one.id for one in changed}

    def _write(self, rows: Iterable[tuple[str, Row]]) -> None:
        by_table: dict[str, list[Row]] = {}
        for name, one in rows:
            by_table.setdefault(name, []).append(one)
        for name, some in by_table.items():
            write = self._database.put_over if name == _TAKEN_OVER else self._database.add
            write(self._connection, tables.metadata.tables[name], some)

    # --- storylines

    def put_faces(self, faces: "Mapping[str, Face | None]") -> set[Pair]:
        """Keep what episodes show to storylines, in place of what was kept: the pairs of sides for which that is new."""
        row = tables.faces.c
        before: dict[str, dict[Pair, bytes]] = {}
        for one in rows_of(self._connection, select(tables.faces), row.episode, faces):
            before.setdefault(one.episode, {})[one.one, one.other] = one.body
        pairs: set[Pair] = set()
        rows: list[Row] = []
        gone: list[str] = []
        for ident, face in faces.items():
            own = before.get(ident, {})
            body = msgspec.msgpack.encode(face)
            now = dict.fromkeys(face.pairs if face else (), body)
            if own != now:
                pairs.update(own, now)
                gone.append(ident)
                rows += [{"one": one, "other": other, "episode": ident, "body": body} for one, other in now]
        drop_those(self._connection, tables.faces, row.episode, gone)
        self._database.add(self._connection, tables.faces, rows)
        return pairs

    def faces(self, pair: Pair) -> "list[Face]":
        """What the episodes between two sides show."""
        from mahdar.linking import Face  # noqa: PLC0415  (only linking needs it)

        row = tables.faces.c
        wanted = select(row.body).where(row.one == pair[0], row.other == pair[1])
        decoder = msgspec.msgpack.Decoder(Face)
        return [decoder.decode(body) for (body,) in self._connection.execute(wanted)]

    def put_threads(self, pair: Pair, threads: Iterable[Thread]) -> None:
        """Write the storylines of two sides in place of those that are there."""
        first, second = tables.ledger_actors.alias(), tables.ledger_actors.alias()
        wanted = (
            select(first.c.entry)
            .join(second, and_(second.c.sort == "thread", second.c.entry == first.c.entry, second.c.n == 1))
            .where(first.c.sort == "thread", first.c.n == 0, first.c.id == pair[0], second.c.id == pair[1])
        )
        self._replace("thread", set(self._connection.execute(wanted).scalars()), thread_rows(threads))

    def drop_threads(self) -> None:
        """Take all storylines away."""
        for table in (tables.ledger, tables.ledger_actors):
            self._connection.execute(delete(table).where(table.c.sort == "thread"))

    # --- the ledger

    def ids(self, sort: str) -> set[str]:
        """The ids of all entries of a book."""
        row = tables.ledger.c
        return set(self._connection.execute(select(row.id).where(row.sort == sort)).scalars())

    def put_quotes(self, quotes: Iterable[Quote], before: Collection[str]) -> None:
        """Write quotes in place of those with these ids."""
        self._replace("quote", before, quote_rows(quotes))

    def put_books(
        self, disagreements: Iterable[Disagreement], changes: Iterable[Change], cases: Iterable[Case]
    ) -> None:
        """Write the books that are made anew for all articles."""
        rows: dict[str, list[tuple[str, Row]]] = {"disagreement": [], "change": [], "accusation": []}
        for name, one in entry_rows(disagreements, changes, cases):
            rows[one["sort"]].append((name, one))
        for sort, some in rows.items():
            self._replace(sort, self.ids(sort), some)

    def _replace(self, sort: str, before: Collection[str], rows: Iterable[tuple[str, Row]]) -> None:
        """Write the entries of a book that are other than they were; those of `before` that are not among them go."""
        wanted: dict[str, list[tuple[str, Row]]] = {}
        for name, one in rows:
            wanted.setdefault(one["id"] if name == "ledger" else one["entry"], []).append((name, one))
        entry, actor = tables.ledger.c, tables.ledger_actors.c
        stored = select(entry.id, entry.body).where(entry.sort == sort)
        bodies = {one.id: one.body for one in rows_of(self._connection, stored, entry.id, wanted.keys() | set(before))}
        same = {ident for ident, some in wanted.items() if bodies.get(ident) == some[0][1]["body"]}
        drop_those(self._connection, tables.ledger, entry.id, bodies.keys() - same, entry.sort == sort)
        drop_those(self._connection, tables.ledger_actors, actor.entry, bodies.keys() - same, actor.sort == sort)
        self._write(row for ident, some in wanted.items() if ident not in same for row in some)

    # --- pages of numbers

    def pages(self) -> "dict[int, Page]":
        """What came of the numbers of each four weeks."""
        from mahdar.linking import Page  # noqa: PLC0415  (only linking needs it)

        decoder = msgspec.msgpack.Decoder(Page)
        rows = self._connection.execute(select(tables.pages))
        return {row.number: decoder.decode(row.body) for row in rows}

    def put_pages(self, pages: "Iterable[Page]", known: "Mapping[int, Page]") -> None:
        """Keep what came of the numbers of each four weeks; `known` is what is kept already."""
        now = {page.number: page for page in pages}
        new = [number for number in now.keys() | known.keys() if now.get(number) != known.get(number)]
        drop_those(self._connection, tables.pages, tables.pages.c.number, new)
        rows = [{"number": n, "body": msgspec.msgpack.encode(now[n])} for n in sorted(new) if n in now]
        self._database.add(self._connection, tables.pages, rows)
