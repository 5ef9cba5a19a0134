"""A piece of the article's text."""

import msgspec


class Span(msgspec.Struct, frozen=True, gc=False, order=True, array_like=True):
    """Where something is written: code points [start, end) of the article's text as it was given."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The very words."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start

    def holds(self, other: "Span") -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end
