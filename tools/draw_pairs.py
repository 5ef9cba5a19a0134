"""Draw pairs of statements, or of articles, of a linked store for labelling whether they are the same, and score by the labels.

    python tools/draw_pairs.py draw quotes news.db 150 > pairs.csv      # ids and offsets; --show: with the words, for reading
    python tools/draw_pairs.py draw copies news.db 200 > pairs.csv
    python tools/draw_pairs.py score quotes news.db tests/quality/quotes.csv      # precision, recall, F1 of "same"; --show: the wrong ones

The pairs are near in time and drawn in equal parts from four layers of likeness, from nearly the same to hardly alike, so that the
hard ones are among them; the figures are of this draw, not of all pairs. No text of the news is kept.
"""

import argparse
import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from mahdar.knowledge import load_knowledge
from mahdar.linking import Centre, Extract, Print, Saying, Vector, alike, weights_of_stems
from mahdar.store import Store

LAYERS = ((0.85, 1.01), (0.5, 0.85), (0.3, 0.5), (0.1, 0.3))
COLUMNS = ("one", "start", "end", "other", "other_start", "other_end", "first", "second", "label")
DAYS = 3
Pair = tuple[tuple[str, int, int], tuple[str, int, int]]


def layered(pairs: Iterator[tuple[float, Pair]], count: int, dice: random.Random) -> list[Pair]:
    """So many pairs in equal parts of each layer."""
    layers: dict[int, list[Pair]] = defaultdict(list)
    for likeness, pair in pairs:
        for number, (low, high) in enumerate(LAYERS):
            if low <= likeness < high:
                layers[number].append(pair)
    share = -(-count // len(LAYERS))
    chosen = [
        pair
        for number in range(len(LAYERS))
        for pair in dice.sample(sorted(layers[number]), min(share, len(layers[number])))
    ]
    dice.shuffle(chosen)
    return chosen[:count]


def of_quotes(extracts: Sequence[Extract], dice: random.Random) -> Iterator[tuple[float, Pair]]:
    """Pairs of statements of one speaker or of none, in different articles within some days, with their likeness."""
    weights = weights_of_stems(load_knowledge())
    by_speaker: dict[str, list[Saying]] = defaultdict(list)
    for extract in extracts:
        for saying in extract.sayings:
            for who in saying.speakers or ("",):
                if not who.startswith("unnamed:") and saying.published:
                    by_speaker[who].append(saying)
    for who in sorted(by_speaker):
        those = sorted(by_speaker[who], key=lambda saying: (saying.published or "", saying.doc, saying.number))
        starts = dice.sample(range(len(those)), min(len(those), 60))
        for at in sorted(starts):
            centre = Centre()
            centre.add(Vector(those[at].stems, weights))
            rated = []
            for other in those[at + 1 : at + 120]:
                if other.doc != those[at].doc and _near(those[at].published, other.published):
                    rated.append((centre.cosine(Vector(other.stems, weights)), other))
            rated.sort(key=lambda pair: (-pair[0], pair[1].doc, pair[1].number))
            for likeness, other in rated[:2] + dice.sample(rated[2:], min(1, len(rated[2:]))):
                yield likeness, (_place(those[at]), _place(other))


def of_copies(extracts: Sequence[Extract], dice: random.Random) -> Iterator[tuple[float, Pair]]:
    """Pairs of articles within some days that share a run of words at least, with their likeness."""
    dated = sorted(
        (one for one in extracts if one.print.hashes and one.published), key=lambda one: (one.published or "", one.doc)
    )
    heads: dict[int, list[Print]] = defaultdict(list)
    for extract in dated:
        mine = extract.print
        met = {other.doc: other for value in memoryview(mine.hashes).cast("I")[::4] for other in heads[value][-40:]}
        for doc in sorted(met):
            if _near(met[doc].published, mine.published):
                yield alike(met[doc], mine), ((doc, 0, 0), (mine.doc, 0, 0))
        for value in memoryview(mine.hashes).cast("I")[::4]:
            heads[value].append(mine)


def _near(one: str | None, other: str | None) -> bool:
    from datetime import date  # noqa: PLC0415

    if not one or not other or len(one) < 10 or len(other) < 10:
        return False
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days) <= DAYS


