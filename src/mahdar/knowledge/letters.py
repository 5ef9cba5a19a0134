"""Folding: the form under which two spellings of a word are the same. For matching only; what is kept is the source.

The tables are `data/letters.toml`. Each character folds to one character, to several (a ligature) or to none.
"""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["CLITICS", "LETTERS", "MARKS", "fold", "fold_char", "foreign_letters"]


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("mahdar.knowledge").joinpath("data/letters.toml").read_text(encoding="utf-8"))


class _Folded(dict[int, str]):
    """Code point to its folded characters, worked out when first asked for (a table for `str.translate`)."""

    def __init__(self) -> None:
        super().__init__()
        tables = _tables()
        self.same: dict[str, str] = tables["same"]
        self.dropped: set[int] = set()
        for low_high in tables["dropped"]["ranges"]:
            low, high = (int(edge, 16) for edge in low_high.split("-"))
            self.dropped.update(range(low, high + 1))

    def __missing__(self, code: int) -> str:
        if code in self.dropped:
            value = ""
        else:
            plain = unicodedata.normalize("NFKC", chr(code))
            value = "".join(self.same.get(c, c) for c in plain if ord(c) not in self.dropped).lower()
        self[code] = value
        return value


_FOLDED = _Folded()

# The characters that fold to nothing, for a character class of a regular expression.
MARKS: str = "".join(
    "-".join(chr(int(edge, 16)) for edge in span.split("-")) for span in _tables()["dropped"]["ranges"]
)


# The letters of Arabic that fold to one letter each and have no mark of their own, for a character class as well.
LETTERS: str = "".join(char for char in map(chr, range(0x621, 0x64B)) if len(_FOLDED[ord(char)]) == 1)


def fold_char(char: str) -> str:
    """What one character folds to: nothing for a mark, several characters for a ligature."""
    return _FOLDED[ord(char)]


@cache
def _composed(text: str) -> str:
    return text.translate(_FOLDED)


def fold(text: str) -> str:
    """The folded text. Longer or shorter than the text; `mahdar.text.fold_tracked` says where each character is from."""
    return _composed(text) if len(text) < 40 else text.translate(_FOLDED)


class Clitics:
    """What Arabic writes on to its words, from `letters.toml`."""

    def __init__(self) -> None:
        table = _tables()["clitics"]
        self.conjunctions: tuple[str, ...] = tuple(table["conjunctions"])
        self.prepositions: tuple[str, ...] = tuple(table["prepositions"])
        self.future: tuple[str, ...] = tuple(table["future"])
        self.article: str = table["article"]
        self.dative: str = table["dative"]
        self.instrumental: str = table["instrumental"]
        self.swallowed: str = table["swallowed"]
        self.pronouns: tuple[str, ...] = tuple(table["pronouns"])
        endings = _tables()["endings"]
        self.feminine: str = endings["feminine"]
        self.tied: tuple[str, str] = tuple(endings["tied"])
        self.future_after: tuple[str, ...] = tuple(endings["future_after"])
        self.adjective: tuple[str, ...] = tuple(endings["adjective"])
        self.sound_plural: tuple[str, ...] = tuple(endings["sound_plural"])
        self.accusative: str = endings["accusative"]
        self.dual_ends: tuple[str, ...] = tuple(endings["dual"])
        hamza, *seats = endings["hamza"]
        self.hamza: str = hamza
        self.hamza_seats: tuple[str, ...] = tuple(seats)
        self.feminine_ends: tuple[str, ...] = tuple(endings["feminine_ends"])
        self.noun_ends: tuple[str, ...] = tuple(endings["noun_ends"])
        self.participle: str = endings["participle"]
        self.participle_ends: tuple[str, ...] = tuple(endings["participle_ends"])
        self.adverb_ends: tuple[str, ...] = tuple(endings["adverb_ends"])
        self.nisba: dict[str, str] = endings["nisba"]
        self.light: tuple[str, ...] = tuple(sorted(endings["light"], key=len, reverse=True))

    def dual(self, word: str) -> tuple[str, ...]:
        """The dual of a folded singular: "جنديان", "جنديين", "طفلتان", "طفلتين"."""
        opened, closed = self.tied
        stem = word.removesuffix(closed) + opened if word.endswith(closed) else word
        return tuple(stem + ending for ending in self.dual_ends)

    def before_pronoun(self, word: str) -> tuple[str, ...]:
        """The other spellings of a folded word before a pronoun ending: a final hamza gets a seat ("حلفاؤها")."""
        if not word.endswith(self.hamza) or " " in word:
            return ()
        return tuple(word.removesuffix(self.hamza) + seat for seat in self.hamza_seats)


CLITICS = Clitics()


def foreign_letters(text: str) -> str:
    """The letters in `text` that only look Arabic (Persian yeh for Arabic yeh, …), for the lint."""
    return "".join(sorted(set(text) & set(_tables()["foreign"]["letters"])))
