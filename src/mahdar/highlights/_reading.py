"""An article with its record, as a notebook shows it."""

from pathlib import Path

import msgspec

from mahdar.engine import run
from mahdar.errors import ReadingError
from mahdar.highlights._page import page
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.model import Article, Failure, Record
from mahdar.reading import read_articles

__all__ = ["Reading", "read", "show"]


class Reading(msgspec.Struct, frozen=True):
    """An article and its record. A notebook shows the text with its mentions, times, statements and events marked."""

    article: Article
    record: Record

    def _repr_html_(self) -> str:
        """HTML without script, its style in itself, all of the article's text escaped."""
        return page(self.article, self.record)


def show(article: Article, record: Record) -> Reading:
    """What a notebook displays, or `_repr_html_()` for a page of your own."""
    return Reading(article, record)


def read(*sources: str | Path, knowledge: Knowledge | None = None) -> tuple[Reading, ...]:
    """Read files, folders or globs, and analyse every article in them.

    Raises ReadingError for the first that cannot be read: a corpus, of which some always fails, is for `mahdar build`.
    """
    known = knowledge or load_knowledge()
    readings = []
    for outcome in run(read_articles([str(source) for source in sources], known), known):
        if isinstance(outcome, Failure):
            raise ReadingError(outcome.source, outcome.place, outcome.problem)
        readings.append(Reading(*outcome))
    return tuple(readings)
