"""The pages as people see them: in both languages, wide and narrow, light and dark, with scripts and without.

A new page needs a line in PAGES, no more.
"""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from mahdar.query import episodes
from mahdar.store import Store
from mahdar.web.pages._links import Links
from mahdar.web.pages._view import SECTIONS

from .conftest import NARROW, WIDE, Look

LANGUAGES = ("ar", "en")
# What is looked at besides the sections themselves.
PAGES = ("episode", "finding", "empty", "asked wrongly")
# And without scripts only, where looking costs little.
MORE = ("article", "words", "dossier", "between", "found")
_AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# What another theme and another width can change.
_LOOKS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block", "target-size"]}


@pytest.fixture(scope="session")
def addresses(example_store: Store, words: Any) -> dict[str, str]:
    """The address of each page, after the language."""
    link = Links("")
    (told,) = episodes(example_store, words, sources=2, kinds=("meeting",), limit=1)
    one = told.tellings[0]
    article = example_store.article(one.source.doc)
    assert article is not None
    said = next(said.id for said in article[1].statements)
    found = {name: link.page(name) if name != "overview" else "" for name in SECTIONS}
    return found | {
        "episode": link.episode(told.episode),
        "article": link.article(one.source.doc),
        "finding": link.article(one.source.doc, find=said),
        "words": link.article(one.source.doc, one.spans),
        "dossier": link.page("dossier", "RU"),
        "between": link.page("relation", who="RU", with_="IR"),
        "found": link.page("search", q="\u0627\u0644\u0631\u0626\u064a\u0633"),
        "filtered": link.page("chronology", who="Trump", kind="contact", order="oldest"),
        "empty": link.page("chronology", kind="recall", place="nowhere"),
        "asked wrongly": link.page("chronology", who="qqqqqq"),
    }


