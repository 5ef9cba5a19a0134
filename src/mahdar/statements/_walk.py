"""A walk from a cue to its content: what it has met so far, and the opening that ends it."""

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.resolution import Reference
from mahdar.statements._cues import Cue
from mahdar.statements._layout import Layout
from mahdar.statements._lexicon import Reading
from mahdar.statements._speaker import preceding_subject

_FARTHEST = 60
_NO_NOUNS = frozenset(
    ("preposition", "conjunction_word", "particle_that", "but", "relative", "relative_strict", "past_auxiliary",
     "perfective", "time_word", "negation")
)  # fmt: skip


class Opening(msgspec.Struct, frozen=True, gc=False):
    """What follows a cue up to its content. `kind`: that, speech, colon, prep, object, whether, before (the content
    stands before the cue). `first`: the token where the content begins, `start` its place in the text. `subject`: the
    reference in the place of the subject; `origin`: the one quoted by a carrier; `paper`: a document has that place;
    `unknown`: words stand there that name nobody; `unnamed`: the first of them, right after the verb."""

    kind: str
    reading: Reading
    cue_at: int
    first: int
    start: int
    act: str
    subject: Reference | None = None
    origin: Reference | None = None
    paper: bool = False
    addressed: tuple[Reference, ...] = ()
    carriers: tuple[Reference, ...] = ()
    consumed: tuple[int, ...] = ()
    unknown: bool = False
    unnamed: int = -1


class Walk:
    """The state of one walk, and what every part of it asks of the words around."""

    def __init__(self, layout: Layout, cue: Cue, reading: Reading, cues: dict[int, Cue]) -> None:
        self.layout, self.cue, self.reading, self.cues = layout, cue, reading, cues
        self.lexicon = layout.lexicon
        self.tokens = layout.tokens
        self.frames = self.lexicon.frames[reading.verb.id]
        self.act = reading.verb.act
        self.cue_at = cue.at
        self.last = min(layout.sentences[layout.sentence[cue.at]].last, cue.at + _FARTHEST)
        self.subject: Reference | None = None
        self.origin: Reference | None = None
        self.paper = False
        self.addressed: list[Reference] = []
        self.carriers: list[Reference] = []
        self.consumed: list[int] = []
        self.noun_at: int | None = None
        self.nominal = reading.kind in ("participle", "masdar")
        self.led = preceding_subject(layout, cue, reading) is not None
        self.may_take = not (self.nominal or self.led or reading.number == "p" or self._noun_leads())
        self.inside_phrase = False
        self.relative = False
        self.pending = 0
        self.somebody = False
        self.passed: Reference | None = None

    def _noun_leads(self) -> bool:
        """Whether a noun that names nobody stands before the verb as its subject: «مسودة البيان تطالب»."""
        layout, head = self.layout, self.cue.head
        first = layout.sentences[layout.sentence[self.cue.at]].first
        if head == first or self.cue.joined or not (self.frames.addressed or self.frames.object_preps):
            return False
        for back in range(head - 1, max(first - 1, head - 6), -1):
            token = self.tokens[back]
            if token.kind != "word" or token.prep or token.tags & _NO_NOUNS:
                return False
        return head - 6 < first

    def _deed(self, at: int) -> bool:
        """Whether a deed stands at `at`, without the article: «إلغاء», «انسحاب»."""
        token = self.tokens[at]
        return bool(token.tags & {"indefinite_masdar", "event_noun"}) and not (token.article or token.conj)

    def _passing(self, at: int) -> bool:
        """Whether the word says when or how, or asserts the verb, and is no part of the content."""
        token, layout = self.tokens[at], self.layout
        if "demonstrative" in token.tags:
            return False
        return (
            token.kind == "number"
            or (at + 1 < self.last and self.tokens[at + 1].form == "/")
            or layout.word_in(at, "cue.adverb")
            or layout.word_in(at, "cue.weekday")
            or layout.word_in(at, "cue.audience")
            or bool(token.tags & {"time_word", "perfective", "past_auxiliary"})
        )

    def _clitic(self, at: int) -> str:
        """The preposition written on to the word at `at`, also where the two together are a preposition elsewhere: «بدعم»."""
        token = self.tokens[at]
        following = self.tokens[at + 1] if at + 1 < self.last else None
        if token.prep or "deed_preposition" not in token.tags or following is None:
            return token.prep
        return "" if following.stem in self.lexicon.words("cue.of") else token.form[:1]

    def _side(self, at: int) -> bool:
        return self.tokens[at].stem in self.lexicon.words("cue.side") and bool(self.tokens[at].pronoun)

    def _taken_elsewhere(self, kind: str) -> bool:
        """Whether the verb has another object, so that the clause is not its own: «يواصلون الحركة التي تصفها …»; or
        hangs on a noun that it takes up with a pronoun: «المعلومات التي أوردها المسؤولون»."""
        if kind not in ("that", "speech", "colon"):
            return False
        if "object" in self.frames.unless and self.subject is not None and self.noun_at is not None:
            return True
        return self.cue.clause == "relative" and bool(self.reading.pronoun) and not self.frames.object_preps

    def _open(self, kind: str, at: int) -> Opening | None:
        """The opening of this kind at a token; None past the end, and where it stands too far from a noun."""
        if at >= len(self.tokens) or self._taken_elsewhere(kind):
            return None
        if kind == "prep" and self.reading.kind == "masdar" and at > self.cue_at + 6:
            return None
        if self.reading.verb.role == "carrier" and self.somebody and self.origin is None and self.subject is not None:
            self.carriers.append(self.subject)  # «نقلت وكالة عن رجل في السوق أن»: the words are the man's
            self.subject = None
        if self.subject is None and self.passed is not None and kind in ("that", "speech", "colon"):
            self.subject = self.passed  # right after the verb it is the subject, whatever is held of its gender
        token = self.tokens[at]
        start = token.start
        if kind in ("prep", "object") and token.prep and not token.form.startswith(CLITICS.swallowed):
            start = token.stem_start
        elif kind == "prep" and "deed_preposition" in token.tags:
            start = token.stem_start + 1
        elif token.conj and kind == "prep":
            start = token.start + 1
        return Opening(
            kind, self.reading, self.cue_at, at, start, self.act, self.subject, self.origin, self.paper,
            tuple(self.addressed), tuple(self.carriers), tuple(self.consumed),
            self.somebody or (self.subject is None and self.noun_at is not None and not self.nominal
            and kind in ("that", "speech", "colon", "prep")),
            self.cue.at + 1 if self.noun_at == self.cue.at + 1 and not self.nominal else -1,
        )  # fmt: skip

    def nominal_audience(self, at: int) -> bool:
        """Whether those addressed stand at `at`: للصحفيين."""
        return self.layout.word_in(at, "cue.audience")

    def _prep_before(self, at: int) -> str:
        return self.tokens[at - 1].stem if at > self.cue.at + 1 else ""

    def _abstract(self, at: int) -> bool:
        """Whether the word at `at` is what is said, not who says it: «أهمية أن», not a name that nobody knows."""
        token = self.tokens[at]
        known = token.tags & {"indefinite_masdar", "event_noun", "reporting_masdar"}
        return not token.article and (bool(known) or self.layout.word_in(at, "cue.abstract"))
