"""The engine: order, failures, processes that die, builds that are stopped."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from mahdar import engine, pipeline
from mahdar.engine._digest import _ROOMS
from mahdar.errors import AnalysisError, StoreError
from mahdar.export import export
from mahdar.knowledge import Knowledge, fold, load_knowledge
from mahdar.model import Article, Entity, Evidence, Failure, Mention, Record, Span, Statement
from mahdar.store import Store

NOTHING = Knowledge()


def articles(count: int) -> list[Article]:
    return [Article(doc=f"d{n:03}", text=f"قال فلان رقم {n} كلاما.", source=f"f.jsonl:{n}") for n in range(count)]


# --- analyses: functions of this module, so that other processes can find them


def simple(article: Article, knowledge: Knowledge) -> Record:
    """The whole text said by its second word."""
    who = Span(4, 8)
    return Record(
        doc=article.doc,
        published="2018-05-01",
        published_from="inferred",
        entities=(
            Entity(id=f"x-{article.doc}", kind="person", name=who.of(article.text), mentions=(Mention(who, "name"),)),
        ),
        statements=(
            Statement(
                id="s1",
                speaker=(f"x-{article.doc}",),
                chain=(),
                form="indirect",
                act="say",
                cue=Span(0, 3),
                content=(Span(9, len(article.text)),),
                evidence=Evidence((Span(0, 3),), "verb.test"),
            ),
        ),
    )


def failing(article: Article, knowledge: Knowledge) -> Record:
    if article.doc == "d003":
        raise AnalysisError(article.doc, "times", "no such month")
    if article.doc == "d005":
        raise ValueError("odd\nthing")
    if article.doc == "d007":
        fold(None)  # type: ignore[arg-type]
    return simple(article, knowledge)


def deadly(article: Article, knowledge: Knowledge) -> Record:
    if article.doc in ("d020", "d041"):
        os._exit(9)
    return simple(article, knowledge)


def unending(article: Article, knowledge: Knowledge) -> Record:
    """Comes to no end past half of the articles: however slow the machine is, the build is under way when it is killed."""
    (Path(os.environ["TEST_PIDS"]) / str(os.getpid())).touch()
    time.sleep(0.01)
    while article.doc >= "d150":
        time.sleep(0.01)
    return simple(article, knowledge)


def unwritable(article: Article, knowledge: Knowledge) -> Record:
    record = simple(article, knowledge)
    return msgspec.structs.replace(record, published_from=object()) if article.doc == "d002" else record  # type: ignore[arg-type]


# --- run


@pytest.mark.parametrize("workers", [1, 2])
def test_records_come_in_order(workers: int) -> None:
    given = articles(60)
    found = list(engine.run(given, NOTHING, workers=workers, analyse=simple, few=0))
    assert found == [(article, simple(article, NOTHING)) for article in given]


@pytest.mark.parametrize("workers", [1, 2])
def test_failures_name_article_and_room_and_the_rest_goes_on(workers: int) -> None:
    broken = Failure("f.jsonl", "line 9", "reading", "no JSON")
    given = [*articles(4), broken, *articles(9)[4:]]
    found = list(engine.run(given, NOTHING, workers=workers, analyse=failing, few=0))
    assert [type(outcome) is Failure for outcome in found] == [False] * 3 + [True] * 2 + [
        False,
        True,
        False,
        True,
        False,
    ]
    assert found[3] == Failure("f.jsonl:3", "d003", "times", "no such month")
    assert found[4] == broken
    assert found[6] == Failure("f.jsonl:5", "d005", "analysis", "ValueError: odd thing")
    assert isinstance(found[8], Failure)
    assert found[8].room == "knowledge" and "knowledge/letters.py:" in found[8].problem


def test_an_article_that_kills_its_process_is_the_only_one_lost() -> None:
    given = articles(60)
    found = list(engine.run(given, NOTHING, workers=2, analyse=deadly, few=0))
    lost = [outcome for outcome in found if isinstance(outcome, Failure)]
    assert [(failure.source, failure.place, failure.room) for failure in lost] == [
        ("f.jsonl:20", "d020", "analysis"),
        ("f.jsonl:41", "d041", "analysis"),
    ]
    assert [outcome[0].doc for outcome in found if not isinstance(outcome, Failure)] == [
        article.doc for article in given if article.doc not in ("d020", "d041")
    ]


def test_half_characters() -> None:
    bad = Article(doc="d1", text="نص \ud800 معيب", source="f")
    odd = Article(doc="d2", text="قال فلان رقم 1 كلاما.", source="f\udcff.txt", title="\ud83d")
    found = list(engine.run([bad, odd], NOTHING, analyse=simple))
    assert found[0] == Failure("f", "d1", "reading", "the text holds half a character (a lone surrogate)")
    assert not isinstance(found[1], Failure)
    assert (found[1][0].source, found[1][0].title) == ("f\\udcff.txt", "\\ud83d")


def test_only_a_few_articles_are_read_ahead() -> None:
    taken = 0

    def stream() -> Iterator[Article]:
        nonlocal taken
        for article in articles(2000):
            taken += 1
            yield article

    outcomes = engine.run(stream(), NOTHING, workers=2, analyse=simple)
    next(outcomes)
    assert taken < 200
    outcomes.close()


# --- build


def exported(path: Path) -> bytes:
    with Store.open(path) as store:
        return b"".join(export("records", store, load_knowledge()))


def built(
    path: Path,
    given: list[Article | Failure],
    *,
    workers: int = 1,
    analyse: engine.Analyse = simple,
    sources: tuple[str, ...] = (),
) -> engine.Report:
    with Store.open(path, create=True) as store:
        return engine.build(given, store, NOTHING, workers=workers, analyse=analyse, sources=sources, reading="one way")


def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    built(tmp_path / "one.db", articles(50))
    built(tmp_path / "two.db", list(reversed(articles(50))), workers=2)
    assert exported(tmp_path / "one.db") == exported(tmp_path / "two.db") != b""


def test_what_is_there_is_not_done_again(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    assert built(path, articles(5)) == engine.Report(read=5, written=5, unchanged=0, failed=0, failures=())
    assert built(path, articles(7), analyse=failing).unchanged == 5
    changed = [msgspec.structs.replace(article, title="عنوان") for article in articles(2)]
    report = built(path, [*changed, *articles(7)[2:]])
    assert (report.written, report.unchanged) == (3, 4)  # two changed, and the one that had failed


def test_other_knowledge_is_another_reading(tmp_path: Path, known: Knowledge) -> None:
    built(tmp_path / "s.db", articles(2))
    with Store.open(tmp_path / "s.db") as store:
        assert engine.build(articles(2), store, known, analyse=simple).written == 2
    assert engine.fingerprint(NOTHING) == engine.fingerprint(Knowledge()) != engine.fingerprint(known)


def test_every_room_that_makes_a_record_counts_in_the_fingerprint() -> None:
    recipe = Path(pipeline.__file__).read_text(encoding="utf-8")
    rooms = {line.split()[1].removeprefix("mahdar.") for line in recipe.splitlines() if line.startswith("from mahdar.")}
    assert rooms - {"errors"} <= set(_ROOMS)


def test_the_place_of_an_article_does_not_count() -> None:
    one, other = (Article(doc="d", text="نص", source=source) for source in ("a", "b"))
    assert engine.article_digest(one, "f") == engine.article_digest(other, "f") != engine.article_digest(one, "g")


def test_two_articles_with_one_id(tmp_path: Path) -> None:
    first = articles(1)[0]
    second = msgspec.structs.replace(first, text="قال علان شيئا آخر.", source="g.jsonl:1")
    report = built(tmp_path / "s.db", [first, first, second])
    assert (report.read, report.failed) == (3, 1)
    assert report.failures[0].source == "g.jsonl:1" and "'d000'" in report.failures[0].problem
    with Store.open(tmp_path / "s.db") as store:
        assert [article.text for article, _ in store.records()] == [first.text]


def test_a_record_that_cannot_be_written_is_the_only_one_lost(tmp_path: Path) -> None:
    report = built(tmp_path / "s.db", articles(5), analyse=unwritable)
    assert (report.written, report.failed, report.failures[0].room, report.failures[0].place) == (4, 1, "store", "d002")


def test_failures_are_kept_until_a_build_finds_them_mended(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    line = Failure("f.jsonl", "line 4", "reading", "no JSON")
    elsewhere = Failure("other.txt", "", "reading", "empty")
    missing = Failure("folder/none.txt", "", "reading", "no such file")
    report = built(path, [*articles(10), line, elsewhere, missing], analyse=failing)
    assert report.failed == 6 and len(report.failures) == 5
    with Store.open(path) as store:
        assert len(store.failures()) == 6
        # Mended in part, and "other.txt" is not looked at in this build.
        engine.build([*articles(10), line], store, NOTHING, analyse=simple, sources=["f.jsonl", "folder"])
        assert store.failures() == (line, elsewhere)
        engine.build(articles(10), store, NOTHING, analyse=simple, sources=["*.jsonl"])
        assert store.failures() == (elsewhere,)


def test_progress_counts(tmp_path: Path) -> None:
    seen: list[engine.Report] = []
    with Store.open(tmp_path / "s.db", create=True) as store:
        engine.build(articles(10), store, NOTHING, analyse=failing, progress=seen.append)
    assert [report.read for report in seen] == list(range(1, 11))
    assert seen[-1].failed == 3


def test_a_build_that_is_interrupted_keeps_what_was_done(tmp_path: Path) -> None:
    def stopping() -> Iterator[Article]:
        yield from articles(5)
        raise KeyboardInterrupt

    with Store.open(tmp_path / "s.db", create=True) as store:
        with pytest.raises(KeyboardInterrupt):
            engine.build(stopping(), store, NOTHING, analyse=simple)
        assert store.count() == 5


SCRIPT = """
import signal, sys
from pathlib import Path
from mahdar import engine
from mahdar.store import Store
from tests.test_engine import NOTHING, articles, unending

