"""Days as a reader says them, with how exactly they are known. The values are EDTF."""

import re
from datetime import date, timedelta

import msgspec
from babel.dates import format_date, format_skeleton

from mahdar.web.pages._words import phrase

__all__ = ["Told", "tell_day"]

_VALUE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
_WEEK = re.compile(r"^(\d{4})-W(\d{2})(-WE)?$")
_PART = re.compile(r"^(\d{4})-([QH])(\d)$")
_PARTLY = re.compile(r"^(\d{2})(\d|X)X$")
_CLOCK = re.compile(r"(?<=\d)T.*$")
_PARTS = {"Q": "quarter", "H": "half"}
_SEASONS = {
    "21": "spring",
    "22": "summer",
    "23": "autumn",
    "24": "winter",
    "SP": "spring",
    "SU": "summer",
    "FA": "autumn",
    "WI": "winter",
}
_HEDGES = {"?": "uncertain", "~": "about", "%": "about"}
_OPEN = ("..", "")
# What TimeML says of times that are told no closer.
_REFS = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")


class Told(msgspec.Struct, frozen=True):
    """A day in words. `value` is what stands behind it, `precision` day, month, year, range, other or none."""

    words: str
    value: str
    precision: str


def _one(value: str, lang: str, *, weekday: bool = False) -> tuple[str, str]:
    """A single EDTF value in words, and its precision."""
    plain = value.rstrip("?~%")
    try:
        told = _calendar(plain, lang, weekday=weekday) or _longer(plain, lang)
    except (ValueError, OverflowError):
        told = None
    if told is None:
        return value, "other"
    hedge = value[len(plain) : len(plain) + 1]
    return (f"{phrase(lang, f'day.{_HEDGES[hedge]}')} {told[0]}" if hedge else told[0]), told[1]


def _calendar(value: str, lang: str, *, weekday: bool) -> tuple[str, str] | None:
    """A day, a month or a year."""
    found = _VALUE.match(value)
    if found is None or found[2] in _SEASONS:
        return None
    year, month, day = found.groups()
    if day:
        of = date(int(year), int(month), int(day))
        return format_date(of, "EEEE d MMMM y" if weekday else "d MMMM y", locale=_locale(lang)), "day"
    if month:
        return format_skeleton("yMMMM", date(int(year), int(month), 1), locale=_locale(lang)), "month"
    return year, "year"


def _longer(value: str, lang: str) -> tuple[str, str] | None:
    """Weeks, seasons, quarters and halves, decades and centuries, and "in the past"."""
    if week := _WEEK.match(value):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        first = monday + timedelta(days=5) if week[3] else monday
        words = phrase(lang, "day.weekend" if week[3] else "day.week")
        return words.replace("{day}", format_date(first, "d MMMM y", locale=_locale(lang))), "week"
    if part := _PART.match(value):
        words = phrase(lang, f"day.{_PARTS[part[2]]}")
        return words.replace("{part}", part[3]).replace("{n}", part[1]), "other"
    if partly := _PARTLY.match(value):
        if partly[2] == "X":
            return phrase(lang, "day.century").replace("{n}", str(int(partly[1]) + 1)), "other"
        return phrase(lang, "day.decade").replace("{n}", f"{partly[1]}{partly[2]}0"), "other"
    if value in _REFS:
        return phrase(lang, f"day.{value.lower()}"), "other"
    year, dash, season = value.partition("-")
    if dash and season in _SEASONS:
        return phrase(lang, f"day.season_{_SEASONS[season]}").replace("{n}", year), "other"
    return None


def _locale(lang: str) -> str:
    # Months and digits as the press of Egypt and the Gulf has them.
    return "ar_AE" if lang == "ar" else "en_GB"


def tell_day(value: str | None, lang: str, *, weekday: bool = False) -> Told:
    """A day, a longer time or a range in words. What cannot be read is shown as it is; None is "no date"."""
    if not value:
        return Told(phrase(lang, "day.none"), "", "none")
    first, slash, last = (_CLOCK.sub("", end) for end in value.partition("/"))
    if not slash:
        words, precision = _one(first, lang, weekday=weekday)
        return Told(words, value, precision)
    if first in _OPEN and last in _OPEN:
        return Told(phrase(lang, "day.none"), value, "none")
    if first in _OPEN:
        return Told(phrase(lang, "day.until").replace("{day}", _one(last, lang)[0]), value, "range")
    if last in _OPEN:
        return Told(phrase(lang, "day.since").replace("{day}", _one(first, lang)[0]), value, "range")
    ends = [_one(end, lang)[0] for end in (first, last)]
    told = phrase(lang, "day.range").replace("{first}", ends[0]).replace("{last}", ends[1])
    return Told(told, value, "range")
