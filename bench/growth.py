"""How reading, linking, the store and memory grow: python3 growth.py NEWS.jsonl.gz --articles 1000 10000 100000

For each size: the news grown to it (grow.py), built and linked by the command line in processes of their own, then one
more day's articles (94) added and linked. Prints a table in Markdown: seconds by the clock, processor seconds, largest process, size.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_DAY = 94


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder for the files, which are deleted otherwise")
    args = parser.parse_args()
    print("| articles | reading | linking | a day more: reading | a day more: linking | store | largest process |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for count in args.articles:
        with tempfile.TemporaryDirectory(dir=args.keep) as folder:
            print(_measured(args.news, count, args.workers, Path(folder)), flush=True)
    return 0


def _measured(news: Path, count: int, workers: int, folder: Path) -> str:
    grown, first, store = folder / "all.jsonl.gz", folder / "first.jsonl.gz", folder / "news.db"
    here = Path(__file__).parent
    for path, articles in ((grown, count + _DAY), (first, count)):
        subprocess.run(
            [sys.executable, here / "grow.py", news, path, "--articles", str(articles)], check=True, capture_output=True
        )
    peak = 0
    times = []
    for source in (first, grown):
        for command in (
            ["build", source, "--into", store, "--workers", workers, "--no-link", "--quiet"],
            ["link", "--store", store],
        ):
            spent, largest = _run([str(word) for word in command])
            times.append(spent)
            peak = max(peak, largest)
    size = sum(path.stat().st_size for path in folder.glob("news.db*"))
    cells = [f"{count:,}", *times, f"{size / 1e6:,.0f} MB", f"{peak / 1024:,.0f} MB"]
    return f"| {' | '.join(cells)} |"


def _run(words: list[str]) -> tuple[str, int]:
    """Seconds by the clock and of processors, in words, and the largest process in KiB."""
    begun = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen([sys.executable, "-m", "mahdar", *words], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"mahdar {' '.join(words)} ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return f"{time.monotonic() - begun:,.0f} s ({cpu:,.0f} s)", used.ru_maxrss


if __name__ == "__main__":
    sys.exit(main())
