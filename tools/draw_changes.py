"""Draw changes at random, for reading by eye: python3 draw_changes.py STORE.db N [--seed S] [--show]

Prints one CSV row a change: its id, property, what changes, and its values with what the registry says of each. With --show the
words of the first articles are printed with those around them, for reading, not for keeping. With --verdicts FILE the figures of a file of
verdicts (tests/quality) are printed.
"""

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mahdar.knowledge import load_knowledge
from mahdar.query import ChangeLine, changes
from mahdar.store import Store

SEED = 20180204
AROUND = 90
HEAD = ("seed", "change", "property", "about", "values")


def draw(store: Store, number: int, seed: int) -> list[ChangeLine]:
    """So many changes in the order of the draw: the seed gives it over their ids."""
    found = sorted(changes(store, load_knowledge()), key=lambda one: one.change)
    random.Random(seed).shuffle(found)
    return found[:number]


def row(one: ChangeLine, seed: int) -> tuple[object, ...]:
    """A change as a row: each value with its verdict."""
    values = "; ".join(f"{spell.value} {spell.verdict}".strip() for spell in one.spells)
    return seed, one.change, one.property, one.about, values


def show(store: Store, one: ChangeLine, carriers: int = 2) -> Iterator[str]:
    """A change as lines: what changes, then each value with the words around it in its first articles."""
    yield f"== {one.change} {one.property} {one.about}  {one.reports} reports"
    for spell in one.spells:
        known = ", ".join(actor.name for actor in spell.known)
        yield f"  # {spell.value} {spell.day or ''} {spell.first} to {spell.last}, {spell.reports} [{spell.verdict}] {known}"
        for carrier in spell.carriers[:carriers]:
            pair = store.article(carrier.source.doc)
            text, span = (pair[0].text if pair else ""), carrier.spans[0]
            before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
            yield f"      {carrier.source.doc} {before}[[{span.of(text)}]]{after}".replace("\n", " / ")


def figures(path: Path) -> Iterator[str]:
    """How many of each draw are right, and the causes of the rest."""
    with path.open(encoding="utf-8", newline="") as lines:
        read = list(csv.DictReader(lines))
    for seed in dict.fromkeys(row["seed"] for row in read):
        verdicts = [row for row in read if row["seed"] == seed]
        right = sum(row["verdict"] == "right" for row in verdicts)
        yield f"seed {seed}: {len(verdicts)} read, {right} right ({right / len(verdicts):.3f})"
        for cause, count in Counter(row["cause"] for row in verdicts if row["cause"]).most_common():
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
            writer.writerows(row(one, args.seed) for one in found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
