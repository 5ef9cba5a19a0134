"""PostgreSQL as the store: the same commands, the same answers as a file gives, and what goes wrong in plain words."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import psycopg
import pytest

from mahdar import query
from mahdar.engine import build, link_store
from mahdar.errors import QueryError, StoreError
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.query import Signature
from mahdar.reading import read_articles
from mahdar.store import Store
from tests.conftest import HAS_POSTGRESQL, Pair, Runner, make
from tests.postgresql import Server

pytestmark = pytest.mark.skipif(not HAS_POSTGRESQL, reason="PostgreSQL's server is not installed")

EXAMPLES = Path(__file__).parents[1] / "examples"
SIGNED = Signature("a", "2026-03-01T09:00:00Z", "r")
PARTIES = ("US", "RU", "IR", "KR", "KP", "SY", "un")


@pytest.fixture
def address(databases: Server) -> Iterator[str]:
    where = databases.take()
    yield where
    databases.give_back(where)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


# --- the same answers


@pytest.fixture(scope="module")
def both(
    databases: Server, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge
) -> Iterator[tuple[Store, Store]]:
    """The examples as a file and as a database, corrected and linked."""
    names = [str(path) for path in sorted(EXAMPLES.iterdir()) if path.name[:1].isdigit()]
    found = list(read_articles(names, knowledge))
    address = databases.take()
    with (
        Store.open(tmp_path_factory.mktemp("both") / "a.db", create=True) as file,
        Store.open(address, create=True) as database,
    ):
        for store in (file, database):
            build(found, store, knowledge)
            link_store(store, knowledge)
            event = query.chronicle(store, knowledge)[0].event
            store.add_corrections([query.strike(store, event, SIGNED)])
            link_store(store, knowledge)
        yield file, database
    databases.give_back(address)


Ask = Callable[[Store, Knowledge], Any]


def _questions() -> dict[str, Ask]:
    """Every question, of everybody and of each of the parties, with each sort of filter."""
    asked: dict[str, Ask] = {
        "articles": lambda s, k: (query.articles(s), query.count_articles(s, dated="given"), query.failed_articles(s)),
        "articles of a range": lambda s, k: query.articles(s, from_="2018-03", to="2018-05", limit=5),
        "chronicle": query.chronicle,
        "chronicle of a range": lambda s, k: query.chronicle(s, k, kinds=["contact"], from_="2018-04", to="2018"),
        "episodes": query.episodes,
        "episodes of kinds": lambda s, k: query.episodes(s, k, kinds=["meeting"], statuses=["happened"], sources=1),
        "said": query.said,
        "said of acts": lambda s, k: query.said(s, k, acts=["deny", "affirm"], limit=7),
        "said about": lambda s, k: query.said(s, k, about="المفاوضات"),
        "quotes": lambda s, k: query.quotes(s, k, sources=1),
        "agreements": query.agreements,
        "accusations": lambda s, k: (query.accusations(s, k), query.accusations(s, k, answered=False)),
        "disagreements": query.disagreements,
        "changes": lambda s, k: query.changes(s, k, everything=True),
        "fixes": query.fixes,
        "failures": lambda s, k: s.failures(),
        "records": lambda s, k: list(s.records()),
        "minutes": lambda s, k: (s.episodes(), s.quotes(), s.copies(), s.minutes_counts()),
        "state": lambda s, k: (s.linked_state(), sorted(s.digests().items())),
    }
    for one in PARTIES:
        asked |= {
            f"who {one}": lambda s, k, one=one: query.who(s, k, one),
            f"dossier {one}": lambda s, k, one=one: query.dossier(s, k, one),
            f"chronicle {one}": lambda s, k, one=one: query.chronicle(
                s, k, who=one, with_="US" if one != "US" else "RU"
            ),
            f"relation {one}": lambda s, k, one=one: query.relation(s, k, one, "US" if one != "US" else "RU"),
            f"thread {one}": lambda s, k, one=one: query.thread(s, k, one, episodes=1),
            f"said {one}": lambda s, k, one=one: query.said(s, k, who=one, from_="2018-03"),
            f"accusations {one}": lambda s, k, one=one: query.accusations(s, k, who=one),
            f"agreements {one}": lambda s, k, one=one: query.agreements(s, k, name=one),
        }
    for words in (
        "المفاوضات", "وزير الخارجية", '"وزير الخارجية"', "Trump", "Russia -سوريا", "title:القمة", "in:said الولايات",
        'speaker:"US" in:said الاتفاق', "from:2018-04 to:2018-05 الرئيس", "-الرئيس وزير", "٢٠١٨", "Kim Jong Un",
    ):  # fmt: skip
        asked[f"search {words}"] = lambda s, k, words=words: query.search(s, words, knowledge=k)
        asked[f"best {words}"] = lambda s, k, words=words: query.search(s, words, knowledge=k, best_first=True, limit=5)
    for name in ("Lavrov", "ترمب", "Kim Jong-un", "بوتين", "Zarif", "الأمم المتحدة"):
        asked[f"seek {name}"] = lambda s, k, name=name: query.seek(s, k, name)
    return asked


def told(ask: Ask, store: Store, knowledge: Knowledge) -> bytes:
    """An answer as bytes; also that there is none."""
    try:
        return msgspec.json.encode(ask(store, knowledge))
    except QueryError as problem:
        return f"QueryError {problem}".encode()


@pytest.mark.parametrize("name", sorted(_questions()))
def test_both_databases_answer_alike(both: tuple[Store, Store], knowledge: Knowledge, name: str) -> None:
    ask = _questions()[name]
    file, database = (told(ask, store, knowledge) for store in both)
    assert file == database
    assert not file.startswith(b"QueryError")


def test_pages_of_hits_follow_each_other(both: tuple[Store, Store], knowledge: Knowledge) -> None:
    for store in both:
        whole = query.search(store, "الرئيس", limit=1000)
        assert len(whole) > 4
        first = query.search(store, "الرئيس", limit=3)
        assert (*first, *query.search(store, "الرئيس", limit=1000, before=first[-1].key)) == whole


# --- the same commands


def test_commands(mahdar: Runner, address: str) -> None:
    source = str(EXAMPLES / "11-wire-2018.jsonl")
    asked = ["--store", address]
    assert mahdar("build", source, "--into", address, "--workers", "1").status == 0
    for words in (
        ("episodes", "--limit", "3"), ("dossier", "US"), ("search", "الرئيس", "--best"), ("who", "US"), ("articles", "--count"),
        ("export", "--format", "json"),
    ):  # fmt: skip
        ran = mahdar(*words, *asked)
        assert ran.status == 0 and ran.out, (words, ran.err)
    # A password is nobody's business.
    told = mahdar("chronicle", "--store", address.replace("mahdar@", "mahdar:geheim@").replace("?", "none?"))
    assert told.status != 0 and "geheim" not in told.err and "createdb" in told.err and "Traceback" not in told.err


# --- what goes wrong


def test_addresses_that_lead_nowhere(databases: Server, tmp_path: Path) -> None:
    for address, problem in (
        (databases.address("nowhere"), "does not exist; 'createdb nowhere'"),
        (databases.address("postgres").replace("mahdar@", "nobody:secret@"), "does not know this user"),
        (f"postgresql://mahdar@/db?host={tmp_path}", "no server answers there"),
        ("postgresql://mahdar@127.0.0.1:1/db", "no server answers there"),
        ("postgresql://mahdar@host", "which database is meant"),
        ("postgresql://mahdar@host:port/db", "no address of a database"),
    ):
        with pytest.raises(StoreError, match=problem) as caught:
            Store.open(address, create=True)
        assert "secret" not in str(caught.value)


def test_a_database_that_is_something_else(databases: Server) -> None:
    address = databases.bare()
    with pytest.raises(StoreError, match="is empty; 'mahdar build"):
        Store.open(address)
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE cats (name text)")
    with pytest.raises(StoreError, match="not a record store"):
        Store.open(address, create=True)


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["mahdar.store._databases._postgresql"], "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'mahdar\[postgres\]'"):
        Store.open("postgresql://mahdar:secret@host/db")


def test_what_text_cannot_hold(address: str) -> None:
    with Store.open(address, create=True) as store:
        for odd in ("\0", "\ud800"):
            article, record = make("odd", "نص قصير.", published=None)
            with pytest.raises(StoreError, match="it is no character"):
                store.put(msgspec.structs.replace(article, title=odd), record, "d")
        assert store.count() == 0


def test_two_writers_wait_for_each_other(address: str, pairs: list[Pair]) -> None:
    with Store.open(address, create=True) as store, Store.open(address) as other:
        lists = [
            [make(f"{name}{number}", "حضر [لافروف]{lavrov}.", published="2018-05-01") for number in range(20)]
            for name in "ab"
        ]

        def write(into: Store, some: list[Pair]) -> None:
            for article, record in some:
                into.put(article, record, "d")

        threads = [Thread(target=write, args=(one, some)) for one, some in zip((store, other), lists, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.count() == 40
        assert len(query.search(store, "لافروف", limit=100)) == 40
