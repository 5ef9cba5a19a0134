"""Standing facts: offices held, numbers of people, the life of agreements, who belongs where."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from mahdar.events._amounts import amount
from mahdar.events._finding import Finding
from mahdar.events._lexicon import lexicon
from mahdar.events._locations import capital, located, one_of, seated, within
from mahdar.events._numbers import Numbers, numbers
from mahdar.events._signatories import leavers, sides, sides_inside
from mahdar.events._tolls import age, counts, killed_after, killed_before
from mahdar.events._view import View
from mahdar.knowledge import CLITICS, Knowledge
from mahdar.knowledge.tables.facts import FactCue
from mahdar.model import Entity, Event, Evidence, Fact, Span, Statement, TimeExpression
from mahdar.resolution import Reference, Resolution
from mahdar.rules import PhraseTable
from mahdar.text import Document, Sentence

_STATUS = {"accuse": "alleged", "blame": "alleged", "deny": "denied"}
_MEMBERS = ("person", "state", "org", "group")
_FAR_OBJECT = 14
_DATED = ("date", "time")
_SIDES = ("state", "org", "group")
_FAR_PACT = 10


def find_facts(
    document: Document,
    resolution: Resolution,
    times: Sequence[TimeExpression],
    statements: Sequence[Statement],
    knowledge: Knowledge,
    events: Sequence[Event] = (),
) -> tuple[Fact, ...]:
    """Find standing facts with a value: who holds which office, how many, how much, since when, where, member of what,
    party to which agreement (of `events` those that would leave one tell that too).

    Each once, at its first telling, in the order of the text.
    """
    view = View(document, resolution, times, statements, {}, lexicon(knowledge).origins, holds=False)
    kept: dict[tuple[str, str, str], Fact] = {}
    found = [*_offices(view, resolution), *leavers(view, events), *sides_inside(view)]
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
        status=_status(finding, statement),
        chain=(*statement.chain, *statement.speaker) if statement is not None else (),
        evidence=Evidence((span,), finding.rule),
    )


def _status(finding: Finding, statement: Statement | None) -> str:
    """Who denies that something is not so may mean anything: nothing is made of it but that it is stated."""
    said = _STATUS.get(statement.act, "stated") if statement is not None else "stated"
    if finding.denied:
        return "stated" if said == "denied" else "denied"
    return said


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
    counted: set[int] = set()
    found: list[Finding] = []
    for at in tables.cues.starts(view.tokens, sentence.first, sentence.last):
        match = tables.cues.at(view.tokens, at, sentence.last) if view.tokens[at].kind == "word" else None
        if match is None:
            continue
        end, cue = match
        for finding in _READERS[cue.at](view, sentence, at, end, cue, tables.numbers):
            found.append(finding)
            counted.update(range(finding.first, finding.last))
    yield from found
    yield from counts(view, sentence, tables.numbers, counted)
    yield from within(view, sentence)


def _founded(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    subject = view.references.get(end) or _before(view, sentence, at, ("state", "org"), 4)
    if subject is None or subject.kind not in ("state", "org"):
        return
    time = _time_after(view, sentence, max(end, subject.last if subject.first >= end else end), _DATED, 4)
    if time is not None:
        value = str(view.timed[time].value)
        yield Finding(subject.entities[0], cue.property, value, cue.id, min(at, subject.first), time + 1)


def _duration(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    subject = view.references.get(end)  # "تمتد الاتفاقية 25 عاما"
    if subject is not None and subject.kind == "agreement":
        end = subject.last
    else:
        subject = _pact_before(view, sentence, at)
    if subject is None:
        return
    for start in range(at, min(end + 2, sentence.last)):
        time = view.timed.get(start)
        if time is not None and time.type == "duration" and time.value:
            yield Finding(subject.entities[0], cue.property, time.value, cue.id, subject.first, start + 1)
            return


def _signed(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    subject = _before(view, sentence, at, ("agreement",), 5) or _deal_after(view, sentence, end)
    if subject is None:
        return
    time = _time_after(view, sentence, max(end, subject.last), _DATED, 7)
    if time is not None:
        value = str(view.timed[time].value)
        yield Finding(subject.entities[0], cue.property, value, cue.id, min(at, subject.first), time + 1)


def _member(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """ "تركيا عضو في الحلف", "… وروسيا وكازاخستان من الدول الأعضاء في المنظمة": members before, the body after."""
    group = next(
        (one for place in (end, end + 1) if (one := view.references.get(place) or view.inner.get(place))), None
    )
    if group is None or group.kind not in ("org", "group", "agreement", "state") or group.form == "pair":
        return
    if group.kind == "state" and cue.id != "fact.member_of":
        return
    own = view.covered.get(at)  # "من الدول الأعضاء في …" is a phrase of its own
    member = _beside(view, sentence, own.first if own is not None else at)
    if member is None and "name" in (view.references[group.last].form if group.last in view.references else ""):
        member = view.references[group.last]
    if member is None or member.kind not in _MEMBERS:
        return
    for one in _listed_before(view, sentence, member):
        if one.entities[0] != group.entities[0]:
            first, last = min(one.first, at), max(group.last, one.last)
            yield Finding(one.entities[0], cue.property, group.entities[0], cue.id, first, last, cue.denied)


def _beside(view: View, sentence: Sentence, at: int) -> Reference | None:
    """What is named right before token `at`, but for a mark or a preposition."""
    for place in range(at - 1, max(sentence.first, at - 3) - 1, -1):
        if place in view.covered:
            return view.covered[place]
        token = view.tokens[place]
        if token.kind != "punct" and "of_part" not in token.tags:
            return None
    return None


def _members(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """ "المجلس الذي يضم السعودية والكويت", "الدول الأعضاء في المجلس، وهي …": the body before, its members after."""
    group = _beside(view, sentence, at)
    member = view.references.get(end)
    if group is None or group.kind not in ("org", "group") or member is None or member.kind not in ("state", "org"):
        return
    inside = (one for place in range(group.first, group.last) if (one := view.inner.get(place)) and one.kind == "org")
    body = next(inside, None) if group.kind == "group" else group
    if body is None and cue.at == "members":
        body = group
    if body is None or (cue.at == "which" and group.kind == "org"):
        return
    for one in _listed_after(view, sentence, member):
        if one.entities[0] != body.entities[0]:
            yield Finding(one.entities[0], cue.property, body.entities[0], cue.id, group.first, one.last)


def _listed_before(view: View, sentence: Sentence, last: Reference) -> list[Reference]:
    """A reference and those of its kind that a list sets before it, in the order of the text."""
    found = [last]
    while True:
        first = found[0].first
        before = view.covered.get(first - 1) or view.covered.get(first - 2)
        if before is None or before.first < sentence.first or not _list_goes_on(view, before, found[0]):
            return found
        found.insert(0, before)


def _listed_after(view: View, sentence: Sentence, first: Reference) -> list[Reference]:
    found = [first]
    while True:
        last = found[-1].last
        after = view.references.get(last) or view.references.get(last + 1)
        if after is None or after.first >= sentence.last or not _list_goes_on(view, found[-1], after):
            return found
        found.append(after)


def _list_goes_on(view: View, one: Reference, other: Reference) -> bool:
    between = view.tokens[one.last : other.first]
    marked = all(token.kind == "punct" or token.form in CLITICS.conjunctions for token in between)
    return one.kind == other.kind and marked and (bool(between) or bool(view.tokens[other.first].conj))


def _predecessor(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    named = view.covered.get(at)  # "سلفه إبراهيم رئيسي" is one phrase
    before = named if named is not None and named.last > end else _after(view, sentence, end, ("person",), 2)
    holder = _before(view, sentence, at, ("person",), 10)
    if before is not None and holder is not None and before.entities[0] != holder.entities[0]:
        yield Finding(holder.entities[0], cue.property, before.entities[0], cue.id, holder.first, before.last)


_READERS = {
    "before": killed_after,
    "after": killed_before,
    "age": age,
    "time": _founded,
    "duration": _duration,
    "agreement_time": _signed,
    "member": _member,
    "predecessor": _predecessor,
    "located": located,
    "capital": capital,
    "one_of": one_of,
    "seated": seated,
    "members": _members,
    "which": _members,
    "sides": sides,
    "amount": amount,
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


def _pact_before(view: View, sentence: Sentence, at: int) -> Reference | None:
    """The agreement named before token `at`, past those between whom it is: "اتفاقية الشراكة بين البلدين التي تمتد …"."""
    for position in range(at - 1, max(sentence.first, at - _FAR_PACT) - 1, -1):
        reference = view.covered.get(position)
        if reference is not None and reference.kind == "agreement":
            return reference
        if (reference is not None and reference.kind not in _SIDES) or view.breaks(position):
            return None
    return None


def _after(view: View, sentence: Sentence, at: int, kinds: Sequence[str], reach: int) -> Reference | None:
    for position in range(at, min(at + reach, sentence.last)):
        reference = view.references.get(position)
        if reference is not None:
            return reference if reference.kind in kinds else None
        if view.breaks(position):
            return None
    return None


def _deal_after(view: View, sentence: Sentence, at: int) -> Reference | None:
    """The agreement that a verb of signing has as its object: past those who sign it."""
    for position in range(at, min(at + _FAR_OBJECT, sentence.last)):
        reference = view.references.get(position)
        if reference is not None and reference.kind == "agreement":
            return reference
        if view.breaks(position) or view.ends(position):
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
