"""Where actors are named, and who they are: what statements and events are built on."""

import msgspec

from mahdar.model import Entity, Span


class Reference(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A phrase in the text that names one or several actors.

    `first`, `last`: its tokens [first, last) in the document; `span` leaves out the clitics before it. `entities`: ids;
    several for "الطرفان" or "رؤساء كل من …". `kind`: as of an entity. `form`: name, office, office+name, capital,
    demonym, counterpart, noun (a described group or institution), pronoun, pair ("الطرفان"). `gender` "m", "f" or "";
    `number` "s", "d" or "p". `prep`: the folded preposition that governs it, clitic or word ("" for none).
    `inner`: it lies inside a larger reference (the state in an office phrase) and is no actor of its own there.
    """

    span: Span
    first: int
    last: int
    entities: tuple[str, ...]
    kind: str
    form: str
    gender: str = ""
    number: str = "s"
    prep: str = ""
    definite: bool = True
    inner: bool = False


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody in an article: the entities, and every reference to them in the order of the text (outer before inner)."""

    entities: tuple[Entity, ...]
    references: tuple[Reference, ...]
