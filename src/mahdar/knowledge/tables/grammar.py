"""Closed classes of words (`grammar.toml`) and nouns that name actors (`nouns.toml`)."""

import msgspec


class WordClass(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A closed class of words or phrases. `id` is the tag that rules see; `forms` are whole words as written."""

    id: str
    forms: tuple[str, ...]
    source: str
    note: str = ""


class ActorNoun(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A noun that heads the name or description of an actor.

    `kind` is the kind of entity that it makes. `singular`, `dual`, `plural` are the forms without article or clitics
    (of a person: the masculine); `feminine` the feminine singular. `anonymous` says that an indefinite one is a source
    as well ("مصدر دبلوماسي"). `acts_alone` says that the definite noun alone is an actor ("المعارضة"). `of_state` says
    that it names somebody only with the adjective of a state ("الخارجية الروسية"). `stands_for` is "state" where the
    noun with a state's adjective is the state itself ("الحكومة اليمنية"), "author" where it is whoever wrote it. `posted`: a place after "في" belongs to
    it ("السفارة الإيرانية في الجزائر"). `possessed`: somebody only with a pronoun ("ابنته"). `needs`:
    it is somebody only with one of these words right after it ("وسائل" with "إعلام"). `speaks`: one who
    speaks for a state or body, which then belongs to the phrase ("مسؤول من كوريا الجنوبية"). `announced`: an actor only
    as the subject of a reporting verb ("أظهرت دراسة أن"). `sent`: it comes from whom "من" names, and is somebody with
    who heads it, too ("وفد من الحركة", "وفد برئاسة الوزير"). `unowned`: with a pronoun it is nobody ("زلزال قوته"). `but_not`:
    words right after which make it nobody ("موقع عسكري").
    """

    id: str
    kind: str
    source: str
    singular: tuple[str, ...] = ()
    dual: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()
    anonymous: bool = False
    acts_alone: bool = False
    carrier: bool = False
    of_state: bool = False
    stands_for: str = ""
    posted: bool = False
    possessed: bool = False
    needs: tuple[str, ...] = ()
    speaks: bool = False
    announced: bool = False
    sent: bool = False
    unowned: bool = False
    but_not: tuple[str, ...] = ()
    note: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
