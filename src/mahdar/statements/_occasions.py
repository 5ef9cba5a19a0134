"""At what it was said: «خلال مؤتمر صحفي», «في كلمة أمام البرلمان», «في تغريدة»."""

from mahdar.knowledge import CLITICS
from mahdar.model import Span
from mahdar.statements._layout import Layout

_LONGEST = 12
_ENDS = frozenset(("relative_strict", "past_auxiliary", "perfective", "but", "negation"))


def find_occasion(layout: Layout, first: int, last: int, farthest: int = 0) -> Span | None:
    """The words in tokens [first, last) that name an occasion or a way of speaking, with their preposition; the first
    where there are several. They begin before `farthest`, where that is given."""
    for at in range(first, min(last, farthest or last)):
        if _begins(layout, at, last):
            end = _end(layout, at, last)
            token = layout.tokens[at]
            return Span(token.start + bool(token.conj), layout.tokens[end - 1].end)
    return None


def opens_occasion(layout: Layout, at: int, last: int) -> bool:
    """Whether an occasion without the article begins at `at`, which after a comma is the outlet's own: «، خلال لقاء مع»."""
    token = layout.tokens[at]
    if at + 1 >= last or layout.tokens[at + 1].article or layout.tokens[at + 1].pronoun or token.conj:
        return False
    return layout.word_in(at + 1, "cue.occasion") and _begins(layout, at, last)


def _begins(layout: Layout, at: int, last: int) -> bool:
    """Whether a preposition with an occasion after it stands at `at`."""
    token = layout.tokens[at]
    if token.prep == CLITICS.instrumental and not token.article and layout.word_in(at, "cue.document"):
        return True  # «ببيان»
    if token.prep or not layout.word_in(at, "cue.occasion_preposition") or at + 1 >= last:
        return False
    if layout.word_in(at, "cue.upon") and not layout.word_in(at + 1, "cue.sidelines"):
        return False
    following = at + 2 if layout.word_in(at + 1, "cue.ordinal") and at + 2 < last else at + 1
    return layout.word_in(following, "cue.occasion") or layout.word_in(following, "cue.document")


def _end(layout: Layout, at: int, last: int) -> int:
    """The token after the phrase that begins at `at`: before a mark, a particle, a time, another clause."""
    end = at + 2
    while end < min(last, at + _LONGEST):
        token = layout.tokens[end]
        if token.kind == "punct" or layout.that[end] or token.tags & _ENDS or end in layout.sources:
            break
        if layout.word_in(end, "cue.held") or layout.word_in(end, "cue.publishes"):
            break
        adverb = layout.word_in(end, "cue.adverb") and "preposition" not in token.tags
        if adverb or layout.word_in(end, "cue.weekday") or "time_word" in token.tags:
            break
        if token.kind == "word" and any(reading.kind != "masdar" for reading in layout.lexicon.readings(token.form)):
            break
        end += 1
    while end > at + 2 and "preposition" in layout.tokens[end - 1].tags:
        end -= 1
    return end
