"""Who said it and through whom, taken in the order of the text: the last speaker stays in focus until another comes."""

import hashlib

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.model import Candidate as Weighed
from mahdar.model import Evidence, Span, Statement
from mahdar.resolution import Reference
from mahdar.statements._cues import Cue
from mahdar.statements._extent import Content
from mahdar.statements._layout import Layout
from mahdar.statements._lexicon import Reading
from mahdar.statements._occasions import find_occasion
from mahdar.statements._reports import Report, SourceNote
from mahdar.statements._speaker import (
    LEAST,
    Candidate,
    agrees,
    clause_subject,
    gender_of,
    joined_before,
    matches,
    number_of,
    preceding_subject,
    together,
    topic,
)

_REMEMBERED = 3
_FAR_DOCUMENT = 14
_SHOWN = 4


class Said(msgspec.Struct, frozen=True, gc=False):
    """A report with its speaker and chain."""

    speaker: tuple[str, ...]
    gender: str
    number: str
    chain: tuple[str, ...]
    sentence: int
    content: Content
    act: str
    cue: Span
    rule: str
    to: tuple[str, ...] = ()
    nested: bool = False
    keep: bool = True
    occasion: Span | None = None
    candidates: tuple[Weighed, ...] = ()


def attribute(layout: Layout, reports: list[Report], notes: list[SourceNote]) -> list[Said]:
    """The reports with their speakers and chains, and the sources that are speakers themselves."""
    return _Course(layout, reports, notes).run()