def _place(saying: Saying) -> tuple[str, int, int]:
    return saying.doc, saying.content[0].start, saying.content[-1].end


def words(store: Store, place: tuple[str, int, int]) -> str:
    """The words of one side of a pair; of an article the title and the beginning, the middle and the end."""
    pair = store.article(place[0])
    assert pair is not None
    article = pair[0]
    text = article.text
    head = f"  {pair[1].published} {article.outlet} {place[0]}: "
    if place[2]:
        before = text[max(0, place[1] - 120) : place[1]].replace("\n", " ")
        return f"{head}… {before} >>> {text[place[1] : place[2]]}".replace("\n", " ")
    middle = len(text) // 2
    parts = (text[:350], text[middle : middle + 250], text[-250:])
    return f"{head}{article.title} ({len(text)} characters)\n      " + "\n      ".join(
        part.replace("\n", " ") for part in parts
    )


def predicted(store: Store, what: str, rows: Sequence[dict[str, str]]) -> list[bool]:
    """Whether the store has the two of each row for the same."""
    if what == "copies":
        first = store.copies()
        return [first.get(row["one"], row["one"]) == first.get(row["other"], row["other"]) for row in rows]
    places: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for quote in store.quotes():
        for telling in quote.tellings:
            places[telling.doc].append((telling.content[0].start, telling.content[-1].end, quote.id))

    def group(doc: str, start: str, end: str) -> set[str]:
        return {quote for low, high, quote in places[doc] if low < int(end) and int(start) < high}

    return [
        bool(group(row["one"], row["start"], row["end"]) & group(row["other"], row["other_start"], row["other_end"]))
        for row in rows
    ]


def main() -> None:
    """Draw or score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=("draw", "score"))
    parser.add_argument("what", choices=("quotes", "copies"))
    parser.add_argument("store", type=Path)
    parser.add_argument("many", help="how many pairs to draw, or the file of labels")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    with Store.open(asked.store) as store:
        if asked.verb == "draw":
            dice = random.Random(asked.seed)
            extracts = sorted(store.extracts(), key=lambda extract: extract.doc)
            found = of_quotes(extracts, dice) if asked.what == "quotes" else of_copies(extracts, dice)
            table = csv.writer(sys.stdout, lineterminator="\n")
            if not asked.show:
                table.writerow(COLUMNS)
            for number, (one, other) in enumerate(layered(found, int(asked.many), dice)):
                if asked.show:
                    print(f"[{number}]\n{words(store, one)}\n{words(store, other)}\n")
                else:
                    table.writerow((*one, *other, "", "", ""))
            return
        with Path(asked.many).open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["label"]]
        same = [row["label"] == "same" for row in rows]
        found_same = predicted(store, asked.what, rows)
        right = sum(a and b for a, b in zip(same, found_same, strict=True))
        p, r = right / max(sum(found_same), 1), right / max(sum(same), 1)
        agreed = sum(row["first"] == row["second"] for row in rows) / len(rows)
        print(f"{len(rows)} pairs, {sum(same)} the same; the two labellings agree on {agreed:.3f}")
        print(f"{asked.what}: P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}")
        if asked.show:
            for row, wanted, got in zip(rows, same, found_same, strict=True):
                if wanted != got:
                    one = (row["one"], int(row["start"]), int(row["end"]))
                    other = (row["other"], int(row["other_start"]), int(row["other_end"]))
                    print(f"{'APART' if wanted else 'JOINED'}\n{words(store, one)}\n{words(store, other)}\n")


if __name__ == "__main__":
    main()
