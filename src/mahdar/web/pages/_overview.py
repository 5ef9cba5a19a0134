"""The first page: what the store holds, and what is new in it."""

from datetime import date, timedelta
from typing import Any

from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.query import EpisodeLine, Stats, busiest_pairs, disagreements, episodes, episodes_by_day, stats
from mahdar.web.pages._charts import Heat, heat_of, shares_of
from mahdar.web.pages._kept import kept
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._view import View, view_of

__all__ = ["held", "overview_router", "period_of"]

_LATEST, _AHEAD, _DISAGREEMENTS, _PAIRS = 12, 6, 5, 10
_WEEKS = 53
_DAYS_OF_PAIRS = 90
_DAYS_AHEAD = 200

overview_router = pages_in()


def held(view: View) -> Stats:
    """How much the store holds."""
    return kept(view.site.store, "stats", lambda: stats(view.site.store))


def period_of(found: Stats) -> tuple[date, date] | None:
    """The days that the articles are of."""
    if not found.first or not found.last:
        return None
    return date.fromisoformat(found.first), date.fromisoformat(found.last)


@overview_router.get("")
def overview(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """What there is: numbers, the calendar, the busiest pairs, the latest episodes, what is ahead, new disagreements."""
    found = held(view)
    period = period_of(found) if found.linked else None
    if period is None:
        return view.page(
            "overview.html", section="overview", title=view.t("nav.overview"), figures=found, heat=None, pairs=(),
            most=0, latest=(), ahead=(), differing=(), shares=shares_of, pairs_from="", year=0, years=(),
        )  # fmt: skip
    store, knowledge = view.site.store, view.site.knowledge
    first, last = period
    year = view.number("year", 0, 9999)
    start, end = _calendar(first, last, year)
    pairs_from = max(first, last - timedelta(days=_DAYS_OF_PAIRS)).isoformat()

    def asked_of_store() -> tuple[Any, ...]:
        return (
            busiest_pairs(store, knowledge, from_=pairs_from, to=last.isoformat(), limit=_PAIRS),
            _latest(view, last),
            episodes(
                store,
                knowledge,
                from_=(last + timedelta(days=1)).isoformat(),
                statuses=("planned",),
                within=True,
                to=(last + timedelta(days=_DAYS_AHEAD)).isoformat(),
                limit=_AHEAD,
            ),
            disagreements(store, knowledge, newest=True, limit=_DISAGREEMENTS) if found.disagreements else (),
        )

    pairs, latest, ahead, differing = kept(store, "overview", asked_of_store)
    return view.page(
        "overview.html", section="overview", title=view.t("nav.overview"), figures=found,
        heat=_heat(view, start, end), pairs=pairs, most=max((pair.episodes for pair in pairs), default=0),
        latest=latest, ahead=ahead, differing=differing, shares=shares_of, pairs_from=pairs_from, year=end.year,
        years=tuple(range(first.year, last.year + 1)),
    )  # fmt: skip


def _calendar(first: date, last: date, year: int) -> tuple[date, date]:
    """The days that the calendar shows: those of a year, else the last of the store."""
    if year and first.year <= year <= last.year:
        return max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    return max(first, last - timedelta(weeks=_WEEKS) + timedelta(days=1)), last


def _latest(view: View, last: date) -> tuple[EpisodeLine, ...]:
    """The latest episodes, those that several independent texts tell if there are enough of them."""
    for sources in (2, 1):
        found = episodes(
            view.site.store, view.site.knowledge, to=last.isoformat(), newest=True, sources=sources, limit=_LATEST
        )
        if len(found) == _LATEST:
            break
    return found


def _heat(view: View, start: date, end: date) -> Heat:
    store, knowledge = view.site.store, view.site.knowledge
    from_, to = start.isoformat(), end.isoformat()
    counts: dict[str, int] = {}
    for one in kept(store, ("heat", from_, to), lambda: episodes_by_day(store, knowledge, from_=from_, to=to)):
        counts[one.day] = counts.get(one.day, 0) + one.episodes
    return heat_of(counts, start, end, view.lang)
