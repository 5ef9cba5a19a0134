"""The forms of a word from its dictionary form, by the paradigms of `inflection.toml`."""

from collections.abc import Iterable

import msgspec

from mahdar.knowledge.letters import fold
from mahdar.knowledge.tables.inflection import Paradigm

__all__ = ["Form", "noun_forms", "verb_forms"]


class Form(msgspec.Struct, frozen=True, gc=False):
    """A folded form. `of`: past, present or noun; `person` "1", "3" or ""; `gender` "m", "f" or ""; `number` s, d or p.
    `joins`: it is met only before a pronoun ending."""

    form: str
    of: str
    person: str
    gender: str
    number: str
    joins: bool


def verb_forms(verb: str, paradigms: Iterable[Paradigm]) -> tuple[Form, ...]:
    """The forms of a verb given as "past present", both in the third person masculine singular; or as one of the two."""
    past, _, present = verb.partition(" ")
    known = tuple(paradigms)
    return _forms(past, "past", known) + (_forms(present, "present", known) if present else ())


def noun_forms(noun: str, paradigms: Iterable[Paradigm]) -> tuple[Form, ...]:
    """The forms of a noun given in the singular (or as a plural, where the plural is broken)."""
    return _forms(noun, "noun", tuple(paradigms))


def _forms(base: str, of: str, paradigms: tuple[Paradigm, ...]) -> tuple[Form, ...]:
    for paradigm in paradigms:
        if paradigm.of == of and (not paradigm.ends or base.endswith(paradigm.ends)):
            break
    else:
        return (Form(fold(base), of, "", "", "s", False),)
    core = base[paradigm.head : len(base) - paradigm.tail]
    made: dict[tuple[str, bool], Form] = {}
    for key, (before, after) in paradigm.forms.items():
        features, _, mood = key.partition(".")
        person = features[0] if features[0].isdigit() else ""
        rest = features[len(person) :]
        form = fold(before + core + after)
        joins = mood.startswith("j")
        made.setdefault((form, joins), Form(form, of, person, rest[:-1], rest[-1], joins))
    return tuple(made.values())
