"""From bytes to articles: files, pages, archives and feeds in; text as given, zones, title, outlet and date out."""

from mahdar.reading._dates import parse_published
from mahdar.reading._parts import Part, parts_of, read_part, unrepeated
from mahdar.reading._sources import read_articles
from mahdar.reading._zones import find_zones

__all__ = ["Part", "find_zones", "parse_published", "parts_of", "read_articles", "read_part", "unrepeated"]
