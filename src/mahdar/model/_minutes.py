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


class Minutes(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a whole store of articles tells, linked. `copies` are pairs of an article and the first one with the same text,
    `touched` the reports that people have joined or parted."""

    copies: tuple[tuple[str, str], ...] = ()
    episodes: tuple[Episode, ...] = ()
    quotes: tuple[Quote, ...] = ()
    touched: tuple[Touch, ...] = ()
