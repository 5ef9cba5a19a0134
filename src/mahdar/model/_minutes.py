"""What many articles tell together: real events with all their reports, copies of one wire, and where they differ."""

import msgspec

from mahdar.model._corrections import Touch
from mahdar.model._findings import Evidence
from mahdar.model._span import Span


class Telling(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One article's report of a real event: which finding of it, whose copy the article is, and why it was joined.

    `copy` is the `doc` of the first article with the same text (its own where it is nobody's copy); `score` and
    `reasons` are those of the join, empty for the report that opened the episode.
    """

    doc: str
    event: str
    copy: str
    published: str | None
    outlet: str | None
    status: str
    time: str | None
    place: str | None
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    evidence: Evidence


class Stage(msgspec.Struct, frozen=True, gc=False):
    """A standing that an episode had by its reports: on which days it was first and last told so, and by which articles."""

    status: str
    first: str | None
    last: str | None
    docs: tuple[str, ...]


class Episode(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A real event with all its reports.

    `parties` are (entity id, role), those that most reports name first. `day` is the EDTF value that the best evidence
    gives; `dated_by` says whether reports state it ("event") or it is that of the articles ("article"). `reports` counts the
    articles, `sources` those that are independent: copies of one text count once. `standing` is in the order of time.
    `span` is the EDTF interval of an event that several reports place on each of its days (a visit of three days). What is
    `lasting` is a state of things rather than an event (a war, sanctions in force): its `day` is the interval from the day
    on which it was first told to the last, or from its beginning, where that is stated.
    """

    id: str
    kind: str
    parties: tuple[tuple[str, str], ...]
    day: str | None
    dated_by: str | None
    place: str | None
    status: str
    standing: tuple[Stage, ...]
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    lasting: bool = False
    span: str | None = None
    tellings: tuple[Telling, ...]


class QuoteTelling(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One article's report of a statement that others report too; `copy`, `score` and `reasons` as of a Telling."""

    doc: str
    statement: str
    copy: str
    published: str | None
    outlet: str | None
    speakers: tuple[str, ...]
    chain: tuple[str, ...]
    form: str
    content: tuple[Span, ...]
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    evidence: Evidence


class Quote(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A statement that several articles report, in the same words or in others. `reports` counts the articles, `sources` those
    that are independent: copies of one text count once. `speakers` are those whom most reports name."""

    id: str
    speakers: tuple[str, ...]
    act: str
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    tellings: tuple[QuoteTelling, ...]


class Carrier(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One article that carries a value: through whom (`chain`, outermost first, the outlet left out), in which words, and
    whose copy it is. `event` is its own finding of the event that the value belongs to, if it has one."""

    doc: str
    copy: str
    published: str | None
    outlet: str | None
    chain: tuple[str, ...] = ()
    event: str | None = None
    evidence: Evidence


class Position(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A value with all who carry it, the earliest first. `first` and `last` are days of articles; `reports` counts the
    articles, `sources` those that are independent."""

    value: str
    first: str | None
    last: str | None
    reports: int
    sources: int
    carriers: tuple[Carrier, ...]


class Disagreement(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Values that differ for the same thing, side by side; none of them is chosen.

    `about` is the id of an episode, of an entity or of an agreement; `actors` are those whom it concerns. `sort` says what
    the difference is: a conflict, an update (later reports have more), a rounding, another precision. `certainty` in [0, 1]
    is how sure it is that the values are of one thing, `reasons` what speaks for it and against.
    """

    id: str
    about: str
    property: str
    sort: str
    actors: tuple[str, ...]
    certainty: float
    reasons: tuple[str, ...]
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    positions: tuple[Position, ...]


class Spell(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A value as long as the articles have it, from the `first` to the `last` of them; `day` is the EDTF time that most of them
    state for it. `verdict` compares it with the registry ("agrees", "stale title", "past
    holder", "new holder", "contradicts"; "" where the registry says nothing), `known` is what the registry has instead."""

    value: str
    day: str | None = None
    first: str | None
    last: str | None
    reports: int
    sources: int
    verdict: str = ""
    known: tuple[str, ...] = ()
    carriers: tuple[Carrier, ...]


class Change(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Values that follow each other in time: who held an office, how a state stood to an organisation, which steps an agreement
    took. `about` is the office ("foreign minister of US"), or the id of the agreement or member; `spells` are in order."""

    id: str
    about: str
    property: str
    actors: tuple[str, ...]
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    spells: tuple[Spell, ...]


class Thread(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A storyline: episodes of the same parties and subject in their order (the talks, the visit that they led to, the signing).
    `words` are the most telling stems of its subject, `objects` the agreements and groups that it is about."""

    id: str
    actors: tuple[str, ...]
    objects: tuple[str, ...]
    words: tuple[str, ...]
    first_day: str | None
    last_day: str | None
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    episodes: tuple[str, ...]


class Charge(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One article's report of an accusation that others have too, or that is answered elsewhere; `copy` as of a Telling."""

    doc: str
    accusation: str
    copy: str
    published: str | None
    outlet: str | None
    chain: tuple[str, ...] = ()
    evidence: Evidence


class Reply(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A denial or rejection by the accused side. `within`: an article tells it together with the accusation; else `score` is how
    alike its words are."""

    doc: str
    statement: str
    copy: str
    published: str | None
    outlet: str | None
    speakers: tuple[str, ...]
    act: str
    within: bool
    score: float
    evidence: Evidence


class Case(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An accusation with all its reports and the answers of the accused side, wherever they were printed; none: it is open.
    `accusers` and `accused` are in the order of how many articles name them."""

    id: str
    accusers: tuple[str, ...]
    accused: tuple[str, ...]
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    charges: tuple[Charge, ...]
    replies: tuple[Reply, ...]


class Minutes(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a whole store of articles tells, linked. `copies` are pairs of an article and the first one with the same text,
    `touched` the reports that people have joined or parted."""

    copies: tuple[tuple[str, str], ...] = ()
    episodes: tuple[Episode, ...] = ()
    quotes: tuple[Quote, ...] = ()
    touched: tuple[Touch, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    changes: tuple[Change, ...] = ()
    threads: tuple[Thread, ...] = ()
    cases: tuple[Case, ...] = ()
