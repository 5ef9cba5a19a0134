"""The passage of a text that holds the words asked for."""

from mahdar.model import Span
from mahdar.store import placed_words, stemmed

__all__ = ["marks_in", "passage"]

_PASSAGE = 220


def marks_in(source: str, stems: frozenset[str]) -> tuple[Span, ...]:
    """Where words with these stems stand."""
    return tuple(span for span, form in placed_words(source) if stemmed(form) in stems)


def passage(source: str, stems: frozenset[str]) -> tuple[Span, tuple[Span, ...]]:
    """The stretch of about _PASSAGE characters that holds most of the words asked for, whole words only, and their places."""
    words = list(placed_words(source))
    hits = [(span, stem) for span, form in words if (stem := stemmed(form)) in stems]
    if not hits:
        whole = [span for span, _ in words if span.end <= _PASSAGE]
        return Span(0, whole[-1].end if whole else min(len(source), _PASSAGE)), ()
    best, most = 0, 0
    for first, (span, _) in enumerate(hits):
        here = {stem for other, stem in hits[first:] if other.end <= span.start + _PASSAGE}
        if len(here) > most:
            best, most = first, len(here)
    lead = hits[best][0].start - _PASSAGE // 4
    inside = [span for span, _ in words if span.start >= lead and span.end <= lead + max(_PASSAGE, _PASSAGE // 2)]
    inside = inside or [hits[best][0]]
    stretch = Span(min(inside[0].start, hits[best][0].start), max(inside[-1].end, hits[best][0].end))
    # A passage stays inside its paragraph where the words allow.
    line_start = source.rfind("\n", stretch.start, hits[best][0].start) + 1
    return Span(max(stretch.start, line_start), stretch.end), tuple(
        span for span, _ in hits if stretch.holds(span) and span.start >= line_start
    )
