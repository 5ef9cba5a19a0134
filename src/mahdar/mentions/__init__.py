"""Phrases that name or describe actors, found by the registry, by patterns and by the parts of names."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.mentions._chunker import find_mentions
    from mahdar.mentions._phrases import OfficeRead, Phrase
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_chunker": "find_mentions",
            "_phrases": "OfficeRead Phrase",
        },
    )

__all__ = ["OfficeRead", "Phrase", "find_mentions"]
