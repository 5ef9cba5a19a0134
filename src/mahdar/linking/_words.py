"""Words as linking compares them: folded, and as light stems."""

import re

from mahdar.knowledge import fold
from mahdar.text import light_stem

_WORD = re.compile(r"[^\W_]+")
_LEAST = 3  # letters


def words_of(folded: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(folded)


def stems_of(words: str) -> tuple[str, ...]:
    """The different stems of some words, in order; numbers and what has less than three letters are left out."""
    stems = (light_stem(word) for word in words_of(fold(words)))
    return tuple(dict.fromkeys(stem for stem in stems if len(stem) >= _LEAST and not stem.isdigit()))
