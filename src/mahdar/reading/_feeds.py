"""RSS and Atom."""

import html.entities
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from mahdar.model import Failure
from mahdar.reading._drafts import Draft, refusal, sized
from mahdar.reading._encodings import NotTextError, decode
from mahdar.reading._markup import Element, fragment_text, text_of

__all__ = ["plain_xml", "read_feed"]

MOST_IN_FILE = 64 * 2**20

# What stands before the feed itself. What it declares there are entities at best and traps at worst.
_BEFORE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Names that HTML knows and XML does not; a parser of XML would leave them out and join the words around them.
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,10});")


def read_feed(stream: BinaryIO, source: str) -> Iterator[Draft | Failure]:
    """An article an item. Entities that the file defines are not expanded and nothing is fetched."""
    from lxml import etree  # noqa: PLC0415

    data = stream.read(MOST_IN_FILE + 1)
    if len(data) > MOST_IN_FILE:
        yield refusal(source, "", f"a feed of more than {sized(MOST_IN_FILE)}")
        return
    try:
        text = plain_xml(decode(data))
    except NotTextError:
        yield refusal(source, "", "not text")
        return
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser=parser)
    except etree.XMLSyntaxError as problem:
        yield refusal(source, "", f"not XML: {problem}")
        return
    items = [] if root is None else [element for element in root.iter() if _name(element) in ("item", "entry")]
    if not items:
        yield refusal(source, "", "no item of a feed in it")
        return
    channel = next((element for element in root.iter() if _name(element) in ("channel", "feed")), root)
    outlet = _inner(channel, "title")
    for number, item in enumerate(items, 1):
        yield Draft(
            text=_longest(item),
            place=f"item {number}",
            number=number,
            title=fragment_text(_inner(item, "title") or "").replace("\n", " ") or None,
            published=_inner(item, "pubDate", "published", "date", "issued", "updated"),
            outlet=outlet,
            url=_link(item),
            byline=_inner(item, "creator", "author"),
        )


def plain_xml(text: str) -> str:
    """A feed without its declarations: whatever entities it defines are gone, those of HTML are characters."""
    at = 0
    while before := _BEFORE.match(text, at):
        at = before.end()
    return _NAMED.sub(_named, _UNFIT.sub(" ", text[at:]))


def _named(found: re.Match[str]) -> str:
    code = html.entities.name2codepoint.get(found.group(1))
    return found.group() if code is None else chr(code)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: Element, name: str) -> Iterator[Any]:
    return (child for child in element if _name(child) == name)


def _inner(element: Element, *names: str) -> str | None:
    """The text of the first child with one of these names, in their order."""
    for name in names:
        for child in _children(element, name):
            value = " ".join("".join(child.itertext()).split())
            if value:
                return value
    return None


def _link(item: Element) -> str | None:
    for link in _children(item, "link"):
        address = link.get("href") if link.get("href") else link.text
        if address and address.strip() and link.get("rel", "alternate") == "alternate":
            return str(address).strip()
    return None


def _longest(item: Element) -> str:
    """The fullest of the texts that the item carries."""
    texts = []
    for name in ("encoded", "content", "description", "summary"):
        for child in _children(item, name):
            texts.append(text_of([child]) if len(child) else fragment_text(child.text or ""))
    return max(texts, key=len, default="")
