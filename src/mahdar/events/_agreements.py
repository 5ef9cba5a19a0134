"""The life of agreements: who negotiated, signed, ratified, suspended or left which, when."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from mahdar.events._days import within
from mahdar.events._find import drafts_in, on_sport
from mahdar.events._lexicon import lexicon, step_lexicon
from mahdar.events._merge import Draft
from mahdar.events._pacts import Pact, find_pacts, kind_in, pact_id, sides_of, told_in
from mahdar.events._view import View
from mahdar.knowledge import Knowledge, fold
from mahdar.knowledge.tables.facts import FactCue
from mahdar.model import AgreementStep, Event, Evidence, Fact, Span, Statement, TimeExpression
from mahdar.resolution import Resolution
from mahdar.rules import PhraseTable
from mahdar.text import Document, Sentence

_THING = "subject"  # the role of the agreement itself
# Steps that all sides take together, so that those who take them are the sides.
_TOGETHER = frozenset(("negotiated", "agreed", "signed", "extended"))
_LASTING = frozenset(("negotiated", "in_force", "suspended", "violated"))
_SURE = frozenset(("happened", "planned"))
_CONCLUDED = "step.signed.muwaqqaa"
_AFTER_PARTICIPLE = 10
_TWO = 2
_BEGUN = frozenset(("agreed", "signed"))
# The step that an event of a kind is, where its words have one for an agreement.
_STEP_OF = {"signing": "signed", "agreement": "agreed", "trade_deal": "agreed", "ceasefire": "agreed"}
_EVENTS = {
    "signed": ("signing", "agreement"),
    "agreed": ("agreement", "signing", "trade_deal", "ceasefire"),
    "left": ("withdrawal_from_deal",),
    "ratified": ("accession",),
    "joined": ("accession",),
}


def find_agreements(
    document: Document,
    resolution: Resolution,
    times: Sequence[TimeExpression],
    statements: Sequence[Statement],
    events: Sequence[Event],
    facts: Sequence[Fact],
    knowledge: Knowledge,
    published: str | None,
) -> tuple[AgreementStep, ...]:
    """Find the steps in the life of each agreement that the article tells of, in the order of the text, each once.

    What the events already know of the same words (who, when, where) is taken over. A step of an agreement without a
    name counts only where somebody takes it or its sides are told.
    """
    accord = any(event.kind in _STEP_OF for event in events)
    if not (accord or any(entity.kind == "agreement" for entity in resolution.entities)) or on_sport(document):
        return ()
    words = lexicon(knowledge)
    view = View(document, resolution, times, statements, words.capitals, words.origins)
    pacts = find_pacts(view, resolution, facts, knowledge)
    steps: list[tuple[Pact, Draft, Sentence]] = []
    for sentence in document.sentences:
        if any(
            view.references[at].entities[0] in pacts
            for at in range(sentence.first, sentence.last)
            if at in view.references and view.references[at].kind == "agreement"
        ):
            for draft in drafts_in(view, sentence, step_lexicon(knowledge), published):
                thing = next((entity for entity, role in draft.who if role == _THING), "")
                if draft.complete and thing in pacts:
                    steps.append((pacts[thing], draft, sentence))
    return _told(view, resolution, steps, events, facts, knowledge)


def _told(
    view: View,
    resolution: Resolution,
    steps: Sequence[tuple[Pact, Draft, Sentence]],
    events: Sequence[Event],
    facts: Sequence[Fact],
    knowledge: Knowledge,
) -> tuple[AgreementStep, ...]:
    """The steps as records, those that tell one joined. The sides of an agreement are known when all of it is read."""
    entities = {entity.id: entity for entity in resolution.entities}
    lengths = {fact.subject: fact.value for fact in facts if fact.property == "duration"}
    sides: dict[str, tuple[str, ...]] = {}
    drawn: list[tuple[Pact, AgreementStep]] = []
    for named, draft, sentence in steps:
        takers = sides_of(entities, (entity for entity, role in draft.who if role != _THING), knowledge)
        states = [side for side in takers if draft.kind in _TOGETHER and side in view.states]
        pact = told_in(view, sentence, named, states, knowledge)
        length = _length(view, draft, sentence, knowledge)
        if length is None and draft.kind in _BEGUN:
            length = lengths.get(pact.entity)
        thing = next((entity for entity, role in draft.who if role == _THING), None) if pact is named else None
        step = _step(view, pact, thing, draft, length, events)
        if step.step not in _BEGUN and _when_signed(view, step, knowledge):
            step = replace(step, time=None)
        known = sides.get(pact.entity, pact.sides)
        takers = sides_of(entities, step.parties, knowledge)
        if step.step in _TOGETHER or (step.status in _SURE and len({*known, *takers}) <= _TWO):
            known += takers
        sides[pact.entity] = tuple(dict.fromkeys(known))
        drawn.append((pact, step))
    doc = view.document.article.doc
    for event in events:
        kind = _kind_told(view, event, drawn, knowledge)
        if kind:
            pact = Pact(f"{kind} {event.id}", kind, (), False)
            sides[pact.entity] = sides_of(entities, (key for key, _ in event.who), knowledge)
            drawn.append((pact, _of_event(event)))
    kept: list[AgreementStep] = []
    for pact, step in drawn:
        if not (pact.known or sides[pact.entity] or step.parties):
            continue
        _keep(kept, replace(step, agreement=pact_id(doc, pact, sides[pact.entity])))
    return tuple(_numbered(doc, step) for step in kept)


def _step(
    view: View, pact: Pact, thing: str | None, draft: Draft, length: str | None, events: Sequence[Event]
) -> AgreementStep:
    parties = tuple(entity for entity, role in draft.who if role != _THING)
    same = _event(draft, events)
    return AgreementStep(
        id="",
        agreement=pact.entity,
        entity=thing,
        step=draft.kind,
        parties=parties
        or (tuple(key for key, _ in same.who if key not in (thing, pact.entity)) if same is not None else ()),
        time=draft.time or (same.time if same is not None else None),
        place=draft.place or (same.place if same is not None else None),
        length=length,
        status=_status(draft),
        chain=draft.chain,
        evidence=Evidence(_words(view, draft), draft.rule),
    )


def _words(view: View, draft: Draft) -> tuple[Span, ...]:
    """The words of a step; of a participle ("الموقع عام 2015") with what it belongs to and the time after it."""
    before = view.covered.get(draft.at - 1)
    if not draft.rule.startswith(_CONCLUDED) or before is None:
        return draft.spans
    end = draft.spans[-1].end
    for at in range(draft.at + 1, min(draft.at + _AFTER_PARTICIPLE, len(view.tokens))):
        if at in view.timed and view.timed[at].value == draft.time:
            end = max(end, view.timed[at].span.end)
            break
    return (Span(min(before.span.start, draft.spans[0].start), end),)


def _status(draft: Draft) -> str:
    """Negotiations told in the present go on; what is done in a moment does not."""
    if draft.kind == "negotiated" and draft.rule.endswith("tense.present"):
        return "ongoing"
    return "happened" if draft.status == "ongoing" and draft.kind not in _LASTING else draft.status


def _kind_told(view: View, event: Event, drawn: Sequence[tuple[Pact, AgreementStep]], knowledge: Knowledge) -> str:
    """What the agreement is about that an event tells of by a noun that nobody has put on record; "" for none."""
    if event.kind not in _STEP_OF:
        return ""
    for span in event.evidence.spans:
        if any(span.meets(own) for _, step in drawn for own in step.evidence.spans):
            return ""
    kinds = (kind_in(view, span, knowledge) for span in event.evidence.spans)
    return next((kind for kind in kinds if kind), "")


def _of_event(event: Event) -> AgreementStep:
    return AgreementStep(
        id="",
        agreement="",
        entity=None,
        step=_STEP_OF[event.kind],
        parties=tuple(key for key, _ in event.who),
        time=event.time,
        place=event.place,
        length=None,
        status=event.status,
        chain=event.chain,
        evidence=event.evidence,
    )


def _event(draft: Draft, events: Sequence[Event]) -> Event | None:
    """The event that the same words tell."""
    for event in events:
        if event.kind in _EVENTS.get(draft.kind, ()) and event.status == draft.status:
            for span in event.evidence.spans:
                if any(span.meets(own) for own in draft.spans):
                    return event
    return None


@lru_cache(maxsize=4)
def _signed_words(knowledge: Knowledge) -> frozenset[str]:
    frames = (frame for frame in knowledge.agreement_steps if frame.id == _CONCLUDED)
    return frozenset(fold(word) for frame in frames for word in frame.participles)


def _when_signed(view: View, step: AgreementStep, knowledge: Knowledge) -> bool:
    """Whether the time is that of the signing: "انسحب من الاتفاق الموقع عام 2015"."""
    words = _signed_words(knowledge)
    return any(
        time.value == step.time
        and any(view.tokens[before].form in words for before in range(max(0, at - _AFTER_PARTICIPLE), at))
        for at, time in view.timed.items()
    )


@lru_cache(maxsize=4)
def _length_words(knowledge: Knowledge) -> PhraseTable[FactCue]:
    return PhraseTable((form, cue) for cue in knowledge.fact_cues if cue.at == "duration" for form in cue.forms)


def _length(view: View, draft: Draft, sentence: Sentence, knowledge: Knowledge) -> str | None:
    """For how long: a length that is told after the step as one ("لمدة خمس سنوات", "مدتها 20 عاما")."""
    words = _length_words(knowledge)
    for at in range(draft.at, sentence.last):
        match = words.at(view.tokens, at, sentence.last) if view.tokens[at].kind == "word" else None
        time = view.timed.get(match[0]) if match is not None else None
        if time is not None and time.type == "duration" and time.value:
            return time.value
        if at > draft.at and view.breaks(at):
            return None
    return None


def _numbered(doc: str, step: AgreementStep) -> AgreementStep:
    span = step.evidence.spans[0]
    seed = f"{doc}\0{step.agreement}\0{step.step}\0{span.start}\0{span.end}"
    return replace(step, id="a" + hashlib.blake2b(seed.encode(), digest_size=6).hexdigest())


def _keep(kept: list[AgreementStep], step: AgreementStep) -> None:
    """Add a step, or join it to one that tells the same."""
    for at, known in enumerate(kept):
        alike = (known.agreement, known.step, known.status) == (step.agreement, step.step, step.status)
        one, other = set(known.parties), set(step.parties)
        if alike and within(known.time, step.time) and (one <= other or other <= one):
            kept[at] = replace(
                known,
                parties=known.parties if other <= one else step.parties,
                time=max(filter(None, (known.time, step.time)), key=len, default=None),
                place=known.place or step.place,
                length=known.length or step.length,
                chain=known.chain if known.chain and step.chain else (),
                evidence=Evidence(known.evidence.spans + step.evidence.spans, known.evidence.rule),
            )
            return
    kept.append(step)
