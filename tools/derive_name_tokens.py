"""Make `name_tokens.csv`: the parts of persons' names in Arabic letters, from a table aligned by Wikidata (CC0).

The table has a line a pair: Latin token, Arabic letters parted by blanks, count. Kept are forms that persons bear and
that a text is not likely to use as a word: at least three letters; Latin and Arabic agree in their consonants (the
alignment is automatic and sometimes wrong); a form that the dictionary inflects like a word only where many persons
bear it; nothing that the tables of states, places and organisations hold as a word of its own; nothing on the stop list
beside this file.

    python tools/derive_name_tokens.py ../shared/data/names/wd_arabic.normalized.aligned.tokens
"""

import argparse
import collections
import csv
import difflib
import sys
import unicodedata
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from mahdar.knowledge import CLITICS, fold

HERE = Path(__file__).parent
DATA = HERE.parent / "src/mahdar/knowledge/data"
TARGET = DATA / "name_tokens.csv"
STOP = HERE / "name_tokens_stop.txt"

SHORTEST = 3
MOST_ROWS = 25_000
WORD_LIKE = 3  # so many inflected relatives in the dictionary make a form a word
BORNE = 13  # so many bearers make a word a name all the same
RARE = 10  # below this a form that may be a clitic and a word ("ب" + "وزير") is taken for that
AGREE = 0.6  # least likeness of the consonants of the two spellings
AGREE_SINGLE = 1.0  # the same where only one person bears it

# Consonants that spell one another, by the Latin letter that stands for the class; vowels and weak letters are left out.
_ARABIC = {
    **dict.fromkeys("بپ", "b"), **dict.fromkeys("تطث", "t"), **dict.fromkeys("جغكقخ", "k"), **dict.fromkeys("دضذظ", "d"),
    **dict.fromkeys("سصزش", "s"), "ر": "r", "ل": "l", "م": "m", "ن": "n", "ف": "f",
}  # fmt: skip
_LATIN = {
    **dict.fromkeys("bp", "b"), "t": "t", **dict.fromkeys("cgkqxj", "k"), "d": "d", **dict.fromkeys("sz", "s"), "r": "r",
    "l": "l", "m": "m", "n": "n", **dict.fromkeys("fv", "f"),
}  # fmt: skip


def _skeleton(text: str, classes: dict[str, str]) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    found = "".join(classes.get(char, "") for char in plain)
    return "".join(char for at, char in enumerate(found) if at == 0 or found[at - 1] != char)


def _alike(form: str, latin: str) -> float:
    """How far the consonants of the two spellings agree, in [0, 1]; a leading article in Arabic counts for nothing."""
    other = _skeleton(latin, _LATIN)
    best = 0.0
    for own in {form, form.removeprefix("ال")}:
        best = max(best, difflib.SequenceMatcher(None, _skeleton(own, _ARABIC), other, autojunk=False).ratio())
    return best if other or len(form) <= SHORTEST + 1 else 0.0


def dictionary() -> frozenset[str]:
    """The folded words of the Arabic dictionary of simplemma."""
    entries = DefaultDictionaryFactory().get_dictionary("ar")
    return frozenset(fold(entry if isinstance(entry, str) else entry.decode()) for entry in entries)


def relatives(form: str, words: frozenset[str]) -> int:
    """How many inflections of a form the dictionary has: none or one for a foreign name, many for a word."""
    inflected = ["ال" + form, "ي" + form, "ت" + form, "و" + form]
    inflected += [form + ending for ending in ("ت", "وا", "ه", "ين", "ات", "ون", "ها", "ا", "ي", "هم")]
    return sum(word in words for word in inflected)


def _registered() -> frozenset[str]:
    """The single words that name states, organisations or hand-written places."""
    words: set[str] = set()
    for table in ("states", "organisations", "places"):
        with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                columns = ("name_ar", "names_ar", "demonyms", "demonym_plurals", "capitals", "seats")
                forms = "|".join(row.get(column) or "" for column in columns) if row["source"] != "geonames" else ""
                words.update(fold(form) for form in forms.split("|") if " " not in form)
    return frozenset(words)


def derive(lines: list[str], stop: frozenset[str]) -> list[tuple[str, int, str, int]]:
    """Rows of form, count, most usual Latin spelling, and how much of a word it is (0 for a name only): those that
    most persons bear (the longer first, which are seldom words) up to `MOST_ROWS`, sorted by form."""
    latins: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for line in lines:
        name, spaced, times = line.rstrip("\n").split("\t")
        form = fold(spaced.replace(" ", ""))
        if len(form) >= SHORTEST and form.isalpha() and _alike(form, name) >= AGREE:
            latins[form][name] += int(times)
    words = dictionary()
    clitics = "".join(CLITICS.conjunctions + CLITICS.prepositions)

    def is_word(form: str) -> bool:
        return form in words and relatives(form, words) >= WORD_LIKE

    rows: list[tuple[str, int, str, int]] = []
    for form, spellings in latins.items():
        count = spellings.total()
        latin = max(spellings.items(), key=lambda item: (item[1], item[0]))[0]
        if count == 1 and (len(form) == SHORTEST or _alike(form, latin) < AGREE_SINGLE):
            continue
        if form in stop or (form in words and count < 2) or (count < BORNE and is_word(form)):
            continue
        if count < RARE and form[0] in clitics and (form[1:] in stop or is_word(form[1:])):
            continue
        rows.append((form, count, latin, relatives(form, words) if is_word(form) else 0))
    rows.sort(key=lambda row: (-row[1], -len(row[0]), row[0]))
    return sorted(rows[:MOST_ROWS])


def main() -> int:
    """Read the table given on the command line, write the CSV file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    table: Path = parser.parse_args().table
    lines = STOP.read_text(encoding="utf-8").splitlines()
    stop = _registered() | {fold(word) for line in lines if not line.startswith("#") for word in line.split()}
    rows = derive(table.read_text(encoding="utf-8").splitlines(), stop)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("form", "count", "latin", "word"))
        writer.writerows(rows)
    print(f"{len(rows)} rows, {TARGET.stat().st_size // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
