"""The verb of the room."""

from collections.abc import Iterable, Iterator, Sequence

from mahdar.explanations._entries import reasons_of
from mahdar.explanations._records import Explanation, Part, Quoted, Reason, Weighed
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Candidate, Entity, Evidence, Record, Span

_NOT_STATED = "not stated"


def explain(article: Article, record: Record, knowledge: Knowledge) -> tuple[Explanation, ...]:
    """Why each finding of a record is what it is, in the order of the record."""
    page = _Page(article, record, knowledge)
    return (
        *_entities(page, record),
        *_times(page, record),
        *_statements(page, record),
        *_events(page, record),
        *_facts(page, record),
        *_agreements(page, record),
        *_accusations(page, record),
    )


class _Page:
    """The article, and who is in it."""

    def __init__(self, article: Article, record: Record, knowledge: Knowledge) -> None:
        self.text = article.text
        self.knowledge = knowledge
        self.entities = {entity.id: entity for entity in record.entities}

    def quoted(self, spans: Iterable[Span]) -> tuple[Quoted, ...]:
        """The words of spans, each once."""
        return tuple(Quoted(span.of(self.text), span) for span in dict.fromkeys(spans))

    def name(self, entity: str) -> str:
        """Under what name the record has somebody; one who is only in the registry goes by his name there."""
        known = self.entities.get(entity)
        if known is not None:
            return known.name
        registered = next((one for one in self.knowledge.persons if one.id == entity), None)
        return registered.name_ar if registered is not None else entity

    def part(self, role: str, entity: str, spans: Sequence[Span]) -> Part:
        """Somebody in a part, with the words that name him inside the passage or nearest to it."""
        known = self.entities.get(entity)
        mentions = [mention.span for mention in known.mentions] if known is not None else []
        nearest = min(mentions, key=lambda span: _away(span, spans), default=None)
        words = None if nearest is None else Quoted(nearest.of(self.text), nearest)
        return Part(role, entity, self.name(entity), words)

    def parts(self, role: str, entities: Iterable[str], spans: Sequence[Span]) -> tuple[Part, ...]:
        """Several in the same part."""
        return tuple(self.part(role, entity, spans) for entity in entities)

    def weighed(self, candidates: Sequence[Candidate], chosen: Sequence[str]) -> tuple[Weighed, ...]:
        """Those who came into question, best first."""
        return tuple(
            Weighed(
                tuple(map(self.name, one.entities)), one.entities, one.score, one.reasons, one.entities == tuple(chosen)
            )
            for one in candidates
        )

    def reasons(self, evidence: Evidence) -> tuple[Reason, ...]:
        """What read the words of a finding."""
        return reasons_of(evidence.rule, self.knowledge)


def _away(span: Span, spans: Sequence[Span]) -> tuple[int, int]:
    """How far a span is from the nearest of several: 0 inside; what stands before is nearer than what stands after."""
    if not spans:
        return (0, span.start)
    gaps = (max(0, one.start - span.end, span.start - one.end) for one in spans)
    return (min(gaps), span.start)


def _entities(page: _Page, record: Record) -> Iterator[Explanation]:
    for entity in record.entities:
        names = f" = {entity.resolved} ({entity.certainty:.2f})" if entity.resolved else ""
        yield Explanation(
            finding="entity",
            id=entity.id,
            told=f"{entity.kind}: {entity.name}{names}",
            words=page.quoted(mention.span for mention in entity.mentions),
            reasons=_whence(page, entity),
            weighed=page.weighed(entity.candidates, (entity.id,)),
            notes=(*_offices(entity), *entity.notes),
        )


def _whence(page: _Page, entity: Entity) -> tuple[Reason, ...]:
    """The entry of the registry; without one, the forms in which somebody is named."""
    found = reasons_of(entity.id, page.knowledge) if " " not in entity.id else ()
    if found and found[0].file is not None:
        return found
    return tuple(
        Reason(f"mention.{form}", None, None) for form in dict.fromkeys(mention.form for mention in entity.mentions)
    )


