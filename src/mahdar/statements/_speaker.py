"""Who speaks: the references around a cue, weighed by features, in one place."""

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.resolution import Reference
from mahdar.statements._cues import Cue
from mahdar.statements._layout import Layout
from mahdar.statements._lexicon import Reading

# What each feature of a candidate is worth. `subject`: in the place of the subject after the verb; `origin`: the one a
# carrier quotes; `leading`: right before the verb; `antecedent`: what a relative clause hangs on; `same_clause`: the
# speaker of the report that a participle continues; `clause_subject`: opens the clause, a long phrase before the verb;
# `author`: who issued the document in which it is said; `named_again`: part of a name, right after the verb; `previous`: speaker of the report before, in this sentence;
# `topic`: first ungoverned reference of the sentence; `focus`: last speaker; `last_topic`: topic of the sentence before.
WEIGHTS = {
    "subject": 6.0, "origin": 8.0, "leading": 5.0, "antecedent": 4.5, "same_clause": 5.0, "previous": 3.6, "previous_inner": 2.0, "noted": 3.3, "shown": 5.0, "clause_subject": 4.6, "author": 4.4, "named_again": 5.0, "topic": 3.0,
    "focus": 2.6, "last_topic": 1.6, "agrees": 0.6, "disagrees": -4.0, "governed": -2.5, "inner": -3.0,
    "thing": -2.0, "sentence_away": -0.25, "older": -0.6, "continues": 1.0,
}  # fmt: skip
LEAST = 1.0
_LONGEST_SUBJECT = 16


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
    number = number_of(layout, reference)
    many = number in ("d", "p") or len(reference.entities) > 1
    if many and head.form.endswith(tuple(layout.lexicon.words("cue.oblique"))) and not before:
        return False
    if before:
        if reading.number == "p":
            return many
        if many and reading.gender == "m" and number in ("d", "p"):
            return False
    gender = gender_of(layout, reference)
    if not reading.gender or not gender or many:
        return True
    return reading.gender == gender


def gender_of(layout: Layout, reference: Reference) -> str:
    """The gender that a verb has to agree with; none where either is heard: of a seat or capital (الكرملين, واشنطن), and
    of a body or state whose name does not show its gender (جهاز الأمن, الفاتيكان)."""
    if reference.form == "capital":
        return ""
    if reference.gender == "f" and reference.kind in ("org", "state") and reference.form == "name":
        head = layout.tokens[reference.first]
        shown = head.stem.endswith((CLITICS.tied[1], CLITICS.article[0] + CLITICS.tied[0]))
        if not shown and (reference.kind == "org" or head.article):
            return ""
    return reference.gender


def number_of(layout: Layout, reference: Reference) -> str:
    """The number of the reference. What looks like two but stands before a preposition is an accusative («متحدثا باسم»)."""
    if reference.number == "d" and len(reference.entities) == 1:
        at = reference.first
        following = layout.tokens[at + 1] if at + 1 < len(layout.tokens) else None
        governs = following is not None and (following.prep or following.tags & {"preposition", "on_behalf"})
        if governs and layout.tokens[at].form.endswith(CLITICS.article[0]):
            return "s"
    return reference.number


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
    if comma and head == at and not _set_off(layout, reference, first):
        return None
    if _joined_to_governed(layout, reference) or _owns_a_deed(layout, reference, first):
        return None
    return reference if agrees(layout, reading, reference, before=True) else None


def _set_off(layout: Layout, reference: Reference, first: int) -> bool:
    """Whether a comma after the reference belongs to it: one before it, or an apposition in it («كان السفير، زيد، قال»)."""
    if reference.first == first:
        return False
    opened = any(layout.is_comma(at) for at in range(reference.first, reference.last))
    before = layout.tokens[reference.first - 1]
    if layout.is_comma(reference.first - 1) and reference.first - 1 > first:
        named = layout.reference[reference.first - 2]  # «بموقع التواصل، تويتر، قال فيها»
        return named is None or not layout.governed(named)
    return layout.is_comma(reference.first - 1) or (opened and bool(before.tags & {"past_auxiliary", "but"}))


def _owns_a_deed(layout: Layout, reference: Reference, first: int) -> bool:
    """Whether the reference is the genitive of a deed, which is the subject: «انتخابات النقابة كشفت», «زيارة الوزير تشير»."""
    before = reference.first - 1
    if before < first or layout.reference[before] is not None:
        return False
    token = layout.tokens[before]
    return bool(token.tags & {"event_noun", "indefinite_masdar"}) and not (token.article or token.pronoun)


def _joined_to_governed(layout: Layout, reference: Reference) -> bool:
    """Whether the reference is joined to one that a preposition governs: «على ستة أفراد وثلاث شركات قالت»."""
    before = layout.reference[reference.first - 1] if reference.first else None
    joined = bool(layout.tokens[reference.first].conj) and before is not None
    return joined and before is not None and before.last == reference.first and layout.governed(before)


def clause_subject(layout: Layout, cue: Cue, reading: Reading) -> Reference | None:
    """The reference that opens the clause of the verb, where a name that nobody knows or a long phrase stands between
    them: «وكان المتحدث باسم الشركة أعلن», «إلا أن وزير الإعلام في البلاد قال»."""
    if cue.joined and cue.head == cue.at:
        return None
    first = layout.sentences[layout.sentence[cue.at]].first
    commas = 0
    for at in range(cue.head - 1, max(first, cue.head - _LONGEST_SUBJECT) - 1, -1):
        token = layout.tokens[at]
        if token.kind == "punct":
            commas += layout.is_comma(at)
            if at in layout.opens or at in layout.closes or not (layout.is_comma(at) or token.form in "()-"):
                return None
            continue
        if layout.quote[at] is not layout.quote[cue.at]:
            return None
        opens = "past_auxiliary" in token.tags or ("but" in token.tags and commas % 2 == 0)
        opens = opens or (layout.that[at] and at > first and "but" in layout.tokens[at - 1].tags)
        if layout.word_in(at, "cue.already"):
            earlier = layout.reference[at + 1]
            if earlier is not None and earlier.first == at + 1 and agrees(layout, reading, earlier, before=True):
                return earlier
        reference = layout.reference[at + 1] if opens else None
        if reference is not None and reference.first == at + 1 and not layout.governed(reference):
            acts = reference.kind in ("person", "org", "state", "group") and commas % 2 == 0
            return reference if acts and agrees(layout, reading, reference, before=True) else None
        if opens or (token.tags & {"event_verb", "relative_strict"} and commas == 0):
            return None
        if layout.reference[at] is None and any(
            known.kind == "finite" for known in layout.lexicon.readings(token.form)
        ):
            return None
    return None


def together(layout: Layout, reference: Reference) -> tuple[Reference, ...]:
    """The reference and those joined to it by a conjunction: «ألمانيا وفرنسا وأوكرانيا»."""
    joined = [reference]
    while True:
        at = joined[-1].last
        if at < len(layout.tokens) and layout.is_comma(at):
            at += 1
        if at + 1 < len(layout.tokens) and layout.reference[at] is None and "demonym" in layout.tokens[at].tags:
            named = layout.reference[at + 1]  # «الرئيس التركي … والروسي فلاديمير بوتين»
            if named is not None and named.first == at + 1 and layout.tokens[at].conj and named.kind == "person":
                joined.append(named)
                continue
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
