"""Exports: what is chosen of a store, in a format that others read."""

from collections.abc import Iterator

import msgspec

from mahdar.errors import QueryError
from mahdar.export._choice import Choice, Tell
from mahdar.export._formats import FORMATS, WRITERS, Format
from mahdar.knowledge import Knowledge
from mahdar.query import Selection, Settled, settle, word_of
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
    shape = FORMATS[form]
    sort = what or shape.holds[0]
    if sort not in shape.holds:
        raise QueryError(f"{form} cannot hold '{sort}'; it can: {', '.join(shape.holds)}")
    settled = settle(store, knowledge, sort, _asked(shape, chosen or Selection()))
    return _pieces(form, store, knowledge, settled, tell)


def _asked(shape: Format, chosen: Selection) -> Selection:
    """What is asked for, with what the format presumes where nothing is said. Raises QueryError."""
    default = Selection()
    for name in Selection.__struct_fields__:
        given = getattr(chosen, name) != getattr(default, name)
        if name in shape.needs and not given:
            raise QueryError(f"{shape.name} needs '{word_of(name)}': about whom it is")
        if given and shape.takes and name not in (*shape.takes, "limit"):
            known = ", ".join(map(word_of, shape.takes))
            raise QueryError(f"{shape.name} cannot be chosen by '{word_of(name)}'; it can by: {known}")
    presumed = {name: getattr(chosen, name) or getattr(shape, name) for name in ("kinds", "statuses")}
    return msgspec.structs.replace(chosen, **presumed)


def _pieces(form: str, store: Store, knowledge: Knowledge, settled: Settled, tell: Tell) -> Iterator[bytes]:
    with store.reading() as connection:
        yield from WRITERS[form](Choice(store, connection, knowledge, settled, tell))
