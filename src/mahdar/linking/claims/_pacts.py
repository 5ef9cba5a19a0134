"""The length and the day of an agreement."""

from collections.abc import Iterator, Mapping

from mahdar.knowledge import Knowledge
from mahdar.linking._reports import Report
from mahdar.linking._words import stems_of
from mahdar.linking.claims._claim import Claim, sentence_of
from mahdar.model import Article, Evidence, Record
from mahdar.resolution import registry

_PACT_VALUES = ("duration", "signed_on")
_TWO = 2  # sides
_SIGNED = ("signing", "agreement", "accession")


def claims_of_pacts(
    article: Article, record: Record, knowledge: Knowledge, reports: tuple[Report, ...]
) -> Iterator[Claim]:
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
