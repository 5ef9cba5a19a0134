"""The reading room: bytes to articles, and what each piece of a text is."""

import codecs
import gzip
import io
import json
import re
import tomllib
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.brackets import parse
from mahdar.knowledge.tables.outlets import Boilerplate, OutletRule
from mahdar.model import Article, Failure
from mahdar.reading import Meter, find_zones, parse_published, read_articles
from mahdar.reading._encodings import NotTextError, decode
from mahdar.reading._markup import fragment_text, parse_html, select, text_of

CASES = Path(__file__).parent / "cases" / "reading"
GOLD = Path(__file__).parents[2] / "shared" / "gold" / "dev"
KNOWLEDGE = load_knowledge()
ZONES: list[dict[str, Any]] = tomllib.loads((CASES / "zones.toml").read_text(encoding="utf-8"))["case"]
PAGES: list[dict[str, Any]] = tomllib.loads((CASES / "pages.toml").read_text(encoding="utf-8"))["page"]
RULES = [rule for rule in KNOWLEDGE.boilerplate if rule.match not in ("word", "open")]
TEXT = "التقى الوزيران في العاصمة صباح الأحد، وبحثا ملف الحدود بين البلدين. وقال متحدث إن اللقاء المقبل قريب."


def articles_of(*sources: Path | str, stdin: bytes | None = None, knowledge: Knowledge = KNOWLEDGE) -> list[Article]:
    found = list(read_articles([str(s) for s in sources], knowledge, stdin=io.BytesIO(stdin) if stdin else None))
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def zones_of(text: str, **known: Any) -> list[tuple[str, str]]:
    zones = find_zones(text, known.pop("title", None), known.pop("outlet", None), KNOWLEDGE, **known)
    return [(zone.kind, zone.span.of(text)) for zone in zones]


# --- Zones ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ZONES, ids=lambda case: case["name"])
def test_zones(case: Mapping[str, Any]) -> None:
    marked = parse(case["text"])
    expected = [(label, span.of(marked.text)) for label, span in marked.spans]
    known = {key: case[key] for key in ("title", "outlet", "url", "published") if key in case}
    assert zones_of(marked.text, **known) == expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_boilerplate_rule_proves_itself(rule: Boilerplate) -> None:
    assert rule.yes, "an entry has at least one example"
    for example in rule.yes:
        marked = parse(example)
        found = zones_of(marked.text)
        labels = {label for label, _ in marked.spans} - {"body"}
        expected = [(label, span.of(marked.text)) for label, span in marked.spans if label != "body"]
        assert labels, example
        assert [zone for zone in found if zone[0] not in ("body", "title", "abstract")] == expected, example
        for label, span in marked.spans:
            assert label != "body" or (label, span.of(marked.text)) in found, example
    for example in rule.no:
        assert {kind for kind, _ in zones_of(example)} <= {"body", "title", "abstract"}, example


def test_boilerplate_ids_are_unique() -> None:
    ids = [rule.id for rule in KNOWLEDGE.boilerplate]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("rule", KNOWLEDGE.outlets, ids=lambda rule: rule.id)
def test_outlet_rule_is_sound(rule: OutletRule) -> None:
    tree = parse_html("<html><body><p>x</p></body></html>")
    for selector in (*rule.body, *rule.title, *rule.published, *rule.byline, *rule.drop):
        select(tree, selector)
    for day in (rule.valid_from, rule.valid_until):
        assert not day or parse_published(day) == day
    assert all(host == host.lower() and "//" not in host for host in rule.hosts)
    assert rule.source and rule.note, "where it is known from, and how surely"


