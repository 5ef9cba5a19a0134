"""Small hand-made articles with their records, and a record file of them."""

import atexit
import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mahdar.engine import build, link_store
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.brackets import parse
from mahdar.knowledge.tables.registry import Organisation, Person, Place, State
from mahdar.limits import collecting_rarely
from mahdar.model import (
    Accusation,
    AgreementStep,
    Answer,
    Article,
    Entity,
    Event,
    Evidence,
    Fact,
    Mention,
    Office,
    Record,
    Span,
    Statement,
    TimeExpression,
)
from mahdar.reading import read_articles
from mahdar.store import Store
from tests.postgresql import Server, binaries, databases

__all__ = ["databases"]

Pair = tuple[Article, Record]

if sys.dont_write_bytecode:
    # Where compiled modules are not to be kept, the hundreds of processes that the tests start would each compile them anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", tempfile.mkdtemp(prefix="mahdar-compiled-"))
    atexit.register(shutil.rmtree, os.environ["PYTHONPYCACHEPREFIX"], ignore_errors=True)


def pytest_collection_finish() -> None:
    """Thousands of tests and all modules are there to stay: cycles are not looked for among them, and seldom among the rest."""
    gc.collect()
    gc.freeze()
    collecting_rarely()


# Who plays in the hand-made articles. The persons who speak are invented; real ones only meet, as they did.
CAST: dict[str, dict[str, Any]] = {
    "kim": {"id": "Q56226", "kind": "person", "name": "كيم جونغ أون", "name_en": "Kim Jong Un", "offices": (Office("leader", "KP"),)},
    "moon": {"id": "Q20001", "kind": "person", "name": "مون جاي إن", "name_en": "Moon Jae-in", "offices": (Office("president", "KR"),)},
    "lavrov": {"id": "Q58217", "kind": "person", "name": "سيرغي لافروف", "name_en": "Sergey Lavrov", "offices": (Office("foreign minister", "RU"),)},
    "zarif": {"id": "Q484214", "kind": "person", "name": "محمد جواد ظريف", "name_en": "Mohammad Javad Zarif", "offices": (Office("foreign minister", "IR"),)},
    "russia": {"id": "RU", "kind": "state", "name": "روسيا", "name_en": "Russia", "iso": "RU"},
    "iran": {"id": "IR", "kind": "state", "name": "إيران", "name_en": "Iran", "iso": "IR"},
    "wire": {"id": "wire", "kind": "org", "name": "وكالة الأفق"},
    "speaker": {"id": "x-farran", "kind": "person", "name": "نعمان الفران", "offices": (Office("spokesperson", "RU"),)},
    "speaker2": {"id": "x-harith", "kind": "person", "name": "سعاد الحارث"},
    "deal": {"id": "jcpoa", "kind": "agreement", "name": "الاتفاق النووي"},
}  # fmt: skip


