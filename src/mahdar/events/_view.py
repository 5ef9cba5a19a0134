"""An article as this room looks at it: words, who stands where, and where clauses end."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import attrgetter

from mahdar.events._clauses import Clauses, read_clauses
from mahdar.knowledge import CLITICS, fold
from mahdar.model import Span, Statement, TimeExpression
from mahdar.resolution import Reference, Resolution
from mahdar.text import Document, Sentence, Token

_END, _SPELLINGS = attrgetter("end"), attrgetter("spellings")

BY = "by"  # the position of who did a deed told in the passive
BACKED = "backed"  # the position of who stands behind those who did it
HOLDING = "holding"  # the form of what belongs to a side
_FINITE = frozenset(("reporting_verb", "event_verb", "governing_verb"))
_NOUN_TOO = frozenset(("event_noun", "governing_noun", "indefinite_masdar", "reporting_masdar", "reporting_noun"))
_BREAKS = frozenset(("but", "clause_opener"))
_ACTORS = frozenset(("person", "state", "org", "group"))
CLOSED = frozenset(
    """preposition preposition_pronoun negation auxiliary perfective demonstrative quantifier past_auxiliary
    determiner""".split()
)
_MASDAR_REACH = 14
_LONGEST_APPOSITION = 9
_FAR_JOINED = 4  # tokens from one to the next that is joined to him
_QUOTES = frozenset('"\u00ab\u201c')
_BODIES = frozenset(("org", "state"))
_RESUMING = tuple(pronoun for pronoun in CLITICS.pronouns if len(pronoun) > 1)
_PERSONAL = frozenset(("person", "group", "org"))


class View:
    """The document with references, times and statements put to its tokens. `references` are the outer ones."""

    def __init__(
        self,
        document: Document,
        resolution: Resolution,
        times: Sequence[TimeExpression],
        statements: Sequence[Statement],
        capitals: Mapping[str, str],
        origins: Mapping[str, str] | None = None,
        whole_verbs: frozenset[str] = frozenset(),
        holds: bool = True,
    ) -> None:
        self.document = document
        self.tokens: tuple[Token, ...] = document.tokens
        self.statements = tuple(statements)
        # The contents of the statements by their beginnings, and how far those up to each go.
        self._said: list[tuple[int, int, int]] = sorted(
            (span.start, span.end, number)
            for number, statement in enumerate(self.statements)
            for span in statement.content
        )
        self._reach = list(accumulate((last for _, last, _ in self._said), max))
        # The statements by the ends of their cues.
        self._cues: list[tuple[int, int]] = sorted(
            (statement.cue.end, number) for number, statement in enumerate(self.statements)
        )
        self.references: dict[int, Reference] = {}
        self.pronouns: dict[int, Reference] = {}
        self.inner: dict[int, Reference] = {}
        self.covered: dict[int, Reference] = {}
        for reference in resolution.references:
            if self._is_verb(reference):
                continue  # "قمة تجمعه مع …" is no gathering of his
            if reference.form == "pronoun":
                self.pronouns.setdefault(reference.first, reference)
            elif reference.inner or reference.first in self.covered:
                self.inner.setdefault(reference.first, reference)
            else:
                self.references[reference.first] = reference
                for at in range(reference.first, reference.last):
                    self.covered[at] = reference
        self.kinds = {entity.id: entity.kind for entity in resolution.entities}
        self.names = {entity.id: entity.name for entity in resolution.entities}
        self.states = {entity.iso: entity.id for entity in resolution.entities if entity.iso and entity.kind == "state"}
        self._states_of = {
            entity.id: tuple(dict.fromkeys(self.states[o.of] for o in entity.offices if o.of in self.states))
            for entity in resolution.entities
            if entity.kind == "person"
        }
        for entity in resolution.entities:
            if entity.kind == "state":
                self._states_of[entity.id] = (entity.id,)
            elif entity.kind in ("org", "place") and entity.iso in self.states:
                self._states_of[entity.id] = (self.states[entity.iso],)
        self.timed: dict[int, TimeExpression] = {}
        self.time_tokens: dict[int, TimeExpression] = {}
        for time in times:
            at = bisect_right(self.tokens, time.span.start, key=_END)
            if at < len(self.tokens):
                self.timed[at] = time
            while at < len(self.tokens) and self.tokens[at].start < time.span.end:
                self.time_tokens[at] = time
                at += 1
        self._capitals = capitals
        self._origins = origins or {}
        for at, token in enumerate(self.tokens) if origins and holds else ():
            if "holding" in token.tags and at not in self.covered:
                self._hold(at)
        self._starts = sorted(self.references)
        self._whole_verbs = whole_verbs
        self._finite: dict[int, bool] = {}
        self._clauses: dict[int, Clauses] = {}
        self._words: dict[int, frozenset[str]] = {}

    def announced(self, start: int, far: int) -> list[tuple[int, Statement]]:
        """The statements whose cue ends at most so `far` before a place of the text, each with where its words begin, in their
        order."""
        first, last = bisect_left(self._cues, (start - far, 0)), bisect_right(self._cues, (start, len(self.statements)))
        found = [self.statements[number] for number in sorted(number for _, number in self._cues[first:last])]
        return [(min((span.start for span in one.content), default=-1), one) for one in found]

    def _is_verb(self, reference: Reference) -> bool:
        """Whether what was taken for a described group is a verb with a pronoun, after the noun of an event."""
        token = self.tokens[reference.first]
        if (
            reference.form != "noun"
            or reference.last - reference.first != 1
            or not token.pronoun
            or not reference.first
        ):
            return False
        return "governing_verb" in token.tags and "event_noun" in self.tokens[reference.first - 1].tags

    def clauses(self, sentence: Sentence) -> Clauses:
        """The clauses of a sentence, read once."""
        known = self._clauses.get(sentence.first)
        if known is None:
            known = self._clauses[sentence.first] = read_clauses(self, sentence.first, sentence.last)
        return known

    def words_of(self, sentence: Sentence) -> frozenset[str]:
        """All spellings of the words of a sentence, gathered once."""
        known = self._words.get(sentence.first)
        if known is None:
            tokens = self.tokens[sentence.first : sentence.last]
            known = self._words[sentence.first] = frozenset().union(*map(_SPELLINGS, tokens))
        return known

    def references_in(self, sentence: Sentence) -> list[Reference]:
        """The outer references that begin in a sentence, in order."""
        first, last = bisect_left(self._starts, sentence.first), bisect_left(self._starts, sentence.last)
        return [self.references[at] for at in self._starts[first:last]]

    def _hold(self, at: int) -> None:
        """Take "مواقع إيرانية" and "أهداف لحركة حماس" for the side that they belong to: what is done to them is done to it."""
        noun, next_at = self.tokens[at], at + 1
        while (
            next_at < len(self.tokens)
            and "demonym" not in self.tokens[next_at].tags
            and (self._describes(at, next_at) or self._filled_with(at, next_at))
        ):
            next_at += 1
        if next_at >= len(self.tokens):
            return
        owner = self.references.get(next_at)
        token = self.tokens[next_at]
        if owner is None and token.prep == CLITICS.dative and "control" in token.tags:
            next_at += 1  # "مواقع خاضعة لسيطرة الحوثيين"
            owner = self.references.get(next_at)
            if owner is None or self.prep(owner):
                return
        if owner is not None and owner.form != "demonym":
            bare = not self.prep(owner) and not noun.article and next_at == at + 1
            if owner.kind == "place" or token.conj or not (bare or token.prep == CLITICS.dative):
                return
            entities, last, kind = owner.entities, owner.last, owner.kind
        else:
            state = self.states.get(self._origins.get(token.stem, ""))
            taken = next_at in self.covered and owner is None
            if state is None or token.conj or taken or token.article != noun.article:
                return
            entities, last, kind = (state,), next_at + 1, "state"
        before = self.tokens[at - 1] if at else None
        prep = noun.prep
        if not prep and before is not None and "preposition" in before.tags and at - 1 not in self.covered:
            prep = before.form[len(before.conj) :]
        self.references.pop(next_at, None)
        held = Reference(
            span=Span(noun.stem_start, self.tokens[last - 1].end), first=at, last=last, entities=entities, kind=kind,
            form=HOLDING, number="p", prep=prep, definite=noun.article,
        )  # fmt: skip
        self.references[at] = held
        for place in range(at, last):
            self.covered[place] = held

    def _filled_with(self, noun: int, at: int) -> bool:
        """Whether the word right after the noun says what is in it, and whose it is comes then: "مخازن أسلحة تابعة ل…"."""
        token = self.tokens[at]
        plain = token.kind == "word" and not (token.conj or token.prep or token.article or token.pronoun)
        if not plain or at != noun + 1 or at in self.covered or at + 1 >= len(self.tokens):
            return False
        return token.tags.isdisjoint(CLOSED) and "relational_adjective" in self.tokens[at + 1].tags

    def _describes(self, noun: int, at: int) -> bool:
        """Whether the word at `at` is an adjective of the noun: it agrees in the article and is nobody."""
        token = self.tokens[at]
        plain = token.kind == "word" and not token.conj and not token.prep and at not in self.covered
        if not plain or at - noun > 3 or token.article != self.tokens[noun].article:
            return False
        return token.stem.endswith(CLITICS.adjective) or not token.tags.isdisjoint(
            ("adjective", "relational_adjective")
        )

    def as_kind(self, reference: Reference, kinds: Sequence[str]) -> tuple[str, ...]:
        """The entities of a reference if they are of one of these kinds; for a capital the state, where that is asked."""
        if "state" in kinds and reference.kind == "place":
            iso = self._capitals.get(fold(self.document.words(reference.span)))
            if iso is not None and iso in self.states:
                return (self.states[iso],)
        return reference.entities if reference.kind in kinds else ()

    def origin(self, at: int) -> tuple[str, ...]:
        """The state that an adjective of origin at token `at` names, if the article speaks of it."""
        state = self.states.get(self._origins.get(self.tokens[at].stem, ""))
        return (state,) if state is not None else ()

    def states_of(self, entity: str) -> tuple[str, ...]:
        """The states that an entity is, belongs to or holds an office of."""
        return self._states_of.get(entity, ())

    def prep(self, reference: Reference) -> str:
        """The preposition that governs a reference; before "كل من" (each of) it is the one before that; BY where words
        say that it did the deed ("من جانب", "برصاص"), BACKED where they say that it backs those who did ("بدعم من")."""
        if self._is_agent(reference):
            return BY
        if self._backs(reference):
            return BACKED
        if reference.prep and reference.first >= 2:
            tags = self.tokens[reference.first - 1].tags
            each = self.tokens[reference.first - 2]
            if "of_part" in tags and "each_of" in each.tags:
                if each.prep:
                    return each.prep
                before = self.tokens[reference.first - 3] if reference.first >= 3 else None
                return before.form[len(before.conj) :] if before is not None and "preposition" in before.tags else ""
        return reference.prep

    def _is_agent(self, reference: Reference) -> bool:
        if reference.first < 2 or self.tokens[reference.first].conj:
            return False
        noun = self.tokens[reference.first - 1]
        if reference.prep or self._of_part(reference.first - 1):
            return False
        if "agent_noun" in noun.tags:
            return bool(noun.prep and noun.prep != CLITICS.dative) or self._of_part(reference.first - 2)
        return False

    def _backs(self, reference: Reference) -> bool:
        if reference.first < 2 or self.tokens[reference.first].conj or not self._of_part(reference.first - 1):
            return False
        return "backed_by" in self.tokens[reference.first - 2].tags  # "مدعومة من", "بدعم من"

    def _of_part(self, at: int) -> bool:
        return at >= 0 and "of_part" in self.tokens[at].tags and at not in self.covered

    def finite(self, at: int) -> bool:
        """Whether the word is taken for a finite verb that is known to one of the tables."""
        known = self._finite.get(at)
        if known is None:
            known = self._finite[at] = self._is_finite(at)
        return known

    def _is_finite(self, at: int) -> bool:
        token = self.tokens[at]
        if token.kind != "word" or at in self.covered or at in self.time_tokens:
            return False  # "فجر السبت"
        if token.future:
            return True
        if "preposition" in token.tags:
            return False
        if token.tags.isdisjoint(_FINITE):
            # An unknown word after a conjunction that has the shape of a present verb (ويهدف) opens a clause too.
            return (
                bool(token.conj) and not token.prep and not token.article and token.stem[:1] == CLITICS.future_after[0]
            )
        if token.article and CLITICS.article + token.stem in self._whole_verbs:
            return not self.after_preposition(at)  # "التقى", where the article is a part of the verb
        noun_too = not token.tags.isdisjoint(_NOUN_TOO)
        if token.prep == CLITICS.dative and token.stem[:1] in CLITICS.future_after and not noun_too:
            return not token.article  # "ليلتقي"
        if token.prep or (token.article and not token.stem.startswith(CLITICS.article)):
            return False
        if self.after_preposition(at):
            return False
        if not noun_too or self.follows_relative(at):
            return True
        if token.conj and at + 1 < len(self.tokens) and "preposition_pronoun" in self.tokens[at + 1].tags:
            return True  # "وبحث معه"
        if (
            token.pronoun
            and token.stem.endswith(CLITICS.adjective[0])
            and token.stem[:1] not in CLITICS.future_after[:1]
        ):
            return False  # "توليه": his taking over; "he took it" is written with alef
        if at and "particle_that" in self.tokens[at - 1].tags:
            return False
        if token.pronoun and self._takes_up(at - 1):
            return True
        subject = self.covered.get(at - 1)
        if subject is None or token.pronoun:
            return self.opens(at) and not (self._is_comma(at - 1) and not token.conj and self._has_verb_before(at))
        # "الجيش قصف …" opens with its subject; in "رفضت الخارجية والرئاسة عقد …" the verb has been told.
        first = self.joined(subject)[0].first
        if first == 0 or (self.opens(first) and not self.finite(first - 1)):
            return True
        # "التحالف الذي تقوده واشنطن شن …": the relative clause has all that it needs.
        return bool(self.tokens[first - 1].pronoun) and self.follows_relative(first - 1) and self.finite(first - 1)

    def _takes_up(self, at: int) -> bool:
        """Whether the word is a deed that a verb with a pronoun takes up right after: "هجوم شنه مسلحون"."""
        token = self.tokens[at] if at >= 0 else None
        if token is None or token.article or token.pronoun or at in self.covered:
            return False
        return "event_noun" in token.tags and "governing_noun" not in token.tags

    def _is_comma(self, at: int) -> bool:
        return at >= 0 and self.tokens[at].kind == "punct" and self.tokens[at].form in ",\u060c"

    def _has_verb_before(self, at: int) -> bool:
        """Whether a verb of the same sentence stands not far before: what follows a comma is its object ("أعلنت لندن، أمس،
        فرض عقوبات"), for a clause after a comma begins with a conjunction."""
        for before in range(at - 1, max(at - _MASDAR_REACH, -1), -1):
            token = self.tokens[before]
            if token.kind == "punct" and token.form in ".!?:;\u061b\u061f\n":
                return False
            if self.finite(before):
                return not self.follows_relative(before)
        return False

    def not_first(self, at: int, person: str, tense: str) -> bool:
        """Whether a form of the first person stands outside anybody's words: "أعيد" is "was again" there, not "I repeat"."""
        token = self.tokens[at]
        return person == "1" and tense == "present" and self.statement_of(token.stem_start, token.end) is None

    def after_preposition(self, at: int) -> bool:
        """Whether a preposition that governs nouns alone stands before the word ("حتى" and "منذ" open clauses as well)."""
        if at > 1 and self.tokens[at - 1].form in _QUOTES:
            at -= 1  # دعا إلى "قتل …"
        tags = self.tokens[at - 1].tags if at else frozenset()
        return "preposition" in tags and "conjunction_word" not in tags and at - 1 not in self.covered

    def opens(self, at: int) -> bool:
        """Whether a clause may open with this word: a conjunction is on it, or a mark, particle or relative before it."""
        token = self.tokens[at]
        if token.conj or at == 0:
            return True
        before = self.tokens[at - 1]
        return before.kind == "punct" or not before.tags.isdisjoint(
            ("particle_that", "relative_strict", "perfective", "auxiliary", "conjunction_word")
        )

    def breaks(self, at: int) -> bool:
        """Whether a new main clause begins at this token: a strong mark, a conjunction, a verb joined by one."""
        token = self.tokens[at]
        if token.kind == "punct":
            return token.form in ";:\u061b" or token.form in "!?\u061f"
        tags = token.tags
        if tags and not tags.isdisjoint(_BREAKS) and at not in self.covered:
            return True
        if token.conj and at not in self.covered:
            # After a comma a list of actors goes on with an actor: any other word with a conjunction opens a clause.
            listed = at > 0 and self.tokens[at - 1].kind == "punct" and not token.article and not token.prep
            return listed or self.finite(at)
        return False

    def follows_relative(self, at: int) -> bool:
        """Whether a relative stands right before the word."""
        return at > 0 and "relative_strict" in self.tokens[at - 1].tags

    def bounds(self, at: int) -> bool:
        """Whether what decides standing reaches no further: a break, or a relative clause."""
        return self.breaks(at) or "relative_strict" in self.tokens[at].tags

    def ends(self, at: int) -> bool:
        """Whether what stands here belongs to another clause than what stands before: a break, أن, a relative."""
        if self.breaks(at):
            return True
        tags = self.tokens[at].tags
        return "particle_that" in tags or "relative_strict" in tags

    def joined(self, reference: Reference) -> tuple[Reference, ...]:
        """The references that a list joins to this one, itself among them, in the order of the text."""
        found = [reference]
        while True:
            first = found[0].first
            reach = range(first - 1, max(first - _FAR_JOINED, -1) - 1, -1)
            before = next((self.covered[at] for at in reach if at in self.covered), None)
            if before is None or not self.joins(before.last, first):
                return tuple(found)
            if self.prep(found[0]) and not self.along(before.last, first):
                return tuple(found)
            found.insert(0, before)

    def joins(self, end: int, at: int) -> bool:
        """Whether the reference at token `at` is joined to one that ends at `end`: a conjunction on it or before it, and
        nothing but marks between, or words that add one more ("ومعهم", "إضافة إلى")."""
        between = self.tokens[end:at]
        if self.along(end, at) or self._heads(end, at):
            return True
        if self._past_apposition(end, at):
            return True
        lone = any(token.form in CLITICS.conjunctions for token in between)
        marks = all(token.kind == "punct" or token.form in CLITICS.conjunctions for token in between)
        return marks and len(between) <= 3 and (lone or bool(self.tokens[at].conj))

    def _heads(self, end: int, at: int) -> bool:
        """Whether the reference at `at` heads the body that ends at `end`: "وفد برئاسة الوزير" is he as well."""
        body, head = self.covered.get(end - 1), self.references.get(at)
        if body is None or head is None or body.kind not in ("org", "group") or head.kind != "person":
            return False
        return at == end + 1 and "headed_by" in self.tokens[end].tags

    def _past_apposition(self, end: int, at: int) -> bool:
        """Whether but an apposition between commas stands before one more of a list: "قادة الحزب، حليف إيران، وقادة الجبهة"."""
        if not self.tokens[at].conj or not 3 <= at - end <= _LONGEST_APPOSITION:
            return False
        commas = self._is_comma(end) and self._is_comma(at - 1)
        inside = range(end + 1, at - 1)
        return commas and not any(
            self.tokens[place].kind == "punct" or self.tokens[place].conj or self.ends(place) or self.finite(place)
            for place in inside
        )

    def along(self, end: int, at: int) -> bool:
        """Whether nothing but words that add one more stand between `end` and `at`: "إضافة إلى", "إلى جانب", "ومعهم"."""
        if not 0 < at - end <= _FAR_JOINED:
            return False
        words = [token for token in self.tokens[end:at] if token.kind != "punct"]
        if not words or len(words) > 2:
            return False
        adds = ["along_with" in token.tags for token in words]
        if len(words) == 1:
            return adds[0] and ("preposition_pronoun" not in words[0].tags or bool(words[0].conj))
        before = "preposition" in words[0].tags and "of_part" not in words[0].tags
        return (adds[0] and "preposition" in words[1].tags) or (adds[1] and before and "side_noun" in words[1].tags)

    def governed(self, reference: Reference) -> bool:
        """Whether a preposition governs a reference, itself or by a list that it is joined to."""
        if self.prep(reference):
            return True
        before = self.covered.get(reference.first - 1)
        return before is not None and bool(self.tokens[reference.first].conj) and self.governed(before)

    def stands_as_subject(self, reference: Reference, first: int) -> bool:
        """Whether a reference without preposition stands where subjects do: it opens a clause, or a verb stands before it
        with at most an adverb between. `first`: where the sentence begins."""
        at = reference.first
        if at == first or self.opens(at):
            return True
        for before in range(at - 1, max(first, at - 3) - 1, -1):
            if self.finite(before):
                return not self._object_of(before, reference)
            if before in self.covered or "preposition" in self.tokens[before].tags:
                return False
        return False

    def _object_of(self, verb: int, reference: Reference) -> bool:
        """Whether a reference is the object of a verb whose subject is him whom its relative clause is about: "البعثة التي
        زارت قطر"; "التي تقودها واشنطن", "التي فرضت عليها واشنطن" and "التي حاصر الجيش أحياءها" have theirs after it."""
        if self.tokens[verb].pronoun or not self.follows_relative(verb):
            return False
        after = self.tokens[reference.last] if reference.last < len(self.tokens) else None
        resumed = after is not None and (bool(after.pronoun) or after.form.endswith(_RESUMING))
        between = self.tokens[verb + 1 : reference.first]
        return not resumed and all("preposition_pronoun" not in token.tags for token in between)

    def statement_of(self, start: int, end: int) -> Statement | None:
        """The innermost statement whose content holds these characters."""
        around: list[tuple[int, int]] = []  # (length, number of the statement)
        for place in range(bisect_left(self._said, (start + 1,)) - 1, -1, -1):
            first, last, number = self._said[place]
            if self._reach[place] < end:
                break
            if end <= last:
                around.append((last - first, number))
        return self.statements[min(around)[1]] if around else None

    def subject_before(
        self, sentence: Sentence, at: int, gender: str = "", number: str = "s", persons: bool = False
    ) -> Reference | None:
        """Whom a dropped subject or a pronoun at token `at` most likely means: the last one before it that stands
        where subjects stand, of this sentence or else of the one before. `persons`: a state will not do."""
        found = self._subject_in(sentence.first, at, gender, number, persons)
        if found is None:
            sentences = self.document.sentences
            for place, other in enumerate(sentences):
                if other.first == sentence.first:
                    if place and sentences[place - 1].zone == sentence.zone:
                        before = sentences[place - 1]
                        found = self._subject_in(before.first, before.last, gender, number, persons)
                    break
        return found

    def _subject_in(self, first: int, last: int, gender: str, number: str, persons: bool) -> Reference | None:
        fallback = last_resort = None
        for at in range(last - 1, first - 1, -1):
            reference = self.references.get(at)
            if reference is None or reference.last > last:
                continue
            if reference.kind not in (_PERSONAL if persons else _ACTORS):
                continue
            several = reference.number != "s" or len(self.joined(reference)) > 1
            if number == "s" and gender == "f" and reference.kind in _BODIES and len(reference.entities) == 1:
                several = len(self.joined(reference)) > 1  # "السلطات … هجومها"
            if several != (number in ("d", "p")) and not (
                number == "s" and len(reference.entities) == 1 and reference.number == "s"
            ):
                continue
            if gender and reference.gender and reference.gender != gender:
                continue
            if self.governed(reference):
                if last_resort is None and reference.kind == "person":
                    last_resort = reference
                continue
            if self.stands_as_subject(reference, first):
                return reference
            if fallback is None and reference.kind == "person":
                fallback = reference
        return fallback or last_resort
