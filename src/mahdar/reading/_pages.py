"""A page: its article, its headline, its day."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from mahdar.knowledge import Knowledge, fold
from mahdar.knowledge.tables.outlets import OutletRule
from mahdar.limits import within
from mahdar.reading._dates import parse_published
from mahdar.reading._markup import Element, fragment_text, parse_html, select, text_of
from mahdar.reading._outlets import host_of, rules_for

__all__ = ["Page", "read_page"]

_ARTICLE_TYPES = frozenset(
    """Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle
    ReviewNewsArticle AskPublicNewsArticle AdvertiserContentArticle BlogPosting LiveBlogPosting Report""".split()
)
_PUBLISHED = (
    "article:published_time og:article:published_time og:published_time datepublished publish-date publish_date "
    "published_time mediator_published_time parsely-pub-date sailthru.date pubdate dc.date.issued dcterms.created "
    "dc.date date"
).split()
_TITLE_TAIL = re.compile(r"\s+[|\u2013\u2014-]\s+[^|\u2013\u2014]{2,40}$")
_WORD = re.compile(r"\w{2,}")
_SHORT = 100
_FLAT = 600
_COVERED = 0.9
_LONGER = 1.5
_BYLINE_LONGEST = 200
# Extraction takes minutes on a page of half a million elements; a page of news has a few thousand.
_MOST_ELEMENTS = 60_000
_EXTRACTION_SECONDS = 10.0


class Page(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a page gives. `text` is "" where it holds no article."""

    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None


def read_page(text: str, knowledge: Knowledge, url: str | None = None) -> Page:
    """The article of an HTML page. `url` is its address where that is known from outside.

    The text comes from JSON-LD, the selectors of the outlet, or trafilatura, in this order; where JSON-LD has lost the
    paragraphs or only begins the article, from the next one that holds the same words. Paragraphs are joined by one
    line feed; the headline is not part of the text. The day is the one that JSON-LD, a meta element, the outlet's
    selector or a <time> of the article states; it is never guessed.
    """
    tree = parse_html(text)
    if tree is None:
        return Page(text="", url=url)
    meta = _meta(tree)
    data = _json_ld(tree)
    url = url or _first((_address(tree), meta.get("og:url"), _text(data.get("url"))))
    rules = rules_for(knowledge, meta.get("og:site_name"), url)
    published = _published(tree, meta, data, rules)
    if published:
        rules = rules_for(knowledge, meta.get("og:site_name"), url, published)
    title = _title(tree, meta, data, rules)
    return Page(
        text=_without_title(_body(tree, text, data, rules), title),
        title=title,
        published=published,
        outlet=rules[0].outlet
        if rules
        else _first((_name(data.get("publisher")), meta.get("og:site_name"), host_of(url))),
        url=url,
        byline=_byline(tree, meta, data, rules),
    )


def _first(values: Sequence[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _text(value: object) -> str | None:
    return (" ".join(html.unescape(value).split()) or None) if isinstance(value, str) else None


def _meta(tree: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = _text(element.get("content"))
        for key in ("property", "name", "itemprop"):
            name = element.get(key)
            if name and content:
                found.setdefault(name.strip().lower(), content)
    return found


def _address(tree: Element) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and host_of(link.get("href")):
            return str(link.get("href")).strip()
    return None


def _json_ld(tree: Element) -> dict[str, Any]:
    """The first article that the page's JSON-LD describes, else nothing."""
    articles: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        source = script.text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        try:
            # Line feeds inside strings are common in what content systems write.
            value = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        articles.extend(_articles(value))
    return max(articles, key=lambda article: ("articleBody" in article, "datePublished" in article), default={})


def _articles(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from _articles(item, depth + 1)
    elif isinstance(value, dict):
        types = value.get("@type")
        if _ARTICLE_TYPES.intersection(
            item for item in (types if isinstance(types, list) else [types]) if isinstance(item, str)
        ):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(value.get(key), depth + 1)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_name, value)))) or None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _selected(tree: Element, selectors: Sequence[str]) -> Iterator[str]:
    for selector in selectors:
        for found in select(tree, selector):
            value = _text(found if isinstance(found, str) else text_of([found]))
            if value:
                yield value


