"""Frames of events (`events.toml`) and cues of standing (`standing.toml`)."""

import msgspec


class Slot(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Who may fill a role, and where he stands: `at` is "subject", "object", "genitive" (after a masdar or noun),
    "adjective" (a demonym after the noun), or a preposition ("مع", "بين", "إلى", "ل", "على", …)."""

    role: str
    at: str
    kinds: tuple[str, ...] = ("person", "state", "org", "group")
    required: bool = False


class EventFrame(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A way of telling an event of `kind`. `verbs` are finite forms, `nouns` masdars and nouns, `participles` others;
    `light` are verbs that carry the noun ("أجرى", "عقد"). `objects`: the verb tells this kind only with one of these
    nouns after it ("فرض" + "عقوبات"). `not_after`, `not_before`: words that make it something else."""

    id: str
    kind: str
    source: str
    slots: tuple[Slot, ...]
    verbs: tuple[str, ...] = ()
    passives: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    status: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class StandingCue(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Words that decide whether an event happened. `direction`: "after" (it governs what follows) or "before";
    `reach`: tokens at most; `stops`: tags that end its scope. After ConText (Harkema 2009)."""

    id: str
    status: str
    forms: tuple[str, ...]
    direction: str
    source: str
    reach: int = 8
    stops: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""
