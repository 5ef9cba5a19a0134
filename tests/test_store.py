"""The record file: what goes in comes out, whole or not at all, and survives a crash."""

import os
import sqlite3
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from mahdar import query
from mahdar.errors import StoreError
from mahdar.knowledge import Knowledge
from mahdar.model import Failure
from mahdar.store import FIRST_DAY, LAST_DAY, Store, consonants, days_of, name_key, sound, tables
from mahdar.store._databases import HEAD
from tests.conftest import Pair, filling, make


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with store.reading() as connection:
        names = [*tables.metadata.tables, "search"]
        return {name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=repr) for name in names}


def test_what_was_put_comes_out(filled: Store, pairs: list[Pair]) -> None:
    assert list(filled.records()) == sorted(pairs, key=lambda pair: pair[0].doc)
    assert filled.article("a2") == pairs[1]
    assert filled.article("none") is None
    assert filled.count() == 4


def test_the_record_is_kept_byte_for_byte(filled: Store, pairs: list[Pair]) -> None:
    with filled.reading() as connection:
        rows = dict(
            connection.execute(
                tables.articles.select().with_only_columns(tables.articles.c.doc, tables.articles.c.record)
            ).all()
        )
    assert rows == {record.doc: msgspec.msgpack.encode(record) for _, record in pairs}


def test_spans_in_the_tables_cut_the_words(filled: Store) -> None:
    with filled.reading() as connection:
        cut = 'substr(a.text, m."start" + 1, m."end" - m."start")'
        words = connection.execute(
            text(
                f"SELECT {cut}, e.name FROM mentions m"
                " JOIN articles a ON a.id = m.article JOIN entities e ON e.article = m.article AND e.n = m.entity"
            )
        ).all()
    assert ("لافروف", "سيرغي لافروف") in words
    assert all(part in name for part, name in words if name != "محمد جواد ظريف")


def test_the_same_article_again_changes_nothing(filled: Store, pairs: list[Pair]) -> None:
    before = everything(filled)
    assert not filled.put(*pairs[0], "digest of a1")
    assert filled.has("a1", "digest of a1")
    assert not filled.has("a1", "another")
    assert filled.digests()["a3"] == "digest of a3"
    assert everything(filled) == before


def test_a_changed_article_replaces_its_findings(filled_file: Store, tmp_path: Path) -> None:
    changed = make("a2", "لم يبق من الخبر إلا [إيران]{iran}.", published="2018-05-15")
    assert filled_file.put(*changed, "changed")
    assert filled_file.article("a2") == changed
    assert filled_file.count() == 4
    # The file is now as if the article had been so from the beginning, but for forms that nobody uses any more.
    kept = list(filled_file.records())
    with Store.open(tmp_path / "fresh.db", create=True) as fresh:
        for article, record in kept:
            fresh.put(article, record, filled_file.digests()[article.doc])
        now = everything(fresh)
    was = everything(filled_file)
    assert {name: rows for name, rows in was.items() if name != "forms"} == {
        name: rows for name, rows in now.items() if name != "forms"
    }


def test_what_is_counted_beside_the_findings_follows_corrections(
    filled_file: Store, pairs: list[Pair], known: Knowledge, tmp_path: Path
) -> None:
    signed = query.Signature("a", "2026-03-01T09:00:00Z", "r")
    entries = [
        query.strike(filled_file, "a1-e1", signed),
        query.amend(filled_file, known, "a3-s1", {"speaker": ["Lavrov"]}, signed),
        query.merge(filled_file, known, ["Q58217", "Q484214"], signed),
    ]
    filled_file.add_corrections(entries)
    with Store.open(tmp_path / "fresh.db", create=True) as fresh:
        fresh.add_corrections(entries)
        filling(fresh, pairs)
        was, now = everything(filled_file), everything(fresh)
    for name in ("parts", "shares", "called", "uses", "seen", "held", "search"):
        assert was[name] == now[name], name


def test_of_two_with_one_doc_in_a_batch_the_last_stays(place: Path | str, pairs: list[Pair]) -> None:
    other = make("a1", "نص آخر.", published=None)
    with Store.open(place, create=True) as store:
        assert store.put_many([(*pairs[0], "one"), (*other, "two")]) == 1
        assert store.article("a1") == other


def test_an_article_that_cannot_be_written_leaves_nothing(filled: Store, pairs: list[Pair]) -> None:
    before = everything(filled)
    article, record = pairs[1]
    broken = msgspec.structs.replace(record, statements=(msgspec.structs.replace(record.statements[0], act=None),))  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        filled.put_many([(*pairs[0], "new"), (article, broken, "new")])
    assert everything(filled) == before


def test_two_entities_with_one_id_and_ids_without_an_entity(place: Path | str, pairs: list[Pair]) -> None:
    article, record = pairs[1]
    odd = msgspec.structs.replace(record, entities=(*record.entities[:1], *record.entities[:1]))
    with Store.open(place, create=True) as store:
        assert store.put(article, odd, "d")
        assert store.article("a2") == (article, odd)


def test_failures(filled: Store, pairs: list[Pair]) -> None:
    filled.put_failure(Failure("n.jsonl", "line 3", "reading", "no JSON"))
    filled.put_failure(Failure("n.jsonl", "line 3", "reading", "still no JSON"))
    filled.put_failure(Failure(pairs[0][0].source, "a1", "times", "ValueError"))
    filled.put_failure(Failure("odd\udcff.txt", "", "reading", "not text"))
    assert [failure.problem for failure in filled.failures()] == ["ValueError", "still no JSON", "not text"]
    assert filled.put(*pairs[0], "read at last")
    assert [failure.source for failure in filled.failures()] == ["n.jsonl", "odd\\udcff.txt"]
    assert filled.clear_failures(lambda failure: failure.source == "n.jsonl") == 1
    assert len(filled.failures()) == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no record file"):
        Store.open(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(StoreError, match="there is no folder"):
        Store.open(tmp_path / "none" / "s.db", create=True)
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path, create=True)