def make(
    doc: str,
    marked: str,
    *,
    published: str | None,
    outlet: str = "marqab",
    title: str | None = None,
    events: dict[str, dict[str, Any]] | None = None,
    statements: dict[str, dict[str, Any]] | None = None,
    facts: dict[str, dict[str, Any]] | None = None,
    published_from: str | None = "given",
) -> Pair:
    """An article from a text in bracket notation, and its record.

    A label of the cast is a mention; "e1" marks the words of event e1, "s1" the content and "c1" the cue of statement s1,
    "f1" the words of a fact, "t=VALUE" an expression of time.
    """
    text, spans = (found := parse(marked)).text, found.spans

    def labelled(label: str) -> tuple[Span, ...]:
        return found.labelled(label)

    called = dict.fromkeys(name for name, _ in spans if name in CAST)
    entities = tuple(
        Entity(
            **CAST[name],
            names=tuple(dict.fromkeys(span.of(text) for span in labelled(name))),
            mentions=tuple(Mention(span, "name") for span in labelled(name)),
        )
        for name in called
    )

    def ids(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(CAST[name]["id"] for name in names)

    return Article(doc=doc, text=text, source=f"{outlet}.jsonl:{doc}", title=title, outlet=outlet, published=published), Record(
        doc=doc,
        published=published,
        published_from=published_from if published else None,
        entities=entities,
        times=tuple(
            TimeExpression(span=span, value=name[2:], type="date", rule="time.test") for name, span in spans if name.startswith("t=")
        ),
        statements=tuple(
            Statement(
                id=f"{doc}-{key}",
                speaker=ids(given["speaker"]),
                chain=ids(given.get("chain", ())),
                to=ids(given.get("to", ())),
                form="indirect",
                act=given["act"],
                cue=labelled("c" + key[1:])[0],
                content=labelled(key),
                evidence=Evidence(labelled(key), "verb.test"),
            )
            for key, given in (statements or {}).items()
        ),
        events=tuple(
            Event(
                id=f"{doc}-{key}",
                kind=given["kind"],
                who=tuple((CAST[name]["id"], role) for name, role in given["who"]),
                time=given.get("time"),
                place=given.get("place"),
                status=given.get("status", "happened"),
                chain=ids(given.get("chain", ())),
                evidence=Evidence(labelled(key), "event.test"),
            )
            for key, given in (events or {}).items()
        ),
        facts=tuple(
            Fact(
                subject=CAST[given["subject"]]["id"],
                property=given["property"],
                value=given["value"],
                status="stated",
                chain=(),
                evidence=Evidence(labelled(key), "fact.test"),
            )
            for key, given in (facts or {}).items()
        ),
    )  # fmt: skip


def with_lives(pair: Pair) -> Pair:
    """The pair of the article on talks with a step of its agreement, and an accusation that its statement answers."""
    article, record = pair
    (said,), deal = record.statements, next(one for one in record.entities if one.kind == "agreement")
    step = AgreementStep(
        id="a2-a1", agreement=deal.id, entity=deal.id, step="in_force", parties=("Q58217",), time=None, place=None,
        length=None, status="ongoing", chain=said.chain, evidence=Evidence(said.content, "step.test"),
    )  # fmt: skip
    charge = Accusation(
        id="a2-q1", accuser=("Q58217",), accused=("Q484214",), words=said.content, statement=said.id, chain=(),
        answers=(Answer(said.id, "words"),), evidence=Evidence(said.content, "verb.test"),
    )  # fmt: skip
    return article, msgspec.structs.replace(record, agreements=(step,), accusations=(charge,))


def minutes() -> list[Pair]:
    """Four articles of three outlets."""
    first, talks, *others = _minutes()
    return [first, with_lives(talks), *others]


def _minutes() -> list[Pair]:
    return [
        make(
            "a1",
            "[التقى [كيم جونغ أون]{kim} [مون جاي إن]{moon} في بانمونجوم [الجمعة]{t=2018-04-27}]{e1}.\n"
            "وكان [كيم]{kim} قد عبر خط الحدود سيرا.",
            published="2018-04-27",
            title="لقاء على خط الحدود",
            events={"e1": {"kind": "meeting", "who": (("kim", "party"), ("moon", "party")), "time": "2018-04-27", "place": "بانمونجوم"}},
        ),
        make(
            "a2",
            "[عقد [لافروف]{lavrov} محادثات مع [ظريف]{zarif} في موسكو]{e1}. و[أكد]{c1} [نعمان الفران]{speaker} أن "
            "[[الاتفاق النووي]{deal} باق وأن المفاوضات مستمرة]{s1}، حسب ما نقلت [وكالة الأفق]{wire}.",
            published="2018-05-14",
            outlet="mina",
            title="محادثات في موسكو",
            events={"e1": {"kind": "talks", "who": (("lavrov", "party"), ("zarif", "party")), "place": "موسكو", "chain": ("wire",)}},
            statements={"s1": {"speaker": ("speaker",), "act": "affirm", "chain": ("wire",)}},
        ),
        make(
            "a3",
            "[نفت]{c1} [سعاد الحارث]{speaker2} [وجود أي مفاوضٍ في [إيران]{iran}]{s1}. [قتل ثلاثة]{f1} في [روسيا]{russia}، "
            "و[من المقرر أن يزور [لافروف]{lavrov} [إيران]{iran} في [يونيو]{t=2018-06}]{e1}.",
            published="2018-05-20",
            outlet="mina",
            title=None,
            statements={"s1": {"speaker": ("speaker2",), "act": "deny"}},
            events={"e1": {"kind": "visit", "who": (("lavrov", "guest"), ("iran", "host")), "time": "2018-06", "status": "planned"}},
            facts={"f1": {"subject": "russia", "property": "killed", "value": "3"}},
        ),
        make("a4", "نصٌّ بلا تاريخٍ عن الطقس.", published=None, outlet="difatan", title="=SUM(A1)"),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def words() -> Knowledge:
    """All knowledge of the package."""
    return load_knowledge()


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory, words: Knowledge) -> Iterator[Store]:
    """The examples, built and linked; only to be read."""
    with Store.open(tmp_path_factory.mktemp("examples") / "examples.db", create=True) as store:
        build(read_articles([str(Path(__file__).resolve().parent.parent / "examples")], words), store, words)
        link_store(store, words)
        yield store


@pytest.fixture
def known() -> Knowledge:
    """A registry of a few entries."""
    state = {"demonym_plurals": (), "seats": (), "source": "test", "certainty": 1.0}
    person = {"gender": "", "source": "test", "certainty": 1.0}
    return Knowledge(
        states=(
            State(id="RU", demonyms=("روسي",), name_ar="روسيا", name_en="Russia", names_ar=("روسيا الاتحادية",), capitals=("موسكو",), **state),
            State(id="IR", demonyms=("إيراني",), name_ar="إيران", name_en="Iran", names_ar=("الجمهورية الإسلامية",), capitals=("طهران",), **state),
            State(id="KP", demonyms=("كوري شمالي",), name_ar="كوريا الشمالية", name_en="North Korea", names_ar=(), capitals=("بيونغ يانغ",), **state),
        ),
        persons=(
            Person(id="Q56226", name_ar="كيم جونغ أون", name_en="Kim Jong Un", names_ar=(), short_ar=(), **person),
            Person(id="Q58217", name_ar="سيرغي لافروف", name_en="Sergey Lavrov", names_ar=("سيرجي لافروف",), short_ar=("لافروف",), **person),
            Person(id="Q22686", name_ar="دونالد ترامب", name_en="Donald Trump", names_ar=("دونالد ترمب",), short_ar=("ترامب", "ترمب"), **person),
            Person(id="Q432473", name_ar="ميلانيا ترامب", name_en="Melania Trump", names_ar=(), short_ar=(), **person),
            Person(id="Q1", name_ar="سليم حداد", name_en="Salim Haddad", names_ar=(), short_ar=(), **person),
            Person(id="Q2", name_ar="كريم حداد", name_en="Karim Haddad", names_ar=(), short_ar=(), **person),
        ),
        places=(Place(id="p-moscow", kind="city", name_ar="موسكو", name_en="Moscow", names_ar=(), state="RU", source="test", certainty=1.0),),
        organisations=(
            Organisation(id="un", kind="igo", name_ar="الأمم المتحدة", name_en="United Nations", names_ar=(), state="", carrier="", source="test", certainty=1.0),
        ),
    )  # fmt: skip


@pytest.fixture
def pairs() -> list[Pair]:
    return minutes()


HAS_POSTGRESQL = binaries() is not None
_POSTGRESQL = pytest.param(
    "postgresql", marks=pytest.mark.skipif(not HAS_POSTGRESQL, reason="PostgreSQL's server is not installed")
)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in one line what was skipped."""
    skipped = terminalreporter.stats.get("skipped", [])
    if not HAS_POSTGRESQL and skipped:
        terminalreporter.write_line(f"PostgreSQL's server is not installed: {len(skipped)} tests skipped")


DATABASES = ("sqlite", _POSTGRESQL)


@contextmanager
def place_in(request: pytest.FixtureRequest, folder: Path) -> Iterator[Path | str]:
    """Where a store of the sort `request.param` can be made: a path, or the address of a database with nothing but its tables."""
    if request.param == "sqlite":
        yield folder / "minutes.db"
        return
    server: Server = request.getfixturevalue("databases")
    address = server.take()
    yield address
    server.give_back(address)


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where a store can be made, on every database."""
    with place_in(request, tmp_path) as where:
        yield where


def filling(store: Store, pairs: list[Pair]) -> Store:
    """The store, with these articles in it."""
    store.put_many([(article, record, f"digest of {article.doc}") for article, record in pairs])
    return store


@pytest.fixture
def filled(place: Path | str, pairs: list[Pair]) -> Iterator[Store]:
    """A store with the four articles: the tests that ask for it run on every database."""
    with Store.open(place, create=True) as store:
        yield filling(store, pairs)


@pytest.fixture
def filled_file(tmp_path: Path, pairs: list[Pair]) -> Iterator[Store]:
    """A record file with the four articles, for what is of files."""
    with Store.open(tmp_path / "minutes.db", create=True) as store:
        yield filling(store, pairs)


class Ran(msgspec.Struct):
    """How a process ended."""

    status: int
    out: str
    err: str


Runner = Callable[..., Ran]


@pytest.fixture
def mahdar(tmp_path: Path) -> Runner:
    """Run `python -m mahdar` in an empty folder; `given` goes to its standard input."""
    cache = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))

    def run(*words: str, given: bytes = b"", env: dict[str, str] | None = None, python: tuple[str, ...] = ()) -> Ran:
        here = {name: value for name, value in os.environ.items() if not name.startswith(("MAHDAR_", "PYTHONWARN"))}
        done = subprocess.run(
            [sys.executable, "-W", "error", *python, "-m", "mahdar", *words],
            input=given,
            capture_output=True,
            cwd=tmp_path,
            env=here | {"XDG_CACHE_HOME": cache} | (env or {}),
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def whole() -> Knowledge:
    """All that is shipped."""
    return load_knowledge()


@pytest.fixture(scope="session")
def shown_path(tmp_path_factory: pytest.TempPathFactory, whole: Knowledge) -> Path:
    """The record file of the examples, linked, with articles of evil ids. To be read only; copy it to write."""
    from tests.web_house import fill  # noqa: PLC0415  (the libraries of the web take a while to load)

    path = tmp_path_factory.mktemp("shown") / "shown.db"
    fill(path, whole)
    return path


@pytest.fixture(scope="session")
def shown(shown_path: Path) -> Iterator[Store]:
    """The record file of the examples, open."""
    with Store.open(shown_path) as store:
        yield store
