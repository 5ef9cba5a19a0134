"""The day on which an article was published."""

from mahdar.knowledge import Knowledge
from mahdar.text import Document
from mahdar.times._calendar import parse_day


def date_article(document: Document, knowledge: Knowledge) -> tuple[str | None, str | None]:
    """TODO."""
    day = parse_day(document.article.published)
    return (day.isoformat(), "given") if day else (None, None)
