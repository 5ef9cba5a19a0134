"""The items of a feed, as a list of what is to be fetched."""

from urllib.parse import urljoin, urlsplit

import msgspec

from mahdar.errors import OutOfTimeError, ReadingError
from mahdar.limits import within
from mahdar.reading._dates import parse_published
from mahdar.reading._encodings import NotTextError, decode
from mahdar.reading._feeds import plain_xml
from mahdar.reading._markup import fragment_text

__all__ = ["FeedItem", "read_items"]

_MOST = 2_000
# A feed of thousands of items takes a second or two.
_SECONDS = 15.0


class FeedItem(msgspec.Struct, frozen=True, gc=False):
    """An item: the address of its page and what the feed says of it."""

    url: str
    title: str | None = None
    published: str | None = None


def read_items(data: bytes, url: str, charset: str | None = None) -> tuple[str | None, tuple[FeedItem, ...]]:
    """The title of the RSS or Atom feed that was read from `url`, and its items, each address once, in their order.

    Entities that the feed defines are not expanded and nothing is fetched. Raises ReadingError for what is no feed.
    """
    # Imported here: only a watch needs it.
    import feedparser  # noqa: PLC0415

    try:
        text = plain_xml(decode(data, charset))
    except NotTextError:
        raise ReadingError(url, "", "not text") from None
    try:
        with within(_SECONDS):
            found = feedparser.parse(
                text.encode("utf-8"),
                response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
                sanitize_html=False,
                resolve_relative_uris=False,
            )
    except OutOfTimeError as problem:
        raise ReadingError(url, "", f"cut off: {problem}") from problem
    if not found.get("version") and not found.get("entries"):
        raise ReadingError(url, "", "not a feed")
    items: dict[str, FeedItem] = {}
    for entry in found["entries"][:_MOST]:
        address = _address(url, entry.get("link"))
        if address is not None:
            day = next(
                filter(None, (parse_published(entry.get(name)) for name in ("published", "created", "updated"))), None
            )
            items.setdefault(address, FeedItem(address, _line(entry.get("title")), day))
    return _line(found["feed"].get("title")), tuple(items.values())


def _address(base: str, link: object) -> str | None:
    try:
        address = urljoin(base, link.strip()) if isinstance(link, str) and link.strip() else ""
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return parts._replace(fragment="").geturl()


def _line(value: object) -> str | None:
    return (" ".join(fragment_text(value).split()) or None) if isinstance(value, str) else None
