"""Frames of events (`events.toml`) and of the steps of agreements (`agreements.toml`); what governs an event and decides its standing (`standing.toml`)."""

import msgspec


class Slot(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Who may fill a role, and where he stands.

    `at` lists positions: "subject" (of the verb, of the verb that carries the noun, or the noun's pronoun ending),
    "object", "genitive" (after a masdar or noun), "adjective" (a demonym after the noun), or a preposition as written
    ("مع", "بين", "إلى", "ل"). `kinds`: of entities that may fill it; `words`:
    the phrase has to hold one of these ("قوات"). `required`: without it there is no event; `spare`: it counts where nobody else has the
    role.
    """

    role: str
    at: tuple[str, ...]
    kinds: tuple[str, ...] = ("person", "state", "org", "group")
    words: tuple[str, ...] = ()
    required: bool = False
    spare: bool = False


class EventFrame(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A way of telling an event of `kind`.

    `verbs` are "past present" in the third person masculine singular, `nouns` masdars and nouns in the singular or as a broken plural (a phrase is matched word by word, its
    first word inflected), `participles` whole words. `objects`: it tells this kind only with one of these nouns after
    it ("فرض" + "عقوبات"). `not_before`, `not_after`: words that, standing next after or before it, make it something
    else; `not_with`: so do these anywhere in its sentence; `not_construct`: so does any genitive after it. `with_other`: positions that name one side only, whose other side is the subject of the clause ("مع"). `gathering`: the kind that it is where more than two sides or an organisation take part. `status` is that of
    every event told so. `lasting`: a state of things, going on where nothing else is said ("الحرب في …"). `consequence`: it tells what another deed of its family did, and is left out
    beside one in its sentence. `with_states`: roles in which the state of a person or group takes part as well; `of_state`: the role of the
    state that the article is about, where the clause names none ("الانتخابات"). `least`: how many different parties it takes.
    """

    id: str
    kind: str
    source: str
    slots: tuple[Slot, ...]
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    not_construct: bool = False
    with_other: tuple[str, ...] = ()
    gathering: str = ""
    status: str = ""
    lasting: bool = False
    consequence: bool = False
    with_states: tuple[str, ...] = ()
    of_state: str = ""
    least: int = 1
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class AgreementKind(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What an agreement is about, by words of the phrase that names it; the first entry that fits decides. A phrase that
    fits none is no agreement between sides ("مذكرة توقيف"). `heads`: its words name an agreement, they don't only describe
    one."""

    id: str
    forms: tuple[str, ...]
    source: str
    heads: bool = False
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class StandingCue(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Words that decide whether an event happened. `direction`: "after" (they govern what follows) or "before";
    `reach`: tokens at most; `stops`: tags that end the scope besides the ends of clauses; `tense`: it counts only where
    the event is told by a verb of this tense ("past", "present"); `bears_on` "verb": it has to reach the verb that tells
    or governs the event. After ConText (Harkema 2009)."""

    id: str
    status: str
    forms: tuple[str, ...]
    direction: str
    source: str
    reach: int = 8
    stops: tuple[str, ...] = ()
    tense: str = ""
    bears_on: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class Governor(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Verbs and masdars that take an event as their subject, object or prepositional object ("أجرى محادثات", "ألغى زيارة").

    `via`: the prepositions through which they take it, "" for none. `subject` says what the subject of the verb is to
    the event: "does" (who does it), "receives" (to whom it is done), "hosts", "none" (somebody outside it), "object" (the
    verb's object does it: "اتهمت أنقرة دمشق بقصف …"), "event" (the event itself is the subject: "تجري المحادثات"); `object` what its object is ("هددت واشنطن طهران بفرض …"). `status` is what the event's standing becomes ("" leaves it to
    the tense: past happened, present ongoing, future planned); `present` the standing under a present form where the
    tense does not say it.
    """

    id: str
    subject: str
    source: str
    object: str = ""
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    via: tuple[str, ...] = ("",)
    status: str = ""
    present: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""
