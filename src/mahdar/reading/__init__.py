"""From bytes to articles: files, pages, archives and feeds in; text as given, zones, title, outlet and date out."""

from mahdar.reading._dates import parse_published
from mahdar.reading._sources import read_articles
from mahdar.reading._zones import find_zones

__all__ = ["find_zones", "parse_published", "read_articles"]
