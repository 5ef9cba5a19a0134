"""Exports: what is chosen of a store, in a format that others read."""

from collections.abc import Iterator

from mahdar.errors import QueryError
from mahdar.export._choice import Choice, Tell
from mahdar.export._formats import FORMATS, WRITERS
from mahdar.knowledge import Knowledge
from mahdar.query import Selection, Settled, settle
from mahdar.store import Store

__all__ = ["export"]


def _nothing(what: str, count: int) -> None:
    """Nobody asked."""


def export(
    form: str,
    store: Store,
    knowledge: Knowledge,
    *,
    what: str | None = None,
    chosen: Selection | None = None,
    tell: Tell = _nothing,
) -> Iterator[bytes]:
    """The export in pieces, to be written one after the other. The same store gives the same bytes.

    `form` is one of FORMATS, `what` one of those things that it holds (the first where none is named), `chosen` which of them
    (all where nothing is chosen). `tell` is called with what was written or left out, and how many more of it. All
    that can be wrong with a question raises QueryError here, before the first piece. The pieces are of one state of the
    store, whatever is written to it meanwhile; it must stay open until the last, or until the iterator is closed.
    """
    if form not in FORMATS:
        raise QueryError(f"there is no format '{form}'; there are: {', '.join(FORMATS)}")
    shape, asked = FORMATS[form], chosen or Selection()
    sort = what or shape.holds[0]
    if sort not in shape.holds:
        raise QueryError(f"{form} cannot hold '{sort}'; it can: {', '.join(shape.holds)}")
    for need in shape.needs:
        if not getattr(asked, need):
            raise QueryError(f"{form} needs '{need.rstrip('_')}': about whom it is")
    return _pieces(form, store, knowledge, settle(store, knowledge, sort, asked), tell)


def _pieces(form: str, store: Store, knowledge: Knowledge, settled: Settled, tell: Tell) -> Iterator[bytes]:
    with store.reading() as connection:
        yield from WRITERS[form](Choice(store, connection, knowledge, settled, tell))
