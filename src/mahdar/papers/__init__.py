"""Answers as papers to read and pass on: Markdown, HTML and DOCX, each line with the numbers of its sources."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.papers._docx import docx_of
    from mahdar.papers._dossier import dossier_paper
    from mahdar.papers._html import html_of
    from mahdar.papers._markdown import markdown_of
    from mahdar.papers._paper import Paper
    from mahdar.papers._relation import relation_paper
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_docx": "docx_of",
            "_dossier": "dossier_paper",
            "_html": "html_of",
            "_markdown": "markdown_of",
            "_paper": "Paper",
            "_relation": "relation_paper",
        },
    )

__all__ = ["Paper", "docx_of", "dossier_paper", "html_of", "markdown_of", "relation_paper"]
