"""What there is between two, in one answer."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from sqlalchemy import case, func, select

from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.query._accusations import accusations
from mahdar.query._agreements import agreements
from mahdar.query._disagreements import DisagreementLine, disagreements
from mahdar.query._dossier import Charge, charges_of
from mahdar.query._episodes import EpisodeLine, episodes, episodes_asked, need_linked
from mahdar.query._lines import AgreementLine
from mahdar.query._names import Sought, seek
from mahdar.store import Store, tables

__all__ = ["Month", "Relation", "months_between", "relation"]

_MONTH = len("2018-05")


class Month(msgspec.Struct, frozen=True, gc=False):
    """A month of a relation: how many events, with how many reports and independent sources."""

    month: str
    episodes: int
    reports: int
    sources: int


class Relation(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Two, and what is told of both together: events in time, how many in each month (months without any in between are there
    too), the agreements of both, the accusations of each against the other, and where the articles differ about the two."""

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


def relation(
    store: Store,
    knowledge: Knowledge,
    one: str | Sought,
    other: str | Sought,
    *,
    from_: str | None = None,
    to: str | None = None,
) -> Relation:
    """What there is between two. Raises QueryError where a name is nobody's, or the store has not been linked."""
    first = seek(store, knowledge, one) if isinstance(one, str) else one
    second = seek(store, knowledge, other) if isinstance(other, str) else other
    if first.id == second.id:
        raise QueryError(f"both are {first.name} ({first.id})")
    copies = store.copies()
    found = episodes(store, knowledge, who=first, with_=second, from_=from_, to=to)
    theirs = {line.id for line in agreements(store, knowledge, name=second, from_=from_, to=to)}
    return Relation(
        one=first,
        other=second,
        start=from_,
        end=to,
        episodes=found,
        months=_months(found),
        agreements=tuple(
            line for line in agreements(store, knowledge, name=first, from_=from_, to=to) if line.id in theirs
        ),
        accuses=charges_of(accusations(store, knowledge, by=first, against=second, from_=from_, to=to), copies),
        accused=charges_of(accusations(store, knowledge, by=second, against=first, from_=from_, to=to), copies),
        disagreements=disagreements(store, knowledge, who=first, with_=second, sorts=("conflict",), from_=from_, to=to),
    )


def _months(found: tuple[EpisodeLine, ...]) -> tuple[Month, ...]:
    """Events by the month in which they are dated, else by that of their first report. Months without any stand between two
    that are a year apart at most; a longer gap, before which only background is told, is left out."""
    within: dict[str, list[EpisodeLine]] = defaultdict(list)
    for episode in found:
        day = episode.day if _to_the_month(episode.day) else episode.first_seen
        if day and _to_the_month(day):
            within[day[:_MONTH]].append(episode)
    return _filled(
        Month(month, len(those), sum(one.reports for one in those), sum(one.sources for one in those))
        for month, those in sorted(within.items())
    )


def _filled(told: Iterable[Month]) -> tuple[Month, ...]:
    months: list[Month] = []
    for month in told:
        if months and _gap(months[-1].month, month.month) <= 12:
            while (empty := _next(months[-1].month)) < month.month:
                months.append(Month(empty, 0, 0, 0))
        months.append(month)
    return tuple(months)


def months_between(
    store: Store, knowledge: Knowledge, one: Sought, other: Sought, *, from_: str | None = None, to: str | None = None
) -> tuple[Month, ...]:
    """The months of a relation, as `relation` has them, counted in the database. Raises QueryError."""
    of = tables.episodes.c
    same = func.substr(of.first_day, 1, _MONTH) == func.substr(of.last_day, 1, _MONTH)
    month = func.substr(case((same, of.first_day), else_=of.first_seen), 1, _MONTH).label("month")
    wanted = (
        select(month, func.count().label("episodes"), func.sum(of.reports), func.sum(of.sources))
        .where(*episodes_asked(store, knowledge, who=one, with_=other, from_=from_, to=to), month.is_not(None))
        .group_by(month)
        .order_by(month)
    )
    with store.reading() as connection:
        need_linked(connection, store)
        return _filled(Month(row[0], row[1], int(row[2]), int(row[3])) for row in connection.execute(wanted))


def _to_the_month(day: str | None) -> bool:
    return (
        day is not None
        and len(day) >= _MONTH
        and day[:4].isdigit()
        and day[4] == "-"
        and day[5:7].isdigit()
        and "01" <= day[5:7] <= "12"
    )


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _gap(one: str, other: str) -> int:
    return (int(other[:4]) - int(one[:4])) * 12 + int(other[5:7]) - int(one[5:7])
