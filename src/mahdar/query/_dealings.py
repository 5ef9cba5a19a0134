"""Who deals with whom, counted in the database: what dossiers, the network and the map show of stores of any size."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import distinct, func, select

from mahdar.knowledge import Knowledge
from mahdar.query._episodes import names_of, need_linked
from mahdar.query._lines import Actor
from mahdar.query._parts import first_day, last_day, touching
from mahdar.store import Store, tables

__all__ = ["Frequent", "PlaceCount", "episodes_by_place", "frequent"]

_EPISODE = tables.episodes.c
_DONE = ("happened", "ongoing")


class Frequent(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody with the number of episodes that he takes part in."""

    actor: Actor
    episodes: int


class PlaceCount(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A place (its id) with what is told of it."""

    place: str
    episodes: int
    reports: int
    sources: int


def frequent(store: Store, knowledge: Knowledge, *, limit: int = 90) -> tuple[Frequent, ...]:
    """Those who take part in most episodes. Raises QueryError where the store is not linked."""
    actor = tables.episode_actors.c
    count = func.count(distinct(actor.episode)).label("episodes")
    with store.reading() as connection:
        need_linked(connection, store)
        rows = connection.execute(
            select(actor.id, count).group_by(actor.id).order_by(count.desc(), actor.id).limit(limit)
        ).all()
        names = names_of(connection, knowledge, [row.id for row in rows])
    return tuple(Frequent(actor=names[row.id], episodes=row.episodes) for row in rows)


def episodes_by_place(
    store: Store, *, kinds: Sequence[str] = (), from_: str | None = None, to: str | None = None
) -> tuple[PlaceCount, ...]:
    """How many episodes took place where, as far as a place is told; only what happened or goes on. Raises QueryError."""
    count = func.count().label("episodes")
    inside = touching(_EPISODE, first_day(from_), last_day(to))
    conditions = [_EPISODE.place.is_not(None), _EPISODE.status.in_(_DONE), *inside]
    if kinds:
        conditions.append(_EPISODE.kind.in_(kinds))
    with store.reading() as connection:
        need_linked(connection, store)
        rows = connection.execute(
            select(
                _EPISODE.place,
                count,
                func.sum(_EPISODE.reports).label("reports"),
                func.sum(_EPISODE.sources).label("sources"),
            )
            .where(*conditions)
            .group_by(_EPISODE.place)
            .order_by(count.desc(), _EPISODE.place)
        ).all()
    return tuple(
        PlaceCount(place=row.place, episodes=row.episodes, reports=row.reports, sources=row.sources) for row in rows
    )