def test_outlet_by_address_name_or_mark() -> None:
    lead = "قال متحدث باسم الحكومة إن الوزيرة ستزور العاصمة المجاورة يوم الأحد.\n"
    link = "الوزيرة تعلن موعد الجولة الثانية من المحادثات"
    rest = "\nوأضاف أن الزيارة تستمر يومين."
    text = lead + link + rest
    for known in ({"url": "https://www.bbc.com/arabic/world-1"}, {"outlet": "بي بي سي"}, {"outlet": "BBC Arabic"}):
        assert ("boilerplate", link) in zones_of(text, **known)
    assert ("boilerplate", link) in zones_of("(CNN)-- " + text)
    for known in (
        {"url": "https://www.bbc.com/news/1"},
        {"url": "https://notbbc.com/arabic"},
        {"outlet": "المثال"},
        {},
    ):
        assert ("boilerplate", link) not in zones_of(text, **known)


PIECES = st.sampled_from(
    [
        *(parse(case["text"]).text for case in ZONES),
        *(parse(example).text for rule in RULES for example in rule.yes),
        "\n\n", "\r\n", "\u2028", "\u200f", "\u064b", "ﷺ", "…", "\x00", "\ud800", "(CNN)--", "img src=", "<", "&nbsp;",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=6),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 40)), max_size=6),
    st.sampled_from([None, "CNN", "BBC", "france24", "المثال"]),
    st.one_of(st.none(), st.text(max_size=40)),
    st.sampled_from([None, "2018-03-01", "2018-09-01"]),
)
def test_zones_are_in_order_and_inside(
    pieces: list[str], cuts: list[tuple[int, int]], outlet: str | None, title: str | None, published: str | None
) -> None:
    text = "".join(pieces)
    for at, length in cuts:
        text = text[:at] + text[at + length :]
    zones = find_zones(text, title, outlet, KNOWLEDGE, published=published)
    at = 0
    for zone in zones:
        assert at <= zone.span.start < zone.span.end <= len(text)
        assert zone.span.of(text) == zone.span.of(text).strip()
        at = zone.span.end
    covered = "".join(zone.span.of(text) for zone in zones)
    assert len(re.sub(r"\s", "", covered)) == len(re.sub(r"\s", "", text)), "every letter lies in a zone"
    assert zones == find_zones(text, title, outlet, KNOWLEDGE, published=published)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold is not here")
def test_dropped_spans_against_the_gold() -> None:
    right = wrong = missed = 0
    for path in sorted(GOLD.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = json.loads(path.with_name(path.name.replace(".gold.", ".src.")).read_text(encoding="utf-8"))
        text, published = source["text"], parse_published(source.get("published_meta"))
        assert published in (None, gold["published"])
        wanted: set[int] = set()
        for piece in gold["boilerplate"]:
            start = text.rfind(piece)
            wanted.update(range(start, start + len(piece)))
        found = {
            at
            for zone in find_zones(text, None, source["outlet"], KNOWLEDGE, url=source["url"], published=published)
            if zone.kind in ("boilerplate", "caption")
            for at in range(zone.span.start, zone.span.end)
        }
        right, wrong, missed = right + len(found & wanted), wrong + len(found - wanted), missed + len(wanted - found)
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.98


# --- Dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2018-05-06", "2018-05-06"),
        ("2018-05-06T13:30:28Z", "2018-05-06"),
        ("2018-05-06T23:59:00-08:00", "2018-05-06"),
        ("2018-05-06 13:30", "2018-05-06"),
        ("20180506T133028", "2018-05-06"),
        ("20180506", "2018-05-06"),
        ("2018/5/6", "2018-05-06"),
        ("Sun, 06 May 2018 23:30:28 +0400", "2018-05-06"),
        ("Sun, 6 May 2018 13:30:28 GMT", "2018-05-06"),
        ("6 May 2018", "2018-05-06"),
        (" Thu, 29 Feb 2024 00:00:00 EST ", "2024-02-29"),
        ("٢٠١٨-٠٥-٠٦", "2018-05-06"),
        ("2018-13-06", None),
        ("2018-02-30", None),
        ("2023-02-29", None),
        ("Thu, 31 Foo 2018 00:00:00 GMT", None),
        ("2018", None),
        ("2018-05", None),
        ("06/05/2018", None),
        ("25 شباط 2025", None),
        ("0018-05-06", None),
        ("1525612228", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1525612228, None),
        ("2018-05-06" * 50, None),
    ],
)
def test_parse_published(value: object, day: str | None) -> None:
    assert parse_published(value) == day