class _Course:
    def __init__(self, layout: Layout, reports: list[Report], notes: list[SourceNote]) -> None:
        self.layout, self.reports = layout, reports
        self.notes: dict[int, list[SourceNote]] = {}
        for note in notes:
            self.notes.setdefault(layout.sentence[note.at], []).append(note)
        self.said: list[Said | None] = []
        self.focus: Said | None = None
        self.recent: tuple[Said, ...] = ()
        self.out: list[Said] = []
        self.reported: dict[int, list[int]] = {}
        for index, report in enumerate(reports):
            self.reported.setdefault(layout.sentence[report.at], []).append(index)
        self.spoken: set[int] = set()
        for report in reports:
            self.spoken.update(range(layout.sentence[report.at], layout.sentence[report.content.last - 1] + 1))

    def run(self) -> list[Said]:
        for number in range(len(self.layout.sentences)):
            for index in self.reported.get(number, ()):
                said = self._attribute(index)
                self.said.append(said)
                if said is not None:
                    self.out.append(said)
                    if self._leads(index, said):
                        self._bring(said)
                    elif self._nobody_known(index, said):
                        self.focus, self.recent = None, ()
            for note in self.notes.get(number, ()):
                self._note(number, note)
            self._told_in(number)
        return self.out

    def _told_in(self, number: int) -> None:
        """«جاء ذلك في بيان أصدره المكتب»: who issued the document passed on what was said just before."""
        layout = self.layout
        sentence = layout.sentences[number]
        last = min(sentence.last, sentence.first + _FAR_DOCUMENT)
        said = self.focus
        words = " ".join(token.form for token in layout.tokens[sentence.first : sentence.first + 2])
        if said is None or number in self.reported or words not in layout.lexicon.words("cue.told_so"):
            return
        if said.sentence < number - 1 or not said.speaker:
            return
        if said.occasion is None:
            changed = msgspec.structs.replace(said, occasion=find_occasion(layout, sentence.first + 2, sentence.last))
            self._replace(said, changed)
            said = changed
        if said.chain:
            return
        paper = next((at for at in range(sentence.first + 2, last) if layout.word_in(at, "cue.document")), last)
        for at in range(paper + 1, last):
            reference = layout.reference[at]
            if reference is None or reference.first != at or reference.inner:
                continue
            passes = reference.kind == "org" and not (layout.governed(reference) or layout.own_outlet(reference))
            if passes and reference.entities != said.speaker and self._issues(paper, at):
                self.spoken.add(number)
                positions = [index for index, earlier in enumerate(self.out) if earlier is said]
                self._pass_on(positions, reference.entities, said.sentence)
            return

    def _issues(self, paper: int, at: int) -> bool:
        """Whether a verb of publishing stands between the document and who comes after it."""
        return any(self.layout.word_in(index, "cue.publishes") for index in range(paper + 1, at))

    def _bring(self, said: Said) -> None:
        """Put the speaker in focus, in front of those who spoke before him."""
        self.focus = said
        self.recent = (said, *(earlier for earlier in self.recent if earlier.speaker != said.speaker))[:_REMEMBERED]

    def _leads(self, index: int, said: Said) -> bool:
        """Whether the speaker comes into focus: not from inside a report or a relative clause."""
        report = self.reports[index]
        if report.led and self._subordinate(report):
            return False
        if report.opening.reading.verb.weak and self.focus is not None and report.opening.subject is None:
            return False
        passed_on = report.governor >= 0 and not self.reports[report.governor].rule  # «ذكرت وكالة أن الوزير أكد أن»
        return (report.governor < 0 or passed_on) and report.cue.clause in ("main", "as") and bool(said.speaker)

    def _subordinate(self, report: Report) -> bool:
        """Whether the report only gives a reason: «…، حيث إن الأمم المتحدة تتوقع»."""
        layout = self.layout
        subject = preceding_subject(layout, report.cue, report.opening.reading)
        before = subject.first - 1 if subject is not None and subject.first else 0
        return before > 0 and layout.that[before] and "but" not in layout.tokens[before - 1].tags

    def _nobody_known(self, index: int, said: Said) -> bool:
        """Whether somebody takes the floor whose name nobody knows: what is added after it is not the last speaker's."""
        report = self.reports[index]
        return (
            not said.speaker
            and report.opening.unnamed >= 0
            and report.governor < 0
            and report.cue.clause in ("main", "as")
        )

    def _attribute(self, index: int) -> Said | None:
        layout, report = self.layout, self.reports[index]
        opening = report.opening
        candidates = self._candidates(index)
        best = max(candidates, key=lambda candidate: candidate.score, default=None)
        if best is None or best.score < LEAST:
            best = None
        carried = best is not None and best.features[0] in ("topic", "focus", "last_topic")
        reading = opening.reading
        if carried and reading.verb.weak and not (reading.conj and opening.kind == "that"):
            return None
        if carried and best and reading.present and reading.kind == "finite" and opening.kind in ("object", "prep"):
            goes_on = self.focus is not None and self.focus.sentence == layout.sentence[report.at] - 1
            if not (goes_on and (reading.conj or report.cue.clause == "as") and "agrees" in best.features):
                return None
        if layout.quote[report.at] is not None and not (opening.subject or report.led):
            return None
        chain = self._chain(index, best)
        token = layout.tokens[opening.cue_at]
        start = token.start + (1 if opening.reading.conj else 0)
        verb = opening.reading.verb
        said_so = opening.kind in ("that", "speech", "colon") and opening.reading.kind == "finite"
        certain = (
            verb.strong or (not reading.present and not verb.weak) or (reading.number == "p" and opening.kind == "that")
        )
        keep = report.rule != "" and (best is not None or (said_so and certain))
        if best is None and not keep:
            return None
        to = tuple(
            dict.fromkeys(
                entity
                for reference in opening.addressed
                for entity in reference.entities
                if not self._passes_on(reference)
            )
        )
        return Said(
            best.entities if best else (), best.gender if best else "", best.number if best else "", chain,
            layout.sentence[report.at], report.content, opening.act, Span(start, token.end), report.rule, to,
            report.governor >= 0, keep, self._occasion(index), weighed(candidates, best),
        )  # fmt: skip

    def _occasion(self, index: int) -> Span | None:
        """At what it was said: between the verb and the words, else before the verb, else right after the words."""
        layout, report = self.layout, self.reports[index]
        content, sentence = report.content, layout.sentences[self.layout.sentence[report.at]]
        first, last = sentence.first, sentence.last
        if report.governor >= 0:
            outer = self.reports[report.governor].content
            first, last = max(first, outer.first), min(last, outer.last)
        before = (
            self.reports[index - 1].content.last if index and self.reports[index - 1].governor == report.governor else 0
        )
        after = self.reports[index + 1].cue.head if index + 1 < len(self.reports) else last
        occasion = find_occasion(layout, report.at + 1, content.first) or find_occasion(
            layout, max(first, before), report.cue.head
        )
        return occasion or find_occasion(layout, content.last, min(last, after), content.last + 3)

    def _candidates(self, index: int) -> list[Candidate]:
        """Everybody who may have said it."""
        layout, report = self.layout, self.reports[index]
        opening, cue = report.opening, report.cue
        reading = opening.reading
        first = layout.sentences[layout.sentence[cue.at]].first
        found: list[Candidate] = []

        def add(reference: Reference | None, feature: str) -> None:
            if reference is None:
                return
            features = [feature]
            if reference.inner:
                features.append("inner")
            if reference.prep and feature not in ("origin", "antecedent", "subject"):
                features.append("governed")
            if reference.kind in ("place", "agreement"):
                features.append("thing")
            if feature not in ("origin", "subject"):
                fits = matches(reading, gender_of(layout, reference), number_of(layout, reference), reference.entities)
                if fits is not None:
                    features.append("agrees" if fits else "disagrees")
            entities = reference.entities
            if feature == "subject":
                entities = _entities(together(layout, reference))
            elif feature == "leading" and reading.number == "p":
                entities = _entities(joined_before(layout, reference))
            number = number_of(layout, reference) if len(entities) == len(reference.entities) else "p"
            found.append(Candidate(entities, gender_of(layout, reference), number, tuple(features)))

        def recall(said: Said | None, feature: str, away: int = 0, older: bool = False) -> None:
            if said is None or not said.speaker:
                return
            features = [feature, "older"] if older else [feature]
            if not opening.paper:
                fits = matches(reading, said.gender, said.number, said.speaker)
                if fits is not None:
                    features.append("agrees" if fits else "disagrees")
            if reading.verb.act == "add":
                features.append("continues")
            found.append(Candidate(said.speaker, said.gender, said.number, tuple(features), away))

        def add_named(entity: str) -> None:
            if entity:
                found.append(Candidate((entity,), "", "s", ("named_again",)))

        if opening.origin is not None:
            add(opening.origin, "origin")
            return found
        add(opening.subject, "subject")
        if opening.subject is not None or (reading.kind == "masdar" and self._carried(first, cue.at)):
            return found
        if opening.unknown and not opening.paper and not report.led:
            if opening.unnamed >= 0:
                add_named(self._named_again(opening.unnamed))
            return found
        if reading.kind == "finite" and not report.led:
            add(clause_subject(layout, cue, reading), "clause_subject")
            add(self._author(cue, reading, first), "author")
        shown = reading.kind == "finite" and not report.led and self._takes_up(cue, first)
        if shown and 0 <= report.governor < len(self.said):
            recall(self.said[report.governor], "shown")
        described = self._described(cue, reading, first)
        if described is not None and not shown and not report.led:
            add(described, "antecedent")
            return found
        if reading.kind == "finite" and self._bound(cue, first) and not report.led and cue.clause == "main":
            return found
        taken_up = cue.clause == "relative" and bool(reading.pronoun)
        if taken_up and cue.head - 1 > first:
            add(topic(layout, first, cue.head - 1), "topic")
        elif cue.clause == "relative":
            add(self._antecedent(cue.head - 1, first), "antecedent")
        if reading.kind == "finite":
            add(preceding_subject(layout, cue, reading), "leading")
        if opening.paper:
            issued = self._issued(cue)
            if issued is not None:
                recall(issued, "focus")
                return found
            recall(self.focus, "focus", layout.sentence[cue.at] - self.focus.sentence if self.focus else 0)
            return found
        previous = self._previous(index)
        if reading.kind == "participle":
            add(self._source_before(cue), "same_clause")
            if previous is None and self._unknown_before(index):
                return found
        recall(previous, "same_clause" if reading.kind in ("participle", "masdar") else "previous")
        if report.governor >= 0 and report.governor < len(self.said):
            governing = self.said[report.governor]
            if cue.clause != "relative" and reading.kind != "masdar":
                add(topic(layout, self.reports[report.governor].content.first, cue.head), "topic")
            recall(governing, "focus")
            return found
        if cue.clause == "relative":
            recall(self.focus, "focus", layout.sentence[cue.at] - self.focus.sentence if self.focus else 0)
            return found
        recall(self._last_inner(index), "previous_inner")
        noted = self._noted(cue, reading)
        if noted is not None:
            found.append(Candidate(noted.entities, gender_of(layout, noted), number_of(layout, noted), ("noted",)))
        if cue.head > first and not layout.word_in(first, "cue.reply"):
            add(topic(layout, self._clause_start(first, cue.head), cue.head), "topic")
        for age, said in enumerate(self.recent):
            recall(said, "focus", layout.sentence[cue.at] - said.sentence, age > 0)
        sentence = layout.sentence[cue.at]
        if cue.head == first and sentence > 0 and sentence - 1 not in self.spoken:
            before = layout.sentences[sentence - 1]
            if before.zone not in ("title",):
                add(topic(layout, before.first, before.last), "last_topic")
        return found

    def _author(self, cue: Cue, reading: Reading, first: int) -> Reference | None:
        """Who issued the document that the verb hangs on: «بيانا قالت فيه», «تصريحات للوزير قال فيها», «في تغريدة …»."""
        layout, tokens = self.layout, self.layout.tokens
        after = cue.at + 1
        taken_up = after < len(tokens) and "preposition_pronoun" in tokens[after].tags
        if cue.joined or (cue.clause == "relative" and not taken_up):
            return None
        farthest = cue.head - (_FAR_DOCUMENT if taken_up else 1)
        paper = next(
            (at for at in range(cue.head - 1, max(first, farthest) - 1, -1) if layout.word_in(at, "cue.document")), -1
        )
        if paper < 0 and reading.verb.strong and self._shown(cue, first):
            paper, taken_up = cue.head - 1, True
        if paper < 0 or tokens[paper].pronoun:
            return None
        issuer = layout.reference[paper + 1] if paper + 1 < cue.head else None
        if issuer is not None and issuer.first == paper + 1 and issuer.prep in ("", CLITICS.dative):
            return issuer
        at = paper - 1
        while at >= first:
            reference = layout.reference[at]
            if reference is None or reference.inner:
                at -= 1
                continue
            acts = reference.kind in ("person", "org", "state", "group") and not self._under(reference)
            fits = matches(reading, gender_of(layout, reference), number_of(layout, reference), reference.entities)
            if acts and (fits is not False or not taken_up):
                return reference
            at = reference.first - 1
        return None

    def _issued(self, cue: Cue) -> Said | None:
        """What was said last with the document that speaks now («قال الجيش في بيان … وأكد البيان»)."""
        layout = self.layout
        stem = next(
            (
                token.stem
                for token in layout.tokens[cue.at + 1 : cue.at + 3]
                if token.article and token.stem in layout.lexicon.words("cue.paper")
            ),
            "",
        )
        if not stem:
            return None
        for said in reversed(self.out):
            sentence = layout.sentences[said.sentence]
            words = layout.tokens[sentence.first : sentence.last]
            if said.speaker and not said.nested and any(token.stem.startswith(stem) for token in words):
                return said
        return None

    def _shown(self, cue: Cue, first: int) -> bool:
        """Whether a clause hangs on a thing that takes it up again with a pronoun: «صورا قال إنها …»."""
        layout, at, after = self.layout, cue.head - 1, cue.at + 1
        if at < first or after >= len(layout.tokens) or not layout.that[after] or layout.word_in(after, "cue.particle"):
            return False
        token = layout.tokens[at]
        thing = layout.plain_word(at) and not token.tags & {"actor_noun", "adverb", "time_word"}
        return (thing or self._takes_up(cue, first)) and not token.article

    def _takes_up(self, cue: Cue, first: int) -> bool:
        """Whether the verb hangs on somebody of whom it is said («مع مجموعات قالت إنها», «على قوات كردية يقول إنها»): the
        noun stands without the article under a preposition, and the particle takes it up again."""
        layout, after = self.layout, cue.at + 1
        reference = layout.reference[cue.head - 1] if cue.head > first else None
        if cue.joined or reference is None or after >= len(layout.tokens) or not layout.that[after]:
            return False
        head = layout.tokens[reference.first]
        described = not head.article and (reference.form == "noun" or reference.kind == "group")
        return described and not layout.word_in(after, "cue.particle") and self._under(reference)

    def _described(self, cue: Cue, reading: Reading, first: int) -> Reference | None:
        """Who is told more of by the verb: a noun without the article that a preposition governs («إثر تقارير كشفت»)."""
        layout = self.layout
        reference = layout.reference[cue.head - 1] if cue.head > first else None
        if cue.joined or cue.clause != "main" or reading.kind != "finite" or reference is None or reference.inner:
            return None
        described = reference.form == "noun" or reference.kind == "group"
        if not described or layout.tokens[reference.first].article or not self._under(reference):
            return None
        return reference if agrees(layout, reading, reference, before=True) else None

    def _under(self, reference: Reference) -> bool:
        """Whether a preposition governs the reference, or one that it is joined to."""
        layout = self.layout
        before = layout.reference[reference.first - 1] if reference.first else None
        joined = before is not None and bool(layout.tokens[reference.first].conj)
        governed = reference.first > 0 and "preposition" in layout.tokens[reference.first - 1].tags
        return governed or layout.governed(reference) or (joined and before is not None and layout.governed(before))

    def _named_again(self, at: int) -> str:
        """Who is meant by a part of a name right after the verb («وتابع زيد»): somebody named in full elsewhere. Where
        several share it, the one who spoke last; "" for nobody."""
        layout = self.layout
        meant: set[str] | None = None
        last = at
        while last < len(layout.tokens) and last < at + 3 and layout.plain_word(last):
            known = layout.name_parts.get(layout.tokens[last].form, frozenset())
            meant = set(known) if meant is None else meant & known
            last += 1
        if not meant or (last == at + 3 and layout.plain_word(last)):
            return ""
        if len(meant) == 1:
            return meant.pop()
        return next(
            (said.speaker[0] for said in self.recent if len(said.speaker) == 1 and said.speaker[0] in meant), ""
        )

    def _carried(self, first: int, at: int) -> bool:
        """Whether a carrier's verb stands before «قوله»: then it is somebody's whom nobody knows."""
        readings = self.layout.lexicon.readings
        words = (self.layout.tokens[index].form for index in range(first, at))
        return any(reading.verb.role == "carrier" for word in words for reading in readings(word))

    def _bound(self, cue: Cue, first: int) -> bool:
        """Whether a verb hangs on the noun before it: «أدلة تؤكد», «معلومات تفيد»."""
        head = cue.head
        if head == first or cue.joined:
            return False
        before = self.layout.tokens[head - 1]
        named = self.layout.reference[head - 1]
        if named is not None and self.layout.governed(named) and not self._takes_up(cue, first):
            return False
        plain = {"conjunction_word", "particle_that", "but", "relative", "time_word", "perfective", "past_auxiliary"}
        return before.kind == "word" and not (before.tags & plain) and not self.layout.word_in(head - 1, "cue.adverb")

    def _previous(self, index: int) -> Said | None:
        """What was said just before in the same sentence, on the same level."""
        report = self.reports[index]
        sentence = self.layout.sentence[report.at]
        for back in range(index - 1, -1, -1):
            other = self.reports[back]
            if self.layout.sentence[other.at] != sentence and self.layout.sentence[other.content.last - 1] != sentence:
                return None
            if other.governor == report.governor and other.cue.clause in ("main", "as") and back < len(self.said):
                said = self.said[back]
                if said is not None and said.speaker and back != report.governor:
                    fits = matches(report.opening.reading, said.gender, said.number, said.speaker)
                    if fits is not False:
                        return said
        return None

    def _unknown_before(self, index: int) -> bool:
        """Whether nobody known said what the participle goes on with: «حذر فلان الوزير من …، قائلا»."""
        if index == 0 or index > len(self.said):
            return False
        before, said = self.reports[index - 1], self.said[index - 1]
        same = self.layout.sentence[before.at] == self.layout.sentence[self.reports[index].at]
        return same and before.opening.unknown and (said is None or not said.speaker)

    def _source_before(self, cue: Cue) -> Reference | None:
        """The source named right before a participle: «بحسب الصحيفة، مرجعة …»."""
        for note in self.notes.get(self.layout.sentence[cue.at], ()):
            if note.role in ("source", "voice", "clause") and cue.head - 1 <= note.reference.last + 1 <= cue.head:
                return note.reference
        return None

    def _noted(self, cue: Cue, reading: Reading) -> Reference | None:
        """The source named before in the sentence, that goes on: «… وفق تصريحات للمرصد، وأشارت إلى»."""
        for note in self.notes.get(self.layout.sentence[cue.at], ()):
            reference = note.reference
            if note.role not in ("source", "clause") or not cue.joined or reference.last > cue.head:
                continue
            paper = any(self.layout.word_in(at, "cue.document") for at in range(note.at, reference.first))
            fits = matches(
                reading, gender_of(self.layout, reference), number_of(self.layout, reference), reference.entities
            )
            if paper or fits is not False:
                return reference
        return None

    def _clause_start(self, first: int, head: int) -> int:
        """Where the clause begins that the verb at `head` goes on with: after the last «، فيما» and the like."""
        layout = self.layout
        for at in range(head - 2, first, -1):
            if layout.word_in(at, "cue.link") and layout.is_comma(at - 1):
                return at + 1
        return first

    def _last_inner(self, index: int) -> Said | None:
        """What was said just before inside another's words, in the same sentence: «ذكرت الوكالة أن الوزير أعرب …، وقال»."""
        if index == 0 or index > len(self.said):
            return None
        before, said = self.reports[index - 1], self.said[index - 1]
        same = self.layout.sentence[before.at] == self.layout.sentence[self.reports[index].at]
        return said if same and before.governor >= 0 and before.cue.clause == "main" else None

    def _antecedent(self, at: int, first: int) -> Reference | None:
        """The reference that a relative pronoun at `at` takes up."""
        back = at - 1
        while back >= first and back > at - 5:
            reference = self.layout.reference[back]
            if reference is not None and not reference.inner:
                return reference
            back -= 1
        return None

    def _passes_on(self, reference: Reference) -> bool:
        """Whether the one addressed carries the words on: a medium, but not the outlet itself."""
        return self.layout.carrier(reference) and not self.layout.own_outlet(reference)

    def _chain(self, index: int, best: Candidate | None) -> tuple[str, ...]:
        report = self.reports[index]
        opening = report.opening
        chain: list[str] = []
        speaker = best.entities if best else ()
        if report.governor >= 0 and report.governor < len(self.said):
            governing = self.said[report.governor]
            if governing is not None:
                chain.extend(governing.chain)
                if not self.reports[report.governor].opening.reading.verb.weak:
                    chain.extend(governing.speaker)
        inner = self._last_inner(index) if best is not None and best.features[0] == "previous_inner" else None
        if inner is not None:
            chain.extend(inner.chain)
        if opening.origin is not None and opening.subject is not None:
            chain.extend(opening.subject.entities)
        for reference in (*opening.carriers, *opening.addressed):
            if not self._passes_on(reference):
                continue
            chain.extend(reference.entities)
        if not chain and best is not None and self._runs_on(report, speaker):
            assert self.focus is not None
            chain.extend(self.focus.chain)
        return tuple(dict.fromkeys(entity for entity in chain if entity not in speaker))

    def _runs_on(self, report: Report, speaker: tuple[str, ...]) -> bool:
        """Whether the chain of the last report holds for this one: the same speaker, nothing in between."""
        if self.focus is None or not self.focus.chain or self.focus.speaker != speaker or report.governor >= 0:
            return False
        sentence = self.layout.sentence[report.at]
        between = range(self.focus.sentence + 1, sentence)
        return all(number in self.spoken for number in between)

    def _note(self, number: int, note: SourceNote) -> None:
        """A source beside a sentence: who passed on the reports in it, or who said what it says."""
        entities = note.reference.entities
        inside = [
            position for position, said in enumerate(self.out) if said.sentence == number or self._reaches(said, number)
        ]
        if note.role == "what":
            self._of_words_before(inside, note, number)
            return
        covered = [position for position in inside if self._covers(self.out[position], note)]
        if covered:
            self._pass_on(covered, entities, number)
            return
        if note.content is None or (note.role == "carrier" and not note.content):
            return
        said = Said(
            entities, note.reference.gender, note.reference.number, self._note_chain(entities, number), number,
            note.content, note.act, note.span, note.rule,
        )  # fmt: skip
        self.out.append(said)
        self._bring(said)

    def _of_words_before(self, inside: list[int], note: SourceNote, number: int) -> None:
        """«… وهو ما نفته الشركة»: of the words of the report just before it, else of the sentence."""
        before = [self.out[position].content for position in inside]
        content = next((said for said in reversed(before) if said.span.end <= note.span.start), note.content)
        if content is None:
            return
        reference = note.reference
        said = Said(
            reference.entities, reference.gender, reference.number, (), number, content, note.act, note.span, note.rule,
        )  # fmt: skip
        self.out.append(said)

    def _note_chain(self, entities: tuple[str, ...], number: int) -> tuple[str, ...]:
        focus = self.focus
        if focus is None or focus.speaker != entities or not focus.chain:
            return ()
        return focus.chain if all(n in self.spoken for n in range(focus.sentence + 1, number)) else ()

    def _reaches(self, said: Said, number: int) -> bool:
        return self.layout.sentence[said.content.last - 1] == number

    def _covers(self, said: Said, note: SourceNote) -> bool:
        """Whether the note is about this report: they share the content, or the one stands right after the other."""
        if note.content is None:
            return True
        return said.content.span.meets(note.content.span)

    def _pass_on(self, positions: list[int], entities: tuple[str, ...], number: int) -> None:
        layout = self.layout
        speaker = self.out[positions[0]].speaker
        paragraph = layout.sentences[number].paragraph
        back = positions[0]
        while back > 0:
            earlier = self.out[back - 1]
            if earlier.speaker != speaker or earlier.chain or layout.sentences[earlier.sentence].paragraph != paragraph:
                break
            back -= 1
        for position in sorted({*range(back, positions[0]), *positions}):
            said = self.out[position]
            if (
                said.nested
                or any(entity in said.speaker for entity in entities)
                or any(e in said.chain for e in entities)
            ):
                continue
            self._replace(said, msgspec.structs.replace(said, chain=(*entities, *said.chain)))

    def _replace(self, said: Said, changed: Said) -> None:
        """Put what is known better now in the place of what was known."""
        self.out = [changed if known is said else known for known in self.out]
        self.said = [changed if known is said else known for known in self.said]
        if self.focus is said:
            self.focus = changed


