"""Exports: the exchange format to the letter, tables that a spreadsheet opens without harm."""

import csv
import io
import json
import runpy
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from mahdar.errors import QueryError
from mahdar.export import FINDINGS, encode_exchange, encode_whole, export, to_exchange
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Entity, Event, Evidence, Office, Record, Span
from mahdar.store import Store
from tests.conftest import Pair

KEYS = {
    "": ["doc", "published", "published_from", "dropped", "entities", "times", "statements", "events", "facts"],
    "entities": ["id", "kind", "name", "names", "name_en", "offices", "iso", "mentions"],
    "times": ["start", "end", "value"],
    "statements": ["id", "speaker", "chain", "form", "act", "cue", "content", "to", "rule"],
    "events": ["id", "kind", "who", "time", "place", "status", "chain", "spans", "plover", "rule"],
    "facts": ["subject", "property", "value", "status", "chain", "spans"],
}


def test_keys_stand_in_the_order_of_the_format(pairs: list[Pair]) -> None:
    met: set[str] = set()
    for _, record in pairs:
        exchange = json.loads(encode_exchange(record))
        assert list(exchange) == KEYS[""]
        for table, keys in KEYS.items():
            for row in exchange[table] if table else ():
                met.add(table)
                assert list(row) == keys
    assert met == KEYS.keys() - {""}


def test_an_exchanged_record(pairs: list[Pair]) -> None:
    article, record = pairs[1]
    assert to_exchange(record) == {
        "doc": "a2",
        "published": "2018-05-14",
        "published_from": "given",
        "dropped": [],
        "entities": [
            {
                "id": entity.id,
                "kind": entity.kind,
                "name": entity.name,
                "names": list(entity.names),
                "name_en": entity.name_en,
                "offices": [[office.title, office.of] for office in entity.offices],
                "iso": None,
                "mentions": [[mention.span.start, mention.span.end] for mention in entity.mentions],
            }
            for entity in record.entities
        ],
        "times": [],
        "statements": [
            {
                "id": "a2-s1",
                "speaker": ["x-farran"],
                "chain": ["wire"],
                "form": "indirect",
                "act": "affirm",
                "cue": [article.text.index("أكد"), article.text.index("أكد") + 3],
                "content": [[article.text.index("الاتفاق"), article.text.index("،")]],
                "to": None,
                "rule": "verb.test",
            }
        ],
        "events": [
            {
                "id": "a2-e1",
                "kind": "talks",
                "who": [["Q58217", "party"], ["Q484214", "party"]],
                "time": None,
                "place": "موسكو",
                "status": "happened",
                "chain": ["wire"],
                "spans": [[0, article.text.index(".")]],
                "plover": "CONSULT",
                "rule": "event.test",
            }
        ],
        "facts": [],
    }
    assert "سيرغي".encode() in encode_exchange(record)


def test_records_come_in_the_order_of_doc_and_are_the_same_every_time(filled: Store, known: Knowledge) -> None:
    once, again = (b"".join(export("records", filled, known)) for _ in range(2))
    assert once == again
    assert [json.loads(line)["doc"] for line in once.splitlines()] == ["a1", "a2", "a3", "a4"]


def test_json_lines_hold_names_and_words(filled: Store, known: Knowledge) -> None:
    lines = [json.loads(line) for line in b"".join(export("json", filled, known)).splitlines()]
    assert {line["table"] for line in lines} == set(FINDINGS)
    (talks,) = [line["row"] for line in lines if line["row"].get("kind") == "talks"]
    assert talks["parties"][0] == {"id": "Q58217", "name": "سيرغي لافروف", "name_en": "Sergey Lavrov", "role": "party"}
    assert talks["words"] == ["عقد لافروف محادثات مع ظريف في موسكو"]
    assert (talks["outlet"], talks["published"]) == ("mina", "2018-05-14")
    facts = [json.loads(line) for line in b"".join(export("json", filled, known, what="facts")).splitlines()]
    assert [line["row"]["value"] for line in facts] == ["3"]


