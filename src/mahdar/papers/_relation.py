"""A relation as a paper."""

from collections.abc import Iterator

from mahdar.papers._cited import (
    Sources,
    agreement_items,
    charge_items,
    covers,
    difference_items,
    episode_item,
    most_told,
)
from mahdar.papers._paper import Heading, Item, Paper, Piece, Table
from mahdar.query import Relation

__all__ = ["relation_paper"]

_WIDTH = 40  # characters of the longest bar
_FULL, _HALF = "\u2588", "\u258c"


def relation_paper(found: Relation, *, most: int = 0) -> Paper:
    """The paper of a relation. Of each part at most `most` lines, those that most sources bear; 0 for all."""
    sources = Sources()
    parts = (
        *_curve(found),
        *_events(found, most, sources),
        *_agreements(found, most, sources),
        *_charges(found, most, sources),
        *_differences(found, most, sources),
    )
    return Paper(
        title=f"{_name(found.one.name, found.one.name_en)} \u2013 {_name(found.other.name, found.other.name_en)}",
        covers=(
            covers(found.start, found.end),
            (Piece("What articles report, by whom; not what is true. Independent: copies of one text count once."),),
        ),
        parts=parts or (Item((Piece("Nothing is told of both together."),)),),
        sources=sources.all(),
    )


def _name(name: str, name_en: str | None) -> str:
    return f"{name} ({name_en})" if name_en and name_en != name else name


def _curve(found: Relation) -> Iterator[Heading | Table]:
    """Events by month, as bars of text."""
    if not found.months:
        return
    longest = max(month.episodes for month in found.months)
    yield Heading(2, "Events by month")
    rows = []
    for month in found.months:
        halves = round(month.episodes / longest * _WIDTH * 2) if longest > _WIDTH else month.episodes * 2
        figures = (month.episodes, month.reports, month.sources)
        bar = _FULL * (halves // 2) + _HALF * (halves % 2)
        rows.append(((Piece(month.month),), (Piece(bar, "bar"),), *((Piece(str(figure)),) for figure in figures)))
    yield Table(("Month", "", "Events", "Reports", "Independent"), tuple(rows))


def _events(found: Relation, most: int, sources: Sources) -> Iterator[Heading | Item]:
    if found.episodes:
        shown = most_told(found.episodes, most, [(one.sources, one.reports) for one in found.episodes])
        cut = (
            f"{len(shown)} of {len(found.episodes)}, those that most sources bear"
            if len(shown) < len(found.episodes)
            else str(len(shown))
        )
        yield Heading(2, f"Events in time ({cut})")
        yield from (episode_item(one, sources) for one in shown)


def _agreements(found: Relation, most: int, sources: Sources) -> Iterator[Heading | Item]:
    if found.agreements:
        yield Heading(2, f"Agreements ({len(found.agreements)})")
        yield from agreement_items(found.agreements, most, sources)


def _charges(found: Relation, most: int, sources: Sources) -> Iterator[Heading | Item]:
    for one, other, charges in (
        (found.one, found.other, found.accuses),
        (found.other, found.one, found.accused),
    ):
        if charges:
            names = f"{_name(one.name, one.name_en)} against {_name(other.name, other.name_en)}"
            yield Heading(2, f"Accusations: {names} ({len(charges)})")
            yield from charge_items(charges, most, sources)


def _differences(found: Relation, most: int, sources: Sources) -> Iterator[Heading | Item]:
    if found.disagreements:
        yield Heading(2, f"Where the articles differ ({len(found.disagreements)})")
        yield from difference_items(found.disagreements, most, sources)
