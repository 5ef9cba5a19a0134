"""What two spellings of a name share: its key within a script, its sound across scripts."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from mahdar.knowledge import fold

__all__ = ["consonants", "name_key", "name_words", "sound"]

# Marks inside a word that spelling leaves out as often as not.
_INNER = frozenset("'’ʼʻ`´‘")
_VOWELS = str.maketrans("", "", "aiu")
_DOUBLED = re.compile(r"(.)\1+")


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    tables: dict[str, Any] = tomllib.loads(files("mahdar.store").joinpath("sounds.toml").read_text(encoding="utf-8"))
    return {script: tables[script] for script in ("latin", "arabic")}


class _Plain(dict[int, str]):
    """Code point to its letters, folded and without accents, or to a space (a table for `str.translate`)."""

    def __missing__(self, code: int) -> str:
        self[code] = "" if chr(code) in _INNER else "".join(map(self._letter, self._folded(chr(code))))
        return self[code]

    def _folded(self, char: str) -> str:
        return unicodedata.normalize("NFKD", fold(char))

    @staticmethod
    def _letter(char: str) -> str:
        return char if char.isalnum() else "" if unicodedata.combining(char) else " "


class _Spelt(_Plain):
    """The same with letters spelt out that lose a sound with their mark."""

    def _folded(self, char: str) -> str:
        lower = char.lower()
        return (
            super()._folded(_tables()["latin"]["marked"].get(lower, lower))
            if len(lower) == 1
            else super()._folded(char)
        )


class _Joined(_Plain):
    """The same without the spaces."""

    def __missing__(self, code: int) -> str:
        self[code] = super().__missing__(code).replace(" ", "")
        return self[code]


_PLAIN, _SPELT, _JOINED = _Plain(), _Spelt(), _Joined()


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name, folded, without accents and marks."""
    return tuple(text.translate(_PLAIN).split())


def name_key(text: str) -> str:
    """Equal for two spellings that differ in marks, hyphens, spaces, accents, capitals and letters that fold alike."""
    return text.translate(_JOINED)


class _Sounds:
    """The signs of one script's letters, and a pattern for its pieces, the longest first."""

    def __init__(self, script: str) -> None:
        table = _tables()[script]
        self.initial = table.get("initial", {})
        self._signs = table["letters"] | table["pieces"]
        longest = sorted(table["pieces"], key=lambda piece: (-len(piece), piece))
        self._pattern = re.compile("|".join(map(re.escape, [*longest, *table["letters"]])))

    def of(self, word: str) -> str:
        first = self.initial.get(word[0], "")
        heard = first + "".join(self._signs[piece] for piece in self._pattern.findall(word, len(first)))
        return heard.rstrip("H")


@cache
def _scripts() -> tuple[_Sounds, _Sounds]:
    return _Sounds("latin"), _Sounds("arabic")


@lru_cache(maxsize=300_000)
def sound(name: str) -> str:
    """How a name sounds, whatever the script: consonants as capitals, vowels as a i u, spaces left out.

    "Lavrov" and its Arabic spelling give the same; Arabic leaves short vowels out, so compare `consonants` first.
    """
    words = unicodedata.normalize("NFC", name).translate(_SPELT).split()
    return _DOUBLED.sub(r"\1", "".join(map(_heard, words)))


@lru_cache(maxsize=100_000)
def _heard(word: str) -> str:
    # The names of a registry share most of their words.
    latin, arabic = _scripts()
    return (latin if word.isascii() else arabic).of(word)


def consonants(name: str) -> str:
    """The consonants of `sound`."""
    return sound(name).translate(_VOWELS)
