"""Write every format of a store and load each in a reader that is not ours; print counts, seconds of the processor and peak memory.

    python tools/check_exports.py news.db [FORMAT...]

The readers are functions of a file, and the tests use them too: csv, openpyxl, pyarrow, pyld, jsonschema, followthemoney, networkx,
icalendar, lxml. Each raises where the file is not what the format says it is, and returns what it counted.
"""

import csv
import importlib.machinery
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import types
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from mahdar.export import FORMATS, TABLES
from mahdar.store import Store

SCHEMAS = Path(__file__).resolve().parent.parent / "tests" / "schemas"
Counts = dict[str, int]
Reader = Callable[[Path, str, Store], Counts]


def must(holds: bool, problem: object) -> None:
    if not holds:
        raise ValueError(str(problem))


def lines_of(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def schema(name: str) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415

    described = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(described)
    return Draft202012Validator(described, format_checker=FormatChecker())


def read_json(path: Path, what: str, store: Store) -> Counts:
    """One object a line; each with a key that says what it is."""
    told: Counter[str] = Counter()
    for line in lines_of(path):
        told[line.get("table", "articles")] += 1
        must(what in ("articles", line.get("table")), line)
    return dict(told)


def read_csv(path: Path, what: str, store: Store) -> Counts:
    """Python's csv: every row as long as the head; nothing that a spreadsheet runs."""
    csv.field_size_limit(1 << 30)
    must(path.read_bytes()[:3] == b"\xef\xbb\xbf", "no byte order mark")
    count = 0
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            count += 1
            must(None not in row and None not in row.values(), row)
            for cell in row.values():
                must(not str(cell).lstrip().startswith(("=", "+", "-", "@")), row)
    return {what: count}


def read_xlsx(path: Path, what: str, store: Store) -> Counts:
    """openpyxl: the sheets with their rows; no formula anywhere."""
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(path, read_only=True)
    told: Counter[str] = Counter()
    for sheet in book.worksheets[1:]:
        rows = sheet.iter_rows()
        width = len(next(rows))
        for row in rows:
            told[sheet.title.split(" ")[0]] += 1
            must(len(row) <= width and all(cell.data_type in "snb" for cell in row), [cell.value for cell in row])
    return dict(told)


def read_parquet(path: Path, what: str, store: Store) -> Counts:
    """pyarrow: the schema says what it is, days are dates, a group after the other can be read."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    file = pq.ParquetFile(path)
    described = file.schema_arrow
    must(described.metadata[b"mahdar.table"].decode() == what, described.metadata)
    days = [field.name for field in described if pa.types.is_date32(field.type)]
    must(what == "entities" or bool(days), described)
    rows = 0
    for group in range(file.num_row_groups):
        table = file.read_row_group(group)
        table.validate(full=True)
        rows += table.num_rows
    return {what: rows}


def read_plover(path: Path, what: str, store: Store) -> Counts:
    """jsonschema, by the manual's table of fields; numbers of dyads that add up."""
    check = schema("plover")
    expected: dict[str, int] = {}
    told: Counter[str] = Counter()
    for line in lines_of(path):
        check.validate(line)
        expected[line["derived"]["from"]] = line["derived"]["dyads"]
        told[line["derived"]["from"]] += 1
    must(told == expected, "dyads are missing")
    return {what: len(expected), "dyads": sum(told.values())}


def documents(url: str, options: Any) -> Any:
    """What pyld is given for the only context that we name: nothing is fetched."""
    must(url == "http://www.w3.org/ns/anno.jsonld", url)
    context = json.loads((SCHEMAS / "anno.context.json").read_text(encoding="utf-8"))
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}


def expanded(context: Any, node: Any) -> Any:
    from pyld import jsonld  # noqa: PLC0415

    (one,) = jsonld.expand({"@context": context, **node}, {"documentLoader": documents})
    return one


