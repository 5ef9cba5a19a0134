"""How long commands take to begin: python3 startup.py STORE [--rounds N] [--beside SRC]

Each command in a process of its own, all by turns, a dozen rounds: seconds of computing (median), and as a multiple of what
Python alone takes to begin; `--beside` does the same with the code of another checkout's src, which has to know the store's version. The last column is the
first run with an empty cache, once. Prints a table in Markdown.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

_ARTICLE = str(Path(__file__).parent.parent / "examples" / "01-dushanbe.txt")


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--beside", type=Path, help="the src folder of another version")
    args = parser.parse_args()
    store = ("--store", str(args.store.resolve()))
    commands: tuple[tuple[str, ...], ...] = (
        ("--help",),
        ("who", "Lavrov", "--on", "2018-03-01"),
        ("who", "وزير الخارجية الروسي", "--on", "2018-03-01"),
        ("who", "Lavrov", *store),
        ("said", "--limit", "3", *store),
        ("chronicle", "--limit", "3", *store),
        ("episodes", "--limit", "3", *store),
        ("search", "روسيا", "--limit", "3", *store),
        ("read", _ARTICLE),
    )
    here = Path(__file__).parent.parent / "src"
    sources = (args.beside, here) if args.beside else (here,)
    with tempfile.TemporaryDirectory() as folder:
        _measure(commands, sources, args.rounds, Path(folder))
    return 0


def _measure(commands: tuple[tuple[str, ...], ...], sources: tuple[Path, ...], rounds: int, folder: Path) -> None:
    python = [sys.executable, "-c", "pass"]
    runs = [[(source, [sys.executable, "-m", "mahdar", *command]) for source in sources] for command in commands]
    cold = [_seconds(run[-1][1], run[-1][0], folder / str(number)) for number, run in enumerate(runs)]
    found: dict[tuple[int, int], list[float]] = {}
    bare = []
    for _ in range(rounds + 1):  # the first fills the cache, and is not counted
        bare.append(_seconds(python, sources[0], folder))
        for number, run in enumerate(runs):
            for turn, (source, words) in enumerate(run):
                found.setdefault((number, turn), []).append(_seconds(words, source, folder))
    plain = median(bare[1:])
    heads = ("before", "now") if len(sources) > 1 else ("now",)
    print(f"Python alone: {plain:.3f} s\n")
    print("| command | " + " | ".join(f"{head} | times Python" for head in heads) + " | first of all |")
    print("|---|" + "---|---|" * len(heads) + "---|")
    for number, command in enumerate(commands):
        told = " ".join(Path(word).name if "/" in word else word for word in command)
        middle = [median(found[number, turn][1:]) for turn in range(len(sources))]
        print(
            f"| `mahdar {told}` | "
            + " | ".join(f"{s:.2f} | {s / plain:.0f}" for s in middle)
            + f" | {cold[number]:.2f} |"
        )


def _seconds(words: list[str], source: Path, cache: Path) -> float:
    """Seconds of computing of a command."""
    here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    where = {"PYTHONPATH": str(source), "XDG_CACHE_HOME": str(cache), "PYTHONPYCACHEPREFIX": str(cache.parent / "pyc")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, env=here | where, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
