"""What two spellings of a name share: its key within a script, its sound across scripts."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from mahdar.knowledge import fold

__all__ = ["consonants", "name_key", "name_words", "sound"]

_WORD = re.compile(r"[^\W_]+")
# Marks inside a word that spelling leaves out as often as not.
_INNER = re.compile("['’ʼʻ`´‘]")


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    tables: dict[str, Any] = tomllib.loads(files("mahdar.store").joinpath("sounds.toml").read_text(encoding="utf-8"))
    return {script: tables[script] for script in ("latin", "arabic")}


def _plain(text: str) -> str:
    """Folded and without accents; joined by nothing where an apostrophe stood."""
    folded = _INNER.sub("", fold(text))
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name, folded, without accents and marks."""
    return tuple(_WORD.findall(_plain(text)))


def name_key(text: str) -> str:
    """Equal for two spellings that differ in marks, hyphens, spaces, accents, capitals and letters that fold alike."""
    return "".join(name_words(text))


@cache
def _pieces() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for all pieces and letters, longest first, and what each stands for."""
    signs: dict[str, str] = {}
    for table in _tables().values():
        signs |= table["letters"] | table["pieces"]
    longest = sorted(signs, key=lambda piece: (-len(piece), piece))
    return re.compile("|".join(map(re.escape, longest))), signs


@cache
def _marked() -> dict[int, str]:
    return {ord(letter): plain for letter, plain in _tables()["latin"]["marked"].items()}


@lru_cache(maxsize=100_000)
def sound(name: str) -> str:
    """How a name sounds, whatever the script: consonants as capitals, vowels as a i u, spaces left out.

    "Lavrov" and its Arabic spelling give the same; Arabic leaves short vowels out, so compare `consonants` first.
    """
    pattern, signs = _pieces()
    initial = _tables()["latin"]["initial"]
    words = []
    for word in _WORD.findall(_plain(unicodedata.normalize("NFC", name).lower().translate(_marked()))):
        first = initial.get(word[0], "")
        letters = first + "".join(signs[piece] for piece in pattern.findall(word, len(first)))
        words.append(letters.rstrip("H"))
    return "".join(letter for letter, _ in groupby("".join(words)))


def consonants(name: str) -> str:
    """The consonants of `sound`, a doubled one once."""
    return "".join(letter for letter, _ in groupby(c for c in sound(name) if c.isupper()))
