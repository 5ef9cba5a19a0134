"""The doors: who may knock, and what a browser may do with what it is given."""

import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time
from typing import Any

import httpx
import pytest
from fastapi import HTTPException, Request
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import ASGIApp, Receive, Scope, Send

from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.store import Store
from mahdar.web import Audit, Tokens, create_app, listen
from mahdar.web._doors import POLICY, host_name, is_loopback
from mahdar.web._pace import Pace, knocker
from mahdar.web._sessions import COOKIE, csrf, may_write, writer
from tests.conftest import Runner
from tests.web_house import visiting

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def client(filled_file: Store, known: Knowledge) -> Iterator[TestClient]:
    with TestClient(create_app(filled_file, known, hosts=("minutes.example",)), base_url=HERE) as client:
        yield client


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost", "localhost"),
        ("LOCALHOST:80", "localhost"),
        ("127.0.0.1:8000", "127.0.0.1"),
        ("[::1]:8000", "::1"),
        ("minutes.example.", "minutes.example"),
    ],
)
def test_a_host_is_known_without_its_port(header: str, name: str) -> None:
    assert host_name(header) == name


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
def test_loopback(name: str) -> None:
    assert is_loopback(name)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "0.0.0.0", "", "[::1", "@"]
)
def test_a_name_that_was_made_to_point_here_is_not_answered(client: TestClient, host: str) -> None:
    answer = client.get("/static/none.css", headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "host", ["localhost:1234", "127.0.0.1", "[::1]:8000", "minutes.example", "Minutes.Example:443"]
)
def test_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/static/none.css", headers={"Host": host}).status_code == 404


def test_a_request_names_one_host(client: TestClient) -> None:
    answer = client.get("/static/none.css", headers=[("Host", "localhost"), ("Host", "evil.example")])
    assert answer.status_code == 400


def test_every_answer_binds_the_browser(client: TestClient) -> None:
    for path, headers in (
        ("/static/none.css", {}),
        ("/no-such-page", {"accept": "text/html"}),
        ("/", {"host": "evil"}),
    ):
        answer = client.get(path, headers=headers)
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
    assert "unsafe" not in POLICY


def test_what_another_site_sends_is_not_taken(client: TestClient) -> None:
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert client.post("/no-such-page", headers=headers).status_code == 403
    assert client.post("/no-such-page", headers={"Origin": HERE}).status_code == 404


def test_a_body_is_bounded(client: TestClient) -> None:
    assert client.post("/no-such-page", content=b"x" * 300_000).status_code == 413


@pytest.mark.parametrize(
    "path",
    ["../_app.py", "..%2f_app.py", "%2e%2e/_app.py", "..%5c_app.py", "/etc/passwd", "%00", "a" * 5000, "\u0627/.."],
)
def test_no_file_but_those_of_the_folder(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code in (400, 404, 405)


def test_a_page_that_is_not_there_says_so_to_both(client: TestClient) -> None:
    page = client.get("/<script>alert(1)</script>", headers={"accept": "text/html"})
    assert page.status_code == 404 and "text/html" in page.headers["content-type"] and "<script>" not in page.text
    told = client.get("/api/v1/no-such-question", headers={"accept": "text/html"})
    assert told.status_code == 404 and told.json()["type"] == "urn:mahdar:not-found"


# --- tokens, corrections, sessions


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "minutes.db.tokens")


@pytest.fixture
def shown_word(tokens: Tokens) -> str:
    return tokens.make("هدى", ["fix"], "2026-01-01T00:00:00Z")[1]


@pytest.fixture
def writable(filled: Store, known: Knowledge, tokens: Tokens, shown_word: str, tmp_path: Path) -> Iterator[TestClient]:
    audit = Audit(tmp_path / "audit.jsonl")
    with visiting(filled, known, writable=True, tokens=tokens, audit=audit) as client:
        yield client