def rows_of(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("table", list(FINDINGS))
def test_csv_tables(filled: Store, known: Knowledge, table: str) -> None:
    rows = rows_of(b"".join(export("csv", filled, known, what=table)))
    assert (
        len(rows)
        == {"events": 3, "statements": 2, "facts": 1, "agreements": 1, "accusations": 1, "entities": 11}[table]
    )
    assert all(None not in row and None not in row.values() for row in rows)


def test_a_csv_row(filled: Store, known: Knowledge) -> None:
    row = rows_of(b"".join(export("csv", filled, known)))[1]
    assert row["parties"] == "سيرغي لافروف (party); محمد جواد ظريف (party)"
    assert row["parties_ids"] == "Q58217; Q484214"
    assert (row["chain"], row["time"], row["status"]) == ("وكالة الأفق", "", "happened")


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\uff1d1", "'=1"])
def test_no_cell_is_run_by_a_spreadsheet(evil: str, tmp_path: Path, known: Knowledge) -> None:
    article = Article(doc=evil, text=f"{evil} نص", title=evil, outlet=evil, url=evil)
    entity = Entity(
        id=evil, kind="person", name=evil, names=(evil,), name_en=evil, resolved=evil, offices=(Office(evil, ""),)
    )
    event = Event(
        id=evil,
        kind="meeting",
        who=((evil, "party"),),
        time=evil,
        place=evil,
        status="happened",
        chain=(evil,),
        evidence=Evidence((Span(0, len(evil)),), evil),
    )
    record = Record(doc=evil, published=evil, published_from=None, entities=(entity,), events=(event,))
    with Store.open(tmp_path / "evil.db", create=True) as store:
        store.put(article, record, "digest")
        for table in ("events", "entities"):
            (row,) = rows_of(b"".join(export("csv", store, known, what=table)))
            for column, cell in row.items():
                assert not cell.lstrip(" \t\r\n").startswith(("=", "+", "-", "@", "\uff1d")) or cell.startswith("'"), (
                    column
                )


def test_formats_and_tables_that_are_none(filled: Store, known: Knowledge) -> None:
    for form, what, problem in (
        ("xml", None, "there is no format 'xml'"),
        ("csv", "cats", "csv cannot hold 'cats'; it can: events"),
        ("csv", "episodes", "is not linked yet"),
    ):
        with pytest.raises(QueryError, match=problem):
            export(form, filled, known, what=what)


def test_a_whole_article(pairs: list[Pair]) -> None:
    article, record = pairs[2]
    whole = json.loads(encode_whole(article, record))
    assert whole["text"] == article.text
    assert whole["times"] == [
        {
            "value": "2018-06",
            "type": "date",
            "anchor": None,
            "words": "يونيو",
            "span": list(msgspec.to_builtins(record.times[0].span)),
            "rule": "time.test",
        }
    ]
    assert whole["statements"][0]["words"] == ["وجود أي مفاوضٍ في إيران"]


GOLD = Path(__file__).parents[2] / "shared" / "gold"


@pytest.mark.skipif(not GOLD.is_dir(), reason="no gold beside the project")
def test_the_scorer_reads_it(tmp_path: Path) -> None:
    """A gold annotation, told in the model and exported, scores all that it can."""
    source = sorted((GOLD / "dev").glob("*.src.json"))[0]
    src = json.loads(source.read_text(encoding="utf-8"))
    gold = json.loads(Path(str(source).replace(".src.json", ".gold.json")).read_text(encoding="utf-8"))
    given = runpy.run_path(str(GOLD / "score.py"))["from_gold"](gold, src["text"])
    record = _modelled(given)
    (tmp_path / "records.jsonl").write_bytes(encode_exchange(record) + b"\n")
    for name in ("src", "gold"):
        path = Path(str(source).replace(".src.json", f".{name}.json"))
        (tmp_path / path.name).write_bytes(path.read_bytes())
    done = subprocess.run(
        [sys.executable, str(GOLD / "score.py"), str(tmp_path), str(tmp_path / "records.jsonl"), "--json"],
        capture_output=True,
        check=True,
    )
    figures = json.loads(done.stdout)
    for name in (
        "published",
        "times.value",
        "people",
        "offices",
        "statements.content",
        "statements.speaker+chain",
        "events.all",
        "facts",
    ):
        if figures[name]["gold"]:
            assert figures[name]["f1"] > 0.95, name


def _modelled(given: dict[str, object]) -> Record:
    """A record in the scorer's own shape as one of the model."""

    def several(value: object) -> list[str]:
        return value if isinstance(value, list) else [value] if value else []  # type: ignore[list-item]

    plain = json.loads(json.dumps(given))
    return msgspec.convert(
        {
            "doc": plain["doc"],
            "published": plain["published"],
            "published_from": "given",
            "entities": [
                {
                    "id": e["id"],
                    "kind": e["kind"],
                    "name": e["name"],
                    "names": [*(e.get("aliases") or []), *several(e.get("resolved"))],
                    "iso": e.get("iso"),
                    "offices": [{"title": e["office"], "of": e.get("of") or ""}] if e.get("office") else [],
                }
                for e in plain["entities"]
            ],
            "times": [{"span": [t["start"], t["end"]], "value": t["value"], "type": "date"} for t in plain["times"]],
            "statements": [
                {
                    "id": f"s{n}",
                    "speaker": several(s["speaker"]),
                    "chain": several(s.get("chain")),
                    "form": s["form"],
                    "act": s["act"],
                    "cue": [0, 0],
                    "content": s["content"],
                    "evidence": {"spans": s["content"], "rule": "gold"},
                }
                for n, s in enumerate(plain["statements"])
            ],
            "events": [
                {
                    "id": f"e{n}",
                    "kind": e["kind"],
                    "who": e["who"],
                    "time": e.get("time"),
                    "place": e.get("place"),
                    "status": e["status"],
                    "chain": several(e.get("chain")),
                    "evidence": {"spans": e["spans"], "rule": "gold"},
                }
                for n, e in enumerate(plain["events"])
            ],
            "facts": [
                {
                    "subject": several(f["subject"])[0],
                    "property": f["property"],
                    "value": str(f["value"]),
                    "status": f["status"],
                    "chain": several(f.get("chain")),
                    "evidence": {"spans": f["spans"], "rule": "gold"},
                }
                for n, f in enumerate(plain["facts"])
            ],
        },
        Record,
    )
