"""Phrases of the tables in the shape of tokens, so that both are matched alike."""

from functools import lru_cache

from mahdar.knowledge import fold
from mahdar.text._document import pieces_of


@lru_cache(maxsize=100_000)
def phrase_forms(phrase: str) -> tuple[str, ...]:
    """The folded forms of the tokens that this phrase gives when it is read in a text."""
    return tuple(fold(piece) for piece in pieces_of(phrase))
