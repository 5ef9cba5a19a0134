"""Episodes in the making, as weeks were placed one after another."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, select, update

from mahdar.store import tables
from mahdar.store._databases import Database
from mahdar.store._kept._articles import KeptArticles
from mahdar.store._some import drop_those, rows_of

if TYPE_CHECKING:
    from mahdar.linking import Placed, Settled

__all__ = ["KeptEpisodes"]

_REASONS = msgspec.msgpack.Decoder(tuple[str, ...])


class KeptEpisodes:
    """What was placed of episodes: a `Past` of linking, to which weeks are added, and from which the last ones are taken back."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database, self._connection = database, connection
        self._articles = KeptArticles(database, connection)

    # --- the past

    def top(self) -> int:
        """The greatest number of an episode in the making; -1 where there is none."""
        found = self._connection.execute(select(func.max(tables.gatherings.c.number))).scalar()
        return -1 if found is None else found

    def shelved(self, keys: Collection[int], low: int, high: int) -> Iterator[tuple[int, int, int, int]]:
        """(key, day, number, articles) of the episodes in the making that a key finds, but for those joined to others."""
        shelf, gathering = tables.shelves.c, tables.gatherings.c
        wanted = (
            select(shelf.key, shelf.day, shelf.number, gathering.docs)
            .join(tables.gatherings, gathering.number == shelf.number)
            .where(shelf.day.between(low, high), gathering.joined.is_(None))
        )
        return (tuple(row) for row in rows_of(self._connection, wanted, shelf.key, keys))

    def counted(self, keys: Collection[int], low: int, high: int) -> Iterator[tuple[int, int, int]]:
        """(key, day, reports): how often a key was counted."""
        count = tables.counts.c
        wanted = select(count.key, count.day, count.reports).where(count.day.between(low, high))
        return (tuple(row) for row in rows_of(self._connection, wanted, count.key, keys))

    def said(self, keys: Collection[int]) -> Iterator[tuple[int, int]]:
        """(key, number): the episode in the making that a sentence was told of first, or that which it was joined to."""
        row = tables.said.c
        rows = rows_of(self._connection, select(row.key, row.number), row.key, keys)
        found = {one.key: one.number for one in rows}
        last = self._last(found.values())
        return ((key, last[number]) for key, number in found.items())

    def holding(self, reports: Collection[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], int]]:
        """The episode in the making that each of some reports is in."""
        member = tables.members.c
        wanted = select(member.doc, member.event, member.number)
        rows = rows_of(self._connection, wanted, member.doc, {doc for doc, _ in reports})
        found = {(row.doc, row.event): row.number for row in rows if (row.doc, row.event) in reports}
        last = self._last(found.values())
        return ((key, last[number]) for key, number in found.items())

    def _last(self, numbers: Iterable[int]) -> dict[int, int]:
        """What each was joined to in the end; itself where it was not."""
        last = {number: number for number in numbers}
        gathering = tables.gatherings.c
        joined = select(gathering.number, gathering.joined).where(gathering.joined.is_not(None))
        ahead = set(last)
        while ahead:
            into = {row.number: row.joined for row in rows_of(self._connection, joined, gathering.number, ahead)}
            last = {number: into.get(end, end) for number, end in last.items()}
            ahead = set(into.values())
        return last

    def settled(self, numbers: Collection[int]) -> "Iterator[Settled]":
        """Episodes in the making by their numbers."""
        from mahdar.linking import Reports, Settled  # noqa: PLC0415  (only linking needs it)

        member = tables.members.c
        rows = sorted(
            rows_of(self._connection, select(tables.members), member.number, numbers),
            key=lambda row: (row.number, row.n),
        )
        told = {
            (report.doc, report.event): report
            for one in self._articles.of_docs(Reports, {row.doc for row in rows})
            for report in one.reports
        }
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            place = (row.score, _REASONS.decode(row.reasons))
            found[row.number].append((told[row.doc, row.event], place))
        return (Settled(number, members) for number, members in found.items())

    def telling(self, docs: Iterable[str]) -> set[int]:
        """The episodes in the making that some articles tell, but for those joined to others."""
        member, gathering = tables.members.c, tables.gatherings.c
        wanted = (
            select(member.number)
            .join(tables.gatherings, gathering.number == member.number)
            .where(gathering.joined.is_(None))
        )
        return {row.number for row in rows_of(self._connection, wanted, member.doc, docs)}

    def alone(self, numbers: Iterable[int]) -> set[int]:
        """Which of some episodes in the making are there, and joined to no other."""
        gathering = tables.gatherings.c
        wanted = select(gathering.number).where(gathering.joined.is_(None))
        return {row.number for row in rows_of(self._connection, wanted, gathering.number, numbers)}

    # --- weeks come and go

    def roll_back(self, week: int) -> tuple[set[int], set[str]]:
        """Take back a week and all after it: the episodes in the making that are other than they were, or no more, and the
        episodes that were made of them."""
        member, gathering = tables.members.c, tables.gatherings.c
        connection = self._connection
        changed = set(connection.execute(select(member.number).where(member.week >= week).distinct()).scalars())
        changed |= set(connection.execute(select(gathering.number).where(gathering.joined_in >= week)).scalars())
        made = select(gathering.episode).where(gathering.episode.is_not(None))
        episodes = {row.episode for row in rows_of(connection, made, gathering.number, changed)}
        for table in (tables.members, tables.shelves, tables.counts, tables.said):
            connection.execute(delete(table).where(table.c.week >= week))
        parted = update(tables.gatherings).where(gathering.joined_in >= week)
        connection.execute(parted.values(joined=None, joined_in=None))
        docs = {
            row.number: row.docs
            for row in rows_of(
                connection,
                select(member.number, _heard()).group_by(member.number),
                member.number,
                changed,
            )
        }
        drop_those(connection, tables.gatherings, gathering.number, changed - docs.keys())
        self._change([{"its": number, "docs": count} for number, count in docs.items()], "docs")
        return changed, episodes

    def put(self, placed: "Iterable[Placed]") -> None:
        """Keep what came of some weeks."""
        weeks = list(placed)
        rows = [row for one in weeks for row in one.members]
        new = {number for number, n, *_ in rows if n == 0}
        self._database.add(
            self._connection,
            tables.gatherings,
            [{"number": n, "docs": 0, "joined": None, "joined_in": None, "episode": None} for n in sorted(new)],
        )
        names = ("number", "n", "week", "doc", "event", "score", "reasons", "heard")
        self._add(
            tables.members,
            names,
            ((*row[:6], msgspec.msgpack.encode(row[6]), int(row[7])) for row in rows),
        )
        self._add(tables.shelves, ("key", "day", "number", "week"), (row for one in weeks for row in one.shelves))
        self._add(tables.counts, ("key", "day", "week", "reports"), (row for one in weeks for row in one.counts))
        self._add(tables.said, ("key", "number", "week"), (row for one in weeks for row in one.said))
        member = tables.members.c
        counted = rows_of(
            self._connection,
            select(member.number, _heard()).group_by(member.number),
            member.number,
            {row[0] for row in rows},
        )
        self._change([{"its": row.number, "docs": row.docs} for row in counted], "docs")
        joins = [{"its": one, "joined": other, "joined_in": week} for each in weeks for one, other, week in each.joins]
        self._change(joins, "joined", "joined_in")

    def _add(self, table: Any, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
        self._database.add(self._connection, table, [dict(zip(names, row, strict=True)) for row in rows])

    def _change(self, rows: list[dict[str, Any]], *names: str) -> None:
        if rows:
            number = tables.gatherings.c.number
            changed = update(tables.gatherings).where(number == bindparam("its"))
            self._connection.execute(changed.values({name: bindparam(name) for name in names}), rows)

    def name(self, episodes: Mapping[int, str | None]) -> set[str]:
        """Note which episode is made of each; which were made of them before."""
        gathering = tables.gatherings.c
        made = select(gathering.number, gathering.episode)
        rows = rows_of(self._connection, made, gathering.number, episodes)
        before = {row.number: row.episode for row in rows}
        new = [{"its": n, "episode": ident} for n, ident in episodes.items() if n in before and before[n] != ident]
        self._change(new, "episode")
        return {ident for ident in before.values() if ident}


def _heard() -> Any:
    """How many articles say something of an episode in the making."""
    member = tables.members.c
    return func.count(func.distinct(member.doc)).filter(member.heard == 1).label("docs")
