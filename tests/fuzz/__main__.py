"""Run many cases: python -m tests.fuzz --cases 1000000 [--seed 7] [--news NEWS.jsonl.gz] [--workers 2] [--minutes 60]

What is done is kept in a file (`--done FILE`), a line for each thousand; started again with it, the run goes on there.
"""

import argparse
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import msgspec

from tests.fuzz.shares import Share, check, prepare, run, shares_of


def main() -> int:
    """Run and tell; the exit status is 1 where a case failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--words", type=int, default=60, help="words of a long piece of text")
    parser.add_argument("--news", type=Path)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--done", type=Path, default=Path("fuzz.done.jsonl"), help="what is done, to go on there")
    parser.add_argument("--only", type=int, help="one case, with what it is of")
    args = parser.parse_args()
    if args.only is not None:
        prepare(args.news, args.seed, args.words)
        print(check(args.only) or "nothing wrong")
        return 0
    lines = args.done.read_bytes().splitlines() if args.done.exists() else []
    shares = [share for line in lines if (share := msgspec.json.decode(line, type=Share)).seed == args.seed]
    begun = time.monotonic()
    # Each process is ended after so many shares, so that what spoilt words leave in its caches goes with it.
    making = (args.news, args.seed, args.words)
    with (
        get_context("spawn").Pool(args.workers, prepare, making, maxtasksperchild=25) as pool,
        args.done.open("ab") as kept,
    ):
        for share in pool.imap_unordered(
            run, shares_of(args.first, args.cases, args.seed, {one.first for one in shares})
        ):
            shares.append(share)
            kept.write(msgspec.json.encode(share) + b"\n")
            kept.flush()
            for wrong in share.failed:
                print(wrong, flush=True)
            if time.monotonic() - begun > 60 * args.minutes:
                break
    failed = [wrong for share in shares for wrong in share.failed]
    print(
        f"{sum(share.cases for share in shares)} cases (seed {args.seed}) in {sum(share.seconds for share in shares) / 60:.1f} minutes of "
        f"computing: {len(failed)} failed; the slowest took {max((share.slowest for share in shares), default=0.0):.2f} s"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
