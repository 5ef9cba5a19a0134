"""The addresses of pages. The language is the first part of each, filters are in the query: `/ar/chronology?who=RU&kind=visit`.

An address says all that a page shows, so that it can be passed on.
"""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, urlencode

from mahdar.model import Span
from mahdar.query import Actor, Source

__all__ = ["Links", "at_of", "spans_at"]

_MOST_SPANS = 40
Query = Mapping[str, object]


def at_of(spans: Iterable[Span]) -> str:
    """Spans as an address has them: "10-40,60-72"."""
    return ",".join(f"{span.start}-{span.end}" for span in list(spans)[:_MOST_SPANS])


def spans_at(asked: str, size: int) -> tuple[Span, ...]:
    """The spans that an address names, those that lie in a text of this size; what is none is left out."""
    found = []
    for part in asked.split(",")[:_MOST_SPANS]:
        start, _, end = part.partition("-")
        if start.isascii() and end.isascii() and start.isdigit() and end.isdigit() and len(part) < 24:
            first, last = int(start), min(int(end), size)
            if first < last:
                found.append(Span(first, last))
    return tuple(found)


def _query(asked: Query) -> str:
    pairs: list[tuple[str, str]] = []
    for name, value in asked.items():
        several = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
        pairs += [(name.rstrip("_"), str(one)) for one in several if one not in (None, "", False)]
    return f"?{urlencode(pairs)}" if pairs else ""


class Links:
    """Addresses of the pages in one language. Names of the query that are words of Python end in an underscore (`from_`)."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def page(self, name: str = "", *parts: str, **asked: object) -> str:
        """A page by its name, with what it is about and what is asked of it."""
        path = "/".join(quote(part, safe="") for part in (self.lang, *filter(None, (name, *parts))))
        return f"/{path}{_query(asked)}"

    def article(self, doc: str, spans: Iterable[Span] = (), find: str = "") -> str:
        """An article in the reader, at these words or at this finding."""
        at = at_of(spans)
        return self.page("article", doc, at=at, find=find) + ("#here" if at or find else "")

    def words(self, source: Source, spans: Iterable[Span] = (), find: str = "") -> str:
        """The words of a line, where they stand in its article."""
        return self.article(source.doc, spans, find)

    def actor(self, actor: Actor) -> str:
        """The dossier of somebody in a line."""
        return self.page("dossier", actor.id)

    def episode(self, ident: str) -> str:
        """A real event with its reports."""
        return self.page("episode", ident)
