"""The record file: articles and all that was found in them, in one SQLite file that outlives a crash."""

from mahdar.store._names import consonants, name_key, name_words, sound
from mahdar.store._search import folded_words, stemmed
from mahdar.store._store import Store
from mahdar.times import FIRST_DAY, LAST_DAY, days_of

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "Store",
    "consonants",
    "days_of",
    "folded_words",
    "name_key",
    "name_words",
    "sound",
    "stemmed",
]