def read_jsonld(path: Path, what: str, store: Store) -> Counts:
    """pyld: every node expands to a schema.org type, and every key of ours to an IRI; passages are in the text."""
    document = json.loads(path.read_text(encoding="utf-8"))
    told: Counter[str] = Counter()
    for node in document["@graph"]:
        one = expanded(document["@context"], node)
        (kind,) = one["@type"]
        told[kind] += 1
        must(kind.startswith("https://schema.org/"), one)
        must(len(one) == len(node), f"a key of {node['@id']} means nothing")
        must(kind.endswith("Article") or bool(one["http://www.w3.org/ns/prov#wasDerivedFrom"]), one)
    return {kind.rpartition("/")[2]: count for kind, count in told.items()}


def read_annotations(path: Path, what: str, store: Store) -> Counts:
    """jsonschema and pyld by the Web Annotation model; each selector finds the very words, and nothing else."""
    check, oa = schema("annotation"), "http://www.w3.org/ns/oa#"
    page = json.loads(path.read_text(encoding="utf-8"))
    must(page["type"] == "AnnotationPage", page["type"])
    told: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for note in page["items"]:
        check.validate(note)
        one = expanded(page["@context"], note)
        must(one["@type"] == [f"{oa}Annotation"] and len(one) == len(note), one)
        must(len(one[f"{oa}hasTarget"]) == len(note["target"]), note)
        told["annotations"] += 1
        for target in note["target"]:
            doc = from_iri(target["source"]["id"])
            if doc not in texts:
                pair = store.article(doc)
                assert pair is not None
                texts = {doc: pair[0].text}
            _selects(target["selector"], texts[doc])
            told["targets"] += 1
    return dict(told)


def from_iri(iri: str) -> str:
    from urllib.parse import unquote  # noqa: PLC0415

    return unquote(iri.removeprefix("urn:mahdar:article:"))


def _selects(selectors: Any, text: str) -> None:
    place, words = selectors
    start, end = place["start"], place["end"]
    must(text[start:end] == words["exact"] != "", words)
    whole = words["prefix"] + words["exact"] + words["suffix"]
    at = text.find(whole)
    must(at == start - len(words["prefix"]) and text.find(whole, at + 1) < 0, words)


def ftm_model() -> Any:
    """FollowTheMoney's model. It asks for ICU to romanise names, which checks nothing of ours: something stands in for it."""
    if importlib.util.find_spec("icu") is None:
        stand_in: Any = types.ModuleType("icu")
        as_it_is = types.SimpleNamespace(transliterate=lambda text: text)
        stand_in.Transliterator = types.SimpleNamespace(createInstance=lambda *_: as_it_is)
        stand_in.__spec__ = importlib.machinery.ModuleSpec("icu", None)
        sys.modules["icu"] = stand_in
    from followthemoney import model  # noqa: PLC0415

    return model


def read_ftm(path: Path, what: str, store: Store) -> Counts:
    """followthemoney: each entity valid against its schema, nothing lost in cleaning, each reference of a fitting kind."""
    model = ftm_model()
    schemata: dict[str, Any] = {}
    told: Counter[str] = Counter()
    for line in lines_of(path):
        must(line["id"] not in schemata, f"twice: {line['id']}")
        kind = model.get(line["schema"])
        kind.validate(line)
        must(not kind.abstract and all(line["properties"].get(name) for name in kind.required), line)
        must(set(line["properties"]) <= set(kind.properties), line)
        proxy = model.get_proxy(line, cleaned=False)
        for name, values in line["properties"].items():
            must(len(proxy.get(name)) == len(values), (name, values, proxy.get(name)))
        schemata[line["id"]] = kind
        told[line["schema"]] += 1
    for line in lines_of(path):
        for name, values in line["properties"].items():
            prop = schemata[line["id"]].properties[name]
            if prop.type.name == "entity":
                for value in values:
                    must(value in schemata and schemata[value].is_a(prop.range), (line["id"], name, value))
    return dict(told)


