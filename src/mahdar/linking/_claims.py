"""Values that one article states and another may contradict: numbers of an event, the length and day of an agreement."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.linking._reports import Report
from mahdar.linking._words import stems_of, words_of
from mahdar.model import Article, Evidence, Fact, Record, Span
from mahdar.resolution import registry

TOLLS = ("killed", "wounded")
_PACT_VALUES = ("duration", "signed_on")
_ENDS = re.compile(r"[.!?\n\u061f]")
_REACH = 250  # characters beside the words of a claim in which its sentence is looked for
_LEAD = 500
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_NUMBER = re.compile(r"[<>=~]*\d+$")
_AND_NUMBER = re.compile(rf"\b[{''.join(CLITICS.conjunctions)}]\d")
_MONTH = re.compile(r"\d{4}-\d\d$")
_LENGTH = re.compile(r"PT?\d")
_YEAR = 4  # digits
_TWO = 2  # sides
_OPEN = ".."  # the period of what is summed up since nobody says when
_SINCE = 60  # characters before a day in which a word says that it is the first of many
_BEFORE = 4  # words before a number that may say that it is part of another


class Claim(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A value that an article states of something.

    `keys` say of what: ids of places, of an agreement, or of its sides ("IR+RU"). `noun` are the stems of what is counted, none where
    that is just people; `event` is the event of the record in whose sentence it stands, `sides` its parties. `day` is the
    ISO day that the sentence states, `period` a longer time for which the value is summed up ("killed since March").
    """

    doc: str
    number: int
    property: str
    value: str
    noun: tuple[str, ...]
    keys: tuple[str, ...]
    event: str | None
    sides: tuple[str, ...]
    day: str
    period: str
    status: str
    chain: tuple[str, ...]
    stems: tuple[str, ...]
    topic: tuple[str, ...]
    published: str | None
    outlet: str | None
    evidence: Evidence


