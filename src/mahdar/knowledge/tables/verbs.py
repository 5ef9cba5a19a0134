"""Reporting verbs, nominal cues and source phrases (`verbs.toml`, `cues.toml`)."""

import msgspec


class Verb(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A verb that reports words, with the frames in which it does.

    Forms are whole words without clitics: `masculine`, `feminine` (third person singular, past and present), `plural`
    (plural and dual), `passive`, `participle` (accusative participles: "قائلا"), `masdar` ("قول", taken with a pronoun
    or a genitive speaker). `frames` say where the content stands:

    - "that": after إن/أن, whatever preposition stands before it;
    - "speech": in quotation marks at once, or after a colon; "bare": right after a comma or the speaker;
    - "whether": a question after هل, ما إذا, عما إذا;
    - a preposition ("إلى"): the content is what follows it;
    - "object": the content is the noun phrase that follows the subject; "object ب": the object together with what
      the preposition brings, which has to be there;
    - "verdict": the object is somebody or something that is told, of which more is said; what is not definite after the
      subject is said of him by others (يعتبر الكاتب أهم شعراء بلاده);
    - "noun": the verb is light, a noun of speech has to follow it ("وجه تحذيرا إلى"), and the content after that;
    - "to …": somebody addressed stands first, then the content as above ("to that", "to إلى"); "من to …": addressed
      by a preposition;
    - "whom": somebody it is said to has to be there: alone beside the verb he is that, not who says it (وحث الحكومة على);
    - "negated": it says as much after a negation (لم يستبعد);
    - "unless object": with an object it is no report (واصل عمله);
    - "unless ب": of a person with that preposition, and in the mouth of a court, it is no words (أدان المتهم بالقتل);
    - "doc …": a document stands first ("جاء في بيان … أن").

    `attitudes`: the object may be a noun that makes the act ("أعلن رفضه": reject). `role`: "speaker", "carrier" (the
    subject passes words on: نقل) or "document". `weak` verbs count only with a speaker that is known; `strong` ones may
    stand without one.
    """

    id: str
    lemma: str
    act: str
    frames: tuple[str, ...]
    source: str
    masculine: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    participle: tuple[str, ...] = ()
    masdar: tuple[str, ...] = ()
    role: str = "speaker"
    attitudes: bool = False
    weak: bool = False
    strong: bool = False
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class SourcePhrase(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A phrase that names the source of a sentence: "بحسب", "وفقا ل", "على حد قول", "نقلا عن".

    `role`: "source" (whoever follows said it, or passed it on where somebody else is said to have said it), "voice"
    (said it himself), "carrier" (passed it on), "basis" (as source, with nothing between it and who follows), "clause" (a reporting verb follows: "حسبما أعلن"), "as" (كما, a source
    only before a verb without content of its own), "pronoun" (it takes the speaker up again, and ends the
    words), "headline" (what parts speaker and words in a title).
    """

    id: str
    forms: tuple[str, ...]
    role: str
    act: str
    source: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class NominalCue(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A noun that carries words or an attitude: "أمل", "اتهامات", "تصريحات".

    `forms` are without article and pronoun. Under a verb that takes attitudes ("أعرب عن أمله") it decides the act, and
    stays in the content if `keep`. `light`: it may stand under a light verb ("وجه اتهامات"). `frames` as for verbs:
    where the content stands when the noun is a cue by itself (none: never).
    """

    id: str
    forms: tuple[str, ...]
    act: str
    source: str
    frames: tuple[str, ...] = ()
    keep: bool = False
    light: bool = False
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class AnswerWord(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A class of words by which an answer refers to an accusation (`accusations.toml`): "accusation" names it, "matter"
    takes it up right after it ("ذلك"), "baseless" says that there is nothing in it."""

    id: str
    forms: tuple[str, ...]
    source: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""
