"""What was said by whom, and how it goes on record."""

import hashlib

import msgspec

from mahdar.model import Candidate as Weighed
from mahdar.model import Evidence, Span, Statement
from mahdar.statements._extent import Content
from mahdar.statements._layout import Layout
from mahdar.statements._speaker import Candidate

_SHOWN = 4


class Said(msgspec.Struct, frozen=True, gc=False):
    """A report with its speaker and chain."""

    speaker: tuple[str, ...]
    gender: str
    number: str
    chain: tuple[str, ...]
    sentence: int
    content: Content
    act: str
    cue: Span
    rule: str
    to: tuple[str, ...] = ()
    nested: bool = False
    keep: bool = True
    occasion: Span | None = None
    candidates: tuple[Weighed, ...] = ()


def weighed(candidates: list[Candidate], best: Candidate | None) -> tuple[Weighed, ...]:
    """Those who were weighed as speakers, for the record: the chosen first, then by score, each once, the best few."""
    ranked = sorted(candidates, key=lambda candidate: (candidate is not best, -candidate.score))
    once: dict[tuple[str, ...], Weighed] = {}
    for candidate in ranked:
        if candidate.entities not in once:
            away = (f"sentence_away={candidate.away}",) if candidate.away else ()
            reasons = (*candidate.features, *away)
            once[candidate.entities] = Weighed(candidate.entities, round(candidate.score, 2), reasons)
        if len(once) == _SHOWN:
            break
    return tuple(once.values())


def statement(layout: Layout, said: Said) -> Statement:
    """The statement as it goes on record. Its id is a hash of the article and of where content and cue stand."""
    doc = layout.document.article.doc
    place = f"{doc}\0{said.content.span.start}-{said.content.span.end}\0{said.cue.start}-{said.cue.end}"
    content = pieces(layout, said.content)
    return Statement(
        id="s" + hashlib.blake2b(place.encode(), digest_size=6).hexdigest(),
        speaker=said.speaker,
        chain=said.chain,
        form=said.content.form,
        act=said.act,
        cue=said.cue,
        content=content,
        to=tuple(entity for entity in said.to if entity not in said.speaker),
        occasion=said.occasion,
        candidates=said.candidates or ((Weighed(said.speaker, 1.0, (said.rule,)),) if said.speaker else ()),
        evidence=Evidence((said.cue, *content), said.rule),
    )


def pieces(layout: Layout, content: Content) -> tuple[Span, ...]:
    """The content without what was dropped from the article inside it (a caption between two paragraphs) and without
    what was not said (a source named in the middle)."""
    whole = content.span
    parts = [whole]
    for dropped in (*layout.document.article.dropped, *content.holes):
        if dropped.meets(whole):
            ends = [(part.start, min(part.end, dropped.start)) for part in parts]
            ends += [(max(part.start, dropped.end), part.end) for part in parts]
            parts = [Span(start, end) for start, end in ends if start < end]
    if parts == [whole]:
        return (whole,)
    found = []
    for part in sorted(parts):
        words = part.of(layout.text)
        start = part.start + len(words) - len(words.lstrip())
        end = part.end - len(words) + len(words.rstrip())
        if any(char.isalnum() for char in words):
            found.append(Span(start, end))
    return tuple(found)
