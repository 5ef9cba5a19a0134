"""What the readers hand on, before it is an article, and how an article is made of it."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import PurePath
from urllib.parse import urlsplit

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure
from mahdar.reading._dates import parse_published
from mahdar.reading._outlets import rules_for
from mahdar.reading._zones import find_zones

__all__ = ["MOST_BYTES", "MOST_CHARACTERS", "Draft", "article_of", "finished", "refusal", "sized", "whole"]

# A page of news is well under one MiB, an article well under 100,000 characters. What is larger is no article; it is
# refused before it is taken apart, so that one wrong file costs neither minutes nor memory.
MOST_BYTES = 8 * 2**20
MOST_CHARACTERS = 1_000_000

_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# A name before a colon that is no name of a scheme to us but may be one to a browser.
_ODD = re.compile(r"(?!https?:)[^/?#]*:", re.IGNORECASE)
_KEY = re.compile(r"[0-9a-fA-F-]{32,36}")


class Draft(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A text and what its source says of it. `place` says where in the source ("line 12"), `number` counts there."""

    text: str
    place: str = ""
    number: int = 0
    doc: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None


def refusal(source: str, place: str, problem: str) -> Failure:
    """The failure of this room."""
    return Failure(whole(source), place, "reading", problem)


def sized(count: int) -> str:
    """A number of bytes in words."""
    return f"{count / 2**20:.1f} MiB"


def whole(text: str) -> str:
    """The text with halves of surrogate pairs, which no encoding can hold, replaced one for one: offsets stay."""
    return _SURROGATE.sub("\ufffd", text) if not text.isascii() else text


def finished(drafts: Iterable[Draft | Failure], source: str, knowledge: Knowledge) -> Iterator[Article | Failure]:
    """Articles of drafts. Of two that have one `doc` in one source the first stands; the same text again is passed over."""
    seen: dict[str, tuple[bytes, str]] = {}
    for draft in drafts:
        made = article_of(draft, source, knowledge) if isinstance(draft, Draft) else draft
        if isinstance(made, Article) and isinstance(draft, Draft):
            digest = _digest(made.text)
            first, place = seen.setdefault(made.doc, (digest, draft.place))
            if place != draft.place:
                if first != digest:
                    yield refusal(source, draft.place, f"doc {made.doc!r} stands already at {place}, with another text")
                continue
        yield made


def _digest(*parts: str) -> bytes:
    return blake2b("\0".join(parts).encode("utf-8"), digest_size=8).digest()


def article_of(draft: Draft, source: str, knowledge: Knowledge) -> Article | Failure:
    """The article that a draft becomes, with its zones, or why it becomes none."""
    text = whole(draft.text)
    if not text.strip():
        return refusal(source, draft.place, "no text")
    if len(text) > MOST_CHARACTERS:
        return refusal(source, draft.place, f"a text of {len(text):,} characters; the most is {MOST_CHARACTERS:,}")
    if not _ARABIC.search(text):
        return refusal(source, draft.place, "no Arabic text")
    title, url, byline = (_line(value) for value in (draft.title, _web(draft.url), draft.byline))
    published = parse_published(draft.published)
    outlet = _line(draft.outlet)
    if outlet is None:
        outlet = next((rule.outlet for rule in rules_for(knowledge, None, url, published, text)), None)
    zones = find_zones(text, title, outlet, knowledge, url=url, published=published)
    if title is None:
        title = next((zone.span.of(text) for zone in zones if zone.kind == "title"), None)
    # The folder is left out of the id: the same file read from elsewhere is the same article.
    doc = _line(draft.doc) or _digest(url or PurePath(whole(source)).name, text).hex()
    return Article(
        doc=doc,
        text=text,
        source=f"{whole(source)}:{draft.number}" if draft.number else whole(source),
        title=title,
        outlet=outlet,
        url=url,
        byline=byline if byline and not _KEY.fullmatch(byline) else None,
        published=published,
        zones=zones,
    )


def _line(value: str | None) -> str | None:
    return (" ".join(whole(value).split()) or None) if value else None


def _web(url: str | None) -> str | None:
    """The address, if it is one of the web: whoever shows it may make a link of it, which must not run or open anything."""
    try:
        return url if url and urlsplit(url).scheme in ("", "http", "https") and not _ODD.match(url) else None
    except ValueError:
        return None
