"""Exports in every format: each is loaded by a reader that is not ours, and tells what the store tells."""

import csv
import io
import json
import runpy
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mahdar.engine import link_store
from mahdar.errors import QueryError
from mahdar.export import FILTERS, FINDINGS, FORMATS, TABLES, Selection, export
from mahdar.export._cells import is_run, safe
from mahdar.export._days import exact_days, precision_of
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.model import (
    Article,
    Entity,
    Event,
    Evidence,
    Fact,
    Mention,
    Record,
    Span,
    Statement,
    TimeExpression,
)
from mahdar.query import chronicle, episodes, organ_state, said
from mahdar.store import Store
from tests.conftest import HAS_POSTGRESQL, Runner, make
from tests.postgresql import Server

ROOT = Path(__file__).resolve().parent.parent
READERS: dict[str, Callable[[Path, str, Store], dict[str, int]]] = runpy.run_path(
    str(ROOT / "tools" / "check_exports.py")
)["READERS"]
EVERYTHING = [(form.name, what) for form in FORMATS.values() for what in form.holds]
SOMEBODY = "Putin"


@pytest.fixture(scope="module")
def whole() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The examples, built and linked."""
    path = tmp_path_factory.mktemp("exports") / "examples.db"
    words = (sys.executable, "-m", "mahdar", "build", str(ROOT / "examples"), "--into", str(path), "--workers", "1")
    subprocess.run(words, check=True, capture_output=True)
    with Store.open(path) as made:
        yield made


def written(
    store: Store, whole: Knowledge, form: str, what: str | None = None, **chosen: Any
) -> tuple[bytes, Counter[str]]:
    counts: Counter[str] = Counter()
    if FORMATS[form].needs:
        chosen = {"who": SOMEBODY} | chosen
    pieces = export(
        form, store, whole, what=what, chosen=Selection(**chosen), tell=lambda told, n: counts.update({told: n})
    )
    return b"".join(pieces), counts


@pytest.mark.parametrize(("form", "what"), EVERYTHING)
def test_a_reader_of_others_loads_it(form: str, what: str, store: Store, whole: Knowledge, tmp_path: Path) -> None:
    data, counts = written(store, whole, form, what)
    path = tmp_path / f"export{FORMATS[form].suffix}"
    path.write_bytes(data)
    read = READERS[form](path, what, store)
    assert read and all(read.values())
    for name in read.keys() & counts.keys():
        assert read[name] == counts[name]
    assert data == written(store, whole, form, what)[0]


def test_every_format_says_what_it_is() -> None:
    assert READERS.keys() == FORMATS.keys()
    assert len({form.suffix for form in FORMATS.values()}) == len(FORMATS)
    for name, form in FORMATS.items():
        assert form.name == name and "/" in form.media_type and form.suffix.startswith(".") and form.title
        assert set(form.holds) <= FILTERS.keys()
        assert msgspec.json.decode(msgspec.json.encode(form), type=type(form)) == form


# --- what is chosen


def test_the_filters_are_those_of_the_questions(store: Store, whole: Knowledge) -> None:
    for asked in (
        {"who": "روسيا"},
        {"who": "روسيا", "with_": "إيران"},
        {"kinds": ("contact",), "from_": "2018-01", "to": "2018-12"},
        {"statuses": ("planned", "denied")},
    ):
        data, _ = written(store, whole, "json", "events", **asked)
        got = sorted(json.loads(line)["row"]["id"] for line in data.splitlines())
        assert got == sorted(line.event for line in chronicle(store, whole, **asked)) != []  # type: ignore[arg-type]
        data, _ = written(store, whole, "json", "episodes", **asked)
        assert [json.loads(line)["row"]["id"] for line in data.splitlines()] == [
            line.episode
            for line in episodes(store, whole, **asked)  # type: ignore[arg-type]
        ]
    for asked in (
        {"who": "روسيا"},
        {"acts": ("deny", "affirm")},
        {"about": "إيران"},
        {"from_": "2018-06", "to": "2018"},
    ):
        data, _ = written(store, whole, "json", "statements", **asked)
        got = sorted(json.loads(line)["row"]["id"] for line in data.splitlines())
        assert got == sorted(line.statement for line in said(store, whole, **asked)) != []  # type: ignore[arg-type]


def test_outlets_articles_and_a_limit(store: Store, whole: Knowledge) -> None:
    rows = [json.loads(line)["row"] for line in written(store, whole, "json", "events")[0].splitlines()]
    outlet = next(row["outlet"] for row in rows if row["outlet"])
    for table in FINDINGS:
        data, _ = written(store, whole, "json", table, outlets=(outlet.upper(),))
        assert {json.loads(line)["row"]["outlet"] for line in data.splitlines()} <= {outlet}
    data, _ = written(store, whole, "json", "events", docs=(rows[0]["doc"],))
    assert {json.loads(line)["row"]["doc"] for line in data.splitlines()} == {rows[0]["doc"]}
    told = json.loads(written(store, whole, "json", "episodes", outlets=(outlet,))[0].splitlines()[0])["row"]
    assert outlet in told["outlets"]
    for what in FORMATS["json"].holds[1:]:
        assert len(written(store, whole, "json", what, limit=1)[0].splitlines()) == 1


@pytest.mark.parametrize(
    ("form", "what", "chosen", "problem"),
    [
        ("xml", None, {}, "there is no format 'xml'; there are: records, json"),
        ("ics", "quotes", {}, "ics cannot hold 'quotes'; it can: episodes, events"),
        ("csv", "facts", {"kinds": ("meeting",)}, "facts cannot be chosen by 'kind'; they can by: who, status"),
        ("csv", "events", {"outlets": ("nowhere",)}, "no article is of the outlet 'nowhere'; there are: "),
        ("csv", "events", {"who": "Xqzwv"}, "nobody here is called"),
        ("dossier-md", None, {}, "dossier-md needs 'who'"),
        ("dossier-md", None, {"who": "Putin", "sources": 2}, "dossier-md cannot be chosen by 'sources'"),
    ],
)
def test_what_cannot_be_asked(
    form: str, what: str | None, chosen: dict[str, Any], problem: str, store: Store, whole: Knowledge
) -> None:
    """It is told before the first byte."""
    with pytest.raises(QueryError, match=problem):
        export(form, store, whole, what=what, chosen=Selection(**chosen))


def test_an_export_is_of_one_state_of_the_store(tmp_path: Path, known: Knowledge) -> None:
    pairs = [make(f"d{n}", f"نص {n}", published="2018-05-01") for n in range(700)]
    with Store.open(tmp_path / "a.db", create=True) as store:
        store.put_many([(*pair, "1") for pair in pairs])
        pieces = export("records", store, known)
        next(pieces)
        store.put_many([(*make("d9999", "نص لاحق", published="2018-05-02"), "1")])
        assert len(list(pieces)) == 699
        assert sum(1 for _ in export("records", store, known)) == 701


# --- single formats


def test_dyads_say_from_which_event_they_are(store: Store, whole: Knowledge) -> None:
    lines = [json.loads(line) for line in written(store, whole, "plover")[0].splitlines()]
    many = [line for line in lines if line["derived"]["parties"] > 2 and line["derived"]["by"] == "pair"]
    assert many and all(line["derived"]["dyads"] > 1 for line in many)
    visits = [line for line in lines if line["mode"] == ["visit"] and line["derived"]["by"] == "roles"]
    assert visits
    for line in visits:
        assert line["source"][0]["role"] == "guest" and line["recipient"][0]["role"] == "host"
    assert {line["source"][0]["code"] for line in lines} >= {"RUS", "IRN"}
    assert all(line["context"][-1] == "future" for line in lines if line["status"] == "planned")
    assert all(line["enddate"] is None for line in lines if line["date_precision"] == "day")
    assert {line["date_from"] for line in lines if line["date_precision"] == "none"} <= {"report", None}


def test_a_state_does_not_meet_its_own_minister(tmp_path: Path, whole: Knowledge) -> None:
    """Where all four are named, there are the pairs across, and none within a side."""
    article, record = make(
        "a",
        "[التقى [لافروف]{lavrov} [ظريف]{zarif} باسم [روسيا]{russia} و[إيران]{iran}]{e1}",
        published="2018-05-14",
        events={
            "e1": {
                "kind": "meeting",
                "who": tuple((who, "party") for who in ("lavrov", "zarif", "russia", "iran")),
                "time": "2018-05-14",
            }
        },
    )
    with Store.open(tmp_path / "a.db", create=True) as store:
        store.put(article, record, "1")
        lines = [json.loads(line) for line in written(store, whole, "plover", "events")[0].splitlines()]
        graph, _ = written(store, whole, "graphml", "events")
    pairs = {(line["source"][0]["identifier"], line["recipient"][0]["identifier"]) for line in lines}
    assert pairs == {("Q58217", "Q484214"), ("Q58217", "IR"), ("Q484214", "RU"), ("RU", "IR")}
    assert {line["derived"]["dyads"] for line in lines} == {4}
    assert {(line["source"][0]["code"], line["recipient"][0]["code"]) for line in lines} <= {
        ("RUS", "IRN"),
        ("IRN", "RUS"),
    }
    assert graph.count(b"<edge ") == 4


def test_a_ministry_is_of_its_state_by_its_name(whole: Knowledge) -> None:
    assert organ_state(whole, "القوات التركية") == "TR"
    assert organ_state(whole, "وزارة الخارجية الروسية") == "RU"
    assert organ_state(whole, "جيش مصر") == "EG"
    assert organ_state(whole, "القوات الحكومية") is None


def test_a_workbook_reads_from_right_to_left(store: Store, whole: Knowledge, tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415

    (tmp_path / "a.xlsx").write_bytes(written(store, whole, "xlsx")[0])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["About", *FINDINGS]
    for sheet in book.worksheets[1:]:
        assert sheet.sheet_view.rightToLeft and sheet.freeze_panes == "A2" and sheet.auto_filter.ref
        assert sheet.column_dimensions["A"].width > 10


def test_a_table_of_parquet_has_types(store: Store, whole: Knowledge) -> None:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pq.read_table(io.BytesIO(written(store, whole, "parquet", "events")[0]))
    assert table.schema.field("time_from").type == pa.date32()
    assert pa.types.is_list(table.schema.field("parties").type)
    assert table.schema.metadata[b"mahdar.about"].startswith(b"An event as one article tells it")
    rows = table.to_pylist()
    assert all((row["time"] is not None) or row["time_from"] is None for row in rows)
    assert rows[0]["parties"][0].keys() == {"id", "name", "name_en", "role"}
    assert rows[0]["spans"][0].keys() == {"start", "end"}
    episodes = pq.read_table(io.BytesIO(written(store, whole, "parquet", "episodes")[0])).to_pylist()
    assert all(row["sources"] <= row["reports"] == len({one["doc"] for one in row["told"]}) for row in episodes)


def test_a_calendar_leaves_out_what_is_not_told_to_the_day(store: Store, whole: Knowledge) -> None:
    data, counts = written(store, whole, "ics")
    left = sum(count for what, count in counts.items() if what.startswith("left out: "))
    assert counts["episodes"] == data.count(b"BEGIN:VEVENT") > 0 < left
    assert counts["episodes"] + left == len(episodes(store, whole))


def test_a_network_counts_in_two_figures(store: Store, whole: Knowledge, tmp_path: Path) -> None:
    import networkx as nx  # noqa: PLC0415

    for form in ("gexf", "graphml"):
        (tmp_path / f"a.{form}").write_bytes(written(store, whole, form)[0])
    months = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)
    graph = nx.read_gexf(tmp_path / "a.gexf")
    for one, other, edge in graph.edges(data=True):
        several = months.get_edge_data(one, other).values()
        for name in ("events", "reports", "sources"):
            assert edge[name] == sum(month[name] for month in several)
    asked, _ = written(store, whole, "graphml", statuses=("planned",))
    assert asked != (tmp_path / "a.graphml").read_bytes()


TIMES = (
    ("date", "2018-05-07", 'type="DATE" value="2018-05-07"'),
    ("date", "2018-05-07~", 'value="2018-05-07" mod="APPROX"'),
    ("date", "2007/..", 'value="2007" mod="ON_OR_AFTER"'),
    ("date", "../2007-05", 'value="2007-05" mod="ON_OR_BEFORE"'),
    ("date", "201X", 'value="201"'),
    ("date", "19XX", 'value="19"'),
    ("date", "2018-21", 'value="2018-SP"'),
    ("date", "PAST_REF", 'value="PAST_REF"'),
    ("date", "-0043", 'value="BC0044"'),
    ("date", "2018-05-07/2018-05-09", 'type="DURATION" value="P3D" functionInDocument="NONE" beginPoint="t1b"'),
    ("date", "2015/2018", 'type="DURATION" value="P4Y"'),
    ("date", "2018-03/2018-05", 'type="DURATION" value="P3M"'),
    ("time", "2018-05-07TEV", 'type="TIME" value="2018-05-07TEV"'),
    ("duration", "P10Y/P15Y", 'value="P10Y" mod="EQUAL_OR_MORE"'),
    ("set", "R/P1Y", 'type="SET" value="P1Y" quant="EVERY"'),
)


@pytest.mark.parametrize(("kind", "value", "told"), TIMES)
def test_times_as_timex3(kind: str, value: str, told: str, tmp_path: Path, known: Knowledge) -> None:
    article, record = make("a", "قال & في [يومها]{t=2018} \x0b إنه < ذلك", published="2018-05-08")
    time = TimeExpression(span=record.times[0].span, value=value, type=kind)
    record = msgspec.structs.replace(record, times=(time,))
    with Store.open(tmp_path / "a.db", create=True) as store:
        store.put(article, record, "1")
        data, _ = written(store, known, "timeml")
        path = tmp_path / "a.timeml.zip"
        path.write_bytes(data)
        assert READERS["timeml"](path, "articles", store)["times"] == 1
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert told in archive.read("a.tml").decode()


@pytest.mark.parametrize(
    ("value", "precision", "exact"),
    [
        (None, "none", False),
        ("PAST_REF", "none", False),
        ("2018-05-07", "day", True),
        ("2018-05-07T10:30", "time", True),
        ("2018-05-07TEV", "time", True),
        ("2018-05-07~", "about day", False),
        ("2018-05", "month", False),
        ("2018-21", "season", False),
        ("2018", "year", False),
        ("201X", "decade", False),
        ("2018-W19", "week", False),
        ("2018-05-07/2018-05-09", "interval", True),
        ("2018-01-01/2018-12-31", "interval", False),
        ("2018-05-07/..", "open", False),
    ],
)
def test_how_closely_a_time_is_told(value: str | None, precision: str, exact: bool) -> None:
    assert precision_of(value) == precision
    assert (exact_days(value) is not None) == exact


# --- what a spreadsheet must not run


LEADS = st.sampled_from(
    ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u200f=", "\ufeff+", "\u00a0@", "\uff1d", "\x00=", ""]
)


@settings(deadline=None)
@given(LEADS, st.text(max_size=20))
def test_no_cell_begins_a_formula(lead: str, rest: str) -> None:
    cell = safe(lead + rest)
    shown = cell.strip(" \u00a0\u200e\u200f\u061c\ufeff\x00\u2066\u2067\u2068\u2069\u200b")
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    assert cell in (lead + rest, "'" + lead + rest)
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([cell])
    assert next(csv.reader(io.StringIO(buffer.getvalue(), newline=""))) == [cell]


@pytest.mark.parametrize("lead", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u200f=1", "=\u0661"])
def test_a_workbook_holds_the_words_and_no_formula(lead: str, tmp_path: Path, known: Knowledge) -> None:
    import openpyxl  # noqa: PLC0415

    article, record = make(
        "a", "[نص]{e1}", published="2018-05-01", title=lead, outlet=lead, events={"e1": {"kind": "other", "who": ()}}
    )
    assert is_run(lead)
    with Store.open(tmp_path / "a.db", create=True) as store:
        store.put(article, record, "1")
        (tmp_path / "a.xlsx").write_bytes(written(store, known, "xlsx", "events")[0])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["events"]
    head = [cell.value for cell in sheet[1]]
    cell = sheet[2][head.index("title")]
    assert cell.data_type == "s" and cell.quotePrefix
    assert str(cell.value).replace("_x000D_", "\r") == lead


NASTY = (
    "\x0b",
    "\u202eعكس",
    "<b>&amp;]]>",
    '"\\',
    "=1+1",
    "\ufffe",
    "\U0001f600",
    "a;b,c\nd",
    "/../..",
    "\r\n",
    "\t",
    "%",
    "#",
    " ",
)


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory, whole: Knowledge) -> Iterator[Store]:
    """Articles in which every name, place, id and address is something that some format cannot hold as it is."""
    with Store.open(tmp_path_factory.mktemp("nasty") / "a.db", create=True) as store:
        for number, evil in enumerate(NASTY):
            text = f"{evil}قال{evil} كلاما{evil}{evil} قال"
            span, said = Span(0, len(text)), Span(len(evil), len(evil) + 3)
            names = (f"x{number}{evil}", f"y{number}{evil}")
            one, other = (
                Entity(id=name, kind=kind, name=evil + name, names=(evil,), mentions=(Mention(said, "name"),))
                for name, kind in zip(names, ("person", "org"), strict=True)
            )
            event = Event(
                id=f"e{number}{evil}", kind="meeting", who=((one.id, "party"), (other.id, "party")), time="2018-05-07",
                place=evil, status="happened", chain=(one.id,), evidence=Evidence((span, said), evil),
            )  # fmt: skip
            statement = Statement(
                id=f"s{number}{evil}", speaker=(one.id,), chain=(other.id,), form="direct", act="say", cue=said,
                content=(said,), evidence=Evidence((said,), evil),
            )  # fmt: skip
            record = Record(
                doc=f"d{number}{evil}", published="2018-05-07", published_from="given", entities=(one, other),
                times=(TimeExpression(span=said, value="2018", type="date"),), statements=(statement,), events=(event,),
                facts=(Fact(subject=one.id, property="count", value=evil, status="stated", chain=(), evidence=Evidence((said,), evil)),),
            )  # fmt: skip
            article = Article(
                doc=record.doc,
                text=text,
                title=evil,
                outlet=evil,
                url=f"https://x.example/{evil}",
                published="2018-05-07",
            )
            store.put(article, record, "1")
        link_store(store, whole)
        yield store


@pytest.mark.parametrize(
    ("form", "what"), [pair for pair in EVERYTHING if pair[1] not in ("quotes", "agreements", "accusations")]
)
def test_no_words_break_a_format(form: str, what: str, nasty: Store, whole: Knowledge, tmp_path: Path) -> None:
    data, _ = written(nasty, whole, form, what, **({"who": "x0" + NASTY[0]} if FORMATS[form].needs else {}))
    path = tmp_path / f"export{FORMATS[form].suffix}"
    path.write_bytes(data)
    assert all(READERS[form](path, what, nasty).values())


# --- the command


def test_the_command(mahdar: Runner, store: Store, tmp_path: Path) -> None:
    at = ("--store", str(store.path))
    listed = mahdar("export", "--formats")
    assert listed.status == 0 and all(name in listed.out for name in FORMATS)
    ran = mahdar("export", "--into", "met.gexf", "--who", "روسيا", *at)
    assert ran.status == 0 and "met.gexf: " in ran.err and " nodes, " in ran.err
    assert (tmp_path / "met.gexf").read_bytes().startswith(b"<?xml")
    ran = mahdar("export", "--format", "plover", "--what", "episodes", "--kind", "contact", *at)
    assert ran.status == 0 and " dyads" in ran.err
    assert all(json.loads(line)["event"] == ["CONSULT"] for line in ran.out.splitlines())
    assert (tmp_path / "met.gexf").exists() and not list(tmp_path.glob("*.part"))


def test_tables_have_rows_that_say_what_they_are() -> None:
    assert all(shape.__doc__ for shape in TABLES.values())


@pytest.mark.skipif(not HAS_POSTGRESQL, reason="PostgreSQL's server is not installed")
def test_a_database_gives_the_bytes_that_a_file_gives(store: Store, whole: Knowledge, databases: Server) -> None:
    address = databases.take()
    with Store.open(address, create=True) as other:
        other.put_many([(article, record, article.doc) for article, record in store.records()])
        link_store(other, whole)
        for form, what in EVERYTHING:
            assert written(other, whole, form, what)[0] == written(store, whole, form, what)[0], (form, what)
    databases.give_back(address)
