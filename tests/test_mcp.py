"""The tools for agents, by the SDK's own client: in this process, over the streams of another, and over HTTP."""

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import jsonschema
import msgspec
import pytest
from mcp import Client, StdioServerParameters

from mahdar import query
from mahdar.agents import create_server
from mahdar.agents._doors import http_app
from mahdar.knowledge import Knowledge
from mahdar.questions import QUESTIONS
from mahdar.store import Store
from tests.web_house import DOCS, serving

Told = dict[str, Any]


def asking(server: Any, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    """Ask a server with the SDK's client."""

    async def run() -> Any:
        async with Client(server) as client:
            return await ask(client)

    return anyio.run(run)


def call(server: Any, name: str, /, **given: Any) -> Any:
    return asking(server, lambda client: client.call_tool(name, given))


@pytest.fixture(scope="module")
def server(shown: Store, whole: Knowledge) -> Any:
    return create_server(shown, whole)


def test_the_tools_are_the_questions_and_say_that_they_only_read(server: Any) -> None:
    tools = asking(server, lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == set(QUESTIONS) - {"fixes", "failures"}
    for tool in tools:
        assert tool.description and tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        assert tool.input_schema["additionalProperties"] is False
        assert all(
            field.get("description") or name == "limit" for name, field in tool.input_schema["properties"].items()
        )


def test_a_tool_answers_with_words_and_sources(server: Any, shown: Store, whole: Knowledge) -> None:
    found = call(server, "said", who="RU", limit=3)
    lines = query.said(shown, whole, who="RU", limit=3)
    assert not found.is_error and found.structured_content["lines"] == json.loads(msgspec.json.encode(lines))
    assert json.loads(found.content[0].text) == found.structured_content
    assert all(line["words"] and line["source"]["doc"] for line in found.structured_content["lines"])
    assert found.structured_content["meant"]["who"]["id"] == "RU"


def test_pages_follow_each_other(server: Any) -> None:
    everything = call(server, "chronicle", limit=500).structured_content["lines"]
    seen: list[Told] = []
    cursor: dict[str, str] = {}
    while True:
        page = call(server, "chronicle", limit=40, **cursor).structured_content
        seen += page["lines"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == everything[: len(seen)] and len(seen) >= len(everything)


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name not in ("fixes", "failures")])
def test_every_tool_answers(server: Any, name: str) -> None:
    asked: dict[str, Told] = {
        "episode": {"id": call(server, "episodes", limit=1).structured_content["lines"][0]["episode"]},
        "thread": {"who": "RU"},
        "who": {"name": "Lavrov"},
        "office": {"office": "foreign minister", "of": "RU"},
        "dossier": {"who": "Lavrov"},
        "relation": {"who": "RU", "with": "IR"},
        "article": {"doc": DOCS[0]},
        "search": {"q": "وزير"},
    }
    found = call(server, name, **asked.get(name, {}))
    assert not found.is_error and found.structured_content


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("who", {"name": "Zzyzxqp"}, "nobody here"),
        ("chronicle", {"from": "yesterday"}, "regex"),
        ("chronicle", {"limit": "many"}, "int"),
        ("chronicle", {"knid": "meeting"}, "unknown field"),
        ("chronicle", {"cursor": "abc"}, "cursor"),
        ("fixes", {}, "there is no tool"),
        ("rm", {}, "there is no tool"),
    ],
)
def test_what_cannot_be_asked_is_told_to_the_agent(server: Any, name: str, given: Told, says: str) -> None:
    found = call(server, name, **given)
    assert found.is_error and says in found.content[0].text


def test_long_answers_are_cut(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mahdar.agents._server._MOST", 2000)
    page = call(server, "chronicle", limit=100).structured_content
    assert 1 <= len(page["lines"]) < 10 and page["next"]
    article = call(server, "article", doc=DOCS[0]).structured_content["answer"]
    assert article["cut"] and "record" not in article
    assert "fewer lines" in call(server, "dossier", who="Lavrov").content[0].text


def test_over_the_streams_of_a_process(shown_path: Path) -> None:
    words = ["-m", "mahdar", "mcp", "--store", str(shown_path)]
    process = StdioServerParameters(command=sys.executable, args=words, env=dict(os.environ))
    found = call(process, "stats")
    assert found.structured_content["answer"]["linked"] is True


def test_over_http(server: Any) -> None:
    with serving(http_app(server)) as address:
        assert call(f"{address}/mcp", "stats").structured_content["answer"]["articles"]
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
            answer = httpx.post(f"{address}/mcp", json={}, headers=headers, trust_env=False)
            assert answer.status_code in (403, 421)
