"""Standing facts: offices held, numbers of people, the life of agreements, who belongs where."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from mahdar.events._numbers import Numbers, numbers
from mahdar.events._view import View
from mahdar.knowledge import Knowledge
from mahdar.knowledge.tables.facts import FactCue
from mahdar.model import Entity, Evidence, Fact, Span, Statement, TimeExpression
from mahdar.resolution import Reference, Resolution
from mahdar.rules import PhraseTable
from mahdar.text import Document, Sentence

_STATUS = {"accuse": "alleged", "blame": "alleged", "deny": "denied"}
_LONGEST_BOUND = 3  # words: "ما يزيد على"
_DATED = ("date", "time")


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A fact before its statement is looked up; tokens [first, last) are its evidence."""

    subject: str
    property: str
    value: str
    rule: str
    first: int
    last: int


def find_facts(
    document: Document,
    resolution: Resolution,
    times: Sequence[TimeExpression],
    statements: Sequence[Statement],
    knowledge: Knowledge,
) -> tuple[Fact, ...]:
    """Find standing facts with a value: who holds which office, how many, since when, where, member of what.

    Each once, at its first telling, in the order of the text.
    """
    view = View(document, resolution, times, statements, {})
    kept: dict[tuple[str, str, str], Fact] = {}
    found = list(_offices(view, resolution))
    for sentence in document.sentences:
        found += _in_sentence(view, sentence, knowledge)
    for finding in sorted(found, key=lambda f: (f.first, f.last, f.property, f.subject)):
        kept.setdefault((finding.subject, finding.property, finding.value), _fact(view, finding))
    return tuple(kept.values())


def _fact(view: View, finding: Finding) -> Fact:
    span = Span(view.tokens[finding.first].stem_start, view.tokens[finding.last - 1].end)
    statement = view.statement_of(span.start, span.end)
    return Fact(
        subject=finding.subject,
        property=finding.property,
        value=finding.value,
        status=_STATUS.get(statement.act, "stated") if statement is not None else "stated",
        chain=(*statement.chain, *statement.speaker) if statement is not None else (),
        evidence=Evidence((span,), finding.rule),
    )


def _offices(view: View, resolution: Resolution) -> Iterator[Finding]:
    """Each office that the article gives to somebody whom it names, at the first phrase that has both."""
    first: dict[str, Reference] = {}
    for reference in resolution.references:
        if reference.kind == "person" and len(reference.entities) == 1 and reference.form in _TITLED:
            known = first.get(reference.entities[0])
            if known is None or (known.form != "office+name" and reference.form == "office+name"):
                first[reference.entities[0]] = reference
    for entity in resolution.entities:
        said = first.get(entity.id)
        if entity.kind != "person" or said is None or not _is_named(entity):
            continue
        for office in entity.offices:
            value = f"{office.title} of {office.of}" if office.of else office.title
            yield Finding(entity.id, "holds_office", value, "fact.office", said.first, said.last)


_TITLED = ("office+name", "office", "counterpart")


def _is_named(entity: Entity) -> bool:
    return any(mention.form in ("name", "office+name") for mention in entity.mentions)


class _Tables:
    def __init__(self, knowledge: Knowledge) -> None:
        self.numbers: Numbers = numbers(knowledge)
        self.cues: PhraseTable[FactCue] = PhraseTable((form, cue) for cue in knowledge.fact_cues for form in cue.forms)


@lru_cache(maxsize=4)
def _tables(knowledge: Knowledge) -> _Tables:
    return _Tables(knowledge)


def _in_sentence(view: View, sentence: Sentence, knowledge: Knowledge) -> Iterator[Finding]:
    tables = _tables(knowledge)
    at = sentence.first
    counted: set[int] = set()
    found: list[Finding] = []
    while at < sentence.last:
        match = tables.cues.at(view.tokens, at, sentence.last) if view.tokens[at].kind == "word" else None
        if match is None:
            at += 1
            continue
        end, cue = match
        for finding in _READERS[cue.at](view, sentence, at, end, cue, tables.numbers):
            found.append(finding)
            counted.update(range(finding.first, finding.last))
        at += 1
    yield from found
    yield from _counts(view, sentence, tables.numbers, counted)
    yield from _within(view, sentence)
    yield from _sides_inside(view, sentence)


