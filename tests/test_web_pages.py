"""The pages: each in both languages, what is asked in the address, and nothing of an article as markup."""

import html
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mahdar import model
from mahdar.knowledge import Knowledge
from mahdar.model import Span
from mahdar.query import DIFFERENCES, EpisodeLine, episodes, place_in_english, stats
from mahdar.store import Store
from mahdar.web import create_app
from mahdar.web.pages._days import tell_day
from mahdar.web.pages._links import Links, at_of, spans_at
from mahdar.web.pages._passages import findings_of
from mahdar.web.pages._view import SECTIONS, shown
from mahdar.web.pages._words import LANGUAGES, phrases, plural

from .web_house import DOCS, visiting

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "mahdar" / "web"
FRONTEND = ROOT / "frontend"
ARABIC = re.compile("[\u0621-\u064a]")


@pytest.fixture(scope="module")
def site(example_store: Store, words: Knowledge) -> Iterator[TestClient]:
    with TestClient(create_app(example_store, words), base_url="http://localhost") as client:
        yield client


def page(site: TestClient, address: str, status: int = 200) -> str:
    answer = site.get(address, follow_redirects=False)
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


# --- words


def test_every_phrase_is_there_in_both_languages() -> None:
    for key, value in phrases().items():
        assert set(value) == set(LANGUAGES), key
        for told in value.values():
            forms = told.values() if isinstance(told, dict) else (told,)
            assert all(isinstance(form, str) and form for form in forms), key
        if isinstance(value["ar"], dict):
            assert "other" in value["ar"] and "other" in value["en"], key
        else:
            assert set(re.findall(r"{\w+}", value["ar"])) == set(re.findall(r"{\w+}", value["en"])), key


@pytest.mark.parametrize(
    ("vocabulary", "names"),
    [
        ("kind", model.EVENT_KINDS),
        ("family", {*model.FAMILIES.values(), "other"}),
        ("status", model.STATUSES),
        ("act", model.ACTS),
        ("form", model.FORMS),
        ("role", model.ROLES),
        ("entity", model.ENTITY_KINDS),
        ("step", model.STEPS),
        ("property", model.PROPERTIES),
        ("fact", model.FACT_STATUSES),
        ("difference", DIFFERENCES),
        ("nav", SECTIONS),
    ],
)
def test_every_word_of_a_record_has_one_in_both_languages(vocabulary: str, names: tuple[str, ...]) -> None:
    assert [name for name in names if f"{vocabulary}.{name}" not in phrases()] == []


