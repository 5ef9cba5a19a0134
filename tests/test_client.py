"""The client: the same answers over the wire as from the store."""

import inspect
import socket
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import httpx
import msgspec
import pytest

from mahdar import query
from mahdar.client import Client
from mahdar.errors import AmbiguousError, QueryError, RemoteError, UnknownError, UnlinkedError
from mahdar.knowledge import Knowledge
from mahdar.questions import QUESTIONS, Lines
from mahdar.store import Store
from mahdar.web import Audit, Tokens, create_app
from tests.web_house import DOCS, serving


@pytest.fixture(scope="module")
def address(shown: Store, whole: Knowledge) -> Iterator[str]:
    with serving(create_app(shown, whole)) as address:
        yield address


@pytest.fixture(params=[False, True], ids=["paged", "streamed"])
def client(request: pytest.FixtureRequest, address: str) -> Iterator[Client]:
    with Client(address, stream=request.param) as client:
        yield client


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_is_a_method_with_the_same_parameters(name: str) -> None:
    question = QUESTIONS[name]
    wanted = {field.name for field in msgspec.structs.fields(question.asked)} - {"cursor"}
    given = set(inspect.signature(getattr(Client, name)).parameters) - {"self"}
    assert given == wanted
    assert issubclass(question.asked, Lines) == question.many
    assert (getattr(Client, name).__doc__ or "").startswith(question.says.split()[0])


def test_answers_are_those_of_the_store(client: Client, shown: Store, whole: Knowledge) -> None:
    assert tuple(client.chronicle(from_="2018")) == query.chronicle(shown, whole, from_="2018")
    assert tuple(client.said(who="RU")) == query.said(shown, whole, who="RU")
    assert tuple(client.episodes(kinds=["contact"])) == query.episodes(shown, whole, kinds=["contact"])
    assert tuple(client.quotes(sources=1)) == query.quotes(shown, whole, sources=1)
    assert tuple(client.changes(everything=True)) == query.changes(shown, whole, everything=True)
    assert tuple(client.accusations(answered=False)) == query.accusations(shown, whole, answered=False)
    assert tuple(client.agreements()) == query.agreements(shown, whole)
    assert tuple(client.disagreements()) == query.disagreements(shown, whole)
    assert tuple(client.thread("RU")) == query.thread(shown, whole, "RU")
    assert tuple(client.articles(outlet="<b>جيم</b>")) == query.articles(shown, outlet="<b>جيم</b>")
    assert tuple(client.search("وزير")) == query.search(shown, "وزير", limit=1000)
    assert tuple(client.fixes()) == tuple(client.failures()) == ()
    assert client.who("Lavrov") == query.who(shown, whole, "Lavrov")
    assert client.office("foreign minister", of="RU") == query.office_terms(whole, "foreign minister", "RU")
    assert client.dossier("Lavrov", most=500) == query.dossier(shown, whole, "Lavrov", limit=500)
    assert client.relation("RU", "IR", most=500) == query.relation(shown, whole, "RU", "IR", limit=500)
    assert client.stats() == query.stats(shown)


def test_lines_come_as_they_are_wanted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = list(client.chronicle())
    monkeypatch.setattr("mahdar.client._wire._PAGE", 7)
    assert list(client.chronicle()) == everything
    assert list(client.chronicle(limit=10)) == everything[:10]
    assert list(client.chronicle(limit=0)) == []
    assert next(client.chronicle()) == everything[0]


def test_any_article(client: Client, shown: Store) -> None:
    for doc in DOCS:
        found = client.article(doc)
        assert (found.article, found.record) == shown.article(doc)
    line = next(client.episodes())
    assert client.episode(line.episode) == line


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (lambda client: client.who("Zzyzxqp"), UnknownError),
        (lambda client: client.article("none"), UnknownError),
        (lambda client: list(client.chronicle(from_="yesterday")), QueryError),
        (lambda client: list(client.chronicle(kinds=["party"])), QueryError),
    ],
)
def test_what_cannot_be_answered(client: Client, asked: Any, error: type[Exception]) -> None:
    with pytest.raises(error) as told:
        asked(client)
    assert type(told.value) is error