def read_graph(path: Path, what: str, store: Store) -> Counts:
    """networkx: nodes with names, edges with their two figures."""
    import networkx as nx  # noqa: PLC0415

    graph = nx.read_gexf(path) if path.suffix == ".gexf" else nx.read_graphml(path, force_multigraph=True)
    figures = ("reports", "sources") if what == "episodes" else ("reports",)
    for _, node in graph.nodes(data=True):
        must(bool(node["label"] and node["name"] and node["kind"]), node)
    for *_, edge in graph.edges(data=True):
        must(all(int(edge[name]) >= 1 for name in (*figures, "weight", "events")), edge)
        must(what != "episodes" or edge["sources"] <= edge["reports"], edge)
        months = edge.get("reports_by_month") or ()
        must(sum(int(count) for count, *_ in months) <= edge["reports"], edge)
    return {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}


def read_ics(path: Path, what: str, store: Store) -> Counts:
    """icalendar: whole days, each entry once, no property that could not be read."""
    from icalendar import Calendar  # noqa: PLC0415

    calendar: Any = Calendar.from_ical(path.read_bytes())
    ids: set[str] = set()
    for event in calendar.walk("VEVENT"):
        start, end = event["dtstart"].dt, event["dtend"].dt
        must(type(start) is date and type(end) is date and start < end, event)
        must(event["uid"] not in ids and not event.errors, event)
        ids.add(str(event["uid"]))
    must(not calendar.errors, calendar.errors)
    return {what: len(ids)}


# TimeML 1.2.1: what the attributes of a TIMEX3 and a TLINK may be.
_TIMEX3 = {
    "tid": r"t\d+[be]?",
    "type": "DATE|TIME|DURATION|SET",
    "value": r"(PAST|PRESENT|FUTURE)_REF"
    r"|\d{2,4}|BC\d{4}|[\dX]{4}-[\dX]{2}(-[\dX]{2})?|\d{4}-W\d\d(-\d|-WE)?|\d{4}-(SP|SU|FA|WI|Q\d|H\d)"
    r"|\d{4}-\d\d-\d\dT(\d\d(:\d\d(:\d\d)?)?|MO|MI|AF|EV|NI|DT)"
    r"|P(?=.)(\d+(\.\d+)?[YMWD])*(T(?=.)(\d+(\.\d+)?[HMS])*)?|PX[YMWD]",
    "mod": "BEFORE|AFTER|ON_OR_BEFORE|ON_OR_AFTER|LESS_THAN|MORE_THAN|EQUAL_OR_LESS|EQUAL_OR_MORE|START|MID|END|APPROX",
    "quant": ".+",
    "functionInDocument": "CREATION_TIME|EXPIRATION_TIME|MODIFICATION_TIME|PUBLICATION_TIME|RELEASE_TIME|RECEPTION_TIME|NONE",
    "temporalFunction": "true|false",
    "anchorTimeID": r"t\d+",
    "beginPoint": r"t\d+b",
    "endPoint": r"t\d+e",
}
_RELATIONS = "BEFORE|AFTER|INCLUDES|IS_INCLUDED|SIMULTANEOUS"