if __name__ == "__main__":
    # Whoever runs these tests in the background hands on that Ctrl-C is ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with Store.open(Path(sys.argv[1]), create=True) as store:
        engine.build(articles(300), store, NOTHING, workers=int(sys.argv[2]), analyse=unending, reading="one way")
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize(("workers", "how"), [(1, signal.SIGKILL), (2, signal.SIGKILL), (2, signal.SIGINT)])
def test_a_killed_build_is_taken_up_and_leaves_nobody_behind(tmp_path: Path, workers: int, how: signal.Signals) -> None:
    path, script, pids = tmp_path / "s.db", tmp_path / "build.py", tmp_path / "pids"
    pids.mkdir()
    script.write_text(SCRIPT, encoding="utf-8")
    under_test = (Path(engine.__file__).parents[2], Path(__file__).parents[1])  # this `mahdar`, and these tests
    process = subprocess.Popen(
        [sys.executable, str(script), str(path), str(workers)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, under_test)), "TEST_PIDS": str(pids)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            try:
                with Store.open(path) as store:
                    if store.count() >= 60 and len(list(pids.iterdir())) >= workers:
                        break
            except StoreError:
                pass
            time.sleep(0.05)
        assert process.poll() is None, "it ended before it could be killed"
        if how is signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal does: to all of them
        else:
            process.send_signal(how)
        process.wait(timeout=60)
    finally:
        process.kill()
        process.wait()
    workers_seen = [int(pid.name) for pid in pids.iterdir()]
    assert len(workers_seen) == workers
    deadline = time.monotonic() + 30
    while any(map(alive, workers_seen)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, workers_seen))

    with Store.open(path) as store:
        kept = store.count()
        assert 60 <= kept < 300
        for article, record in store.records():
            assert record == simple(article, NOTHING)
    report = built(path, articles(300))
    assert report.unchanged == kept and report.written == 300 - kept
    built(tmp_path / "undisturbed.db", articles(300))
    assert exported(path) == exported(tmp_path / "undisturbed.db")


