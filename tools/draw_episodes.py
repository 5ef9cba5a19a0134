"""Draw episodes of a linked store for judging whether each is one real event with all its reports of the day.

    python tools/draw_episodes.py news.db 60 --seed 5 > episodes.csv      # ids and offsets of the first telling; --show: for reading
    python tools/draw_episodes.py news.db 60 --verdicts tests/quality/episodes.csv      # the figures; --show: the judged ones again

Drawn among the episodes that three articles or more tell. With --show every telling is printed with its words, and below them what
could be missed: reports of the same days, of a kind that could be the same, with a shared side, that stand in other episodes.
`foreign` counts the reports in it of another real event, `missed` the reports of the day that tell it and stand in another episode.
No text of the news is kept.
"""

import argparse
import csv
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from mahdar.knowledge import load_knowledge
from mahdar.linking import Centre, Report, Vector, group_of, weights_of_stems
from mahdar.model import Episode
from mahdar.store import Store

LEAST, DAYS, CANDIDATES, AROUND = 3, 2, 9, 80
COLUMNS = ("seed", "doc", "start", "end", "kind", "foreign", "missed", "verdict", "cause")


def draw(store: Store, count: int, seed: int) -> list[Episode]:
    """So many episodes that several articles tell."""
    several = sorted((one for one in store.episodes() if one.reports >= LEAST), key=lambda one: one.id)
    return random.Random(seed).sample(several, min(count, len(several)))


class Shelf:
    """The reports of a store, to be found by who takes part."""

    def __init__(self, store: Store) -> None:
        self.report: dict[tuple[str, str], Report] = {}
        self._by_key: dict[tuple[str, str], list[Report]] = defaultdict(list)
        for extract in store.extracts():
            for report in extract.reports:
                self.report[report.doc, report.event] = report
                for name in {*report.persons, *report.sides, *report.objects}:
                    self._by_key[group_of(report.kind), name].append(report)

    def near(self, episode: Episode) -> list[Report]:
        """What could belong to an episode and stands elsewhere: the likest by its words first."""
        mine = {(telling.doc, telling.event) for telling in episode.tellings}
        docs = {telling.doc for telling in episode.tellings}
        reports = [self.report[key] for key in sorted(mine)]
        days = {report.window.likely for report in reports if report.window.exact or not report.window.stated}
        names = {party for party, _ in episode.parties} | {side for report in reports for side in report.sides}
        centre, weights = Centre(), weights_of_stems(load_knowledge())
        for report in reports:
            centre.add(Vector(report.stems, weights))
        found = {
            (other.doc, other.event): other
            for group in sorted({group_of(report.kind) for report in reports})
            for name in sorted(names)
            for other in self._by_key[group, name]
            if other.doc not in docs and any(abs(other.window.likely - day) <= DAYS for day in days)
        }
        return sorted(found.values(), key=lambda one: (-centre.cosine(Vector(one.stems, weights)), one.doc, one.number))


def words(store: Store, report: Report) -> str:
    """One report in a line, with the words around it."""
    pair = store.article(report.doc)
    assert pair is not None
    article = pair[0]
    span = report.evidence.spans[0]
    before = article.text[max(0, span.start - AROUND) : span.start]
    after = article.text[span.end : span.end + AROUND]
    told = f"{before}[[{span.of(article.text)}]]{after}".replace("\n", " ")
    return (
        f"{report.outlet} {report.published} {report.kind} {report.status} {report.time} {report.place_name} | {told}"
    )


def show(store: Store, shelf: Shelf, number: int, episode: Episode) -> None:
    """An episode with all its tellings, and what it could miss."""
    who = " ".join(f"{party}={role}" for party, role in episode.parties)
    standing = " ".join(f"{stage.status}:{stage.first}..{stage.last}" for stage in episode.standing)
    print(f"[{number}] {episode.id} {episode.day} ({episode.dated_by}) {episode.kind} | {who} | {standing}")
    for telling in episode.tellings:
        print(f"   + {telling.score} {words(store, shelf.report[telling.doc, telling.event])}")
    for other in shelf.near(episode)[:CANDIDATES]:
        print(f"   ? {words(store, other)}")
    print()


def figures(rows: Sequence[dict[str, str]]) -> str:
    """What the verdicts come to."""
    good = sum(row["verdict"] == "ok" for row in rows)
    foreign = sum(row["foreign"] != "0" for row in rows)
    missed = sum(row["missed"] != "0" for row in rows)
    causes = Counter(row["cause"] for row in rows if row["verdict"] != "ok")
    lines = [f"{len(rows)} episodes: {good} right; {foreign} with a foreign report, {missed} that miss one of the day"]
    return "\n".join(lines + [f"{count:4}  {cause}" for cause, count in causes.most_common()])


def judged(store: Store, rows: Sequence[dict[str, str]]) -> Iterator[tuple[int, Episode]]:
    """The episodes in which the first tellings of the judged ones stand now."""
    place: dict[str, list[tuple[int, int, Episode]]] = defaultdict(list)
    for episode in store.episodes():
        for telling in episode.tellings:
            span = telling.evidence.spans[0]
            place[telling.doc].append((span.start, span.end, episode))
    for number, row in enumerate(rows):
        for start, end, episode in place[row["doc"]]:
            overlaps = start < int(row["end"]) and int(row["start"]) < end
            if overlaps and group_of(episode.kind) == group_of(row["kind"]):
                yield number, episode
                break


def main() -> None:
    """Draw, or tell what the verdicts come to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--verdicts", type=Path)
    asked = parser.parse_args()
    rows: list[dict[str, str]] = []
    if asked.verdicts:
        with asked.verdicts.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for seed in dict.fromkeys(row["seed"] for row in rows):
            print(f"seed {seed}: " + figures([row for row in rows if row["seed"] == seed]))
        if not asked.show:
            return
    with Store.open(asked.store) as store:
        drawn = list(judged(store, rows)) if rows else list(enumerate(draw(store, asked.count, asked.seed)))
        if asked.show:
            shelf = Shelf(store)
            for number, episode in drawn:
                show(store, shelf, number, episode)
            return
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(COLUMNS)
    for _, episode in drawn:
        first = episode.tellings[0]
        span = first.evidence.spans[0]
        table.writerow((asked.seed, first.doc, span.start, span.end, episode.kind, "", "", "", ""))


if __name__ == "__main__":
    main()
