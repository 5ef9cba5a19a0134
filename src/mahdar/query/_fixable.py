"""What a person is about to correct, as it stands."""

import msgspec

from mahdar.corrections import ENTITY_FIELDS, FIELDS, values_of
from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.model import Span
from mahdar.query._episodes import names_of
from mahdar.query._fixes import finding_asked, pair_of
from mahdar.query._lines import Actor, Source
from mahdar.query._parts import pages_of
from mahdar.store import Store

__all__ = ["Fixable", "fixable"]


class Fixable(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A finding: where it stands, its words, and every field that can be amended with its values now (`names` are those of
    the entities among them, `entities` the fields that hold such)."""

    source: Source
    sort: str
    kind: str
    id: str
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]
    entities: tuple[str, ...]
    names: dict[str, Actor]


def fixable(store: Store, knowledge: Knowledge, asked: str) -> Fixable:
    """A finding by its id, or by its article and the place of its words (DOC:120-154). Raises QueryError."""
    doc, found = finding_asked(store, asked)
    article, record = pair_of(store, doc)
    fields = values_of(record, found, dict.fromkeys(FIELDS[found.sort], ()))
    entities = ENTITY_FIELDS[found.sort]
    idents = sorted({one for field in entities for one in fields.get(field, ())})
    with store.reading() as connection:
        page = pages_of(connection, (doc,)).get(doc)
        if page is None:
            raise QueryError(f"there is no article '{doc}'")
        names = names_of(connection, knowledge, idents)
    return Fixable(
        source=page.source,
        sort=found.sort,
        kind=found.kind,
        id=found.id,
        spans=found.spans,
        words=tuple(span.of(article.text) for span in found.spans),
        fields=fields,
        entities=entities,
        names=names,
    )
