"""Who said it and through whom, taken in the order of the text: the last speaker stays in focus until another comes."""

import msgspec

from mahdar.model import Span
from mahdar.statements._candidates import Candidates
from mahdar.statements._layout import Layout
from mahdar.statements._occasions import find_occasion
from mahdar.statements._reports import Report, SourceNote
from mahdar.statements._said import Said, weighed
from mahdar.statements._speaker import LEAST, Candidate, preceding_subject

_FAR_DOCUMENT = 14
_TOLD = frozenset(("that", "speech", "colon"))


def attribute(layout: Layout, reports: list[Report], notes: list[SourceNote]) -> list[Said]:
    """The reports with their speakers and chains, and the sources that are speakers themselves."""
    return _Course(layout, reports, notes).run()


class _Course(Candidates):
    """The reports taken one after another, and the sources beside them."""

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
        told = opening.kind in _TOLD  # «حذر الوزير وسائل الإعلام من السماح …»: they are asked for something
        for reference in (*opening.carriers, *opening.addressed):
            if self._passes_on(reference) and (told or reference.prep or reference not in opening.addressed):
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
