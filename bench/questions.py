"""How long the questions of an analyst take on a store: python bench/questions.py STORE

p50 and p95 in milliseconds, by the clock and of this process (which other programs on the machine do not slow down; of a
server it is only the asking). Each question is asked for parties from the most to the least popular.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import select

from mahdar import query
from mahdar.highlights._page import page
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.store import Store, tables

PARTIES = (
    "US",
    "RU",
    "CN",
    "SA",
    "IR",
    "TR",
    "IL",
    "EG",
    "GB",
    "FR",
    "DE",
    "SY",
    "QA",
    "AE",
    "KR",
    "KP",
    "JO",
    "MA",
    "NO",
    "PE",
)
WORD = "الرئيس"  # stands in most articles
RARE = "مناورات"
PAGE = 20
AIMS = {"dossier": 50, "relation": 50, "chronology": 50, "reader": 50, "filtered search": 50, "ranked search": 300}


def days(draw: random.Random) -> dict[str, Any]:
    """A month of the store, or none."""
    if draw.random() < 0.5:
        return {}
    month = f"{draw.randrange(2018, 2023)}-{draw.randrange(1, 13):02}"
    return {"from_": month, "to": month}


def questions(store: Store, knowledge: Knowledge, draw: random.Random) -> Iterator[tuple[str, Callable[[], object]]]:
    """One of each sort."""
    one, other = draw.sample(PARTIES, 2)
    yield "dossier", lambda: query.dossier(store, knowledge, one, limit=PAGE)
    yield "relation", lambda: query.relation(store, knowledge, one, other, limit=PAGE)
    asked = days(draw)
    who = draw.choice((one, one, None))
    yield "chronology", lambda: query.chronicle(store, knowledge, who=who, limit=PAGE, **asked)
    yield "chronology", lambda: query.episodes(store, knowledge, who=one, newest=True, limit=PAGE, **asked)
    doc = f"{draw.randrange(1, store.count()):08}"
    yield "reader", lambda: page(*(store.article(doc) or ()))
    words = draw.choice((WORD, RARE, f"{RARE} عقوبات", f'"{RARE}"', f"in:said {RARE} speaker:{one}"))
    more = draw.choice(("", f"speaker:{one}", "outlet:outlet3", f"-{WORD}" if WORD not in words else ""))
    yield "filtered search", lambda: query.search(store, f"{words} {more}", knowledge=knowledge, limit=PAGE, **asked)
    yield "ranked search", lambda: query.search(store, WORD, knowledge=knowledge, best_first=True, limit=PAGE)


def at(sorted_times: list[float], share: float) -> float:
    """The time below which a share of them lies, in milliseconds."""
    return 1000 * sorted_times[min(int(share * len(sorted_times)), len(sorted_times) - 1)]


def main() -> int:
    """Exit status 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    knowledge, draw = load_knowledge(), random.Random(asked.seed)
    clock: dict[str, list[float]] = {}
    own: dict[str, list[float]] = {}
    with Store.open(asked.store) as store:
        with store.reading() as connection:
            share = tables.shares.c
            for sort in ("event", "speaker", "episode"):
                row = connection.execute(
                    select(share.who, share.findings)
                    .where(share.sort == sort, share.who != "")
                    .order_by(share.findings.desc())
                ).first()
                print(f"# most {sort}s: {row.who if row else None}, {row.findings if row else 0}")
        for number in range(asked.rounds + 1):
            for name, ask in questions(store, knowledge, draw):
                begun, used = perf_counter(), process_time()
                ask()
                if number:  # the first round fills the caches
                    clock.setdefault(name, []).append(perf_counter() - begun)
                    own.setdefault(name, []).append(process_time() - used)
    late = False
    print(f"{'':18}{'p50':>8}{'p95':>8}{'own p50':>9}{'own p95':>9}{'aim':>7}")
    for name, times in clock.items():
        mine = sorted(own[name])
        times.sort()
        late |= at(times, 0.95) > AIMS[name]
        print(
            f"{name:18}{at(times, 0.5):8.1f}{at(times, 0.95):8.1f}{at(mine, 0.5):9.1f}{at(mine, 0.95):9.1f}{AIMS[name]:7}"
        )
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
