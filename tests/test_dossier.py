"""Dossiers and relations: what they hold, and that they are well-formed papers whatever the articles say."""

import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from mahdar.engine import link_store
from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.model import Article
from mahdar.papers import Paper, docx_of, dossier_paper, html_of, markdown_of, relation_paper
from mahdar.pipeline import analyse
from mahdar.query import Signature, confirm, dossier, relation
from mahdar.store import Store
from tests.conftest import DATABASES, Runner, place_in

WIRE = " ".join(
    f"وأوضح التقرير رقم {number} أن لجنة الشؤون الفنية المشتركة درست في اجتماعها بند {number} من جدول الأعمال ثم رفعته إلى المجلس"
    for number in range(1, 8)
)
MEETING = "التقى وزير الخارجية القطري نظيره التركي في الدوحة الثلاثاء."
SIGNING = "وقعت قطر وتركيا في أنقرة اليوم اتفاقية للتعاون العسكري."
CHARGE = "اتهمت تركيا قطر بخرق اتفاق المياه. ونفت قطر هذا الاتهام، وقالت إنها ملتزمة بالاتفاق."
NASTY = "<script>alert(1)</script> & \u202eمقلوب | `x` *y* [z](javascript:1)"
CORPUS = [
    Article(doc="one", text=f"{MEETING}\n{WIRE}", outlet="alif", published="2018-03-06", title="لقاء في الدوحة"),
    Article(doc="copy", text=f"{MEETING} (وكالات)\n{WIRE}", outlet="ba", published="2018-03-06", title=NASTY),
    Article(doc="sign", text=SIGNING, outlet="<b>jim</b>", published="2018-05-09", url="javascript:alert(1)"),
    Article(doc="charge", text=CHARGE, outlet="ba", published="2018-05-12", url="https://example.org/a?b=1&c=2"),
]


@pytest.fixture(scope="module")
def whole() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module", params=DATABASES)
def linked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, whole: Knowledge
) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("dossier")
    with place_in(request, folder) as place, Store.open(place, create=True) as store:
        store.put_many([(one, analyse(one, whole), "1") for one in CORPUS])
        link_store(store, whole)
        yield store


@pytest.fixture(scope="module")
def paper(linked: Store, whole: Knowledge) -> Paper:
    return dossier_paper(dossier(linked, whole, "قطر"))


def test_a_dossier_counts_reports_and_independent_sources(linked: Store, whole: Knowledge) -> None:
    found = dossier(linked, whole, "قطر")
    meeting = next(one for one in found.episodes if one.kind == "meeting")
    assert (meeting.reports, meeting.sources) == (2, 1)
    assert found.met
    assert all(one.actor.id != "QA" and one.sources <= one.reports for one in found.met)
    assert [one.kind for one in found.episodes if one.kind == "signing"] == ["signing"]
    (charge,) = found.accused
    assert charge.line.answers
    assert "deny" in [one.line.act for one in found.said]


def test_a_range_of_days(linked: Store, whole: Knowledge) -> None:
    found = dossier(linked, whole, "قطر", from_="2018-05")
    assert found.start == "2018-05"
    assert {one.kind for one in found.episodes} & {"signing"}
    assert "meeting" not in {one.kind for one in found.episodes}


def test_a_relation_has_its_months_and_both_directions(linked: Store, whole: Knowledge) -> None:
    found = relation(linked, whole, "تركيا", "قطر")
    assert [(one.month, one.episodes > 0) for one in found.months] == [
        ("2018-03", True),
        ("2018-04", False),
        ("2018-05", True),
    ]
    march = found.months[0]
    assert (march.episodes, march.reports, march.sources) == (1, 2, 1)
    assert len(found.accuses) == 1
    assert found.accused == ()
    assert any(step.step == "signed" for line in found.agreements for step in line.steps)
    other = relation(linked, whole, "قطر", "تركيا")
    assert (other.episodes, other.accused) == (found.episodes, found.accuses)
    with pytest.raises(QueryError, match="both are"):
        relation(linked, whole, "قطر", "قطر")


def test_sources_are_numbered_once_and_hold_the_very_words(paper: Paper) -> None:
    texts = {one.doc: one.text for one in CORPUS}
    assert [source.number for source in paper.sources] == list(range(1, len(paper.sources) + 1))
    assert all(words in texts[source.doc] for source in paper.sources for words in source.words)
    cited = {number for part in paper.parts for number in getattr(part, "notes", ())}
    assert cited == {source.number for source in paper.sources}


