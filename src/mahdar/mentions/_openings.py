"""Which readers a word can have anything for, worked out once a word: most words open no phrase."""

from functools import lru_cache

from mahdar.knowledge import CLITICS, Knowledge
from mahdar.mentions._lexicon import Lexicon, keys, lexicon
from mahdar.mentions._names import NameReader, name_reader
from mahdar.text import Token

__all__ = ["HARMED", "NAME", "NOUN", "OFFICE", "PART", "openings"]

# A title of office, a name of the registry, a noun that names actors, somebody to whom things are done, a part of names.
OFFICE, NAME, NOUN, HARMED, PART = 1, 2, 4, 8, 16
_MOST_KEPT = 200_000


class Openings:
    """What may begin at a word, by the word alone: where a flag is missing, its reader has nothing there."""

    def __init__(self, names: Lexicon, parts: NameReader) -> None:
        self._lexicon, self._names = names, parts
        self._known: dict[tuple[str, str, bool, str], int] = {}

    def of(self, token: Token) -> int:
        """The flags of a word."""
        key = (token.form, token.stem, token.article, token.pronoun)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            found = self._known[key] = self._read(token)
        return found

    def _read(self, token: Token) -> int:
        known, stem = self._lexicon, token.stem
        deed = token.article and stem.startswith(CLITICS.participle) and stem.endswith(CLITICS.sound_plural)
        noun = stem in known.demonyms or deed or known.noun_at(token) is not None
        return (
            OFFICE * (stem in known.titles or CLITICS.article + stem in known.titles)
            + NAME * any(form in known.names for form in keys(token))
            + NOUN * noun
            + HARMED * (known.harmed_at(token) is not None)
            + PART * any(self._names.can_be_part(form) for form in (token.form, stem))
        )


@lru_cache(maxsize=4)
def openings(knowledge: Knowledge) -> Openings:
    """What opens phrases by these tables, worked out once."""
    return Openings(lexicon(knowledge), name_reader(knowledge))
