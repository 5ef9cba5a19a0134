"""Where the content of a report begins: the frame of the verb matched against what follows it."""

from mahdar.knowledge import CLITICS
from mahdar.statements._cues import Cue
from mahdar.statements._layout import Layout
from mahdar.statements._lexicon import Reading
from mahdar.statements._subjects import SubjectWalk
from mahdar.statements._walk import Opening

_STOPS = frozenset(("\u061b", ";", "!", "\u061f", "?"))


def open_content(layout: Layout, cue: Cue, cues: dict[int, Cue]) -> Opening | None:
    """The first reading of the cue whose frame fits, None where none does."""
    for reading in cue.readings:
        opening = _Scan(layout, cue, reading, cues).run()
        if opening is not None:
            return opening
    return None


class _Scan(SubjectWalk):
    """The walk itself, word by word."""

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
            listed = layout.word_in(at - 1, "cue.list") and at + 1 not in layout.opens
            if not self.reading.verb.strong and at + 1 < len(self.tokens) and (listed or self._breaks_line(at)):
                return -1  # the colon of a list: «نشرت الوزارة صورا من سبع مدن:»
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

    def _breaks_line(self, at: int) -> bool:
        """Whether a new line begins after the mark at `at`, and no quotation with it."""
        gap = self.layout.text[self.tokens[at].end : self.tokens[at + 1].start]
        return "\n" in gap and at + 1 not in self.layout.opens

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
        brings = self.tokens[quote.first].prep
        if brings and brings in self.frames.preps and self.reading.verb.role != "carrier":
            return self._preposition(quote.first, brings)  # «طالب … "بالاعتذار"»
        if self.frames.object and self.noun_at is None and not governed and not covered:
            self.noun_at = at
        return quote.last + 1

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
        """A word that names nobody: the frame of the verb, something passed over, or a noun."""
        framed = self._framed_word(at)
        if framed is not None:
            return framed
        passed = self._passed_word(at)
        return self._noun(at) if passed is None else passed

    def _framed_word(self, at: int) -> Opening | int | None:
        """What the word opens where it belongs to the frame of the verb; None where it does not."""
        layout, token = self.layout, self.tokens[at]
        carrier = self.reading.verb.role == "carrier"
        if carrier and self.origin is None and token.stem in self.frames.preps:
            reference = layout.reference[at + 1] if at + 1 < self.last else None
            if reference is not None:
                self.origin = reference
                return reference.last
            self.somebody = True
        if self.frames.whether and layout.word_in(at, "cue.whether"):
            return self._question(at)
        if token.stem in self.lexicon.saying and at + 1 < self.last and layout.that[at + 1]:
            return self._open("that", at + 2) or -1
        clitic = self._clitic(at)
        prep = token.stem if token.stem in self.frames.preps and not token.prep else clitic
        if prep in self.frames.preps and not carrier and not self._adjunct(at, prep):
            if self.noun_at is not None and self.frames.object and (self.subject is not None or self.led):
                return self._object() or -1
            return self._preposition(at, prep)
        brought = clitic in self.frames.object_preps or token.form in self.frames.object_preps
        if brought and self._object_start() is not None and not self._side(at):
            return self._object() or -1
        opened = self._light(at) if self.frames.noun else None
        if opened is not None:
            return opened
        taken = self.reading.kind == "masdar" and self.frames.object and token.prep == CLITICS.dative
        if taken and self.noun_at is None:
            self.noun_at = at
            return at + 1
        return None

    def _passed_word(self, at: int) -> int | None:
        """The next token to look at where the word is no part of subject or content, -1 at the end; None for a noun."""
        layout, token = self.layout, self.tokens[at]
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
        paper = token.stem in self.lexicon.words("cue.paper") and self.may_take
        if paper and (at == self.cue.at + 1 or (token.article and self.subject is None)):
            self.paper = True
            return at + 1
        return None

    def _noun(self, at: int) -> int:
        """The next token after a noun that names nobody, which may be the object."""
        layout, token, before = self.layout, self.tokens[at], self.tokens[at - 1]
        known = self.subject is not None or self.led
        fresh = bool(token.tags & {"indefinite_masdar", "reporting_masdar"}) and not token.article
        fresh = fresh or (before.article and not token.article and not token.conj and known)
        paper = any(layout.word_in(back, "cue.document") for back in range(max(self.cue.at + 1, at - 3), at))
        fresh = fresh and not (paper and not token.pronoun and self.inside_phrase)
        if self.noun_at is not None or (self.inside_phrase and not (fresh and "preposition" not in before.tags)):
            return at + 1
        described = token.article and token.tags & {"number_word", "adjective", "demonym"}
        if described and self.subject is not None and at == self.subject.last:
            return at + 1  # «القادة الثلاثة»
        if token.conj and self.subject is not None:
            self.inside_phrase = True  # it is joined to the subject
            return at + 1
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
        clitic = self._clitic(at) == prep
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

    def _enter_document(self) -> bool:
        """Whether a document follows: «جاء في بيان …»."""
        at = self.cue.at + 1
        if at + 1 >= self.last or "preposition" not in self.tokens[at].tags:
            return False
        if not self.layout.word_in(at + 1, "cue.document"):
            return False
        self.paper = True
        return True
