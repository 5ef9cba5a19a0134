"""Why findings are what they are: words, entries, parts, standing, those who lost; and what each room costs."""

import json
from pathlib import Path

from msgspec.structs import replace

from mahdar import analyse
from mahdar.cli._explained import explanation_lines, timing_lines
from mahdar.cli._output import plain
from mahdar.engine import Timings, run
from mahdar.explanations import Explanation, explain
from mahdar.knowledge import load_knowledge
from mahdar.model import Article, Candidate, Record
from tests.conftest import Runner

TEXT = (
    "من المقرر أن يوقع الرئيس الإيراني ونظيره الروسي معاهدة شراكة استراتيجية في موسكو الجمعة. "
    "واتهمت فرنسا إيران بتسليح الحوثيين. ونفت طهران هذه الاتهامات."
)
ARTICLE = Article(doc="one", text=TEXT, published="2018-05-16")


def read() -> Record:
    return analyse(ARTICLE, load_knowledge())


def of(sort: str, record: Record | None = None) -> list[Explanation]:
    return [one for one in explain(ARTICLE, record or read(), load_knowledge()) if one.finding == sort]


def test_every_finding_is_explained_with_its_very_words() -> None:
    record = read()
    told = explain(ARTICLE, record, load_knowledge())
    fields = ("entities", "times", "statements", "events", "facts", "agreements", "accusations")
    assert len(told) == sum(len(getattr(record, field)) for field in fields)
    for one in told:
        assert one.words and one.reasons, one
        assert all(quoted.span.of(TEXT) == quoted.words for quoted in (*one.words, *one.standing))


def test_a_rule_leads_to_its_file_and_example() -> None:
    reasons = {reason.rule: reason for one in of("statement") for reason in one.reasons}
    accuses = reasons["verb.ittahama"]
    assert accuses.file == "verbs.toml" and accuses.example and "[" not in accuses.example
    assert {reason.file for one in of("entity") if one.id == "RU" for reason in one.reasons} <= {"states.csv"}


def test_parts_have_the_words_that_name_them() -> None:
    (step,) = of("agreement")
    assert [(part.role, part.words.words if part.words else None) for part in step.parts][1:] == [
        ("party", "الرئيس الإيراني"),
        ("party", "نظيره الروسي"),
    ]
    (charge,) = of("accusation")
    assert charge.told == "answered" and "reference" in charge.notes[0]


def test_those_who_lost_are_told_with_their_reasons() -> None:
    record = read()
    first = record.statements[0]
    candidates = (Candidate(first.speaker, 4.0, ("subject",)), Candidate(("IR",), 1.5, ("far", "agrees")))
    weighed = of("statement", replace(record, statements=(replace(first, candidates=candidates),)))[0].weighed
    assert [(one.chosen, one.score, one.reasons) for one in weighed] == [
        (True, 4.0, ("subject",)),
        (False, 1.5, ("far", "agrees")),
    ]
    lines = [plain(line) for line in explanation_lines(ARTICLE, record, of("statement"))]
    assert any("because" in line and "verbs.toml" in line for line in lines)


def test_nothing_found_is_nothing_to_explain() -> None:
    article = Article(doc="empty", text="")
    assert explain(article, analyse(article, load_knowledge()), load_knowledge()) == ()


def test_timings_are_by_room() -> None:
    ticks = iter(range(1000))
    clock = Timings(clock=lambda: float(next(ticks)))
    ((_, record),) = [
        one for one in run(clock.reading([ARTICLE]), load_knowledge(), analyse=clock) if isinstance(one, tuple)
    ]
    assert record == read()
    rooms = clock.rooms()
    assert [room.room for room in rooms][:3] == ["reading", "text", "times"]
    assert abs(sum(room.share for room in rooms) - 1) < 1e-9
    assert "words a second" in plain(list(timing_lines(clock))[-1])


def test_commands(tmp_path: Path, mahdar: Runner) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    told = mahdar("read", "a.txt", "--explain", "--timings")
    assert told.status == 0 and "because" in told.out and "accusations" in told.err
    found = json.loads(mahdar("read", "a.txt", "--explain", "--json").out)
    assert {one["finding"] for one in found["explanations"]} >= {"entity", "statement", "agreement", "accusation"}
    assert json.loads(mahdar("read", "a.txt", "--json").out)["doc"] == found["doc"]
    assert mahdar("read", "a.txt", "--explain", "--format", "records").status == 2
