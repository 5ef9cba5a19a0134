"""What is known before an article is read: words, offices, who there is. Data in `data/`, shapes in `tables/`."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.knowledge._compiled import compiled
    from mahdar.knowledge._kept import digest_of, keep, recall
    from mahdar.knowledge._lint import Problem, lint, lint_gaps
    from mahdar.knowledge._load import FILES, Knowledge, load_knowledge, read_tables, shipped_folder
    from mahdar.knowledge.letters import CLITICS, fold, fold_char
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_compiled": "compiled",
            "_kept": "digest_of keep recall",
            "_lint": "Problem lint lint_gaps",
            "_load": "FILES Knowledge load_knowledge read_tables shipped_folder",
            "letters": "CLITICS fold fold_char",
        },
    )

__all__ = [
    "CLITICS",
    "FILES",
    "Knowledge",
    "Problem",
    "compiled",
    "digest_of",
    "fold",
    "fold_char",
    "keep",
    "lint",
    "lint_gaps",
    "load_knowledge",
    "read_tables",
    "recall",
    "shipped_folder",
]
