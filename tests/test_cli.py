"""The command line, as processes: what is printed where, and how they end."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mahdar as package
from mahdar.store import Store
from tests.conftest import Runner, make

COMMANDS = [
    ("build",),
    ("read",),
    ("chronicle",),
    ("said",),
    ("who",),
    ("articles",),
    ("search",),
    ("export",),
    ("knowledge",),
    ("knowledge", "lint"),
]
# Own words, on what is public record.
NEWS = [
    ("n1", "2018-04-27", "المرقب", "التقى الزعيم الكوري الشمالي كيم جونغ أون، اليوم الجمعة، رئيس كوريا الجنوبية مون جاي إن في بانمونجوم."),
    ("n2", "2018-05-09", "الميناء", "زار وزير الخارجية الأميركي مايك بومبيو بيونغ يانغ، وقالت الخارجية الأميركية إن الزيارة جزء من التحضير للقمة."),
    ("n3", "2018-06-12", "المرقب", "عقد الرئيس الأميركي دونالد ترامب وكيم جونغ أون قمة في سنغافورة. ووقع الزعيمان وثيقة مشتركة في ختام لقائهما."),
]  # fmt: skip


def lines_of(news: list[tuple[str, str, str, str]]) -> bytes:
    rows = ({"doc": doc, "published": day, "outlet": outlet, "text": text} for doc, day, outlet, text in news)
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_bytes(lines_of(NEWS))
    return path


def many(count: int) -> list[tuple[str, str, str, str]]:
    return [
        (f"m{n:04}", "2018-05-0" + str(1 + n % 9), "المرقب", f"{NEWS[n % 3][3]} هذا هو الخبر رقم {n}.")
        for n in range(count)
    ]


def no_trace(ran: object) -> bool:
    return "Traceback" not in ran.err  # type: ignore[attr-defined]


# --- help


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_there_with_examples(mahdar: Runner, command: tuple[str, ...]) -> None:
    ran = mahdar(*command, "--help")
    assert ran.status == 0 and ran.err == ""
    assert f"Usage: mahdar {' '.join(command)}" in ran.out
    assert "Examples:" in ran.out or command == ("knowledge",)


def test_help_is_quick(mahdar: Runner) -> None:
    ran = mahdar("--help", python=("-X", "importtime"))
    heavy = re.findall(r"\| +(sqlalchemy|alembic|rich|simplemma|trafilatura|msgspec|babel|rapidfuzz)\n", ran.err)
    assert heavy == []
    seconds = []
    for _ in range(3):
        begun = time.monotonic()
        assert mahdar("--help").status == 0
        seconds.append(time.monotonic() - begun)
    assert min(seconds) < 0.5


def test_version(mahdar: Runner) -> None:
    assert mahdar("--version").out == f"mahdar {package.__version__}\n"


def test_completion_knows_the_words(mahdar: Runner) -> None:
    asked = {"_MAHDAR_COMPLETE": "complete_bash", "COMP_WORDS": "mahdar chronicle --kind me", "COMP_CWORD": "3"}
    assert mahdar(env=asked).out.split() == ["meeting", "message"]


# --- building


def test_build_and_ask(mahdar: Runner, news: Path) -> None:
    ran = mahdar("build", str(news), "--into", "m.db")
    assert (ran.status, ran.err) == (0, "")
    written, linked = ran.out.splitlines()
    assert written == "3 articles read: 3 written, 0 there already, 0 failed; in m.db"
    assert linked.startswith("linked: ")
    assert mahdar("build", str(news), "--into", "m.db").out.startswith("3 articles read: 0 written, 3 there already")
    assert mahdar("build", str(news), "--into", "m.db", "--quiet").out == ""
    assert mahdar("articles", "--count", "--store", "m.db").out == "3\n"
    assert mahdar("articles", "--count", env={"MAHDAR_STORE": "m.db"}).out == "3\n"
    assert mahdar("articles", "--count", "--json", "--store", "m.db").out == '{"articles":3}\n'
    assert mahdar("articles", "--count", "--date-from", "2018-05-01", "--store", "m.db").out == "2\n"
    assert mahdar("articles", "--count", "--date-from", "given", "--store", "m.db").out == "3\n"
    listed = mahdar("articles", "--store", "m.db").out.splitlines()
    assert [line.split("\t")[:3] for line in listed] == [[day, outlet, doc] for doc, day, outlet, _ in NEWS]


def test_default_store_and_standard_input(mahdar: Runner, tmp_path: Path) -> None:
    assert mahdar("build", "-", given=lines_of(NEWS)).status == 0
    assert (tmp_path / "mahdar.db").exists()
    assert mahdar("articles", "--count").out == "3\n"


def test_builds_give_the_same_bytes(mahdar: Runner, tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_bytes(lines_of(many(30)))
    for name, workers in (("one", "1"), ("again", "1"), ("two", "2")):
        assert mahdar("build", "many.jsonl", "--into", f"{name}.db", "--workers", workers).status == 0
    records = [mahdar("export", "--store", f"{name}.db").out for name in ("one", "again", "two")]
    assert records[0] == records[1] == records[2]
    assert mahdar("read", "many.jsonl", "--format", "records").out == records[0]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_killed_build_is_taken_up(mahdar: Runner, tmp_path: Path) -> None:
    source = tmp_path / "many.jsonl"
    source.write_bytes(lines_of(many(3000)))
    command = [sys.executable, "-m", "mahdar", "build", str(source), "--into", str(tmp_path / "killed.db")]
    process = subprocess.Popen([*command, "--workers", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        time.sleep(0.1)
        if (tmp_path / "killed.db").exists() and stored(tmp_path / "killed.db") > 0:
            process.send_signal(signal.SIGKILL)
            break
    assert process.wait() == -signal.SIGKILL
    kept = stored(tmp_path / "killed.db")
    assert 0 < kept < 3000
    source.write_bytes(lines_of(many(kept + 50)))
    ran = mahdar("build", "many.jsonl", "--into", "killed.db")
    assert f"50 written, {kept} there already" in ran.out
    assert mahdar("build", "many.jsonl", "--into", "whole.db").status == 0
    assert mahdar("export", "--store", "killed.db").out == mahdar("export", "--store", "whole.db").out


def stored(path: Path) -> int:
    try:
        with Store.open(path) as store:
            return store.count()
    except package.errors.StoreError:
        return 0


def test_bad_input_is_named_and_the_rest_goes_on(mahdar: Runner, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    good = lines_of(NEWS)
    (tmp_path / "in" / "news.jsonl").write_bytes(good + b'{"doc": "x", "text"\n')
    for n in range(6):
        (tmp_path / "in" / f"empty{n}.txt").touch()
    ran = mahdar("build", "in", "none.html")
    assert ran.status == 1 and no_trace(ran)
    assert "11 articles read: 3 written, 0 there already, 8 failed" in ran.out
    told = ran.err.splitlines()
    assert told[0] == "8 articles failed:" and len(told) == 7
    assert "in/empty0.txt: reading: " in told[1] and "3 more: mahdar articles --failed" in told[-1]
    failed = mahdar("articles", "--failed")
    assert failed.status == 0 and len(failed.out.splitlines()) == 8
    assert re.search(r"in/news\.jsonl: line 4: reading: \S", failed.out)
    assert "none.html: reading: " in failed.out
    assert len(json.loads(mahdar("articles", "--failed", "--json").out)) == 8
    assert mahdar("articles", "--failed", "--count").out == "8\n"
    # Mended, they are no longer listed.
    (tmp_path / "in" / "news.jsonl").write_bytes(good)
    for path in (tmp_path / "in").glob("empty*"):
        path.unlink()
    ran = mahdar("build", "in")
    assert ran.status == 0 and "3 there already, 0 failed" in ran.out
    assert mahdar("articles", "--failed").out.splitlines() == [
        line for line in failed.out.splitlines() if "none.html" in line
    ]


# --- asking


@pytest.fixture
def asked(mahdar: Runner, filled_file: Store, tmp_path: Path) -> Runner:
    """The command line beside a record file of the four hand-made articles."""
    filled_file.close()
    filled_file.path.rename(tmp_path / "mahdar.db")
    return mahdar


@pytest.mark.parametrize("name", ["كيم جونغ أون", "كيم جونج اون", "Kim Jong Un", "kim jong-un", "Q56226"])
def test_chronicle(asked: Runner, name: str) -> None:
    ran = asked("chronicle", "--who", name, "--from", "2018-04-20", "--to", "2018-05-10")
    assert ran.status == 0
    assert re.fullmatch(r"# كيم جونغ أون \(Kim Jong.Un\), Q56226\n# 1 event\n", ran.err, re.IGNORECASE)
    assert ran.out == (
        "2018-04-27  meeting, happened\n"
        "  party     كيم جونغ أون (Kim Jong Un)\n"
        "  party     مون جاي إن (Moon Jae-in)\n"
        "  place     بانمونجوم\n"
        "  «التقى كيم جونغ أون مون جاي إن في بانمونجوم الجمعة»\n"
        "  from      marqab, 2018-04-27  a1  a1-e1\n"
        "\n"
    )


def test_a_report_says_through_whom_and_of_what_day(asked: Runner) -> None:
    out = asked("chronicle", "--kind", "talks").out
    assert out.startswith("2018-05-14  talks, happened  (day of the report)\n")
    assert "  via       وكالة الأفق\n  from      mina, 2018-05-14  a2  a2-e1\n" in out
    assert asked("chronicle", "--from", "2030").err == "# no events\n"


def test_answers_as_json(asked: Runner) -> None:
    events = json.loads(asked("chronicle", "--json").out)
    assert [event["source"]["doc"] for event in events] == ["a1", "a2", "a3"]
    assert {"when", "kind", "status", "parties", "words", "chain", "source"} <= events[0].keys()
    assert json.loads(asked("chronicle", "--from", "2030", "--json").out) == []
    assert json.loads(asked("who", "Lavrov", "--json").out)["name_en"] == "Sergey Lavrov"
    assert json.loads(asked("said", "--act", "deny", "--json").out)[0]["cue"] == "نفت"
    assert json.loads(asked("search", "موسكو", "--json").out)[0]["source"]["doc"] == "a2"
    assert len(json.loads(asked("articles", "--json").out)) == 4


def test_who_and_said_and_search(asked: Runner) -> None:
    profile = asked("who", "Lavrov").out
    assert "in 2 articles, 2018-05-14 to 2018-05-20" in profile
    assert "foreign minister of RU" in profile and "محادثات" in profile
    said = asked("said", "--who", "نعمان الفران", "--via", "وكالة الأفق")
    assert "2018-05-14  affirm, indirect\n" in said.out and "«الاتفاق النووي باق وأن المفاوضات مستمرة»" in said.out
    found = asked("search", "للمفاوضات", "--limit", "1")
    assert found.out.splitlines()[0] == "2018-05-20  no title" and found.err == "# 1 article\n"
    assert asked("search", "زرافة").err == "# no articles\n"


def test_what_is_piped_is_plain_and_whole(asked: Runner, tmp_path: Path) -> None:
    tail = "وذلك في إطار " + "المساعي " * 60 + "الأخيرة"
    pair = make(
        "long",
        f"[قال]{{c1}} [نعمان الفران]{{speaker}} إن [{tail}]{{s1}}.",
        published="2018-05-09",
        statements={"s1": {"speaker": ("speaker",), "act": "say"}},
    )
    with Store.open(tmp_path / "mahdar.db") as store:
        store.put(*pair, "d")
    out = asked("said", env={"COLUMNS": "40"}).out
    assert "\x1b" not in out and "\u2068" not in out
    assert f"  «{tail}»\n" in out


def test_what_cannot_be_asked_ends_with_2_and_one_message(asked: Runner, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("كلام " * 500, encoding="utf-8")
    wrong = (
        (("chronicle", "--store", "none.db"), "there is no record file none.db"),
        (("articles", "--store", "text.db"), "text.db is not a record file of mahdar"),
        (("chronicle", "--who", "Xqzwv"), "nobody here is called 'Xqzwv'"),
        (("chronicle", "--from", "tomorrow"), "'tomorrow' is no date"),
        (("chronicle", "--kind", "tea"), "no kind of event 'tea'"),
        (("chronicle", "--status", "maybe"), "no status 'maybe'"),
        (("said", "--act", "sing"), "no act 'sing'"),
        (("search", "!"), "no word to look for"),
        (("articles", "--date-from", "somewhere"), "given, inferred or none"),
        (("build", "x.txt", "--into", "none/m.db"), "there is no folder none"),
        (("build", "x.txt", "--knowledge", "none"), "there is no such folder"),
        (("knowledge", "lint", "none"), "there is no such folder"),
        (("export", "--format", "xml"), "there is no format 'xml'"),
        (("export", "--format", "csv", "--what", "cats"), "csv cannot hold 'cats'; it can: events"),
        (("export", "--format", "records", "--what", "events"), "records cannot hold 'events'"),
        (("export", "--format", "csv", "--act", "say"), "events cannot be chosen by 'act'; they can by: who, with"),
        (("export", "--outlet", "nowhere"), "no article is of the outlet 'nowhere'; there are: difatan"),
        (("export", "--out", "none/x"), "none/x cannot be written"),
        (("read", "x.txt", "--format", "xml"), "there is no format 'xml'"),
        (("read",), "Missing argument"),
        (("chronicle", "--whom", "x"), "No such option"),
        (("sing",), "No such command"),
    )
    with ThreadPoolExecutor(4) as pool:
        for (words, message), ran in zip(wrong, pool.map(lambda pair: asked(*pair[0]), wrong), strict=True):
            assert (ran.status, ran.out) == (2, ""), words
            assert message in " ".join(ran.err.split()) and no_trace(ran), (words, ran.err)


def test_export_files(asked: Runner, tmp_path: Path) -> None:
    assert asked("export", "--what", "events", "--into", "events.csv").status == 0
    data = (tmp_path / "events.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) == 3 and {"doc", "outlet", "kind", "parties", "words"} <= rows[0].keys()
    lines = asked("export", "--format", "json", "--table", "events").out.splitlines()
    assert len(lines) == len(rows) and json.loads(lines[0])["table"] == "events"
    assert not list(tmp_path.glob("*.part"))


def test_read(mahdar: Runner, news: Path) -> None:
    pretty = mahdar("read", str(news))
    assert pretty.status == 0 and pretty.err == ""
    assert "n1" in pretty.out and "Events (" in pretty.out and "كيم جونغ أون" in pretty.out
    whole = [json.loads(line) for line in mahdar("read", str(news), "--format", "json").out.splitlines()]
    assert [article["text"] for article in whole] == [text for *_, text in NEWS]
    ran = mahdar("read", "none.txt", str(news), "--format", "records")
    assert ran.status == 1 and len(ran.out.splitlines()) == 3
    assert ran.err.startswith("none.txt: reading: ") and ran.err.endswith("1 article failed\n")


def test_read_standard_input(mahdar: Runner) -> None:
    ran = mahdar("read", "-", "--format", "records", given=NEWS[0][3].encode())
    assert ran.status == 0 and json.loads(ran.out)["entities"]


def test_a_reader_that_leaves_early_is_no_error(asked: Runner, tmp_path: Path) -> None:
    for words in (["chronicle"], ["chronicle", "--json"], ["export"], ["articles", "--count"]):
        read_end, write_end = os.pipe()
        os.close(read_end)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "mahdar", *words],
                stdout=write_end,
                stderr=subprocess.PIPE,
                cwd=tmp_path,
                check=False,
            )
        finally:
            os.close(write_end)
        assert b"Traceback" not in done.stderr and b"Exception" not in done.stderr and b"Broken" not in done.stderr, (
            words
        )
        assert done.returncode == 0, words


def test_a_locale_without_arabic_is_no_hindrance(asked: Runner) -> None:
    ran = asked("chronicle", "--who", "Kim Jong Un", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert ran.status == 0 and "مون جاي إن" in ran.out


# --- on a terminal

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r|[\u2068\u2069]")


def on_terminal(words: list[str], folder: Path, columns: int = 50) -> str:
    """What a terminal of so many columns gets to see."""
    import pty  # noqa: PLC0415  (not everywhere)

    leader, follower = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "CI")}
    process = subprocess.Popen(
        [sys.executable, "-m", "mahdar", *words],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=folder,
        env=env | {"TERM": "xterm-256color", "COLUMNS": str(columns)},
    )
    os.close(follower)
    seen = b""
    try:
        while piece := os.read(leader, 65536):
            seen += piece
    except OSError:  # the other end is closed
        pass
    os.close(leader)
    assert process.wait(timeout=60) == 0, seen.decode()
    return seen.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
def test_a_terminal_gets_colour_and_whole_words(asked: Runner, tmp_path: Path) -> None:
    seen = on_terminal(["chronicle", "--who", "Kim Jong Un"], tmp_path)
    assert "\x1b[" in seen
    plain = ANSI.sub("", seen)
    assert max(map(len, plain.splitlines())) <= 50
    event = json.loads(asked("chronicle", "--who", "Kim Jong Un", "--json").out)[0]
    assert event["words"][0] in " ".join(plain.split()).replace("« ", "«")  # in reading order, cut between words only


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
def test_progress_is_shown_on_a_terminal_only(mahdar: Runner, news: Path, tmp_path: Path) -> None:
    assert "articles" in on_terminal(["build", str(news)], tmp_path)
    assert "there already" not in on_terminal(["build", str(news), "--quiet"], tmp_path)
    assert mahdar("build", str(news), "--into", "other.db").err == ""


def test_knowledge_lint(mahdar: Runner, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "verbs.toml").write_text('[[verb]]\nid = "verb.x"\nlemmma = "x"\n', encoding="utf-8")
    ran = mahdar("knowledge", "lint", "mine")
    assert ran.status in (1, 2) and no_trace(ran)
    assert "verbs.toml" in ran.out + ran.err and "verb.x" in ran.out + ran.err
