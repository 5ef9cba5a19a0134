"""From bytes to articles: files, pages, archives and feeds in; text as given, zones, title, outlet and date out."""

from mahdar.reading._dates import parse_published
from mahdar.reading._items import FeedItem, read_items
from mahdar.reading._parts import Part, parts_of, read_part, unrepeated
from mahdar.reading._payloads import PayloadError, read_payload, unpacked
from mahdar.reading._sources import Meter, read_articles
from mahdar.reading._zones import find_zones

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
