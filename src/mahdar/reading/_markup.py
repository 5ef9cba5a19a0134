"""HTML as a tree: parsed safely, asked by selectors, read as paragraphs."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

__all__ = ["fragment_text", "parse_html", "select", "text_of"]

# lxml is imported where it is used: only pages and feeds need it, and it takes a while.
Element = Any

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"[\s\xa0]+")
_BLOCKS = frozenset(
    """address article aside blockquote body br center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td th thead tr ul""".split()
)
_UNREAD = frozenset(
    """aside audio button canvas datalist dialog embed figure footer form head iframe input menu nav noscript object option picture
    script select style svg template textarea video""".split()
)
_PART = re.compile(r"\s*(?P<child>>)?\s*(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+|\[[^\]]+\])*)", re.ASCII)
_SIMPLE = re.compile(
    r"\.(?P<cls>[\w-]+)|#(?P<id>[\w-]+)|\[\s*(?P<name>[\w:-]+)\s*(?:=\s*['\"]?(?P<value>[^'\"\]]*)['\"]?)?\s*\]"
)


def parse_html(text: str) -> Element | None:
    """The tree of a page, None where there is none. Nothing is fetched; comments are left out."""
    from lxml import etree, html  # noqa: PLC0415

    data = _UNFIT.sub(" ", text).encode("utf-8")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def fragment_text(markup: str) -> str:
    """The paragraphs of a piece of HTML, such as the description of a feed's item."""
    if "<" not in markup and "&" not in markup:
        return "\n".join(filter(None, (_SPACE.sub(" ", line).strip() for line in markup.splitlines())))
    tree = parse_html(f"<html><body><div>{markup}</div></body></html>")
    return "" if tree is None else text_of([tree])


def text_of(elements: Iterable[Element], drop: Collection[Element] = ()) -> str:
    """The text of elements, a line for each paragraph. Scripts, forms, figures and the elements in `drop` are not read."""
    lines: list[str] = []
    current: list[str] = []

    def close() -> None:
        line = _SPACE.sub(" ", "".join(current)).strip()
        if line:
            lines.append(line)
        current.clear()

    for root in elements:
        for what, value in _walk(root, drop):
            if what == "text":
                current.append(value)
            else:
                close()
        close()
    return "\n".join(lines)


def _walk(root: Element, drop: Collection[Element]) -> Iterator[tuple[str, str]]:
    """Text and the edges of blocks in order, without recursion: pages nest as deep as they like."""
    from lxml import etree  # noqa: PLC0415

    unread = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        # The namespace of XHTML is left out.
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "start":
            if unread is None and (not tag or tag in _UNREAD or element in drop):
                unread = element
                yield "edge", ""
            if unread is None:
                if tag in _BLOCKS:
                    yield "edge", ""
                if element.text:
                    yield "text", element.text
            continue
        if unread is None and tag in _BLOCKS:
            yield "edge", ""
        if unread is element:
            unread = None
        if unread is None and element is not root and element.tail:
            yield "text", element.tail


def select(tree: Element, selector: str) -> list[Any]:
    """The elements that a CSS selector finds, or with "selector@attribute" the attribute's values that are not empty.

    Known are tag, .class, #id, [attribute], [attribute='value'], "a b" and "a > b". ValueError for anything else.
    """
    path, _, attribute = selector.partition("@")
    found: list[Any] = tree.xpath(_xpath(path.strip()))
    if not attribute:
        return found
    return [value for element in found if (value := (element.get(attribute) or "").strip())]


@cache
def _xpath(selector: str) -> str:
    path, at = "", 0
    while at < len(selector):
        part = _PART.match(selector, at)
        if part is None or part.end() == at or not (part["tag"] or part["rest"]):
            raise ValueError(f"no selector that is known: {selector!r}")
        path += ("/" if part["child"] else "//" if path else "descendant-or-self::") + (part["tag"] or "*")
        path += "".join(_condition(simple) for simple in _SIMPLE.finditer(part["rest"]))
        at = part.end()
    return path


def _condition(simple: re.Match[str]) -> str:
    if simple["cls"]:
        return f"[contains(concat(' ', normalize-space(@class), ' '), ' {simple['cls']} ')]"
    if simple["id"]:
        return f"[@id='{simple['id']}']"
    if simple["value"] is None:
        return f"[@{simple['name']}]"
    return f"[@{simple['name']}='{simple['value']}']"
