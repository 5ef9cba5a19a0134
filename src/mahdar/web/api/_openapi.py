"""The API, described for programs: OpenAPI 3.1 made from the list of questions and the types of their answers."""

from functools import cache
from typing import Any

import msgspec

from mahdar import __version__
from mahdar.questions import QUESTIONS, Lines, Question, schemas
from mahdar.web._faults import Problem
from mahdar.web._writing import FIXES, Fixed
from mahdar.web.api._answering import LONGEST_STREAM, NEXT
from mahdar.web.api._asking import NDJSON

__all__ = ["PREFIX", "described", "paths_of"]

PREFIX = "/api/v1"
_REF = "#/components/schemas/{name}"
_ABOUT = """The same questions as the command line's, over HTTP. Every line of an answer names its article (`source`), has its words and
their places (`words`, `spans`: code points of the article's text), and a `link` to them in the reader.

Lists come a page at a time: `next` is the cursor of the next page, null where there is none. As NDJSON a list comes as a stream of up
to {longest} lines; the header `{next}` holds the cursor to go on with after so many. Names may be given in Arabic or Latin letters, in any
usual spelling, or as ids; `meant` says whom each was taken for. What goes wrong is told as `application/problem+json`."""


def paths_of(question: Question) -> tuple[str, ...]:
    """The addresses of a question below the prefix, as templates."""
    if not question.part:
        return (f"/{question.name}",)
    return f"/{question.name}/{{{question.part}}}", f"/{question.name}"


def _parameters(question: Question, in_path: bool) -> list[dict[str, Any]]:
    (told,), components = msgspec.json.schema_components([question.asked], ref_template=_REF)
    schema = components[told["$ref"].rpartition("/")[2]]
    needed = schema.get("required", ())
    parameters = []
    for name, field in schema.get("properties", {}).items():
        shape = {key: value for key, value in field.items() if key != "description"}
        shape = {key: value for key, value in shape.items() if not (key == "default" and value in ([], ""))}
        parameters.append(
            {
                "name": name,
                "in": "path" if in_path and name == question.part else "query",
                "required": name in needed,
                "description": field.get("description", ""),
                "schema": shape,
            }
        )
    if issubclass(question.asked, Lines):
        parameters.append(
            {
                "name": "format",
                "in": "query",
                "required": False,
                "description": "json: a page; ndjson: a stream, a line a finding.",
                "schema": {"enum": ["json", "ndjson"], "default": "json"},
            }
        )
    return parameters


def _problems(*statuses: str) -> dict[str, Any]:
    told = {
        "400": "What is asked cannot be asked so.",
        "401": "This takes a token.",
        "403": "The server is read-only, or another site sent this.",
        "404": "What is asked for by its name or id is not there.",
        "409": "The name may be any of several, the store has not been linked, or what is asked does not fit what is there.",
        "413": "The body is too long.",
        "415": "The body is not JSON.",
        "422": "The body is not of the right shape.",
        "429": "Too much at once; `Retry-After` says when to come again.",
        "503": "The store cannot be read or written at the moment.",
    }
    content = {"application/problem+json": {"schema": {"$ref": _REF.format(name="Problem")}}}
    return {status: {"description": told[status], "content": content} for status in statuses}


def _operation(question: Question, path: str, answers: dict[str, Any]) -> dict[str, Any]:
    in_path = "{" in path
    meant = {"type": "object", "additionalProperties": {"$ref": _REF.format(name="Sought")}}
    answer = answers[question.name]
    if question.many:
        properties = {
            "meant": meant,
            "lines": {"type": "array", "items": answer},
            "next": {"type": ["string", "null"], "description": "The cursor of the next page."},
        }
    else:
        count = {"type": "object", "additionalProperties": {"type": "integer"}}
        properties = {
            "meant": meant,
            "answer": answer,
            "of": count | {"description": "How many lines a part has that was cut."},
        }
    content: dict[str, Any] = {
        "application/json": {"schema": {"type": "object", "required": list(properties), "properties": properties}}
    }
    told: dict[str, Any] = {"description": question.says, "content": content}
    if question.many:
        content[NDJSON] = {"schema": {"type": "string"}}
        told["headers"] = {
            NEXT: {"description": "Of a stream: the cursor to go on with.", "schema": {"type": "string"}}
        }
    return {
        "operationId": question.name + ("" if in_path or not question.part else "_asked"),
        "summary": question.says,
        "description": question.more,
        "tags": ["questions"],
        "parameters": _parameters(question, in_path),
        "responses": {"200": told} | _problems("400", "404", "409", "429", "503"),
    }


def _export() -> dict[str, Any]:
    from mahdar.export import FORMATS  # noqa: PLC0415  (the libraries of the formats take a while to load)
    from mahdar.web.api._exporting import EXPORT  # noqa: PLC0415

    types = sorted({form.media_type for form in FORMATS.values()})
    # A checker reads what calls itself JSON: any value may be in it.
    content = {
        media: {"schema": {} if media.endswith("json") else {"type": "string", "format": "binary"}} for media in types
    }
    return {
        "operationId": "export",
        "summary": EXPORT.says,
        "description": " ".join((EXPORT.more, *(f"`{form.name}`: {form.title}." for form in FORMATS.values()))),
        "tags": ["exports"],
        "parameters": _parameters(EXPORT, True),
        "responses": {"200": {"description": "A file.", "content": content}}
        | _problems("400", "404", "409", "429", "503"),
    }


def _correction(do: str, kind: Any, says: str) -> dict[str, Any]:
    made = {"application/json": {"schema": {"$ref": _REF.format(name=Fixed.__name__)}}}
    return {
        "operationId": f"fix_{do}",
        "summary": says,
        "description": "Takes a token (`mahdar token new --scope fix`); its holder is the author.",
        "tags": ["corrections"],
        "security": [{"token": []}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": _REF.format(name=kind.__name__)}}},
        },
        "responses": {"201": {"description": "It is made.", "content": made}}
        | _problems("400", "401", "403", "404", "409", "413", "415", "422", "429", "503"),
    }


@cache
def described() -> dict[str, Any]:
    """The description as a document."""
    answers, components = schemas()
    kinds = [kind for kind, _ in FIXES.values()]
    _, more = msgspec.json.schema_components([Problem, Fixed, *kinds], ref_template=_REF)
    paths = {
        PREFIX + path: {"get": _operation(question, path, answers)}
        for question in QUESTIONS.values()
        for path in paths_of(question)
    }
    paths[f"{PREFIX}/export/{{format}}"] = {"get": _export()}
    paths |= {f"{PREFIX}/fixes/{do}": {"post": _correction(do, kind, says)} for do, (kind, says) in FIXES.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mahdar",
            "version": __version__,
            "summary": "The minutes of diplomacy, with the very words.",
            "description": _ABOUT.format(longest=f"{LONGEST_STREAM:,}", next=NEXT),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "questions", "description": "What an analyst asks."},
            {"name": "exports", "description": "For other programs."},
            {"name": "corrections", "description": "What people know better."},
        ],
        "paths": paths,
        "components": {
            "schemas": dict(sorted((components | more).items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
