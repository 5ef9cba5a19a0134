"""The pages of statements, ledgers, dossiers, relations, network, map and search."""

import html
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request

from mahdar.knowledge import Knowledge
from mahdar.query import Actor, Month, PairLine, PlaceCount, place_in_english
from mahdar.store import Store
from mahdar.web import create_app
from mahdar.web._site import Site
from mahdar.web.pages._curves import curve_of, ring_of
from mahdar.web.pages._offices import told_office, told_office_of
from mahdar.web.pages._seats import seats_of
from mahdar.web.pages._values import told_value
from mahdar.web.pages._view import View
from mahdar.web.pages._words import phrases

PAGES = (
    "said", "said?who=KZ&act=say", "quotes", "quotes?differing=1", "disagreements", "disagreements?sort=update", "changes",
    "changes?everything=1", "dossiers", "dossier/RU", "relation", "relation?who=RU&with=IR", "network", "network?by=sources",
    "map", "map?by=reports&family=contact", "search", "search?q=%D8%A7%D9%84%D8%B1%D8%A6%D9%8A%D8%B3",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(example_store: Store, words: Knowledge) -> Iterator[TestClient]:
    with TestClient(create_app(example_store, words), base_url="http://localhost") as client:
        yield client


def page(site: TestClient, address: str, status: int = 200) -> str:
    answer = site.get(address, follow_redirects=False)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_there_in_both_languages(site: TestClient, lang: str, address: str) -> None:
    told = page(site, f"/{lang}/{address}")
    assert told.count("<h1") == 1
    assert f'lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in told


def test_a_statement_leads_to_its_words(site: TestClient) -> None:
    told = page(site, "/en/said")
    assert 'class="statement act-' in told and "/en/article/" in told and "?at=" in told and "#here" in told


def test_values_that_differ_stand_side_by_side_and_none_is_chosen(site: TestClient) -> None:
    told = page(site, "/en/disagreements")
    assert "20 years" in told and "25 years" in told
    assert "20 سنة" in page(site, "/ar/disagreements")


def test_a_name_leads_to_its_dossier(site: TestClient) -> None:
    answer = site.get("/ar/dossiers?who=Russia", follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == "/ar/dossier/RU"
    assert "problem" in page(site, "/ar/dossiers?who=qqqqqqqqq")
    page(site, "/en/dossier/nobody-of-this-name", 404)


def test_a_relation_of_one_with_itself_is_told(site: TestClient) -> None:
    assert "Both are the same" in page(site, "/en/relation?who=RU&with=Russia")
    assert 'class="problem"' in page(site, "/en/relation?who=RU&with=qqqqqqqq")


@pytest.mark.parametrize(
    "address", ["said?from=yesterday", "quotes?who=qqqqqqq", "changes?kind=weather", "network?from=x", "map?to=x"]
)
def test_what_cannot_be_asked_is_told_beside_the_form(site: TestClient, address: str) -> None:
    told = page(site, f"/en/{address}")
    assert 'class="problem"' in told and "<form" in told


@pytest.mark.parametrize(
    ("address", "arabic", "english"),
    [
        ("said?from=yesterday", "ليس «yesterday» تاريخا", "“yesterday” is no date"),
        ("quotes?who=qqqqqqq", "لا أحد هنا باسم «qqqqqqq»", "Nobody here is called “qqqqqqq”"),
        ("changes?kind=weather", "لا يوجد «weather» هنا", "There is no “weather” here"),
        ("search?q=in:nowhere+x", "لا يوجد «in:nowhere»", "There is no “in:nowhere”"),
        ("search?q=-x", "ما لا يُبحث عنه", "only what not to look for"),
        ("search?q=who:x", "لا يوجد حقل «who:»", "There is no field “who:”"),
        ("relation?who=RU&with=Russia", "الاسمان لواحد", "Both are the same"),
    ],
)
def test_why_not_is_told_in_the_language_of_the_page(site: TestClient, address: str, arabic: str, english: str) -> None:
    for lang, words in (("ar", arabic), ("en", english)):
        told = page(site, f"/{lang}/{address}")
        assert words in told
        found = re.search(r'class="problem" role="alert"><p lang="(ar|en)"', told)
        assert found is not None and found[1] == lang


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("باريس", "Paris"),
        ("لندن", "London"),
        ("أبيدجان", "Abidjan"),
        ("ياموسوكرو", "Yamoussoukro"),
        ("فرنسا", "France"),
        ("مكان ما", None),
    ],
)
def test_places_and_capitals_have_english_names(words: Knowledge, arabic: str, english: str | None) -> None:
    assert place_in_english(words, arabic) == english


