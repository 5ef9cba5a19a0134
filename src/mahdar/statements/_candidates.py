"""Who may have said it: everybody around a report, each with the features that speak for and against."""

from mahdar.knowledge import CLITICS
from mahdar.resolution import Reference
from mahdar.statements._cues import Cue
from mahdar.statements._floor import Floor
from mahdar.statements._layout import Layout
from mahdar.statements._lexicon import Reading
from mahdar.statements._reports import Report
from mahdar.statements._said import Said
from mahdar.statements._speaker import (
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

_FAR_DOCUMENT = 14


class Weighing:
    """The candidates of one report, as they are found."""

    def __init__(self, layout: Layout, report: Report) -> None:
        self.layout, self.reading, self.paper = layout, report.opening.reading, report.opening.paper
        self.found: list[Candidate] = []

    def see(self, reference: Reference | None, feature: str) -> None:
        """Add somebody who stands in the text."""
        if reference is None:
            return
        layout, features = self.layout, [feature]
        gender, number, entities = gender_of(layout, reference), number_of(layout, reference), reference.entities
        if reference.inner:
            features.append("inner")
        if reference.prep and feature not in ("origin", "antecedent", "subject"):
            features.append("governed")
        if reference.kind in ("place", "agreement"):
            features.append("thing")
        if feature not in ("origin", "subject"):
            features += self._fit(gender, number, entities)
        if feature == "subject":
            entities = _entities(together(layout, reference))
        elif feature == "leading" and self.reading.number == "p":
            entities = _entities(joined_before(layout, reference))
        number = number if len(entities) == len(reference.entities) else "p"
        self.found.append(Candidate(entities, gender, number, tuple(features)))

    def hear(self, said: Said | None, feature: str, away: int = 0, older: bool = False) -> None:
        """Add who spoke before."""
        if said is None or not said.speaker:
            return
        features = [feature, "older"] if older else [feature]
        if not self.paper:
            features += self._fit(said.gender, said.number, said.speaker)
        if self.reading.verb.act == "add":
            features.append("continues")
        self.found.append(Candidate(said.speaker, said.gender, said.number, tuple(features), away))

    def name(self, entity: str) -> None:
        """Add who is meant by a part of a name."""
        if entity:
            self.found.append(Candidate((entity,), "", "s", ("named_again",)))

    def note(self, reference: Reference | None) -> None:
        """Add a source named before in the sentence."""
        if reference is not None:
            gender, number = gender_of(self.layout, reference), number_of(self.layout, reference)
            self.found.append(Candidate(reference.entities, gender, number, ("noted",)))

    def _fit(self, gender: str, number: str, entities: tuple[str, ...]) -> list[str]:
        fits = matches(self.reading, gender, number, entities)
        if self.reading.kind == "masdar" and len(entities) == 1:
            fits = self._owner(gender, number)
        return [] if fits is None else ["agrees" if fits else "disagrees"]

    def _owner(self, gender: str, number: str) -> bool | None:
        """Whether the pronoun written on to a noun of speech may mean him: «تعهداتها» are not the minister's."""
        known = self.layout.lexicon.pronouns.get(self.reading.pronoun)
        if known is None or known[1] != "s" or number != "s" or not (known[0] and gender):
            return None
        return known[0] == gender


class Candidates(Floor):
    """Those who may have said it, found in the sentence of the report and in what was said before."""

    def _candidates(self, index: int) -> list[Candidate]:
        """Everybody who may have said it."""
        report = self.reports[index]
        opening, cue = report.opening, report.cue
        weighing = Weighing(self.layout, report)
        first = self.layout.sentences[self.layout.sentence[cue.at]].first
        if opening.origin is not None:
            weighing.see(opening.origin, "origin")
        elif opening.subject is not None:
            weighing.see(opening.subject, "subject")
        elif opening.reading.kind == "masdar" and self._carried(first, cue.at):
            pass
        elif opening.unknown and not opening.paper and not report.led:
            weighing.name(self._named_again(opening.unnamed) if opening.unnamed >= 0 else "")
        elif self._beside(index, weighing, first):
            self._before(index, weighing, first)
        return weighing.found

    def _beside(self, index: int, weighing: Weighing, first: int) -> bool:
        """Add those beside the verb; returns whether others may be meant."""
        layout, report = self.layout, self.reports[index]
        cue, reading = report.cue, report.opening.reading
        finite = reading.kind == "finite"
        if finite and not report.led:
            weighing.see(clause_subject(layout, cue, reading), "clause_subject")
            weighing.see(self._author(cue, reading, first), "author")
            shown = self._takes_up(cue, first)
            if shown and 0 <= report.governor < len(self.said):
                weighing.hear(self.said[report.governor], "shown")
            described = None if shown else self._described(cue, reading, first)
            if described is not None:
                weighing.see(described, "antecedent")
                return False
            if self._bound(cue, first) and cue.clause == "main":
                return False
        if cue.clause == "relative" and reading.pronoun and cue.head - 1 > first:
            weighing.see(topic(layout, first, cue.head - 1), "topic")
        elif cue.clause == "relative":
            weighing.see(self._antecedent(cue.head - 1, first), "antecedent")
        if finite:
            weighing.see(preceding_subject(layout, cue, reading), "leading")
        return True

    def _before(self, index: int, weighing: Weighing, first: int) -> None:
        """Add those who spoke before, and whom the sentence is about."""
        layout, report = self.layout, self.reports[index]
        cue, reading = report.cue, report.opening.reading
        sentence = layout.sentence[cue.at]
        away = sentence - self.focus.sentence if self.focus else 0
        issued = self._issued(cue) if report.opening.paper else None
        if report.opening.paper:
            weighing.hear(issued or self.focus, "focus", 0 if issued else away)
            return
        previous = self._previous(index)
        if reading.kind == "participle":
            weighing.see(self._source_before(cue), "same_clause")
            if previous is None and self._unknown_before(index):
                return
        weighing.hear(previous, "same_clause" if reading.kind in ("participle", "masdar") else "previous")
        if 0 <= report.governor < len(self.said):
            if cue.clause != "relative" and reading.kind != "masdar":
                weighing.see(topic(layout, self.reports[report.governor].content.first, cue.head), "topic")
            weighing.hear(self.said[report.governor], "focus")
            return
        if cue.clause == "relative":
            weighing.hear(self.focus, "focus", away)
            return
        weighing.hear(self._last_inner(index), "previous_inner")
        weighing.note(self._noted(cue, reading))
        if cue.head > first and not layout.word_in(first, "cue.reply"):
            weighing.see(topic(layout, self._clause_start(first, cue.head), cue.head), "topic")
        for age, said in enumerate(self.recent):
            weighing.hear(said, "focus", sentence - said.sentence, age > 0)
        if cue.head == first and sentence > 0 and sentence - 1 not in self.spoken:
            before = layout.sentences[sentence - 1]
            if before.zone not in ("title",):
                weighing.see(topic(layout, before.first, before.last), "last_topic")

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

    def _clause_start(self, first: int, head: int) -> int:
        """Where the clause begins that the verb at `head` goes on with: after the last «، فيما» and the like."""
        layout = self.layout
        for at in range(head - 2, first, -1):
            if layout.word_in(at, "cue.link") and layout.is_comma(at - 1):
                return at + 1
        return first

    def _antecedent(self, at: int, first: int) -> Reference | None:
        """The reference that a relative pronoun at `at` takes up."""
        back = at - 1
        while back >= first and back > at - 5:
            reference = self.layout.reference[back]
            if reference is not None and not reference.inner:
                return reference
            back -= 1
        return None


def _entities(references: tuple[Reference, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entity for reference in references for entity in reference.entities))