def bearer(word: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {word}"}


STRIKE = {"finding": "a1-e1", "why": "a film"}


def test_a_token_is_not_kept(tokens: Tokens, shown_word: str) -> None:
    held = tokens.path.read_text(encoding="utf-8")
    assert shown_word.rpartition("_")[2] not in held and "هدى" in held
    assert stat.S_IMODE(tokens.path.stat().st_mode) == 0o600
    assert tokens.shown(shown_word, "fix") == tokens.all()[0]


@pytest.mark.parametrize("name", ["", "  ", "a\u202eb", "x" * 81, "a\x00"])
def test_a_token_is_of_somebody(tokens: Tokens, name: str) -> None:
    with pytest.raises(QueryError):
        tokens.make(name, ["fix"], "2026-01-01T00:00:00Z")
    with pytest.raises(QueryError):
        tokens.make("Huda", ["everything"], "2026-01-01T00:00:00Z")


@given(st.text(max_size=80))
@settings(max_examples=80, deadline=None)
def test_what_is_no_token_opens_nothing(words: str) -> None:
    with TemporaryDirectory() as folder:
        tokens = Tokens(Path(folder) / "tokens")
        made, word = tokens.make("Huda", ["fix"], "2026-01-01T00:00:00Z")
        assert tokens.shown(words, "fix") is None
        assert tokens.shown(f"mahdar_{made.id}_{words}", "fix") is None
        assert (tokens.shown(word + words, "fix") is not None) == (not words.strip())
        assert tokens.shown(word, "other") is None


def test_a_read_only_server_says_how_it_could_be_otherwise(client: TestClient, shown_word: str) -> None:
    for path in ("/api/v1/fixes/strike", "/sign-in"):
        answer = client.post(path, headers=bearer(shown_word), json=STRIKE)
        assert answer.status_code == 403 and "--writable" in answer.json()["detail"]


def test_a_correction_takes_a_token_and_leaves_a_line(writable: TestClient, shown_word: str, tmp_path: Path) -> None:
    for headers in ({}, bearer("mahdar_00000000_x"), {"Authorization": f"Basic {shown_word}"}):
        answer = writable.post("/api/v1/fixes/strike", headers=headers, json=STRIKE)
        assert answer.status_code == 401 and answer.headers["www-authenticate"].startswith("Bearer")
    assert len(writable.get("/api/v1/chronicle").json()["lines"]) == 3
    answer = writable.post("/api/v1/fixes/strike", headers=bearer(shown_word), json=STRIKE)
    made = answer.json()["correction"]
    assert answer.status_code == 201 and (made["author"], made["reason"]) == ("هدى", "a film")
    assert len(writable.get("/api/v1/chronicle").json()["lines"]) == 2
    undone = writable.post("/api/v1/fixes/undo", headers=bearer(shown_word), json={"of": made["id"], "why": "no film"})
    assert undone.status_code == 201
    assert len(writable.get("/api/v1/chronicle").json()["lines"]) == 3
    assert [line["holds"] for line in writable.get("/api/v1/fixes").json()["lines"]] == [False, True]
    failed = writable.post("/api/v1/fixes/strike", headers=bearer(shown_word), json=STRIKE | {"finding": "none"})
    assert failed.status_code == 404
    lines = list(Audit(tmp_path / "audit.jsonl").lines())
    assert [(line.name, line.do, line.door, bool(line.failed)) for line in lines] == [
        ("هدى", "strike", "api", False), ("هدى", "undo", "api", False), ("هدى", "strike", "api", True),
    ]  # fmt: skip
    assert lines[0].correction == made["id"] and lines[0].address


def test_what_cannot_be_put_on_record_is_not_done(writable: TestClient, shown_word: str, tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    answer = writable.post("/api/v1/fixes/strike", headers=bearer(shown_word), json=STRIKE)
    assert answer.status_code == 503
    assert len(writable.get("/api/v1/chronicle").json()["lines"]) == 3


def test_a_revoked_token_opens_nothing_from_then_on(writable: TestClient, tokens: Tokens, shown_word: str) -> None:
    Tokens(tokens.path).revoke(tokens.all()[0].id, "2026-01-02T00:00:00Z")  # by another process
    assert writable.post("/api/v1/fixes/strike", headers=bearer(shown_word), json=STRIKE).status_code == 401


def test_guessing_is_stopped(writable: TestClient, shown_word: str) -> None:
    answers = [
        writable.post("/api/v1/fixes/strike", headers=bearer(f"mahdar_{n:08}_x"), json=STRIKE) for n in range(15)
    ]
    assert [answer.status_code for answer in answers[:10]] == [401] * 10
    assert answers[-1].status_code == 429 and int(answers[-1].headers["retry-after"]) > 0
    # Not even the right one is looked at then; else a guesser would learn by the answer.
    assert writable.post("/api/v1/fixes/strike", headers=bearer(shown_word), json=STRIKE).status_code == 429


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 422),
        (b'{"finding": "x", "why": "y", "author": "z"}', "application/json", 422),
        (b'{"finding": "x", "why": " "}', "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"\xff", "application/json", 422),
        (b"finding=x&why=y", "application/x-www-form-urlencoded", 415),
        (b'{"finding": "x", "why": "y"}', "text/plain", 415),
    ],
)
def test_a_correction_of_another_form(
    writable: TestClient, shown_word: str, body: bytes, kind: str, status: int
) -> None:
    headers = bearer(shown_word) | {"Content-Type": kind}
    answer = writable.post("/api/v1/fixes/strike", headers=headers, content=body)
    assert answer.status_code == status and answer.headers["content-type"] == "application/problem+json"