def _killed_after(
    view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers
) -> Iterator[Finding]:
    """ "مقتل 20 مدنيا": the number follows the cue."""
    for start in range(end, min(end + 5, sentence.last)):
        read = reader.read(view.tokens, start, sentence.last)
        if read is None:
            if view.ends(start) or start in view.timed:
                return
            continue
        stop, value = read
        if start in view.time_tokens:
            return
        subject = _victims(view, sentence, at, start, stop)
        if subject:
            mark = reader.bound(view.tokens, start, sentence.first)
            yield Finding(subject, cue.property, mark + value, cue.id, at, stop)
        return


def _killed_before(
    view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers
) -> Iterator[Finding]:
    """ "20 قتيلا": the number stands right before the cue."""
    for start in range(max(sentence.first, at - 4), at):
        read = reader.read(view.tokens, start, at)
        read = read or reader.vague(view.tokens, start, at)
        if read is not None and read[0] == at and start not in view.time_tokens:
            subject = _victims(view, sentence, at, start, at)
            if subject:
                mark = reader.bound(view.tokens, start, sentence.first)
                yield Finding(subject, cue.property, mark + read[1], cue.id, start, end)
            return


def _victims(view: View, sentence: Sentence, at: int, number: int, stop: int) -> str:
    """Of whom or where: the place named nearest after the number, else before; else the group that was counted."""
    places = [
        reference
        for position in (*range(number, sentence.last), *range(at, sentence.first - 1, -1))
        if (reference := view.references.get(position)) is not None and reference.kind == "place"
    ]
    for place in places:  # "in" a place weighs more than "near" it
        if "in" in view.tokens[place.first - 1].tags or view.tokens[place.first].prep:
            return place.entities[0]
    if places:
        return places[0].entities[0]
    for position in range(number, stop):
        group = view.covered.get(position)
        if group is not None and group.kind == "group":
            return group.entities[0]
    return ""


