"""Corrections by forms: who may, what they change, and undo."""

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from mahdar.knowledge import Knowledge
from mahdar.query import episodes, said
from mahdar.store import Store
from mahdar.web import create_app
from mahdar.web._audit import Audit
from mahdar.web._tokens import Tokens
from mahdar.web.pages._links import Links


@pytest.fixture
def store(shown_path: Path, tmp_path: Path) -> Iterator[Store]:
    """One of the examples, to be written."""
    shutil.copy(shown_path, tmp_path / "minutes.db")
    with Store.open(tmp_path / "minutes.db") as opened:
        yield opened


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "minutes.db.tokens")


@pytest.fixture
def site(store: Store, words: Knowledge, tokens: Tokens, tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(store, words, writable=True, tokens=tokens, audit=Audit(tmp_path / "minutes.db.audit"))
    with TestClient(app, base_url="http://localhost", headers={"Origin": "http://localhost"}) as client:
        yield client


@pytest.fixture
def signed(site: TestClient, tokens: Tokens) -> TestClient:
    word = tokens.make("هدى", ["fix"], "2026-01-01T00:00:00Z")[1]
    answer = site.post("/sign-in", data={"token": word, "next": "/ar/fixes"}, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == "/ar/fixes"
    return site


def proof_in(told: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', told)
    assert found is not None
    return found[1]


def test_who_only_reads_is_shown_how_to_write(store: Store, words: Knowledge) -> None:
    with TestClient(create_app(store, words), base_url="http://localhost") as client:
        told = client.get("/en/fixes").text
        assert "mahdar serve --writable" in told and '<form class="signed"' not in told
        assert "/fix?do=" not in client.get("/en/dossier/RU").text


def test_every_finding_and_episode_leads_to_its_forms(signed: TestClient, store: Store, words: Knowledge) -> None:
    line = said(store, words)[0]
    whole = episodes(store, words, limit=1)[0]
    speaker = line.speakers[0].id
    for address, of, does in (
        (Links("en").article(line.source.doc, find=line.statement), line.statement, ("amend", "strike", "confirm")),
        (Links("en").article(line.source.doc, find=speaker), speaker, ("merge", "split")),
        (Links("en").episode(whole.episode), whole.episode, ("merge", "split")),
    ):
        told = html.unescape(signed.get(address.partition("#")[0]).text)
        for do in does:
            form = Links("en").page("fix", do=do, of=of)
            assert form in told, (address, do)
            assert 'class="fix-form' in signed.get(form).text


def test_a_finding_is_struck_out_and_put_back(signed: TestClient, store: Store, words: Knowledge) -> None:
    before = said(store, words)
    line = before[0]
    form = signed.get(f"/ar/fix?do=strike&of={line.statement}").text
    assert line.words[0].strip() in form
    sent = {"csrf": proof_in(form), "do": "strike", "of": line.statement, "why": "ليس قولا"}
    answer = signed.post("/ar/fix", data=sent, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == "/ar/fixes"
    assert len(said(store, words)) == len(before) - 1
    book = signed.get("/ar/fixes").text
    assert "ليس قولا" in book and "هدى" in book
    (made,) = store.corrections()
    undo = signed.get(f"/ar/fix?do=undo&of={made.id}").text
    signed.post("/ar/fix", data={"csrf": proof_in(undo), "do": "undo", "of": made.id, "why": "بل هو قول"})
    assert len(said(store, words)) == len(before)
    assert "استُرجع" in signed.get("/ar/fixes").text


def test_an_amendment_says_only_what_is_changed(signed: TestClient, store: Store, words: Knowledge) -> None:
    line = next(one for one in said(store, words) if one.act == "say")
    form = signed.get(f"/en/fix?do=amend&of={line.statement}").text
    fields = re.findall(r'name="field" value="(\w+)"', form)
    assert {"act", "speaker", "chain"} <= set(fields)
    sent: dict[str, object] = {
        "csrf": proof_in(form),
        "do": "amend",
        "of": line.statement,
        "why": "a denial",
        "field": fields,
    }
    for name, value in re.findall(r'name="(was-\w+)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(value)  # type: ignore[union-attr, attr-defined]
        sent.setdefault(f"is-{name.removeprefix('was-')}", []).append(value)  # type: ignore[union-attr, attr-defined]
    sent["is-act"] = "deny"
    answer = signed.post("/en/fix", data=sent, follow_redirects=False)
    assert answer.status_code == 303, answer.text[:800]
    (made,) = store.corrections()
    assert made.values == {"act": ("deny",)} and made.was == {"act": ("say",)}


def test_a_report_is_taken_out_of_an_episode(signed: TestClient, store: Store, words: Knowledge) -> None:
    whole = next(one for one in episodes(store, words) if len(one.tellings) > 1)
    form = signed.get(f"/en/fix?do=split&of={whole.episode}").text
    report = whole.tellings[-1].event
    assert f'value="{report}"' in form
    sent = {"csrf": proof_in(form), "do": "split", "of": whole.episode, "why": "another day", "report": report}
    assert signed.post("/en/fix", data=sent, follow_redirects=False).status_code == 303
    (made,) = store.corrections()
    assert made.what == "episode" and made.targets[0].id == report


@pytest.mark.parametrize("harm", ["no proof", "wrong proof", "no session", "no reason", "nothing"])
def test_a_form_that_is_not_ours_changes_nothing(signed: TestClient, store: Store, words: Knowledge, harm: str) -> None:
    line = said(store, words)[0]
    sent = {"csrf": proof_in(signed.get("/en/fixes").text), "do": "strike", "of": line.statement, "why": "test"}
    if harm == "no proof":
        del sent["csrf"]
    elif harm == "wrong proof":
        sent["csrf"] = sent["csrf"][:-4] + "AAAA"
    elif harm == "no session":
        signed.cookies.clear()
    elif harm == "no reason":
        sent["why"] = " "
    else:
        sent["of"] = "s000000000000"
    answer = signed.post("/en/fix", data=sent, follow_redirects=False)
    assert answer.status_code in (400, 401, 403)
    assert "<h1" in answer.text
    assert store.corrections() == ()
