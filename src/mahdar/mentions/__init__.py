"""Phrases that name or describe actors, found by the registry, by patterns and by the parts of names."""

from mahdar.mentions._chunker import find_mentions
from mahdar.mentions._phrases import OfficeRead, Phrase

__all__ = ["OfficeRead", "Phrase", "find_mentions"]
