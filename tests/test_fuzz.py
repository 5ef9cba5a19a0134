"""Whatever comes, nothing crashes, nothing hangs, and every span lies in its text; and no pattern can be made to run for ever."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mahdar
from mahdar import Article, analyse
from mahdar.errors import OutOfTimeError
from mahdar.knowledge import load_knowledge
from mahdar.limits import within
from mahdar.model import Record
from mahdar.reading._boilerplate import Place, line_rules
from tests.fuzz import MOST_SECONDS, Fuzz, patterns, seeds_of

CASES = 5_000
SHARES = 5


@pytest.fixture(scope="module")
def fuzz() -> Fuzz:
    knowledge = load_knowledge()
    return Fuzz(seeds_of(knowledge), knowledge, words=24)


@pytest.mark.parametrize("share", range(SHARES))
def test_spoilt_texts_and_pages(fuzz: Fuzz, share: int) -> None:
    cases = range(share * CASES // SHARES, (share + 1) * CASES // SHARES)
    wrong = {number: problem for number in cases if (problem := fuzz.check(number)) is not None}
    assert wrong == {}


# --- patterns

LENGTH = 2_000
SLOW = 0.5


@pytest.fixture(scope="module")
def compiled() -> list[tuple[str, str, int]]:
    done = subprocess.run(
        [sys.executable, patterns.__file__], capture_output=True, check=True, cwd=Path(__file__).parent.parent,
        env=os.environ | { "PYTHONPATH": str(Path(mahdar.__file__).parents[1])},
    )  # fmt: skip
    found: list[tuple[str, str, int]] = json.loads(done.stdout)
    return found


def slow(search: object, text: str) -> bool:
    """Whether it takes too long, at the better of two times: the machine does other things as well."""
    for _ in range(2):
        begun = time.process_time()
        try:
            with within(2 * SLOW):
                search(text)  # type: ignore[operator]
        except OutOfTimeError:
            continue
        if time.process_time() - begun < SLOW:
            return False
    return True


def test_no_pattern_can_be_made_to_take_for_ever(compiled: list[tuple[str, str, int]]) -> None:
    assert len(compiled) > 150
    wrong = {}
    rules = line_rules(load_knowledge())
    place = Place(1, 1)
    for module, pattern, flags in compiled:
        if module.endswith("_boilerplate"):
            # These see lines of a length of their own: asked as they are used.
            def search(text: str) -> object:
                return rules.of_line(text, place), list(rules.pieces(text, text, place))
        else:
            search = re.compile(pattern, flags).search
        for text in patterns.adversaries(pattern, flags, length=LENGTH):
            if slow(search, text):
                wrong[module, pattern[:200]] = text[:80]
                break
    assert wrong == {}


def test_the_adversaries_find_what_is_slow() -> None:
    for pattern in (r"^(?:\w+\s?)*$", r"(?:x|xx)*y"):
        search = re.compile(pattern).search
        assert any(slow(search, text) for text in patterns.adversaries(pattern, 0, length=LENGTH)), pattern


@pytest.mark.parametrize("text", ["اجتمع الوفد في " + "9" * 5000 + " مايو.", "قال " + "رئيس " * 1200 + "روسيا."])
def test_what_a_long_run_has_found(text: str) -> None:
    """Days of thousands of digits, and titles of titles without end."""
    assert isinstance(analyse(Article(doc="long", text=text), load_knowledge()), Record)


@pytest.mark.parametrize(
    "text", ["قال " + "الكاتب المحلل " * 12 + "إن الأمر صعب.", "في 30 خرداد وشهريور ومهر وفروردين 1397"]
)
def test_nothing_is_read_again_for_each_that_may_hold_it(text: str) -> None:
    """Callings of one man without end, each with the rest after it; months whose year hangs on an equinox."""
    knowledge = load_knowledge()
    analyse(Article(doc="warm", text="قال الكاتب إن الأمر صعب."), knowledge)
    begun = time.process_time()
    analyse(Article(doc="deep", text=text, published="2018-06-20"), knowledge)
    assert time.process_time() - begun < MOST_SECONDS
