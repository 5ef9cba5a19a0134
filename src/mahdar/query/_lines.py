"""What the questions answer with. `corrected_by` are the corrections that changed or confirmed what a line tells."""

import msgspec

from mahdar.model import Span

__all__ = [
    "AccusationLine",
    "Actor",
    "AgreementLine",
    "AnswerLine",
    "ArticleLine",
    "ChronicleLine",
    "Dated",
    "Found",
    "HeldOffice",
    "Profile",
    "Reason",
    "SaidLine",
    "Source",
    "StepLine",
    "Surface",
    "Term",
    "Terms",
]


class Source(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The article that a line is from. `published_from` says whether its day was given or inferred."""

    doc: str
    outlet: str | None
    published: str | None
    published_from: str | None
    title: str | None
    url: str | None


class Actor(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody in a line, under the name that the article gives; `role` is his part in it."""

    id: str
    kind: str
    name: str
    name_en: str | None
    iso: str | None
    role: str


class ChronicleLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One event as one article tells it.

    `time` is the event's own EDTF value. `when` is what the line is sorted under: `time`, or the day of the article where
    the event has none (`dated_by` "article"), None where neither has. `sometime` is the year, or longer, that an event
    without a closer time lies in, where a range of days was asked for. `words` are the passages that tell it, `chain` those
    whom the article has it from, outermost first.
    """

    when: str | None
    dated_by: str | None
    time: str | None
    kind: str
    status: str
    parties: tuple[Actor, ...]
    place: str | None
    chain: tuple[Actor, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    source: Source
    event: str
    rule: str
    sometime: str | None = None
    corrected_by: tuple[str, ...] = ()


class SaidLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One statement: who said what through whom. `cue` is the reporting word, `words` are what was said."""

    speakers: tuple[Actor, ...]
    chain: tuple[Actor, ...]
    to: tuple[Actor, ...]
    act: str
    form: str
    cue: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    source: Source
    statement: str
    rule: str
    corrected_by: tuple[str, ...] = ()


class StepLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A step in the life of an agreement, as the first of `reports` articles (`sources` independent ones) tells it. `when` and `dated_by` are as of a
    chronicle line, `length` is an ISO 8601 duration."""

    when: str | None
    dated_by: str | None
    step: str
    status: str
    parties: tuple[Actor, ...]
    place: str | None
    length: str | None
    chain: tuple[Actor, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    source: Source
    rule: str
    reports: int = 1
    sources: int = 1
    corrected_by: tuple[str, ...] = ()


class AgreementLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An agreement with its steps in time. `id` is the registry's, or one made of kind and sides; `sides` are their names."""

    id: str
    name: str
    name_en: str | None
    sides: tuple[str, ...]
    steps: tuple[StepLine, ...]


class AnswerLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the accused side answers. `by`: what ties it to the accusation (reference, words, cue)."""

    speakers: tuple[Actor, ...]
    act: str
    cue: str
    words: tuple[str, ...]
    by: str
    statement: str


class ReplyLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the accused side answers in another article. `score` is how alike the words are to those of the accusation."""

    speakers: tuple[Actor, ...]
    act: str
    words: tuple[str, ...]
    source: Source
    statement: str
    score: float


class AccusationLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Who accuses whom, in which words, and the answers in the same article. In a file that is linked, `elsewhere` are those
    in other articles, and `also` the other articles that report the accusation. No answer at all: it is open."""

    accusers: tuple[Actor, ...]
    accused: tuple[Actor, ...]
    chain: tuple[Actor, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    answers: tuple[AnswerLine, ...]
    source: Source
    accusation: str
    rule: str
    corrected_by: tuple[str, ...] = ()
    elsewhere: tuple[ReplyLine, ...] = ()
    also: tuple[Source, ...] = ()


class Surface(msgspec.Struct, frozen=True, gc=False):
    """A name as articles write it, and in how many of them."""

    form: str
    articles: int


class HeldOffice(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An office as articles give it, between the days of the first and the last of them."""

    title: str
    of: str
    of_name: str | None
    first: str | None
    last: str | None
    articles: int


class Term(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A term of office in the registry. `start`, `end` and `known_until` are EDTF; one without an end is known until the
    latter and presumed after it.

    Where a day is asked for, `standing` says how the term stands to it: "held"; "changing" (it begins or ends that day,
    or its edge is not known to the day); "presumed"; "past" for a former holder. `certainty` in [0, 1] is that of the
    row, and less the longer a term is only presumed.
    """

    person: str
    name: str
    name_en: str | None
    office: str
    of: str
    of_name: str | None
    of_name_en: str | None
    start: str | None
    end: str | None
    known_until: str | None
    standing: str | None
    certainty: float
    source: str


class Terms(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Terms of office: those of an office (`office`, `of`), or those of somebody (`whose`: a person's own, those of the
    offices of a state or organisation), on the day `on` if one is asked for. `known_from` is where the first of
    the office's terms in the registry begins."""

    office: str | None = None
    of: str | None = None
    of_name: str | None = None
    of_name_en: str | None = None
    whose: str | None = None
    name: str | None = None
    name_en: str | None = None
    on: str | None = None
    known_from: str | None = None
    terms: tuple[Term, ...] = ()


class Profile(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the record file knows of somebody: names and offices by how often they occur, and the latest lines; `terms` are
    a person's terms of office in the registry. `romanised` is the name in Latin letters where no table has an English one."""

    id: str
    kind: str
    name: str
    name_en: str | None
    iso: str | None
    ids: tuple[str, ...]
    articles: int
    first: str | None
    last: str | None
    names: tuple[Surface, ...]
    offices: tuple[HeldOffice, ...]
    events: tuple[ChronicleLine, ...]
    statements: tuple[SaidLine, ...]
    romanised: str | None = None
    terms: tuple[Term, ...] = ()
    corrected_by: tuple[str, ...] = ()


class Reason(msgspec.Struct, frozen=True, gc=False):
    """Words by which an article was dated, what they tell, and the other article that it takes to know it."""

    words: str
    says: str
    doc: str | None


class Dated(msgspec.Struct, frozen=True, gc=False):
    """How sure an inferred date is, and why it is that one."""

    certainty: float
    reasons: tuple[Reason, ...]


class ArticleLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An article and how much was found in it. `dated`: why its date is the one that it is, where that was inferred."""

    source: Source
    dated: Dated | None
    read_from: str
    entities: int
    statements: int
    events: int
    facts: int


class Found(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An article that a search found: a passage of it, where in the passage the words stand that were asked for, and where in
    the title. `span` is the passage in the text, `key` the place of the article among all by their days."""

    source: Source
    passage: str
    span: Span
    marks: tuple[Span, ...]
    title_marks: tuple[Span, ...] = ()
    key: int = 0
