"""Who has the floor: what was said so far, and what can be asked of it."""

from mahdar.resolution import Reference
from mahdar.statements._cues import Cue
from mahdar.statements._layout import Layout
from mahdar.statements._lexicon import Reading
from mahdar.statements._reports import Report, SourceNote
from mahdar.statements._said import Said
from mahdar.statements._speaker import gender_of, matches, number_of

_REMEMBERED = 3


class Floor:
    """The reports of a document in the order of the text: `said` those before (None where nobody is found), `out` those
    that count and what sources said, `focus` the last with a speaker, `recent` the last of each speaker."""

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

    def _bring(self, said: Said) -> None:
        """Put the speaker in focus, in front of those who spoke before him."""
        self.focus = said
        self.recent = (said, *(earlier for earlier in self.recent if earlier.speaker != said.speaker))[:_REMEMBERED]

    def _replace(self, said: Said, changed: Said) -> None:
        """Put what is known better now in the place of what was known."""
        self.out = [changed if known is said else known for known in self.out]
        self.said = [changed if known is said else known for known in self.said]
        if self.focus is said:
            self.focus = changed

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

    def _last_inner(self, index: int) -> Said | None:
        """What was said just before inside another's words, in the same sentence: «ذكرت الوكالة أن الوزير أعرب …، وقال»."""
        if index == 0 or index > len(self.said):
            return None
        before, said = self.reports[index - 1], self.said[index - 1]
        same = self.layout.sentence[before.at] == self.layout.sentence[self.reports[index].at]
        return said if same and before.governor >= 0 and before.cue.clause == "main" else None

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

    def _source_before(self, cue: Cue) -> Reference | None:
        """The source named right before a participle: «بحسب الصحيفة، مرجعة …»."""
        for note in self.notes.get(self.layout.sentence[cue.at], ()):
            if note.role in ("source", "voice", "clause") and cue.head - 1 <= note.reference.last + 1 <= cue.head:
                return note.reference
        return None

    def _passes_on(self, reference: Reference) -> bool:
        """Whether the one addressed carries the words on: a medium, but not the outlet itself."""
        return self.layout.carrier(reference) and not self.layout.own_outlet(reference)
