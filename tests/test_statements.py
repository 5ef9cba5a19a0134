"""Statements: the cases in `cases/statements`, the examples of the entries, and spans that hold on any text.

Speakers, carriers and those addressed are taken from the brackets, so that these tests stand on their own room: "speaker",
"carrier", "to", "actor" with, after "=", f (feminine), p (plural), d (dual), g (group), o (organisation), s (state).
"""

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mahdar.knowledge import load_knowledge
from mahdar.knowledge.brackets import Marked, parse
from mahdar.mentions import find_mentions
from mahdar.model import ACTS, FORMS, Article, Entity, Span, Statement, Zone
from mahdar.resolution import Reference, Resolution, resolve
from mahdar.statements import find_statements
from mahdar.text import Document, read_document

KNOWLEDGE = load_knowledge()
FOLDER = Path(__file__).parent / "cases" / "statements"
ACTORS = ("speaker", "carrier", "to", "actor")
KINDS = {"g": "group", "o": "org", "s": "state"}


def _cases(key: str) -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        found += [(path.stem, case) for case in tomllib.loads(path.read_text(encoding="utf-8")).get(key, [])]
    return found


CASES = _cases("case")
NOTHING = _cases("no")
ENTRIES = [*KNOWLEDGE.verbs, *KNOWLEDGE.sources, *KNOWLEDGE.nominal_cues]
YES = [(entry.id, example) for entry in ENTRIES for example in entry.yes]
NO = [(entry.id, example) for entry in ENTRIES for example in entry.no]


def name_of(label: str) -> str:
    """The label without its flags: "speaker2=f" is speaker2."""
    return label.partition("=")[0]


def references(document: Document, marked: Marked) -> Resolution:
    """The actors of the brackets. The same words, or the same label, are the same one."""
    found: list[Reference] = []
    entities: dict[str, Entity] = {}
    for label, span in marked.spans:
        name, _, flags = label.partition("=")
        if name.rstrip("0123456789") not in ACTORS:
            continue
        inside = [at for at, token in enumerate(document.tokens) if token.end > span.start and token.start < span.end]
        first, last = inside[0], inside[-1] + 1
        token = document.tokens[first]
        before = document.tokens[first - 1] if first else None
        prep = token.prep if token.stem_start == span.start else ""
        if not prep and before is not None and "preposition" in before.tags:
            prep = before.stem
        kind = next((KINDS[flag] for flag in flags if flag in KINDS), "org" if name.startswith("carrier") else "person")
        number = "p" if "p" in flags else "d" if "d" in flags else "s"
        gender = "f" if "f" in flags else "m"
        entities[name] = Entity(id=name, kind=kind, name=span.of(marked.text))
        found.append(
            Reference(
                span=span,
                first=first,
                last=last,
                entities=(name,),
                kind=kind,
                form="name",
                gender=gender,
                number=number,
                prep=prep,
            )
        )
    return Resolution(entities=tuple(entities.values()), references=tuple(found))


def say(text: str, titled: bool = False) -> tuple[Marked, tuple[Statement, ...]]:
    """The statements of a marked text, its actors given; its first line is a title if `titled`."""
    marked = parse(text)
    zones = (Zone("title", Span(0, marked.text.index("\n"))),) if titled else ()
    document = read_document(Article(doc="case", text=marked.text, zones=zones), KNOWLEDGE)
    return marked, find_statements(document, references(document, marked), KNOWLEDGE)


def spans(marked: Marked, name: str) -> list[str]:
    return [span.of(marked.text) for label, span in marked.spans if name_of(label) == name]


def labelled(marked: Marked, name: str) -> Span | None:
    return next((span for label, span in marked.spans if name_of(label) == name), None)


@pytest.mark.parametrize(
    ("where", "case"), CASES, ids=lambda value: value if isinstance(value, str) else value["text"][:40]
)
def test_case(where: str, case: dict[str, Any]) -> None:
    marked, found = say(case["text"], case.get("titled", False))
    expected = case["said"]
    assert len(found) == len(expected), [statement.content[0].of(marked.text) for statement in found]
    for number, (statement, words) in enumerate(zip(found, expected, strict=True), 1):
        suffix = "" if number == 1 else str(number)
        plain = [word for word in words.split() if "=" not in word]
        said = dict(word.split("=") for word in words.split() if "=" in word)
        pieces = tuple(span for label, span in marked.spans if name_of(label) == f"content{suffix}")
        assert statement.content == pieces, [span.of(marked.text) for span in statement.content]
        assert [statement.act, statement.form] == plain
        cue = labelled(marked, f"cue{suffix}")
        assert cue is None or statement.cue == cue, statement.cue.of(marked.text)
        default = "speaker" if labelled(marked, "speaker") else ""
        assert "+".join(statement.speaker) == said.get("by", default)
        carriers = [name_of(label) for label, _ in marked.spans if label.startswith("carrier")]
        assert list(statement.chain) == (
            said["via"].split(">") if said.get("via") else [] if "via" in said else carriers
        )
        if "to" in said:
            assert "+".join(statement.to) == said["to"]
        if "{occasion" in case["text"] or case.get("occasion") is False:
            assert statement.occasion == labelled(marked, f"occasion{suffix}"), statement.occasion
        assert [candidate.entities for candidate in statement.candidates[:1]] == [statement.speaker][
            : len(statement.speaker)
        ]


