"""Across articles: one event from many reports, copies of one wire, disagreements, changes."""

from mahdar.linking._extract import Extract, read_extract
from mahdar.linking._link import link
from mahdar.linking._words import stems_of

__all__ = ["Extract", "link", "read_extract", "stems_of"]
