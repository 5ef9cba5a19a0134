"""Write knowledge/data/stems.csv: in how many of a thousand articles a stem stands, for linking to tell what is common.

    python tools/derive_stems.py NEWS.jsonl.gz > src/mahdar/knowledge/data/stems.csv

Counted on news of February to May 2018 (ANT corpus v2.1, see docs/sources.md); only counts are kept. Names of persons and
places are counted like any word: what is in every second article tells little, whatever it is.
"""

import csv
import sys
from collections import Counter

from mahdar.knowledge import load_knowledge
from mahdar.linking import stems_of
from mahdar.model import Article
from mahdar.reading import read_articles

LEAST = 3  # in a thousand articles


def main() -> None:
    """Count, and write the stems by name."""
    counts: Counter[str] = Counter()
    articles = 0
    for article in read_articles(sys.argv[1:2], load_knowledge()):
        if isinstance(article, Article):
            counts.update(stems_of(f"{article.title or ''} {article.text}"))
            articles += 1
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("stem", "per_thousand"))
    for stem, count in sorted(counts.items()):
        if count * 1000 >= LEAST * articles:
            table.writerow((stem, round(count * 1000 / articles)))


if __name__ == "__main__":
    main()