def _published(tree: Element, meta: dict[str, str], data: dict[str, Any], rules: Sequence[OutletRule]) -> str | None:
    stated: list[object] = [data.get("datePublished"), *(meta.get(name) for name in _PUBLISHED)]
    for rule in rules:
        stated.extend(_selected(tree, rule.published))
    days = (parse_published(value) for value in stated)
    return next((day for day in days if day), None) or _time_element(tree)


def _time_element(tree: Element) -> str | None:
    """The day of the <time> that is the article's: marked as such, beside the headline, or the only one on the page."""
    times = [(element, parse_published(element.get("datetime"))) for element in tree.iter("time")]
    times = [(element, day) for element, day in times if day]
    for element, day in times:
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished":
            return day
    headline = next(tree.iter("h1"), None)
    if headline is not None:
        for home in headline.iterancestors("header", "article", "main"):
            for element, day in times:
                if any(above is home for above in element.iterancestors()):
                    return day
    days = {day for _, day in times}
    return days.pop() if len(days) == 1 else None


def _title(tree: Element, meta: dict[str, str], data: dict[str, Any], rules: Sequence[OutletRule]) -> str | None:
    headline = next((line for element in tree.iter("h1") if (line := _text(text_of([element])))), None)
    document = next((line for element in tree.iter("title") if (line := _text(element.text))), None)
    return _first(
        (
            _text(data.get("headline")),
            next((line for rule in rules for line in _selected(tree, rule.title)), None),
            meta.get("og:title"),
            headline,
            _TITLE_TAIL.sub("", document) if document else None,
        )
    )


def _byline(tree: Element, meta: dict[str, str], data: dict[str, Any], rules: Sequence[OutletRule]) -> str | None:
    found = _first(
        (
            _name(data.get("author")),
            next((line for rule in rules for line in _selected(tree, rule.byline)), None),
            meta.get("author"),
        )
    )
    return found[:_BYLINE_LONGEST] if found and not found.startswith("http") else None


def _body(tree: Element, text: str, data: dict[str, Any], rules: Sequence[OutletRule]) -> str:
    stated = data.get("articleBody")
    written = fragment_text(html.unescape(stated)) if isinstance(stated, str) else ""
    if len(written) >= _SHORT:
        flat = "\n" not in written and len(written) > _FLAT
        cut = written.rstrip().endswith(("...", "\u2026"))
        if not flat and not cut:
            return written
        for other in _other_bodies(tree, text, rules):
            if _holds(other, written) and (cut or len(other) <= _LONGER * len(written)):
                return other
        return written
    return next((body for body in _other_bodies(tree, text, rules) if body), written)


def _other_bodies(tree: Element, text: str, rules: Sequence[OutletRule]) -> Iterator[str]:
    for rule in rules:
        drop = {element for selector in rule.drop for element in select(tree, selector)}
        for selector in rule.body:
            body = text_of(_outermost(select(tree, selector)), drop)
            if len(body) >= _SHORT:
                yield body
    if sum(1 for _ in islice(tree.iter(), _MOST_ELEMENTS)) < _MOST_ELEMENTS:
        yield _extracted(text)
    for name in ("article", "main", "body"):
        body = text_of(_outermost(list(tree.iter(name))), {*tree.iter("header", "footer", "aside", "h1")})
        if body:
            yield body


def _outermost(elements: Sequence[Element]) -> list[Element]:
    chosen = set(elements)
    return [element for element in elements if not any(above in chosen for above in element.iterancestors())]


def _extracted(text: str) -> str:
    # Imported here: it takes a third of a second, and only pages of outlets without rules need it.
    import trafilatura  # noqa: PLC0415

    try:
        with within(_EXTRACTION_SECONDS):
            found = trafilatura.extract(text, include_comments=False, include_images=False, include_links=False)
    except Exception:  # A page that its extraction cannot take, or not in time, is read without it.
        return ""
    return "\n".join(filter(None, (line.strip() for line in (found or "").splitlines())))


def _holds(text: str, part: str) -> bool:
    words = _WORD.findall(fold(part))
    held = set(_WORD.findall(fold(text)))
    return bool(words) and sum(word in held for word in words) >= _COVERED * len(words)


def _without_title(text: str, title: str | None) -> str:
    first, line_feed, rest = text.partition("\n")
    return rest if title and line_feed and " ".join(first.split()) == title else text
