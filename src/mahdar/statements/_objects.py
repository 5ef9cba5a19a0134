"""The object of a reporting verb as what was said: «نفى وجود», «اتهم … بـ», «أعرب عن أمله في», «تحذيرات الهيئة من»."""

from mahdar.knowledge import CLITICS
from mahdar.statements._speaker import preceding_subject, together
from mahdar.statements._walk import Opening, Walk

_FAR_HEAD = 4  # words of a construct before the one with the article


class ObjectWalk(Walk):
    """The part of a walk that deals with objects and nouns of attitude."""

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
        if (self.frames.unless and self._no_words(start)) or (self.frames.verdict and not self._told(start)):
            return None
        if self.reading.verb.attitudes:
            attitude = self.lexicon.attitude(self.tokens[start].form)
            if attitude is not None:
                return self._attitude(start)
        return None if self.frames.attitude else self._open("object", start)

    def _told(self, start: int) -> bool:
        """Whether something definite stands at `start`, of which a verdict can say more; not «أعلى مسؤول»."""
        if self.reading.pronoun:
            return True
        if self.layout.word_in(start, "cue.superlative"):
            return False
        for at in range(start, min(start + _FAR_HEAD, self.last)):
            token, reference = self.tokens[at], self.layout.reference[at]
            named = reference is not None and reference.form != "noun"
            if (
                token.article
                or token.pronoun
                or named
                or at in self.layout.opens
                or self.layout.word_in(at, "cue.told_of")
            ):
                return True
            if token.kind != "word" or token.prep or token.conj or "preposition" in token.tags:
                return False
        return False

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
            if self._clitic(at) in self.frames.object_preps:
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

    def _light(self, at: int) -> Opening | None:
        unnamed = at == self.cue.at + 1 and self.tokens[at].article and self.subject is None and not self.led
        for length in (2, 1):
            words = " ".join(self.tokens[index].form for index in range(at, min(at + length, self.last)))
            noun = self.lexicon.attitude(words)
            if noun is not None and noun.light:
                if unnamed and noun.act == "accuse":
                    return None  # «وجه الاتهام للرئيس»: nobody is told who did
                self.act = noun.act
                return self._open("prep", self._after_preposition(at + length))
        return None

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
