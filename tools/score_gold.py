"""Score mahdar against the annotated articles: python3 score_gold.py GOLD_FOLDER FLOORS.toml [--records FILE] [--show N]

GOLD_FOLDER holds `score.py` and `dev/`. Prints the figures and fails (exit 1) where one is below its floor. Skipped
with a word (exit 0) where the folder is not there. Floors are only ever raised.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path


def main() -> int:
    """Score and compare with the floors; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("floors", type=Path)
    parser.add_argument("--records", type=Path, help="keep the records in this file")
    parser.add_argument("--show", type=int, default=0, help="list this many misses of each kind")
    args = parser.parse_args()
    if not (args.gold / "score.py").exists():
        print(f"no annotated articles in {args.gold}: nothing scored")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl.gz"
        _write_articles(args.gold / "dev", source)
        records = args.records or Path(folder) / "records.jsonl"
        with records.open("wb") as out:
            read = [sys.executable, "-m", "mahdar", "read", str(source), "--format", "records"]
            subprocess.run(read, check=True, stdout=out)
        score = [sys.executable, str(args.gold / "score.py"), str(args.gold / "dev"), str(records)]
        figures = json.loads(subprocess.run([*score, "--json"], check=True, capture_output=True).stdout)
        print(subprocess.run([*score, "--show", str(args.show)], check=True, capture_output=True, text=True).stdout)
    return _compare(figures, tomllib.loads(args.floors.read_text(encoding="utf-8"))["f1"])


def _write_articles(folder: Path, target: Path) -> None:
    """The articles as a JSONL file with the metadata that came with them, and nothing of their annotation."""
    names = {"published_meta": "published", "author": "byline"}
    with gzip.open(target, "wt", encoding="utf-8") as out:
        for path in sorted(folder.glob("*.src.json")):
            article = json.loads(path.read_text(encoding="utf-8"))
            row = {names.get(key, key): value for key, value in article.items() if value}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _compare(figures: dict[str, dict[str, float]], floors: dict[str, float]) -> int:
    below = [(name, figures[name]["f1"], floor) for name, floor in floors.items() if figures[name]["f1"] < floor]
    for name, found, floor in below:
        print(f"below its floor: {name} {found:.3f} < {floor:.3f}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
