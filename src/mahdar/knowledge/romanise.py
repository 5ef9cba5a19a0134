"""Arabic names in Latin letters, for those whom no table calls by an English name.

One standard: ALA-LC (Arabic, Library of Congress 2012) simplified as newspapers do it, without dots, macrons, ʿayn and
hamza. The table is `data/romanisation.toml`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from mahdar.knowledge._load import Knowledge
from mahdar.knowledge.letters import CLITICS, MARKS, fold

__all__ = ["romanise"]

_JOINED = re.compile(r"([-\u2010\u2011])")
_MARKS = re.compile(f"[{MARKS}]")
_SHADDA = "\u0651"
_DOUBLED = re.compile(f"([\u064b-\u0650])({_SHADDA})")
# So many bearers make a Latin form that begins like the article a name of its own ("Albert"), not an article and a name.
_BORNE = 10
_LEAST_AFTER_ARTICLE = 2


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("mahdar.knowledge").joinpath("data/romanisation.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def _usual(knowledge: Knowledge) -> dict[str, tuple[str, int]]:
    """What the parts of names are usually called, and how many bear them."""
    return {token.form: (token.latin, token.count) for token in knowledge.name_tokens}


def romanise(name_ar: str, knowledge: Knowledge) -> str:
    """A name in Arabic letters as an English newspaper might write it: «نعمان الفران» is "Numan al-Farran".

    Each part is what persons of that name are usually called in Latin letters (`name_tokens.csv`, from Wikidata), else
    its letters by ALA-LC, simplified. Short vowels that are not written are guessed, "a" where nothing tells more: the result is
    for reading, and names nobody for certain. What is not in Arabic letters stays as it is.
    """
    words = name_ar.split()
    parts: list[str] = []
    at = 0
    while at < len(words):
        pair = _table()["joined"].get(fold(" ".join(words[at : at + 2])))
        if pair:
            parts.append(pair)
            at += 2
        else:
            parts.append("".join(_pieces(words[at], knowledge)))
            at += 1
    return " ".join(parts)


def _pieces(word: str, knowledge: Knowledge) -> Iterator[str]:
    """The parts of a word joined by hyphens; those after the first are written small."""
    for number, piece in enumerate(_JOINED.split(word)):
        latin = _word(piece, knowledge)
        yield latin[:1].lower() + latin[1:] if number and not piece[:1].isupper() else latin


def _word(word: str, knowledge: Knowledge) -> str:
    form, article = fold(word), CLITICS.article
    words, joined = _table()["words"], _table()["joined"]
    if form in words:
        return str(words[form])
    for servant in _table()["words"]:
        # "عبدالرحمن" is two words written together.
        rest = form.removeprefix(servant)
        if rest != form and rest.startswith(article) and len(servant) > len(article) and len(rest) > len(article) + 1:
            spaced = f"{servant} {rest}"
            if spaced in joined:
                return str(joined[spaced])
            return f"{words[servant]} {_word(_plain(word)[len(servant) :], knowledge)}"
    latin, bearers = _usual(knowledge).get(form, ("", 0))
    if _has_article(word) and len(form) - len(article) >= _LEAST_AFTER_ARTICLE:
        if bearers >= _BORNE and latin.startswith("al"):
            return _capital(latin)
        if latin and not latin.startswith("al"):
            return f"al-{_capital(latin)}"
        return f"al-{_word(_after_article(word), knowledge)}"
    return _capital(latin or _spelt(word))


def _plain(word: str) -> str:
    return _MARKS.sub("", word)


def _has_article(word: str) -> bool:
    """Whether the word begins with the article, which is never written with hamza."""
    return _plain(word).startswith(CLITICS.article)


def _after_article(word: str) -> str:
    """The word from the third letter on, its marks kept."""
    letters = 0
    for at, char in enumerate(word):
        letters += not _MARKS.match(char)
        if letters > len(CLITICS.article):
            return word[at:]
    return word


def _capital(latin: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(char))
    return bare[:1].upper() + bare[1:]


# ── letter by letter ─────────────────────────────────────────────────────────────────────────────────────────────────


def _spelt(word: str) -> str:
    """A word by its letters, with vowels put between consonants that cannot stand together."""
    if not any(letter in _table()[kind] for letter in word for kind in ("consonants", "vowels", "weak")):
        return word
    sounds = list(_marked(word)) if _is_marked(word) else list(_sounds(_plain(word)))
    return "".join(sounds if _is_marked(word) else _syllables(sounds))


def _is_marked(word: str) -> bool:
    """Whether vowel signs are written on every second letter or so: then nothing has to be guessed."""
    marks = sum(char in _table()["marks"] for char in word)
    return marks > 0 and 2 * marks >= len(_plain(word)) - 1


def _marked(word: str) -> Iterator[str]:
    """The sounds of a word with its vowel signs; a letter that lengthens a vowel adds nothing."""
    table, last = _table(), ""
    signs = table["marks"].keys() | {_SHADDA}
    # Unicode's order puts the vowel before the doubling that it follows in speech.
    word = _DOUBLED.sub(r"\2\1", word)
    for at, char in enumerate(word):
        signed = at + 1 < len(word) and word[at + 1] in signs
        if char in table["marks"]:
            last = table["marks"][char]
            yield last
        elif char == _SHADDA and at:
            yield table["consonants"].get(word[at - 1], "") or table["weak"].get(word[at - 1], ("", ""))[1]
        elif char in table["weak"]:
            vowel, consonant = table["weak"][char]
            if signed or last != vowel:
                yield consonant
        elif char in table["vowels"]:
            sound = "" if signed or last == table["vowels"][char] else table["vowels"][char]
            last = sound
            yield sound
        elif char in table["consonants"]:
            last = ""
            yield table["consonants"][char]


class _Vowel(str):
    """A vowel that is written."""


def _sounds(word: str) -> Iterator[str]:
    """Consonants as str, vowels as _Vowel."""
    table = _table()
    start = next((form for form in table["initial"] if word.startswith(form) and len(word) > len(form) + 1), "")
    if start:
        yield _Vowel(table["initial"][start])
    after_consonant = False
    for at in range(len(start), len(word)):
        char, following = word[at], word[at + 1 : at + 2]
        if char in table["weak"]:
            vowel, consonant = table["weak"][char]
            open_after = following in table["vowels"] or following in table["weak"]
            is_vowel = after_consonant and (not following or not open_after)
            yield _Vowel(vowel) if is_vowel else consonant
            after_consonant = not is_vowel
        elif char in table["vowels"]:
            yield _Vowel(table["vowels"][char])
            after_consonant = False
        elif char in table["consonants"]:
            yield table["consonants"][char]
            after_consonant = True


def _syllables(sounds: list[str]) -> Iterator[str]:
    """The sounds with short vowels between consonants: a syllable begins with one consonant and ends with one at most."""
    short = _table()["short"]
    group: list[str] = []
    vowels: list[str] = []
    for at, sound in enumerate(sounds):
        if not isinstance(sound, _Vowel):
            group.append(sound)
            continue
        if at == len(sounds) - 1 and _is_participle(vowels, group):
            yield group[0] + short["after_long_a"] + group[1]  # its adjective or feminine: "Maliki", "Fatima"
        else:
            yield from _voiced(group, bool(vowels), True, short["usual"])
        vowels.append(sound)
        group = []
        yield sound
    kind = "after_long_a" if _is_participle(vowels, group) else "usual"
    yield from _voiced(group, bool(vowels), False, short[kind])


def _is_participle(vowels: list[str], group: list[str]) -> bool:
    """Whether what has been read is "Kā" and what remains "zm"."""
    return vowels == [_table()["short"]["usual"]] and len(group) == 2


def _voiced(group: list[str], after_vowel: bool, before_vowel: bool, short: str) -> Iterator[str]:
    """Consonants in a row, in syllables of two ("CaC"), what is left over belonging to the vowels beside them."""
    inner = group[:-1] if before_vowel else group
    if len(inner) % 2:
        yield inner[0] if after_vowel else inner[0] + short
        inner = inner[1:]
    for first, second in zip(inner[::2], inner[1::2], strict=True):
        yield first + short + second
    if before_vowel and group:
        yield group[-1]