# --- poison: articles that take for ever, want all the memory, or take their process with them


# So long that the alarm always finds the program inside `fold`, not on its way there.
LONG = "لا نهاية " * 5_000


def poisonous(article: Article, knowledge: Knowledge) -> Record:
    while article.doc == "d003" and fold(LONG):
        pass
    while article.doc == "d004":
        try:
            sum(range(10**6))
        except Exception:
            continue
    return simple(article, knowledge)


def deadlier(article: Article, knowledge: Knowledge) -> Record:
    """What can be borne in a process of its own alone: no end that an alarm inside it could make, all the memory."""
    while article.doc == "d007":
        time.sleep(3600)
    assert article.doc != "d011" or bytearray(2**36)
    return poisonous(article, knowledge)


def huge(article: Article, knowledge: Knowledge) -> Record:
    """A result that takes a while on its way, and the first time a process that is killed in the middle of it."""
    record = simple(article, knowledge)
    if article.doc != "d003":
        return record
    once = Path(os.environ["TEST_PIDS"]) / "once"
    if not once.exists():
        once.touch()
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGKILL)).start()
    return msgspec.structs.replace(
        record, entities=(msgspec.structs.replace(record.entities[0], name="س" * 30_000_000),)
    )


def lost(outcomes: list[engine.Outcome]) -> list[tuple[int, str, str]]:
    return [(n, o.room, o.problem.partition(" (")[0]) for n, o in enumerate(outcomes) if isinstance(o, Failure)]


ENDLESS = [
    (3, "knowledge", "cut off: more than 0.302 seconds of computing"),
    (4, "analysis", "cut off: more than 0.302 seconds of computing"),
]


def test_an_article_that_takes_for_ever_is_cut_off() -> None:
    found = list(engine.run(articles(20), NOTHING, analyse=poisonous, seconds=0.3))
    assert lost(found) == ENDLESS and len(found) == 20


@pytest.mark.skipif(sys.platform != "linux", reason="the bound on memory is of Linux")
def test_a_process_that_does_not_answer_is_replaced_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mahdar.engine._workers._GRACE", 2.0)
    found = list(engine.run(articles(20), NOTHING, workers=2, analyse=deadlier, few=0, seconds=0.3))
    assert lost(found) == [
        *ENDLESS,
        (7, "analysis", "cut off: more than 0.302 seconds"),
        (11, "analysis", "MemoryError"),
    ]
    assert len(found) == 20


def test_a_process_that_is_killed_while_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_PIDS", str(tmp_path))
    found = list(engine.run(articles(40), NOTHING, workers=2, analyse=huge, few=0))
    assert [outcome[0].doc for outcome in found if not isinstance(outcome, Failure)] == [a.doc for a in articles(40)]


UNGUARDED = """
from mahdar import engine
from mahdar.knowledge import Knowledge
from mahdar.model import Article

list(engine.run([Article(doc="d", text="t")] * 20, Knowledge(), workers=2, analyse=str, few=0))
"""


def test_where_no_process_can_be_started(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(UNGUARDED, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert "worker processes cannot be started; try with one worker" in done.stderr