@given(st.one_of(st.text(), st.from_regex(r"\d{4}-\d\d-\d\d.*", fullmatch=True)))
def test_parse_published_gives_a_day_or_none(value: str) -> None:
    day = parse_published(value)
    assert day is None or parse_published(day) == day


# --- Encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256", "iso-8859-6"]
)
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1256", "iso-8859-6", "no-such-encoding"])
def test_decode(encoding: str, declared: str | None) -> None:
    assert decode(TEXT.encode(encoding), declared) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "iso-8859-6", "utf-16-le"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1256"])
def test_decode_a_page_whatever_it_declares(encoding: str, declared: str) -> None:
    scripts = "<script>" + "x = 1;\n" * 60_000 + "</script>"
    page = f'<html><head><meta charset="{declared}">{scripts}</head><body><p>{TEXT}</p></body></html>'
    assert TEXT in decode(page.encode(encoding))


def test_decode_utf8_with_faults() -> None:
    data = TEXT.encode() + b"\xd8 " + TEXT.encode()
    assert decode(data).replace("\ufffd", "").split() == (TEXT + " " + TEXT).split()


def test_decode_keeps_what_windows_1256_alone_has() -> None:
    text = "قال «الوزير» – أمس – إنّ چاي وپترول كلّها…"
    assert decode(text.encode("windows-1256"), "iso-8859-1") == text


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\xff\xd8\xff\xe0\x00\x10JFIF"]
)
def test_decode_refuses_what_is_no_text(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


# --- Markup -----------------------------------------------------------------------------------------------------------


def test_text_of_a_page() -> None:
    tree = parse_html(
        "<body><div>أ<b>ب</b> ج<p>د&nbsp;&amp; ه</p>و<br>ز</div><form>ح</form>ط<ul><li>ي</li><li>ك</li></ul><!-- ل --></body>"
    )
    assert text_of([tree]) == "أب ج\nد & ه\nو\nز\nط\nي\nك"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("نص بلا وسوم", "نص بلا وسوم"),
        ("<p>فقرة</p><p>أخرى <a href='x'>برابط</a></p>", "فقرة\nأخرى برابط"),
        ("سطر\n\n آخر", "سطر\nآخر"),
        ("&lt;نص&gt; &quot;مقتبس&quot;", '<نص> "مقتبس"'),
        ("<script>x</script>", ""),
        ("", ""),
        ("<", "<"),
    ],
)
def test_fragment_text(markup: str, text: str) -> None:
    assert fragment_text(markup) == text


def test_select() -> None:
    tree = parse_html(
        "<div class='a b' id='one'><p lang='ar'>1</p><span><p>2</p></span></div><div class='ab'><p>3</p></div>"
        "<time datetime=' 2020-01-01 '></time><time></time>"
    )
    found = {
        selector: [element.text for element in select(tree, selector)]
        for selector in ("div.a p", "div.a > p", "#one p[lang]", "p[lang='ar']", ".b.a > span p", "div.ab p", "em")
    }
    assert found == {
        "div.a p": ["1", "2"], "div.a > p": ["1"], "#one p[lang]": ["1"], "p[lang='ar']": ["1"],
        ".b.a > span p": ["2"], "div.ab p": ["3"], "em": [],
    }  # fmt: skip
    assert select(tree, "time[datetime]@datetime") == ["2020-01-01"]
    for wrong in ("p:first-child", "a + b", "p >", "[x"):
        with pytest.raises(ValueError, match="selector"):
            select(tree, wrong)


