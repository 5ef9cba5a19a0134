"""What a person types into a search, taken apart: words, phrases, fields, what is not wanted."""

import re

import msgspec

from mahdar.errors import QueryError

__all__ = ["FIELDS", "Part", "read_asked"]

# What may stand before a colon. `in:said` and `in:title` say where all words have to stand that have no field themselves.
FIELDS = ("speaker", "outlet", "title", "in", "from", "to")
PLACES = ("said", "title")
_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "“"}
_FIELD = re.compile(r"([A-Za-z]{1,20}):(?!//)")
_LONGEST, _MOST = 1000, 40


class Part(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A word or a phrase that is asked for: in quotation marks (`phrase`), in a field ("" for none), or not wanted (`no`)."""

    words: str
    field: str = ""
    phrase: bool = False
    no: bool = False


def read_asked(asked: str) -> tuple[Part, ...]:
    """The parts of a question. Raises QueryError where it cannot be read."""
    if len(asked) > _LONGEST:
        told = f"a search has {_LONGEST} characters at most, this one has {len(asked)}"
        raise QueryError(told, "too_long", most=_LONGEST)
    parts: list[Part] = []
    at = 0
    while at < len(asked):
        if asked[at].isspace():
            at += 1
            continue
        part, at = _part(asked, at)
        parts.append(part)
    if len(parts) > _MOST:
        told = f"a search has {_MOST} words at most, this one has {len(parts)}"
        raise QueryError(told, "too_many", most=_MOST)
    return tuple(parts)


def _part(asked: str, at: int) -> tuple[Part, int]:
    no = asked[at] == "-" and at + 1 < len(asked) and not asked[at + 1].isspace()
    at += no
    field = ""
    if found := _FIELD.match(asked, at):
        field = found[1].lower()
        if field not in FIELDS:
            listed = ", ".join(f"{name}:" for name in FIELDS)
            raise QueryError(
                f"there is no field '{found[1]}:'; there are: {listed}; words that have a colon go into quotation marks",
                "no_field", field=found[1], listed=listed,
            )  # fmt: skip
        at = found.end()
        if at >= len(asked) or asked[at].isspace():
            raise QueryError(f"nothing stands after '{field}:'", "field_empty", field=field)
    if end := _QUOTES.get(asked[at]):
        close = asked.find(end, at + 1)
        if close < 0:
            words = asked[at + 1 : at + 20]
            raise QueryError(f"the quotation mark before '{words}' is not closed", "not_closed", words=words)
        return Part(words=asked[at + 1 : close], field=field, phrase=True, no=no), close + 1
    stop = next((place for place in range(at, len(asked)) if asked[place].isspace()), len(asked))
    return Part(words=asked[at:stop], field=field, no=no), stop
