"""The formats in one list: what each is called, can hold, and who writes it."""

from collections.abc import Callable, Iterator

import msgspec

from mahdar.export._annotations import annotation_page
from mahdar.export._calendar import calendar
from mahdar.export._choice import Choice
from mahdar.export._csv import csv_table
from mahdar.export._ftm import ftm_entities
from mahdar.export._jsonld import jsonld_graph
from mahdar.export._lines import exchange_lines, json_lines
from mahdar.export._network import gexf_graph, graphml_graph
from mahdar.export._papers import docx_paper, html_paper, markdown_paper
from mahdar.export._parquet import parquet_table
from mahdar.export._plover import plover_lines
from mahdar.export._rows import TABLES
from mahdar.export._timeml import timeml_archive
from mahdar.export._xlsx import xlsx_workbook

__all__ = ["FORMATS", "WRITERS", "Format"]


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format. `holds` are the sorts of things that it can be made of, first that which is meant where none is named;
    `suffix` and `media_type` are of the file, `needs` the filters that have to be given. `whole`: it is only there when all
    of it is made (kept in memory or a temporary file); else it comes piece by piece. `binary`: no text for a terminal.
    `takes` are the filters that it can do (none named: all that FILTERS has for what it holds), `kinds` and `statuses` what
    is chosen where none is asked for (all where none is named)."""

    name: str
    title: str
    media_type: str
    suffix: str
    holds: tuple[str, ...]
    needs: tuple[str, ...] = ()
    whole: bool = False
    binary: bool = False
    takes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


_TABLES = tuple(TABLES)
_EVENTS_FIRST = ("events", *(table for table in _TABLES if table != "events"))
_LEVELS = ("episodes", "events")
_LINES = "application/x-ndjson"
# Who met whom, and not who was to meet whom, unless another kind or standing is asked for.
_MEETINGS = ("meeting", "visit", "talks", "summit", "phone_call")
_MET = ("happened", "ongoing")
_Writer = Callable[[Choice], Iterator[bytes]]
_FORMATS: tuple[tuple[Format, _Writer], ...] = (
    (
        Format(
            name="records",
            title="Exchange format, a line an article",
            media_type=_LINES,
            suffix=".jsonl",
            holds=("articles",),
        ),
        exchange_lines,
    ),
    (
        Format(
            name="json",
            title="JSON, a line a finding, with names and words",
            media_type=_LINES,
            suffix=".ndjson",
            holds=("articles", *_TABLES),
        ),
        json_lines,
    ),
    (
        Format(name="csv", title="CSV, one table", media_type="text/csv", suffix=".csv", holds=_EVENTS_FIRST),
        csv_table,
    ),
    (
        Format(
            name="xlsx",
            title="Excel workbook, a sheet a table",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            suffix=".xlsx",
            holds=("articles", *_TABLES),
            whole=True,
            binary=True,
        ),
        xlsx_workbook,
    ),
    (
        Format(
            name="parquet",
            title="Parquet, one table with typed columns",
            media_type="application/vnd.apache.parquet",
            suffix=".parquet",
            holds=_EVENTS_FIRST,
            binary=True,
        ),
        parquet_table,
    ),
    (
        Format(
            name="plover",
            title="PLOVER, a line a dyad",
            media_type=_LINES,
            suffix=".plover.jsonl",
            holds=_LEVELS,
        ),
        plover_lines,
    ),
    (
        Format(
            name="jsonld",
            title="JSON-LD: Event, Quotation, Claim of schema.org",
            media_type="application/ld+json",
            suffix=".jsonld",
            holds=("events", "statements", "facts", "accusations", "episodes", "quotes", "articles"),
        ),
        jsonld_graph,
    ),
    (
        Format(
            name="annotations",
            title="W3C Web Annotation",
            media_type='application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
            suffix=".anno.jsonld",
            holds=("events", "statements", "facts", "agreements", "accusations", "entities", "articles"),
        ),
        annotation_page,
    ),
    (
        Format(
            name="ftm",
            title="FollowTheMoney entities",
            media_type=_LINES,
            suffix=".ftm.json",
            holds=_LEVELS,
        ),
        ftm_entities,
    ),
    (
        Format(
            name="gexf",
            title="GEXF network: who met whom, month by month",
            media_type="application/gexf+xml",
            suffix=".gexf",
            holds=_LEVELS,
            whole=True,
            kinds=_MEETINGS,
            statuses=_MET,
        ),
        gexf_graph,
    ),
    (
        Format(
            name="graphml",
            title="GraphML network: who met whom, an edge a month",
            media_type="application/graphml+xml",
            suffix=".graphml",
            holds=_LEVELS,
            whole=True,
            kinds=_MEETINGS,
            statuses=_MET,
        ),
        graphml_graph,
    ),
    (
        Format(
            name="ics",
            title="iCalendar: events that are told to the day",
            media_type="text/calendar",
            suffix=".ics",
            holds=_LEVELS,
        ),
        calendar,
    ),
    (
        Format(
            name="timeml",
            title="TimeML, a document an article, in a ZIP",
            media_type="application/zip",
            suffix=".timeml.zip",
            holds=("articles",),
            binary=True,
        ),
        timeml_archive,
    ),
    *(
        (
            Format(
                name=f"dossier-{short}",
                title=f"Dossier of --who (with --with: what is between the two), {name}",
                media_type=media,
                suffix=f".{short}",
                holds=("episodes",),
                needs=("who",),
                takes=("who", "with_", "from_", "to"),
                whole=True,
                binary=short == "docx",
            ),
            write,
        )
        for short, name, media, write in (
            ("md", "Markdown", "text/markdown", markdown_paper),
            ("html", "HTML", "text/html", html_paper),
            (
                "docx",
                "DOCX",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                docx_paper,
            ),
        )
    ),
)
FORMATS: dict[str, Format] = {form.name: form for form, _ in _FORMATS}
WRITERS: dict[str, _Writer] = {form.name: write for form, write in _FORMATS}
