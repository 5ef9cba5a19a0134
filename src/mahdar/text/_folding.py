"""Folding that remembers where each character came from."""

import msgspec

from mahdar.knowledge import fold_char
from mahdar.model import Span


class Folded(msgspec.Struct, frozen=True):
    """Folded text and, for each of its characters, the offset of the source character that it came from."""

    text: str
    origins: tuple[int, ...]
    source_length: int

    def source(self, start: int, end: int) -> Span:
        """The source span of the folded characters [start, end), marks that follow the last one included."""
        if start >= end:
            at = self.origins[start] if start < len(self.origins) else self.source_length
            return Span(at, at)
        stop = self.origins[end] if end < len(self.origins) else self.source_length
        last = self.origins[end - 1]
        return Span(self.origins[start], max(stop, last + 1))


def fold_tracked(text: str) -> Folded:
    """Fold for matching with the origin of each character kept: offsets are tracked, never recovered."""
    pieces: list[str] = []
    origins: list[int] = []
    for at, char in enumerate(text):
        folded = fold_char(char)
        pieces.append(folded)
        origins.extend([at] * len(folded))
    return Folded("".join(pieces), tuple(origins), len(text))