def weighed(candidates: list[Candidate], best: Candidate | None) -> tuple[Weighed, ...]:
    """Those who were weighed as speakers, for the record: the chosen first, then by score, each once, the best few."""
    ranked = sorted(candidates, key=lambda candidate: (candidate is not best, -candidate.score))
    once: dict[tuple[str, ...], Weighed] = {}
    for candidate in ranked:
        if candidate.entities not in once:
            away = (f"sentence_away={candidate.away}",) if candidate.away else ()
            reasons = (*candidate.features, *away)
            once[candidate.entities] = Weighed(candidate.entities, round(candidate.score, 2), reasons)
        if len(once) == _SHOWN:
            break
    return tuple(once.values())


def _entities(references: tuple[Reference, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entity for reference in references for entity in reference.entities))


def headline(layout: Layout, said: list[Said]) -> list[Said]:
    """What a title puts in somebody's mouth («الوزير: لا زيادة في الأسعار»), unless he is quoted below it."""
    quoted = {entity for report in said for entity in report.speaker}
    for sentence in layout.sentences:
        if sentence.zone != "title":
            continue
        reference = layout.reference[sentence.first]
        if reference is None or reference.first != sentence.first or reference.kind in ("place", "agreement"):
            continue
        colon = reference.last
        if colon + 3 >= sentence.last or quoted & set(reference.entities):
            continue
        phrase = layout.lexicon.headline.get(layout.tokens[colon].form)
        if phrase is None:
            continue
        last = sentence.last
        while last > colon + 1 and layout.is_punct(last - 1) and last - 1 not in layout.closes:
            last -= 1
        mark = layout.tokens[colon]
        span = Span(layout.tokens[colon + 1].start, layout.tokens[last - 1].end)
        content = Content(colon + 1, last, span, "direct")
        return [
            Said(
                reference.entities, reference.gender, reference.number, (), 0, content, phrase.act,
                Span(mark.start, mark.end), phrase.id,
            )
        ]  # fmt: skip
    return []