def test_a_page_that_nests_deeply() -> None:
    assert TEXT in text_of([parse_html("<div>" * 200 + TEXT)])
    # The parser stops at some depth; what matters is that it comes back.
    assert parse_html("<div>" * 100_000 + TEXT) is not None


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256"])
def test_page(page: Mapping[str, Any], encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(page["html"].encode(encoding))
    (article,) = articles_of(path)
    if "contains" in page:
        assert page["contains"] in article.text
    else:
        assert article.text == page["text"]
        assert article.title == page["title"]
    assert article.published == page.get("published")
    for field in ("outlet", "url", "byline"):
        assert field not in page or getattr(article, field) == page[field]
    assert article.source == str(path)


def test_trafilatura_leaves_comments_and_navigation_out(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{number}. {TEXT} {TEXT}</p>" for number in range(5))
    (tmp_path / "a.htm").write_text(
        "<html><body><nav><ul><li><a href='/a'>قسم السياسة</a></li></ul></nav><div id='x'><h1>عنوان الخبر</h1>"
        f"{paragraphs}</div><div id='comments' class='comments'><p>تعليق من قارئ لا صلة له بالخبر أبدا</p></div></body></html>",
        encoding="utf-8",
    )
    (article,) = articles_of(tmp_path / "a.htm")
    assert article.text.startswith("0. ") and article.text.count("\n") == 4
    assert article.title == "عنوان الخبر"
    assert article.published is None


# --- Sources ----------------------------------------------------------------------------------------------------------


def row(**fields: Any) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def test_json_lines_take_the_text_as_given(tmp_path: Path) -> None:
    text = "  عنوان\r\n\r\nنص\u200f فيه\xa0مسافات.\u2028 وآخر \t"
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        row(
            doc="one",
            text=text,
            title="t",
            published="Sun, 06 May 2018 23:30:28 +0400",
            outlet="o",
            url="u",
            byline="b",
        )
        + b"\n"
        + row(doc=7, text=TEXT, published_meta="2018-05-06", author="فلان", unknown=[1, {"a": None}])
        + row(text=TEXT, title=None, published="2018-13-01", byline="37a2dd6d-f52a-452d-a2fb-13ce3282f026")
    )
    first, second, third = articles_of(path)
    assert first == Article(
        doc="one", text=text, source=f"{path}:1", title="t", published="2018-05-06", outlet="o", url="u", byline="b",
        zones=find_zones(text, "t", "o", KNOWLEDGE, url="u", published="2018-05-06"),
    )  # fmt: skip
    assert (second.doc, second.published, second.byline, second.source) == ("7", "2018-05-06", "فلان", f"{path}:3")
    assert (third.published, third.byline, third.title) == (None, None, None)
    assert re.fullmatch(r"[0-9a-f]{16}", third.doc)


def test_an_id_is_made_of_what_it_is_and_not_where(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.jsonl").write_bytes(row(text=TEXT) + row(text=TEXT + " "))
        (tmp_path / folder / "y.jsonl").write_bytes(row(text=TEXT))
    docs = [[article.doc for article in articles_of(tmp_path / folder)] for folder in ("a", "b")]
    assert docs[0] == docs[1]
    assert len(set(docs[0])) == 3


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", TEXT.encode()),
        ("a.txt", TEXT.encode("windows-1256")),
        ("a.txt.gz", packed(TEXT.encode())),
        ("a", TEXT.encode()),
        ("a.jsonl", row(text=TEXT)),
        ("a.jsonl", codecs.BOM_UTF8 + row(text=TEXT)),
        ("a.ndjson", row(text=TEXT)),
        ("a.jsonl.gz", packed(row(text=TEXT))),
        ("a.jsonl.gz", packed(row(text=TEXT)[:20]) + packed(row(text=TEXT)[20:])),
        ("a.json", row(text=TEXT)),
        ("a.json", json.dumps([{"text": TEXT}], indent=1).encode()),
        ("a.json", json.dumps({"text": TEXT}, indent=1).encode()),
        ("a", row(text=TEXT)),
        ("a", json.dumps([{"text": TEXT}]).encode()),
        ("a.html", f"<p>{TEXT}</p>".encode()),
        ("a.txt", f"<!doctype html><p>{TEXT}</p>".encode()),
        ("a", f"<html><body><p>{TEXT}</p></body></html>".encode("utf-16")),
        ("a.html.gz", packed(f"<p>{TEXT}</p>".encode())),
        ("a.xml", f"<rss><channel><item><description>{TEXT}</description></item></channel></rss>".encode()),
        (
            "a",
            f'<?xml version="1.0"?><rss><channel><item><description>{TEXT}</description></item></channel></rss>'.encode(),
        ),
    ],
)
def test_what_a_source_is(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert [article.text for article in articles_of(tmp_path / name)] == [TEXT]
    if "." not in name:
        assert [article.text for article in articles_of("-", stdin=data)] == [TEXT]


def test_json_lines_under_the_name_of_json(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(row(text=TEXT, doc="1") + row(text=TEXT, doc="2"))
    assert [article.doc for article in articles_of(tmp_path / "a.json")] == ["1", "2"]


def test_folders_and_patterns_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c/d/e.TXT", ".hidden/x.txt", "c/.x.txt", "c/picture.jpg", "c/f.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{TEXT} {name}", encoding="utf-8")
    wanted = ["a.txt", "b/1.txt", "b/2.txt", "c/d/e.TXT"]
    assert [Path(article.source).relative_to(tmp_path).as_posix() for article in articles_of(tmp_path)] == wanted
    assert [Path(article.source).name for article in articles_of(tmp_path / "b" / "*.txt")] == ["1.txt", "2.txt"]
    assert len(articles_of(tmp_path / "**" / "*.txt")) >= 3
    assert [Path(a.source).name for a in articles_of(tmp_path / "b" / "2.txt", tmp_path / "a.txt")] == [
        "2.txt",
        "a.txt",
    ]


def test_a_name_that_holds_the_marks_of_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text(TEXT, encoding="utf-8")
    assert len(articles_of(tmp_path / "a[1].txt")) == 1


def test_plain_text_gives_its_headline(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"لقاء بين الوزيرين\n\n{TEXT}\n", encoding="utf-8")
    (article,) = articles_of(tmp_path / "a.txt")
    assert article.title == "لقاء بين الوزيرين"
    assert article.text == f"لقاء بين الوزيرين\n\n{TEXT}\n"


class Dripping(io.RawIOBase):
    """A pipe that gives a byte at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._data.read(1)
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("data", [row(text=TEXT), packed(row(text=TEXT)), TEXT.encode()])
def test_a_pipe_that_drips(data: bytes) -> None:
    (article,) = list(read_articles(["-"], KNOWLEDGE, stdin=Dripping(data)))  # type: ignore[arg-type]
    assert isinstance(article, Article) and article.text == TEXT and article.source.startswith("-")


# --- Feeds ------------------------------------------------------------------------------------------------------------


def test_rss(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(
        """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>صحيفة المثال</title><link>https://example.org</link>
<item><title>لقاء &amp; اتفاق</title><link>https://example.org/1</link><pubDate>Tue, 03 Mar 2020 22:10:00 +0300</pubDate>
<dc:creator>فلان</dc:creator><description>ملخص قصير</description>
<content:encoded><![CDATA[<p>التقى الوزيران&nbsp;في <b>العاصمة</b>.</p><img src="x"><p>وقال متحدث إن اللقاء انتهى.</p>]]></content:encoded></item>
<item><title>ثان</title><link>https://www.aljazeera.net/2</link><description>&lt;p&gt;وصل الوفد&nbsp;صباحا.&lt;/p&gt;</description></item>
</channel></rss>""",
        encoding="utf-8",
    )
    first, second = articles_of(tmp_path / "a.rss")
    assert first.text == "التقى الوزيران في العاصمة.\nوقال متحدث إن اللقاء انتهى."
    assert (first.title, first.url, first.published) == ("لقاء & اتفاق", "https://example.org/1", "2020-03-03")
    assert (first.outlet, first.byline, first.source) == ("صحيفة المثال", "فلان", f"{tmp_path / 'a.rss'}:1")
    assert (second.text, second.published) == ("وصل الوفد صباحا.", None)


def test_atom(tmp_path: Path) -> None:
    (tmp_path / "a.atom").write_text(
        """<feed xmlns="http://www.w3.org/2005/Atom"><title>المثال</title>
<entry><title type="html">عنوان</title><link rel="self" href="https://example.org/s"/><link href="https://example.org/1"/>
<published>2020-03-03T23:59:00+03:00</published><updated>2020-03-09T00:00:00Z</updated><author><name>فلان</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>وصل الوفد.</p><p>ثم غادر.</p></div></content></entry></feed>""",
        encoding="utf-8",
    )
    (article,) = articles_of(tmp_path / "a.atom")
    assert article.text == "وصل الوفد.\nثم غادر."
    assert (article.url, article.published, article.byline) == ("https://example.org/1", "2020-03-03", "فلان")


def test_a_feed_expands_nothing_and_fetches_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    (tmp_path / "a.xml").write_text(
        f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>
<rss><channel><item><title>&x;&l9;</title><description>وصل الوفد &x; &l9; صباحا.</description></item></channel></rss>""",
        encoding="utf-8",
    )
    (article,) = articles_of(tmp_path / "a.xml")
    assert "SECRET" not in article.text and "haha" not in article.text
    assert article.text.startswith("وصل الوفد") and len(article.text) < 60


# --- Web archives -----------------------------------------------------------------------------------------------------


def warc_record(
    body: bytes,
    url: str = "https://example.org/1",
    content_type: str = "text/html",
    status: str = "200 OK",
    headers: Iterable[str] = (),
    kind: str = "response",
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers, "", ""]
    http = "\r\n".join(lines).encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


PAGE = f"<html><head><title>لقاء</title></head><body><p>{TEXT}</p></body></html>"


def in_chunks(data: bytes) -> bytes:
    parts = [data[at : at + 50] for at in range(0, len(data), 50)]
    return b"".join(f"{len(part):x};x=1\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "content_type", "headers"),
    [
        (PAGE.encode(), "text/html; charset=utf-8", ()),
        (PAGE.encode("windows-1256"), "text/html; charset=windows-1256", ()),
        (PAGE.encode("windows-1256"), "text/html; charset=utf-8", ()),
        (PAGE.encode("iso-8859-6"), "TEXT/HTML", ()),
        (packed(PAGE.encode()), "text/html", ("Content-Encoding: gzip",)),
        (PAGE.encode(), "text/html", ("Content-Encoding: gzip",)),
        (zlib.compress(PAGE.encode()), "text/html", ("content-encoding: deflate",)),
        (zlib.compress(PAGE.encode())[2:-4], "text/html", ("Content-Encoding: deflate",)),
        (in_chunks(PAGE.encode()), "text/html", ("Transfer-Encoding: chunked",)),
        (in_chunks(packed(PAGE.encode())), "text/html", ("Transfer-Encoding: chunked", "Content-Encoding: gzip")),
        (PAGE.encode(), "text/html", ("Transfer-Encoding: chunked",)),
        (TEXT.encode(), "text/plain", ()),
    ],
)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a"])
def test_warc(body: bytes, content_type: str, headers: tuple[str, ...], name: str, tmp_path: Path) -> None:
    records = [
        warc_record(b"x", kind="warcinfo"),
        warc_record(b"\x89PNG", content_type="image/png"),
        warc_record(PAGE.encode(), status="404 Not Found"),
        warc_record(body, "https://www.alaraby.co.uk/x", content_type, headers=headers),
    ]
    (tmp_path / name).write_bytes(b"".join(packed(r) if name.endswith("gz") else r for r in records))
    (article,) = articles_of(tmp_path / name)
    assert article.text == TEXT
    assert article.url == "https://www.alaraby.co.uk/x"
    assert article.outlet == "Al-Araby Al-Jadeed"
    assert article.source == f"{tmp_path / name}:4"
    assert article.published is None, "the day of the crawl is not the day of publication"


# --- Any bytes --------------------------------------------------------------------------------------------------------

SEEDS = [
    row(text=TEXT, doc="1") * 2,
    PAGE.encode(),
    PAGE.encode("windows-1256"),
    warc_record(PAGE.encode()) * 2,
    packed(row(text=TEXT)),
    packed(warc_record(PAGE.encode())),
    f"<rss><channel><item><description>{TEXT}</description></item></channel></rss>".encode(),
    json.dumps([{"text": TEXT}, {"text": 1}, 5]).encode(),
    TEXT.encode("utf-16"),
]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(st.binary(max_size=300), st.sampled_from(SEEDS)),
    st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 60), st.binary(max_size=12)), max_size=4),
    st.sampled_from(["a", "a.txt", "a.html", "a.jsonl", "a.json", "a.xml", "a.warc", "a.jsonl.gz", "a.warc.gz"]),
)
def test_nothing_is_raised(tmp_path: Path, data: bytes, edits: list[tuple[int, int, bytes]], name: str) -> None:
    for at, length, new in edits:
        data = data[:at] + new + data[at + length :]
    path = tmp_path / name
    path.write_bytes(data)
    found = [*read_articles([str(path)], KNOWLEDGE), *read_articles(["-"], KNOWLEDGE, stdin=io.BytesIO(data))]
    for item in found:
        if isinstance(item, Failure):
            assert item.room == "reading" and item.problem and "\n" not in item.source
        else:
            item.text.encode("utf-8")
            assert all(zone.span.end <= len(item.text) for zone in item.zones)
    assert found, "a source gives at least one article or one failure"


