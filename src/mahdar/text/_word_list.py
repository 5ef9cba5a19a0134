"""A general word list (simplemma), written out once in a shape in which a word is found without loading the list.

A process would need a quarter of a second and fifty megabytes to load the list; this one is mapped into memory, and all
processes share it. It lies in the cache of what is kept (`knowledge`). Words are found as simplemma finds them.
"""
# ruff: noqa: PLC0415

import re
from array import array
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast
from unicodedata import normalize
from zlib import crc32

from mahdar.knowledge import digest_of, keep, recall
from mahdar.knowledge.letters import LETTERS

__all__ = ["general_word", "lemma"]

# Tatweel and the marks of vowels, which the list does not have.
_MARKS = dict.fromkeys((0x640, *range(0x64B, 0x660), 0x670))
_LETTERS = re.compile(f"[{LETTERS}]+")
_APOSTROPHES = frozenset("'\u2019\u02bc")
_SHELVES = 1 << 16
_LANGUAGE = "ar"


class _WordList(Mapping[str, str]):
    """Words with their dictionary forms. Words stand on shelves by a number made of their letters: first the places
    where the shelves begin, then of each its rows, "\\n" word "\\t" dictionary form, and a last "\\n"."""

    def __init__(self, content: memoryview) -> None:
        places = 4 * (_SHELVES + 1)
        self._begins = content[:places].cast("I")
        self._rows = content[places:]

    def _shelf(self, number: int) -> bytes:
        return bytes(self._rows[self._begins[number] : self._begins[number + 1]])

    def get(self, word: str, default: Any = None) -> Any:
        """The dictionary form of a word, or the default."""
        key = word.encode()
        shelf = self._shelf(crc32(key) % _SHELVES)
        at = shelf.find(b"\n%b\t" % key)
        if at < 0:
            return default
        begin = at + len(key) + 2
        return shelf[begin : shelf.index(b"\n", begin)].decode()

    def __getitem__(self, word: str) -> str:
        found = self.get(word)
        if found is None:
            raise KeyError(word)
        return cast(str, found)

    def __iter__(self) -> Iterator[str]:
        for number in range(_SHELVES):
            for row in self._shelf(number).split(b"\n")[1:-1]:
                yield row.partition(b"\t")[0].decode()

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _written(words: Mapping[str, str]) -> bytes:
    shelves: list[list[bytes]] = [[] for _ in range(_SHELVES)]
    for word, form in words.items():
        key = word.encode()
        shelves[crc32(key) % _SHELVES].append(b"\n%b\t%b" % (key, form.encode()))
    begins, rows = array("I", [0]), bytearray()
    for shelf in shelves:
        rows += b"".join(shelf) + b"\n"
        begins.append(len(rows))
    return begins.tobytes() + rows


@cache
def _words() -> Mapping[str, str]:
    """The list, from the cache or from simplemma."""
    package = Path(cast(str, cast(Any, find_spec("simplemma")).origin)).parent
    lists = (package / "strategies" / "dictionaries" / "data").glob(f"{_LANGUAGE}.*")
    digest = digest_of((package / "__init__.py", *sorted(lists), Path(__file__)))
    kept = recall("words", digest)
    if kept is None:
        from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

        content = _written(DEFAULT_DICTIONARY_FACTORY.get_dictionary(_LANGUAGE))
        keep("words", digest, content)
        kept = memoryview(content)
    return _WordList(kept)


@cache
def _simplemma() -> tuple[Any, Any]:
    """What looks words up, and what finds dictionary forms, as simplemma does, with our shape of its list."""
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy

    class Ours:
        def get_dictionary(self, lang: str) -> Mapping[str, str]:
            return _words()

    return DictionaryLookupStrategy(Ours()), Lemmatizer(
        lemmatization_strategy=DefaultStrategy(dictionary_factory=Ours())
    )


@lru_cache(maxsize=200_000)
def general_word(plain: str) -> bool:
    """Whether the word list has the word, written without marks."""
    if _LETTERS.fullmatch(plain):  # there is one way to write it
        return _words().get(plain) is not None
    word = normalize("NFC", plain)
    if not _APOSTROPHES.isdisjoint(word):  # which are written in many ways
        return _simplemma()[0].get_lemma(word, _LANGUAGE) is not None
    words, word = _words(), word.translate(_MARKS)
    return words.get(word) is not None or (
        words.get(word.lower() if word[:1].isupper() else word.capitalize()) is not None
    )


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The dictionary form of a word without clitics (broken plurals too), or the word itself."""
    return (_words().get(word) if word.isalpha() else None) or str(_simplemma()[1].lemmatize(word, _LANGUAGE))
