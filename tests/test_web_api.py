"""The questions over HTTP."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import jsonschema
import pytest
from anyio import Semaphore
from fastapi.testclient import TestClient

from mahdar import query
from mahdar.export import FORMATS, Selection, export
from mahdar.knowledge import Knowledge
from mahdar.questions import QUESTIONS
from mahdar.store import Store
from mahdar.web._faults import PROBLEMS
from mahdar.web.api import described
from mahdar.web.api._answering import LONGEST_STREAM, NEXT
from tests.web_house import DOCS, visiting

V1 = "/api/v1"
ASKED: dict[str, dict[str, Any]] = {
    "episodes": {"who": "Lavrov"},
    "chronicle": {"from": "2018"},
    "said": {"who": "RU"},
    "quotes": {"sources": 1},
    "thread": {"who": "RU"},
    "who": {"name": "لافروف"},
    "office": {"office": "foreign minister", "of": "RU", "on": "2018-05-07"},
    "dossier": {"who": "Lavrov", "most": 2},
    "relation": {"who": "RU", "with": "IR"},
    "search": {"q": "وزير"},
    "article": {"doc": DOCS[0]},
}


@pytest.fixture(scope="module")
def client(shown: Store, whole: Knowledge) -> Iterator[TestClient]:
    with visiting(shown, whole) as client:
        yield client


def ask(client: TestClient, question: str, **more: Any) -> Any:
    answer = client.get(f"{V1}/{question}", params=ASKED.get(question, {}) | more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def checked(question: str, told: Any) -> None:
    """That an answer is of the form that the description gives."""
    document = described()
    operation = document["paths"][f"{V1}/{question}"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator(schema | {"components": document["components"]}).validate(told)


@pytest.mark.parametrize("question", [name for name, one in QUESTIONS.items() if one.part != "id"])
def test_every_question_is_answered_as_described(client: TestClient, question: str) -> None:
    told = ask(client, question)
    checked(question, told)
    if QUESTIONS[question].many and question not in ("fixes", "failures"):
        assert told["lines"]


def test_an_episode_by_its_id(client: TestClient) -> None:
    line = ask(client, "episodes")["lines"][0]
    told = client.get(f"{V1}/episode/{line['episode']}").json()
    assert told["answer"] == line
    assert client.get(f"{V1}/episode/none").status_code == 404


def test_the_answer_is_that_of_the_query(client: TestClient, shown: Store, whole: Knowledge) -> None:
    lines = query.said(shown, whole, who="RU")
    told = ask(client, "said", limit=500)
    assert [line["statement"] for line in told["lines"]] == [line.statement for line in lines]
    assert told["meant"]["who"]["id"] == "RU" and told["next"] is None


@pytest.mark.parametrize("question", ["dossier", "relation"])
def test_no_part_of_an_answer_is_longer_than_asked_and_what_is_cut_is_counted(
    client: TestClient, question: str
) -> None:
    told = ask(client, question, who="RU", most=1)
    checked(question, told)
    parts = {name: part for name, part in told["answer"].items() if isinstance(part, list) and name != "months"}
    assert all(len(part) <= 1 for part in parts.values())
    whole = ask(client, question, who="RU", most=500)
    assert len(whole["answer"]["episodes"]) == told["of"]["episodes"] > 1 and whole["of"] == {}
    assert told["answer"]["episodes"] == whole["answer"]["episodes"][-1:]


@pytest.mark.parametrize("question", ["chronicle", "said", "search", "articles", "accusations"])
def test_a_link_leads_to_the_words(client: TestClient, question: str) -> None:
    for line in ask(client, question)["lines"]:
        address = urlsplit(line["link"])
        lang, page, doc = address.path.removeprefix("/").split("/", 2)
        assert (lang, page) == ("ar", "article") and quote(line["source"]["doc"], safe="") == doc
        if "words" in line:
            text = ask(client, "article", doc=line["source"]["doc"])["answer"]["article"]["text"]
            places = [tuple(map(int, part.split("-"))) for part in parse_qs(address.query)["at"][0].split(",")]
            assert [text[start:end] for start, end in places] == line["words"]


def test_links_lead_to_english_pages_where_that_is_preferred(client: TestClient) -> None:
    answer = client.get(f"{V1}/chronicle", headers={"Accept-Language": "en-GB,en;q=0.9,ar;q=0.5"})
    assert all(line["link"].startswith("/en/") for line in answer.json()["lines"])
    assert "Accept-Language" in answer.headers["vary"]


@pytest.mark.parametrize("question", [name for name, one in QUESTIONS.items() if one.many])
def test_pages_follow_each_other_and_streams_are_the_same(client: TestClient, question: str) -> None:
    whole = ask(client, question, limit=500)
    lines, cursor = [], {}
    while True:
        page = ask(client, question, limit=3, **cursor)
        assert len(page["lines"]) <= 3
        lines += page["lines"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert lines == whole["lines"][: len(lines)] and (len(lines) == len(whole["lines"]) or whole["next"])
    answer = client.get(f"{V1}/{question}", params=ASKED.get(question, {}), headers={"Accept": "application/x-ndjson"})
    assert answer.headers["content-type"] == "application/x-ndjson"
    streamed = [json.loads(line) for line in answer.text.splitlines()]
    assert streamed[: len(lines)] == lines
    after = client.get(f"{V1}/{question}", params=ASKED.get(question, {}) | {"cursor": answer.headers["mahdar-next"]})
    assert after.json()["lines"] == []


def test_a_cursor_holds_for_one_question_and_for_nothing_else(
    client: TestClient, whole: Knowledge, tmp_path: Path
) -> None:
    cursor = ask(client, "chronicle", limit=1)["next"]
    for question, asked in (("episodes", {}), ("chronicle", {"who": "RU"}), ("chronicle", {"from": "2017"})):
        answer = client.get(f"{V1}/{question}", params={"cursor": cursor} | asked)
        assert answer.status_code == 409 and "cursor" in answer.json()["detail"]
    for at in range(len(cursor)):
        other = cursor[:at] + ("A" if cursor[at] != "A" else "B") + cursor[at + 1 :]
        assert client.get(f"{V1}/chronicle", params={"from": "2018", "cursor": other}).status_code in (400, 409)
    for other in ("", "a", "====", "%00", "\u0660", "A" * 5000, cursor + "A", cursor[:-1]):
        assert client.get(f"{V1}/chronicle", params={"from": "2018", "cursor": other}).status_code in (400, 409)
    with Store.open(tmp_path / "other.db", create=True) as empty, visiting(empty, whole) as another:
        assert another.get(f"{V1}/chronicle", params={"from": "2018", "cursor": cursor}).status_code in (400, 409)


def test_a_cursor_holds_when_the_server_begins_anew(client: TestClient, shown: Store, whole: Knowledge) -> None:
    cursor = ask(client, "chronicle", limit=1)["next"]
    asked = {"from": "2018", "limit": 2, "cursor": cursor}
    with visiting(shown, whole) as another:
        assert another.get(f"{V1}/chronicle", params=asked).json() == ask(client, "chronicle", **asked)


@pytest.mark.parametrize("doc", DOCS)
def test_any_id_of_an_article(client: TestClient, doc: str) -> None:
    told = ask(client, "article", doc=doc)["answer"]
    assert told["article"]["doc"] == doc and told["article"]["zones"] is not None and told["record"]["entities"]
    if not doc.startswith((".", "/")) and not set(doc) & set("%\r\n"):
        # What clients make of "/.." in an address, and of the others, is their own affair.
        assert client.get(f"{V1}/article/{quote(doc, safe='')}").json()["answer"] == told


@pytest.mark.parametrize(
    ("asked", "status", "kind"),
    [
        ("who?name=Zzyzxqp", 404, "unknown"),
        ("who", 400, "unaskable"),
        ("who?name=", 400, "unaskable"),
        ("who?name=RU&name=IR", 400, "unaskable"),
        ("office?office=zzz", 404, "unknown"),
        ("chronicle?from=2018-02-30", 400, "unaskable"),
        ("chronicle?from=2018-13", 400, "unaskable"),
        ("chronicle?kind=MEETING", 400, "unaskable"),
        ("chronicle?knid=meeting", 400, "unaskable"),
        ("chronicle?limit=0", 400, "unaskable"),
        ("chronicle?limit=501", 400, "unaskable"),
        ("chronicle?limit=99999999999999999999999999", 400, "unaskable"),
        ("chronicle?limit=1e3", 400, "unaskable"),
        ("chronicle?limit=%D9%A3", 400, "unaskable"),
        ("chronicle?format=xml", 400, "unaskable"),
        ("who?name=RU&format=ndjson", 400, "unaskable"),
        ("quotes?differing=yes", 400, "unaskable"),
        ("search?q=%22%22", 400, "unaskable"),
        ("search?q=a%00b", 400, "unaskable"),
        ("article/none", 404, "unknown"),
        ("article/a%00b", 400, "unaskable"),
        ("relation?who=RU&with=Russia", 409, "unanswerable"),
        ("nothing", 404, "not-found"),
    ],
)
def test_what_cannot_be_asked_is_said(client: TestClient, asked: str, status: int, kind: str) -> None:
    answer = client.get(f"{V1}/{asked}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert answer.json()["type"] == f"urn:mahdar:{kind}" and answer.json()["status"] == status


def test_a_name_of_several_is_answered_with_them(filled: Store, known: Knowledge) -> None:
    with visiting(filled, known) as client:
        answer = client.get(f"{V1}/who", params={"name": "حداد"})
        assert answer.status_code == 409 and answer.json()["type"] == "urn:mahdar:ambiguous"
        assert "Q1" in answer.json()["detail"] and "Q2" in answer.json()["detail"]


def test_a_store_that_is_not_linked_says_so_without_its_place(filled: Store, known: Knowledge) -> None:
    with visiting(filled, known) as client:
        answer = client.get(f"{V1}/episodes")
        assert answer.status_code == 409 and answer.json()["type"] == "urn:mahdar:unlinked"
        assert str(filled.path) not in answer.text


def test_a_fault_of_ours_tells_nothing_of_what_is_inside(
    shown: Store, whole: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the secret")

    with visiting(shown, whole) as client:
        monkeypatch.setattr("mahdar.web.api._answering._whole", broken)
        client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
        answer = client.get(f"{V1}/stats")
    assert answer.status_code == 500 and "secret" not in answer.text and "content-security-policy" in answer.headers


def test_what_is_known_already_is_not_sent_again(client: TestClient) -> None:
    first = client.get(f"{V1}/stats")
    again = client.get(f"{V1}/stats", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert again.status_code == 304 and not again.content


def test_long_answers_are_compressed(client: TestClient) -> None:
    answer = client.get(f"{V1}/chronicle", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip" and answer.json()["lines"]


def test_only_so_many_streams_at_once(shown: Store, whole: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mahdar.web.api._answering._STREAMS", 0)
    with visiting(shown, whole) as client:
        answer = client.get(f"{V1}/chronicle?format=ndjson")
        assert answer.status_code == 429 and answer.headers["retry-after"]


def test_a_stream_gives_its_gate_back(client: TestClient) -> None:
    for _ in range(10):
        assert client.get(f"{V1}/chronicle?format=ndjson").status_code == 200


def test_other_ways_of_asking(client: TestClient) -> None:
    assert client.head(f"{V1}/stats").status_code == 200
    answer = client.delete(f"{V1}/stats")
    assert answer.status_code == 405 and "GET" in answer.headers["allow"]
    assert client.get(V1).headers["location"] == "/api"


def test_words_of_articles_are_no_markup(client: TestClient) -> None:
    answer = client.get(f"{V1}/articles", params={"outlet": "<b>جيم</b>"}, headers={"Accept": "text/html"})
    assert (
        answer.headers["content-type"] == "application/json" and answer.headers["x-content-type-options"] == "nosniff"
    )
    assert "<script>" in answer.json()["lines"][0]["source"]["title"]


def test_the_page_for_people(client: TestClient) -> None:
    page = client.get("/api")
    assert page.headers["content-type"].startswith("text/html")
    for name in QUESTIONS:
        assert f"{V1}/{name}" in page.text
    assert (
        "<script" not in page.text
        and "style=" not in page.text
        and "http://" not in page.text.replace("http://127.", "")
    )
    assert client.get("/api/style.css").headers["content-type"].startswith("text/css")


def test_the_description_is_openapi(client: TestClient) -> None:
    document = client.get(f"{V1}/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))
    told = json.dumps(document)
    for reference in set(told.split('"$ref": "#/components/schemas/')[1:]):
        assert reference.partition('"')[0] in document["components"]["schemas"]


# --- exports


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_comes_as_a_file(client: TestClient, shown: Store, whole: Knowledge, form: str) -> None:
    shape = FORMATS[form]
    asked = {"who": "RU"} if "who" in shape.needs else {}
    asked |= {"with": "IR"} if "with_" in shape.needs else {}
    answer = client.get(f"{V1}/export/{form}", params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == shape.media_type.partition(";")[0]
    name = f"mahdar-{shape.holds[0]}{shape.suffix}"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert "sandbox" in answer.headers["content-security-policy"]
    if not shape.binary:
        chosen = Selection(who=asked.get("who"), with_=asked.get("with"))
        assert answer.content == b"".join(export(form, shown, whole, chosen=chosen))


def test_an_export_is_chosen_like_a_question(client: TestClient) -> None:
    answer = client.get(f"{V1}/export/json", params={"what": "statements", "who": "RU", "from": "2018", "limit": 2})
    assert len(answer.text.splitlines()) == 2
    evil = {"what": 'events"; filename="evil.exe', "from": "2018"}
    assert client.get(f"{V1}/export/csv", params=evil).status_code == 400
    assert client.get(f"{V1}/export/exe").status_code == 400
    assert client.get(f"{V1}/export/csv", params={"doc": "a\r\nX: y"}).headers.get("x") is None
    assert client.get(f"{V1}/export/csv", params={"who": "Zzyzxqp"}).status_code == 404


def test_only_so_many_exports(shown: Store, whole: Knowledge) -> None:
    with visiting(shown, whole) as client:
        client.app.state.site.exports.burst = 2  # type: ignore[attr-defined]
        answers = [client.get(f"{V1}/export/csv", params={"limit": 1}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    with visiting(shown, whole) as client:
        client.app.state.gates["export"] = Semaphore(0)  # type: ignore[attr-defined]
        assert client.get(f"{V1}/export/csv").status_code == 429


# --- what is written of it


def test_the_guide_tells_all_that_goes_wrong() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    told = set(re.findall(r"\| (\d+) \| `urn:mahdar:(\w+)`", guide))
    assert told == {(str(status), kind) for kind, status in PROBLEMS.values() if kind != "trouble"}
    assert f"{LONGEST_STREAM:,}" in guide and NEXT in guide
    for address in re.findall(r"/api/v1/([a-z]+)\?", guide):
        assert address in QUESTIONS
    for code in re.findall(r"```python\n(.*?)```", guide, re.DOTALL):
        compile(code, "api.md", "exec")