def read_timeml(path: Path, what: str, store: Store) -> Counts:
    """lxml: well-formed, the article's own text, TIMEX3 and TLINK with attributes that TimeML has, references that are there."""
    from lxml import etree  # noqa: PLC0415

    told: Counter[str] = Counter()
    illegal = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    docs = {illegal.sub("\ufffd", doc): doc for doc in store.digests()}
    with zipfile.ZipFile(path) as archive:
        must(archive.testzip() is None, "damaged")
        for name in archive.namelist():
            root = etree.fromstring(archive.read(name))
            doc = root.findtext("DOCID")
            pair = store.article(docs[doc])
            assert pair is not None
            text = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", pair[0].text)
            must("".join(root.find("TEXT").itertext()) == text, f"{name}: not the text of {doc}")
            times = list(root.iter("TIMEX3"))
            ids = {time.get("tid") for time in times}
            must(len(ids) == len(times) and times[0].get("functionInDocument") == "CREATION_TIME", name)
            for time in times:
                for key, value in time.attrib.items():
                    must(re.fullmatch(_TIMEX3[key], value) is not None, f"{name}: {key}={value}")
                    must(key not in ("anchorTimeID", "beginPoint", "endPoint") or value in ids, f"{name}: {value}")
                must({"tid", "type", "value"} <= set(time.attrib), name)
            for link in root.iter("TLINK"):
                must({link.get("timeID"), link.get("relatedToTime")} <= ids, name)
                must(re.fullmatch(_RELATIONS, link.get("relType")) is not None, link.get("relType"))
                told["tlinks"] += 1
            told["articles"] += 1
            told["times"] += len(root.find("TEXT").findall("TIMEX3"))
    return dict(told)


def read_paper(path: Path, what: str, store: Store) -> Counts:
    """lxml: a head, and sources that are numbered without a gap."""
    from lxml import etree, html  # noqa: PLC0415

    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            text = "".join(etree.fromstring(archive.read("word/document.xml")).itertext())
    elif path.suffix == ".html":
        text = html.fromstring(path.read_bytes()).text_content()
    else:
        text = path.read_text(encoding="utf-8")
    must("Sources" in text, "no sources")
    return {"letters": len(text)}


READERS: dict[str, Reader] = {
    "records": read_json,
    "json": read_json,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "parquet": read_parquet,
    "plover": read_plover,
    "jsonld": read_jsonld,
    "annotations": read_annotations,
    "ftm": read_ftm,
    "gexf": read_graph,
    "graphml": read_graph,
    "ics": read_ics,
    "timeml": read_timeml,
    "dossier-md": read_paper,
    "dossier-html": read_paper,
    "dossier-docx": read_paper,
}
# Tables that are written beside what a format holds by itself.
_ALSO = {
    "csv": tuple(TABLES),
    "parquet": tuple(TABLES),
    "jsonld": ("statements", "facts", "accusations", "episodes", "quotes"),
    "annotations": ("statements",),
    "plover": ("events",),
    "ftm": ("events",),
}


def run(words: list[str]) -> tuple[float, int, str, str]:
    """A process of its own: seconds of the processor, peak memory in MiB, what it said on both streams."""
    with tempfile.TemporaryFile() as out, subprocess.Popen(words, stdout=out, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        told = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        must(process.returncode == 0, told)
        out.seek(0)
        said = out.read().decode()
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, said, told


def main() -> None:
    path, *asked = sys.argv[1:]
    if asked[:1] == ["--read"]:
        form, what, file = asked[1:]
        with Store.open(Path(path)) as store:
            read = READERS[form](Path(file), what, store)
        print(", ".join(f"{count} {name}" for name, count in read.items()))
        return
    print("| format | of | MB | written in s | with MiB | written and left out | read by others | in s |")
    print("|---|---|---:|---:|---:|---|---|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for form in asked or FORMATS:
            for what in dict.fromkeys((FORMATS[form].holds[0], *_ALSO.get(form, ()))):
                file = str(Path(folder) / f"export{FORMATS[form].suffix}")
                words = [sys.executable, "-m", "mahdar", "export", "--store", path, "--format", form, "--what", what]
                words += ["--who", "Lavrov"] if FORMATS[form].needs else []
                seconds, peak, _, told = run([*words, "--into", file])
                size = Path(file).stat().st_size / 1e6
                reading, _, said, _ = run([sys.executable, __file__, path, "--read", form, what, file])
                counted = told.splitlines()[-1].partition(": ")[2]
                print(
                    f"| {form} | {what} | {size:.1f} | {seconds:.1f} | {peak} | {counted} | {said.strip()} | {reading:.1f} |",
                    flush=True,
                )
                Path(file).unlink()


if __name__ == "__main__":
    main()
