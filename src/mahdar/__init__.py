"""mahdar reads Arabic news and keeps the minutes of diplomacy.

    from mahdar import Article, analyse, load_knowledge
    record = analyse(Article(doc="1", text="…"), load_knowledge())

What is named in `__all__` is the public interface; it is loaded when it is first asked for.
"""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.highlights import Reading, read, show
    from mahdar.knowledge import load_knowledge
    from mahdar.model import Article, Record, Span
    from mahdar.pipeline import analyse
    from mahdar.reading import read_articles
    from mahdar.store import Store
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "mahdar.highlights": "Reading read show",
            "mahdar.knowledge": "load_knowledge",
            "mahdar.model": "Article Record Span",
            "mahdar.pipeline": "analyse",
            "mahdar.reading": "read_articles",
            "mahdar.store": "Store",
        },
    )

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Reading",
    "Record",
    "Span",
    "Store",
    "__version__",
    "analyse",
    "load_knowledge",
    "read",
    "read_articles",
    "show",
]
