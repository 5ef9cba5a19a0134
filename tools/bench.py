"""Words a second a core and peak memory on a file of news: python3 bench.py NEWS.jsonl.gz [--articles N]

Reads and analyses in this process, on one core, and counts the time of this process alone: what else the machine does
costs nothing. The tables are compiled before. A skipped bench (no such file) says so and exits 0.
"""

import argparse
import resource
import sys
import time
from itertools import islice
from pathlib import Path

from mahdar.knowledge import load_knowledge
from mahdar.model import Article
from mahdar.pipeline import analyse
from mahdar.reading import read_articles


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    args = parser.parse_args()
    if not args.news.exists():
        print(f"no {args.news}: nothing measured")
        return 0
    knowledge = load_knowledge()
    begun = time.process_time()
    articles = [a for a in islice(read_articles([str(args.news)], knowledge), args.articles) if isinstance(a, Article)]
    read = time.process_time() - begun
    words = sum(len(article.text.split()) for article in articles)
    for article in articles[:1]:
        analyse(article, knowledge)
    begun = time.process_time()
    found = [analyse(article, knowledge) for article in articles]
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(articles)} articles, {words} words")
    print(f"reading   {words / read:12,.0f} words a second")
    print(f"analysis  {words / spent:12,.0f} words a second a core")
    print(f"found     {sum(len(r.statements) for r in found)} statements, {sum(len(r.events) for r in found)} events")
    print(f"memory    {peak:12,.0f} MiB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