@pytest.mark.parametrize(("where", "text"), NOTHING, ids=lambda value: value[:50])
def test_false_alarm(where: str, text: str) -> None:
    marked, found = say(text)
    assert not found, [(statement.evidence.rule, statement.content[0].of(marked.text)) for statement in found]


@pytest.mark.parametrize(("entry", "example"), YES, ids=lambda value: value[:60])
def test_entry_yes(entry: str, example: str) -> None:
    marked, found = say(example, entry == "source.headline")
    content = labelled(marked, "content")
    here = [statement for statement in found if statement.content == (content,)]
    assert here, [(statement.evidence.rule, statement.content[0].of(marked.text)) for statement in found]
    speaker = labelled(marked, "speaker")
    assert here[0].speaker == (("speaker",) if speaker else ())
    assert here[0].chain == (("carrier",) if labelled(marked, "carrier") else ())


@pytest.mark.parametrize(("entry", "example"), NO, ids=lambda value: value[:60])
def test_entry_no(entry: str, example: str) -> None:
    marked, found = say(example, entry == "source.headline")
    assert not found, [(statement.evidence.rule, statement.content[0].of(marked.text)) for statement in found]


def test_every_entry_proves_itself() -> None:
    assert not [entry.id for entry in ENTRIES if not entry.yes]
    assert len(KNOWLEDGE.verbs) >= 140


def test_there_are_enough_cases() -> None:
    assert len(CASES) + len(NOTHING) + len(YES) + len(NO) >= 400


def test_acts_are_of_the_vocabulary() -> None:
    assert {entry.act for entry in ENTRIES} <= set(ACTS)


def test_ids_do_not_change() -> None:
    marked = CASES[0][1]["text"]
    first, second = say(marked)[1], say(marked)[1]
    assert [statement.id for statement in first] == [statement.id for statement in second]
    assert len({statement.id for statement in first}) == len(first)


def _plain(text: str) -> str:
    return parse(text).text


TEXTS = [_plain(case["text"]) for _, case in CASES] + [_plain(example) for _, example in YES]
MARKS = [*' "«»“”:؛،.()\n-—', "إن ", "قال ", "وأضاف ", "بحسب ", "أن", "ـ", "\u200f", "َ"]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A text of the cases, with pieces taken out, put in, doubled and joined to another."""
    text = draw(st.sampled_from(TEXTS)) + draw(st.sampled_from(["", " ", "\n"])) + draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 8))
        text = text[:at] + draw(st.sampled_from(["", *MARKS])) + text[at + cut :]
    return text


def _dropped(text: str, cuts: list[int]) -> tuple[Zone, ...]:
    """Pieces of the text between pairs of cuts, as captions, the rest as body."""
    edges = sorted({0, *(cut % (len(text) + 1) for cut in cuts), len(text)})
    pairs = list(pairwise(edges))
    return tuple(Zone("caption" if nth % 2 else "body", Span(start, end)) for nth, (start, end) in enumerate(pairs))


def test_content_leaves_out_what_was_dropped() -> None:
    first, caption, second = "قال المدير: «سنفتح الجسر غدا", "صورة من الأرشيف", "وسنفتح السوق بعده».\n"
    text = f"{first}\n{caption}\n{second}"
    at = len(first) + 1
    body = (Span(0, at), Span(at + len(caption), len(text)))
    zones = (Zone("body", body[0]), Zone("caption", Span(at, at + len(caption))), Zone("body", body[1]))
    document = read_document(Article(doc="case", text=text, zones=zones), KNOWLEDGE)
    who = resolve(document, find_mentions(document, KNOWLEDGE), None, KNOWLEDGE)
    found = find_statements(document, who, KNOWLEDGE)
    assert [span.of(text) for span in found[0].content] == ["سنفتح الجسر غدا", "وسنفتح السوق بعده"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(), st.lists(st.integers(0, 2000), min_size=1, max_size=6))
def test_nothing_said_in_what_was_dropped(text: str, cuts: list[int]) -> None:
    article = Article(doc="any", text=text, zones=_dropped(text, cuts))
    document = read_document(article, KNOWLEDGE)
    who = resolve(document, find_mentions(document, KNOWLEDGE), None, KNOWLEDGE)
    for statement in find_statements(document, who, KNOWLEDGE):
        assert statement.content
        for span in (*statement.content, *statement.evidence.spans[1:]):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text) == span.of(text).strip()
            assert not any(span.meets(dropped) for dropped in article.dropped)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_spans_lie_in_any_text(text: str) -> None:
    document = read_document(Article(doc="any", text=text), KNOWLEDGE)
    who = resolve(document, find_mentions(document, KNOWLEDGE), None, KNOWLEDGE)
    known = {entity.id for entity in who.entities}
    for statement in find_statements(document, who, KNOWLEDGE):
        assert statement.form in FORMS and statement.act in ACTS
        assert {*statement.speaker, *statement.chain, *statement.to} <= known
        for span in (statement.cue, *statement.content, *statement.evidence.spans):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text) == span.of(text).strip()
