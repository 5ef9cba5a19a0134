"""Where the text reports: words that may be reporting verbs, and whether they stand as such."""

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.statements._layout import Layout, SourceAt
from mahdar.statements._lexicon import Reading


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A word that may report. `clause`: "main", "relative" (after الذي), "what" (after ما), "as" (after حسبما, كما).
    `head`: the first token of its verb group, auxiliaries and particles before it included; `joined`: a conjunction is
    written on to that."""

    at: int
    readings: tuple[Reading, ...]
    clause: str
    head: int
    joined: bool


def find_cues(layout: Layout) -> dict[int, Cue]:
    """All cues by token, titles and captions left out."""
    found: dict[int, Cue] = {}
    readings_of = layout.lexicon.readings
    tokens = layout.tokens
    taken = {at for source in layout.sources.values() if source.phrase.role == "pronoun" for at in _inside(source)}
    for sentence in layout.sentences:
        if sentence.zone in ("title", "caption", "dateline"):
            continue
        for at in range(sentence.first, sentence.last):
            token = tokens[at]
            if token.kind != "word" or at in taken:
                continue
            readings = readings_of(token.form)
            if not readings:
                continue
            if layout.text[token.end - 1] == CLITICS.feminine:
                readings = tuple(reading for reading in readings if not reading.pronoun)
            head = _head(layout, at, sentence.first)
            if layout.word_in(head, "cue.goes_on"):
                found.pop(head, None)  # «وكتب يقول» is one report
            standing = tuple(reading for reading in readings if _stands(layout, at, head, reading, sentence.first))
            if standing:
                joined = bool(standing[0].conj if head == at else tokens[head].conj)
                clause = "main" if joined else _clause(layout, head, sentence.first)
                found[at] = Cue(at, standing, clause, head, joined)
    return found


def _inside(source: SourceAt) -> range:
    return range(source.first, source.last)


def _head(layout: Layout, at: int, first: int) -> int:
    """The first token of the verb group that ends at `at`: كان قد قال, ومضى يقول."""
    head = at
    tokens = layout.tokens
    if at > first and not tokens[at].conj and layout.word_in(at - 1, "cue.goes_on") and layout.word_in(at, "cue.says"):
        return at - 1
    while head > first and not tokens[head].conj and tokens[head - 1].tags & {"past_auxiliary", "perfective"}:
        head -= 1
    return head


def _clause(layout: Layout, head: int, first: int) -> str:
    if head == first:
        return "main"
    before = head - 1
    tags = layout.tokens[before].tags
    if "relative_strict" in tags:
        return "relative"
    for back in (1, 2, 3):
        source = layout.sources.get(head - back)
        if source is not None and source.last == head and source.phrase.role in ("clause", "as"):
            return source.phrase.role
    if layout.word_in(before, "cue.what"):
        return "what"
    return "main"


def _stands(layout: Layout, at: int, head: int, reading: Reading, first: int) -> bool:
    """Whether the words around allow this reading."""
    before = layout.tokens[head - 1] if head > first else None
    free = before is None or bool(reading.conj) or before.kind == "punct"
    if reading.kind == "participle":
        if head < at:
            return False
        return _participle_stands(layout, at, reading, free)
    if reading.kind == "masdar":
        if before is not None and "negation" in before.tags:
            return False
        if reading.prep not in ("", CLITICS.instrumental):
            return False
        if reading.pronoun:
            return not reading.conj and not (free and _done_to(layout, at))
        addressed = layout.lexicon.frames[reading.verb.id].addressed
        return (not addressed or layout.word_in(at, "cue.several")) and _owned(layout, at)
    if reading.future or _ruled_out(layout, at, head, reading, first):
        return False
    if reading.doubtful and reading.pronoun and reading.conj and reading.kind == "finite":
        return False
    if layout.quote[at] is not None and reading.verb.weak:
        return False
    if before is None or free:
        closed = before is not None and before.kind == "punct" and not reading.conj and head - 1 in layout.closes
        return not closed or (at + 1 < len(layout.tokens) and (layout.is_opening(at + 1) or layout.that[at + 1]))
    tags = before.tags
    if "negation" in tags:
        return layout.lexicon.frames[reading.verb.id].negated
    if reading.present and layout.that[head - 1] and layout.word_in(head - 1, "cue.bare_that"):
        return False
    if not reading.doubtful and "preposition" not in layout.tokens[at].tags:
        return True
    if _clause(layout, head, first) in ("clause", "as"):
        return True
    if "preposition" in tags and not (tags & {"relative", "conjunction_word"}):
        return False
    if before.kind == "number":
        return False
    after = at + 1
    if after < len(layout.tokens) and "preposition_pronoun" in layout.tokens[after].tags:
        return True
    return bool(
        head < at
        or tags & {"relative", "conjunction_word", "but", "particle_that"}
        or layout.reference[head - 1] is not None
        or layout.word_in(head - 1, "cue.adverb")
        or layout.word_in(head - 1, "cue.weekday")
    )


def _ruled_out(layout: Layout, at: int, head: int, reading: Reading, first: int) -> bool:
    """Whether the word before leaves no room for a verb that reports: «بعد تزعمها», «كي تقول», «إذا رفضت», «أن نقل السفارة»."""
    if "preposition" in layout.tokens[at].tags and not _framed(layout, at + 1, reading):
        return True
    if head == first or layout.tokens[head].conj:
        return False
    before = head - 1
    if layout.word_in(before, "cue.takes_noun") or layout.word_in(before, "cue.purpose"):
        return True
    if "relative_strict" in layout.tokens[before].tags and layout.word_in(at, "cue.believed"):
        of_him = at + 1 < len(layout.tokens) and layout.that[at + 1] and not layout.word_in(at + 1, "cue.bare_that")
        if of_him and not reading.pronoun:
            return True  # «الذي يعتقد أنه درس»
    if layout.word_in(before, "cue.relative_feminine") and reading.gender == "m" and reading.number != "p":
        after = at + 1  # «الحكومة التي يتوقع أن تستمر»: nobody is told who expects it
        return after < len(layout.tokens) and bool(layout.that[after]) and not reading.pronoun
    if not (layout.that[before] and reading.doubtful and head == at and not reading.present):
        return False
    return layout.word_in(before, "cue.particle") and not (
        before > first and layout.word_in(before - 1, "cue.before_that")
    )


def _done_to(layout: Layout, at: int) -> bool:
    """Whether a verb with its object written on to it stands at `at`, and whoever does it right after: «رفضها العرب»."""
    reference = layout.reference[at + 1] if at + 1 < len(layout.tokens) else None
    finite = any(known.kind == "finite" and known.pronoun for known in layout.lexicon.readings(layout.tokens[at].form))
    acts = reference is not None and reference.kind in ("person", "state", "org", "group")
    return finite and acts and reference is not None and reference.first == at + 1 and not layout.governed(reference)


def _framed(layout: Layout, at: int, reading: Reading) -> bool:
    """Whether the frame of the verb follows at `at`, its subject aside: «عبر عن», «عقب النائب بأن», not «عقب الاجتماع»."""
    subject = layout.reference[at] if at < len(layout.tokens) else None
    if subject is not None and subject.first == at:
        at = subject.last
    if at >= len(layout.tokens):
        return False
    token, frames = layout.tokens[at], layout.lexicon.frames[reading.verb.id]
    return (
        token.kind == "punct"
        or token.prep in frames.preps
        or token.stem in frames.preps
        or layout.that[at]
        or layout.word_in(at, "cue.side")
    )


def _owned(layout: Layout, at: int) -> bool:
    """Whether an actor follows the noun as the one whose words they are: «تأكيد الوزير أن»."""
    reference = layout.reference[at + 1] if at + 1 < len(layout.tokens) else None
    if layout.word_in(at, "cue.unowned"):
        return False
    if reference is None or reference.first != at + 1 or layout.reference[at] is not None:
        return False
    return not layout.governed(reference) and reference.kind in ("person", "org", "state", "group")


def _participle_stands(layout: Layout, at: int, reading: Reading, free: bool) -> bool:
    if free:
        return True
    after = at + 1
    if after >= len(layout.tokens) or layout.tokens[at - 1].tags & {"auxiliary", "past_auxiliary", "negation"}:
        return False
    if at >= 2 and "negation" in layout.tokens[at - 2].tags:
        return False
    nearby = range(after, min(after + 2, len(layout.tokens)))
    return layout.tokens[after].form == ":" or layout.is_opening(after) or any(layout.that[index] for index in nearby)
