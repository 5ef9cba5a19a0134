"""Draw mentions of offices from news at random, to be judged by a person.

    python tools/draw_offices.py draw NEWS KEPT --seed 2018 --articles 700 --count 200
    python tools/draw_offices.py show NEWS KEPT [--verdict wrong]
    python tools/draw_offices.py check NEWS KEPT [--renew]

`draw` takes articles at random, reads them, and of all phrases in them that name one person by an office and not by name
("the Russian president", "his German counterpart") takes so many at random. Two stages, so that a sample of months of
news takes seconds. KEPT is a CSV file: doc, start and end of the phrase (code points), the id of the person that
resolution gave, or "open" where it gave the office only, or "named" for somebody whom no table has; and a verdict, left
empty: right, wrong or open. No words of the news are kept. What has been judged before keeps its verdict.

`show` prints each with its surroundings. `check` reads the articles again and lists the phrases that are given to
another now; it counts the verdicts that still hold, and exits 1 where a right one is no longer given. With --renew it
writes whom they are given to now, "nobody" where there is no such phrase any more, and what changed is to be judged anew.
"""

import argparse
import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mahdar.knowledge import load_knowledge
from mahdar.mentions import find_mentions
from mahdar.model import Article, Failure
from mahdar.reading import read_articles
from mahdar.resolution import registry, resolve
from mahdar.text import read_document
from mahdar.times import date_article

FIELDS = ("doc", "start", "end", "given", "verdict")
BY_OFFICE = ("office", "counterpart")
TOLD = (*BY_OFFICE, "office+name")  # a phrase may be found to hold the name too, after it was drawn
AROUND = 160


class Drawn(msgspec.Struct, frozen=True, order=True):
    """A phrase and whom it was given to; `verdict` is "" until somebody has judged it."""

    doc: str
    start: int
    end: int
    given: str
    verdict: str = ""


def given_to(ident: str, persons: frozenset[str]) -> str:
    """The id of a person of the registry; "open" for an office without a holder; "named" for a person of no table."""
    if ident in persons:
        return ident
    return "named" if ident.startswith("person:") else "open"


def offices_in(article: Article, forms: tuple[str, ...] = BY_OFFICE) -> Iterator[Drawn]:
    """The phrases of an article that name one person by an office alone, or in another of `forms`."""
    knowledge = load_knowledge()
    document = read_document(article, knowledge)
    published = date_article(document, knowledge).published
    persons = frozenset(registry(knowledge).persons)
    mentions = find_mentions(document, knowledge)
    for reference in resolve(document, mentions, published, knowledge).references:
        if reference.form in forms and reference.number == "s" and reference.kind == "person":
            found = given_to(reference.entities[0], persons)
            yield Drawn(article.doc, reference.span.start, reference.span.end, found)


def articles_of(news: Path) -> dict[str, Article]:
    """All articles of a file by their ids."""
    read = read_articles([str(news)], load_knowledge())
    return {article.doc: article for article in read if not isinstance(article, Failure)}


def kept_in(path: Path) -> list[Drawn]:
    """The rows of a CSV file, none where there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return [msgspec.convert(row, Drawn, strict=False) for row in csv.DictReader(stream)]


def draw(news: Path, kept: Path, seed: int, articles: int, count: int) -> int:
    """Write a sample; returns the exit status."""
    chance = random.Random(seed)
    read = articles_of(news)
    some = chance.sample(sorted(read), min(articles, len(read)))
    found = [office for doc in some for office in offices_in(read[doc])]
    judged = {msgspec.structs.replace(row, verdict=""): row for row in kept_in(kept)}
    sample = sorted(judged.get(row, row) for row in chance.sample(found, min(count, len(found))))
    write(kept, sample)
    print(f"{len(sample)} of {len(found)} in {len(some)} articles; {sum(not row.verdict for row in sample)} to judge")
    return 0


def show(news: Path, kept: Path, verdict: str | None) -> int:
    """Print each phrase with its surroundings; returns the exit status."""
    read = articles_of(news)
    names = {person.id: person.name_en for person in load_knowledge().persons}
    for row in kept_in(kept):
        if verdict is not None and row.verdict != verdict:
            continue
        article = read[row.doc]
        text = article.text
        before, after = text[max(0, row.start - AROUND) : row.start], text[row.end : row.end + AROUND]
        words = f"{before}[[{text[row.start : row.end]}]]{after}".replace("\n", " / ")
        whom = names.get(row.given, row.given)
        print(f"{row.doc} {row.start} {article.published} {whom} {row.verdict}\n  {words}")
    return 0


def write(kept: Path, rows: list[Drawn]) -> None:
    """Write the CSV file."""
    with kept.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(msgspec.structs.asdict(row) for row in rows)


def check(news: Path, kept: Path, renew: bool) -> int:
    """Compare what was judged with what is given now; returns the exit status."""
    read = articles_of(news)
    rows = kept_in(kept)
    now = {
        (one.doc, one.start, one.end): one.given
        for doc in {row.doc for row in rows}
        for one in offices_in(read[doc], TOLD)
    }
    lost = 0
    new: list[Drawn] = []
    verdicts: dict[str, int] = {}
    for row in rows:
        given = now.get((row.doc, row.start, row.end), "nobody")
        new.append(row if given == row.given else Drawn(row.doc, row.start, row.end, given))
        if given == row.given:
            verdicts[row.verdict] = verdicts.get(row.verdict, 0) + 1
            continue
        lost += row.verdict == "right"
        print(f"{row.doc} {row.start}-{row.end}: {row.given} ({row.verdict}) is {given} now")
    print("still so: " + ", ".join(f"{count} {verdict or 'not judged'}" for verdict, count in sorted(verdicts.items())))
    if renew:
        write(kept, new)
    return 1 if lost else 0


def main() -> int:
    """Draw, show or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("draw", "show", "check"))
    parser.add_argument("news", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--articles", type=int, default=700)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--verdict")
    parser.add_argument("--renew", action="store_true")
    asked = parser.parse_args()
    if not asked.news.exists():
        print(f"there is no {asked.news}: skipped")
        return 0
    if asked.what == "draw":
        return draw(asked.news, asked.kept, asked.seed, asked.articles, asked.count)
    if asked.what == "show":
        return show(asked.news, asked.kept, asked.verdict)
    return check(asked.news, asked.kept, asked.renew)


if __name__ == "__main__":
    sys.exit(main())
