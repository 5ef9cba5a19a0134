"""Articles without a date, dated by the same events in others."""

from collections.abc import Sequence
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from mahdar.engine import build
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.model import Article, Record
from mahdar.query import articles
from mahdar.store import Store

MET = (
    "التقى الرئيس الأميركي دونالد ترامب الزعيم الكوري الشمالي كيم جونغ أون في سنغافورة {when}، وبحثا نزع السلاح النووي."
)
FIRST = Article(doc="first", text=MET.format(when="الثلاثاء"), published="2018-06-12", outlet="marqab")
LATER = Article(doc="later", text=MET.format(when="أمس الثلاثاء"), published="2018-06-13", outlet="mina")
OTHER = Article(doc="other", text="أعلنت الوزارة الثلاثاء خطة جديدة.", published="2018-06-19", outlet="mina")
UNDATED = Article(doc="undated", text=MET.format(when="اليوم الثلاثاء") + "\nوقال ترامب إنه راض.", outlet="difatan")
ELSEWHERE = Article(doc="elsewhere", text=UNDATED.text.replace("في سنغافورة", "في هانوي"), outlet="difatan")


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def built(folder: Path, *batches: Sequence[Article]) -> dict[str, Record]:
    with Store.open(folder / "store.db", create=True) as store:
        for batch in batches:
            build(batch, store, knowledge())
        return {article.doc: record for article, record in store.records()}


def test_dated_by_an_article_that_tells_the_same_event(tmp_path: Path) -> None:
    record = built(tmp_path, [UNDATED, FIRST, OTHER])["undated"]
    assert (record.published, record.published_from) == ("2018-06-12", "inferred")
    assert 0.5 < record.published_certainty < 1
    assert [(clue.doc, clue.span.of(UNDATED.text)) for clue in record.published_by if clue.doc] == [
        ("first", "اليوم الثلاثاء")
    ]
    assert {time.value for time in record.times} == {"2018-06-12"}


def test_alone_it_has_no_day(tmp_path: Path) -> None:
    assert built(tmp_path, [UNDATED, OTHER])["undated"].published is None


def test_not_by_a_meeting_elsewhere(tmp_path: Path) -> None:
    assert built(tmp_path, [ELSEWHERE, FIRST])["elsewhere"].published is None


@pytest.mark.parametrize("order", list(permutations((UNDATED, FIRST, LATER))))
def test_the_order_of_articles_does_not_matter(tmp_path: Path, order: tuple[Article, ...]) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "three").mkdir()
    at_once = built(tmp_path / "one", order)
    assert at_once == built(tmp_path / "three", *([article] for article in order))
    assert at_once["undated"].published == "2018-06-12"


def test_nothing_is_built_on_what_was_itself_worked_out(tmp_path: Path) -> None:
    """A second undated article is dated by the dated one, not by the first."""
    second = Article(doc="a-second", text=UNDATED.text, outlet="mina")
    for record in (records := built(tmp_path, [second, UNDATED], [FIRST])).values():
        assert record.published == "2018-06-12"
    assert {clue.doc for clue in records["a-second"].published_by if clue.doc} == {"first"}


def test_a_build_with_nothing_new_leaves_it(tmp_path: Path) -> None:
    once = built(tmp_path, [UNDATED, FIRST])
    assert built(tmp_path, [UNDATED, FIRST]) == once


def test_the_inferred_are_listed_with_their_reasons(tmp_path: Path) -> None:
    built(tmp_path, [UNDATED, FIRST, LATER])
    with Store.open(tmp_path / "store.db") as store:
        (line,) = articles(store, dated="inferred")
    assert line.source.doc == "undated"
    assert line.dated is not None
    assert 0.5 < line.dated.certainty < 1
    assert ("اليوم الثلاثاء", "the weekday is Tuesday", None) in [
        (reason.words, reason.says, reason.doc) for reason in line.dated.reasons
    ]
