"""What a notebook shows: marks on the right letters, nothing of the article's text taken for markup."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mahdar
from mahdar.errors import ReadingError
from mahdar.highlights._layers import Mark, pieces
from mahdar.model import Article, Entity, Event, Evidence, Mention, Record, Span, Statement, TimeExpression


def record(**fields: object) -> Record:
    return Record(doc="d", published=None, published_from=None, **fields)  # type: ignore[arg-type]


def shown(text: str, found: Record | None = None, **fields: str) -> str:
    return mahdar.show(Article(doc="d", text=text, **fields), found or record())._repr_html_()


def visible(page: str) -> str:
    """What a reader sees of the text."""
    body = page.partition('class="m-legend"')[2].partition(">")[2].partition("</div>")[2]
    return html.unescape(re.sub(r"<[^>]*>", "", body.replace("</p>", "\n"))).strip()


HOSTILE = '<script>alert(1)</script> "قال" <img src=x onerror=alert(1)> & \' </div></style>'


def test_markup_and_quotes_of_an_article_stay_text() -> None:
    page = shown(HOSTILE, title=HOSTILE, outlet=HOSTILE)
    assert "<script" not in page and "<img" not in page
    assert page.count("</style>") == 1 and page.count("</div>") == page.count("<div")
    assert visible(page) == HOSTILE


def test_what_is_told_of_a_mark_is_escaped() -> None:
    entity = Entity(id="x", kind="person", name='"><script>', mentions=(Mention(Span(0, 4), "name"),))
    page = shown("قالت", record(entities=(entity,)))
    assert '"><script>' not in page and "&quot;&gt;&lt;script&gt;" in page


@pytest.mark.parametrize("control", ["\u202e", "\u2066", "\u200f", "\u061c", "\u0000", "\ufeff", "\ud800"])
def test_what_cannot_be_seen_is_shown_by_its_number(control: str) -> None:
    entity = Entity(id="x", kind="person", name=f"أ{control}ب", mentions=(Mention(Span(0, 3), "name"),))
    page = shown(f"أ{control}ب", record(entities=(entity,)), title=control)
    assert control not in page
    assert page.count(f"U+{ord(control):04X}") == 3


def test_joiners_stay() -> None:
    assert "می\u200cشود" in shown("می\u200cشود")


def test_an_empty_record_and_an_empty_text() -> None:
    assert "nothing found" in shown("نص")
    assert 'dir="rtl"' in shown("")


def nested() -> tuple[str, Record]:
    text = "قال الوزير إن الرئيس زار موسكو أمس"
    at = {word: Span(text.index(word), text.index(word) + len(word)) for word in text.split()}
    said, went = Span(at["الرئيس"].start, len(text)), Span(at["الرئيس"].start, at["موسكو"].end)
    return text, record(
        entities=(
            Entity(id="m", kind="person", name="الوزير", mentions=(Mention(at["الوزير"], "office"),)),
            Entity(id="p", kind="person", name="الرئيس", mentions=(Mention(at["الرئيس"], "office"),)),
        ),
        times=(TimeExpression(span=at["أمس"], value="2018-05-15", type="date"),),
        statements=(
            Statement(
                id="s", speaker=("m",), chain=("wire",), form="indirect", act="say", cue=at["قال"], content=(said,),
                evidence=Evidence((said,), "verb.qala"),
            ),
        ),
        events=(
            Event(
                id="e", kind="visit", who=(("p", "guest"),), time=None, place=None, status="happened", chain=(),
                evidence=Evidence((went,), "event.visit"),
            ),
        ),
    )  # fmt: skip


def test_marks_that_lie_in_each_other_are_all_seen() -> None:
    text, found = nested()
    page = shown(text, found)
    assert visible(page) == text
    looks = dict(re.findall(r'<span class="([^"]+)" title="[^"]*">([^<]+)</span>', page))
    assert looks["m-mention"] == "الوزير"
    assert looks["m-statement m-event m-mention"] == "الرئيس"
    assert looks["m-statement m-time"] == "أمس"
    assert "say, indirect: الوزير ← wire" in html.unescape(page)


def test_spans_outside_the_text_are_left_out() -> None:
    entity = Entity(
        id="x", kind="person", name="x", mentions=(Mention(Span(2, 90), "name"), Mention(Span(1, 1), "name"))
    )
    assert visible(shown("نص قصير", record(entities=(entity,)))) == "نص قصير"


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda pair: pair[0] < pair[1])


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=40, max_size=40), st.lists(st.tuples(st.sampled_from(("event", "mention")), SPANS), max_size=8))
def test_pieces_make_up_the_text_and_know_their_marks(text: str, drawn: list[tuple[str, tuple[int, int]]]) -> None:
    marks = tuple(
        sorted((Mark(layer, Span(*pair), "") for layer, pair in drawn), key=lambda m: (m.span.start, -m.span.end))
    )
    cut = list(pieces(text, marks))
    assert "".join(text[piece.start : piece.end] for piece in cut) == text
    for piece in cut:
        assert set(piece.marks) == {m for m in marks if m.span.start <= piece.start and piece.end <= m.span.end}


def test_the_style_is_its_own_in_light_and_dark_and_nothing_is_fetched() -> None:
    page = shown("نص")
    assert "prefers-color-scheme:dark" in page and 'data-jp-theme-light="false"' in page
    assert not re.search(r"https?:|url\(|@import|<link|src=", page)


def test_reading_a_file_gives_what_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("التقى الرئيس الروسي نظيره الإيراني في موسكو.", encoding="utf-8")
    (reading,) = mahdar.read(tmp_path / "a.txt")
    assert reading.record.events and "m-event" in reading._repr_html_()
    with pytest.raises(ReadingError):
        mahdar.read(tmp_path / "none.txt")
