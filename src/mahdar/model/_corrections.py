"""What people say of the findings: corrections, each with its author, time and reason."""

import msgspec

from mahdar.model._span import Span


class Somebody(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An entity as a correction names it: its id, and what an article needs that does not have it yet."""

    id: str
    kind: str = ""
    name: str = ""
    name_en: str | None = None
    iso: str | None = None


class Target(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A finding that is meant: of which article, of which sort (mention, statement, event, fact, agreement, accusation), what it
    is (kind, act, property, step, form of mention), where its words stand and what they are. `id` is the finding's on the
    day of the correction; where a later reading gives another one, all the rest finds it again."""

    doc: str
    sort: str
    kind: str = ""
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    id: str = ""


class Correction(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One entry of the book of corrections. It is never changed; an undo is an entry too.

    `do` is merge, split, strike, amend, confirm or undo; `what` is entity, episode, quote, finding or correction.
    `time` is when, in UTC ("2026-03-01T09:30:00Z"), `id` a hash of all the rest.

    - merge entities: `entities` become `into`, in every article; split: in `docs` only.
    - merge episodes or quotes: the findings `targets` are of one; split: `targets` are of none that `others` are of.
    - strike, confirm: the finding `targets[0]`; amend: its fields become `values` (they were `was`), and `actors` are
      those whom the values name.
    - undo: the correction `of`.
    """

    id: str = ""
    time: str
    author: str
    do: str
    what: str
    reason: str
    targets: tuple[Target, ...] = ()
    others: tuple[Target, ...] = ()
    values: dict[str, tuple[str, ...]] = {}
    was: dict[str, tuple[str, ...]] = {}
    actors: tuple[Somebody, ...] = ()
    entities: tuple[str, ...] = ()
    into: Somebody | None = None
    docs: tuple[str, ...] = ()
    of: str = ""


class Touch(msgspec.Struct, frozen=True, gc=False, order=True):
    """That a correction changed or confirmed a finding. `sort` is the target's, or "entity" (of an article), "episode" or "quote" (the
    finding was joined or parted by hand); `finding` is its id in the record, or the entity's."""

    doc: str
    sort: str
    finding: str
    correction: str


class Problem(msgspec.Struct, frozen=True, gc=False, order=True):
    """A correction that does not hold, in whole or in part: what it means is not there (any more), or the later correction `other`
    says otherwise and holds."""

    correction: str
    problem: str
    other: str = ""