def _sign_in(client: TestClient, word: str, next: str = "/ar") -> Any:
    return client.post("/sign-in", data={"token": word, "next": next}, headers={"Origin": HERE})


def test_a_browser_signs_in(writable: TestClient, shown_word: str) -> None:
    assert _sign_in(writable, "mahdar_0_0").status_code == 401
    answer = _sign_in(writable, shown_word)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ar")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie
    assert shown_word.lower() not in cookie
    # The cookie opens nothing of the API: a form elsewhere could bring it along.
    assert writable.post("/api/v1/fixes/strike", json=STRIKE).status_code == 401


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\r\nSet-Cookie: a=b", "", "javascript:1", "\u2028"],
)
def test_signing_in_leads_nowhere_else(writable: TestClient, shown_word: str, address: str) -> None:
    assert _sign_in(writable, shown_word, address).headers["location"] == "/"


def _request(client: TestClient, cookie: str | None) -> Request:
    headers = [(b"cookie", f"{COOKIE}={cookie}".encode("latin-1"))] if cookie else []
    return Request({"type": "http", "app": client.app, "headers": headers, "method": "POST", "path": "/"})


def test_a_form_carries_a_proof_of_its_session(writable: TestClient, tokens: Tokens, shown_word: str) -> None:
    _sign_in(writable, shown_word)
    cookie = writable.cookies[COOKIE]
    request = _request(writable, cookie)
    proofs = {csrf(request) for _ in range(5)}
    assert len(proofs) == 5 and all(writer(request, proof) == tokens.all()[0] for proof in proofs)
    proof = proofs.pop()
    writable.cookies.clear()
    _sign_in(writable, shown_word)
    other = _request(writable, writable.cookies[COOKIE])
    for proven in (None, "", "x", proof[:-2], proof + "AA", 5, "\u0660"):
        with pytest.raises(HTTPException) as refused:
            writer(request, proven)
        assert refused.value.status_code == 403
    with pytest.raises(HTTPException):
        writer(other, proof)
    for forged in (None, "x", cookie[:-3], cookie[4:], "\u00e9", "A" * 5000):
        nobody = _request(writable, forged)
        assert may_write(nobody) is None and csrf(nobody) == ""
        with pytest.raises(HTTPException) as refused:
            writer(nobody, proof)
        assert refused.value.status_code == 401
    tokens.revoke(tokens.all()[0].id, "2026-01-02T00:00:00Z")
    assert may_write(request) is None


