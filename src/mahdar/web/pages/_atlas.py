"""The network and the map of a period."""

from fastapi import Depends
from fastapi.responses import HTMLResponse

from mahdar.errors import QueryError
from mahdar.model import FAMILIES
from mahdar.query import PairLine, PlaceCount, busiest_pairs, episodes_by_place
from mahdar.web.pages._charts import FAMILY_ORDER
from mahdar.web.pages._curves import ring_of
from mahdar.web.pages._kept import kept
from mahdar.web.pages._overview import held, period_of
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._seats import seats_of, sheet
from mahdar.web.pages._view import View, view_of

__all__ = ["atlas_router"]

_COUNTED = ("episodes", "reports", "sources")
_PAIRS, _LISTED = 48, 24

atlas_router = pages_in()


def _by(view: View) -> str:
    asked = view.asked("by")
    return asked if asked in _COUNTED else "episodes"


def _days(view: View) -> tuple[str, str]:
    """The days that are asked for, else those of the articles."""
    period = period_of(held(view))
    first, last = period if period else ("", "")
    return view.asked("from") or str(first), view.asked("to") or str(last)


@atlas_router.get("/network")
def network_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """The states that have most to do with each other in a period."""
    problem = None
    pairs: tuple[PairLine, ...] = ()
    start, end = _days(view)
    by = _by(view)
    try:
        if held(view).linked and start and end:
            store, knowledge = view.site.store, view.site.knowledge
            pairs = kept(
                store,
                ("pairs", start, end, by),
                lambda: busiest_pairs(store, knowledge, from_=start, to=end, limit=_PAIRS, by=by),
            )
    except QueryError as trouble:
        problem = view.problem(trouble)
    return view.page(
        "network.html", section="network", title=view.t("nav.network"), problem=problem, ring=ring_of(pairs, by),
        pairs=pairs[:_LISTED], by=by, start=start, end=end, families=FAMILY_ORDER,
        counted=[(name, view.t(f"relation.{name}")) for name in _COUNTED],
    )  # fmt: skip


@atlas_router.get("/map")
def map_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """Where what took place in a period."""
    problem = None
    counts: tuple[PlaceCount, ...] = ()
    start, end = _days(view)
    by = _by(view)
    family = view.asked("family")
    kinds = tuple(kind for kind, of in FAMILIES.items() if of == family)
    try:
        if held(view).linked:
            store = view.site.store
            counts = kept(
                store,
                ("places", start, end, family),
                lambda: episodes_by_place(store, kinds=kinds, from_=start or None, to=end or None),
            )
    except QueryError as trouble:
        problem = view.problem(trouble)
    seats, nowhere = seats_of(counts, by, view.site.knowledge)
    names = {state.id: state for state in view.site.knowledge.states}
    return view.page(
        "map.html", section="map", title=view.t("nav.map"), problem=problem, seats=seats, nowhere=nowhere, sheet=sheet(),
        by=by, start=start, end=end, listed=_LISTED, names=names,
        counted=[(name, view.t(f"relation.{name}")) for name in _COUNTED],
        families=[(name, view.term("family", name)) for name in FAMILY_ORDER],
    )  # fmt: skip
