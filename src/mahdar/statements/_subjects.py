"""Actors on the way from a cue to its content: the subject, those addressed, carriers, the one who is accused."""

from mahdar.knowledge import CLITICS
from mahdar.resolution import Reference
from mahdar.statements._objects import ObjectWalk
from mahdar.statements._speaker import agrees, together
from mahdar.statements._walk import Opening


class SubjectWalk(ObjectWalk):
    """The part of a walk that gives the actors their places."""

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
        if self._acts_in_object(at):
            return False
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

    def _acts_in_object(self, at: int) -> bool:
        """Whether the object is a deed with its own doer, so that the reference at `at` is what that is done to or with:
        «أيدت استخدام الجيش القوة»."""
        noun = self.noun_at
        if noun is None or noun + 1 >= at or self.tokens[noun].article:
            return False
        doer = self.layout.reference[noun + 1]
        deed = self.tokens[noun].tags & {"indefinite_masdar", "event_noun", "governing_noun"}
        return bool(deed) and doer is not None and doer.last == at and doer.first == noun + 1

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
