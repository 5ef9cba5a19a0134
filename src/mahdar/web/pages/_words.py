"""What the pages say, in both languages."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

__all__ = ["LANGUAGES", "Phrase", "phrase", "phrases", "plural"]

LANGUAGES = ("ar", "en")
Phrase = Mapping[str, Any]


def _told(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Phrase]]:
    for name, value in table.items():
        key = f"{above}{name}"
        if not isinstance(value, dict):
            raise ValueError(f"{key} is no phrase: it has to be a table of {', '.join(LANGUAGES)}")
        if LANGUAGES[0] in value or LANGUAGES[1] in value:
            yield key, value
        else:
            yield from _told(value, f"{key}.")


@cache
def phrases() -> Mapping[str, Phrase]:
    """All phrases of the files in `web/words`, by their keys ("kind.meeting"). Raises ValueError for a key that is there twice."""
    found: dict[str, Phrase] = {}
    for file in sorted(files("mahdar.web").joinpath("words").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            for key, value in _told(tomllib.loads(file.read_text(encoding="utf-8"))):
                if key in found:
                    raise ValueError(f"{file.name}: '{key}' is there twice")
                found[key] = value
    return found


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


def phrase(lang: str, key: str) -> str:
    """A phrase in a language. Raises KeyError: what is missing is a defect of the pages, not of an article."""
    return str(phrases()[key][lang])


def plural(lang: str, key: str, number: int) -> str:
    """A phrase that counts, in the form that the number asks for."""
    forms = phrases()[key][lang]
    form = _locale(lang).plural_form(number)
    if number == 0 and "zero" in forms:
        form = "zero"
    return str(forms.get(form, forms["other"])).replace("{n}", f"{number:,}")
