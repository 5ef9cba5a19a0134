"""Many clients at a time on `mahdar serve`: python bench/load.py URL [--clients 50] [--seconds 300]

Each asks one page or question of the API after the other. Exit status 1 where any answer is an error.
"""

import argparse
import asyncio
import random
import sys
from collections import Counter
from time import monotonic

import httpx

from questions import PARTIES, RARE, WORD, at


def asked(draw: random.Random, docs: int) -> str:
    """Something to ask for."""
    one, other = draw.sample(PARTIES[:16], 2)
    month = f"{draw.randrange(2018, 2023)}-{draw.randrange(1, 13):02}"
    doc = f"{draw.randrange(1, docs):08}"
    return draw.choice(
        (
            f"/ar/chronology?who={one}&from={month}&to={month}",
            f"/en/dossier/{one}",
            f"/ar/article/{doc}",
            f"/en/article/{doc}",
            f"/ar/search?q={WORD}",
            f"/api/v1/episodes?who={one}&with={other}&limit=20",
            f"/api/v1/chronicle?who={one}&from={month}&to={month}&limit=20",
            f"/api/v1/said?who={one}&from={month}&to={month}&limit=20",
            f"/api/v1/search?q={RARE}&from={month}&limit=20",
        )
    )


async def client(number: int, url: str, end: float, docs: int, times: list[float], found: Counter[str]) -> None:
    """One who asks until the end."""
    draw = random.Random(number)
    async with httpx.AsyncClient(base_url=url, timeout=60, follow_redirects=True) as http:
        while monotonic() < end:
            path = asked(draw, docs)
            begun = monotonic()
            try:
                answer = await http.get(path)
            except httpx.HTTPError as problem:
                found[f"{type(problem).__name__} at {path.partition('?')[0]}"] += 1
                continue
            times.append(monotonic() - begun)
            if answer.status_code != 200:
                found[f"{answer.status_code} at {path}"] += 1


async def run(url: str, clients: int, seconds: float, docs: int) -> int:
    """All clients at once."""
    times: list[float] = []
    found: Counter[str] = Counter()
    end = monotonic() + seconds
    await asyncio.gather(*(client(number, url, end, docs, times, found) for number in range(clients)))
    times.sort()
    errors = sum(found.values())
    if times:
        print(f"{len(times)} answers in {seconds:.0f} s to {clients} clients, {errors} errors;"
              f" p50 {at(times, 0.5):.0f} ms, p95 {at(times, 0.95):.0f} ms")  # fmt: skip
    for what, count in found.most_common(10):
        print(f"  {count} {what}")
    return int(errors > 0 or not times)


def main() -> int:
    """Exit status 1 where any answer is an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--articles", type=int, default=500_000, help="how many the store has")
    given = parser.parse_args()
    return asyncio.run(run(given.url, given.clients, given.seconds, given.articles))


if __name__ == "__main__":
    sys.exit(main())
