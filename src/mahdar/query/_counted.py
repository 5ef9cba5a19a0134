"""Episodes counted: how many a day, and which states have most to do with each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

import msgspec
from sqlalchemy import Connection, func, select

from mahdar.knowledge import Knowledge
from mahdar.model import FAMILIES
from mahdar.query._episodes import episodes_asked, names_of, need_linked
from mahdar.query._lines import Actor
from mahdar.query._parts import among, first_day, last_day
from mahdar.query._sought import Sought
from mahdar.store import Store, tables

__all__ = ["DayCount", "PairLine", "busiest_pairs", "episodes_by_day", "seal_of_store", "state_of_store"]

_EPISODE = tables.episodes.c
_ARTICLE = tables.articles.c
_MANY = 500
# So many articles make the key of a store: more that come after them leave it as it is.
_SEALING = 16
# How many of the newest episodes of a period are looked at for its pairs.
_MOST_EPISODES = 5000
# What was not, or not yet, does not count as dealings.
_NOT_SO = ("denied", "cancelled", "proposed")


class DayCount(msgspec.Struct, frozen=True, gc=False):
    """How many episodes of a kind begin on a day."""

    day: str
    kind: str
    episodes: int


class PairLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Two states, and how often they have to do with each other: in episodes, of them by family of kinds, and in the reports and
    independent sources of these."""

    first: Actor
    second: Actor
    episodes: int
    families: dict[str, int]
    reports: int
    sources: int


def state_of_store(store: Store) -> str:
    """Stands for what a store holds, and is quickly asked: numbers kept for one state are out of date in another."""
    with store.reading() as connection:
        last = connection.execute(select(func.max(_ARTICLE.id))).scalar()
        fixed = connection.execute(select(func.max(tables.corrections.c.n))).scalar()
        linked = connection.execute(select(tables.linked.c.state)).scalar()
    return f"{last}/{fixed}/{linked}"


def seal_of_store(store: Store) -> bytes:
    """A key for what is signed and has to hold when a server begins anew, also on another machine: made of the digests of the store's
    first articles, which no answer tells."""
    with store.reading() as connection:
        first = connection.execute(select(_ARTICLE.digest).order_by(_ARTICLE.id).limit(_SEALING)).scalars()
        return blake2b("\0".join(first).encode(), digest_size=32, person=b"cursors").digest()


def episodes_by_day(
    store: Store,
    knowledge: Knowledge,
    *,
    who: str | Sought | None = None,
    with_: str | Sought | None = None,
    kinds: Sequence[str] = (),
    statuses: Sequence[str] = (),
    from_: str | None = None,
    to: str | None = None,
    place: str | None = None,
    outlet: str | None = None,
    sources: int = 1,
) -> tuple[DayCount, ...]:
    """How many of the episodes that `episodes` would give begin on each day, by kind. Those of which no more than a year or a
    longer time is known are left out, since no day can be given to them. Raises QueryError."""
    conditions = episodes_asked(
        store, knowledge, who=who, with_=with_, kinds=kinds, statuses=statuses, from_=from_, to=to, place=place,
        outlet=outlet, sources=sources,
    )  # fmt: skip
    wanted = (
        select(_EPISODE.first_day, _EPISODE.kind, func.count().label("episodes"))
        .where(*conditions, _EPISODE.first_day.is_not(None), _EPISODE.first_day == _EPISODE.last_day)
        .group_by(_EPISODE.first_day, _EPISODE.kind)
        .order_by(_EPISODE.first_day, _EPISODE.kind)
    )
    with store.reading() as connection:
        need_linked(connection, store)
        return tuple(DayCount(row.first_day, row.kind, row.episodes) for row in connection.execute(wanted))


def busiest_pairs(
    store: Store, knowledge: Knowledge, *, from_: str, to: str, limit: int = 12, by: str = "episodes"
) -> tuple[PairLine, ...]:
    """The pairs of states that have most to do with each other in a range of days, themselves or by their officials and
    bodies; of a period with more episodes its newest 5,000 count. An episode counts once for a pair. `by` is what most is
    counted by: episodes, reports, or (independent) sources. Raises QueryError."""
    (counted,) = among("count", (by,), ("episodes", "reports", "sources"))
    start, end = first_day(from_), last_day(to)
    recent = (
        select(_EPISODE.id, _EPISODE.kind, _EPISODE.reports, _EPISODE.sources)
        .where(_EPISODE.first_day >= start, _EPISODE.first_day <= end, _EPISODE.status.not_in(_NOT_SO))
        .order_by(_EPISODE.first_day.desc(), _EPISODE.id)
        .limit(_MOST_EPISODES)
    )
    with store.reading() as connection:
        need_linked(connection, store)
        told = {row.id: row for row in connection.execute(recent)}
        sides = _sides(connection, knowledge, tuple(told))
        pairs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        families: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for episode, states in sides.items():
            for one in states:
                for other in states:
                    if one < other:
                        row = told[episode]
                        pairs[one, other].update(episodes=1, reports=row.reports, sources=row.sources)
                        families[one, other][FAMILIES.get(row.kind, "other")] += 1
        best = sorted(pairs, key=lambda pair: (-pairs[pair][counted], pair))[:limit]
        names = names_of(connection, knowledge, sorted({state for pair in best for state in pair}))
    return tuple(
        PairLine(first=names[one], second=names[other], families=dict(families[one, other]), **pairs[one, other])
        for one, other in best
    )


def _sides(connection: Connection, knowledge: Knowledge, idents: Sequence[str]) -> dict[str, set[str]]:
    """The states that take part in each episode."""
    states = {state.id for state in knowledge.states}
    bodies = {row.id: row.state for row in knowledge.organisations if row.state in states}
    actor, told = tables.episode_actors.c, tables.tellings.c
    entity, office = tables.entities.c, tables.offices.c
    sides: dict[str, set[str]] = defaultdict(set)
    for some in _some(idents):
        for row in connection.execute(select(actor.episode, actor.id).where(actor.episode.in_(some))):
            state = row.id if row.id in states else bodies.get(row.id)
            if state:
                sides[row.episode].add(state)
        held = (
            select(actor.episode, office.of)
            .distinct()
            .select_from(tables.episode_actors)
            .join(tables.tellings, told.episode == actor.episode)
            .join(tables.articles, _ARTICLE.doc == told.doc)
            .join(tables.entities, (entity.article == _ARTICLE.id) & (entity.id == actor.id))
            .join(tables.offices, (office.article == entity.article) & (office.entity == entity.n))
            .where(actor.episode.in_(some), office.title.not_like("former %"))
        )
        for row in connection.execute(held):
            if row.of in states:
                sides[row.episode].add(row.of)
    return sides


def _some(idents: Iterable[str]) -> Iterator[tuple[str, ...]]:
    listed = list(idents)
    for start in range(0, len(listed), _MANY):
        yield tuple(listed[start : start + _MANY])
