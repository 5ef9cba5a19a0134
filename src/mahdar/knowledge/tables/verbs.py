"""Reporting verbs, nominal cues and source phrases (`verbs.toml`, `cues.toml`)."""

import msgspec


class Verb(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A verb that reports words, with the frames in which it does.

    Forms are whole words without clitics: `masculine`, `feminine` (third person singular, past and present), `plural`
    (plural and dual), `participle` (accusative participles: "قائلا"), `masdar` ("قول", taken with a pronoun or a
    genitive speaker). `frames` say where the content stands:
    "that" (after إن/أن), "speech" (after a colon or in quotation marks at once), a preposition ("إلى": content is what
    follows it), "object" (content is the noun phrase or masdar that follows the subject), "object ب" (content is the
    object together with what ب brings), "to that", "to إلى", "to من", "to speech" (an addressee first, content after).
    `nouns` map an object noun to the act that it makes ("رفض" under أعلن: reject). `weak` verbs count only with a
    frame's particle and a known speaker.
    """

    id: str
    lemma: str
    act: str
    frames: tuple[str, ...]
    source: str
    masculine: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    participle: tuple[str, ...] = ()
    masdar: tuple[str, ...] = ()
    nouns: dict[str, str] = {}
    weak: bool = False
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class SourcePhrase(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A phrase that names the source of a sentence: "بحسب", "وفقا ل", "على حد قول", "نقلا عن". `role`: speaker or carrier."""

    id: str
    forms: tuple[str, ...]
    role: str
    act: str
    source: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class NominalCue(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A noun that carries words: "تصريحات", "اتهامات", "إعلان". `frames` as for verbs."""

    id: str
    forms: tuple[str, ...]
    act: str
    frames: tuple[str, ...]
    source: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""