def _offices(entity: Entity) -> tuple[str, ...]:
    return tuple(f"{office.title} of {office.of}" if office.of else office.title for office in entity.offices)


def _times(page: _Page, record: Record) -> Iterator[Explanation]:
    for time in record.times:
        yield Explanation(
            finding="time",
            id=f"{time.span.start}-{time.span.end}",
            told=f"{time.type}: {time.value or _NOT_STATED}",
            words=page.quoted((time.span,)),
            reasons=reasons_of(time.rule, page.knowledge),
            notes=(f"counted from {time.anchor}",) if time.anchor else (),
        )


def _statements(page: _Page, record: Record) -> Iterator[Explanation]:
    for said in record.statements:
        near = (said.cue,)
        yield Explanation(
            finding="statement",
            id=said.id,
            told=f"{said.act}, {said.form}",
            words=page.quoted((said.cue, *said.content)),
            reasons=page.reasons(said.evidence),
            parts=(
                *page.parts("speaker", said.speaker, near),
                *page.parts("chain", said.chain, near),
                *page.parts("to", said.to, near),
            ),
            weighed=page.weighed(said.candidates, said.speaker),
            notes=(f"occasion: {said.occasion.of(page.text)}",) if said.occasion is not None else (),
        )


def _events(page: _Page, record: Record) -> Iterator[Explanation]:
    for event in record.events:
        spans = event.evidence.spans
        yield Explanation(
            finding="event",
            id=event.id,
            told=_when(event.kind, event.status, event.time, event.place),
            words=page.quoted(spans),
            reasons=page.reasons(event.evidence),
            parts=(
                *(page.part(role, entity, spans) for entity, role in event.who),
                *page.parts("chain", event.chain, spans),
            ),
            standing=page.quoted(event.standing),
            notes=(f"on the sidelines of {event.occasion}",) if event.occasion else (),
        )


def _when(kind: str, status: str, time: str | None, place: str | None) -> str:
    return f"{kind}, {status}; time {time or _NOT_STATED}; place {place or _NOT_STATED}"


def _facts(page: _Page, record: Record) -> Iterator[Explanation]:
    for fact in record.facts:
        spans = fact.evidence.spans
        yield Explanation(
            finding="fact",
            id=f"{fact.subject} {fact.property}",
            told=f"{fact.property}: {fact.value}, {fact.status}",
            words=page.quoted(spans),
            reasons=page.reasons(fact.evidence),
            parts=(page.part("subject", fact.subject, spans), *page.parts("chain", fact.chain, spans)),
        )


def _agreements(page: _Page, record: Record) -> Iterator[Explanation]:
    for step in record.agreements:
        spans = step.evidence.spans
        yield Explanation(
            finding="agreement",
            id=step.id,
            told=f"{step.agreement}: {_when(step.step, step.status, step.time, step.place)}",
            words=page.quoted(spans),
            reasons=page.reasons(step.evidence),
            parts=(
                *(page.parts("agreement", (step.entity,), spans) if step.entity else ()),
                *page.parts("party", step.parties, spans),
                *page.parts("chain", step.chain, spans),
            ),
            notes=(f"length {step.length}",) if step.length else (),
        )


def _accusations(page: _Page, record: Record) -> Iterator[Explanation]:
    cues = {statement.id: statement.cue.of(page.text) for statement in record.statements}
    for charge in record.accusations:
        spans = charge.evidence.spans
        yield Explanation(
            finding="accusation",
            id=charge.id,
            told="answered" if charge.answers else "open",
            words=page.quoted(spans),
            reasons=page.reasons(charge.evidence),
            parts=(
                *page.parts("accuser", charge.accuser, spans),
                *page.parts("accused", charge.accused, spans),
                *page.parts("chain", charge.chain, spans),
            ),
            notes=tuple(
                f"answer {answer.statement} ({cues.get(answer.statement, '')}), by {answer.by}"
                for answer in charge.answers
            ),
        )
