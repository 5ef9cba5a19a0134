"""Who has a part in which episodes, and with whom: made with the Minutes, from the events that they join."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select

from mahdar.model import FAMILIES, Episode
from mahdar.store import tables
from mahdar.store._databases import Database
from mahdar.store._parts import ANYBODY, LONG_SORT, UNDATED, sides_of
from mahdar.times import days_of

__all__ = ["MEETINGS", "count_episodes", "episode_days", "month_of", "pairs_of", "parts_of", "put_episode_parts"]

# Who was met: at contacts that took place. A press conference is for everybody.
MEETINGS = tuple(kind for kind, family in FAMILIES.items() if family == "contact" and kind != "press_conference")
_DONE = ("happened", "ongoing")
_VENUE = "venue_org"
_MONTH = len("2018-05")
_MANY = 500
Row = dict[str, Any]


def put_episode_parts(database: Database, connection: Connection, episodes: Sequence[Episode]) -> None:
    """Write the parts and pairs of episodes, by the findings as they are in the store, and count those of all."""
    numbers = {row.doc: row.id for row in connection.execute(select(tables.articles.c.id, tables.articles.c.doc))}
    for at in range(0, len(episodes), _MANY):
        some = episodes[at : at + _MANY]
        acting = _acting(connection, {numbers[one.doc] for each in some for one in each.tellings if one.doc in numbers})
        parts: list[Row] = []
        pairs: list[Row] = []
        for episode in some:
            told = [acting.get((numbers[one.doc], one.event), {}) for one in episode.tellings if one.doc in numbers]
            parts += parts_of(episode, told)
            pairs += pairs_of(episode, told)
        database.add(connection, tables.episode_parts, parts)
        database.add(connection, tables.pairs, pairs)
    count_episodes(connection)


def count_episodes(connection: Connection) -> None:
    """Count the episodes of everybody, and whom he met in them."""
    part, pair = tables.episode_parts.c, tables.pairs.c
    connection.execute(delete(tables.shares).where(tables.shares.c.sort == "episode"))
    connection.execute(delete(tables.meetings))
    shares = (
        select(part.who, part.sort, func.count().label("findings"))
        .where(part.sort == "episode")
        .group_by(part.who, part.sort)
    )
    connection.execute(tables.shares.insert().from_select(["who", "sort", "findings"], shares))
    met = (
        select(
            pair.one, pair.other, func.count().label("episodes"), func.sum(pair.reports).label("reports"),
            func.sum(pair.sources).label("sources"), func.min(pair.day).label("first"), func.max(pair.last).label("last"),
        )
        .where(pair.sort == "pair", pair.met == 1)
        .group_by(pair.one, pair.other)
    )  # fmt: skip
    names = ["one", "other", "episodes", "reports", "sources", "first", "last"]
    connection.execute(tables.meetings.insert().from_select(names, met))


Sides = Mapping[int, tuple[str, ...]]  # of each entity that takes part


def _acting(connection: Connection, numbers: Iterable[int]) -> dict[tuple[int, str], dict[int, tuple[str, ...]]]:
    """For whom everybody acts who takes part in an event, by (article, id of the event) and entity."""
    wanted = sorted(numbers)
    found: dict[tuple[int, str], dict[int, tuple[str, ...]]] = defaultdict(dict)
    event, actor = tables.events.c, tables.event_actors.c
    for at in range(0, len(wanted), _MANY):
        some = wanted[at : at + _MANY]
        rows = {
            table.name: [row._mapping for row in connection.execute(select(table).where(table.c.article.in_(some)))]
            for table in (tables.entities, tables.offices)
        }
        sides = sides_of(rows)
        acting = (
            select(event.article, event.id, actor.entity)
            .join(tables.event_actors, (actor.article == event.article) & (actor.event == event.n))
            .where(event.article.in_(some), actor.role != "chain", actor.entity.is_not(None))
        )
        for row in connection.execute(acting):
            found[row.article, row.id][row.entity] = sides[row.article, row.entity]
    return found


def episode_days(episode: Episode) -> tuple[str, str]:
    """The days by which an episode is listed."""
    first, last = days_of(episode.day) or (episode.first_seen, episode.last_seen)
    return first or UNDATED, last or first or UNDATED


def month_of(episode: Episode) -> str:
    """The month in which an episode is counted: that in which it is dated, else that of its first report; "" for none."""
    for day in (episode.day, episode.first_seen):
        if day and len(day) >= _MONTH and day[:4].isdigit() and day[4] == "-" and "01" <= day[5:7] <= "12":
            return day[:_MONTH]
        if day and day != episode.day:
            break
    return ""


def _sorted(row: Row, sort: str) -> Iterator[Row]:
    yield row | {"sort": sort}
    if row["day"] != row["last"]:
        yield row | {"sort": sort + LONG_SORT}


def parts_of(episode: Episode, told: Iterable[Sides]) -> Iterator[Row]:
    day, last = episode_days(episode)
    whos = {ANYBODY} | {who for acting in told for sides in acting.values() for who in sides}
    for who in sorted(whos):
        yield from _sorted({"who": who, "day": day, "last": last, "episode": episode.id}, "episode")


def pairs_of(episode: Episode, told: Iterable[Sides]) -> Iterator[Row]:
    """Everybody with everybody else who takes part in the same event."""
    found: set[tuple[str, str]] = set()
    own: dict[str, set[str]] = defaultdict(set)
    for acting in told:
        for entity, sides in acting.items():
            own[sides[0]].update(sides)
            for partner, theirs in acting.items():
                if partner != entity:
                    found.update((one, other) for one in sides for other in theirs)
    contact = episode.kind in MEETINGS and episode.status in _DONE
    parties = {who for who, role in episode.parties if role != _VENUE}
    day, last = episode_days(episode)
    for one, other in sorted(found):
        met = contact and other in parties and one not in own.get(other, ())
        row = {
            "one": one, "other": other, "day": day, "last": last, "episode": episode.id, "month": month_of(episode),
            "reports": episode.reports, "sources": episode.sources, "met": int(met),
        }  # fmt: skip
        yield from _sorted(row, "pair")
