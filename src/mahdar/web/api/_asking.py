"""What a request asks for: the words of its address as a question's."""

from collections.abc import Iterable

import msgspec
from fastapi import Request

from mahdar.errors import QueryError
from mahdar.questions import Asked, Lines, Question

__all__ = ["NDJSON", "asked_in", "language_of", "wants_lines"]

NDJSON = "application/x-ndjson"
_TRUTH = {"true": True, "false": False}
_LONGEST_NUMBER = 9


def _value(name: str, words: str, default: object, kind: object) -> object:
    if isinstance(default, bool) or "bool" in str(kind):
        if words not in _TRUTH:
            raise QueryError(f"'{name}' is true or false, not '{words}'")
        return _TRUTH[words]
    if isinstance(default, int):
        bare = words.removeprefix("-")
        if not (bare.isascii() and bare.isdigit() and len(bare) <= _LONGEST_NUMBER):
            raise QueryError(f"'{name}' is a number, not '{words}'")
        return int(words)
    return words


def asked_in(question: Question, pairs: Iterable[tuple[str, str]]) -> Asked:
    """What a question is asked with. Raises QueryError for what it does not know, and for what cannot be."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(question.asked)}
    found: dict[str, list[object]] = {}
    for name, words in pairs:
        field = fields.get(name)
        if field is None:
            raise QueryError(f"'{question.name}' knows no '{name}'; it knows: {', '.join(fields) or 'nothing'}")
        found.setdefault(name, []).append(_value(name, words, field.default, field.type))
    given: dict[str, object] = {}
    for name, values in found.items():
        several = fields[name].default == ()
        if len(values) > 1 and not several:
            raise QueryError(f"'{name}' is given more than once")
        given[name] = values if several else values[0]
    try:
        asked: Asked = msgspec.convert(given, question.asked)
    except msgspec.ValidationError as problem:
        raise QueryError(str(problem)) from problem
    return asked


def wants_lines(request: Request, question: Question) -> bool:
    """Whether the answer is asked for as a line a finding (NDJSON). Raises QueryError."""
    formats = request.query_params.getlist("format")
    if not issubclass(question.asked, Lines):
        if formats:
            raise QueryError(f"'{question.name}' is answered in one form only")
        return False
    if len(formats) > 1 or (formats and formats[0] not in ("json", "ndjson")):
        raise QueryError("'format' is json or ndjson")
    if formats:
        return formats[0] == "ndjson"
    return NDJSON in request.headers.get("accept", "")


def language_of(request: Request) -> str:
    """The language of the pages that links lead to: English where that is preferred, else Arabic."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "ar"