def test_a_session_ends(writable: TestClient, shown_word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _sign_in(writable, shown_word)
    request = _request(writable, writable.cookies[COOKIE])
    assert writable.post("/sign-out", data={"csrf": "x"}).status_code == 403
    answer = writable.post("/sign-out", data={"csrf": csrf(request)})
    assert answer.status_code == 303 and COOKIE not in writable.cookies
    monkeypatch.setattr("mahdar.web._sessions.time", lambda: time() + 13 * 3600)
    assert may_write(request) is None


# --- how often


def test_who_knocks_too_often_waits(filled: Store, known: Knowledge) -> None:
    with visiting(filled, known, rate=40) as client:
        answers = [client.get("/api/v1/stats") for _ in range(12)]
    assert {answer.status_code for answer in answers[:10]} == {200}
    assert answers[-1].status_code == 429 and answers[-1].headers["retry-after"]
    with visiting(filled, known, rate=0) as client:
        assert {client.get("/api/v1/stats").status_code for _ in range(30)} == {200}


def test_a_network_is_one_client() -> None:
    assert knocker("2001:db8::1") == knocker("2001:db8::ffff") != knocker("2001:db8:1::1")
    assert knocker("::ffff:10.0.0.1") == "10.0.0.1" and knocker("testclient") == "testclient"
    pace = Pace(60, 2)
    assert [pace.wait("a") > 0 for _ in range(4)] == [False, False, True, True] and pace.wait("b") == 0
    for number in range(10_100):
        pace.wait(str(number))
    assert len(pace._left) == 10_000


# --- the commands


def test_the_commands_of_tokens(mahdar: Runner, tmp_path: Path) -> None:
    made = mahdar("token", "new", "--scope", "fix", "--name", "Huda")
    assert made.status == 0 and made.out.startswith("mahdar_")
    listed = mahdar("token", "list", "--json")
    assert '"name":"Huda"' in listed.out and "digest" not in listed.out
    ident = made.out.split("_")[1]
    assert mahdar("token", "revoke", ident).status == 0
    assert "revoked" in mahdar("token", "list").out
    assert mahdar("token", "revoke", "none").status == 2
    refused = mahdar("serve", "--writable", "--store", "mahdar.db")
    assert refused.status == 2 and "token new" in refused.err
    assert "no writes" in mahdar("audit").err


def test_a_server_as_a_process(filled: Store, tmp_path: Path) -> None:
    words = [sys.executable, "-W", "error", "-m", "mahdar", "serve", "--port", "0", "--store", str(filled.path)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as server:
        try:
            assert server.stderr is not None
            told = server.stderr.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+/", told)
            assert address, told
            answer = httpx.get(f"{address[0]}api/v1/stats", trust_env=False, timeout=30)
            assert answer.json()["answer"]["articles"] == 4 and "server" not in answer.headers
            for host in ("evil.example", ""):
                refused = httpx.get(f"{address[0]}api/v1/stats", headers={"Host": host}, trust_env=False, timeout=30)
                assert refused.status_code in (400, 421)
            taken = subprocess.run(
                [*words[:7], address[0].rpartition(":")[2].strip("/"), *words[8:]],
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
            assert taken.returncode == 2 and "cannot be listened on" in taken.stderr
            server.send_signal(signal.SIGINT)
            assert server.wait(30) == 0
            assert "Traceback" not in server.stderr.read()
        finally:
            server.kill()


def test_the_first_page_waits_for_no_library_that_it_does_not_need() -> None:
    code = "import sys, mahdar.web; print([name for name in ('docx', 'pyarrow', 'networkx', 'xlsxwriter', 'mcp') if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


def test_the_address_is_told_once_the_first_page_is_drawn(example_store: Store, words: Knowledge) -> None:
    """Whoever opens the address does not wait for what is made only once."""
    drawn: list[str] = []

    def make(own: tuple[str, ...]) -> ASGIApp:
        app = create_app(example_store, words, hosts=own)

        async def counting(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                drawn.append(scope["path"])
            await app(scope, receive, send)

        return counting

    told: list[tuple[str, ...]] = []

    def tell(address: str) -> None:
        told.append(tuple(drawn))
        raise KeyboardInterrupt

    listen(make, host="127.0.0.1", port=0, tell=tell)
    assert told == [("/", "/ar")]
