"""Arabic words for Latin ones: an article writes «لافروف» where a question has "Lavrov"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq
from sqlalchemy import Connection, select

from mahdar.knowledge import Knowledge
from mahdar.query._registry import SHORT, forms_of, keys_of, registry_of
from mahdar.store import consonants, folded_words, name_key, name_words, sound, tables

__all__ = ["arabic_for"]

# Likeness in percent of the vowels of two words with the same consonants, and more of it where those are few.
_ALIKE, _ALIKE_SHORT = 75.0, 100.0
_FEW = 3
_MOST = 24


def arabic_for(
    connection: Connection, knowledge: Knowledge, words: Sequence[str]
) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
    """For the Latin words from left to right: how many of them are one name, and what it may be in Arabic, as folded words."""
    at = 0
    while at < len(words):
        for size in range(len(words) - at, 0, -1):
            known = _known(knowledge, " ".join(words[at : at + size]))
            if known or size == 1:
                found = known or [(word,) for word in _sounding(connection, knowledge, words[at])]
                yield size, found[:_MOST]
                at += size
                break


def _known(knowledge: Knowledge, name: str) -> list[tuple[str, ...]]:
    """The Arabic names of those whom the registry calls so."""
    known = registry_of(knowledge)
    forms: dict[tuple[str, ...], None] = {}
    for ident, weight in keys_of(knowledge).get(name_key(name), ()):
        if weight >= SHORT:
            entry = known[ident]
            # A state's capital is a short name of it, but somebody who asks for the state does not ask for the city.
            short = entry.short if entry.kind != "state" else ()
            for form in (entry.name, *entry.full, *short):
                if not form.isascii():
                    forms[tuple(folded_words(form))] = None
    return list(forms)


@lru_cache(maxsize=4)
def _by_consonants(knowledge: Knowledge) -> Mapping[str, tuple[str, ...]]:
    """The Arabic words of all names in the registry, by their consonants."""
    found: dict[str, set[str]] = defaultdict(set)
    words = {word for form, _ in forms_of(knowledge) if not form.isascii() for word in name_words(form)}
    for word in words:
        if not word.isascii():
            found[consonants(word)].add(word)
    return {skeleton: tuple(sorted(several)) for skeleton, several in found.items()}


def _sounding(connection: Connection, knowledge: Knowledge, word: str) -> list[str]:
    """Arabic words of names, in the registry or in the articles, that sound like a Latin one; the likest first."""
    skeleton, heard = consonants(word), sound(word)
    if len(skeleton) < _FEW - 1:
        return []
    stored = connection.execute(select(tables.forms.c.form).where(tables.forms.c.sound == skeleton)).scalars()
    words = {*_by_consonants(knowledge).get(skeleton, ())}
    words |= {form for form in stored if len(name_words(form)) == 1 and not form.isascii()}
    least = _ALIKE_SHORT if len(skeleton) < _FEW else _ALIKE
    scored = []
    for one in words:
        other = sound(one)
        # A vowel that Arabic writes has to sound in Latin, but not the other way round: short ones are not written.
        alike = 100.0 * LCSseq.similarity(heard, other) / max(len(other), 1)
        if alike >= least:
            scored.append((-alike, -fuzz.ratio(heard, other), one))
    return [" ".join(folded_words(one)) for _, _, one in sorted(scored)]
