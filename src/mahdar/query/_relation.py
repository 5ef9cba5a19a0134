"""What there is between two, in one answer."""

from typing import Any

import msgspec
from sqlalchemy import Connection

from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.query._accusations import accusations
from mahdar.query._agreements import agreements
from mahdar.query._disagreements import DisagreementLine, disagreements
from mahdar.query._dossier import Charge, charges_of
from mahdar.query._episodes import EpisodeLine, episodes
from mahdar.query._lines import AgreementLine
from mahdar.query._listed import count_pairs
from mahdar.query._names import Sought, seek
from mahdar.query._parts import copies_of, first_day, last_day
from mahdar.store import Store

__all__ = ["Month", "Relation", "relation"]

# Steps of agreements that are looked at for each agreement that is wanted.
_STEPS = 5


class Month(msgspec.Struct, frozen=True, gc=False):
    """A month of a relation: how many events, with how many reports and independent sources."""

    month: str
    episodes: int
    reports: int
    sources: int


class Relation(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Two, and what is told of both together: events in time, how many in each month (months without any in between are there
    too), the agreements of both, the accusations of each against the other, and where the articles differ about the two. `totals` are
    how many events there are in all, where only some were asked for."""

    one: Sought
    other: Sought
    start: str | None
    end: str | None
    episodes: tuple[EpisodeLine, ...]
    months: tuple[Month, ...]
    agreements: tuple[AgreementLine, ...]
    accuses: tuple[Charge, ...]
    accused: tuple[Charge, ...]
    disagreements: tuple[DisagreementLine, ...]
    totals: dict[str, int] = {}


def relation(
    store: Store,
    knowledge: Knowledge,
    one: str | Sought,
    other: str | Sought,
    *,
    from_: str | None = None,
    to: str | None = None,
    limit: int | None = None,
) -> Relation:
    """What there is between two. `limit`: of each part only so many lines, the latest ones; the months count everything
    all the same. Raises QueryError where a name is nobody's, or the store has not been linked."""
    first = seek(store, knowledge, one) if isinstance(one, str) else one
    second = seek(store, knowledge, other) if isinstance(other, str) else other
    if first.id == second.id:
        raise QueryError(f"both are {first.name} ({first.id})", "same")
    days: dict[str, Any] = {"from_": from_, "to": to}
    page: dict[str, Any] = {**days, "newest": limit is not None, "limit": limit}
    found = episodes(store, knowledge, who=first, with_=second, **page)
    accuses = accusations(store, knowledge, by=first, against=second, **page)
    accused = accusations(store, knowledge, by=second, against=first, **page)
    differing = disagreements(store, knowledge, who=first, with_=second, sorts=("conflict",), **page)
    if limit is not None:
        # The latest, in the order of time as everything else.
        found, accuses, accused, differing = found[::-1], accuses[::-1], accused[::-1], differing[::-1]
    with store.reading() as connection:
        copies = copies_of(connection, (line.source.doc for line in (*accuses, *accused)))
        months = _months(connection, first, second, first_day(from_), last_day(to))
    return Relation(
        one=first,
        other=second,
        start=from_,
        end=to,
        episodes=found,
        months=months,
        agreements=agreements(
            store, knowledge, name=first, with_=second, **days, limit=limit,
            latest=None if limit is None else _STEPS * limit,
        ),
        accuses=charges_of(accuses, copies),
        accused=charges_of(accused, copies),
        disagreements=differing,
        totals={} if limit is None else {"episodes": sum(month.episodes for month in months)},
    )  # fmt: skip


def _months(
    connection: Connection, one: Sought, other: Sought, start: str | None, end: str | None
) -> tuple[Month, ...]:
    """Events by the month in which they are dated, else by that of their first report. Months without any stand between two
    that are a year apart at most; a longer gap, before which only background is told, is left out."""
    months: list[Month] = []
    for counted in count_pairs(connection, one, other, start, end):
        if months and _gap(months[-1].month, counted[0]) <= 12:
            while (empty := _next(months[-1].month)) < counted[0]:
                months.append(Month(empty, 0, 0, 0))
        months.append(Month(*counted))
    return tuple(months)


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _gap(one: str, other: str) -> int:
    return (int(other[:4]) - int(one[:4])) * 12 + int(other[5:7]) - int(one[5:7])
