"""The description of the API for people: one page, made from that for programs."""

from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any

from mahdar.web.api._openapi import PREFIX, described

__all__ = ["STYLE", "reference"]

STYLE = """
:root { color-scheme: light dark; --ink: #1c2733; --paper: #fdfcf9; --line: #d5d2c8; --soft: #f2efe6; --mark: #0b5a6b }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e2dc; --paper: #14191e; --line: #39424b; --soft: #1e252c; --mark: #7cc6d6 }
}
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif }
a { color: var(--mark) }
h1, h2 { line-height: 1.2 }
h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem }
code { font: .92em/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
pre { background: var(--soft); padding: .75rem 1rem; overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) }
nav ul { columns: 14rem; padding-inline-start: 1.2rem }
details { margin: .4rem 0 }
""".lstrip()


@cache
def reference() -> str:
    """The page."""
    document = described()
    body = "\n".join(_body(document))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>mahdar: the API</title><link rel="stylesheet" href="/api/style.css"></head><body>{body}</body></html>'
    )


def _body(document: dict[str, Any]) -> Iterator[str]:
    info = document["info"]
    yield f'<p><a href="/">mahdar</a></p><h1>The API</h1><p>Version {escape(info["version"])}; for programs: '
    yield f'<a href="{PREFIX}/openapi.json">openapi.json</a> (OpenAPI {document["openapi"]}).</p>'
    yield from (f"<p>{_plain(part)}</p>" for part in info["description"].split("\n\n"))
    yield f'<pre tabindex="0"><code>curl "http://127.0.0.1:8000{PREFIX}/chronicle?who=Lavrov&amp;from=2018-04"</code></pre>'
    operations = [
        (path, method, told) for path, methods in document["paths"].items() for method, told in methods.items()
    ]
    yield '<nav aria-label="Questions"><ul>'
    for path, _, told in operations:
        yield f'<li><a href="#{told["operationId"]}"><code>{escape(path.removeprefix(PREFIX))}</code></a></li>'
    yield "</ul></nav><main>"
    for path, method, told in operations:
        yield from _operation(path, method, told)
    yield "<h2>Answers</h2>"
    for name, schema in document["components"]["schemas"].items():
        yield from _schema(name, schema)
    yield "</main>"


def _plain(text: str) -> str:
    """Prose with `code` in it."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))


def _operation(path: str, method: str, told: dict[str, Any]) -> Iterator[str]:
    yield f'<section><h2 id="{told["operationId"]}"><code>{method.upper()} {escape(path)}</code></h2>'
    yield f"<p>{_plain(told['summary'])} {_plain(told.get('description', ''))}</p>"
    if told.get("parameters"):
        yield "<table><thead><tr><th>Asked with</th><th>What it says</th><th>Of what form</th></tr></thead><tbody>"
        for one in told["parameters"]:
            needed = " <strong>(needed)</strong>" if one["required"] else ""
            yield f"<tr><td><code>{one['name']}</code>{needed}</td><td>{_plain(one['description'])}</td><td>{_form(one['schema'])}</td></tr>"
        yield "</tbody></table>"
    schema = next(iter(told["responses"].values())).get("content", {}).get("application/json", {}).get("schema", {})
    lines = (
        schema.get("properties", {}).get("lines", {}).get("items")
        or schema.get("properties", {}).get("answer")
        or schema
    )
    yield f"<p>Answered with {'lines of ' if 'lines' in schema.get('properties', {}) else ''}{_form(lines)}.</p></section>"


def _schema(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f'<details id="schema-{name}"><summary><code>{name}</code></summary><p>{_plain(schema.get("description", ""))}</p>'
    if schema.get("properties"):
        yield "<table><tbody>"
        for field, form in schema["properties"].items():
            yield f"<tr><td><code>{escape(field)}</code></td><td>{_form(form)} {_plain(form.get('description', ''))}</td></tr>"
        yield "</tbody></table>"
    yield "</details>"


def _form(schema: dict[str, Any]) -> str:
    """The form of a value in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#schema-{name}"><code>{name}</code></a>'
    if "anyOf" in schema:
        return " or ".join(_form(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(word))}</code>" for word in schema["enum"])
    if schema.get("type") == "array":
        inner = schema.get("items") or {}
        return f"several: {_form(inner)}" if inner else "several"
    kind = schema.get("type", "value")
    kinds = " or ".join(kind) if isinstance(kind, list) else kind
    bounds = [f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema]
    return escape(" ".join((kinds, *bounds)))
