"""Bracket notation: how tests and examples mark spans. "[نفت]{cue} الخارجية" is a text and a labelled span of it."""

import re

import msgspec

from mahdar.model import Span

__all__ = ["Marked", "parse"]

_OPEN = re.compile(r"\[|\]\{([^}]*)\}")


class Marked(msgspec.Struct, frozen=True):
    """A text and its labelled spans, outer before inner."""

    text: str
    spans: tuple[tuple[str, Span], ...]

    def labelled(self, label: str) -> tuple[Span, ...]:
        """The spans with this label (the part of it before "=" or "."), in order."""
        return tuple(span for name, span in self.spans if name == label)


def parse(marked: str) -> Marked:
    """Take the brackets out. "[…]{label}" may be nested; a bracket that is not closed raises ValueError."""
    text, spans, opened, at = "", [], [], 0
    for piece in _OPEN.finditer(marked):
        text += marked[at : piece.start()]
        at = piece.end()
        if piece.group() == "[":
            opened.append(len(text))
        elif opened:
            spans.append((piece.group(1), Span(opened.pop(), len(text))))
        else:
            raise ValueError(f"closes what was not opened: {marked!r}")
    if opened:
        raise ValueError(f"not closed: {marked!r}")
    text += marked[at:]
    return Marked(text, tuple(sorted(spans, key=lambda item: (item[1].start, -item[1].end))))
