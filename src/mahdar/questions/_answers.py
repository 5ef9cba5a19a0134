"""Answers to the questions of the list: asked, shaped, and described."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from mahdar.knowledge import Knowledge
from mahdar.query import Sought, seek
from mahdar.questions._asked import Asked, given
from mahdar.questions._list import QUESTIONS, ArticleAnswer, Question
from mahdar.store import Store

__all__ = ["ArticleAnswer", "Asking", "begin", "linked", "placeless", "schemas"]

_MADE = "deal:"  # ids of agreements that are made of kind and sides are nobody's name
_PAGING = ("limit", "cursor")
_MOST_SPANS = 40
_NESTED = (dict, list, tuple)
_REF = "#/components/schemas/{name}"


class Asking(Struct, frozen=True):
    """A question under way. `meant` is whom each of the names was taken for."""

    question: Question
    store: Store
    knowledge: Knowledge
    meant: dict[str, Sought]
    parameters: dict[str, Any]

    def lines(self, limit: int, offset: int = 0) -> Sequence[Any]:
        """Lines of the answer. Raises QueryError."""
        told: Sequence[Any] = self.question.function(
            self.store, self.knowledge, **self.parameters, limit=limit, offset=offset
        )
        return told

    def whole(self) -> tuple[Any, dict[str, int]]:
        """The answer, where it is one; and of the parts that were cut how many lines there are, as far as they are counted.
        Raises QueryError."""
        answer = self.question.function(self.store, self.knowledge, **self.parameters)
        most: int = self.parameters.get("most", 0)
        return answer, {part: total for part, total in getattr(answer, "totals", {}).items() if total > most}


def begin(question: Question, store: Store, knowledge: Knowledge, asked: Asked) -> Asking:
    """Look up the names that a question is asked with. Raises QueryError."""
    parameters = {name: value for name, value in given(asked).items() if name not in _PAGING}
    meant: dict[str, Sought] = {}
    for name in question.names:
        value = parameters.get(name)
        if isinstance(value, str) and not value.startswith(_MADE):
            meant[name.rstrip("_")] = parameters[name] = seek(store, knowledge, value)
    return Asking(question, store, knowledge, meant, parameters)


def placeless(problem: Exception, store: Store) -> str:
    """What went wrong, without where on this machine, or on which server, the store lies: that is nobody's business elsewhere."""
    path = store.path
    return str(problem).replace(str(path), path.name if isinstance(path, Path) else "the store")


# --- links


def linked(value: object, lang: str = "ar") -> Any:
    """An answer as plain values, each line with a `link` to its words in the reader."""
    told = msgspec.to_builtins(value)
    _link(told, lang)
    return told


def _link(node: Any, lang: str) -> None:
    if not isinstance(node, dict):
        for one in node:
            if isinstance(one, _NESTED):
                _link(one, lang)
        return
    source = node.get("source")
    if isinstance(source, dict):
        node["link"] = _address(source["doc"], _spans(node), node.get("statement", ""), lang)
    for one in node.values():
        if isinstance(one, _NESTED):
            _link(one, lang)


def _spans(node: dict[str, Any]) -> list[list[int]]:
    if "marks" in node:
        start = node["span"][0]
        return [[start + first, start + last] for first, last in node["marks"]] or [node["span"]]
    spans: list[list[int]] = node.get("spans") or []
    return spans


def _address(doc: str, spans: Iterable[Sequence[int]], finding: str, lang: str) -> str:
    at = ",".join(f"{start}-{end}" for start, end in list(spans)[:_MOST_SPANS])
    asked = f"?at={at}" if at else f"?find={quote(finding, safe='')}" if finding else ""
    return f"/{lang}/article/{quote(doc, safe='')}{asked}{'#here' if asked else ''}"


# --- description


def schemas() -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The JSON schemas of the answers: one for each question by its name, and all that they refer to (components of OpenAPI)."""
    types = [Sought, *(question.answer for question in QUESTIONS.values())]
    told, components = msgspec.json.schema_components(types, ref_template=_REF)
    for component in components.values():
        properties = component.get("properties", {})
        if properties.get("source", {}).get("$ref", "").endswith("/Source"):
            properties["link"] = {"type": "string", "description": "The words in the reader."}
            component["required"] = [*component.get("required", ()), "link"]
    return dict(zip(QUESTIONS, told[1:], strict=True)), components
