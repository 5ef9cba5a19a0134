"""Learn the weights of the speaker's features from annotated articles: python3 learn_speaker.py GOLD_FOLDER [--folds 2]

GOLD_FOLDER holds `score.py` and `dev/`, as for score_gold.py. For every statement that is found, the record keeps who was
weighed as speaker and by which features; the annotation says who it was. A ranked logistic regression (softmax over those
weighed, pulled towards the weights set by hand) is learned on the articles of all folds but one and tried on that one:
the articles are read again with the learned weights, since who speaks decides who is in focus for the next. Prints the F1
of the speakers by hand and learned, and the weights learned from all. Nothing is written: the table in
`mahdar/statements/_speaker.py` is changed by hand, if it is worth it.
"""

import argparse
import importlib.util
import json
import math
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from mahdar.knowledge import load_knowledge
from mahdar.model import Article, Record, Statement
from mahdar.pipeline import analyse
from mahdar.reading import read_articles
from mahdar.statements import _speaker

STEPS, RATE, PULL = 200, 0.05, 0.02
Choice = tuple[list[dict[str, float]], set[int]]


def scorer(gold: Path) -> ModuleType:
    """The scorer of the annotated articles, for what it holds to be the same speaker."""
    spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def features(reasons: tuple[str, ...]) -> dict[str, float]:
    """The features of a candidate with their values, from the reasons that the record keeps."""
    found: dict[str, float] = {}
    for reason in reasons:
        name, _, value = reason.partition("=")
        found[name] = float(value) if value else 1.0
    return found


class Gold:
    """One annotated article: which statements are paired with which, and whether a speaker is the right one."""

    def __init__(self, score: ModuleType, path: Path) -> None:
        self.score = score
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = json.loads(path.with_name(path.name.replace(".gold.", ".src.")).read_text(encoding="utf-8"))
        self.doc, self.text = gold["doc"], source["text"]
        self.people = {entity["id"]: score.Entity(entity) for entity in gold["entities"]}
        self.said = gold["statements"]
        self.places = [score.everywhere(self.text, said["content"]) for said in self.said]

    def pairs(self, record: Record) -> list[tuple[int, Statement]]:
        """Annotated statements that are sure, each with the one found in its place."""

        def near(one: int, other: Statement) -> float:
            content = [[span.start, span.end] for span in other.content]
            return max((self.score.overlap([place], content) for place in self.places[one]), default=0.0)

        paired = self.score.pair_up(range(len(self.said)), record.statements, near, 0.5)
        return [(one, record.statements[other]) for one, other in paired if not self.said[one].get("unsure")]

    def right(self, one: int, speaker: tuple[str, ...], record: Record) -> bool:
        """Whether these are the annotated speakers."""
        known = {entity.id: self._entity(entity) for entity in record.entities if entity.id in speaker}
        want = self.score.as_list(self.said[one]["speaker"])
        same = self.score.same_entity
        return 0 < len(speaker) <= len(want) and all(
            any(same(self.people.get(name), known.get(other)) for other in speaker) for name in want
        )

    def _entity(self, entity: Any) -> Any:
        return self.score.Entity(
            {"id": entity.id, "kind": entity.kind, "iso": entity.iso, "name": entity.name, "names": list(entity.names)}
        )


def choices(golds: list[Gold], records: dict[str, Record]) -> list[Choice]:
    """Those weighed for each statement, and which of them are right; statements where none or all are teach nothing."""
    found = []
    for gold in golds:
        record = records[gold.doc]
        for one, statement in gold.pairs(record):
            rows = [features(candidate.reasons) for candidate in statement.candidates]
            right = {
                at for at, candidate in enumerate(statement.candidates) if gold.right(one, candidate.entities, record)
            }
            if right and len(right) < len(rows):
                found.append((rows, right))
    return found


def learn(examples: list[Choice], start: dict[str, float]) -> dict[str, float]:
    """Weights that make the right ones likely, by steepest ascent from `start`, to which they are pulled."""
    weights = dict(start)
    for _ in range(STEPS):
        slope = {name: PULL * (start[name] - weights[name]) * len(examples) for name in weights}
        for rows, right in examples:
            scores = [sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]
            highest = max(scores)
            parts = [math.exp(score - highest) for score in scores]
            among = sum(parts[at] for at in right)
            for at, row in enumerate(rows):
                gain = (parts[at] / among if at in right else 0.0) - parts[at] / sum(parts)
                for name, value in row.items():
                    if name in slope:
                        slope[name] += gain * value
        for name in weights:
            weights[name] += RATE * slope[name] / max(1, len(examples) ** 0.5)
    return weights


def read(articles: dict[str, Article], weights: dict[str, float]) -> dict[str, Record]:
    """The records of the articles under these weights."""
    kept = dict(_speaker.WEIGHTS)
    _speaker.WEIGHTS.update(weights)
    knowledge = load_knowledge()
    records = {doc: analyse(article, knowledge) for doc, article in articles.items()}
    _speaker.WEIGHTS.update(kept)
    return records


def hits(golds: list[Gold], records: dict[str, Record]) -> tuple[int, int, int]:
    """Right speakers, annotated statements, statements found; those of which the annotator was unsure left out."""
    right = sure = found = 0
    for gold in golds:
        record = records[gold.doc]
        pairs = gold.pairs(record)
        right += sum(gold.right(one, statement.speaker, record) for one, statement in pairs)
        sure += sum(not said.get("unsure") for said in gold.said)
        found += len(record.statements)
    return right, sure, found


def f1(counts: list[tuple[int, int, int]]) -> float:
    """F1 of several counts together."""
    right, sure, found = (sum(row[at] for row in counts) for at in range(3))
    return 2.0 * right / (sure + found)


def main() -> int:
    """Learn, try, print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=int, default=2)
    args = parser.parse_args()
    if not (args.gold / "score.py").exists():
        print(f"no annotated articles in {args.gold}: nothing learned")
        return 0
    golds = [Gold(scorer(args.gold), path) for path in sorted((args.gold / "dev").glob("*.gold.json"))]
    sources = [str(path) for path in sorted((args.gold / "dev").glob("*.src.json"))]
    knowledge = load_knowledge()
    articles = {article.doc: article for article in read_articles(sources, knowledge) if isinstance(article, Article)}
    hand = dict(_speaker.WEIGHTS)
    records = read(articles, hand)
    by_hand, learned = [], []
    for fold in range(args.folds):
        mine = [gold for at, gold in enumerate(golds) if at % args.folds == fold]
        others = [gold for at, gold in enumerate(golds) if at % args.folds != fold]
        weights = learn(choices(others, records), hand)
        again = read({gold.doc: articles[gold.doc] for gold in mine}, weights)
        by_hand.append(hits(mine, records))
        learned.append(hits(mine, again))
        print(f"fold {fold}: by hand {f1(by_hand[-1:]):.4f}, learned {f1(learned[-1:]):.4f}")
    print(
        f"all: by hand {f1(by_hand):.4f}, learned {f1(learned):.4f} (F1 of speakers, each article read with weights from others)"
    )
    examples = choices(golds, records)
    print(f"{len(examples)} choices between a right one and a wrong one; learned from all:")
    for name, weight in learn(examples, hand).items():
        print(f"  {name:16}{hand[name]:7.2f}{weight:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
