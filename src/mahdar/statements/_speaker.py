"""Who speaks: the references around a cue, weighed by features, in one place."""

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.resolution import Reference
from mahdar.statements._cues import Cue
from mahdar.statements._layout import Layout
from mahdar.statements._lexicon import Reading

# What each feature of a candidate is worth. `subject`: in the place of the subject after the verb; `origin`: the one a
# carrier quotes; `leading`: right before the verb; `antecedent`: what a relative clause hangs on; `same_clause`: the
# speaker of the report that a participle continues; `previous`: speaker of the report before, in this sentence;
# `topic`: first ungoverned reference of the sentence; `focus`: last speaker; `last_topic`: topic of the sentence before.
WEIGHTS = {
    "subject": 6.0, "origin": 8.0, "leading": 5.0, "antecedent": 4.5, "same_clause": 5.0, "previous": 3.6, "topic": 3.0,
    "focus": 2.6, "last_topic": 1.6, "agrees": 0.6, "disagrees": -4.0, "governed": -2.5, "inner": -3.0,
    "thing": -2.0, "sentence_away": -0.25, "older": -0.6, "continues": 1.0,
}  # fmt: skip
LEAST = 1.0


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """Somebody who may have spoken, with the features that speak for and against, by name."""

    entities: tuple[str, ...]
    gender: str
    number: str
    features: tuple[str, ...]
    away: int = 0

    @property
    def score(self) -> float:
        """The sum of the weights of its features."""
        return sum(WEIGHTS[name] for name in self.features) + WEIGHTS["sentence_away"] * self.away


FIRST_WORDS = 6


def agrees(layout: Layout, reading: Reading, reference: Reference, before: bool) -> bool:
    """Whether verb and reference go together in gender and, where the reference stands before the verb, in number."""
    head = layout.tokens[reference.first]
    many = reference.number in ("d", "p") or len(reference.entities) > 1
    if many and head.form.endswith(tuple(layout.lexicon.words("cue.oblique"))) and not before:
        return False
    if before:
        if reading.number == "p":
            return many
        if many and reading.gender == "m" and reference.number in ("d", "p"):
            return False
    gender = gender_of(reference)
    if not reading.gender or not gender or many:
        return True
    return reading.gender == gender


def gender_of(reference: Reference) -> str:
    """The gender that a verb has to agree with; none for a seat or capital, which takes either (الكرملين, واشنطن)."""
    return "" if reference.form == "capital" else reference.gender


def matches(reading: Reading, gender: str, number: str, entities: tuple[str, ...]) -> bool | None:
    """Whether somebody spoken of before fits a verb without a subject; None where nothing tells."""
    many = number in ("d", "p") or len(entities) > 1
    if reading.number == "p":
        return many
    if many and reading.gender == "m":
        return False
    if not reading.gender or not gender:
        return None
    if many:
        return True if reading.gender == "f" else None
    return reading.gender == gender


def preceding_subject(layout: Layout, cue: Cue, reading: Reading) -> Reference | None:
    """The reference right before the verb group, where it can be the subject: «موسكو تنفي», «كان بنس قد قال»."""
    at, head = cue.at, cue.head
    if cue.joined:
        return None
    first = layout.sentences[layout.sentence[at]].first
    back = head - 1
    comma = False
    while back >= first:
        if layout.is_comma(back) and not comma:
            comma = True
        elif not (layout.word_in(back, "cue.adverb") or layout.word_in(back, "cue.weekday")) or layout.reference[back]:
            break
        back -= 1
    if back < first:
        return None
    reference = layout.reference[back]
    if reference is None or reference.inner or reference.last > head or layout.governed(reference):
        return None
    if comma and head == at and not (reference.first > first and layout.is_comma(reference.first - 1)):
        return None
    return reference if agrees(layout, reading, reference, before=True) else None


def together(layout: Layout, reference: Reference) -> tuple[Reference, ...]:
    """The reference and those joined to it by a conjunction: «ألمانيا وفرنسا وأوكرانيا»."""
    joined = [reference]
    while True:
        at = joined[-1].last
        if at < len(layout.tokens) and layout.is_comma(at):
            at += 1
        following = layout.reference[at] if at < len(layout.tokens) else None
        if following is None or following.first != at or layout.tokens[at].conj not in CLITICS.conjunctions[:1]:
            return tuple(joined)
        if following.inner or layout.governed(following):
            return tuple(joined)
        joined.append(following)


def joined_before(layout: Layout, reference: Reference) -> tuple[Reference, ...]:
    """The reference and those before it that it is joined to."""
    joined = [reference]
    while True:
        first = joined[0].first
        if layout.tokens[first].conj not in CLITICS.conjunctions[:1] or first == 0:
            return tuple(joined)
        back = first - 1
        if layout.is_comma(back) and back:
            back -= 1
        before = layout.reference[back]
        if before is None or before.last < first - 1 or before.inner or layout.governed(before):
            return tuple(joined)
        joined.insert(0, before)


def topic(layout: Layout, first: int, last: int) -> Reference | None:
    """The first reference in tokens [first, last) that nothing governs."""
    at = first
    while at < last:
        reference = layout.reference[at]
        if reference is None:
            at += 1
            continue
        if reference.first > first + FIRST_WORDS:
            return None
        if reference.first >= first and not (reference.inner or layout.governed(reference)):
            governed = reference.first > first and "preposition" in layout.tokens[reference.first - 1].tags
            if not governed and reference.kind in ("person", "state", "org", "group"):
                return reference
        at = max(reference.last, at + 1)
    return None