def test_files_that_are_something_else(tmp_path: Path) -> None:
    words, other, empty = (tmp_path / name for name in ("words.db", "other.db", "empty.db"))
    words.write_text("مجرد كلام، وليس قاعدة بيانات. " * 40)
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE cats (name)")
    connection.commit()
    connection.close()
    empty.touch()
    for path, problem in ((words, "is not a record file"), (other, "not a record file"), (empty, "is empty")):
        with pytest.raises(StoreError, match=problem):
            Store.open(path)
    with pytest.raises(StoreError, match="not a record file"):
        Store.open(other, create=True)


def test_a_file_of_a_newer_version(filled_file: Store) -> None:
    connection = sqlite3.connect(filled_file.path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="newer mahdar"):
        Store.open(filled_file.path)


def test_migrations_make_the_tables(place: Path | str, pairs: list[Pair]) -> None:
    if isinstance(place, Path):
        place.touch()
    with Store.open(place, create=True) as store:
        with store.reading() as connection:
            context = MigrationContext.configure(
                connection,
                opts={
                    "include_name": lambda name, kind, parents: not (kind == "table" and str(name).startswith("search"))
                },
            )
            assert context.get_current_revision() == HEAD
            assert compare_metadata(context, tables.metadata) == []
        assert store.put(*pairs[0], "d")
    with Store.open(place) as again:
        assert again.count() == 1


@pytest.mark.parametrize("folder_is_writable", [True, False])
def test_a_file_that_cannot_be_written_can_be_read(
    filled_file: Store, monkeypatch: pytest.MonkeyPatch, folder_is_writable: bool
) -> None:
    filled_file.close()
    filled_file.path.chmod(0o444)  # which does not stop root, so it is told below as well
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).is_dir() and folder_is_writable)
    with Store.open(filled_file.path) as store:
        assert store.count() == 4


def test_closing_leaves_one_file(tmp_path: Path, pairs: list[Pair]) -> None:
    with Store.open(tmp_path / "s.db", create=True) as store:
        store.put(*pairs[0], "d")
        assert sum(1 for _ in store.records()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["s.db"]


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2018-05-07", ("2018-05-07", "2018-05-07")),
        ("2018-05", ("2018-05-01", "2018-05-31")),
        ("2018-02~", ("2018-02-01", "2018-02-28")),
        ("2018?", ("2018-01-01", "2018-12-31")),
        ("201X", ("2010-01-01", "2019-12-31")),
        ("2018-W19", ("2018-05-07", "2018-05-13")),
        ("2018-W19-WE", ("2018-05-12", "2018-05-13")),
        ("2018-Q2", ("2018-04-01", "2018-06-30")),
        ("2018-SU", ("2018-06-01", "2018-08-31")),
        ("2018-05-07T15:00", ("2018-05-07", "2018-05-07")),
        ("2018-05-07/2018-05-09", ("2018-05-07", "2018-05-09")),
        ("2013/..", ("2013-01-01", LAST_DAY)),
        ("../2013-06", (FIRST_DAY, "2013-06-30")),
        ("../..", None),
        ("2018-05-09/2018-05-07", None),
        ("2018-13", None),
        ("2018-02-30", None),
        ("P20Y", None),
        ("PAST_REF", None),
        ("XXXX-WXX-5", None),
        ("0000", None),
        ("", None),
        (None, None),
    ],
)
def test_days_of_a_value(value: str | None, days: tuple[str, str] | None) -> None:
    assert days_of(value) == days


@given(st.text(alphabet="0123456789-/.XTW~?%PQHSU:", max_size=24))
def test_days_of_anything_are_days_or_nothing(value: str) -> None:
    days = days_of(value)
    assert days is None or (len(days[0]) == len(days[1]) == 10 and FIRST_DAY <= days[0] <= days[1] <= LAST_DAY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lavrov", "لافروف"),
        ("Sergei Lavrov", "سيرجي لافروف"),
        ("سيرغي لافروف", "سيرجى لافروف"),
        ("Kim Jong-un", "كيم جونغ أون"),
        ("Xi Jinping", "شي جين بينغ"),
        ("Abdel Fattah el-Sisi", "عبد الفتاح السيسي"),
        ("Mohammed bin Salman", "محمد بن سلمان"),
        ("Hassan Rohani", "حسن روحاني"),
        ("ترمب", "ترامب"),
        ("نتانياهو", "نتنياهو"),
        ("Erdoğan", "إردوغان"),
        ("سورية", "سوريا"),
    ],
)
def test_names_that_sound_alike(one: str, other: str) -> None:
    assert consonants(one) == consonants(other) != ""


def test_keys_and_sounds() -> None:
    assert name_key("عبدالله") == name_key("عبد الله") == name_key("عَبْد اللّه")
    assert name_key("Kim Jong-un") == name_key("KIM JONG UN") != name_key("Kim Yong Un")
    assert name_key("Sana'a") == name_key("Sanaa") and name_key("Mevlüt") == name_key("Mevlut")
    assert sound("Xi") == sound("شي") and sound("...") == ""


@given(st.text(max_size=30))
def test_keys_and_sounds_of_anything(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
    assert set(sound(name)) <= set("BCDFGHKLMNRSTXZaiu")
