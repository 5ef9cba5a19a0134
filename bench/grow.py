"""More news than there is: python3 grow.py NEWS.jsonl.gz OUT.jsonl.gz --articles 100000

The articles of a file again and again, each time with other names, other rare words and other years, so that the next time is no
copy of the last and its events are others. Words that the tables do not know change places with words of their own look (article, prefix,
ending) and about their own frequency, names of persons and places with names, by a permutation that seed and round give: about as much is found as in the articles as they stand, though it makes
no sense. The same seed gives the same bytes.
"""

import argparse
import gzip
import json
import random
import re
import sys
import tomllib
from collections import Counter
from email.utils import format_datetime, parsedate_to_datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

# Words seen so often change places: what is rarer is a slip, what is commoner holds the sentence together.
_FEWEST, _MOST = 2, 2_000
# The permutation is within runs of so many words of one look, sorted by frequency.
_RUN = 40
_WORD = re.compile(r"[\u0621-\u064a]+")
_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
# Tables of names: their words change places among themselves. The words of all other tables stay.
_NAMES = ("persons.csv", "places.csv", "name_tokens.csv", "namesakes.csv")
# Tables of words that carry nothing by themselves.
_PLAIN = ("stems.csv", "nouns.toml", "facts.toml", "romanisation.toml", "boilerplate.toml", "outlets.toml")
# How a word begins and ends, by letters that carry grammar: article, conjunctions and prepositions; feminine, plurals.
_STARTS = (
    "\u0648\u0627\u0644",
    "\u0628\u0627\u0644",
    "\u0644\u0644",
    "\u0627\u0644",
    "\u0648",
    "\u0628",
    "\u0644",
    "\u064a",
    "\u062a",
)
_ENDS = ("\u0627\u062a", "\u064a\u0646", "\u0648\u0646", "\u064a\u0629", "\u0629", "\u0627", "\u0647\u0627", "\u0647", "\u064a")  # fmt: skip


def main() -> int:
    """Write the file; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with gzip.open(args.news, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    looks = _looks(rows)
    written = turn = 0
    with gzip.GzipFile(args.out, "wb", compresslevel=3, mtime=0) as out:
        while written < args.articles:
            instead = _instead(looks, random.Random(f"{args.seed} {turn}")) if turn else {}
            for row in rows[: args.articles - written]:
                out.write(json.dumps(_changed(row, turn, instead), ensure_ascii=False).encode() + b"\n")
                written += 1
            turn += 1
    print(f"{written} articles in {turn} rounds of {len(rows)}: {args.out}")
    return 0


def _looks(rows: list[dict[str, Any]]) -> list[list[str]]:
    """The words that may change places, in runs of one sort, one look and about one frequency."""
    names, others = _tables()
    counts = Counter(word for row in rows for word in _WORD.findall(row["text"]))
    alike: dict[tuple[bool, str, str], list[str]] = {}
    for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if _FEWEST <= count <= _MOST and word not in others:
            start = next((mark for mark in _STARTS if word.startswith(mark)), "")
            end = next((mark for mark in _ENDS if word.endswith(mark)), "")
            if word.removeprefix(start) not in others:
                alike.setdefault((word in names, start, end), []).append(word)
    return [words[at : at + _RUN] for words in alike.values() for at in range(0, len(words), _RUN)]


def _tables() -> tuple[set[str], set[str]]:
    """The words of the tables of names, and those of all others."""
    names: set[str] = set()
    others: set[str] = set()
    for path in Path(str(files("mahdar.knowledge") / "data")).iterdir():
        if path.suffix in (".csv", ".toml") and path.name not in _PLAIN:
            text = path.read_text(encoding="utf-8")
            words = _WORD.findall(text if path.suffix == ".csv" else _entries(tomllib.loads(text)))
            (names if path.name in _NAMES else others).update(words)
    return names, others


def _entries(value: Any) -> str:
    """The words of a table without the sentences that prove its entries."""
    if isinstance(value, dict):
        return " ".join(_entries(inside) for key, inside in value.items() if key not in ("yes", "no"))
    return " ".join(map(_entries, value)) if isinstance(value, list) else str(value)


def _instead(looks: list[list[str]], chance: random.Random) -> dict[str, str]:
    instead: dict[str, str] = {}
    for words in looks:
        others = words.copy()
        chance.shuffle(others)
        instead |= dict(zip(words, others, strict=True))
    return instead


def _changed(row: dict[str, Any], turn: int, instead: dict[str, str]) -> dict[str, Any]:
    if not turn:
        return row

    def words(text: str) -> str:
        text = _WORD.sub(lambda found: instead.get(found[0], found[0]), text)
        return _YEAR.sub(lambda found: str(int(found[0]) + turn), text)

    changed = row | {"doc": f"{row['doc']}-{turn}", "url": f"{row['url']}?{turn}" if row.get("url") else None}
    for field in ("title", "text"):
        if row.get(field):
            changed[field] = words(row[field])
    if row.get("published"):
        changed["published"] = _later(row["published"], turn)
    return changed


def _later(published: str, years: int) -> str:
    """A date so many years later, in the form in which it came; one that cannot be read stays."""
    try:
        day = parsedate_to_datetime(published)
    except (TypeError, ValueError):
        return _YEAR.sub(lambda found: str(int(found[0]) + years), published)
    return format_datetime(day.replace(year=day.year + years, day=min(day.day, 28)))


if __name__ == "__main__":
    sys.exit(main())
