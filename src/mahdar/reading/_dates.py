"""The day that a page or its metadata states."""

import re
from datetime import date

__all__ = ["parse_published"]

# ISO 8601, calendar dates: 2018-05-06, 20180506, with or without a time. Year first, so slashes are not ambiguous.
_ISO = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?:[T\s,].*)?$", re.DOTALL)
# RFC 822, 2822 and 5322: [Sun,] 06 May 2018 [13:30:28 +0400].
_RFC = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]([a-z]{3})[a-z]*\.?[\s-](\d{4})(?:[\s,T].*)?$", re.DOTALL | re.IGNORECASE
)
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_EARLIEST, _LATEST = 1800, 2200


def parse_published(value: object) -> str | None:
    """The day of an ISO 8601 or RFC 822 date as an EDTF day, None for what is no such date.

    The day stays as the source's own zone states it: what is published at 23:30 +0400 is published on that day.
    Dates that cannot be (month 13, 30 February) and dates without a day give None; nothing is guessed.
    """
    if not isinstance(value, str) or len(value) > 100:
        return None
    value = value.strip()
    if iso := _ISO.match(value):
        year, _, month, day, month2, day2 = iso.groups()
        return _day(int(year), int(month or month2), int(day or day2))
    if rfc := _RFC.match(value):
        day, name, year = rfc.groups()
        return _day(int(year), _MONTHS.get(name.lower(), 0), int(day))
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None