def test_errors_of_other_stores(filled: Store, known: Knowledge) -> None:
    with serving(create_app(filled, known)) as address, Client(address) as client:
        with pytest.raises(AmbiguousError, match="Q1"):
            client.who("حداد")
        with pytest.raises(UnlinkedError):
            list(client.episodes())


def test_a_server_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as here:
        port = here.getsockname()[1]
    with Client(f"http://127.0.0.1:{port}") as client, pytest.raises(RemoteError, match="cannot be reached") as told:
        client.stats()
    assert told.value.status is None


def _answering(*answers: httpx.Response) -> httpx.MockTransport:
    left = iter(answers)
    return httpx.MockTransport(lambda request: next(left))


def test_a_server_that_is_something_else() -> None:
    for answer in (httpx.Response(502, text="<h1>Bad gateway</h1>"), httpx.Response(200, text="<h1>Hello</h1>")):
        with Client("http://else.example", transport=_answering(answer)) as client, pytest.raises(RemoteError):
            client.stats()


def test_a_busy_server_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("mahdar.client._wire.sleep", slept.append)
    busy = httpx.Response(
        429, headers={"Retry-After": "2"}, json={"type": "urn:mahdar:too-many-requests", "detail": "busy"}
    )
    page = httpx.Response(200, json={"lines": [], "next": None})
    with Client("http://busy.example", transport=_answering(busy, busy, page)) as client:
        assert list(client.fixes()) == [] and slept == [2.0, 2.0]
    with (
        Client("http://busy.example", transport=_answering(busy), patience=1) as client,
        pytest.raises(RemoteError) as told,
    ):
        client.stats()
    assert told.value.status == 429


def test_a_stream_that_breaks_off() -> None:
    def broken() -> Iterator[bytes]:
        yield b'{"source":"a","place":"","room":"","problem":""}\n'
        raise httpx.RemoteProtocolError("peer closed connection")

    answer = httpx.Response(200, content=broken())
    with Client("http://x.example", transport=_answering(answer), stream=True) as client:
        lines = client.failures()
        assert next(lines).source == "a"
        with pytest.raises(RemoteError, match="broke off"):
            next(lines)


def test_corrections_over_the_wire(shown_path: Path, whole: Knowledge, tmp_path: Path) -> None:
    path = Path(copyfile(shown_path, tmp_path / "own.db"))
    tokens = Tokens(tmp_path / "tokens")
    _, word = tokens.make("Huda", ["fix"], "2026-01-01T00:00:00Z")
    with Store.open(path) as store:
        app = create_app(store, whole, writable=True, tokens=tokens, audit=Audit(tmp_path / "audit"))
        with serving(app) as address:
            with Client(address) as nobody, pytest.raises(RemoteError) as told:
                nobody.strike("x", why="y")
            assert told.value.status == 401
            with Client(address, token=word) as client:
                first, second = list(client.chronicle(from_="2018", limit=2))
                struck = client.strike(first.event, why="a film")
                client.confirm(second.event, why="seen on the recording")
                amended = client.amend(second.event, {"status": ["planned"]}, why="not yet held")
                assert (struck.author, struck.do) == ("Huda", "strike") and amended.values == {"status": ("planned",)}
                lines = {line.event: line for line in client.chronicle()}
                assert first.event not in lines and lines[second.event].status == "planned"
                client.undo(struck.id, why="no film")
                assert first.event in {line.event for line in client.chronicle()}
                with pytest.raises(UnknownError):
                    client.undo("nothing", why="none")
                assert [line.correction.do for line in client.fixes()] == ["strike", "confirm", "amend", "undo"]
