"""TimeML: each article with its expressions of time as TIMEX3, its own day, and how the two stand to each other."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import msgspec

from mahdar.export._choice import Choice
from mahdar.export._days import closed_days
from mahdar.export._drain import Drain
from mahdar.model import Article, Record, TimeExpression

__all__ = ["timeml_archive", "timeml_of"]

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
)
_ALWAYS = (1980, 1, 1, 0, 0, 0)
_LONGEST_NAME = 150
_SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}
_REFERENCES = {"PAST_REF": "BEFORE", "FUTURE_REF": "AFTER", "PRESENT_REF": "INCLUDES"}
# What XML 1.0 cannot hold at all.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Timex(msgspec.Struct, frozen=True, kw_only=True):
    """A TIMEX3: its type, its value as TimeML writes it, what changes the value, and the two ends of an interval."""

    type: str
    value: str
    mod: str | None = None
    quant: str | None = None
    ends: tuple[str, str] | None = None


def _point(value: str) -> str:
    """A calendar value as TimeML writes it: seasons by letters, years before Christ by BC, decades and centuries by the digits that are known."""
    if re.fullmatch(r"-\d{4}", value):  # EDTF has a year 0, which is 1 BC
        return f"BC{int(value[1:]) + 1:04d}"
    season = re.fullmatch(r"(\d{4})-(2[1-4])", value)
    if season:
        return f"{season[1]}-{_SEASONS[season[2]]}"
    return value.rstrip("X") if re.fullmatch(r"\d{2,3}X{1,2}", value) else value


def _length(first: str, last: str) -> str | None:
    """How long an interval is, in the unit that both its ends are told in."""
    if re.fullmatch(r"\d{4}", first) and re.fullmatch(r"\d{4}", last):
        return f"P{int(last) - int(first) + 1}Y"
    if re.fullmatch(r"\d{4}-(0\d|1[0-2])", first) and re.fullmatch(r"\d{4}-(0\d|1[0-2])", last):
        return f"P{(int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1}M"
    days = closed_days(f"{first}/{last}")
    if days is None:
        return None
    return f"P{(date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days + 1}D"


def _timex(time: TimeExpression) -> _Timex | None:
    """The TIMEX3 of an expression; None where nothing can be said of its value."""
    if time.value is None:
        return None
    kind, about = time.type.upper(), "APPROX" if any(mark in time.value for mark in "~?%") else None
    bare = re.sub("[~?%]", "", time.value)
    if kind == "SET":  # of "every ten to fifteen years" the first, as of a duration
        return _Timex(type="SET", value=bare.removeprefix("R/").partition("/")[0], quant="EVERY", mod=about)
    first, slash, last = bare.partition("/")
    if not slash:
        return _Timex(type=kind, value=_point(bare), mod=about)
    if kind == "DURATION":  # "ten to fifteen years": no less than the first
        return _Timex(type=kind, value=first, mod="EQUAL_OR_MORE")
    if last in ("", ".."):
        return _Timex(type=kind, value=_point(first), mod="ON_OR_AFTER")
    if first in ("", ".."):
        return _Timex(type=kind, value=_point(last), mod="ON_OR_BEFORE")
    length = _length(first, last)
    return _Timex(type="DURATION", value=length, mod=about, ends=(_point(first), _point(last))) if length else None


def _relation(timex: _Timex, value: str | None, day: str) -> str | None:
    """How a time stands to the day of the article; None where that is not plain."""
    if timex.value in _REFERENCES:
        return _REFERENCES[timex.value]
    own, theirs = closed_days(value), closed_days(day)
    if own is None or theirs is None or timex.type in ("SET",):
        return None
    if own[1] < theirs[0]:
        return "BEFORE"
    if own[0] > theirs[1]:
        return "AFTER"
    if own == theirs:
        return "SIMULTANEOUS" if timex.type == "DATE" else "IS_INCLUDED"
    if own[0] <= theirs[0] and own[1] >= theirs[1]:
        return "INCLUDES"
    return "IS_INCLUDED" if theirs[0] <= own[0] and theirs[1] >= own[1] else None


def _text(words: str) -> str:
    """Words as XML, a sign in place of what it cannot hold; the number of characters stays."""
    return escape(_ILLEGAL.sub("\ufffd", words), {"\r": "&#13;"})


def _tag(tid: str, timex: _Timex, more: dict[str, str | None], words: str | None) -> str:
    told = {"tid": tid, "type": timex.type, "value": timex.value, "mod": timex.mod, "quant": timex.quant, **more}
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in told.items() if value is not None)
    return f"<TIMEX3{attributes}/>" if words is None else f"<TIMEX3{attributes}>{_text(words)}</TIMEX3>"


class Written(msgspec.Struct, frozen=True):
    """An article as TimeML: the document, how many expressions it holds, and how many have no value or stand across others."""

    document: str
    times: int
    without: int


def timeml_of(article: Article, record: Record) -> Written:
    """One article as a TimeML document."""
    body: list[str] = []
    ends: list[str] = []
    links: list[str] = []
    at = count = without = 0
    text, day = article.text, record.published
    for time in sorted(record.times, key=lambda one: (one.span.start, -one.span.end)):
        timex = _timex(time)
        if timex is None or time.span.start < at:
            without += 1
            continue
        count += 1
        tid = f"t{count}"
        more: dict[str, str | None] = {"functionInDocument": "NONE"}
        if time.anchor is not None:
            more["temporalFunction"] = "true"
            more["anchorTimeID"] = "t0" if time.anchor == day else None
        if timex.ends:
            more["beginPoint"], more["endPoint"] = f"{tid}b", f"{tid}e"
            for side, value in zip("be", timex.ends, strict=True):
                ends.append(_tag(f"{tid}{side}", _Timex(type="DATE", value=value), {}, None))
        body += (_text(text[at : time.span.start]), _tag(tid, timex, more, time.span.of(text)))
        at = time.span.end
        relation = _relation(timex, time.value, day) if day else None
        if relation:
            links.append(
                f'<TLINK lid="l{len(links) + 1}" timeID="{tid}" relatedToTime="t0" relType="{relation}" '
                f'origin="mahdar, by the values"/>'
            )
    body.append(_text(text[at:]))
    own = _Timex(type="DATE", value=day or "XXXX-XX-XX")
    dct = _tag("t0", own, {"functionInDocument": "CREATION_TIME", "temporalFunction": "false"}, day or "")
    lines = [f"<DOCID>{_text(record.doc)}</DOCID>", f"<DCT>{dct}</DCT>"]
    lines += [f"<TITLE>{_text(article.title)}</TITLE>"] if article.title else []
    lines += [f"<TEXT>{''.join(body)}</TEXT>", *ends, *links]
    return Written(_HEAD + "\n".join(lines) + "\n</TimeML>\n", count, without)


def _named(doc: str) -> str:
    name = quote(doc, safe="@ ").replace("%", "_")
    if name == doc and len(name) <= _LONGEST_NAME:
        return f"{name}.tml"
    return f"{name[:_LONGEST_NAME]}-{blake2b(doc.encode(), digest_size=6).hexdigest()}.tml"


def timeml_archive(choice: Choice) -> Iterator[bytes]:
    """A ZIP with a document an article. Its clock stands still, so that the same store gives the same bytes."""
    drain = Drain()
    with zipfile.ZipFile(drain, "w", zipfile.ZIP_DEFLATED) as archive:
        for article, record, _ in choice.articles():
            written = timeml_of(article, record)
            entry = zipfile.ZipInfo(_named(record.doc), _ALWAYS)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, written.document.encode())
            choice.tell("articles")
            choice.tell("times", written.times)
            choice.tell("left out: no value, or inside another time", written.without)
            yield drain.taken()
    yield drain.taken()
