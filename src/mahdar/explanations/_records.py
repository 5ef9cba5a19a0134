"""What an explanation is made of."""

import msgspec

from mahdar.model import Span


class Quoted(msgspec.Struct, frozen=True, gc=False):
    """Words of the article, and where they stand."""

    words: str
    span: Span


class Reason(msgspec.Struct, frozen=True, gc=False):
    """What read the words: a knowledge entry with its file and the first of its examples, or a rule in code (no file)."""

    rule: str
    file: str | None
    example: str | None


class Part(msgspec.Struct, frozen=True, gc=False):
    """Somebody with a part in a finding, and the words nearest to it that name him (None where none do)."""

    role: str
    id: str
    name: str
    words: Quoted | None


class Weighed(msgspec.Struct, frozen=True, gc=False):
    """Somebody who came into question: how well he fits (higher is better), what speaks for and against him, and whether
    he was taken."""

    names: tuple[str, ...]
    entities: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]
    chosen: bool


class Explanation(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Why one finding of a record is what it is.

    `finding` is its sort (entity, time, statement, event, fact, agreement, accusation), `told` what was found in short.
    `standing` are the words that decide whether it happened, `notes` what else has to be known.
    """

    finding: str
    id: str
    told: str
    words: tuple[Quoted, ...]
    reasons: tuple[Reason, ...]
    parts: tuple[Part, ...] = ()
    standing: tuple[Quoted, ...] = ()
    weighed: tuple[Weighed, ...] = ()
    notes: tuple[str, ...] = ()
