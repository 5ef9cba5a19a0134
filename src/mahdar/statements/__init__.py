"""Who said what, how, through whom."""

from mahdar.knowledge import Knowledge
from mahdar.model import Statement
from mahdar.resolution import Resolution
from mahdar.statements._attribution import attribute
from mahdar.statements._headlines import headline
from mahdar.statements._layout import Layout
from mahdar.statements._lexicon import lexicon
from mahdar.statements._reports import find_reports
from mahdar.statements._said import statement
from mahdar.text import Document

__all__ = ["find_statements"]


def find_statements(document: Document, resolution: Resolution, knowledge: Knowledge) -> tuple[Statement, ...]:
    """Whatever the article attributes to somebody, in the order of the text.

    Cues are found (`_cues`) and their frames matched on a walk to the content (`_openings`, with the places of actors in
    `_subjects` and objects in `_objects`); the content is followed to its end (`_extent`); speakers and chains are
    settled in the order of the text (`_attribution`; who may have spoken in `_candidates`, weights in `_speaker`).
    What a headline puts in somebody's mouth counts where the text below has nothing from him.
    """
    layout = Layout(document, resolution, lexicon(knowledge))
    reports, notes = find_reports(layout)
    said = [report for report in attribute(layout, reports, notes) if report.keep]
    said += headline(layout, said)
    found = [statement(layout, report) for report in said]
    return tuple(sorted((s for s in found if s.content), key=lambda s: (s.content[0], s.cue)))
