"""The day on which an article was published: as its metadata or its text states it, or worked out from what it says.

What is worked out has to leave one day only. A day is never made up: not from a year or month alone, and not from the
clock of the machine.
"""

from collections.abc import Sequence

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.model import Clue
from mahdar.text import Document
from mahdar.times._calendar import Day, parse_day, write_month
from mahdar.times._grammar import Expression, read_expressions
from mahdar.times._hints import Told, full_day, hints_of
from mahdar.times._known import known_hints
from mahdar.times._lexicon import Lexicon, lexicon
from mahdar.times._narrow import narrow
from mahdar.times._terms import term_hints

_TOP_LINES = 8
_LONGEST_HEAD = 25  # tokens of a line that is not yet running text
_BESIDE_DATE = 6  # words that may stand beside a date on its line: a weekday, an hour, a place, a byline
_BESIDE_TITLE = 1
_DATELINE_START, _DATELINE_END = 4, 6
_PLACES = frozenset(("place_word", "state_word"))
_DASHES = frozenset(":-\u2010\u2011\u2012\u2013\u2014")


class Dating(msgspec.Struct, frozen=True, kw_only=True):
    """The day of publication as an EDTF day (or month, where nothing tells the day), None where it is not known; how it is
    known ("given", "inferred", None). Of an inferred one, how certain it is and the clues that leave no other. `possible`:
    the days that the clues leave, where they leave several."""

    published: str | None = None
    published_from: str | None = None
    certainty: float = 1.0
    clues: tuple[Clue, ...] = ()
    possible: tuple[Day, ...] = ()


def date_article(document: Document, knowledge: Knowledge, told: Sequence[Told] = ()) -> Dating:
    """When the article was published, and how that is known.

    The metadata win; then a full date on a line of its own near the top, in a dateline or behind a word for publishing.
    Else it is worked out: whatever the text says of its day (weekdays, months with "this month", full dates as bounds,
    holders of offices, known agreements and summits) leaves some days and not others, and so does `told`, the same events
    as other articles date them. One day left is the day; several of one month are that month.
    """
    stated = parse_day(document.article.published)
    if stated is not None:
        return Dating(published=stated.isoformat(), published_from="given")
    words = lexicon(knowledge)
    expressions = read_expressions(document, words)
    stated = _stated(document, expressions, words)
    if stated is not None:
        return Dating(published=stated.isoformat(), published_from="given")
    hints = (
        *hints_of(document, expressions, told),
        *known_hints(document, expressions, words, knowledge),
        *term_hints(document, words, knowledge),
    )
    days, used = narrow(hints)
    if not days:
        return Dating()
    if len({(day.year, day.month) for day in days}) > 1:
        return Dating(possible=days)
    return Dating(
        published=days[0].isoformat() if len(days) == 1 else write_month(days[0].year, days[0].month),
        published_from="inferred",
        certainty=min((hint.sure for hint in used), default=1.0),
        clues=tuple(Clue(span=hint.span, says=hint.says, doc=hint.teller(days[0])) for hint in used),
        possible=days,
    )


# ── stated in the text ───────────────────────────────────────────────────────────────────────────────────────────────


def _stated(document: Document, expressions: tuple[Expression, ...], words: Lexicon) -> Day | None:
    lines: dict[int, tuple[int, int]] = {}
    for sentence in document.sentences:
        first, _ = lines.get(sentence.paragraph, (sentence.first, 0))
        lines[sentence.paragraph] = (first, sentence.last)
    top = _top(lines)
    for expression in expressions:
        day = full_day(expression)
        if day is None:
            continue
        sentence = document.sentences[expression.sentence]
        first, last = lines[sentence.paragraph]
        before = [token for token in document.tokens[first:last] if token.start < expression.span.start]
        after = [token for token in document.tokens[first:last] if token.start >= expression.span.end]
        beside = sum(token.kind == "word" for token in (*before, *after))
        labelled = any(words.has(token.form, "published") for token in before[-3:]) and beside <= _BESIDE_DATE
        if sentence.zone == "dateline" or labelled:
            return day
        if sentence.paragraph >= top:
            continue
        placed = all(token.kind == "punct" or token.tags & _PLACES for token in before)
        apart = not (before and before[-1].kind == "word") and not (after and after[0].kind == "word")
        if apart and beside <= (_BESIDE_DATE if sentence.paragraph else _BESIDE_TITLE):
            return day
        dashed = any(token.form in _DASHES for token in after[:_DATELINE_END])
        if (len(before) <= _DATELINE_START and dashed) or (before and placed and beside <= _BESIDE_DATE):
            return day
    return None


def _top(lines: dict[int, tuple[int, int]]) -> int:
    """How many lines stand above the running text and with its first one."""
    for paragraph, (first, last) in sorted(lines.items()):
        if last - first > _LONGEST_HEAD or paragraph >= _TOP_LINES:
            return paragraph + 1
    return len(lines)
