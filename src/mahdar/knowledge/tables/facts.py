"""How numbers are read, and the words that tell facts (`facts.toml`)."""

import msgspec


class NumberWord(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A word of number. `times`: it multiplies the number before it ("ألف")."""

    value: int
    forms: tuple[str, ...]
    source: str
    times: bool = False


class Bound(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Words before a number that make it a bound or an estimate, or `after` it and what it counts ("على الأقل"); `mark` is
    put before the value: >, >=, < or ~."""

    mark: str
    forms: tuple[str, ...]
    source: str
    after: tuple[str, ...] = ()


class Many(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Words that say how many without a number ("عشرات")."""

    forms: tuple[str, ...]
    source: str


class FactCue(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Words that tell a property. `at` says what stands where: "before" or "after" (the cue stands before or after the
    number), "time" (a thing and a year after it), "duration" and "agreement_time" (an agreement before it, a time after
    it), "member" and "predecessor" (one before, one after), "located" (a place before, a place after), "one_of" (a place
    before, that of which it is one after), "seated" (a body that has a house begins with the cue, its place follows),
    "sides" (an agreement before, states after), "members" (a body before, its members after), "which" (states of a body
    before, which they are after), "capital" (a city before, a state after, or an adjective of origin and the city), "age" (a
    person before, years after), "amount" (the cue is a unit, a number before it; units of entries whose id ends in "far"
    tell how far a place is). `denied`: the words say that
    it is not so ("ليست عضوا في")."""

    id: str
    property: str
    at: str
    forms: tuple[str, ...]
    source: str
    denied: bool = False
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""