@lru_cache(maxsize=4)
def _classes(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """The classes of words that tell what a number counts, folded; "number" are the words for numbers."""
    wanted = (
        "mere_person",
        "mere_victim",
        "part_of_number",
        "others_counted",
        "in_addition",
        "age_word",
        "of_part",
        "since_word",
    )
    found = {
        row.id: frozenset(word for form in row.forms for word in words_of(fold(form)))
        for row in knowledge.grammar
        if row.id in wanted
    }
    said = [form for row in knowledge.numbers for form in row.forms]
    said += [form for row in knowledge.bounds for form in row.forms]
    # No word of a closed class is what a number counts; a conjunction may be written together with it.
    closed = {
        word for row in knowledge.grammar for form in row.forms if " " not in form for word in words_of(fold(form))
    }
    found["closed"] = frozenset(closed | {mark + word for mark in CLITICS.conjunctions for word in closed})
    found["since_word"] |= {mark + word for mark in CLITICS.conjunctions for word in found["since_word"]}
    found["number"] = frozenset(word for form in said for word in words_of(fold(form)))
    return found


@lru_cache(maxsize=4)
def _cues_before(knowledge: Knowledge) -> frozenset[str]:
    """The cues that stand after the number that they are about."""
    return frozenset(cue.id for cue in knowledge.fact_cues if cue.at == "killed_before")


def read_claims(
    article: Article, record: Record, knowledge: Knowledge, reports: tuple[Report, ...]
) -> tuple[Claim, ...]:
    """The values of an article that linking compares with those of others, in the order of the record."""
    found = _alone(list(_numbers(article, record, knowledge, reports)), article.text)
    found += _pacts(article, record, knowledge, reports)
    found += _of_events(article, record, knowledge, reports)
    return tuple(found)


def sentence_of(text: str, span: Span) -> Span:
    """The sentence that some words stand in, as far as it is near."""
    before = [mark.end() for mark in _ENDS.finditer(text, max(0, span.start - _REACH), span.start)]
    after = _ENDS.search(text, span.end, span.end + _REACH)
    start = before[-1] if before else max(0, span.start - _REACH)
    return Span(start, after.start() if after else min(len(text), span.end + _REACH))


# --- numbers


def _numbers(article: Article, record: Record, knowledge: Knowledge, reports: tuple[Report, ...]) -> Iterator[Claim]:
    topic: tuple[str, ...] = ()
    for number, fact in enumerate(record.facts):
        if fact.property not in (*TOLLS, "count") or not _NUMBER.match(fact.value) or fact.status == "denied":
            continue
        span = fact.evidence.spans[0]
        sentence = sentence_of(article.text, span)
        noun = _noun(article.text, fact, knowledge)
        event = _event(reports, span, sentence)
        if noun is None or (fact.property == "count" and (event is None or not noun)):
            continue
        topic = topic or stems_of((article.title or "") + "\n" + article.text[:_LEAD])
        day, period = _when(article.text, record, sentence, knowledge)
        places = [fact.subject] if fact.subject.startswith("place:") else []
        if event is not None and event.window.exact and event.window.stated and not day:
            day = event.time or ""
        places += [place for place in (event.place if event else "",) if place]
        yield Claim(
            doc=article.doc,
            number=number,
            property=fact.property,
            value=fact.value,
            noun=noun,
            keys=tuple(dict.fromkeys(places)),
            event=event.event if event else None,
            sides=_who(event, fact.property),
            day=day if _DAY.match(day) else "",
            period=period,
            status=fact.status,
            chain=fact.chain,
            stems=stems_of(sentence.of(article.text)),
            topic=topic,
            published=record.published,
            outlet=article.outlet,
            evidence=fact.evidence,
        )


def _who(event: Report | None, name: str) -> tuple[str, ...]:
    """Of whom an event is. Of those who are sent away it is told by whom, so that what each of several does stays apart."""
    if event is None:
        return ()
    if name == "count" and event.family == "envoy":
        return tuple(sorted(who for who, role in event.parties if role == "actor")) or (event.event,)
    return event.sides


def _alone(claims: list[Claim], text: str) -> list[Claim]:
    """Without those of one sentence that count the same twice, as of two events."""
    places: dict[tuple[str, tuple[str, ...], int], set[str]] = {}
    keys = []
    for claim in claims:
        key = (claim.property, claim.noun, sentence_of(text, claim.evidence.spans[0]).start)
        keys.append(key)
        places.setdefault(key, set()).add(claim.value)
    return [claim for claim, key in zip(claims, keys, strict=True) if len(places[key]) == 1]


def _noun(text: str, fact: Fact, knowledge: Knowledge) -> tuple[str, ...] | None:
    """The stems of what a number counts: none for mere people, None where the number is but a part of another."""
    classes = _classes(knowledge)
    span = fact.evidence.spans[0]
    before = words_of(fold(text[max(0, span.start - 40) : span.start]))[-_BEFORE:]
    inside, after = words_of(fold(span.of(text))), words_of(fold(text[span.end : span.end + 40]))[:2]
    if classes["part_of_number"].intersection((*before, *inside)):
        return None
    following = fold(text[span.end : span.end + 40])
    if _AND_NUMBER.search(following) or classes["in_addition"].intersection(words_of(following)):
        return None  # "48 diplomats and 12 employees": neither is the sum
    if classes["others_counted"].intersection((*inside[-2:], *after)):
        return None
    if classes["age_word"].intersection(after[:1]) and fact.property != "count":
        return None  # how old somebody is, how long it lasted
    if fact.property == "count":
        counted = [word for word in inside if word not in classes["number"]]
    elif fact.evidence.rule in _cues_before(knowledge):
        counted = inside[-2:-1]
    elif after and after[0] in classes["of_part"]:
        counted = [word.removeprefix(CLITICS.article) for word in after[1:2]]
    else:
        counted = after[:1]
    mere = classes["closed"] | classes["number"]
    return stems_of(" ".join(word for word in counted if word not in mere and not word.startswith(CLITICS.article)))


def _event(reports: tuple[Report, ...], span: Span, sentence: Span) -> Report | None:
    """The event of the same sentence that stands nearest."""
    near = []
    for report in reports:
        where = report.evidence.spans[0]
        if where.start < sentence.end and where.end > sentence.start:
            gap = max(where.start - span.end, span.start - where.end, 0)
            near.append((gap, report.number, report))
    return min(near)[2] if near else None


def _when(text: str, record: Record, sentence: Span, knowledge: Knowledge) -> tuple[str, str]:
    """The day that a sentence states, and the longer time that it sums up; "" where none is."""
    day = period = long = ""
    since = _classes(knowledge)["since_word"]
    for time in record.times:
        if not (sentence.start <= time.span.start < sentence.end and time.value):
            continue
        if "/" in time.value:
            period = time.value
        elif _DAY.match(time.value[:10]):
            if since.intersection(
                words_of(fold(text[max(sentence.start, time.span.start - _SINCE) : time.span.start]))
            ):
                period = f"{time.value[:10]}/.."
            else:
                day = day or time.value[:10]
        elif _MONTH.match(time.value):
            if not (record.published or "").startswith(time.value):
                long = long or time.value
        elif (time.value[0].isdigit() and len(time.value) == _YEAR) or _LENGTH.match(time.value):
            long = long or time.value
    if period:
        return "", period
    if not day and since.intersection(words_of(fold(sentence.of(text)))):
        return "", long or _OPEN
    return day, "" if day else long


# --- events

_DATED = ("contact", "accord", "envoy", "office")
_PLACED = ("contact", "accord")
_DONE = ("happened", "ongoing")
_BESIDE = 12  # characters beside the words of an event in which its day is stated, if it is stated at all
_STOOD = (
    "contact",
    "accord",
    "envoy",
    "force",
)  # families of which one can say that it was, and another that it was not
_VAGUE = ("clash",)  # but of a war too much is told


def _of_events(article: Article, record: Record, knowledge: Knowledge, reports: tuple[Report, ...]) -> Iterator[Claim]:
    """The day and the place of an event that its own sentence states, by whom it was, and whether it was at all."""
    world = registry(knowledge)
    for report in reports:
        where = report.evidence.spans[0]
        sentence = sentence_of(article.text, where)
        values: list[tuple[str, str]] = []
        if report.family in _DATED and report.window.exact and report.window.stated and report.status != "denied":
            day = (report.time or "")[:10]
            days = {time.value[:10] for time in record.times if time.value and _DAY.match(time.value[:10]) and
                    sentence.start <= time.span.start < sentence.end}  # fmt: skip
            near = any(where.start - _BESIDE <= time.span.start < where.end + _BESIDE for time in record.times)
            if days == {day} and near:
                values.append(("day", day))
        if report.family in _PLACED and report.status in _DONE and report.place.partition(":")[2] in world.places:
            values.append(("place", report.place))
        if (
            report.family in _STOOD
            and report.kind not in _VAGUE
            and (report.status in _DONE or (report.status == "denied" and _is_denied(record, where)))
        ):
            values.append(("standing", "denied" if report.status == "denied" else "happened"))
        for name, value in values:
            yield Claim(
                doc=article.doc, number=report.number, property=name, value=value, noun=(), keys=(), event=report.event,
                sides=report.sides, day="", period="", status=report.status, chain=report.chain, stems=(), topic=(),
                published=record.published, outlet=article.outlet, evidence=report.evidence,
            )  # fmt: skip


def _is_denied(record: Record, where: Span) -> bool:
    """Whether words stand in what somebody denies."""
    return any(
        statement.act == "deny" and any(span.start < where.end and where.start < span.end for span in statement.content)
        for statement in record.statements
    )


# --- agreements


_SIGNED = ("signing", "agreement", "accession")


def _pacts(article: Article, record: Record, knowledge: Knowledge, reports: tuple[Report, ...]) -> Iterator[Claim]:
    known = registry(knowledge).agreements
    states = registry(knowledge).states
    sides = _sides_of_pacts(record)
    told: set[tuple[str, str, tuple[str, ...]]] = set()
    number = len(record.facts)

    def claim(subject: str, keys: tuple[str, ...], value: str, name: str, evidence: Evidence,
              chain: tuple[str, ...], status: str) -> Iterator[Claim]:  # fmt: skip
        if not keys or (name, value, keys) in told or status in ("denied", "cancelled"):
            return
        told.add((name, value, keys))
        sentence = sentence_of(article.text, evidence.spans[0])
        yield Claim(
            doc=article.doc, number=number + len(told), property=name, value=value, noun=(), keys=keys, event=None,
            sides=tuple(keys[0].split("+")) if subject not in known else (subject,), day="", period="", status=status,
            chain=chain, stems=stems_of(sentence.of(article.text)), topic=(), published=record.published,
            outlet=article.outlet, evidence=evidence,
        )  # fmt: skip

    stated = {fact.value for fact in record.facts if fact.property == "duration"}
    for step in record.agreements:
        own = (step.agreement,) if step.agreement in known else _pair(step.agreement)
        if step.length and step.length not in stated:
            yield from claim(step.agreement, own, step.length, "duration", step.evidence, step.chain, step.status)
        if step.step == "signed" and step.time and step.status == "happened":
            yield from claim(step.agreement, own, step.time, "signed_on", step.evidence, step.chain, "stated")
    for fact in record.facts:
        if fact.property not in _PACT_VALUES:
            continue
        start = fact.evidence.spans[0].start
        own = (
            (fact.subject,)
            if fact.subject in known
            else sides.get(fact.subject) or _last_signed(reports, start, states) or _named_before(record, start)
        )
        if fact.property == "duration" or fact.subject in known:
            yield from claim(fact.subject, own, fact.value, fact.property, fact.evidence, fact.chain, fact.status)


def _last_signed(reports: tuple[Report, ...], start: int, states: Mapping[str, object]) -> tuple[str, ...]:
    """The two states that sign in what was told last before some words, as a key: the agreement that goes on to be spoken of."""
    before = [
        (report.evidence.spans[0].start, pair)
        for report in reports
        if report.kind in _SIGNED and report.evidence.spans[0].start < start
        and len(pair := sorted({side for side in report.sides if side in states})) == _TWO
    ]  # fmt: skip
    return ("+".join(max(before)[1]),) if before else ()


def _named_before(record: Record, start: int) -> tuple[str, ...]:
    """The two states of which alone an article speaks before some words, as a key."""
    states = {
        entity.iso
        for entity in record.entities
        if entity.iso and any(mention.span.start < start for mention in entity.mentions)
    }
    return ("+".join(sorted(states)),) if len(states) == _TWO else ()


def _pair(agreement: str) -> tuple[str, ...]:
    """The sides of an agreement whose id is made of them, as a key; none for one that holds for its article only."""
    sides = agreement.rpartition(":")[2] if agreement.startswith("deal:") else ""
    return (sides,) if "+" in sides else ()


def _sides_of_pacts(record: Record) -> dict[str, tuple[str, ...]]:
    """The sides of the agreements of an article, as a key, as far as it says between whom they are."""
    found: dict[str, tuple[str, ...]] = {}
    states = {entity.id: entity.iso for entity in record.entities if entity.iso}
    for step in record.agreements:
        pair = _pair(step.agreement)
        if pair and step.entity and "_" in step.entity:  # a noun alone ("the treaty") is of whichever was told last
            found.setdefault(step.entity, pair)
    between: dict[str, set[str]] = {}
    for fact in record.facts:
        if fact.property == "party_to" and fact.subject in states:
            between.setdefault(fact.value, set()).add(states[fact.subject] or fact.subject)
    for entity, those in between.items():
        if len(those) > 1:
            found.setdefault(entity, ("+".join(sorted(those)),))
    return found
