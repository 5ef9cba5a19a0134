"""A general word list (simplemma), which is loaded when it is first asked."""
# ruff: noqa: PLC0415

from functools import lru_cache

__all__ = ["general_word", "lemma"]


@lru_cache(maxsize=200_000)
def general_word(plain: str) -> bool:
    """Whether the word list has the word, written without marks."""
    from simplemma import is_known

    return bool(plain) and bool(is_known(plain, lang="ar"))


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The dictionary form of a word without clitics (broken plurals too), or the word itself."""
    from simplemma import lemmatize

    return str(lemmatize(word, lang="ar"))
