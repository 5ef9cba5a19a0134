"""Titles that put words in somebody's mouth."""

from mahdar.model import Span
from mahdar.statements._extent import Content
from mahdar.statements._layout import Layout
from mahdar.statements._said import Said


def headline(layout: Layout, said: list[Said]) -> list[Said]:
    """What a title puts in somebody's mouth («الوزير: لا زيادة في الأسعار»), unless he is quoted below it."""
    quoted = {entity for report in said for entity in report.speaker}
    for sentence in layout.sentences:
        if sentence.zone != "title":
            continue
        reference = layout.reference[sentence.first]
        if reference is None or reference.first != sentence.first or reference.kind in ("place", "agreement"):
            continue
        colon = reference.last
        if colon + 3 >= sentence.last or quoted & set(reference.entities):
            continue
        phrase = layout.lexicon.headline.get(layout.tokens[colon].form)
        if phrase is None:
            continue
        last = sentence.last
        while last > colon + 1 and layout.is_punct(last - 1) and last - 1 not in layout.closes:
            last -= 1
        mark = layout.tokens[colon]
        span = Span(layout.tokens[colon + 1].start, layout.tokens[last - 1].end)
        content = Content(colon + 1, last, span, "direct")
        return [
            Said(
                reference.entities, reference.gender, reference.number, (), 0, content, phrase.act,
                Span(mark.start, mark.end), phrase.id,
            )
        ]  # fmt: skip
    return []