def test_a_meter_knows_how_far_reading_has_come(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"".join(row(text=f"{TEXT} {n}") for n in range(500)))
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    meter = Meter([str(tmp_path), "nowhere"])
    seen = [meter.done for _ in read_articles([str(tmp_path), "nowhere"], KNOWLEDGE, meter=meter)]
    assert meter.total == size == meter.done and 0 < seen[0] < size and seen == sorted(seen)
    assert Meter(["-"]).total is None


# --- Archives in bulk

ENGLISH = "<html><body><p>" + "The ministers met in the capital on Sunday morning. " * 40 + "</p></body></html>"
PERSIAN = f"<html><body><p>{'وزیران امروز در پایتخت دیدار کردند و گفتگو درباره مرز پیگیری می‌شود چون گزارش شد. ' * 9}</p></body></html>"


def test_of_an_archive_what_is_not_arabic_or_came_before_is_passed_over(tmp_path: Path) -> None:
    menu = ENGLISH.replace("<body>", "<body><nav><a href='/ar'>النسخة العربية من الموقع</a></nav>")
    escaped = json.dumps({"@type": "NewsArticle", "articleBody": TEXT * 2})
    letters = "".join(f"&#{ord(char)};" for char in TEXT)
    pages = {
        "1": ENGLISH,
        "2": menu,
        "3": PERSIAN,
        "4": PAGE,
        "5": PAGE,
        "6": f"<html><script type='application/ld+json'>{escaped}</script></html>",
        "7": f"<html><body><p>{letters}</p></body></html>",
        "8": PAGE.replace(TEXT, f"{TEXT} وقال إن مدينة كرمان چاي وجهتهم."),
    }
    records = b"".join(warc_record(page.encode(), f"https://example.org/{name}") for name, page in pages.items())
    (tmp_path / "a.warc").write_bytes(records)
    assert [article.url for article in articles_of(tmp_path / "a.warc")] == [
        f"https://example.org/{name}" for name in ("4", "6", "7", "8")
    ]
    (tmp_path / "b.warc").write_bytes(warc_record(ENGLISH.encode()))
    (failure,) = read_articles([str(tmp_path / "b.warc")], KNOWLEDGE)
    assert isinstance(failure, Failure) and failure.problem == "no article in it"
    # Who gives a page by its name is told why it gives nothing.
    (tmp_path / "c.html").write_text(ENGLISH, encoding="utf-8")
    (failure,) = read_articles([str(tmp_path / "c.html")], KNOWLEDGE)
    assert isinstance(failure, Failure) and failure.problem == "no Arabic text"
