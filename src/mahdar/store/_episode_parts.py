"""Who has a part in which episodes, and with whom: made with the Minutes, from the events that they join."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, select

from mahdar.model import FAMILIES, Episode
from mahdar.store import tables
from mahdar.store._databases import Database
from mahdar.store._parts import ANYBODY, LONG_SORT, UNDATED, sides_of
from mahdar.store._some import drop_those, rows_of
from mahdar.times import days_of

__all__ = [
    "MEETINGS",
    "count_episodes",
    "drop_episode_parts",
    "episode_days",
    "month_of",
    "pairs_of",
    "parts_of",
    "put_episode_parts",
]

# Who was met: at contacts that took place. A press conference is for everybody.
MEETINGS = tuple(kind for kind, family in FAMILIES.items() if family == "contact" and kind != "press_conference")
_SORT = "episode"
_DONE = ("happened", "ongoing")
_VENUE = "venue_org"
_MONTH = len("2018-05")
_MANY = 500
Row = dict[str, Any]


def put_episode_parts(database: Database, connection: Connection, episodes: Sequence[Episode]) -> None:
    """Write the parts and pairs of episodes, by the findings as they are in the store, and count them in."""
    docs = {one.doc for each in episodes for one in each.tellings}
    row = tables.articles.c
    numbers = {one.doc: one.id for one in rows_of(connection, select(row.id, row.doc), row.doc, docs)}
    met: set[tuple[str, str]] = set()
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
        database.add_up(connection, tables.shares, _shares((one["who"], one["sort"]) for one in parts))
        met.update((one["one"], one["other"]) for one in pairs if one["met"])
    _count_meetings(database, connection, met)


def drop_episode_parts(database: Database, connection: Connection, episodes: Iterable[str]) -> None:
    """Take the parts and pairs of episodes away, and out of the counts."""
    part, pair = tables.episode_parts.c, tables.pairs.c
    ids = set(episodes)
    parts = [(one.who, one.sort) for one in rows_of(connection, select(part.who, part.sort), part.episode, ids)]
    wanted = select(pair.one, pair.other).where(pair.met == 1)
    met = {(one.one, one.other) for one in rows_of(connection, wanted, pair.episode, ids)}
    drop_those(connection, tables.episode_parts, part.episode, ids)
    drop_those(connection, tables.pairs, pair.episode, ids)
    share = tables.shares.c
    database.add_up(connection, tables.shares, [row | {"findings": -row["findings"]} for row in _shares(parts)])
    connection.execute(delete(tables.shares).where(share.sort == _SORT, share.findings <= 0))
    _count_meetings(database, connection, met)


def _shares(parts: Iterable[tuple[str, str]]) -> list[Row]:
    """How many episodes everybody has a part in."""
    counted = Counter(who for who, sort in parts if sort == _SORT)
    return [{"who": who, "sort": _SORT, "findings": count} for who, count in counted.items()]


def _count_meetings(database: Database, connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Count whom some have met, in place of what was counted of them."""
    pair, meeting = tables.pairs.c, tables.meetings.c
    both = sorted(set(pairs))
    if not both:
        return
    bound = [{"its_one": one, "its_other": other} for one, other in both]
    connection.execute(
        delete(tables.meetings).where(meeting.one == bindparam("its_one"), meeting.other == bindparam("its_other")),
        bound,
    )
    met = (
        _met()
        .where(pair.one == bindparam("its_one"), pair.other == bindparam("its_other"))
        .group_by(pair.one, pair.other)
    )
    rows = [row._asdict() for each in bound for row in connection.execute(met, each)]
    database.add(connection, tables.meetings, rows)


def count_episodes(connection: Connection) -> None:
    """Count the episodes of everybody, and whom he met in them, all anew."""
    part, pair = tables.episode_parts.c, tables.pairs.c
    connection.execute(delete(tables.shares).where(tables.shares.c.sort == _SORT))
    connection.execute(delete(tables.meetings))
    shares = (
        select(part.who, part.sort, func.count().label("findings"))
        .where(part.sort == _SORT)
        .group_by(part.who, part.sort)
    )
    connection.execute(tables.shares.insert().from_select(["who", "sort", "findings"], shares))
    met = _met().group_by(pair.one, pair.other)
    names = ["one", "other", "episodes", "reports", "sources", "first", "last"]
    connection.execute(tables.meetings.insert().from_select(names, met))


def _met() -> Select[Any]:
    pair = tables.pairs.c
    return select(
        pair.one, pair.other, func.count().label("episodes"), func.sum(pair.reports).label("reports"),
        func.sum(pair.sources).label("sources"), func.min(pair.day).label("first"), func.max(pair.last).label("last"),
    ).where(pair.sort == "pair", pair.met == 1)  # fmt: skip


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
