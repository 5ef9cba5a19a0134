"""A phrase that names or describes an actor, before it is known who that is."""

import msgspec

from mahdar.model import Span


class OfficeRead(msgspec.Struct, frozen=True, gc=False):
    """An office as the words give it. `title` is English; `of_kind` what it can be an office of (state, org, either,
    none); `iso` the state and `of` the phrase that it is an office of, where the words say; `standing` "", "former",
    "acting", "designated" or "late"."""

    id: str
    title: str
    of_kind: str
    iso: str = ""
    of: "Phrase | None" = None
    standing: str = ""


class Phrase(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A noun phrase that names an actor: tokens [first, last), `span` without the clitics before it.

    `kind`: as of an entity. `form`: name, office, office+name, capital, counterpart, noun, pair, own_state, latter.
    `entries`: ids of the registry that the words can mean, with their kind ("state:IR"). `name`: tokens of the proper
    name in it. `head`: folded stem of its head noun, `noun` its entry in nouns.toml. `iso`: the state of a demonym in
    it. `prep`: the preposition that governs it. `parts`: the phrases inside it. `members`: the states of a plural
    office ("رؤساء كل من …") one by one. `also`: a second office that the same person holds ("نائب رئيس الوزراء ووزير
    الخارجية"). `shared`: the title before the name is another's as well ("الوزيران الروسي … والتركي …").
    """

    first: int
    last: int
    span: Span
    kind: str
    form: str
    entries: tuple[str, ...] = ()
    name: tuple[int, int] | None = None
    offices: tuple[OfficeRead, ...] = ()
    head: str = ""
    noun: str = ""
    iso: str = ""
    gender: str = ""
    number: str = "s"
    prep: str = ""
    definite: bool = True
    possessor: str = ""
    parts: tuple["Phrase", ...] = ()
    members: tuple["Phrase", ...] = ()
    also: tuple[OfficeRead, ...] = ()
    shared: bool = False
    rule: str = ""
