"""How words of events change their form (`inflection.toml`)."""

import msgspec


class Paradigm(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The forms of a base. `of`: "past" or "present" (third person masculine singular) or "noun". It serves bases that
    end in one of `ends` (any base where empty). `head` and `tail`: how many letters are taken off before each form's
    two pieces are put before and after. Keys of `forms`: person, gender and number, or number alone for a noun; after
    a dot "j" (only before a pronoun ending), "s" (subjunctive and jussive), "a" (accusative)."""

    id: str
    of: str
    forms: dict[str, tuple[str, str]]
    source: str
    ends: tuple[str, ...] = ()
    head: int = 0
    tail: int = 0
    note: str = ""


class PronounEnding(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A pronoun written on to the end of a word: `person` 1 to 3, `gender` m, f or "", `number` s, d or p."""

    form: str
    person: str
    gender: str
    number: str
    source: str
