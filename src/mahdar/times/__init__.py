"""Expressions of time with their values, the days that they cover, and the date of the article itself."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.times._dating import Dating, date_article
    from mahdar.times._edtf import FIRST_DAY, LAST_DAY, days_of
    from mahdar.times._find import find_times
    from mahdar.times._hints import Told
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_dating": "Dating date_article",
            "_edtf": "FIRST_DAY LAST_DAY days_of",
            "_find": "find_times",
            "_hints": "Told",
        },
    )

__all__ = ["FIRST_DAY", "LAST_DAY", "Dating", "Told", "date_article", "days_of", "find_times"]
