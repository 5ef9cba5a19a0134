"""One real event: what its reports say together, and each of them, copies under what they copy."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import msgspec
from fastapi import Depends, HTTPException
from fastapi.responses import HTMLResponse

from mahdar.errors import QueryError
from mahdar.query import EpisodeLine, ReportLine, disagreements_about, episode
from mahdar.web.pages._charts import strips_of
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._values import told_value
from mahdar.web.pages._view import View, view_of

__all__ = ["episode_router"]

# Reports shown at once; an episode of which everybody tells has hundreds.
_MOST = 60

episode_router = pages_in()


class Group(msgspec.Struct, frozen=True):
    """Reports with the same text: the first, and its copies."""

    first: ReportLine
    copies: tuple[ReportLine, ...]


class Field(msgspec.Struct, frozen=True):
    """What the independent reports say of one thing: each value with the number of those that have it, most first."""

    name: str
    values: tuple[tuple[str, int], ...]
    silent: int


@episode_router.get("/episode/{ident}")
def episode_page(ident: str, view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """An episode by its id, or by that of an event that is told in it."""
    try:
        found = episode(view.site.store, view.site.knowledge, ident)
    except QueryError as problem:
        raise HTTPException(404) from problem
    groups = _groups(found.tellings)
    number = view.number("page")
    shown = groups[(number - 1) * _MOST : number * _MOST]
    kind = view.term("kind", found.kind)
    names = " – ".join(view.name(actor) for actor in found.parties[:2])
    title = f"{kind}: {names}" if names else kind
    return view.page(
        "episode.html", section="episode", title=title[:1].upper() + title[1:],
        one=found, groups=shown, number=number, more=len(groups) > number * _MOST,
        fields=_fields(found, [group.first for group in groups]),
        differing=disagreements_about(view.site.store, view.site.knowledge, found.episode),
        told=partial(told_value, view),
        strips={strip.status: strip for strip in strips_of(found.standing, view.lang)},
        outlets=Counter(telling.source.outlet for telling in found.tellings).most_common(),
    )  # fmt: skip


def _groups(tellings: Sequence[ReportLine]) -> list[Group]:
    """Reports under the first with their text, in the order of time. An article that tells it twice is one report: the fuller
    of both stands for it."""
    by_doc: dict[str, ReportLine] = {}
    for telling in tellings:
        before = by_doc.get(telling.source.doc)
        if before is None or sum(map(len, telling.words)) > sum(map(len, before.words)):
            by_doc[telling.source.doc] = telling
    copies: dict[str, list[ReportLine]] = {}
    for telling in by_doc.values():
        if telling.copy_of in by_doc:
            copies.setdefault(str(telling.copy_of), []).append(telling)
    firsts = [telling for telling in by_doc.values() if telling.copy_of not in by_doc]
    firsts.sort(key=lambda telling: (telling.source.published or "9", telling.source.doc))
    return [Group(telling, tuple(copies.get(telling.source.doc, ()))) for telling in firsts]


def _fields(found: EpisodeLine, reports: Sequence[ReportLine]) -> tuple[Field, ...]:
    """Day, place and standing as the independent reports have them."""
    fields = []
    for name in ("time", "place", "status"):
        values = Counter(value for report in reports if (value := getattr(report, name)))
        if values and (len(reports) > 1 or found.reports > 1):
            ordered = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
            fields.append(Field(name, tuple(ordered), len(reports) - values.total()))
    return tuple(fields)
