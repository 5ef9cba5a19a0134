"""JSON and JSON lines."""

import io
import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from mahdar.model import Failure
from mahdar.reading._drafts import Draft, refusal, sized

__all__ = ["WHOLE", "read_json", "read_json_lines", "stream_fault"]

# All lines of a file.
WHOLE = range(1, 10**12)

MOST_IN_LINE = 16 * 2**20
MOST_IN_FILE = 64 * 2**20

_decode = msgspec.json.Decoder().decode


def stream_fault(problem: BaseException) -> str:
    """What is wrong with a stream, in words."""
    if isinstance(problem, EOFError):
        return "the compressed data ends early"
    if isinstance(problem, zlib.error) or "gzip" in str(problem).lower():
        return f"the compressed data is damaged: {problem}"
    return str(getattr(problem, "strerror", None) or problem)


def read_json_lines(stream: BinaryIO, source: str, lines: range = WHOLE) -> Iterator[Draft | Failure]:
    """An article a line. A line that gives none is a failure of its own; the others go on. Others than `lines` are
    passed over unread."""
    number = 0
    try:
        while number < lines.stop - 1 and (line := stream.readline(MOST_IN_LINE + 1)):
            number += 1
            place = f"line {number}"
            if number < lines.start:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MOST_IN_LINE)
                continue
            if len(line) > MOST_IN_LINE:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MOST_IN_LINE)
                yield refusal(source, place, f"a line of more than {sized(MOST_IN_LINE)}")
            elif line.strip():
                yield _row(line, source, place, number)
    except (OSError, EOFError, zlib.error) as problem:
        yield refusal(source, f"line {number + 1}", stream_fault(problem))


def read_json(stream: BinaryIO, source: str) -> Iterator[Draft | Failure]:
    """One article, an array of articles, or JSON lines under the wrong name."""
    data = stream.read(MOST_IN_FILE + 1)
    if len(data) > MOST_IN_FILE:
        yield refusal(source, "", f"JSON of more than {sized(MOST_IN_FILE)} in one piece; use JSON lines")
        return
    try:
        value = _value(data)
    except ValueError as problem:
        first, line_feed, rest = data.strip().partition(b"\n")
        if line_feed and rest and _is_row(first):
            yield from read_json_lines(io.BytesIO(data), source)
        else:
            yield refusal(source, "", f"not JSON: {problem}")
        return
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield _draft(item, source, f"item {number}", number)
    else:
        yield _draft(value, source, "", 0)


def _is_row(line: bytes) -> bool:
    try:
        return isinstance(_value(line), dict)
    except ValueError:
        return False


def _row(line: bytes, source: str, place: str, number: int) -> Draft | Failure:
    try:
        value = _value(line)
    except ValueError as problem:
        return refusal(source, place, f"not JSON: {problem}")
    return _draft(value, source, place, number)


def _value(data: bytes) -> Any:
    """The value of a piece of JSON. ValueError says what is wrong, in words."""
    try:
        return _decode(data)
    except UnicodeDecodeError as problem:
        raise ValueError(f"not UTF-8 at byte {problem.start + 1}") from problem
    except (msgspec.DecodeError, RecursionError):
        pass
    # The standard library also reads what is not quite JSON but common: control characters and halves of surrogate
    # pairs in strings, a byte order mark.
    try:
        return json.loads(data.decode("utf-8-sig"), strict=False)
    except UnicodeDecodeError as problem:
        raise ValueError(f"not UTF-8 at byte {problem.start + 1}") from problem
    except json.JSONDecodeError as problem:
        raise ValueError(f"{problem.msg.lower()} at character {problem.pos + 1}") from problem
    except RecursionError as problem:
        raise ValueError("nested too deeply") from problem


def _draft(value: Any, source: str, place: str, number: int) -> Draft | Failure:
    if not isinstance(value, dict):
        return refusal(source, place, "not a JSON object")
    text = value.get("text")
    if not isinstance(text, str):
        return refusal(source, place, "the object has no 'text'" if text is None else "'text' is not a string")
    doc = value.get("doc")
    return Draft(
        text=text,
        place=place,
        number=number,
        doc=str(doc) if isinstance(doc, str | int) and not isinstance(doc, bool) else None,
        title=_field(value, "title"),
        published=_field(value, "published", "published_meta"),
        outlet=_field(value, "outlet"),
        url=_field(value, "url"),
        byline=_field(value, "byline", "author"),
    )


def _field(value: dict[str, Any], *names: str) -> str | None:
    return next((found for name in names if isinstance(found := value.get(name), str) and found.strip()), None)
