"""Names that the web understands: of articles, actors and findings."""

import re
from urllib.parse import quote

__all__ = ["actor_iri", "article_iri", "finding_iri", "page_url", "place_in"]

_WIKIDATA = re.compile(r"Q[1-9]\d*")
# What an IRI may hold (RFC 3987), as far as a letter can tell.
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f]+")


def article_iri(doc: str) -> str:
    """An article as mahdar has it: its text, which the offsets are of, and not the page that it was read from."""
    return f"urn:mahdar:article:{quote(doc, safe='')}"


def place_in(doc: str, start: int, end: int) -> str:
    """A passage of an article's text, as RFC 5147 names it: code points [start, end)."""
    return f"{article_iri(doc)}#char={start},{end}"


def actor_iri(ident: str) -> str:
    """Somebody: Wikidata's name where the registry's id is of there."""
    if _WIKIDATA.fullmatch(ident):
        return f"http://www.wikidata.org/entity/{ident}"
    return f"urn:mahdar:entity:{quote(ident, safe='')}"


def finding_iri(sort: str, ident: str) -> str:
    return f"urn:mahdar:{sort}:{quote(ident, safe='')}"


def page_url(url: str | None) -> str | None:
    """The page that an article was read from, where its address is one: formats that take addresses take no other words."""
    return url if url and url.isprintable() and _URL.fullmatch(url) else None
