"""What comes bit by bit makes the Minutes that all at once makes, row by row: late news, news that is changed, news that is gone."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from mahdar.engine import link_store
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.linking import link, read_extract
from mahdar.linking._quotes import Gathered, Saying, Spoken
from mahdar.model import Article, Record
from mahdar.pipeline import analyse
from mahdar.reading import read_articles
from mahdar.store import Store, tables
from tests.test_linking import made

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def corpus(knowledge: Knowledge) -> list[tuple[Article, Record]]:
    """The examples, and every second of them once more as another paper's: of the same days, and of weeks later."""
    found = [one for one in read_articles([str(EXAMPLES)], knowledge) if isinstance(one, Article)]
    dated = [one for one in found if one.published and len(one.published) == len("2018-03-05")]
    again = [
        msgspec.structs.replace(
            one,
            doc=f"again-{one.doc}",
            outlet="another",
            published=(date.fromisoformat(one.published or "") + timedelta(n * 9 % 40)).isoformat(),
        )
        for n, one in enumerate(dated[::2])
    ]
    return [(one, analyse(one, knowledge)) for one in (*found, *again)]


def remove(store: Store, doc: str) -> None:
    """Take an article out of a store, as one who works on the database itself does."""
    article = tables.articles.c
    with store._writing() as connection:
        wanted = select(article.id, article.first_day).where(article.doc == doc)
        store._remove(connection, connection.execute(wanted).all())


@pytest.mark.parametrize("seed", [1, 2])
def test_news_in_any_order_makes_the_minutes_of_all_at_once(
    place: Path | str, knowledge: Knowledge, corpus: list[tuple[Article, Record]], seed: int
) -> None:
    """In parts and out of order, with articles that come, change their day and words, and go again."""
    dice = random.Random(seed)
    shuffled = dice.sample(corpus, len(corpus))
    third = len(shuffled) // 3
    with Store.open(place, create=True) as store:
        for part in (shuffled[:third], shuffled[third : 2 * third], shuffled[2 * third :]):
            store.put_many([(article, record, "1") for article, record in part])
            link_store(store, knowledge)
        changed, (other, _) = shuffled[0], shuffled[1]
        later = msgspec.structs.replace(changed[0], text=other.text, published="2018-05-09")
        store.put(later, analyse(later, knowledge), "2")
        link_store(store, knowledge)
        for article, _ in shuffled[2:6]:
            remove(store, article.doc)
        link_store(store, knowledge)
        bit_by_bit = made(store)
        link_store(store, knowledge, anew=True)
        assert bit_by_bit == made(store)
        store.put(*shuffled[2], "1")
        link_store(store, knowledge)
        bit_by_bit = made(store)
        link_store(store, knowledge, anew=True)
        assert bit_by_bit == made(store)


def test_what_is_linked_in_a_store_is_what_is_linked_without(
    tmp_path: Path, knowledge: Knowledge, corpus: list[tuple[Article, Record]]
) -> None:
    minutes = link((read_extract(*pair, knowledge) for pair in corpus), knowledge)
    with Store.open(tmp_path / "news.db", create=True) as store:
        for at in range(0, len(corpus), 25):
            store.put_many([(article, record, "1") for article, record in corpus[at : at + 25]])
            link_store(store, knowledge)
        assert sorted(store.episodes(), key=lambda one: one.id) == sorted(minutes.episodes, key=lambda one: one.id)
        assert sorted(store.quotes(), key=lambda one: one.id) == sorted(minutes.quotes, key=lambda one: one.id)
        assert store.copies() == dict(minutes.copies)
        rows = made(store)["ledger"]
        entries = (*minutes.disagreements, *minutes.changes, *minutes.threads, *minutes.cases, *minutes.quotes)
        assert {str(row[1]) for row in rows} == {one.id for one in entries}


def test_a_day_touches_the_days_in_which_it_is_heard_of_only(
    tmp_path: Path,
    knowledge: Knowledge,
    corpus: list[tuple[Article, Record]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A late article places the statements of its day, and of those behind it that they may be told on, and no others."""
    placed: list[int] = []
    place_all = Gathered.place

    def place_some(self: Gathered, day: int, sayings: Iterable[Saying]) -> Iterator[Spoken]:
        placed.append(day)
        return place_all(self, day, sayings)

    with Store.open(tmp_path / "news.db", create=True) as store:
        store.put_many([(article, record, "1") for article, record in corpus])
        link_store(store, knowledge)
        monkeypatch.setattr(Gathered, "place", place_some)
        late = msgspec.structs.replace(corpus[0][0], doc="late", published="2018-02-20")
        store.put(late, analyse(late, knowledge), "1")
        link_store(store, knowledge)
        first = date(2018, 2, 20).toordinal()
        assert first in placed
        assert all(first <= day <= first + 3 for day in placed)


def test_seasons_do_not_show(
    tmp_path: Path, knowledge: Knowledge, corpus: list[tuple[Article, Record]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many weeks are in memory together, the Minutes are the same."""
    with Store.open(tmp_path / "news.db", create=True) as store:
        store.put_many([(article, record, "1") for article, record in corpus])
        link_store(store, knowledge)
        together = made(store)
        monkeypatch.setattr("mahdar.engine._renewal._SEASON", 1)
        link_store(store, knowledge, anew=True)
        assert together == made(store)
