"""Builds the examples that are not plain text (windows-1256, gzip, WARC) from readable sources in `tools/examples/`.

    python tools/make_examples.py           writes them into `examples/`
    python tools/make_examples.py --check   writes nothing; exit status 1 where one differs from its source

The same sources give the same bytes: no clock, no host, no random ids. `--check` compares what is inside the gzip
members, because two versions of zlib may pack the same bytes differently.
"""

import argparse
import gzip
import io
import re
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tools" / "examples"
EXAMPLES = ROOT / "examples"

CRAWLED = "2023-07-05T06:00:00Z"
_CANONICAL = re.compile(r'(?:rel="canonical" href|property="og:url" content)="([^"]+)"')


def _packed(content: bytes) -> bytes:
    """One gzip member, without name or time."""
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, compresslevel=9, mtime=0) as member:
        member.write(content)
    return packed.getvalue()


def _warc_record(kind: str, fields: dict[str, str], block: bytes) -> bytes:
    """A WARC 1.1 record (ISO 28500:2017). Its id is made from what it holds."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, kind + fields.get("WARC-Target-URI", "") + block.hex())
    head = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": CRAWLED, **fields}
    lines = ["WARC/1.1", *(f"{key}: {value}" for key, value in head.items()), f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def _warc(pages: list[Path]) -> Iterator[bytes]:
    """The records of a small crawl: what made it, then one response a page."""
    about = b"software: tools/make_examples.py of mahdar\r\nformat: WARC File Format 1.1\r\n"
    yield _warc_record("warcinfo", {"Content-Type": "application/warc-fields"}, about)
    for page in pages:
        body = page.read_bytes()
        address = _CANONICAL.search(body.decode("utf-8"))
        if address is None:
            raise SystemExit(f"{page.name}: names no address (canonical or og:url)")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        fields = {"WARC-Target-URI": address.group(1), "Content-Type": "application/http; msgtype=response"}
        yield _warc_record("response", fields, head.encode() + body)


def examples() -> dict[str, bytes]:
    """Each built example by its file name."""
    return {
        "08-expulsions-mina.html": (SOURCES / "08-expulsions-mina.html").read_text("utf-8").encode("windows-1256"),
        "12-archive-2023.jsonl.gz": _packed((SOURCES / "12-archive-2023.jsonl").read_bytes()),
        # A member a record, as crawlers write it.
        "13-crawl.warc.gz": b"".join(
            _packed(record) for record in _warc(sorted((SOURCES / "13-crawl").glob("*.html")))
        ),
    }


def _inside(name: str, content: bytes) -> bytes:
    return gzip.decompress(content) if name.endswith(".gz") else content


def main() -> int:
    """Write the examples, or compare them with their sources."""
    arguments = argparse.ArgumentParser(description="Build the examples that are not plain text.")
    arguments.add_argument("--check", action="store_true", help="compare only; exit status 1 where one differs")
    check = arguments.parse_args().check
    stale = 0
    for name, content in examples().items():
        path = EXAMPLES / name
        if path.exists() and _inside(name, path.read_bytes()) == _inside(name, content):
            continue
        stale += 1
        if check:
            print(f"examples/{name}: is not what tools/make_examples.py builds; run it", file=sys.stderr)
        else:
            path.write_bytes(content)
            print(f"examples/{name}: {len(content)} bytes")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
