"""The public interface: what `from mahdar import …` gives."""

import subprocess
import sys

import pytest

import mahdar


@pytest.mark.parametrize("name", mahdar.__all__)
def test_what_is_named_is_there(name: str) -> None:
    assert getattr(mahdar, name) is not None
    assert name in dir(mahdar)


def test_what_is_not_there_is_said_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'analyze'"):
        _ = mahdar.analyze  # type: ignore[attr-defined]


def test_a_record_from_three_lines() -> None:
    article = mahdar.Article(doc="1", text="التقى الرئيس الروسي نظيره الإيراني في موسكو.", published="2025-01-17")
    record = mahdar.analyse(article, mahdar.load_knowledge())
    assert [(event.kind, event.status) for event in record.events] == [("meeting", "happened")]
    assert {entity.resolved for entity in record.entities} >= {"فلاديمير بوتين", "مسعود بزشكيان"}


def test_importing_it_loads_no_room() -> None:
    code = "import sys, mahdar; print([m for m in sys.modules if m.startswith('mahdar.')])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "['mahdar._rooms']"
