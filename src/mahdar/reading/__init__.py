"""From bytes to articles: files, pages, archives and feeds in; text as given, zones, title, outlet and date out."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.reading._dates import parse_published
    from mahdar.reading._items import FeedItem, read_items
    from mahdar.reading._parts import Part, parts_of, read_part, unrepeated
    from mahdar.reading._payloads import PayloadError, read_payload, unpacked
    from mahdar.reading._sources import Meter, read_articles
    from mahdar.reading._zones import find_zones
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_dates": "parse_published",
            "_items": "FeedItem read_items",
            "_parts": "Part parts_of read_part unrepeated",
            "_payloads": "PayloadError read_payload unpacked",
            "_sources": "Meter read_articles",
            "_zones": "find_zones",
        },
    )

__all__ = [
    "FeedItem",
    "Meter",
    "Part",
    "PayloadError",
    "find_zones",
    "parse_published",
    "parts_of",
    "read_articles",
    "read_items",
    "read_part",
    "read_payload",
    "unpacked",
    "unrepeated",
]
