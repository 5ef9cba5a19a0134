"""Files that are made to do harm: bombs, ways out of a folder, entities, addresses that run, letters that turn others round.

Feeds and servers that try it stand in test_watching.py.
"""

import gzip
import json
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-not-found,import-untyped,unused-ignore]
import pytest

import mahdar
from mahdar.cli._output import harmless
from mahdar.knowledge import load_knowledge
from mahdar.model import Article, Failure
from mahdar.reading import read_articles
from tests.test_reading import PAGE, TEXT, warc_record

KNOWLEDGE = load_knowledge()


def found(*sources: Path) -> list[Article | Failure]:
    return list(read_articles([str(source) for source in sources], KNOWLEDGE))


# --- what is small and becomes large

# Read in a process of its own, which may take half a GiB more than it has.
READER = """
import resource, sys, time
from mahdar.knowledge import load_knowledge
from mahdar.model import Failure
from mahdar.reading import read_articles

knowledge = load_knowledge()
list(read_articles(["examples/13-crawl.warc.gz", "examples/04-treaty-marqab.html"], knowledge))
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize() + 2**29
resource.setrlimit(resource.RLIMIT_AS, (size, size))
for path in sys.argv[1:]:
    begun = time.process_time()
    items = list(read_articles([path], knowledge))
    spent = time.process_time() - begun
    print(path.rpartition("/")[2], len(items), isinstance(items[0], Failure), spent < 6, getattr(items[0], "problem", ""), sep="|")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the bound on memory is of Linux")
def test_bombs(tmp_path: Path) -> None:
    start = ("<html><p>" + TEXT).encode()
    packed = gzip.compress(start + b" " * 300_000_000, 9)
    assert len(packed) < 300_000
    flood = start + b" " * 40_000_000
    files = {
        "page.html.gz": packed,
        "text.txt.gz": packed,
        "line.jsonl.gz": gzip.compress(b'{"text": "' + flood),
        "file.json.gz": gzip.compress(b'[{"text": "' + flood),
        "feed.xml.gz": gzip.compress(b"<rss><channel><item><description>" + flood + flood),
        "twice.html.gz": gzip.compress(packed, 9),
        "gzip.warc": warc_record(packed, headers=["Content-Encoding: gzip"]),
        "twice.warc": warc_record(gzip.compress(packed, 9), headers=["Content-Encoding: gzip, gzip"]),
        "deflate.warc": warc_record(zlib.compress(flood, 9), headers=["Content-Encoding: deflate"]),
        "brotli.warc": warc_record(brotli.compress(flood, quality=1), headers=["Content-Encoding: br"]),
        "often.warc": warc_record(packed, headers=["Content-Encoding: " + "gzip, " * 400 + "gzip"]),
        "member.warc.gz": gzip.compress(warc_record(flood)),
        "deep.json": b"[" * 3_000_000,
        "tags.html": b"<div>" * 1_500_000 + TEXT.encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    del flood
    done = subprocess.run(
        [sys.executable, "-c", READER, *(str(tmp_path / name) for name in files if name != "tags.html")],
        env=os.environ | {"PYTHONPATH": str(Path(mahdar.__file__).parents[1])},
        cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = {line.split("|")[0]: line.split("|")[1:] for line in done.stdout.splitlines()}
    assert {name: parts[:3] for name, parts in told.items()} == {
        name: ["1", "True", "True"] for name in files if name != "tags.html"
    }
    reasons = {parts[3].partition(" MiB")[0].partition(" at character")[0] for parts in told.values()}
    assert "a page of more than 8.0" in reasons and "a line of more than 16.0" in reasons
    assert "packed 401 times over" in reasons


def test_a_page_of_tags(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<div><p>" * 400_000 + TEXT.encode())
    begun = time.process_time()
    assert len(found(tmp_path / "a.html")) == 1
    assert time.process_time() - begun < 20


# --- ways out


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir(), outside.mkdir()
    (outside / "secret.txt").write_text(f"{TEXT} سر", encoding="utf-8")
    (inside / "own.txt").write_text(TEXT, encoding="utf-8")
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "up.txt").symlink_to("../out/secret.txt")
    (inside / "folder").symlink_to(outside, target_is_directory=True)
    (inside / "again.txt").symlink_to("own.txt")
    (inside / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(inside / "pipe.txt")
    items = found(inside)
    assert not any("سر" in item.text for item in items if isinstance(item, Article))
    assert {Path(item.source).name for item in items if isinstance(item, Failure)} <= {
        "link.txt",
        "up.txt",
        "secret.txt",
    }
    assert {Path(item.source).name for item in items if isinstance(item, Article)} == {"again.txt", "own.txt"}
    assert len(found(inside / "link.txt")) == 1, "who names it means it"


def test_names_in_archives_are_names_and_no_paths(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    urls = (secret.as_uri(), "../../../etc/passwd", "/etc/passwd", "dns:localhost", "https://example.org/../../x")
    pages = [PAGE.replace("لقاء", f"لقاء {n}") for n in range(len(urls))]
    records = (warc_record(page.encode(), url) for page, url in zip(pages, urls, strict=True))
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    row = {"doc": "../../../tmp/evil", "text": TEXT, "url": secret.as_uri(), "outlet": "../..", "title": "../../x"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    items = found(tmp_path / "a.warc", tmp_path / "a.jsonl")
    assert sorted(tmp_path.rglob("*")) == before
    articles = [item for item in items if isinstance(item, Article)]
    assert len(articles) == 6 and not any("SECRET" in article.text for article in articles)
    assert [article.url for article in articles] == [None, "../../../etc/passwd", "/etc/passwd", None, urls[4], None]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/1?a=b:c", True),
        ("HTTP://example.org/", True),
        ("/news/1", True),
        ("//example.org/1", True),
        ("?a=1:2", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("javascript\x00:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("x-open:calc", False),
        ("http://[::1", False),
    ],
)
def test_addresses_that_would_run_or_open_something_are_not_kept(url: str, kept: bool, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT, "url": url}), encoding="utf-8")
    (article,) = found(tmp_path / "a.jsonl")
    assert isinstance(article, Article)
    assert article.url == (url if kept else None)


def test_entities_of_a_page_are_not_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE html [<!ENTITY l0 "ha">{laughs}<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    for name in ("a.xhtml", "a.html", "a.xml"):
        body = f'<?xml version="1.0"?>{doctype}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{TEXT} &x; &l11;</p></body></html>'
        (tmp_path / name).write_text(body, encoding="utf-8")
        (item,) = found(tmp_path / name)
        assert isinstance(item, Article) and TEXT in item.text
        assert "SECRET" not in item.text and "haha" not in item.text


# --- letters that turn others round, and what steers a terminal

SPOOF = "report\u202etxt.exe"
STEER = "\x1b]0;title\x07\x1b[2J\x1b[31m\x9b1m\rx\x08"


def test_what_is_shown_is_harmless() -> None:
    assert harmless(SPOOF) == "reporttxt.exe"
    assert harmless("\u2067a\u2069\u202d\u2028b") == "a b"
    shown = harmless(STEER)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown)
    kept = "قال «نعم»\n\u200fلا\u200e، نص\tآخر"
    assert harmless(kept) == kept


def test_names_and_words_of_others_do_not_steer_the_terminal(mahdar: Callable[..., Any], tmp_path: Path) -> None:
    title = f"عنوان {SPOOF}{STEER}"
    text = f"التقى الرئيس الروسي {SPOOF} نظيره الإيراني{STEER} في موسكو اليوم الأحد."
    (tmp_path / f"{SPOOF}\x1b[2J.jsonl").write_text(
        json.dumps({"doc": f"d\u202e{STEER}", "text": text, "title": title, "outlet": f"o{STEER}"})
    )
    (tmp_path / f"{SPOOF}\x1b[31m.txt").write_bytes(b"")
    ran = [
        mahdar("build", ".", "--into", "s.db", "--workers", "1"),
        *(mahdar(*words, "--store", "s.db") for words in (("chronicle",), ("articles", "--failed"))),
        mahdar("read", f"{SPOOF}\x1b[2J.jsonl"),
    ]
    assert [one.status for one in ran] == [1, 0, 0, 0], [one.err for one in ran]
    for one in ran:
        assert one.out or one.err
        assert not set(one.out + one.err) & set("\x1b\x07\x08\x9b\r\u202e\u202d\u2067")
