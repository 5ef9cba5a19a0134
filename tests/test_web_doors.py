"""The doors: who may knock, and what a browser may do with what it is given."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from mahdar.knowledge import Knowledge
from mahdar.store import Store
from mahdar.web import create_app
from mahdar.web._doors import POLICY, host_name, is_loopback

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def client(filled: Store, known: Knowledge) -> Iterator[TestClient]:
    with TestClient(create_app(filled, known, hosts=("minutes.example",)), base_url=HERE) as client:
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
