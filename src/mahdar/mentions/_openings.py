"""Which readers a word can have anything for, worked out once a word: most words open no phrase."""

from functools import lru_cache

from mahdar.knowledge import CLITICS, Knowledge
from mahdar.mentions._lexicon import Lexicon, keys, lexicon
from mahdar.mentions._names import NameReader, name_reader
from mahdar.text import Token

__all__ = ["COUNT", "HARMED", "NAME", "NOUN", "OFFICE", "PART", "PLACE", "SPECIAL", "openings"]

# A title of office, a name of the registry, a noun that names actors, somebody to whom things are done, a part of names, what
# counts, a noun for a place, a word of one of the small classes that have readers of their own.
OFFICE, NAME, NOUN, HARMED, PART, COUNT, PLACE, SPECIAL = 1, 2, 4, 8, 16, 32, 64, 128
_COUNTS = frozenset(("number_word", "partitive", "quantifier"))
_SPECIAL = frozenset("pair_of_persons pair_noun own_state the_latter demonym counterpart honorific".split())
_MOST_KEPT = 200_000


class Openings:
    """What may begin at a word, by the word alone: where a flag is missing, its reader has nothing there."""

    def __init__(self, names: Lexicon, parts: NameReader) -> None:
        self._lexicon, self._names = names, parts
        self._known: dict[int, int] = {}

    def of(self, token: Token) -> int:
        """The flags of a word."""
        found = self._known.get(token.word)
        if found is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            found = self._known[token.word] = self._read(token)
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
            + PART * ("person_word" in token.tags or any(map(self._names.can_be_part, (token.form, stem))))
            + COUNT * (token.kind == "number" or not token.tags.isdisjoint(_COUNTS))
            + PLACE * ("place_noun" in token.tags)
            + SPECIAL * (not token.tags.isdisjoint(_SPECIAL))
        )


@lru_cache(maxsize=4)
def openings(knowledge: Knowledge) -> Openings:
    """What opens phrases by these tables, worked out once."""
    return Openings(lexicon(knowledge), name_reader(knowledge))
