"""Bad input, as a table: what is said of it, where, and that the rest goes on."""

import gzip
import io
import json
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mahdar.knowledge import load_knowledge
from mahdar.model import Article, Failure
from mahdar.reading import read_articles

KNOWLEDGE = load_knowledge()
TEXT = "التقى الوزيران في العاصمة صباح الأحد، وبحثا ملف الحدود بين البلدين."
OTHER = "وصل الوفد إلى المدينة مساء السبت، وقال رئيسه إن الزيارة تستمر يومين."


def row(**fields: Any) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def rows(*lines: bytes) -> bytes:
    return b"".join(lines)


def page(text: str = TEXT, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><p>{text}</p></body></html>".encode()


def record(body: bytes, url: str = "https://example.org/1", more: str = "") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def noise(size: int) -> bytes:
    return b"".join(bytes([(at * at * 31 + at * 7) % 256]) for at in range(size))


class Case(NamedTuple):
    """`good`: texts of the articles that are read all the same; `bad`: place and problem (its beginning) of the failures."""

    name: str
    file: str
    data: bytes | Callable[[], bytes]
    good: tuple[str, ...] = ()
    bad: tuple[tuple[str, str], ...] = ()


GOOD, LINE_1, LINE_2, LINE_3 = row(doc="a", text=TEXT), "line 1", "line 2", "line 3"
AFTER = row(doc="z", text=OTHER)

TABLE = [
    Case("empty file", "a.txt", b"", bad=(("", "empty file"),)),
    Case("empty file, packed", "a.jsonl.gz", gzip.compress(b""), bad=(("", "empty file"),)),
    Case("only space", "a.txt", b" \n\t\n", bad=(("", "no text"),)),
    Case("blank lines", "a.jsonl", b"\n\n\n", bad=(("", "no article in it"),)),
    Case("not text", "a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", bad=(("", "not text"),)),
    Case("not text, under the name of a page", "a.html", noise(3000), bad=(("", "not text"),)),
    Case("not text, under the name of a feed", "a.xml", noise(3000), bad=(("", "not text"),)),
    Case("not text, under the name of JSON lines", "a.jsonl", b"\xff\xd8\xff\xe0\n", bad=((LINE_1, "not JSON: not UTF-8 at byte 1"),)),
    Case("wrong encoding declared", "a.html", f'<meta charset="utf-8"><p>{TEXT}</p>'.encode("windows-1256"), good=(TEXT,)),
    Case("wrong encoding declared, the other way", "a.html", page(head='<meta charset="windows-1256">'), good=(TEXT,)),
    Case("Latin declared, Arabic meant", "a.html", f'<meta charset="iso-8859-1"><p>{TEXT}</p>'.encode("windows-1256"), good=(TEXT,)),
    Case("old encoding, nothing declared", "a.txt", TEXT.encode("windows-1256"), good=(TEXT,)),
    Case("a broken line", "a.jsonl", rows(GOOD, b'{"doc": "b", "text": \n', AFTER), good=(TEXT, OTHER), bad=((LINE_2, "not JSON"),)),
    Case("a line cut off", "a.jsonl", rows(GOOD, row(text=TEXT)[:30]), good=(TEXT,), bad=((LINE_2, "not JSON"),)),
    Case("a line in another encoding", "a.jsonl", rows(GOOD, '{"text": "نص"}\n'.encode("windows-1256"), AFTER), good=(TEXT, OTHER), bad=((LINE_2, "not JSON: not UTF-8 at byte"),)),
    Case("no object", "a.jsonl", rows(b"[1, 2]\n", b'"text"\n', b"5\n", AFTER), good=(OTHER,), bad=((LINE_1, "not a JSON object"), (LINE_2, "not a JSON object"), (LINE_3, "not a JSON object"))),
    Case("no text", "a.jsonl", rows(row(doc="b", title="t"), row(text=None), row(text=5), AFTER), good=(OTHER,), bad=((LINE_1, "the object has no 'text'"), (LINE_2, "the object has no 'text'"), (LINE_3, "'text' is not a string"))),
    Case("text of nothing", "a.jsonl", rows(row(text=""), row(text=" \n "), AFTER), good=(OTHER,), bad=((LINE_1, "no text"), (LINE_2, "no text"))),
    Case("nested too deeply", "a.jsonl", rows(b"[" * 100_000 + b"\n", AFTER), good=(OTHER,), bad=((LINE_1, "not JSON"),)),
    Case("control characters in a string", "a.jsonl", b'{"text": "' + TEXT.encode() + b'\x01\t\x0b."}\n', good=(TEXT + "\x01\t\x0b.",)),
    Case("half of a surrogate pair", "a.jsonl", b'{"text": "' + TEXT.encode() + rb' \ud83d.", "title": "\udc00 x"}' + b"\n", good=(TEXT + " \ufffd.",)),
    Case("not JSON", "a.json", b'{"text": }', bad=(("", "not JSON"),)),
    Case("an array with a bad item", "a.json", json.dumps([{"text": TEXT}, 5, {"text": OTHER}]).encode(), good=(TEXT, OTHER), bad=(("item 2", "not a JSON object"),)),
    Case("an empty array", "a.json", b"[]", bad=(("", "no article in it"),)),
    Case("truncated gzip", "a.jsonl.gz", lambda: gzip.compress(rows(GOOD, *(row(text=f"{TEXT} {n * n}") for n in range(999))))[:3000], good=(TEXT,), bad=(("line", "the compressed data ends early"),)),
    Case("truncated gzip, short", "a.jsonl.gz", gzip.compress(GOOD)[:-4], good=(TEXT,), bad=((LINE_2, "the compressed data ends early"),)),
    Case("truncated gzip of a page", "a.html.gz", gzip.compress(page())[:60], bad=(("", "the compressed data ends early"),)),
    Case("damaged gzip", "a.jsonl.gz", gzip.compress(GOOD)[:20] + b"\x00\xff\x00" + gzip.compress(GOOD)[23:], bad=(("", "the compressed data is damaged"),)),
    Case("truncated archive", "a.warc", rows(record(page()), record(page(OTHER))[:-60]), good=(TEXT,), bad=(("record 2", "the record ends early"),)),
    Case("archive truncated in a header", "a.warc", rows(record(page()), record(page(OTHER))[:70]), good=(TEXT,), bad=(("record 2", "the record ends early"),)),
    Case("truncated archive, packed", "a.warc.gz", rows(gzip.compress(record(page())), gzip.compress(record(page(OTHER)))[:-30]), good=(TEXT,), bad=(("record 2", "not a record of a web archive: the compressed data ends early"),)),
    Case("not an archive", "a.warc", b"hello\r\n\r\n", bad=(("record 1", "not a record of a web archive"),)),
    Case("an archive without pages", "a.warc", record(page()).replace(b"text/html", b"image/png"), bad=(("", "no article in it"),)),
    Case("a page in an unknown packing", "a.warc", rows(record(page(), more="Content-Encoding: rot13\r\n"), record(page(OTHER))), good=(OTHER,), bad=(("record 1", "the page cannot be unpacked: content encoding 'rot13' is not known"),)),
    Case("a page that is not packed as it says", "a.warc", rows(record(page(), more="Content-Encoding: br\r\n"), record(page(OTHER))), good=(OTHER,), bad=(("record 1", "the page cannot be unpacked"),)),
    Case("no Arabic", "a.txt", b"The ministers met on Sunday.", bad=(("", "no Arabic text"),)),
    Case("no Arabic in a page", "a.html", page("The ministers met in the capital on Sunday morning."), bad=(("", "no Arabic text"),)),
    Case("no Arabic in a line", "a.jsonl", rows(row(text="The ministers met."), AFTER), good=(OTHER,), bad=((LINE_1, "no Arabic text"),)),
    Case("a page of nothing", "a.html", b"<html></html>", bad=(("", "no text"),)),
    Case("a page of one line", "a.html", TEXT.encode(), good=(TEXT,)),
    Case("a text of one line", "a.txt", (TEXT + " ").encode() * 3000, good=((TEXT + " ") * 3000,)),
    Case("control characters in a page", "a.html", f"<p>{TEXT[:10]}\x00\x01\x1f{TEXT[10:]}</p>".encode().replace(b"\x00", b""), good=(TEXT[:10] + " " + TEXT[10:],)),
    Case("control characters in a text", "a.txt", f"{TEXT}\x01\x7f\n".encode(), good=(f"{TEXT}\x01\x7f\n",)),
    Case("the same doc with the same text", "a.jsonl", rows(GOOD, GOOD, AFTER), good=(TEXT, OTHER)),
    Case("the same doc with another text", "a.jsonl", rows(GOOD, row(doc="a", text=OTHER), AFTER), good=(TEXT, OTHER), bad=((LINE_2, "doc 'a' stands already at line 1, with another text"),)),
    Case("no feed", "a.xml", b"<?xml version='1.0'?><root><a>x</a></root>", bad=(("", "no item of a feed in it"),)),
    Case("a broken feed", "a.rss", f"<rss><channel><item><description>{TEXT}</description></item><item><desc".encode(), good=(TEXT,), bad=(("item 2", "no text"),)),
    Case("50 MB in one page", "a.html", lambda: b"<html><body>" + b"<p>" + (TEXT + "</p><p>").encode() * 400_000, bad=(("", "more than 8.0 MiB in one page"),)),
    Case("a page of a quarter of a million links", "a.html", lambda: b"<html><body>" + "<a href=x>و</a>".encode() * 250_000, good=("و" * 250_000,)),
    Case("50 MB in one text", "a.txt", lambda: (TEXT + "\n").encode() * 400_000, bad=(("", "more than 8.0 MiB in one page"),)),
    Case("50 MB in one line", "a.jsonl", lambda: rows(b'{"text": "' + TEXT.encode() * 400_000 + b'"}\n', AFTER), good=(OTHER,), bad=((LINE_1, "a line of more than 16.0 MiB"),)),
    Case("50 MB in one page, packed", "a.html.gz", lambda: gzip.compress((TEXT + "\n").encode() * 400_000, 1), bad=(("", "more than 8.0 MiB in one page"),)),
    Case("a page of an archive that unpacks to 50 MB", "a.warc", lambda: rows(record(gzip.compress(b" " * 50_000_000), more="Content-Encoding: gzip\r\n"), record(page(OTHER))), good=(OTHER,), bad=(("record 1", "a page of more than 8.0 MiB"),)),
    Case("an article of more than a million characters", "a.jsonl", lambda: rows(row(text=TEXT * 20_000), AFTER), good=(OTHER,), bad=((LINE_1, "a text of 1,"),)),
]  # fmt: skip


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_bad_input(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.file
    path.write_bytes(case.data() if callable(case.data) else case.data)
    after = tmp_path / "after.txt"
    after.write_text("آخر الملفات يقرأ في كل حال.", encoding="utf-8")
    began = time.perf_counter()
    tracemalloc.start()
    found = list(read_articles([str(path), str(after)], KNOWLEDGE))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.perf_counter() - began < 20, "measured with tracing of memory, which is slow"
    assert most < 150 * 2**20
    *found, last = found
    assert isinstance(last, Article) and last.source == str(after), "the rest goes on"
    good = [item.text for item in found if isinstance(item, Article)]
    bad = [item for item in found if isinstance(item, Failure)]
    assert tuple(good[: len(case.good)]) == case.good
    assert len(good) == len(case.good) or "truncated gzip" in case.name
    assert [item.room for item in bad] == ["reading"] * len(case.bad)
    for failure, (place, problem) in zip(bad, case.bad, strict=True):
        assert failure.source == str(path)
        assert failure.place.startswith(place) and failure.problem.startswith(problem), failure
        assert problem or failure.problem


def test_missing_files(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    sources = [tmp_path / "no.txt", tmp_path / "*.html", tmp_path / "empty", "nul\0byte", "", tmp_path / "good.txt"]
    found = list(read_articles([str(source) for source in sources], KNOWLEDGE))
    assert [(item.problem if isinstance(item, Failure) else item.text) for item in found[:3]] == [
        "no such file",
        "no such file",
        "no file in it that can be read",
    ]
    assert isinstance(found[3], Failure) and found[3].problem.startswith("no such file")
    assert isinstance(found[-1], Article)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (failure,) = read_articles([str(path)], KNOWLEDGE)
    assert failure == Failure(str(path), "", "reading", "Permission denied")


def test_empty_standard_input() -> None:
    (failure,) = read_articles(["-"], KNOWLEDGE, stdin=io.BytesIO(b""))
    assert failure == Failure("-", "", "reading", "empty file")


@pytest.mark.parametrize(
    "published", ["2018-13-01", "2018-02-30", "Mon, 45 May 2018 00:00:00 GMT", "soon", "", None, 5, {}]
)
def test_a_date_that_cannot_be_is_no_date(published: object, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(row(text=TEXT, published=published))
    (article,) = read_articles([str(path)], KNOWLEDGE)
    assert isinstance(article, Article) and article.published is None


def test_fields_of_the_wrong_kind_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(row(text=TEXT, doc=[1], title=5, outlet={}, url=None, byline=["x"], published=True))
    (article,) = read_articles([str(path)], KNOWLEDGE)
    assert isinstance(article, Article)
    assert (article.title, article.outlet, article.url, article.byline) == (None, None, None, None)
    assert len(article.doc) == 16


def test_a_reader_that_stops_early_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(rows(GOOD, AFTER)))
    reader = read_articles([str(path)], KNOWLEDGE)
    assert isinstance(next(reader), Article)
    del reader
