"""Where the content of a report begins: the frame of the verb matched against what follows it."""

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.resolution import Reference
from mahdar.statements._cues import Cue
from mahdar.statements._layout import Layout
from mahdar.statements._lexicon import Reading
from mahdar.statements._speaker import agrees, preceding_subject, together

_FARTHEST = 60
_NO_NOUNS = frozenset(
    ("preposition", "conjunction_word", "particle_that", "but", "relative", "relative_strict", "past_auxiliary",
     "perfective", "time_word", "negation")
)  # fmt: skip
_STOPS = frozenset(("\u061b", ";", "!", "\u061f", "?"))


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


def open_content(layout: Layout, cue: Cue, cues: dict[int, Cue]) -> Opening | None:
    """The first reading of the cue whose frame fits, None where none does."""
    for reading in cue.readings:
        opening = _Scan(layout, cue, reading, cues).run()
        if opening is not None:
            return opening
    return None


class _Scan:
    """One walk from a cue to its content."""

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

    def run(self) -> Opening | None:
        """The opening, or None."""
        if self.reading.verb.role == "document" and not self._enter_document():
            return None
        if self.reading.kind == "masdar" and not self.reading.pronoun:
            return self._owned()
        at = self.cue.at + 1
        while at < self.last:
            step = self._step(at)
            if isinstance(step, Opening):
                return step
            if step < 0:
                break
            at = self._quotation_between(at, step)
        return self._without_particle()

    def _quotation_between(self, at: int, step: int) -> int:
        """`step`, or before it the mark of a quotation that a phrase ran into."""
        for mark in range(at + 1, step):
            quote = self.layout.opens.get(mark)
            if quote is None or self.layout.reference[at] is not self.layout.reference[mark - 1]:
                continue
            if quote.last > step or self.tokens[quote.first].prep in self.frames.object_preps:
                return mark
        return step

    def _owned(self) -> Opening | None:
        """The opening after a noun with its speaker: «تأكيد الوزير على أن», «إعلان الوزير إلغاء», «تحذيرات المنظمة من»."""
        layout, tokens = self.layout, self.tokens
        self.subject = layout.reference[self.cue.at + 1]
        assert self.subject is not None
        at = end = together(layout, self.subject)[-1].last
        while at < min(self.last, end + 3) and self._passing(at):
            at += 1
        if at + 2 >= self.last or tokens[at].kind != "word":
            return None
        if layout.that[at]:
            return self._open("that", at + 1) if self.frames.that else None
        governs = "preposition" in tokens[at].tags and not layout.word_in(at, "cue.before_that")
        if layout.that[at + 1] and governs and self.frames.that:
            return self._open("that", at + 2)
        if self.frames.whether and layout.word_in(at, "cue.whether") and layout.word_in(at + 1, "cue.if"):
            return self._open("whether", at + 2)
        before = tokens[self.cue.at - 1] if self.cue.at else tokens[self.cue.at]
        governed = "preposition" in before.tags or "time_word" in before.tags or bool(tokens[self.cue.at].prep)
        if self.frames.object and governed and self._deed(at) and not tokens[at].prep:
            return self._open("object", at)
        several = tokens[self.cue.at].stem in self.lexicon.words("cue.several")
        return self._owned_preposition(at) if several else None

    def _owned_preposition(self, at: int) -> Opening | None:
        """The opening after «تحذيرات المنظمة», «اتهامات الوزير»: at what the preposition of the frame brings."""
        layout, tokens = self.layout, self.tokens
        accused = layout.reference[at]
        if self.frames.object_preps and accused is not None and tokens[at].prep == CLITICS.dative:
            brought = accused.last < self.last and tokens[accused.last].prep in self.frames.object_preps
            return self._open("object", at) if brought else None
        if tokens[at].prep in self.frames.preps:
            return self._open("prep", at)
        if tokens[at].stem in self.frames.preps and not tokens[at].prep:
            return self._open("prep", at + 1)
        return None

    def _deed(self, at: int) -> bool:
        """Whether a deed stands at `at`, without the article: «إلغاء», «انسحاب»."""
        token = self.tokens[at]
        return bool(token.tags & {"indefinite_masdar", "event_noun"}) and not (token.article or token.conj)

    def _step(self, at: int) -> Opening | int:
        """The next token to look at, an opening, or -1 where the search ends."""
        layout, token = self.layout, self.tokens[at]
        if token.kind == "punct":
            return self._mark(at)
        source = layout.sources.get(at)
        if source is not None and source.phrase.role != "as":
            return self._source(at)
        if layout.that[at]:
            return self._that(at)
        reference = layout.reference[at]
        sets_on = at in self.cues and layout.is_comma(at - 1) and self.cues[at].readings[0].kind == "participle"
        if reference is not None and reference.first == at and not sets_on:
            return self._reference(at, reference)
        if at in self.cues:
            step = self._other_cue(at)
            if step:
                return step
        if "relative_strict" in token.tags:
            self.relative = True
            return at + 1
        if layout.word_in(at, "cue.breaks") and layout.is_punct(at - 1):
            return -1
        if "but" in token.tags and layout.is_punct(at - 1) and not layout.word_in(at, "cue.but_that"):
            return -1
        if self.relative and not self._ends_relative(at):
            return at + 1
        self.relative = False
        return self._word(at)

    def _ends_relative(self, at: int) -> bool:
        """Whether the word at `at` goes on with the main clause: «إسرائيل التي شنت ضربات بـ"الكذب"», «من الأشخاص الذين
        كانوا في الموقع إرسال صور»."""
        token = self.tokens[at]
        if self.noun_at is not None and token.form in self.frames.object_preps:
            return self.layout.is_opening(at + 1) if at + 1 < self.last else False
        asked = bool(self.addressed) and self.frames.object and self.noun_at is None
        return asked and self.tokens[at - 1].article and self._deed(at) and not token.prep

    def _mark(self, at: int) -> Opening | int:
        layout, form = self.layout, self.tokens[at].form
        if form == ":":
            return (self._open("colon", at + 1) or -1) if self.frames.speech or self.frames.that else -1
        if at in layout.opens:
            return self._quotation(at)
        if form == "(":
            return layout.after_bracket(at)
        if form in _STOPS or form.startswith(".."):
            return -1
        if layout.is_comma(at) or layout.is_dash(at):
            self.inside_phrase = False
            if self.relative and at > self.cue.at + 2:
                self.relative, self.pending = False, 0
        return at + 1

    def _quotation(self, at: int) -> Opening | int:
        layout, quote = self.layout, self.layout.opens[at]
        before = at - 1
        length = quote.last - quote.first
        named = layout.reference[quote.first]
        if named is not None and named.first == quote.first and named.last == quote.last:
            return quote.first
        if self._object_first(at, length) or self._brought(at):
            return self._object() or -1
        governed = before > self.cue.at and (
            "preposition" in self.tokens[before].tags
            or layout.word_in(before, "cue.naming")
            or (layout.word_in(before, "cue.medium") and not (self.tokens[before].article and length >= 6))
            or (self.relative and length < 5)
        )
        covered = layout.reference[at] is not None and layout.reference[before] is layout.reference[at]
        if self.frames.speech and not governed and not covered:
            ends = quote.last + 1 >= self.last or (
                layout.is_punct(quote.last + 1) and self.tokens[quote.last + 1].form != ":"
            )
            if length >= 4 or ends or before == self.cue.at:
                return self._open("speech", at) or -1
        if self.frames.object and self.noun_at is None and not governed and not covered:
            self.noun_at = at
        return quote.last + 1

    def _object_first(self, at: int, length: int) -> bool:
        """Whether words of the object stand before the quotation: «رفضه "أي تغيير"»."""
        if (
            self.noun_at is None
            or self.subject is None
            or not self.frames.object
            or self.layout.tokens[at - 1].kind != "word"
        ):
            return False
        noun = self.tokens[self.noun_at].tags & {"indefinite_masdar", "event_noun"}
        return length < 5 or bool(noun) or self.lexicon.attitude(self.tokens[self.noun_at].form) is not None

    def _brought(self, at: int) -> bool:
        """Whether the quotation brings what the object asks for: «اتهم الحكومة "بالتواطؤ"»."""
        first = self.tokens[self.layout.opens[at].first]
        return first.prep in self.frames.object_preps and self.noun_at is not None and self.noun_at > self.cue.at

    def _source(self, at: int) -> int:
        layout, source = self.layout, self.layout.sources[at]
        if source.phrase.role == "pronoun":
            return -1 if self.noun_at is not None else source.last
        self.consumed.append(at)
        reference = layout.reference[source.last] if source.last < self.last else None
        if source.phrase.role == "clause":
            return self._source_clause(source.last)
        if reference is None:
            return source.last
        if source.phrase.role == "carrier" and self.subject is not None and self.origin is None:
            self.origin = reference
        else:
            self.carriers.append(reference)
        self.inside_phrase = True
        return reference.last

    def _source_clause(self, at: int) -> int:
        """The token after «وفق ما نقلته وكالة …» between the cue and its content; -1 where the content came before."""
        if self.noun_at is not None and (self.frames.object or self.frames.object_preps):
            return -1
        for index in range(at, min(at + 9, self.last)):
            reference = self.layout.reference[index]
            if self.layout.is_punct(index):
                return -1
            if reference is not None:
                self.carriers.append(reference)
                self.inside_phrase = True
                return reference.last
            if index in self.cues:
                self.consumed.append(index)
        return -1

    def _that(self, at: int) -> Opening | int:
        if self.relative and self.pending:
            self.pending -= 1
            return at + 1
        if self.noun_at is not None and (self.frames.object_preps or self.frames.object) and self._hangs_on_noun(at):
            return self._object() or -1
        if self.frames.object_preps and self._object_start() is not None:
            return self._object() or -1
        if self._after_as(at):
            return -1
        if at + 1 < self.last and self.layout.is_punct(at + 1) and at + 1 not in self.layout.opens:
            return at + 1
        if at - 1 > self.cue.at and self._governed_noun(at - 1):
            return at + 1
        if at - 1 > self.cue.at and self.layout.word_in(at - 1, "cue.before_that"):
            return at + 1
        if self.reading.verb.role == "carrier" and self.noun_at is not None and self.origin is None:
            return -1
        if self.frames.that or self._governed_particle(at):
            return self._open("that", at + 1) or -1
        return -1

    def _governed_particle(self, at: int) -> bool:
        """Whether the particle stands after a preposition of the frame: «بأن», «من أن»."""
        preps = self.frames.preps | (self.frames.object_preps if self.subject is not None else frozenset())
        return self.tokens[at].form[:1] in preps or self.tokens[at - 1].stem in preps

    def _after_as(self, at: int) -> bool:
        source = self.layout.sources.get(at - 1)
        return source is not None and source.phrase.role == "as"

    def _governed_noun(self, at: int) -> bool:
        """Whether a noun with a preposition stands at `at`, that takes the clause after it: «بشرط أن»."""
        token = self.tokens[at]
        return bool(token.prep) and token.kind == "word" and self.layout.reference[at] is None and not self._passing(at)

    def _hangs_on_noun(self, at: int) -> bool:
        """Whether the clause of the particle at `at` belongs to the object: «ضرورة أن», «الاتهامات بأن»."""
        if self.layout.is_comma(at - 1) or self.inside_phrase or self.noun_at is None:
            return False
        if self.passed is not None and self.noun_at == self.passed.first:
            return bool(self.frames.object_preps)
        if self.subject is None and self.noun_at == self.cue.at + 1 and not self.nominal:
            return self._abstract(self.noun_at)
        governed = bool(self.tokens[at].prep) or "preposition" in self.tokens[at - 1].tags
        return governed or self.noun_at >= at - 2 or bool(self.frames.object_preps)

    def _abstract(self, at: int) -> bool:
        """Whether the word at `at` is what is said, not who says it: «أهمية أن», not a name that nobody knows."""
        token = self.tokens[at]
        known = token.tags & {"indefinite_masdar", "event_noun", "reporting_masdar"}
        return not token.article and (bool(known) or self.layout.word_in(at, "cue.abstract"))

    def _reference(self, at: int, reference: Reference) -> Opening | int:
        layout, token = self.layout, self.tokens[at]
        governed = layout.governed(reference) and not (at == self.cue.at + 1 and not token.prep)
        if self._names_paper(at, reference) and not governed:
            self.paper = True
            if not token.article:
                self.subject = layout.issuer(reference)
            return reference.last
        if (
            self.reading.verb.role == "carrier"
            and self.origin is None
            and token.prep
            and token.prep in self.frames.preps
        ):
            self.origin = reference
            return reference.last
        if governed:
            return self._governed(at, reference)
        if self.paper and self.subject is None and self.reading.verb.role == "document":
            if not any(layout.is_comma(before) for before in range(self.cue.at, at)):
                self.subject = reference
            return reference.last
        if self._takes(at, reference):
            self.subject = reference
            return together(layout, reference)[-1].last
        if self.inside_phrase or self.relative:
            if layout.carrier(reference):
                self.carriers.append(reference)
            return reference.last
        if self.frames.addressed and not self.frames.object_preps and not self._apposed(at):
            self.addressed.append(reference)
        elif self.subject is not None and self.noun_at is None and token.conj and self.layout.reference[at - 1] is None:
            return reference.last  # joined to the subject
        elif (self.frames.object or self.frames.object_preps) and self.noun_at is None and not self._apposed(at):
            self.noun_at = at
        return reference.last

    def _apposed(self, at: int) -> bool:
        """Whether the reference at `at` names the subject again: «الناطق باسم الكرملين، ديمتري بيسكوف»."""
        reference = self.layout.reference[at]
        if self.subject is None or reference is None:
            return False
        if set(reference.entities) & set(self.subject.entities):
            return True
        return (
            self.layout.is_comma(at - 1)
            and self.subject.last == at - 1
            and reference.kind == "person"
            and reference.last < self.last
            and self.layout.is_comma(reference.last)
        )

    def _governed(self, at: int, reference: Reference) -> Opening | int:
        layout, token = self.layout, self.tokens[at]
        if (
            token.prep
            and token.prep in self.frames.preps
            and not self.frames.addressed
            and not self.nominal_audience(at)
        ):
            return self._open("prep", at) or -1
        if token.prep and token.prep in self.frames.object_preps and self._object_start() is not None:
            return self._object() or -1
        if self.paper and self.subject is None:
            self.subject = reference
        elif self.noun_at is not None and (self.frames.object or self.frames.object_preps):
            return reference.last
        elif layout.carrier(reference):
            self.carriers.append(reference)
        elif self._prep_before(at) in self.frames.asked_of or (token.prep == CLITICS.dative and self._spoken_to(at)):
            self.addressed.append(reference)
        self.inside_phrase = False
        return reference.last

    def _names_paper(self, at: int, reference: Reference) -> bool:
        """Whether the reference in the subject's place is a document that was taken for an actor."""
        if not self.may_take or self.subject is not None or reference.kind in ("person", "group"):
            return False
        return self.tokens[at].stem in self.lexicon.words("cue.paper")

    def _spoken_to(self, at: int) -> bool:
        """Whether somebody addressed stands at `at`: right after the verb or its subject, not inside another phrase."""
        before = self.layout.reference[at - 1]
        alone = at - 1 == self.cue.at or self.layout.is_punct(at - 1) or self._passing(at - 1)
        return not self.inside_phrase and (alone or (before is not None and before is self.subject))

    def nominal_audience(self, at: int) -> bool:
        """Whether those addressed stand at `at`: للصحفيين."""
        return self.layout.word_in(at, "cue.audience")

    def _prep_before(self, at: int) -> str:
        return self.tokens[at - 1].stem if at > self.cue.at + 1 else ""

    def _takes(self, at: int, reference: Reference) -> bool:
        """Whether the reference stands where the subject does, and agrees with the verb."""
        if self.subject is not None or not self.may_take or reference.inner or self.inside_phrase or self.relative:
            return False
        if self.noun_at is not None and not (self.frames.that or self.frames.speech):
            return False
        if self.noun_at is not None and self.noun_at == at - 1:
            titled = self.tokens[at - 1].article and reference.kind == "person" and not self.tokens[at].article
            if not titled or self.frames.addressed:
                return False  # a genitive («نقل السفارة»), or what follows a subject that nobody knows
        if not agrees(self.layout, self.reading, reference, before=False):
            if at == self.cue.at + 1 and not self.frames.addressed:
                self.passed = reference
            return False
        if self.frames.addressed and self.reading.conj and self.tokens[at].tags & {"quantifier"}:
            return False
        if self.frames.object_preps and not self.reading.pronoun and self._lone_object(reference):
            return False
        if self.frames.whom and self._lone_addressee(reference):
            return False
        if self.cue.clause == "relative" and at != self.cue.at + 1:
            return False
        self.noun_at = None
        return True

    def _lone_object(self, reference: Reference) -> bool:
        """Whether the reference is followed at once by the preposition that an object asks for: «وصف الوزير بأنه»."""
        at = reference.last
        if at >= self.last or not (self.reading.conj or self.cue.head == self.cue.at):
            return False
        token = self.tokens[at]
        return token.prep in self.frames.object_preps or (
            self.layout.that[at] and token.form[:1] in self.frames.object_preps
        )

    def _lone_addressee(self, reference: Reference) -> bool:
        """Whether the reference is the only one of a verb that speaks to somebody, and the one who speaks was named
        before it in the sentence: «انتقد الوزير … وحث الحكومة على», «التي تطالب الحكومة بـ»."""
        at = reference.last
        if at >= self.last or not (self.cue.joined or self.cue.clause == "relative"):
            return False
        token = self.tokens[at]
        preps = self.frames.preps
        if not (token.prep in preps or token.stem in preps or self.layout.that[at]):
            return False
        if self.cue.clause == "relative":
            return True
        first = self.layout.sentences[self.layout.sentence[self.cue.at]].first
        return any(
            cue.clause == "main"
            and other.kind == "finite"
            and (other.gender, other.number) == (self.reading.gender, self.reading.number)
            for back, cue in self.cues.items()
            if first <= back < self.cue.at
            for other in cue.readings[:1]
        )

    def _other_cue(self, at: int) -> int:
        """What another cue on the way means: 0 nothing, -1 the end, or where to go on."""
        other = self.cues[at]
        reading = other.readings[0]
        if reading.kind == "participle":
            if self.lexicon.frames[reading.verb.id].bare and self.frames.speech:
                self.consumed.append(at)
                self.noun_at, self.inside_phrase, self.relative = None, False, False
                return at + 1
            return -1
        if reading.kind == "masdar":
            if self.origin is not None:
                self.reading, self.cue_at = reading, at
                self.frames = self.lexicon.frames[reading.verb.id]
                self.act = reading.verb.act
                self.consumed.append(at)
                self.inside_phrase, self.nominal, self.may_take, self.noun_at = False, True, False, None
                self.relative, self.pending = False, 0
                return at + 1
            return 0
        if other.clause == "what" and (self.frames.object or self.frames.object_preps):
            if self.noun_at is None:
                self.noun_at = other.head - 1
            self.relative = True
            self.pending += self._waits(reading)
            return at + 1
        passed_on = reading.pronoun and reading.verb.role == "carrier" and self._after_paper(at)
        if self.relative or other.clause == "relative" or passed_on:
            self.relative = True
            self.pending += self._waits(reading)
            self.consumed.append(at)
            return at + 1
        if self._keeps_name(at):
            self.relative = True
            self.consumed.append(at)
            return at + 1
        if reading.conj or self.layout.is_punct(at - 1) or other.clause in ("what", "as"):
            return -1
        leading = self.layout.reference[other.head - 1]
        if leading is not None and leading is not self.subject and not leading.prep and not self.inside_phrase:
            return -1
        if self.inside_phrase and not reading.doubtful:
            self.relative = True
            self.pending += self._waits(reading)
            self.consumed.append(at)
            return at + 1
        return 0

    def _after_paper(self, at: int) -> bool:
        """Whether the verb at `at` hangs on a document: «في بيان رسمي نقلته الوكالة»."""
        return any(self.layout.word_in(back, "cue.document") for back in range(max(self.cue_at + 1, at - 3), at))

    def _keeps_name(self, at: int) -> bool:
        """Whether the verb at `at` says that the speaker wants no name: «، رفضوا الكشف عن أسمائهم، إن», «طلب عدم ذكر اسمه»."""
        if self.cue_at >= at or not self.layout.is_comma(at - 1):
            return False
        nearby = range(at + 1, min(at + 5, self.last))
        return any(self.layout.word_in(index, "cue.own_name") for index in nearby)

    def _waits(self, reading: Reading) -> bool:
        """Whether a verb on the way takes a particle of its own."""
        return self.lexicon.frames[reading.verb.id].that and not reading.pronoun

    def _word(self, at: int) -> Opening | int:
        layout, token = self.layout, self.tokens[at]
        if self.reading.verb.role == "carrier" and self.origin is None and token.stem in self.frames.preps:
            reference = layout.reference[at + 1] if at + 1 < self.last else None
            if reference is not None:
                self.origin = reference
                return reference.last
            self.somebody = True
        if self.frames.whether and layout.word_in(at, "cue.whether"):
            return self._question(at)
        if token.stem in self.lexicon.saying and at + 1 < self.last and layout.that[at + 1]:
            return self._open("that", at + 2) or -1
        prep = token.stem if token.stem in self.frames.preps and not token.prep else token.prep
        if prep in self.frames.preps and self.reading.verb.role != "carrier" and not self._adjunct(at, prep):
            if self.noun_at is not None and self.frames.object and (self.subject is not None or self.led):
                return self._object() or -1
            return self._preposition(at, prep)
        brought = token.prep in self.frames.object_preps or token.form in self.frames.object_preps
        if brought and self._object_start() is not None and not self._side(at):
            return self._object() or -1
        if self.frames.noun:
            opened = self._light(at)
            if opened is not None:
                return opened
        if (
            self.reading.kind == "masdar"
            and self.frames.object
            and token.prep == CLITICS.dative
            and self.noun_at is None
        ):
            self.noun_at = at
            return at + 1
        if layout.word_in(at, "cue.manner") and (token.prep or "preposition" in self.tokens[at - 1].tags):
            self.inside_phrase = False
            return at + 2
        if token.tags & {"preposition", "preposition_pronoun"} or token.prep or self._side(at):
            self.inside_phrase = "preposition_pronoun" not in token.tags
            return at + 1
        if at == self.cue.at + 1 and layout.word_in(at, "cue.someone") and not self.nominal:
            self.somebody, self.may_take = True, False
            return at + 1
        if self._passing(at):
            self.inside_phrase = False
            return at + 1
        if self._hangs_without_relative(at):
            self.relative = True
            return at + 1
        if layout.is_comma(at - 1) and (layout.word_in(at, "cue.link") or self.reading.pronoun):
            return -1  # «…، كما», and after a comma nothing that a bound object waits for: «لائحة أعلنتها المملكة، …»
        if "each_of" in token.tags and at + 1 < self.last and not token.article and token.stem != token.form[:1]:
            following = layout.reference[at + 2] if at + 2 < self.last else None
            if following is not None and following.first == at + 2 and following.prep == self.tokens[at + 1].form:
                return at + 2
        if token.article and token.stem in self.lexicon.words("cue.paper") and self.subject is None and self.may_take:
            self.paper = True
            return at + 1
        if token.stem in self.lexicon.words("cue.paper") and at == self.cue.at + 1 and self.may_take:
            self.paper = True
            return at + 1
        fresh = token.tags & {"indefinite_masdar", "reporting_masdar"} and not token.article
        fresh = fresh or (
            self.tokens[at - 1].article
            and not token.article
            and not token.conj
            and (self.subject is not None or self.led)
        )
        paper = any(layout.word_in(before, "cue.document") for before in range(max(self.cue.at + 1, at - 3), at))
        fresh = fresh and not (paper and not token.pronoun and self.inside_phrase)
        if self.inside_phrase and not (fresh and "preposition" not in self.tokens[at - 1].tags):
            return at + 1
        described = token.article and token.tags & {"number_word", "adjective", "demonym"}
        if self.noun_at is None and described and self.subject is not None and at == self.subject.last:
            return at + 1  # «القادة الثلاثة»
        if self.noun_at is None and token.conj and self.subject is not None:
            self.inside_phrase = True  # it is joined to the subject
            return at + 1
        if self.noun_at is None:
            self.noun_at = at
            self.inside_phrase = False
        return at + 1

    def _hangs_without_relative(self, at: int) -> bool:
        """Whether a verb in the plural right after a subject without the article tells more of it: «أطباء يعملون …»."""
        subject = self.subject
        if subject is None or at != subject.last or self.tokens[subject.first].article or self.noun_at is not None:
            return False
        form, words = self.tokens[at].form, self.lexicon.words
        present = form[:1] in words("cue.present") and len(form) > 4
        return present and form.endswith(tuple(words("cue.plural_present")))

    def _question(self, at: int) -> Opening | int:
        """The opening at «هل …», or after «عما إذا»."""
        if at + 1 < self.last and self.layout.word_in(at + 1, "cue.if"):
            return self._open("whether", at + 2) or -1
        return self._open("whether", at) or -1

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

    def _side(self, at: int) -> bool:
        return self.tokens[at].stem in self.lexicon.words("cue.side") and bool(self.tokens[at].pronoun)

    def _adjunct(self, at: int, prep: str) -> bool:
        """Whether the preposition at `at` brings place, time or manner: «على تويتر», «من جهته»."""
        token = self.tokens[at]
        inner = at if token.prep == prep else at + 1
        if inner >= self.last:
            return True
        layout = self.layout
        if self._side(inner) or layout.word_in(inner, "cue.adjunct") or layout.word_in(inner, "cue.weekday"):
            return True
        if inner != at and "relative_strict" in self.tokens[inner].tags:
            return False
        if layout.word_in(inner, "cue.document") and not self.tokens[inner].article:
            return True
        return layout.is_comma(inner)

    def _preposition(self, at: int, prep: str) -> Opening | int:
        layout, token = self.layout, self.tokens[at]
        clitic = token.prep == prep
        inner = at if clitic else at + 1
        if not clitic and layout.that[inner]:
            return self._open("that", inner + 1) or -1
        reference = layout.reference[inner]
        if reference is not None and (prep in self.frames.asked_of or self._another(reference.last, prep)):
            if prep in self.frames.asked_of:
                self.addressed.append(reference)
            return reference.last
        if token.form == prep and clitic:
            inner = at + 1
        attitude = self.lexicon.attitude(self.tokens[inner].form) if self.reading.verb.attitudes else None
        if attitude is not None:
            return self._attitude(inner) or -1
        return self._open("prep", inner) or -1

    def _another(self, at: int, prep: str) -> bool:
        """Whether the same frame opens again soon, so that the first preposition belongs to the subject."""
        for index in range(at, min(at + 6, self.last)):
            token = self.tokens[index]
            if token.kind == "punct":
                return False
            if token.prep == prep or (token.stem == prep and not token.prep) or self.layout.that[index]:
                return True
        return False

    def _light(self, at: int) -> Opening | None:
        for length in (2, 1):
            words = " ".join(self.tokens[index].form for index in range(at, min(at + length, self.last)))
            noun = self.lexicon.attitude(words)
            if noun is not None and noun.light:
                self.act = noun.act
                return self._open("prep", self._after_preposition(at + length))
        return None

    def _attitude(self, at: int) -> Opening | None:
        """The opening at a noun of attitude: it makes the act, and stays in the content where it says something."""
        noun = self.lexicon.attitude(self.tokens[at].form)
        assert noun is not None
        self.act = noun.act
        self.consumed.append(at)
        after = self._after_preposition(at + 1)
        if noun.keep or (after == at + 1 and not self.tokens[at].pronoun and noun.act == self.reading.verb.act):
            return self._open("object", at)
        return self._open("prep", after)

    def _after_preposition(self, at: int) -> int:
        while at < self.last and (self.layout.reference[at] is not None or "own_state" in self.tokens[at].tags):
            if self.tokens[at].prep or self.layout.is_punct(at):
                break
            at += 1
        if at >= self.last:
            return at
        token = self.tokens[at]
        if token.tags & {"preposition"} and not token.prep:
            at += 1
        if at < self.last and self.layout.that[at]:
            at += 1
        return at

    def _object_start(self) -> int | None:
        if self.noun_at is not None:
            return self.noun_at
        if self.reading.pronoun:
            return -1
        return None

    def _object(self) -> Opening | None:
        start = self._object_start()
        if start is None:
            return None
        if start < 0:
            return self._bound_object()
        if self.frames.unless and self._no_words(start):
            return None
        if self.reading.verb.attitudes:
            attitude = self.lexicon.attitude(self.tokens[start].form)
            if attitude is not None:
                return self._attitude(start)
        return None if self.frames.attitude else self._open("object", start)

    def _no_words(self, start: int) -> bool:
        """Whether the verb is no report with this object: a court convicts, or somebody is found guilty of something."""
        layout = self.layout
        subject = self.subject or preceding_subject(layout, self.cue, self.reading)
        heads = [self.cue.at + 1, *([subject.first] if subject is not None else [])]
        if any(at < self.last and layout.word_in(at, "cue.court") for at in heads):
            return True
        if self.reading.kind == "masdar":
            nearby = range(self.cue_at + 1, min(self.cue_at + 3, self.last))
        else:
            reference = layout.reference[start]
            if reference is None or reference.kind not in ("person", "group"):
                return False
            nearby = range(reference.last, min(reference.last + 2, self.last))
        return any(self.tokens[at].prep in self.frames.unless for at in nearby)

    def _bound_object(self) -> Opening | None:
        """The content after the preposition, where the object is written on to the verb: «وصفه بـ»."""
        for at in range(self.cue.at + 1, self.last):
            token = self.tokens[at]
            if self.layout.that[at] and token.form[:1] in self.frames.object_preps:
                return self._open("that", at + 1)
            if token.form in self.frames.object_preps:
                return self._open("prep", at + 1)
            if token.prep in self.frames.object_preps:
                return self._open("prep", at)
        return None

    def _without_particle(self) -> Opening | None:
        if self.cue.clause == "relative" or (self.cue.clause == "what" and self.reading.pronoun):
            return None
        if self.reading.kind == "masdar" and self.noun_at is not None and self.noun_at > self.cue_at + 2:
            return None
        if self.noun_at is None:
            return None
        if self.frames.object or self.frames.attitude:
            return self._object()
        if self.frames.masdar and self.tokens[self.noun_at].tags & {
            "indefinite_masdar",
            "event_noun",
            "reporting_masdar",
        }:
            return self._object()
        return None

    def _enter_document(self) -> bool:
        """Whether a document follows: «جاء في بيان …»."""
        at = self.cue.at + 1
        if at + 1 >= self.last or "preposition" not in self.tokens[at].tags:
            return False
        if not self.layout.word_in(at + 1, "cue.document"):
            return False
        self.paper = True
        return True

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
        elif token.conj and kind == "prep":
            start = token.start + 1
        return Opening(
            kind, self.reading, self.cue_at, at, start, self.act, self.subject, self.origin, self.paper,
            tuple(self.addressed), tuple(self.carriers), tuple(self.consumed),
            self.somebody or (self.subject is None and self.noun_at is not None and not self.nominal
            and kind in ("that", "speech", "colon", "prep")),
            self.cue.at + 1 if self.noun_at == self.cue.at + 1 and not self.nominal else -1,
        )  # fmt: skip
