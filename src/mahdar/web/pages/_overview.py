"""The first page: what the store holds, and what is new in it."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial

import msgspec
from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.errors import MahdarError
from mahdar.query import (
    DisagreementLine,
    EpisodeLine,
    PairLine,
    Stats,
    busiest_pairs,
    disagreements,
    episodes,
    episodes_by_day,
    stats,
)
from mahdar.web._site import Site
from mahdar.web.pages._charts import FAMILY_ORDER, heat_of, shares_of
from mahdar.web.pages._kept import kept
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._values import told_value
from mahdar.web.pages._view import View, view_of

__all__ = ["held", "overview_router", "period_of", "warm"]

_LATEST, _AHEAD, _DISAGREEMENTS, _PAIRS = 12, 6, 5, 10
_WEEKS = 53
# How far back dealings are counted: the shortest time that has enough of them.
_DAYS_OF_PAIRS = (90, 365, 36500)
_DAYS_AHEAD = 200

overview_router = pages_in()


class News(msgspec.Struct, frozen=True):
    """What is new in a store, and who has most to do with whom from `pairs_from` on."""

    pairs: tuple[PairLine, ...]
    pairs_from: str
    latest: tuple[EpisodeLine, ...]
    ahead: tuple[EpisodeLine, ...]
    differing: tuple[DisagreementLine, ...]


def held(view: View) -> Stats:
    """How much the store holds."""
    return _held(view.site)


def _held(site: Site) -> Stats:
    return kept(site.store, "stats", lambda: stats(site.store))


def period_of(found: Stats) -> tuple[date, date] | None:
    """The days that the articles are of, where they are linked and have days."""
    if not found.linked or not found.first or not found.last:
        return None
    return date.fromisoformat(found.first), date.fromisoformat(found.last)


def warm(site: Site) -> None:
    """Count what the first page tells, before somebody waits for it."""
    with suppress(MahdarError):
        period = period_of(_held(site))
        if period is not None:
            _news(site, _held(site), *period)
            _by_day(site, *_calendar(*period, 0))


@overview_router.get("")
def overview(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """What there is: numbers, the calendar, the busiest pairs, the latest episodes, what is ahead, new disagreements."""
    found = held(view)
    period = period_of(found)
    if period is None:
        return view.page(
            "overview.html", section="overview", title=view.t("nav.overview"), figures=found, heat=None, news=None
        )
    news = _news(view.site, found, *period)
    start, end = _calendar(*period, view.number("year", 0, 9999))
    return view.page(
        "overview.html", section="overview", title=view.t("nav.overview"), figures=found, news=news,
        told=partial(told_value, view),
        heat=heat_of(_by_day(view.site, start, end), start, end, view.lang),
        most=max((pair.episodes for pair in news.pairs), default=0), shares=shares_of, year=end.year,
        years=tuple(range(period[0].year, period[1].year + 1)), families=FAMILY_ORDER,
    )  # fmt: skip


def _news(site: Site, found: Stats, first: date, last: date) -> News:
    store, knowledge = site.store, site.knowledge

    def asked() -> News:
        begin = first.isoformat()
        pairs: tuple[PairLine, ...] = ()
        for days in _DAYS_OF_PAIRS:
            begin = max(first, last - timedelta(days=days)).isoformat()
            pairs = busiest_pairs(store, knowledge, from_=begin, to=last.isoformat(), limit=_PAIRS)
            if len(pairs) == _PAIRS:
                break
        return News(
            pairs=pairs,
            pairs_from=begin,
            latest=_latest(site, last),
            ahead=episodes(
                store, knowledge, statuses=("planned",), within=True, limit=_AHEAD,
                from_=(last + timedelta(days=1)).isoformat(), to=(last + timedelta(days=_DAYS_AHEAD)).isoformat(),
            ),
            differing=disagreements(store, knowledge, newest=True, limit=_DISAGREEMENTS) if found.disagreements else (),
        )  # fmt: skip

    return kept(store, "news", asked)


def _latest(site: Site, last: date) -> tuple[EpisodeLine, ...]:
    """The latest episodes, those that several independent texts tell if there are enough of them."""
    found: tuple[EpisodeLine, ...] = ()
    for sources in (2, 1):
        found = episodes(site.store, site.knowledge, to=last.isoformat(), newest=True, sources=sources, limit=_LATEST)
        if len(found) == _LATEST:
            break
    return found


def _calendar(first: date, last: date, year: int) -> tuple[date, date]:
    """The days that the calendar shows: those of a year, else the last of the store."""
    if year and first.year <= year <= last.year:
        return max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    return max(first, last - timedelta(weeks=_WEEKS) + timedelta(days=1)), last


def _by_day(site: Site, start: date, end: date) -> dict[str, int]:
    """How many episodes begin on each day."""
    store, from_, to = site.store, start.isoformat(), end.isoformat()
    counts: dict[str, int] = {}
    for one in kept(store, ("heat", from_, to), lambda: episodes_by_day(store, site.knowledge, from_=from_, to=to)):
        counts[one.day] = counts.get(one.day, 0) + one.episodes
    return counts
