"""What was found in an article, each with the words it was read from."""

import msgspec

from mahdar.model._span import Span


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """Where a finding is written, and which knowledge entry or rule read it there."""

    spans: tuple[Span, ...]
    rule: str


class Office(msgspec.Struct, frozen=True, gc=False, order=True):
    """An office held: English title ("foreign minister") and of what (ISO alpha-2 of a state, or an entity id; "" not stated)."""

    title: str
    of: str


class Mention(msgspec.Struct, frozen=True, gc=False):
    """One place where an actor is named, without the clitics before it. `form` says how: name, office, capital, pronoun…"""

    span: Span
    form: str


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """Somebody who may be meant or may have spoken: who, how well it fits (higher is better), and what speaks for and
    against, by the names of the features. Candidates stand best first."""

    entities: tuple[str, ...]
    score: float
    reasons: tuple[str, ...] = ()


class Entity(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody or something that is spoken of. `id` is the registry's where it is known there, else made from the name.

    `names` are all surface forms in this article, `name` the fullest of them without titles. `resolved` is the
    registry's name of the holder where the article gives only the office, with `certainty` in [0, 1]. `candidates` are
    the registry's persons between whom the words leave open who is meant (empty where nobody else comes into question);
    `notes` say what an analyst has to know of it ("stale title: foreign minister until 2018-03-13").
    """

    id: str
    kind: str
    name: str
    names: tuple[str, ...] = ()
    name_en: str | None = None
    iso: str | None = None
    offices: tuple[Office, ...] = ()
    resolved: str | None = None
    certainty: float = 1.0
    candidates: tuple[Candidate, ...] = ()
    notes: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


class TimeExpression(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An expression of time. `value` is EDTF (or a TIMEX3 reference such as PAST_REF), None where no value can be had.

    `type` is TIMEX3's: date, time, duration, set. `anchor` is the EDTF day that a relative expression was counted from.
    """

    span: Span
    value: str | None
    type: str
    anchor: str | None = None
    rule: str = ""


class Statement(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Something that the article attributes to somebody.

    `speaker` and `chain` are entity ids; the chain runs from the outermost carrier to the innermost, the outlet left
    out. `content` are the words said, without quotation marks and particle. `to` are those addressed, `occasion` the
    words that say at what it was said («خلال مؤتمر صحفي»). `candidates` are those weighed as speakers, the chosen first.
    """

    id: str
    speaker: tuple[str, ...]
    chain: tuple[str, ...]
    form: str
    act: str
    cue: Span
    content: tuple[Span, ...]
    to: tuple[str, ...] = ()
    occasion: Span | None = None
    candidates: tuple[Candidate, ...] = ()
    evidence: Evidence


class Event(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Something that happened, is planned, alleged or denied.

    `who` are pairs of entity id and role. `standing` are the words that decide `status` (none where it is what a plain
    telling says), `occasion` the id of the event or entity on whose sidelines it took place.
    """

    id: str
    kind: str
    who: tuple[tuple[str, str], ...]
    time: str | None
    place: str | None
    status: str
    chain: tuple[str, ...]
    standing: tuple[Span, ...] = ()
    occasion: str | None = None
    evidence: Evidence


class Fact(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A standing fact with a value that another outlet could contradict."""

    subject: str
    property: str
    value: str
    status: str
    chain: tuple[str, ...]
    evidence: Evidence


class AgreementStep(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A step in the life of an agreement: negotiated, signed, in force, suspended, left.

    `agreement` is the registry's id, or one made of kind and sides ("deal:trade:CN+US"), the same in every article; where
    less than two sides are told it holds for this article only ("deal:trade:@5f0c21aa"). `entity` is its id among the
    record's entities (None where no phrase names it), `parties` are those who take the step, or between whom. `length` is an ISO 8601 duration.
    `status` is as of an event: what is planned, denied or alleged is so here too.
    """

    id: str
    agreement: str
    entity: str | None
    step: str
    parties: tuple[str, ...]
    time: str | None
    place: str | None
    length: str | None
    status: str
    chain: tuple[str, ...]
    evidence: Evidence


class Answer(msgspec.Struct, frozen=True, gc=False):
    """A statement that answers an accusation. `by`: what ties the two: "reference" (it speaks of the accusation), "words"
    (it denies the same in the same words) or "cue" (it takes up the words of the accusation: "which Iran denies")."""

    statement: str
    by: str


class Accusation(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody is accused. `accuser`, `accused` and `chain` are entity ids, `words` what of, `statement` the id of the
    statement that accuses. `answers` are the denials and rejections of the accused side; none: it is open."""

    id: str
    accuser: tuple[str, ...]
    accused: tuple[str, ...]
    words: tuple[Span, ...]
    statement: str
    chain: tuple[str, ...]
    answers: tuple[Answer, ...] = ()
    evidence: Evidence


class Clue(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Words that tell something of the day on which an article was written. `says` is what they tell, in English;
    `doc` the article that tells the same event with its day, where the clue needed another article."""

    span: Span
    says: str
    doc: str | None = None


class Record(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The minutes of one article.

    `published` is an EDTF day, or an EDTF month where nothing tells the day; `published_from` says whether it is given or
    inferred. Of an inferred one `published_certainty` is in [0, 1], and `published_by` are the clues that leave no other.
    """

    doc: str
    published: str | None
    published_from: str | None
    published_certainty: float = 1.0
    published_by: tuple[Clue, ...] = ()
    dropped: tuple[Span, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()
    agreements: tuple[AgreementStep, ...] = ()
    accusations: tuple[Accusation, ...] = ()
