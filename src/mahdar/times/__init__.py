"""Expressions of time with their values, and the date of the article itself."""

from mahdar.times._dating import date_article
from mahdar.times._find import find_times

__all__ = ["date_article", "find_times"]
