"""The documents say what the code is: every field of every table of knowledge, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from mahdar.knowledge import load_knowledge
from mahdar.knowledge._load import FILES

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "adding-knowledge.md"
COMMON = {"id", "source", "certainty", "yes", "no", "note"}


def told() -> dict[tuple[str, str], set[str]]:
    """The fields that the guide's table of files names, by file and kind of entry ("" for the rows of a CSV file)."""
    section = GUIDE.read_text(encoding="utf-8").partition("\n## The files\n")[2].partition("\n## ")[0]
    rows: dict[tuple[str, str], set[str]] = {}
    file = ""
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 4 or cells[0] in ("file", "---"):
            continue
        file = cells[0].strip("`") or file
        rows[file, "" if cells[1] == "row" else cells[1].strip("`[]")] = set(re.findall(r"`([^`]+)`", cells[3]))
    return rows


def fields(shape: type[msgspec.Struct]) -> set[str]:
    """The fields of an entry, and those of the entries inside it."""
    found = set(shape.__struct_fields__)
    for hint in get_type_hints(shape).values():
        for part in (hint, *get_args(hint)):
            if isinstance(part, type) and issubclass(part, msgspec.Struct):
                found |= fields(part)
    return found


def shapes() -> Iterator[Any]:
    for file, parts in FILES.items():
        for _, key, shape in parts:
            yield pytest.param(file, key, shape, id=f"{file}-{key or 'row'}")


@pytest.mark.parametrize(("file", "key", "shape"), list(shapes()))
def test_every_field_is_in_the_guide(file: str, key: str, shape: type[msgspec.Struct]) -> None:
    rows = told()
    assert (file, key) in rows, f"{GUIDE.name} has no row for it"
    assert rows[file, key] - COMMON == fields(shape) - COMMON


def test_the_guide_tells_of_no_other_file() -> None:
    known = {(file, key) for file, parts in FILES.items() for _, key, _ in parts}
    assert {(file, key) for file, key in told() if file != "letters.toml"} == known


def test_sources_are_explained() -> None:
    """Whatever an entry names as its source has a row in the guide; a name may go on ("CLDR (fa)")."""
    section = GUIDE.read_text(encoding="utf-8").partition("\n## Sources\n")[2]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    keys = tuple(key.rstrip(" …").lower() for row in rows for key in re.findall(r"`([^`]+)`", row))
    knowledge = load_knowledge()
    named = {
        part.strip()
        for field in knowledge.__struct_fields__
        for entry in getattr(knowledge, field)
        for part in getattr(entry, "source", "own").split(";")
    }
    assert {name for name in named if not name.lower().startswith(keys)} == set()
