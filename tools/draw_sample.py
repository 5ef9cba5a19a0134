"""Draw findings at random, for reading by eye: python3 draw_sample.py NEWS.jsonl.gz statements|events|offices N [--seed S]

Prints one CSV row a finding: article, id, start and end of its words in the text, and a key that says what was found
(speakers, act; kind, parties, standing; holder, office, of). The draw is one of findings, not of articles: articles are
taken in an order that the seed gives over their sorted ids, one finding of each, so that the same seed draws the same
articles whatever the findings are. With --show the words themselves are printed, for reading, not for keeping.
With --verdicts FILE the figures of a file of verdicts (tests/quality) are printed instead of a draw.
"""

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from mahdar.knowledge import load_knowledge
from mahdar.model import Article, Record, Span
from mahdar.pipeline import analyse
from mahdar.reading import read_articles

SEED = 20180204
AROUND = 200
Row = tuple[str, Span, str]


def statements(record: Record) -> list[Row]:
    """Statements: their id, where cue and content stand, speakers with chain and act."""
    rows = []
    for found in record.statements:
        ends = (found.cue, *found.content)
        span = Span(min(end.start for end in ends), max(end.end for end in ends))
        key = f"{'+'.join(found.speaker)}<{'>'.join(found.chain)} {found.act} {found.form}"
        rows.append((found.id, span, key))
    return rows


def events(record: Record) -> list[Row]:
    """Events: their id, their first words, kind, parties with roles and standing."""
    rows = []
    for found in record.events:
        who = " ".join(f"{ident}:{role}" for ident, role in found.who)
        rows.append((found.id, found.evidence.spans[0], f"{found.kind} {found.status} {found.time or '-'} {who}"))
    return rows


def offices(record: Record) -> list[Row]:
    """Offices of persons: the person's id, the first mention, the office, of what, and the holder worked out."""
    return [
        (entity.id, entity.mentions[0].span, f"{office.title} of {office.of} {entity.resolved or ''}".strip())
        for entity in record.entities
        for office in entity.offices
        if entity.mentions
    ]


KINDS = {"statements": statements, "events": events, "offices": offices}


def draw(articles: list[Article], kind: str, seed: int) -> Iterator[tuple[Article, Record, Row]]:
    """Findings of one kind in the order of the draw, one an article."""
    knowledge = load_knowledge()
    order = sorted(articles, key=lambda article: article.doc)
    chance = random.Random(seed)
    chance.shuffle(order)
    for article in order:
        pick = chance.random()
        record = analyse(article, knowledge)
        rows = KINDS[kind](record)
        if rows:
            yield article, record, rows[int(pick * len(rows))]


def show(article: Article, record: Record, row: Row) -> str:
    """The words of a finding with those around it, on one line."""
    ident, span, key = row
    text = article.text
    words = text[max(0, span.start - AROUND) : span.start], span.of(text), text[span.end : span.end + AROUND // 3]
    names = {entity.id: entity.name for entity in record.entities}
    known = {name: names[name] for name in names if name in key}
    return f"{article.doc} {ident} {key} {known}\n    {words[0]}[[{words[1]}]]{words[2]}".replace("\n", "\n    ")


def figures(path: Path) -> Iterator[str]:
    """Precision of each draw by what was judged (all of them; those that name anybody), and the causes of the rest."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    judged = [name for name in rows[0] if name not in ("seed", "doc", "start", "end", "cause")]
    for seed in dict.fromkeys(row["seed"] for row in rows):
        drawn = [row for row in rows if row["seed"] == seed]
        yield f"seed {seed}, {len(drawn)} read"
        for name in judged:
            verdicts = Counter(row[name] for row in drawn if row[name])  # empty: not judged
            read, right = verdicts.total(), verdicts["right"]
            if read:
                given = read - verdicts["none"]
                yield f"  {name:9}{right / read:6.3f} of all, {right / given:6.3f} of those given  {dict(verdicts)}"
    causes = Counter(row["cause"] for row in rows if row["cause"])
    yield from (f"{count:5}  {cause}" for cause, count in causes.most_common())


def main() -> int:
    """Draw and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--verdicts", type=Path)
    args = parser.parse_args()
    if args.verdicts is not None:
        print("\n".join(figures(args.verdicts)))
        return 0
    if not args.news.exists():
        print(f"no {args.news}: nothing drawn")
        return 0
    knowledge = load_knowledge()
    articles = [article for article in read_articles([str(args.news)], knowledge) if isinstance(article, Article)]
    writer = csv.writer(sys.stdout)
    if not args.show:
        writer.writerow(("doc", "id", "start", "end", "found"))
    for article, record, row in islice(draw(articles, args.kind, args.seed), args.number):
        if args.show:
            print(show(article, record, row))
        else:
            writer.writerow((article.doc, row[0], row[1].start, row[1].end, row[2]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
