"""What the lint finds in the registry: each test breaks a table and sees it reported, with file, entry and problem."""

import csv
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mahdar.knowledge import lint, lint_gaps, shipped_folder

Break = Callable[..., Path]
TABLES = ("states.csv", "places.csv", "persons.csv", "tenures.csv", "organisations.csv", "agreements.csv")


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """A folder with the shipped registry, one table of it changed: rows are given as values for the columns, all others
    stay empty."""

    def make(file: str, *rows: dict[str, str], without: str = "") -> Path:
        for name in (*TABLES, "namesakes.csv", "offices.toml"):
            shutil.copy(shipped_folder() / name, tmp_path / name)
        path = tmp_path / file
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            columns, kept = (
                list(reader.fieldnames or ()),
                [row for row in reader if next(iter(row.values())) != without],
            )
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows([*kept, *rows])
        return tmp_path

    return make


def person(ident: str, arabic: str, english: str, **more: str) -> dict[str, str]:
    return {"id": ident, "name_ar": arabic, "name_en": english, "gender": "m", "source": "own", "certainty": "1"} | more


def term(who: str, office: str, of: str, start: str, end: str, **more: str) -> dict[str, str]:
    base = {"person": who, "office": office, "of": of, "start": start, "end": end, "source": "own", "certainty": "1"}
    return base | more


def said(folder: Path) -> list[str]:
    return [str(problem) for problem in lint(folder)]


def test_what_is_shipped_is_clean_and_checked_in_seconds() -> None:
    start = time.perf_counter()
    assert said(shipped_folder()) == []
    assert time.perf_counter() - start < 10


def test_two_persons_with_one_name(broken: Break) -> None:
    found = said(broken("persons.csv", person("x_lavrov", "سيرغي لافروف", "S. Lavrov")))
    assert any(line.startswith("persons.csv: x_lavrov: the form 'سيرغي لافروف' stands in another") for line in found)
    assert any(line.startswith("persons.csv: Q58217: ") and "x_lavrov" in line for line in found)


def test_one_person_with_two_ids(broken: Break) -> None:
    found = said(broken("persons.csv", person("lavrov_2", "سرغاي لفروف", "Sergey LAVROV")))
    assert found == ["persons.csv: lavrov_2: called 'Sergey LAVROV' like Q58217: one person with two ids?"]


def test_an_id_that_is_used_twice(broken: Break) -> None:
    found = said(broken("persons.csv", person("Q58217", "فلان الفلاني", "Nobody at All")))
    assert "persons.csv: Q58217: the id is used twice" in found


def test_a_name_said_alone_of_two(broken: Break) -> None:
    folder = broken("persons.csv", person("x_zarif", "مريم ظريف", "Maryam Zarif", short_ar="ظريف"))
    assert (
        "persons.csv: x_zarif: the form 'ظريف' stands in another entry too: mohammad_javad_zarif (see namesakes.csv)"
        in (said(folder))
    )


def test_a_namesake_makes_it_right(broken: Break) -> None:
    folder = broken("persons.csv", person("x_zarif", "مريم ظريف", "Maryam Zarif", short_ar="ظريف"))
    with (folder / "namesakes.csv").open("a", encoding="utf-8") as out:
        out.write("ظريف,mohammad_javad_zarif|x_zarif,two of that name,own,1\n")
    assert said(folder) == []


def test_a_namesake_that_is_none(broken: Break) -> None:
    row = {"form": "ظريف", "entries": "mohammad_javad_zarif|Q58217", "why": "?", "source": "own", "certainty": "1"}
    assert said(broken("namesakes.csv", row)) == ["namesakes.csv: ظريف: 'Q58217' has no such form"]


def test_a_place_that_is_called_like_an_organisation(broken: Break) -> None:
    row = {"id": "x", "kind": "city", "name_ar": "الناتو", "name_en": "X", "source": "own", "certainty": "1"}
    found = said(broken("places.csv", row))
    assert "places.csv: x: the form 'الناتو' stands in another entry too: nato (see namesakes.csv)" in found


def test_two_who_hold_an_office_that_one_holds(broken: Break) -> None:
    folder = broken("tenures.csv", term("john_bolton", "foreign minister", "RU", "2015-01", "2016-12"))
    assert said(folder) == [
        "tenures.csv: john_bolton foreign minister RU: held by Sergey Lavrov too from 2015-01 on (see beside)"
    ]


def test_two_governments_at_a_time_are_said_to_be_so(broken: Break) -> None:
    row = term("john_bolton", "foreign minister", "RU", "2015-01", "2016-12", beside="Q58217")
    assert said(broken("tenures.csv", row)) == []
    row["beside"] = "nobody"
    assert "tenures.csv: john_bolton foreign minister RU: no such person beside: 'nobody'" in said(
        broken("tenures.csv", row)
    )


def test_one_term_written_down_twice(broken: Break) -> None:
    folder = broken("tenures.csv", term("Q58217", "foreign minister", "RU", "2010-01", "2012-12"))
    assert said(folder) == [
        "tenures.csv: Q58217 foreign minister RU: two terms of Sergey Lavrov overlap from 2010-01 on"
    ]


def test_many_may_be_senators(broken: Break) -> None:
    assert said(broken("tenures.csv", term("john_bolton", "senator", "US", "2015-01", "2016-12"))) == []


def test_a_month_of_handing_over_is_no_overlap(broken: Break) -> None:
    folder = broken("tenures.csv", term("john_bolton", "foreign minister", "RU", "2004-02", "2004-03"))
    assert said(folder) == []


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        ("2015-13x", "2016", "not a date: '2015-13x'"),
        ("2016-05", "2016-02", "ends before it starts"),
        ("2016-05-09", "2016-05-02", "ends before it starts"),
    ],
)
def test_days_that_cannot_be(broken: Break, start: str, end: str, problem: str) -> None:
    folder = broken("tenures.csv", term("john_bolton", "mayor", "US", start, end))
    assert f"tenures.csv: john_bolton mayor US: {problem}" in said(folder)


def test_a_missing_term_is_a_warning(broken: Break) -> None:
    before = {str(gap) for gap in lint_gaps(shipped_folder())}
    folder = broken("tenures.csv", without="rex_tillerson")
    assert said(folder) == []
    assert {str(gap) for gap in lint_gaps(folder)} - before == {
        "tenures.csv: foreign minister US: nobody between 2017-01-20 and 2018-04-26"
    }
