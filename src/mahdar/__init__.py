"""mahdar reads Arabic news and keeps the minutes of diplomacy.

    from mahdar import Article, analyse, load_knowledge
    record = analyse(Article(doc="1", text="…"), load_knowledge())

What is named in `__all__` is the public interface; it is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mahdar.highlights import Reading, read, show
    from mahdar.knowledge import load_knowledge
    from mahdar.model import Article, Record, Span
    from mahdar.pipeline import analyse
    from mahdar.reading import read_articles
    from mahdar.store import Store

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

_ROOMS = {
    "Article": "mahdar.model",
    "Reading": "mahdar.highlights",
    "Record": "mahdar.model",
    "Span": "mahdar.model",
    "Store": "mahdar.store",
    "analyse": "mahdar.pipeline",
    "load_knowledge": "mahdar.knowledge",
    "read": "mahdar.highlights",
    "read_articles": "mahdar.reading",
    "show": "mahdar.highlights",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module 'mahdar' has no attribute {name!r}")
    return getattr(import_module(_ROOMS[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
