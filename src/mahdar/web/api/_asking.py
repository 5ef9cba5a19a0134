"""What a request asks for: the words of its address as a question's."""

from collections.abc import Iterable
from functools import cache

import msgspec
import msgspec.inspect
from fastapi import Request

from mahdar.questions import Asked, Lines, Question
from mahdar.web._faults import MisaskedError

__all__ = ["NDJSON", "asked_in", "language_of", "wants_lines"]

NDJSON = "application/x-ndjson"
_TRUTH = {"true": True, "false": False}
_LONGEST_NUMBER = 9


class _Field(msgspec.Struct, frozen=True):
    """A field of what is asked: of which sort a value is ("words", "number", "truth"), and whether there may be several."""

    name: str
    sort: str
    several: bool


@cache
def _fields(asked: type[Asked]) -> dict[str, _Field]:
    told = msgspec.inspect.type_info(asked)
    assert isinstance(told, msgspec.inspect.StructType)
    return {
        field.encode_name: _Field(
            field.encode_name, _sort(field.type), isinstance(_bare(field.type), msgspec.inspect.VarTupleType)
        )
        for field in told.fields
    }


def _bare(kind: msgspec.inspect.Type) -> msgspec.inspect.Type:
    """A type without what is told of it."""
    return _bare(kind.type) if isinstance(kind, msgspec.inspect.Metadata) else kind


def _sort(kind: msgspec.inspect.Type) -> str:
    bare = _bare(kind)
    kinds = [_bare(one) for one in bare.types] if isinstance(bare, msgspec.inspect.UnionType) else [bare]
    if any(isinstance(one, msgspec.inspect.BoolType) for one in kinds):
        return "truth"
    return "number" if any(isinstance(one, msgspec.inspect.IntType) for one in kinds) else "words"


def _value(field: _Field, words: str) -> object:
    if field.sort == "truth":
        if words not in _TRUTH:
            raise MisaskedError(f"'{field.name}' is true or false, not '{words}'")
        return _TRUTH[words]
    if field.sort == "number":
        bare = words.removeprefix("-")
        if not (bare.isascii() and bare.isdigit() and len(bare) <= _LONGEST_NUMBER):
            raise MisaskedError(f"'{field.name}' is a number, not '{words}'")
        return int(words)
    return words


def asked_in(question: Question, pairs: Iterable[tuple[str, str]]) -> Asked:
    """What a question is asked with. Raises MisaskedError for what it does not know, and for what cannot be."""
    fields = _fields(question.asked)
    found: dict[str, list[object]] = {}
    for name, words in pairs:
        field = fields.get(name)
        if field is None:
            raise MisaskedError(f"'{question.name}' knows no '{name}'; it knows: {', '.join(fields) or 'nothing'}")
        found.setdefault(name, []).append(_value(field, words))
    given: dict[str, object] = {}
    for name, values in found.items():
        several = fields[name].several
        if len(values) > 1 and not several:
            raise MisaskedError(f"'{name}' is given more than once")
        given[name] = values if several else values[0]
    try:
        asked: Asked = msgspec.convert(given, question.asked)
    except msgspec.ValidationError as problem:
        raise MisaskedError(str(problem)) from problem
    return asked


def wants_lines(request: Request, question: Question) -> bool:
    """Whether the answer is asked for as a line a finding (NDJSON). Raises MisaskedError."""
    formats = request.query_params.getlist("format")
    if not issubclass(question.asked, Lines):
        if formats:
            raise MisaskedError(f"'{question.name}' is answered in one form only")
        return False
    if len(formats) > 1 or (formats and formats[0] not in ("json", "ndjson")):
        raise MisaskedError("'format' is json or ndjson")
    if formats:
        return formats[0] == "ndjson"
    return NDJSON in request.headers.get("accept", "")


def language_of(request: Request) -> str:
    """The language of the pages that links lead to: English where that is preferred, else Arabic."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "ar"
