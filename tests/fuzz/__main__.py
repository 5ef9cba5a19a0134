"""Run many cases: python -m tests.fuzz --cases 1000000 [--seed 7] [--news NEWS.jsonl.gz] [--minutes 60]"""

import argparse
import sys
import time
from pathlib import Path

from mahdar.knowledge import load_knowledge
from tests.fuzz import Fuzz, seeds_of


def main() -> int:
    """Run and tell; the exit status is 1 where a case failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--words", type=int, default=60, help="words of a piece of text")
    parser.add_argument("--news", type=Path)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--only", type=int, help="one case, with what it is of")
    args = parser.parse_args()
    knowledge = load_knowledge()
    fuzz = Fuzz(seeds_of(knowledge, args.news), knowledge, args.seed, args.words)
    if args.only is not None:
        print(fuzz.check(args.only) or "nothing wrong")
        return 0
    begun, slowest, failed, done = time.monotonic(), 0.0, 0, 0
    for number in range(args.first, args.first + args.cases):
        before = time.process_time()
        wrong = fuzz.check(number)
        slowest, done = max(slowest, time.process_time() - before), done + 1
        if wrong is not None:
            failed += 1
            print(f"case {number}: {wrong}", flush=True)
        if time.monotonic() - begun > 60 * args.minutes:
            break
    minutes = (time.monotonic() - begun) / 60
    print(
        f"{done} cases from {args.first} (seed {args.seed}) in {minutes:.1f} minutes: {failed} failed; the slowest took {slowest:.2f} s"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
