"""A light stem for search: what two forms of one word usually share."""

from functools import lru_cache

from mahdar.knowledge import CLITICS, fold


@lru_cache(maxsize=200_000)
def light_stem(word: str) -> str:
    """The folded word without conjunction, preposition, article and common endings; at least three letters stay.

    Made for search columns: it errs towards joining. Larkey's light10 is the model (Larkey et al. 2007).
    """
    stem = fold(word)
    for prefix in _prefixes():
        if stem.startswith(prefix) and len(stem) - len(prefix) >= 3:
            stem = stem[len(prefix) :]
            break
    for ending in CLITICS.light:
        if stem.endswith(ending) and len(stem) - len(ending) >= 3:
            return stem[: -len(ending)]
    return stem


@lru_cache(maxsize=1)
def _prefixes() -> tuple[str, ...]:
    article, first = CLITICS.article, CLITICS.conjunctions[0]
    preps = list(CLITICS.prepositions)
    joined = [first + article, *(prep + article for prep in preps), *(c + article for c in CLITICS.conjunctions[1:])]
    joined += [first + prep + article for prep in preps] + [CLITICS.swallowed, first + CLITICS.swallowed, article]
    return (*sorted(set(joined), key=len, reverse=True), first)
