"""The gate and the bench: silent about what is not there, loud about what is below its floor."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"

TEXT = "التقى سالم الحداد نظيره في المرفأ، الأحد.\n\nوقال الحداد إن الميناء مفتوح."
# Takes what the real one takes, and scores two things: the days, and whether the text was handed over as it is.
SCORER = """
import argparse, json, pathlib
parser = argparse.ArgumentParser()
parser.add_argument("gold"), parser.add_argument("records")
parser.add_argument("--json", action="store_true"), parser.add_argument("--show", type=int, default=0)
args = parser.parse_args()
found = {row["doc"]: row for row in map(json.loads, pathlib.Path(args.records).read_text("utf-8").splitlines())}
gold = [json.loads(path.read_text("utf-8")) for path in sorted(pathlib.Path(args.gold).glob("*.gold.json"))]
days = sum(found[one["doc"]]["published"] == one["published"] for one in gold) / len(gold)
read = sum(one["doc"] in found for one in gold) / len(gold)
if args.json:
    print(json.dumps({"articles": len(gold), "published": {"f1": days}, "read": {"f1": read}}))
else:
    print(f"{len(gold)} articles, published {days:.3f}, shown {args.show}")
"""


def run(tool: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", str(TOOLS / tool), *words], capture_output=True, text=True, check=False
    )


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder of annotated articles: one of ours, of which the annotator knows the day, and one that nothing dates."""
    folder = tmp_path / "gold"
    (folder / "dev").mkdir(parents=True)
    (folder / "score.py").write_text(SCORER, encoding="utf-8")
    for doc, given, day in (("a1", "2024-03-10", "2024-03-10"), ("a2", None, "2024-03-11")):
        article = {"doc": doc, "text": TEXT, "title": None, "published_meta": given, "author": "سلمى"}
        (folder / "dev" / f"{doc}.src.json").write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
        record = {
            "doc": doc,
            "published": day,
            "entities": [],
            "times": [],
            "statements": [],
            "events": [],
            "facts": [],
        }
        (folder / "dev" / f"{doc}.gold.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder


def floors(folder: Path, **figures: float) -> Path:
    path = folder.parent / "floors.toml"
    path.write_text("[f1]\n" + "".join(f"{name} = {floor}\n" for name, floor in figures.items()))
    return path


def test_no_gold_is_no_failure(tmp_path: Path) -> None:
    ran = run("score_gold.py", str(tmp_path / "nowhere"), str(ROOT / "tests" / "gold" / "floors.toml"))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "nothing scored" in ran.stdout
    assert str(tmp_path / "nowhere") in ran.stdout


def test_at_its_floor(gold: Path, tmp_path: Path) -> None:
    kept = tmp_path / "records.jsonl"
    ran = run(
        "score_gold.py", str(gold), str(floors(gold, published=0.5, read=1.0)), "--records", str(kept), "--show", "3"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "2 articles, published 0.500, shown 3" in ran.stdout
    assert "below" not in ran.stdout
    records = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert [(record["doc"], record["published"]) for record in records] == [("a1", "2024-03-10"), ("a2", None)]


def test_below_its_floor(gold: Path) -> None:
    ran = run("score_gold.py", str(gold), str(floors(gold, published=0.75, read=1.0)))
    assert ran.returncode == 1
    assert "below its floor: published 0.500 < 0.750" in ran.stdout
    assert "read" not in ran.stdout.partition("below")[2]


def test_floors_are_figures() -> None:
    """Each floor is an F1 of something that the format of records has."""
    rooms = {"published", "times", "people", "offices", "parties", "statements", "events", "facts"}
    figures = tomllib.loads((ROOT / "tests" / "gold" / "floors.toml").read_text(encoding="utf-8"))["f1"]
    assert figures
    assert all(0 < floor <= 1 for floor in figures.values())
    assert {name.partition(".")[0] for name in figures} <= rooms


def test_no_news_is_no_failure(tmp_path: Path) -> None:
    ran = run("bench.py", str(tmp_path / "news.jsonl.gz"))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "nothing measured" in ran.stdout


def test_bench_tells_speed_and_memory() -> None:
    ran = run("bench.py", str(ROOT / "examples" / "11-wire-2018.jsonl"), "--articles", "2")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("2 articles, ")
    assert "words a second a core" in ran.stdout
    assert "MiB" in ran.stdout
