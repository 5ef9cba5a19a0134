"""One article through the analysis; whatever goes wrong becomes a Failure that says where."""

import traceback
from collections.abc import Callable
from pathlib import Path

import msgspec

import mahdar
from mahdar.errors import AnalysisError, OutOfTimeError
from mahdar.knowledge import Knowledge
from mahdar.limits import within
from mahdar.model import Article, Failure, Record

__all__ = ["SECONDS", "Analyse", "attempt", "budget", "in_words", "storable"]

Analyse = Callable[[Article, Knowledge], Record]

# An article of news takes some hundredths of a second. One that takes longer than this is poison, and cut off.
SECONDS = 20.0
_CHARACTERS_A_SECOND = 10_000

_PACKAGE = Path(mahdar.__file__).parent


def budget(article: Article, seconds: float) -> float:
    """The seconds of computing that an article may take: those that any may, and more by its length."""
    return seconds + len(article.text) / _CHARACTERS_A_SECOND


def in_words(error: BaseException) -> str:
    """An error on one line, with its kind."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _scene(error: BaseException) -> tuple[str, str]:
    """The room of this package in which an error came up, and the line; nothing where it came from elsewhere."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            inside = path.relative_to(_PACKAGE)
            if inside.parts[0] == "limits.py":
                continue
            if inside.parts[0] != "engine":
                return Path(inside.parts[0]).stem, f" ({inside}:{frame.lineno})"
            break
    return "analysis", ""


def attempt(article: Article, knowledge: Knowledge, analyse: Analyse, seconds: float = SECONDS) -> Record | Failure:
    """The record of an article, or the failure in its place. Lets only what is meant to stop the program through."""
    try:
        with within(budget(article, seconds)):
            return analyse(article, knowledge)
    except OutOfTimeError as error:
        room, line = _scene(error.__cause__ or error)
        return Failure(article.source, article.doc, room, f"cut off: {error}{line}")
    except AnalysisError as error:
        return Failure(article.source, article.doc, error.room, error.problem)
    except Exception as error:  # the one place where failures of the analysis are caught
        room, line = _scene(error)
        return Failure(article.source, article.doc, room, in_words(error) + line)


def _encodable(words: str | None) -> bool:
    try:
        return words is None or words.isascii() or bool(words.encode()) or True
    except UnicodeEncodeError:
        return False


def storable(article: Article) -> Article | Failure:
    """The article, if UTF-8 can hold it: half characters in what describes it are spelt out, in its text they are a failure
    (to spell them out there would move every offset)."""
    if not _encodable(article.text):
        return Failure(article.source, article.doc, "reading", "the text holds half a character (a lone surrogate)")
    spelt = {
        name: value.encode("utf-8", "backslashreplace").decode()
        for name in ("doc", "source", "title", "outlet", "url", "byline", "published")
        if not _encodable(value := getattr(article, name))
    }
    return msgspec.structs.replace(article, **spelt) if spelt else article
