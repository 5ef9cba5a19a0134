"""What goes wrong around a build: disks that are full, files that are damaged, others who write, processes that are killed."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

import mahdar
from mahdar import engine
from mahdar.errors import StoreError
from mahdar.export import export
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.query import chronicle
from mahdar.store import Store
from tests.chaos import Chaos
from tests.conftest import Pair
from tests.test_engine import NOTHING, articles, simple

EXAMPLES = Path(__file__).parent.parent / "examples"


def command(*words: str) -> tuple[list[str], dict[str, str]]:
    surroundings = os.environ | {"PYTHONPATH": str(Path(mahdar.__file__).parents[1])}
    return [sys.executable, "-m", "mahdar", *words], surroundings


def run(*words: str, before: Callable[[], None] | None = None) -> tuple[int, str]:
    line, surroundings = command(*words)
    done = subprocess.run(line, env=surroundings, capture_output=True, text=True, preexec_fn=before, check=False)
    return done.returncode, done.stderr


def contents(path: Path) -> tuple[bytes, object]:
    """What is in a store, for comparing two."""
    with Store.open(path) as store:
        return b"".join(export("records", store, load_knowledge())), (store.episodes(), store.quotes())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A linked store of the examples, built without disturbance."""
    path = tmp_path_factory.mktemp("built") / "examples.db"
    status, said = run("build", str(EXAMPLES), "--into", str(path), "--workers", "1", "--quiet")
    assert status == 0, said
    return path


# --- disks


def full(path: Path) -> tuple[int, str]:
    """A build that may write no file of more than 500 KB."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    return run("build", str(EXAMPLES), "--into", str(path), "--workers", "1", before=limit)


def test_a_disk_that_fills_up_stops_a_build_and_loses_nothing(tmp_path: Path, built: Path) -> None:
    path = tmp_path / "s.db"
    status, said = full(path)
    assert status == 2 and "Traceback" not in said
    assert f"mahdar: {path} cannot be" in said and ("disk is full" in said or "the disk reports an error" in said)
    if path.exists() and path.stat().st_size:
        with Store.open(path, create=True) as store:
            assert store.failures() == (), "no article is to blame"
    assert run("build", str(EXAMPLES), "--into", str(path), "--workers", "1")[0] == 0
    assert contents(path) == contents(built)


def test_a_store_that_may_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.db"
    with Store.open(path, create=True) as store:
        engine.build(articles(3), store, NOTHING, analyse=simple)
    monkeypatch.setattr(os, "access", lambda given, mode: Path(given).is_dir() or not mode & os.W_OK)
    with Store.open(path) as store:
        assert store.count() == 3
        with pytest.raises(StoreError, match="read-only"):
            engine.build(articles(9), store, NOTHING, analyse=simple)
        assert store.count() == 3


def test_two_who_write_at_once(tmp_path: Path, built: Path) -> None:
    path = tmp_path / "s.db"
    line, surroundings = command("build", str(EXAMPLES), "--into", str(path), "--workers", "1", "--quiet")
    both = [subprocess.Popen(line, env=surroundings, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ended = [(process.communicate()[1], process.returncode) for process in both]
    assert ended == [("", 0), ("", 0)]
    assert contents(path) == contents(built)


def test_a_damaged_store_is_said_to_be_damaged(tmp_path: Path, built: Path) -> None:
    """Whatever bytes are changed: an answer, or an error in words."""
    whole, knowledge = built.read_bytes(), load_knowledge()
    said = []
    for number in range(40):
        random, data = Random(number), bytearray(whole)
        for _ in range(random.choice((1, 5, 40))):
            at, length = random.randrange(100, len(data)), random.randint(1, 200)
            data[at : at + length] = random.randbytes(length)
        path = tmp_path / f"{number}.db"
        path.write_bytes(data[: random.randrange(len(data))] if number % 5 == 0 else data)
        try:
            with Store.open(path) as store:
                assert len(list(store.records())) <= 24
                store.episodes(), store.quotes(), store.extracts(), store.failures(), store.digests()
                chronicle(store, knowledge)
        except StoreError as problem:
            said.append(str(problem))
    assert len(said) > 20
    assert sum("is damaged" in problem or "cannot be used" in problem for problem in said) > len(said) // 2


def test_a_store_that_was_left_as_it_was(tmp_path: Path, pairs: list[Pair]) -> None:
    """A copy of the file and its log, taken in the middle, is whole."""
    path, copy = tmp_path / "s.db", tmp_path / "copy.db"
    with Store.open(path, create=True) as store:
        store.put_many([(article, record, "d") for article, record in pairs])
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{copy}{ending}")
    with Store.open(copy) as store:
        assert list(store.records()) == sorted(pairs, key=lambda pair: pair[0].doc)


# --- processes that are killed: a few times here, a hundred times in `make chaos`


def test_builds_that_are_killed_at_any_moment(tmp_path: Path, built: Path) -> None:
    chaos = Chaos(tmp_path, [str(EXAMPLES)], contents(built), contents, seed=1)
    assert chaos.run(kills=2) == 2
    assert chaos.wrong == []


def _stopped_at_its_end(folder: Path) -> tuple[Path, Knowledge]:
    """A store whose build was stopped when all articles were read and none was dated by others."""
    path, knowledge = folder / "s.db", load_knowledge()
    with Store.open(path, create=True) as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr("mahdar.engine._dating.date_by_others", _killed)
        with pytest.raises(KeyboardInterrupt):
            engine.build(mahdar.read_articles([str(EXAMPLES)], knowledge), store, knowledge)
    return path, knowledge


def test_a_build_that_was_stopped_after_its_last_article(tmp_path: Path, built: Path) -> None:
    """What is done when all articles are read (some are dated by others) is done by the next build, though it reads none."""
    path, knowledge = _stopped_at_its_end(tmp_path)
    with Store.open(path) as store:
        again = engine.build(mahdar.read_articles([str(EXAMPLES)], knowledge), store, knowledge)
        assert again.written == 0
        engine.link_store(store, knowledge)
    assert contents(path) == contents(built)


def test_a_build_that_was_stopped_and_then_linked_by_hand(tmp_path: Path, built: Path) -> None:
    path, _ = _stopped_at_its_end(tmp_path)
    assert run("link", "--store", str(path))[0] == 0
    assert contents(path) == contents(built)
    status, said = run("build", str(EXAMPLES), "--into", str(path), "--quiet")
    assert status == 0, said
    assert contents(path) == contents(built)


def _killed(*given: object) -> int:
    raise KeyboardInterrupt