def of(addresses: dict[str, str], lang: str, name: str) -> str:
    path = addresses[name].lstrip("/")
    return f"/{lang}/{path}".rstrip("/")


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def faults(page: Page, options: dict[str, list[str]] = _AXE) -> list[str]:
    found = Axe().run(page, context={"exclude": [["svg.chart"]]}, options=options).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {fault['nodes'][0]['html'][:200]} {fault['nodes'][0]['failureSummary'][:300]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", (*SECTIONS, *PAGES))
def test_a_page(look: Look, addresses: dict[str, str], lang: str, name: str) -> None:
    """With scripts: nothing that axe calls serious by day and by night, nothing wider than a narrow screen."""
    with look(of(addresses, lang, name)) as page:
        assert page.evaluate("document.documentElement.dir") == ("rtl" if lang == "ar" else "ltr")
        expect(page.locator("h1")).to_have_count(1)
        assert overflow(page) <= 0
        # What axe looks at is the same in both languages but for the words: all of it by day in one, what looks can change by night in
        # the other.
        assert lang == "en" or faults(page) == []
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(NARROW)
        assert overflow(page) <= 0
        assert lang == "ar" or faults(page, _LOOKS) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", (*SECTIONS, *PAGES, *MORE))
def test_a_page_without_scripts(bare: Page, address: str, addresses: dict[str, str], lang: str, name: str) -> None:
    """All that is to be read is there, nothing is wider than a narrow screen, and nothing that only scripts could do is shown."""
    answer = bare.goto(address + of(addresses, lang, name), wait_until="domcontentloaded")
    assert answer is not None and answer.status == 200
    assert (bare.locator("h1").count(), bare.locator("nav.sections a").count()) == (1, len(SECTIONS))
    assert bare.locator(".theme").is_hidden()
    assert len(bare.locator("main").inner_text()) > 30
    assert overflow(bare) <= 0


def test_the_fonts_come_with_it(look: Look, addresses: dict[str, str]) -> None:
    with look(of(addresses, "ar", "words")) as page:
        page.evaluate("document.fonts.ready")
        loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
        assert {"Plex Arabic", "Naskh"} <= {family.strip('"') for family in loaded}


def test_the_theme_is_kept(look: Look, addresses: dict[str, str]) -> None:
    with look("/ar") as page:
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        page.locator(".theme").click()
        page.locator(".theme").click()
        assert page.evaluate(ground) != light
        page.reload()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_search_field_and_the_content_are_a_key_away(look: Look) -> None:
    with look("/en") as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()


def test_the_other_language_is_the_same_page(look: Look, addresses: dict[str, str]) -> None:
    with look(of(addresses, "ar", "filtered")) as page:
        page.locator(".language").click()
        assert "/en/chronology?who=Trump&kind=contact&order=oldest" in page.url
        expect(page.locator("#f-who")).to_have_value("Trump")


def test_filters_work_in_place_and_are_in_the_address(look: Look) -> None:
    with look("/en/chronology") as page:
        page.evaluate("window.same = true")
        page.locator("#f-kind").select_option("meeting")
        page.wait_for_url(re.compile(r"/en/chronology\?kind=meeting&order=newest$"))
        expect(page.locator(".episode-line .kind").first).to_have_text("meeting")
        assert page.evaluate("window.same") is True
        page.go_back()
        page.wait_for_url(re.compile(r"/en/chronology$"))


def test_filters_work_without_scripts(look: Look) -> None:
    with look("/en/chronology", scripts=False) as page:
        page.locator("#f-kind").select_option("meeting")
        page.locator(".filters .button").click()
        assert "kind=meeting" in page.url
        kinds = page.locator(".episode-line .kind").all_inner_texts()
        assert kinds and set(kinds) == {"meeting"}


@pytest.mark.parametrize("scripts", [True, False])
def test_words_lead_to_their_finding(look: Look, addresses: dict[str, str], scripts: bool) -> None:
    with look(of(addresses, "en", "article"), scripts=scripts) as page:
        page.locator(".words .m-statement").first.click()
        page.wait_for_url(re.compile(r"\?find=.+#here$"))
        expect(page.locator(".finding-open")).to_be_visible()
        expect(page.locator("#here")).to_be_in_viewport()
        page.locator(".finding-close").click()
        expect(page.locator(".finding-open")).to_have_count(0)


def test_every_line_leads_to_the_very_words(look: Look, addresses: dict[str, str]) -> None:
    with look(of(addresses, "ar", "episode")) as page:
        words = page.locator(".quote .piece").first.inner_text()
        page.locator(".quote blockquote a").first.click()
        expect(page.locator("#here")).to_be_in_viewport()
        marked = " ".join(" ".join(page.locator(".m-here").all_inner_texts()).split())
        assert re.sub(r"\W", "", words)[:20] in re.sub(r"\W", "", marked)


def test_findings_follow_each_other_by_key(look: Look, addresses: dict[str, str]) -> None:
    with look(of(addresses, "ar", "finding")) as page:
        before = page.url
        page.keyboard.press("j")
        page.wait_for_url(lambda url: url != before)
        expect(page.locator("#finding")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".finding-open")).to_have_count(0)


def test_layers_can_be_switched_off(look: Look, addresses: dict[str, str]) -> None:
    with look(of(addresses, "ar", "article"), scripts=False) as page:
        ground = "e => getComputedStyle(e).backgroundImage"
        said = page.locator(".words .m-statement").first
        assert said.evaluate(ground) != "none"
        page.locator("#layer-statement").uncheck()
        assert said.evaluate(ground) == "none"


def test_paper_has_the_words_and_nothing_to_press(look: Look, addresses: dict[str, str]) -> None:
    with look(of(addresses, "ar", "chronology")) as page:
        page.emulate_media(media="print")
        expect(page.locator(".top")).to_be_hidden()
        expect(page.locator(".filters")).to_be_hidden()
        expect(page.locator(".episode-line").first).to_be_visible()
        page.set_viewport_size(WIDE)