def test_every_phrase_that_a_template_asks_for_is_there() -> None:
    asked = {
        (path.name, key)
        for path in WEB.glob("templates/**/*.html")
        for key in re.findall(r"\bt\('([\w.]+)'[,)]", path.read_text(encoding="utf-8"))
    }
    asked |= {
        (path.name, f"count.{key}")
        for path in WEB.glob("templates/**/*.html")
        for key in re.findall(r"\bn\('([\w.]+)',", path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 30
    assert [(name, key) for name, key in sorted(asked) if key not in phrases()] == []


def test_templates_hold_no_words_of_a_language_and_nothing_that_the_policy_forbids() -> None:
    for path in WEB.glob("templates/**/*.html"):
        source = path.read_text(encoding="utf-8")
        assert not ARABIC.search(source), path.name
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:|\|\s*safe\b", source), path.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", source), path.name
        assert "http://" not in source and "https://" not in source, path.name


def test_numbers_have_the_forms_of_the_language() -> None:
    assert plural("ar", "count.reports", 2) == "تقريران"
    assert plural("ar", "count.reports", 5) == "5 تقارير"
    assert plural("ar", "count.reports", 11) == "11 تقريرا"
    assert plural("ar", "count.reports", 100) == "100 تقرير"
    assert plural("en", "count.reports", 1) == "1 report"
    assert plural("en", "count.articles", 12345) == "12,345 articles"


@pytest.mark.parametrize(
    ("value", "english", "arabic", "precision"),
    [
        ("2018-04-27", "27 April 2018", "27 أبريل 2018", "day"),
        ("2018-04", "April 2018", "أبريل 2018", "month"),
        ("2018", "2018", "2018", "year"),
        ("2018~", "about 2018", "نحو 2018", "year"),
        ("2018-W06", "week of 5 February 2018", "أسبوع 5 فبراير 2018", "week"),
        ("2018-22", "summer 2018", "صيف 2018", "other"),
        ("2018-Q2", "quarter 2 of 2018", "الربع 2 من 2018", "other"),
        ("195X", "the 1950s", "عقد 1950", "other"),
        ("19XX", "century 20", "القرن 20", "other"),
        ("2013-05-03/2013-05-05", "3 May 2013 – 5 May 2013", "3 مايو 2013 – 5 مايو 2013", "range"),
        ("2018-02-08~/..", "since about 8 February 2018", "منذ نحو 8 فبراير 2018", "range"),
        ("../2018-05-12", "until 12 May 2018", "حتى 12 مايو 2018", "range"),
        ("2018-03-14TEV/..", "since 14 March 2018", "منذ 14 مارس 2018", "range"),
        ("2018-02-31", "2018-02-31", "2018-02-31", "other"),
        ("PAST_REF", "in the past", "في الماضي", "other"),
        (None, "no date", "بلا تاريخ", "none"),
    ],
)
def test_days_are_told_as_exactly_as_they_are_known(
    value: str | None, english: str, arabic: str, precision: str
) -> None:
    assert tell_day(value, "en").words == english
    assert tell_day(value, "ar").words == arabic
    assert tell_day(value, "en").precision == precision


# --- addresses


def test_addresses_hold_what_is_asked_and_no_more() -> None:
    link = Links("ar")
    assert link.page() == "/ar"
    assert link.page("chronology", who="RU", from_="2018-05", kind=("visit", "talks"), to="") == (
        "/ar/chronology?who=RU&from=2018-05&kind=visit&kind=talks"
    )
    assert link.article("a/b ?#", (Span(3, 9), Span(12, 14))) == "/ar/article/a%2Fb%20%3F%23?at=3-9%2C12-14#here"
    assert spans_at(at_of((Span(3, 9), Span(12, 14))), 13) == (Span(3, 9), Span(12, 13))
    assert spans_at("9-3,x-4,-1-5,4,²-5,99999999999999999999999-3", 100) == ()


def test_the_first_screen_is_in_arabic(site: TestClient) -> None:
    answer = site.get("/", follow_redirects=False)
    assert answer.headers["location"] == "/ar"
    assert '<html lang="ar" dir="rtl">' in page(site, "/ar")
    assert '<html lang="en" dir="ltr">' in page(site, "/en")


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_section_leads_somewhere(site: TestClient, lang: str, section: str) -> None:
    told = page(site, Links(lang).page(section) if section != "overview" else f"/{lang}")
    assert f"<title>{phrases()[f'nav.{section}'][lang]}" in told or section == "overview"
    assert told.count('aria-current="page"') == 1
    assert told.count("<h1") == 1


def test_the_other_language_keeps_the_page_and_what_is_asked(site: TestClient) -> None:
    told = page(site, "/ar/chronology?who=RU&kind=visit")
    assert 'href="/en/chronology?who=RU&amp;kind=visit"' in told


@pytest.mark.parametrize("address", ["/ar/nothing", "/en/nothing/at/all", "/ar/episode/none", "/ar/article/none"])
def test_what_is_not_there_is_a_page_in_the_language(site: TestClient, address: str) -> None:
    told = page(site, address, 404)
    assert phrases()["error.not_found"][address[1:3]] in told


def test_what_goes_wrong_outside_the_pages_is_a_page_for_people(site: TestClient) -> None:
    for_people = {"Accept": "text/html"}
    answer = site.get("/nothing", headers=for_people)
    assert answer.status_code == 404 and phrases()["error.not_found"]["ar"] in answer.text
    answer = site.post("/en", headers=for_people)
    assert answer.status_code == 405 and phrases()["error.asked"]["en"] in answer.text


# --- files


def test_files_are_served_with_an_address_that_changes_with_them(site: TestClient) -> None:
    told = page(site, "/ar")
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', told))
    assert len(addresses) >= 5
    for address in addresses:
        answer = site.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert site.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    styles = site.get(next(address for address in addresses if "site.css" in address)).text
    fonts = re.findall(r"url\(([^)]+)\)", styles)
    assert len(fonts) >= 10
    for font in fonts:
        assert "immutable" in site.get(f"/static/{font}").headers["cache-control"]


@pytest.mark.parametrize("name", ["..%2f_app.py", "../_app.py", "%2e%2e/_app.py", "fonts", "nothing.css", ""])
def test_no_other_file_is_served(site: TestClient, name: str) -> None:
    assert site.get(f"/static/{name}").status_code in (404, 405)


def test_the_built_files_are_of_these_sources() -> None:
    sources = FRONTEND / "src"
    made = {
        f"{sha256(path.read_bytes()).hexdigest()[:10]} {path.relative_to(sources).as_posix()}"
        for path in sources.rglob("*")
        if path.is_file()
    }
    built = set((WEB / "static" / "built-from.txt").read_text(encoding="utf-8").splitlines())
    assert built == made, "frontend/src was changed: run `make web`"


def test_the_sheet_serves_both_directions() -> None:
    physical = re.compile(
        r"(?:^|[\s;{])(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?:^|[\s;{])(?:left|right|top|bottom|width|height|"
        r"min-width|max-width|min-height|max-height)\s*:|(?:text-align|float|clear):\s*(?:left|right)\b"
    )
    for path in sorted((FRONTEND / "src" / "styles").glob("*.css")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not physical.search(line), f"{path.name}:{number}: {line.strip()}"


# --- nothing of an article is markup


def test_controls_are_shown_by_their_numbers() -> None:
    assert shown("ab\u202ecd\u2066") == "ab[U+202E]cd[U+2066]"
    assert shown("مي\u200cخواهد") == "مي\u200cخواهد"
    assert shown(None) is None


@pytest.fixture(scope="module")
def attacked(shown: Store, words: Knowledge) -> Iterator[TestClient]:
    """A site whose articles hold markup, controls of direction and ids that mean something in an address."""
    with visiting(shown, words) as client:
        yield client


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("doc", [doc for doc in DOCS if "%" not in doc])  # the test client decodes a path twice
def test_no_word_of_an_article_is_markup(attacked: TestClient, lang: str, doc: str) -> None:
    told = page(attacked, Links(lang).article(doc).partition("#")[0])
    assert "alert(1)" in told
    assert "<script>alert" not in told and "<b>" not in told and "<img" not in told
    assert "\u202e" not in told and "[U+202E]" in told
    for address in re.findall(r'(?:href|action|hx-get)="([^"]*)"', told):
        assert address.startswith(("/", "#")), address


@pytest.mark.parametrize(
    "section", ["", "/chronology", "/chronology?order=oldest&outlet=%3Cb%3E%D8%AC%D9%8A%D9%85%3C%2Fb%3E"]
)
def test_no_line_of_an_article_is_markup(attacked: TestClient, section: str) -> None:
    told = page(attacked, f"/en{section}")
    assert "<script>alert" not in told and "<b>" not in told.replace("<b><bdi>", "") and "\u202e" not in told


@pytest.mark.parametrize("asked", ['"><script>alert(1)</script>', "\u202eabc", "' or 1=1 --", "%00", "a" * 3000])
def test_nothing_that_is_asked_is_markup(site: TestClient, asked: str) -> None:
    for name in ("who", "place", "from", "kind", "outlet", "page", "order", "q"):
        answer = site.get("/ar/chronology", params={name: asked})
        assert answer.status_code == 200, name
        assert "<script>alert" not in answer.text and "\u202e" not in answer.text
    assert site.get("/ar/article/none", params={"at": asked}).status_code == 404


# --- pages


def first(store: Store, words: Knowledge, **asked: Any) -> EpisodeLine:
    return episodes(store, words, limit=1, **asked)[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_overview_tells_what_there_is(site: TestClient, example_store: Store, lang: str) -> None:
    told = page(site, f"/{lang}")
    found = stats(example_store)
    assert plural(lang, "count.articles", found.articles) in told
    assert f">{found.episodes:,}</a>" in told
    assert told.count('class="heat-') > 300
    assert '<ol class="pairs">' in told
    assert "/chronology?from=2018-06-12&amp;to=2018-06-12" in page(site, f"/{lang}?year=2018")


def test_the_chronology_shows_what_is_asked_for(site: TestClient, example_store: Store, words: Knowledge) -> None:
    everything = page(site, "/en/chronology?order=oldest")
    assert everything.count('<li class="episode-line">') == min(40, stats(example_store).episodes)
    few = page(site, "/en/chronology?who=Trump&with=KP&kind=meeting&status=happened&order=oldest")
    kinds = re.findall(r'class="kind family-\w+">([^<]+)<', few.partition('id="results"')[2])
    assert kinds and set(kinds) == {"meeting"}
    assert "Kim Jong" in few
    one = first(example_store, words, kinds=("signing",))
    there = page(site, f"/en/chronology?from={one.day}&to={one.day}&kind=signing")
    assert f"/en/episode/{one.episode}" in there


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("who=qqqqqq", "لا أحد هنا باسم"),
        ("kind=party", "لا يوجد «party»"),
        ("from=yesterday", "ليس «yesterday» تاريخا"),
        ("status=maybe", "لا يوجد «maybe»"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_the_form(site: TestClient, asked: str, told: str) -> None:
    answer = page(site, f"/ar/chronology?{asked}")
    assert told in answer and 'class="filters"' in answer


def test_a_place_is_asked_by_any_of_its_names(site: TestClient, example_store: Store, words: Knowledge) -> None:
    places = [line.place for line in episodes(example_store, words) if line.place]
    english = next(name for place in places if (name := place_in_english(words, place)))
    assert 'class="episode-line"' in page(site, f"/ar/chronology?order=oldest&place={english}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_episode_has_all_its_reports(site: TestClient, example_store: Store, words: Knowledge, lang: str) -> None:
    one = first(example_store, words, sources=2)
    told = page(site, f"/{lang}/episode/{one.episode}")
    for telling in one.tellings:
        assert f"/{lang}/article/{telling.source.doc}?at=" in told
    assert plural(lang, "count.reports", one.reports) in told
    assert page(site, f"/{lang}/episode/{one.tellings[0].event}") == told.replace(one.episode, one.tellings[0].event)


def test_the_reader_has_every_word_in_its_place(site: TestClient, example_store: Store) -> None:
    for article, _ in example_store.records():
        told = page(site, Links("ar").article(article.doc).partition("#")[0])
        body = told.partition('<div class="words"')[2].partition("<aside")[0].partition(">")[2]
        shown_words = html.unescape(re.sub(r"<[^>]+>", "", body))
        assert "".join(shown_words.split()) == "".join(article.text.split())


def test_a_link_lands_on_the_very_words(site: TestClient, example_store: Store, words: Knowledge) -> None:
    one = first(example_store, words, sources=2).tellings[0]
    told = page(site, Links("en").article(one.source.doc, one.spans).partition("#")[0])
    here = re.findall(r"m-here[^>]*>([^<]*)<", told)
    assert "".join("".join(here).split()) == html.escape("".join("".join(one.words).split()), quote=False)
    assert told.count('id="here"') == 1


def test_every_finding_can_be_asked_for(site: TestClient, example_store: Store, words: Knowledge) -> None:
    for article, record in list(example_store.records())[:6]:
        findings = findings_of(article, record, words)
        assert len({finding.key for finding in findings}) == len(findings)
        for finding in findings[:: max(1, len(findings) // 12)]:
            told = page(site, Links("en").article(article.doc, find=finding.key).partition("#")[0])
            assert "finding-open" in told
            if finding.spans:
                assert told.count('id="here"') == 1
