"""What is kept for the next process is never out of date, never half, runs nothing, and is the same as what is made anew."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import simplemma
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

import mahdar
from mahdar.knowledge import Knowledge, _kept, compiled, keep, load_knowledge, recall, shipped_folder
from mahdar.knowledge.tables.grammar import WordClass
from mahdar.text import _word_list, general_word, lemma

WORD = '[[class]]\nid = "preposition"\nforms = ["{}"]\nsource = "own"\n'
READ = "mahdar read examples/01-dushanbe.txt examples/02-moscow.txt --json".split()


class Listed(msgspec.Struct, frozen=True):
    """A table for the tests: the entries, and how often it was made."""

    words: dict[str, WordClass]
    others: frozenset[str]


made: list[str] = []


@compiled(Listed)
def listed(knowledge: Knowledge) -> Listed:
    made.append("made")
    return Listed({form: entry for entry in knowledge.grammar for form in entry.forms}, frozenset("ab"))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made.clear()
    yield tmp_path / "cache" / "mahdar"
    forget()


def forget() -> None:
    """As another process would begin."""
    load_knowledge.cache_clear()
    listed.cache_clear()  # type: ignore[attr-defined]


def folder_with(tmp_path: Path, word: str) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir(exist_ok=True)
    (folder / "grammar.toml").write_text(WORD.format(word), encoding="utf-8")
    return folder


def again(folder: Path) -> Listed:
    forget()
    return listed(load_knowledge(folder))


def table_file(cache: Path) -> Path:
    (found,) = cache.glob("*listed-*.kept")
    return found


def test_a_table_is_made_once_and_holds_the_entries_themselves(cache: Path, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "في")
    first = again(folder)
    forget()
    knowledge = load_knowledge(folder)
    second = listed(knowledge)
    assert made == ["made"] and first == second
    assert second.words["في"] is knowledge.grammar[0]


def test_what_was_made_of_other_files_is_not_taken(cache: Path, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "في")
    again(folder)
    when = (folder / "grammar.toml").stat()
    folder_with(tmp_path, "مع")  # as many bytes, and the time of the file before
    os.utime(folder / "grammar.toml", ns=(when.st_atime_ns, when.st_mtime_ns))
    assert set(again(folder).words) == {"مع"} and len(made) == 2


def test_what_was_made_by_other_code_is_not_taken(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path, "في")
    again(folder)
    monkeypatch.setattr(_kept, "_code", lambda: "of another version")
    again(folder)
    assert len(made) == 2


def test_knowledge_that_comes_from_no_file_is_not_kept(cache: Path) -> None:
    listed(Knowledge())
    assert made == ["made"] and not cache.exists()


@pytest.mark.parametrize("harm", ["empty", "cut", "changed", "longer", "folder"])
def test_a_damaged_file_is_made_anew(cache: Path, tmp_path: Path, harm: str) -> None:
    folder = folder_with(tmp_path, "في")
    first = again(folder)
    for path in (table_file(cache), *cache.glob("knowledge-*")):
        content = path.read_bytes()
        if harm == "folder":
            path.unlink()
            path.mkdir()
        else:
            half = len(content) // 2
            changed = content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :]
            path.write_bytes({"empty": b"", "cut": content[:half], "changed": changed, "longer": content + b"."}[harm])
    assert again(folder) == first and len(made) == 2
    assert again(folder) == first and len(made) == (3 if harm == "folder" else 2)  # nobody takes folders away


class Harmful:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch run",)


@pytest.mark.parametrize(
    "content", [pickle.dumps(Harmful()), pickle.dumps(os.path.join), b"cos\nsystem\n.", b"\x80\x05N", b"?"]
)
def test_a_file_runs_nothing_and_makes_no_class_but_its_own(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = folder_with(tmp_path, "في")
    first = again(folder)
    name, _, digest = table_file(cache).stem.rpartition("-")
    keep(name, digest, content)  # whole, as far as can be seen
    assert again(folder) == first and len(made) == 2
    assert not (tmp_path / "run").exists()


def test_no_folder_to_write_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    folder = folder_with(tmp_path, "في")
    made.clear()
    assert again(folder) == again(folder) and len(made) == 2
    forget()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_folder_that_may_only_be_read(cache: Path, tmp_path: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o500)
    folder = folder_with(tmp_path, "في")
    assert again(folder) == again(folder) and len(made) == 2
    cache.chmod(0o700)


def test_a_disk_that_is_full_leaves_nothing_behind(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    keep("words", "0", b"content")
    assert recall("words", "0") is None and list(cache.iterdir()) == []


def test_old_files_go(cache: Path) -> None:
    for number in range(15):
        keep("words", f"{number:02}", b"content")
        os.utime(cache / f"words-{number:02}.kept", ns=(number, number))
    keep("others", "0", b"content")
    assert {path.name for path in cache.iterdir()} > {"words-14.kept", "words-13.kept", "others-0.kept"}
    assert len(list(cache.glob("words-*"))) <= 11 and recall("words", "00") is None


def test_processes_that_begin_at_once(tmp_path: Path) -> None:
    def begin() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", *READ],
            env=os.environ | {"XDG_CACHE_HOME": str(tmp_path)},
            cwd=Path(__file__).parent.parent,
            stdout=subprocess.PIPE,
        )

    told = [running.communicate()[0] for running in [begin() for _ in range(3)]]
    kept = sorted(path.name for path in (tmp_path / "mahdar").iterdir())
    assert not [name for name in kept if not name.endswith(".kept")]
    later = begin().communicate()[0]  # from what they kept
    assert len({*told, later}) == 1 and later.count(b"\n") > 1
    assert kept == sorted(path.name for path in (tmp_path / "mahdar").iterdir())


def test_all_code_counts_and_no_words_but_how_letters_fold() -> None:
    package = Path(mahdar.__file__).parent
    counted = {path.relative_to(package).as_posix() for path in (_kept._LETTERS, *_kept._modules(package))}
    data = {path for path in counted if path.startswith("knowledge/data/")}
    assert data == {"knowledge/data/letters.toml"} and _kept._LETTERS.parent == shipped_folder()
    code = {path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    assert code < counted and counted > {"store/sounds.toml", "query/english.toml"}


# ── the general word list ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_word_list_is_that_of_simplemma() -> None:
    theirs = DEFAULT_DICTIONARY_FACTORY.get_dictionary("ar")
    assert dict(_word_list._words()) == dict(theirs)
    listed_words = list(theirs)[::97]
    odd = [
        "BBC",
        "bbc",
        "iPhone",
        "1",
        "F",
        " ",
        "كِتَابٌ",
        "كـتاب",
        "ا\u0654حمد",
        "\u0651",
        "l'art",
        "l’art",
        "كتاب'",
        "گفت",
        "a\tb",
        "",
    ]
    for word in (*listed_words, *(word[1:] for word in listed_words), *("و" + word for word in listed_words), *odd):
        assert general_word(word) == bool(word and simplemma.is_known(word, lang="ar")), word
        if word:
            assert lemma(word) == simplemma.lemmatize(word, lang="ar"), word


def test_a_word_list_that_cannot_be_kept_is_used_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    words = _word_list._words.__wrapped__()
    assert words.get("كتاب") and words.get("كتابكتاب") is None and "كتاب" in words
