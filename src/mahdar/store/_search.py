"""What full-text search sees: folded words for phrases, light stems for words. Ours, because FTS5's own tokenizer takes
harakat for separators and knows neither clitics nor the letters that are written for one another."""

import re

from mahdar.knowledge import fold
from mahdar.text import light_stem

__all__ = ["folded_words", "search_columns", "stemmed"]

_WORD = re.compile(r"[^\W_]+")


def folded_words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text))


def stemmed(word: str) -> str:
    """A word as the stemmed column has it."""
    return light_stem(word)


def search_columns(title: str | None, text: str) -> tuple[str, str]:
    """The folded and the stemmed column of an article; a title that the text opens with is not told twice."""
    whole = text if not title or text.lstrip().startswith(title) else f"{title}\n{text}"
    words = folded_words(whole)
    return " ".join(words), " ".join(map(light_stem, words))
