"""The store: articles and all that was found in them, in one SQLite file that outlives a crash, or in PostgreSQL."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.store._databases import in_memory
    from mahdar.store._kept import Kept, News
    from mahdar.store._names import consonants, name_key, name_words, sound
    from mahdar.store._parts import ANYBODY, LONG_SORT, UNDATED
    from mahdar.store._search import Sign, Wanted, folded_words, key_of, mark, number_of, placed_words, stemmed
    from mahdar.store._store import Store
    from mahdar.times import FIRST_DAY, LAST_DAY, days_of
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_databases": "in_memory",
            "_kept": "Kept News",
            "_names": "consonants name_key name_words sound",
            "_parts": "ANYBODY LONG_SORT UNDATED",
            "_search": "Sign Wanted folded_words key_of mark number_of placed_words stemmed",
            "_store": "Store",
            "mahdar.times": "FIRST_DAY LAST_DAY days_of",
        },
    )

__all__ = [
    "ANYBODY",
    "FIRST_DAY",
    "LAST_DAY",
    "LONG_SORT",
    "UNDATED",
    "Kept",
    "News",
    "Sign",
    "Store",
    "Wanted",
    "consonants",
    "days_of",
    "folded_words",
    "in_memory",
    "key_of",
    "mark",
    "name_key",
    "name_words",
    "number_of",
    "placed_words",
    "sound",
    "stemmed",
]
