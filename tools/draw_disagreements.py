"""Draw disagreements at random, for reading by eye: python3 draw_disagreements.py STORE.db N [--seed S] [--show]

Prints one CSV row a position: the disagreement's property and sort, the value, and the first article that carries it with
start and end of its words. Every property is drawn as often as it occurs. With --show the words themselves are printed with those
around them, for reading, not for keeping. With --verdicts FILE the figures of a file of verdicts (tests/quality) are printed.
"""

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mahdar.knowledge import load_knowledge
from mahdar.query import DisagreementLine, disagreements
from mahdar.store import Store

SEED = 20180204
AROUND = 160
HEAD = ("seed", "disagreement", "property", "sort", "value", "doc", "start", "end")


def draw(store: Store, number: int, seed: int) -> list[DisagreementLine]:
    """So many disagreements in the order of the draw: the seed gives it over their ids."""
    found = sorted(disagreements(store, load_knowledge()), key=lambda one: one.disagreement)
    random.Random(seed).shuffle(found)
    return found[:number]


def rows(found: list[DisagreementLine], seed: int) -> Iterator[tuple[object, ...]]:
    """A row a position, with the place of the words of its first carrier."""
    for one in found:
        for position in one.positions:
            first = position.carriers[0]
            span = first.spans[0]
            yield seed, one.disagreement, one.property, one.sort, position.value, first.source.doc, span.start, span.end


def show(store: Store, one: DisagreementLine, carriers: int = 2) -> Iterator[str]:
    """A disagreement as lines: what it is about, then each value with the words around it in its first articles."""
    about = f"{one.episode.kind} {one.episode.day} {one.episode.place}" if one.episode else one.about
    actors = ", ".join(actor.name for actor in one.actors[:4])
    yield f"== {one.disagreement} {one.property} {one.sort} {one.certainty} [{about}] ({actors}) {' '.join(one.reasons)}"
    for position in one.positions:
        yield f"  # {position.value}  {position.reports} reports, {position.sources} sources"
        for carrier in position.carriers[:carriers]:
            pair = store.article(carrier.source.doc)
            text, span = (pair[0].text if pair else ""), carrier.spans[0]
            before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND // 2]
            chain = " < ".join(actor.name for actor in carrier.chain)
            yield f"      {carrier.source.doc} [{chain}] {before}[[{span.of(text)}]]{after}".replace("\n", " / ")


def figures(path: Path) -> Iterator[str]:
    """How many of each draw are real, and the causes of the rest. A verdict stands with every row of its disagreement."""
    with path.open(encoding="utf-8", newline="") as lines:
        read = list(csv.DictReader(lines))
    for seed in dict.fromkeys(row["seed"] for row in read):
        verdicts = {row["disagreement"]: row for row in read if row["seed"] == seed}
        counts = Counter(row["verdict"] for row in verdicts.values())
        yield f"seed {seed}: {len(verdicts)} read, {counts['real']} real ({counts['real'] / len(verdicts):.3f})"
        for cause, count in Counter(row["cause"] for row in verdicts.values() if row["cause"]).most_common():
            yield f"  {count:3}  {cause}"


def main() -> int:
    """Draw and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--verdicts", type=Path)
    args = parser.parse_args()
    if args.verdicts is not None:
        print("\n".join(figures(args.verdicts)))
        return 0
    with Store.open(args.store) as store:
        found = draw(store, args.number, args.seed)
        if args.show:
            print("\n".join(line for one in found for line in show(store, one)))
        else:
            writer = csv.writer(sys.stdout)
            writer.writerow(HEAD)
            writer.writerows(rows(found, args.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
