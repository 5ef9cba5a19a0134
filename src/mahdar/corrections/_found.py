"""Finding again what a correction means."""

from collections.abc import Iterable, Sequence

import msgspec

from mahdar.model import Article, Record, Span, Target

__all__ = ["Found", "again", "findings_of", "target_of"]

_LEAST = 0.5  # of the letters that two findings cover together, those that both cover


class Found(msgspec.Struct, frozen=True, gc=False):
    """A finding as a target names one: `at` is its place among those of its sort (of a mention its entity's, and its own)."""

    sort: str
    kind: str
    spans: tuple[Span, ...]
    id: str
    at: tuple[int, ...] = ()


def findings_of(record: Record) -> tuple[Found, ...]:
    """All that a correction may mean in an article."""
    found = [Found("statement", one.act, one.content, one.id, (n,)) for n, one in enumerate(record.statements)]
    found += [Found("event", one.kind, one.evidence.spans, one.id, (n,)) for n, one in enumerate(record.events)]
    found += [Found("fact", one.property, one.evidence.spans, "", (n,)) for n, one in enumerate(record.facts)]
    found += [Found("agreement", one.step, one.evidence.spans, one.id, (n,)) for n, one in enumerate(record.agreements)]
    found += [Found("accusation", "", one.words, one.id, (n,)) for n, one in enumerate(record.accusations)]
    found += [
        Found("mention", mention.form, (mention.span,), "", (n, k))
        for n, entity in enumerate(record.entities)
        for k, mention in enumerate(entity.mentions)
    ]
    return tuple(found)


def target_of(article: Article, found: Found) -> Target:
    """How a correction names a finding."""
    words = tuple(span.of(article.text) for span in found.spans)
    return Target(doc=article.doc, sort=found.sort, kind=found.kind, spans=found.spans, words=words, id=found.id)


def again(target: Target, among: Iterable[Found], text: str | None = None) -> Found | None:
    """The finding that a target means: the one with its id, else the one of its sort and kind that covers most of its words.

    With the `text` of the article, words that have moved are looked for where they stand now, if they stand there once.
    """
    same = [found for found in among if found.sort == target.sort]
    for found in same:
        if target.id and found.id == target.id:
            return found
    spans: Sequence[Span] | None = target.spans
    if text is not None:
        spans = _moved(target, text)
    if spans is None:
        return None
    rated = [(_overlap(spans, found.spans), found) for found in same if found.kind == target.kind]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= _LEAST else None


def _moved(target: Target, text: str) -> tuple[Span, ...] | None:
    if all(span.of(text) == words for span, words in zip(target.spans, target.words, strict=True)):
        return target.spans
    first = target.words[0]
    if not first or text.count(first) != 1:
        return None
    by = text.index(first) - target.spans[0].start
    moved = tuple(Span(span.start + by, span.end + by) for span in target.spans)
    same = all(span.of(text) == words for span, words in zip(moved, target.words, strict=True))
    return moved if same else None


def _overlap(one: Iterable[Span], other: Iterable[Span]) -> float:
    mine = {at for span in one for at in range(span.start, span.end)}
    theirs = {at for span in other for at in range(span.start, span.end)}
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
