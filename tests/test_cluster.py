"""Building on a cluster: parts, shards, workers that die, the same bytes as here."""

import gzip
import json
import os
import signal
from pathlib import Path

import msgspec
import pytest

from mahdar.engine import build, build_on_ray, fingerprint
from mahdar.engine._shards import Shard, read_shard, shard_of, write_shard
from mahdar.errors import EngineError, StoreError
from mahdar.export import export
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.model import Article, Failure, Record
from mahdar.reading import Part, parts_of, read_articles, read_part, unrepeated
from mahdar.store import Store
from tests.conftest import Runner
from tests.test_engine import simple

NOTHING = Knowledge()


def row(number: int, **more: str) -> str:
    return json.dumps({"doc": f"d{number:03}", "text": f"قال فلان رقم {number} كلاما."} | more, ensure_ascii=False)


def sources(folder: Path) -> list[str]:
    """Two files of lines, one packed, with a repeated line, a second text under one id and a line that is none, and a
    folder of small files."""
    rows = [row(n) for n in range(40)]
    rows[17] = row(3)
    rows[22] = row(5, text="قال غيره كلاما آخر.")
    rows[30] = "{ not json"
    (folder / "a.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with gzip.open(folder / "b.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write("\n".join(row(n) for n in range(38, 70)))
    small = folder / "small"
    small.mkdir()
    for n in range(5):
        (small / f"{n}.txt").write_text(f"قال فلان رقم {n} شيئا.", encoding="utf-8")
    return [str(folder / "a.jsonl"), str(folder / "b.jsonl.gz"), str(small), str(folder / "nowhere.txt")]


def stored(path: Path) -> tuple[bytes, list[Failure]]:
    with Store.open(path) as store:
        return b"".join(export("records", store, load_knowledge())), sorted(
            store.failures(), key=msgspec.structs.astuple
        )


def built(path: Path, given: list[str], analyse: object = simple) -> None:
    with Store.open(path, create=True) as store:
        build(read_articles(given, NOTHING), store, NOTHING, workers=2, sources=given, analyse=analyse)  # type: ignore[arg-type]


# --- parts


def test_parts_give_what_the_whole_gives(tmp_path: Path) -> None:
    given = sources(tmp_path)
    parts = list(parts_of(given, lines=7))
    read = unrepeated(
        item for part in parts for item in ([part] if isinstance(part, Failure) else read_part(part, NOTHING))
    )
    assert list(read) == list(read_articles(given, NOTHING))
    assert [part.name for part in parts if isinstance(part, Part)][:2] == [
        f"{given[0]}, lines 1-7",
        f"{given[0]}, lines 8-14",
    ]
    assert sum(isinstance(part, Part) for part in parts) == 6 + 5 + 1


def test_standard_input_is_not_cut() -> None:
    (failure,) = parts_of(["-"])
    assert isinstance(failure, Failure) and "cannot be cut" in failure.problem


def test_a_file_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl.gz"
    whole = gzip.compress("\n".join(row(n) for n in range(4000)).encode())
    path.write_bytes(whole[: len(whole) // 2])
    parts = list(parts_of([str(path)], lines=500))
    assert len(parts) > 1
    read = [item for part in parts if isinstance(part, Part) for item in read_part(part, NOTHING)]
    assert read == list(read_articles([str(path)], NOTHING))
    assert isinstance(read[-1], Failure) and "ends early" in read[-1].problem


# --- shards


def one_shard(folder: Path) -> Shard:
    (folder / "a.jsonl").write_text("\n".join(map(row, range(5))), encoding="utf-8")
    (part,) = parts_of([str(folder / "a.jsonl")])
    assert isinstance(part, Part)
    return shard_of(part, folder, fingerprint(NOTHING))


def test_a_shard_is_whole_or_not_there(tmp_path: Path) -> None:
    def stops(article: Article, knowledge: Knowledge) -> Record:
        if article.doc == "d003":
            raise KeyboardInterrupt
        return simple(article, knowledge)

    shard = one_shard(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        write_shard(shard, NOTHING, stops)
    assert not shard.done and sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl"]
    assert write_shard(shard, NOTHING, simple).articles == 5
    assert shard.done and [outcome[1].doc for outcome in read_shard(shard)] == [f"d{n:03}" for n in range(5)]  # type: ignore[index]


def test_a_shard_made_again_is_the_same_bytes(tmp_path: Path) -> None:
    shard = one_shard(tmp_path)
    write_shard(shard, NOTHING, simple)
    first = Path(shard.path).read_bytes()
    write_shard(shard, NOTHING, simple)
    assert Path(shard.path).read_bytes() == first


@pytest.mark.parametrize("harm", ["cut", "changed", "gone"])
def test_a_damaged_shard_is_named(tmp_path: Path, harm: str) -> None:
    shard = one_shard(tmp_path)
    write_shard(shard, NOTHING, simple)
    path = Path(shard.path)
    data = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-9] if harm == "cut" else b"\0" * len(data))
    with pytest.raises(StoreError, match=path.name):
        list(read_shard(shard))


# --- Ray


def dying(article: Article, knowledge: Knowledge) -> Record:
    """Kills its process at one article the first time, at another each time."""
    once = Path(os.environ["TEST_ONCE"]) / "died"
    if article.doc == "d009" and not once.exists():
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if article.doc == "d050":
        os._exit(9)
    return simple(article, knowledge)


def test_the_same_bytes_as_here_though_workers_die(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = sources(tmp_path)
    monkeypatch.setenv("TEST_ONCE", str(tmp_path))
    path, shards = tmp_path / "ray.db", tmp_path / "shards"
    with Store.open(path, create=True) as store:
        report = build_on_ray(given, store, NOTHING, folder=shards, workers=2, lines=7, analyse=dying)
    assert (tmp_path / "died").exists()
    built(tmp_path / "here.db", given, dying)
    records, failures = stored(path)
    assert (records, failures) == stored(tmp_path / "here.db")
    assert any("process died" in failure.problem and failure.place == "d050" for failure in failures)
    assert report.failed == len(failures) == 4

    # Everything is there: nobody is asked to read again, not even Ray.
    before = {shard.name: shard.stat().st_mtime_ns for shard in shards.iterdir()}
    monkeypatch.setattr("mahdar.engine._cluster._ray", None)
    with Store.open(path) as store:
        again = build_on_ray(given, store, NOTHING, folder=shards, workers=2, lines=7, analyse=dying)
    assert (again.written, again.failed) == (0, 4)
    assert {shard.name: shard.stat().st_mtime_ns for shard in shards.iterdir()} == before


def test_errors_name_what_is_wrong(tmp_path: Path, mahdar: Runner) -> None:
    (tmp_path / "file").touch()
    given = sources(tmp_path)
    with (
        Store.open(tmp_path / "s.db", create=True) as store,
        pytest.raises(EngineError, match="no shards can be written"),
    ):
        build_on_ray(given, store, NOTHING, folder=tmp_path / "file" / "shards", workers=2)
    asked = mahdar("build", given[0], "--engine", "spark")
    assert asked.status == 2 and "local, ray" in asked.err
    assert mahdar("build", given[0], "--address", "ray://nowhere").status == 2