def statement(layout: Layout, said: Said) -> Statement:
    """The statement as it goes on record. Its id is a hash of the article and of where content and cue stand."""
    doc = layout.document.article.doc
    place = f"{doc}\0{said.content.span.start}-{said.content.span.end}\0{said.cue.start}-{said.cue.end}"
    content = pieces(layout, said.content)
    return Statement(
        id="s" + hashlib.blake2b(place.encode(), digest_size=6).hexdigest(),
        speaker=said.speaker,
        chain=said.chain,
        form=said.content.form,
        act=said.act,
        cue=said.cue,
        content=content,
        to=tuple(entity for entity in said.to if entity not in said.speaker),
        occasion=said.occasion,
        candidates=said.candidates or ((Weighed(said.speaker, 1.0, (said.rule,)),) if said.speaker else ()),
        evidence=Evidence((said.cue, *content), said.rule),
    )


def pieces(layout: Layout, content: Content) -> tuple[Span, ...]:
    """The content without what was dropped from the article inside it (a caption between two paragraphs) and without
    what was not said (a source named in the middle)."""
    whole = content.span
    parts = [whole]
    for dropped in (*layout.document.article.dropped, *content.holes):
        if dropped.meets(whole):
            ends = [(part.start, min(part.end, dropped.start)) for part in parts]
            ends += [(max(part.start, dropped.end), part.end) for part in parts]
            parts = [Span(start, end) for start, end in ends if start < end]
    if parts == [whole]:
        return (whole,)
    found = []
    for part in sorted(parts):
        words = part.of(layout.text)
        start = part.start + len(words) - len(words.lstrip())
        end = part.end - len(words) + len(words.rstrip())
        if any(char.isalnum() for char in words):
            found.append(Span(start, end))
    return tuple(found)
