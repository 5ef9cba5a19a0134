"""The expressions of time of an article, with their values."""

from collections.abc import Iterable, Sequence

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.model import TimeExpression
from mahdar.text import Document
from mahdar.times._calendar import Day, parse_day
from mahdar.times._grammar import Expression, read_expressions
from mahdar.times._lexicon import lexicon
from mahdar.times._meanings import Resolved, Setting
from mahdar.times._resolve import resolve

_NEAR_SENTENCES = 3


def find_times(
    document: Document, published: str | None, knowledge: Knowledge, possible: Sequence[Day] = ()
) -> tuple[TimeExpression, ...]:
    """The expressions of time in `document`, in order of their spans, which do not overlap.

    `published` is the EDTF day (or a timestamp) that relative expressions are counted from; without it they keep their
    span and have None as value, but for those that mean the same on all the days on which it is `possible` that the
    article was written. So do dates that no calendar has. Values follow EDTF (Library of Congress 2019) and TIMEX3
    (Pustejovsky et al. 2003).
    """
    expressions = read_expressions(document, lexicon(knowledge))
    anchor = parse_day(published)
    if anchor is not None or not possible:
        return valued(expressions, anchor)
    readings = [valued(expressions, day) for day in possible]
    unknown = valued(expressions, None)
    return tuple(
        msgspec.structs.replace(times[0], anchor=published if times[0].anchor else None)
        if all(time.value == times[0].value for time in times)
        else none
        for none, *times in zip(unknown, *readings, strict=True)
    )


def valued(expressions: Iterable[Expression], anchor: Day | None) -> tuple[TimeExpression, ...]:
    """The values of expressions, in the order in which they were written, so that each is read against those before."""
    found: list[TimeExpression] = []
    then: Resolved | None = None
    month: Day | None = None
    day: Day | None = None
    day_sentence = -_NEAR_SENTENCES
    for expression in expressions:
        near = day if expression.sentence - day_sentence <= _NEAR_SENTENCES else None
        setting = Setting(anchor=anchor, tense=expression.tense, then=then, month=month, day=near)
        made = resolve(expression.meaning, setting)
        found.append(
            TimeExpression(
                span=expression.span,
                value=made.value,
                type=made.type,
                anchor=anchor.isoformat() if made.relative and anchor is not None else None,
                rule=expression.rule,
            )
        )
        if made.value is not None and made.first is not None:
            then = made
            if made.grain in ("D", "W", "M"):
                month = made.first
            if made.grain == "D" and made.first == made.last:
                day, day_sentence = made.first, expression.sentence
    return tuple(found)
