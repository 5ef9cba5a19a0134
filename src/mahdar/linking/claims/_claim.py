"""A value that one article states and another may contradict."""

import re

import msgspec

from mahdar.model import Evidence, Span

_ENDS = re.compile(r"[.!?\n\u061f]")
_REACH = 250  # characters beside the words of a claim in which its sentence is looked for


class Claim(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A value that an article states of something.

    `keys` say of what: ids of places, of an agreement, or of its sides ("IR+RU"); `scene` is the place that the article is
    about, where the sentence names none. `noun` are the stems of what is counted, none where
    that is just people; `event` is the event of the record in whose sentence it stands, `sides` its parties. `day` is the
    ISO day that the sentence states, `period` a longer time for which the value is summed up ("killed since March").
    """

    doc: str
    number: int
    property: str
    value: str
    noun: tuple[str, ...]
    keys: tuple[str, ...]
    scene: str = ""
    event: str | None
    sides: tuple[str, ...]
    day: str
    period: str
    status: str
    chain: tuple[str, ...]
    stems: tuple[str, ...]
    topic: tuple[str, ...]
    published: str | None
    outlet: str | None
    evidence: Evidence


def sentence_of(text: str, span: Span) -> Span:
    """The sentence that some words stand in, as far as it is near."""
    before = [mark.end() for mark in _ENDS.finditer(text, max(0, span.start - _REACH), span.start)]
    after = _ENDS.search(text, span.end, span.end + _REACH)
    start = before[-1] if before else max(0, span.start - _REACH)
    return Span(start, after.start() if after else min(len(text), span.end + _REACH))
