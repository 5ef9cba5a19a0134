"""Draw events of a linked store for labelling which of them are one real event, and score the episodes by the labels.

    python tools/draw_links.py draw news.db 75 --seed 5 > blocks.csv      # ids and offsets; --show: with the words, for reading
    python tools/draw_links.py score news.db tests/quality/links.csv      # B-cubed, and the pairs that are wrong (--show)

A block is an event drawn at random (the families of kinds in turn) and up to seven others, of other articles, of kinds that could
be the same, that share somebody or somewhere and lie within a week: those whose words are most alike, and some at random.
A label is a letter that says, inside a block, which real event it is; two labellings are two columns, `label` what both agreed on.
No text of the news is kept.
"""

import argparse
import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from mahdar.knowledge import load_knowledge
from mahdar.linking import Centre, Report, Vector, group_of, weights_of_stems
from mahdar.store import Store

FAMILIES = ("contact", "accord", "force", "office", "pressure", "envoy", "law", "other")
MOST, ALIKE, LEAST, DAYS = 7, 5, 3, 7
COLUMNS = ("block", "doc", "start", "end", "kind", "first", "second", "label")


def near(one: Report, other: Report) -> bool:
    """Whether two reports could be of one event at all."""
    if group_of(one.kind) != group_of(other.kind) or one.doc == other.doc:
        return False
    return one.window.low - DAYS <= other.window.high and other.window.low - DAYS <= one.window.high


def draw(store: Store, blocks: int, seed: int) -> Iterator[tuple[int, Report]]:
    """(block, report): the seed of each block first."""
    weights = weights_of_stems(load_knowledge())
    reports = [
        report
        for extract in sorted(store.extracts(), key=lambda extract: extract.doc)
        for report in extract.reports
        if report.window.known
    ]
    by_key: dict[tuple[str, str], list[Report]] = defaultdict(list)
    by_family: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_family[report.family if report.family in FAMILIES else "other"].append(report)
        for key in {*report.persons, *report.sides, *report.objects, report.place} - {""}:
            by_key[group_of(report.kind), key].append(report)
    dice = random.Random(seed)
    for those in by_family.values():
        dice.shuffle(those)
    used: set[tuple[str, str]] = set()
    block = 0
    while block < blocks:
        family = FAMILIES[block % len(FAMILIES)]
        start = by_family[family].pop()
        if (start.doc, start.event) in used:
            continue
        keys = {*start.persons, *start.sides, *start.objects, start.place} - {""}
        others = {
            (other.doc, other.event): other
            for key in sorted(keys)
            for other in by_key[group_of(start.kind), key]
            if near(start, other) and (other.doc, other.event) not in used
        }
        if len(others) < LEAST:
            continue
        centre = Centre()
        centre.add(Vector(start.stems, weights))
        rated = sorted(others.values(), key=lambda other: -centre.cosine(Vector(other.stems, weights)))
        rest = rated[ALIKE:]
        chosen = rated[:ALIKE] + dice.sample(rest, min(len(rest), MOST - ALIKE))
        for report in (start, *sorted(chosen, key=lambda report: (report.published or "", report.doc))):
            used.add((report.doc, report.event))
            yield block, report
        block += 1


def show(store: Store, report: Report) -> str:
    """The words of an event with those around them, and the title of its article."""
    pair = store.article(report.doc)
    assert pair is not None
    article = pair[0]
    span = report.evidence.spans[0]
    around = article.text[max(0, span.start - 160) : span.end + 160].replace("\n", " ")
    who = " ".join(f"{party}={role}" for party, role in report.parties)
    return (
        f"  published {report.published} {report.outlet} | {report.kind} {report.status} time={report.time} place={report.place_name}"
        f"\n  who: {who}\n  title: {article.title}\n  … {around} …\n  >>> {span.of(article.text)}\n"
    )


def b_cubed(found: Sequence[str], wanted: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering (Bagga and Baldwin 1998): `found` and `wanted` name the cluster of each item."""
    precision = recall = 0.0
    for one in range(len(found)):
        mine = {at for at in range(len(found)) if found[at] == found[one]}
        theirs = {at for at in range(len(found)) if wanted[at] == wanted[one]}
        both = len(mine & theirs)
        precision += both / len(mine)
        recall += both / len(theirs)
    p, r = precision / len(found), recall / len(found)
    return p, r, 2 * p * r / (p + r)


def place(rows: Sequence[dict[str, str]], store: Store) -> tuple[dict[int, Report], dict[tuple[str, str], str]]:
    """The report that each labelled row is today, and the episode of every report."""
    by_doc: dict[str, list[Report]] = defaultdict(list)
    wanted = {row["doc"] for row in rows}
    for extract in store.extracts():
        if extract.doc in wanted:
            by_doc[extract.doc] += extract.reports
    placed: dict[int, Report] = {}
    for number, row in enumerate(rows):
        start, end = int(row["start"]), int(row["end"])
        for report in by_doc[row["doc"]]:
            overlaps = any(one.start < end and start < one.end for one in report.evidence.spans)
            if overlaps and group_of(report.kind) == group_of(row["kind"]):
                placed[number] = report
                break
    return placed, {
        (telling.doc, telling.event): episode.id for episode in store.episodes() for telling in episode.tellings
    }


def agreement(rows: Sequence[dict[str, str]]) -> float:
    """B-cubed F1 of the second labelling by the first."""
    return b_cubed([row["block"] + row["second"] for row in rows], [row["block"] + row["first"] for row in rows])[2]


def main() -> None:
    """Draw or score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=("draw", "score"))
    parser.add_argument("store", type=Path)
    parser.add_argument("what", help="how many blocks to draw, or the file of labels")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--column", default="label")
    asked = parser.parse_args()
    with Store.open(asked.store) as store:
        if asked.verb == "draw":
            table = csv.writer(sys.stdout, lineterminator="\n")
            if not asked.show:
                table.writerow(COLUMNS)
            for number, (block, report) in enumerate(draw(store, int(asked.what), asked.seed)):
                span = report.evidence.spans[0]
                if asked.show:
                    print(f"[{number}] block {block} {report.doc} {span.start}-{span.end}\n{show(store, report)}")
                else:
                    table.writerow((block, report.doc, span.start, span.end, report.kind, "", "", ""))
            return
        with Path(asked.what).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        placed, episode_of = place(rows, store)
        kept = [number for number in range(len(rows)) if number in placed and rows[number][asked.column]]
        # A label says nothing of other blocks: one episode counts apart in each.
        found = [rows[n]["block"] + episode_of.get((placed[n].doc, placed[n].event), f"none {n}") for n in kept]
        wanted = [rows[n]["block"] + rows[n][asked.column] for n in kept]
        p, r, f = b_cubed(found, wanted)
        print(
            f"{len(rows)} mentions of {len({row['block'] + row[asked.column] for row in rows})} events; {len(kept)} still found"
        )
        if all(row["first"] and row["second"] for row in rows):
            print(f"agreement of the two labellings (B-cubed F1): {agreement(rows):.3f}")
        print(f"episodes (B-cubed): P {p:.3f} R {r:.3f} F1 {f:.3f}")
        if asked.show:
            for at, one in enumerate(kept):
                for later, other in enumerate(kept[at + 1 :], at + 1):
                    if rows[one]["block"] == rows[other]["block"] and (found[at] == found[later]) != (
                        wanted[at] == wanted[later]
                    ):
                        print("JOINED" if found[at] == found[later] else "APART", f"block {rows[one]['block']}")
                        print(show(store, placed[one]) + show(store, placed[other]))


if __name__ == "__main__":
    main()
