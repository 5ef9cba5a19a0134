"""Dossiers and relations with numbered sources, as files to pass on."""

from collections.abc import Iterator

from mahdar.export._choice import Choice
from mahdar.papers import Paper, docx_of, dossier_paper, html_of, markdown_of, relation_paper
from mahdar.query import dossier, relation

__all__ = ["docx_paper", "html_paper", "markdown_paper"]


def _paper(choice: Choice) -> Paper:
    """The dossier of one, or the relation of two."""
    asked = choice.settled
    assert asked.one is not None  # the formats need it, and export() has seen to that
    if asked.other is None:
        found = dossier(choice.store, choice.knowledge, asked.one, from_=asked.start, to=asked.end)
        paper = dossier_paper(found, most=asked.limit or 0)
    else:
        both = relation(choice.store, choice.knowledge, asked.one, asked.other, from_=asked.start, to=asked.end)
        paper = relation_paper(both, most=asked.limit or 0)
    choice.tell("sources", len(paper.sources))
    return paper


def markdown_paper(choice: Choice) -> Iterator[bytes]:
    yield markdown_of(_paper(choice)).encode()


def html_paper(choice: Choice) -> Iterator[bytes]:
    yield html_of(_paper(choice)).encode()


def docx_paper(choice: Choice) -> Iterator[bytes]:
    yield docx_of(_paper(choice))