class Tags(HTMLParser):
    """The elements of a page and their attributes; whether they are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_html_is_well_formed_and_holds_no_markup_of_others(paper: Paper) -> None:
    page = html_of(paper)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert "script" not in {tag for tag, _ in tags.seen}
    assert not re.search(r"<b>jim|\u202e", page)
    assert "[U+202E]" in "".join(tags.text)
    assert "<script>alert(1)</script>" in "".join(tags.text)
    links = [given["href"] or "" for tag, given in tags.seen if tag == "a"]
    assert all(link.startswith(("#s", "https://")) for link in links)
    numbers = {f"#{given['id']}" for tag, given in tags.seen if tag == "li" and "id" in given}
    assert {link for link in links if link.startswith("#")} <= numbers
    assert not any(name.startswith("on") or name == "src" for _, given in tags.seen for name in given)
    quoted = [given for tag, given in tags.seen if tag == "blockquote"]
    assert quoted
    assert all(given["dir"] == "auto" for given in quoted)


def test_the_markdown_escapes_marks(paper: Paper) -> None:
    page = markdown_of(paper)
    assert page.startswith("# قطر (Qatar)\n")
    assert "<" not in re.sub(r"\\<", "", page)
    assert r"\*y\* \[z\](javascript:1)" in page
    assert "## Met (" in page
    assert re.search(r"2 reports, 1 independent \\\[\d", page)


def test_the_document_opens_again_and_holds_the_text(paper: Paper) -> None:
    written = docx_of(paper)
    assert written == docx_of(paper)  # the same bytes every time
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        assert parts.testzip() is None
    document = Document(io.BytesIO(written))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == "قطر (Qatar)"
    assert any("وقعت قطر وتركيا" in line for line in lines)
    assert any("<script>alert(1)</script>" in line for line in lines)
    assert any(cell.text == "Independent" for table in document.tables for cell in table.rows[0].cells)
    quoted = next(one for one in document.paragraphs if one.text.startswith("وقعت قطر"))
    assert quoted._p.pPr.find(qn("w:bidi")) is not None
    assert all(run.font.rtl for run in quoted.runs)
    english = next(one for one in document.paragraphs if one.text == "Sources")
    assert english._p.pPr.find(qn("w:bidi")) is None


def test_at_most_so_many_lines_say_of_how_many(linked: Store, whole: Knowledge) -> None:
    page = markdown_of(dossier_paper(dossier(linked, whole, "قطر"), most=1))
    assert re.search(r"## Events \(1 of \d+, those that most sources bear\)", page)


def test_a_corrected_line_says_so(linked: Store, whole: Knowledge) -> None:
    one = next(one for one in relation(linked, whole, "قطر", "تركيا").episodes if one.kind == "signing")
    entry = confirm(linked, one.tellings[0].event, Signature("هدى", "2026-03-01T09:00:00Z", "روجع"))
    linked.add_corrections([entry])
    link_store(linked, whole)
    page = markdown_of(relation_paper(relation(linked, whole, "قطر", "تركيا")))
    assert f"corrected by {entry.id}" in page
    assert "## Events by month" in page


def test_the_command_line(mahdar: Runner, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("نشر في 2018-05-09\n" + SIGNING, encoding="utf-8")
    assert mahdar("build", "one.txt", "--into", "m.db", "--quiet").status == 0
    for name, start in (("p.md", b"# "), ("p.html", b"<!doctype html>"), ("p.docx", b"PK")):
        ran = mahdar("relation", "قطر", "تركيا", "--store", "m.db", "--out", name)
        assert ran.status == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    assert mahdar("dossier", "قطر", "--store", "m.db").out.startswith("# قطر (Qatar)\n")
    assert '"profile"' in mahdar("dossier", "قطر", "--store", "m.db", "--json").out
    ran = mahdar("dossier", "قطر", "--store", "m.db", "--format", "pdf")
    assert (ran.status, ran.err) == (2, "mahdar: there is no format 'pdf'; there are: md, html, docx\n")


DUSHANBE = [
    Article(doc="twenty", text="وقعت قطر وتركيا اليوم معاهدة دفاع مشترك مدتها 20 عاما في أنقرة.", outlet="alif", published="2018-05-09"),
    Article(doc="five", text="وقعت تركيا وقطر اليوم في أنقرة معاهدة دفاع مشترك مدتها 25 عاما.", outlet="ba", published="2018-05-09"),
]  # fmt: skip


def test_a_relation_tells_where_the_articles_differ(place: Path | str, whole: Knowledge) -> None:
    with Store.open(place, create=True) as store:
        store.put_many([(one, analyse(one, whole), "1") for one in DUSHANBE])
        link_store(store, whole)
        found = relation(store, whole, "قطر", "تركيا")
        page = markdown_of(relation_paper(found))
    assert [{one.value for one in line.positions} for line in found.disagreements] == [{"P20Y", "P25Y"}]
    assert "## Where the articles differ (1)" in page
