"""Words a second a core and peak memory on a file of news: python3 bench.py NEWS.jsonl.gz [--articles N]

Reads and analyses in this process, on one core, and counts the time of this process alone: what else the machine does
costs nothing. The tables are compiled before. A skipped bench (no such file) says so and exits 0.
"""

import argparse
import re
import resource
import sys
import time
from collections.abc import Sequence
from importlib.resources import files
from itertools import islice
from pathlib import Path

from mahdar.knowledge import load_knowledge
from mahdar.limits import collecting_rarely
from mahdar.model import Article
from mahdar.pipeline import analyse
from mahdar.reading import read_articles

_WORD = re.compile(r"[\u0621-\u064a]{2,}")
# So many articles are searched for dates, which is slow.
_SEARCHED = 20


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    args = parser.parse_args()
    if not args.news.exists():
        print(f"no {args.news}: nothing measured")
        return 0
    collecting_rarely()  # as the commands and the workers do
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
    passes, dates, sample = _baselines(articles)
    print(
        f"baseline  {words / passes:12,.0f} words a second: one pass of pyahocorasick; the analysis takes {spent / passes:.0f} times it"
    )
    print(
        f"          {sample / dates:12,.0f} words a second: dateparser's search for dates alone; the analysis, with everything, "
        f"takes {(spent / words) / (dates / sample):.3f} of it"
    )
    print(f"found     {sum(len(r.statements) for r in found)} statements, {sum(len(r.events) for r in found)} events")
    print(f"memory    {peak:12,.0f} MiB at most")
    return 0


def _baselines(articles: Sequence[Article]) -> tuple[float, float, int]:
    """Seconds of a plain pass for all words of the tables, seconds of a search for dates, and the words that this one read.

    They say how fast the machine is in this very run: the ratios to them hold from machine to machine.
    """
    import ahocorasick  # noqa: PLC0415  (only to compare with)
    from dateparser.search import search_dates  # noqa: PLC0415

    names = ahocorasick.Automaton()
    for table in sorted((Path(str(files("mahdar.knowledge"))) / "data").iterdir()):
        if table.is_file():
            for word in set(_WORD.findall(table.read_text(encoding="utf-8"))):
                names.add_word(word, word)
    names.make_automaton()
    begun = time.process_time()
    for article in articles:
        for _ in names.iter(article.text):
            pass
    passed = time.process_time() - begun
    some = articles[:: max(1, len(articles) // _SEARCHED)][:_SEARCHED]
    begun = time.process_time()
    for article in some:
        search_dates(article.text, languages=["ar"])
    return passed, time.process_time() - begun, sum(len(article.text.split()) for article in some)


if __name__ == "__main__":
    sys.exit(main())
