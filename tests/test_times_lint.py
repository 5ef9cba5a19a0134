"""The lint of times: what the grammar does not know is named with its entry."""

from pathlib import Path

import pytest

from mahdar.knowledge import lint

WORD = '[[time]]\nid = "x"\ntag = "{tag}"\nvalue = "{value}"\nforms = ["كلمة"]\nsource = "own"\n'


@pytest.mark.parametrize(
    ("tag", "value", "problem"),
    [
        ("month", "13", "no such month of the calendar: '13'"),
        ("month", "00", "no such month of the calendar: '00'"),
        ("hijri_month", "mars", "no such month of the calendar: 'mars'"),
        ("persian_month", "", "no such month of the calendar: ''"),
        ("coptic_month", "01", "no such tag: 'coptic_month'"),
        ("weekday", "8", "no such weekday: '8'"),
        ("number", "many", "not a number: 'many'"),
        ("day", "tomorrow", "not a number of days: 'tomorrow'"),
    ],
)
def test_words_that_no_calendar_has(tmp_path: Path, tag: str, value: str, problem: str) -> None:
    (tmp_path / "times.toml").write_text(WORD.format(tag=tag, value=value), encoding="utf-8")
    assert [str(found) for found in lint(tmp_path)] == [f"times.toml: x: {problem}"]


def test_known_days_that_cannot_be(tmp_path: Path) -> None:
    entry = '[[known]]\nid = "k"\ntag = "gathering"\nforms = ["قمة"]\ndays = ["2023-02-31", "2023-05-02/2023-05-01"]\nsource = "own"\n'
    (tmp_path / "times.toml").write_text(entry, encoding="utf-8")
    assert [found.problem for found in lint(tmp_path)] == [
        "not a day or an interval of days: '2023-02-31'",
        "not a day or an interval of days: '2023-05-02/2023-05-01'",
    ]