@pytest.mark.parametrize("asked", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202egnp.exe"])
@pytest.mark.parametrize("where", ["search?q", "said?about", "dossiers?who", "relation?who=RU&with"])
def test_what_is_asked_is_never_markup(site: TestClient, where: str, asked: str) -> None:
    told = site.get(f"/en/{where}=" + asked.replace(" ", "%20").replace('"', "%22").replace("<", "%3C")).text
    assert "<script>alert" not in told and "<img src=x" not in told and "\u202e" not in told


# --- drawings


def actor(ident: str) -> Actor:
    return Actor(id=ident, kind="state", name=ident, name_en=ident, iso=ident, role="")


def pair(one: str, other: str, episodes: int, sources: int = 1) -> PairLine:
    return PairLine(
        first=actor(one), second=actor(other), episodes=episodes, families={}, reports=sources, sources=sources
    )


def test_months_go_with_the_writing_and_a_long_gap_is_left_out() -> None:
    months = [Month("1945-02", 1, 1, 1), Month("2018-03", 4, 9, 8), Month("2018-04", 2, 2, 2)]
    english, arabic = curve_of(months, "en"), curve_of(months, "ar")
    assert english and arabic and len(english.bars) == 2
    assert english.bars[0].x < english.bars[1].x and arabic.bars[0].x > arabic.bars[1].x
    assert english.bars[0].height == pytest.approx(2 * english.bars[1].height, abs=0.2)
    assert curve_of(months[:2], "en") is None


def test_the_ring_counts_what_it_is_asked_to_count() -> None:
    pairs = [pair("RU", "US", 5, 9), pair("RU", "IR", 1, 90), pair("EG", "SD", 2, 2)]
    ring = ring_of(pairs, "sources")
    assert ring is not None and len(ring.nodes) == 5
    widest = max(ring.edges, key=lambda edge: edge.width)
    assert (widest.pair.second.id, widest.amount) == ("IR", 90)
    assert ring_of([], "episodes") is None


def test_places_are_counted_at_the_capital_of_their_state(words: Knowledge) -> None:
    counts = [
        PlaceCount(place="باريس", episodes=3, reports=9, sources=4),
        PlaceCount(place="فرنسا", episodes=1, reports=1, sources=1),
        PlaceCount(place="مكان ما", episodes=2, reports=2, sources=2),
    ]
    seats, nowhere = seats_of(counts, "episodes", words)
    assert [(seat.state, seat.amount) for seat in seats] == [("FR", 4)] and nowhere == 2


# --- offices in words


@pytest.mark.parametrize(
    ("title", "of", "arabic", "english"),
    [
        ("foreign minister", "DE", "وزير خارجية ألمانيا", "foreign minister of Germany"),
        ("former president", "FR", "رئيس فرنسا سابقا", "former president of France"),
        ("ambassador to RU", "US", "سفير الولايات المتحدة لدى روسيا", "ambassador of United States to Russia"),
    ],
)
def test_offices_are_said_in_the_language_of_the_page(
    words: Knowledge, title: str, of: str, arabic: str, english: str
) -> None:
    assert told_office(words, "ar", title, of) == arabic
    assert told_office_of(words, "en", f"{title} of {of}") == english


# --- files


@pytest.mark.parametrize("address", ["/en/chronology?who=RU", "/ar/said?who=RU&act=deny", "/en/dossier/RU"])
def test_every_file_that_a_page_offers_is_there(site: TestClient, address: str) -> None:
    told = page(site, address)
    offered = [html.unescape(one) for one in re.findall(r'href="(/api/v1/export/[^"]+)"', told)]
    assert len(offered) >= 3 and all("who=RU" in one for one in offered)
    for one in offered:
        answer = site.get(one)
        assert answer.status_code == 200 and answer.content, one
        assert "attachment" in answer.headers["content-disposition"]


# --- values in words


@pytest.mark.parametrize(
    ("what", "value", "label", "arabic", "english"),
    [
        ("killed", ">=53", None, "53 على الأقل", "at least 53"),
        ("killed", "~1200", None, "نحو 1,200", "about 1,200"),
        ("wounded", "عشرات", None, "عشرات", "dozens"),
        ("founded", "1948", None, "1948", "1948"),
        ("duration", "P20Y", None, "20 سنة", "20 years"),
        ("member_of", "nato", None, "حلف شمال الأطلسي", "NATO"),
        ("doer", "RU+IR", "روسيا, إيران", "روسيا، إيران", "Russia, Iran"),
        ("holds_office", "foreign minister of DE", None, "وزير خارجية ألمانيا", "foreign minister of Germany"),
        ("status", "denied", None, "منفيّ", "denied"),
        ("party_to", "agreement:اتفاق_جديد", None, "اتفاق جديد", None),
    ],
)
def test_values_are_said_in_the_language_of_the_page(
    words: Knowledge, example_store: Store, what: str, value: str, label: str | None, arabic: str, english: str | None
) -> None:
    told = {}
    for lang in ("ar", "en"):
        view = View(Request({"type": "http", "query_string": b"", "headers": []}), Site(example_store, words), lang)
        told[lang] = told_value(view, what, value, label)
    assert told["ar"] == arabic
    assert english is None or told["en"] == english


@pytest.mark.parametrize(
    ("ident", "arabic", "english"),
    [
        ("deal:nuclear:IR+US", "اتفاق نووي: إيران – الولايات المتحدة", "nuclear agreement: Iran – United States"),
        ("deal:agreement:@00303bb4", "اتفاق", "agreement"),
    ],
)
def test_an_agreement_without_a_name_is_told_by_what_it_is_about(
    words: Knowledge, example_store: Store, ident: str, arabic: str, english: str
) -> None:
    for lang, told in (("ar", arabic), ("en", english)):
        view = View(Request({"type": "http", "query_string": b"", "headers": []}), Site(example_store, words), lang)
        assert view.name(Actor(id=ident, kind="group", name=ident, name_en=None, iso=None, role="")) == told


def test_every_kind_of_agreement_has_its_words(words: Knowledge) -> None:
    assert {f"deal.{kind.id}" for kind in words.agreement_kinds} <= phrases().keys()