def _founded(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    subject = view.references.get(end) or _before(view, sentence, at, ("state", "org"), 4)
    if subject is None or subject.kind not in ("state", "org"):
        return
    time = _time_after(view, sentence, max(end, subject.last if subject.first >= end else end), _DATED, 4)
    if time is not None:
        value = str(view.timed[time].value)
        yield Finding(subject.entities[0], cue.property, value, cue.id, min(at, subject.first), time + 1)


def _duration(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    subject = _before(view, sentence, at, ("agreement",), 10)
    if subject is None:
        return
    for start in range(at, min(end + 2, sentence.last)):
        time = view.timed.get(start)
        if time is not None and time.type == "duration" and time.value:
            yield Finding(subject.entities[0], cue.property, time.value, cue.id, subject.first, start + 1)
            return


def _signed(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    subject = _before(view, sentence, at, ("agreement",), 5) or _after(view, sentence, end, ("agreement",), 6)
    if subject is None:
        return
    time = _time_after(view, sentence, max(end, subject.last), _DATED, 7)
    if time is not None:
        value = str(view.timed[time].value)
        yield Finding(subject.entities[0], cue.property, value, cue.id, min(at, subject.first), time + 1)


def _member(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    group = view.references.get(end)
    if group is None or group.kind not in ("org", "group", "agreement", "state") or group.form == "pair":
        return
    if group.kind == "state" and cue.id != "fact.member_of":
        return
    member = _before(view, sentence, at, ("person", "state", "org", "group"), 2)
    if member is None and "name" in (view.references[group.last].form if group.last in view.references else ""):
        member = view.references[group.last]
    if member is not None and member.entities[0] != group.entities[0]:
        first, last = min(member.first, at), max(group.last, member.last)
        yield Finding(member.entities[0], cue.property, group.entities[0], cue.id, first, last)


def _predecessor(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    before = _after(view, sentence, end, ("person",), 2)
    holder = _before(view, sentence, at, ("person",), 10)
    if before is not None and holder is not None and before.entities[0] != holder.entities[0]:
        yield Finding(holder.entities[0], cue.property, before.entities[0], cue.id, holder.first, before.last)


def _located(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    inside = view.references.get(at - 1) or view.covered.get(at - 1)
    around = _after(view, sentence, end, ("place", "state"), 2)
    if inside is None or around is None or inside.kind not in ("place", "org"):
        return
    if inside.entities[0] != around.entities[0]:
        value = view.document.words(Span(view.tokens[at].stem_start, around.span.end))
        yield Finding(inside.entities[0], cue.property, value, cue.id, inside.first, around.last)


def _sides(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """The states that an agreement is said to be between, or with."""
    deal = view.covered.get(at - 1)
    if deal is None or deal.kind != "agreement" or deal.last != at:
        return
    position = end
    while position < sentence.last:
        side = view.references.get(position)
        if side is None or side.kind != "state" or (position > end and not view.tokens[position].conj):
            return
        for entity in side.entities:
            yield Finding(entity, cue.property, deal.entities[0], cue.id, deal.first, side.last)
        position = side.last


_READERS = {
    "before": _killed_after,
    "after": _killed_before,
    "time": _founded,
    "duration": _duration,
    "agreement_time": _signed,
    "member": _member,
    "predecessor": _predecessor,
    "located": _located,
    "sides": _sides,
}


def _before(view: View, sentence: Sentence, at: int, kinds: Sequence[str], reach: int) -> Reference | None:
    position = at - 1
    while position >= max(sentence.first, at - reach):
        reference = view.covered.get(position)
        if reference is not None:
            return reference if reference.kind in kinds else None
        if view.breaks(position):
            return None
        position -= 1
    return None


def _after(view: View, sentence: Sentence, at: int, kinds: Sequence[str], reach: int) -> Reference | None:
    for position in range(at, min(at + reach, sentence.last)):
        reference = view.references.get(position)
        if reference is not None:
            return reference if reference.kind in kinds else None
        if view.breaks(position):
            return None
    return None


def _time_after(view: View, sentence: Sentence, at: int, types: Sequence[str], reach: int) -> int | None:
    for position in range(at, min(at + reach, sentence.last)):
        time = view.timed.get(position)
        if time is not None:
            return position if time.type in types and time.value else None
        if view.breaks(position):
            return None
    return None


def _within(view: View, sentence: Sentence) -> Iterator[Finding]:
    """ "سالزبورغ في النمسا", "مدينة سقبا بالغوطة": a place right inside another."""
    for at in range(sentence.first, sentence.last):
        inside = view.references.get(at)
        if inside is None or inside.kind != "place":
            continue
        after = inside.last + (inside.last < sentence.last and "in" in view.tokens[inside.last].tags)
        around = view.references.get(after)
        if around is None or around.kind not in ("place", "state") or around.entities == inside.entities:
            continue
        if after > inside.last or view.tokens[after].prep:
            yield Finding(
                inside.entities[0], "located_in", view.document.words(around.span), "fact.within", at, around.last
            )


def _sides_inside(view: View, sentence: Sentence) -> Iterator[Finding]:
    """The states named inside the name of an agreement: "الاتفاق النووي مع إيران"."""
    for at in range(sentence.first, sentence.last):
        deal = view.references.get(at)
        if deal is None or deal.kind != "agreement":
            continue
        for position in range(deal.first + 1, deal.last):
            side = view.inner.get(position)
            if side is not None and side.kind == "state" and (view.prep(side) or view.tokens[position].conj):
                for entity in side.entities:
                    yield Finding(entity, "party_to", deal.entities[0], "fact.party_to", deal.first, deal.last)


def _counts(view: View, sentence: Sentence, reader: Numbers, taken: set[int]) -> Iterator[Finding]:
    """How many a group counts that is named with its number."""
    for at in range(sentence.first, sentence.last):
        group = view.references.get(at)
        if group is None or group.kind != "group" or group.last - group.first < 2 or at in taken:
            continue
        number = group.first
        read = reader.read(view.tokens, number, group.last)
        while read is None and number < min(group.first + _LONGEST_BOUND, group.last - 1):
            number += 1
            read = reader.read(view.tokens, number, group.last)
        if read is None:
            number = group.first
            read = reader.vague(view.tokens, number, group.last)
        if read is None or number in view.time_tokens:
            continue
        mark = reader.bound(view.tokens, number, sentence.first)
        yield Finding(group.entities[0], "count", mark + read[1], "fact.count", group.first, group.last)
