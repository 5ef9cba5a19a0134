"""The reports of a document: cues with their content, and sources named beside a sentence."""

import msgspec

from mahdar.model import Span
from mahdar.resolution import Reference
from mahdar.statements._cues import Cue, find_cues
from mahdar.statements._extent import Content, extend
from mahdar.statements._layout import Layout, SourceAt
from mahdar.statements._openings import open_content
from mahdar.statements._speaker import preceding_subject
from mahdar.statements._walk import Opening

# Acts by which an office or a medium passes on what somebody else said.
_BEGUN = 3
_PASSING_ON = frozenset(("say", "announce", "affirm", "add", "reveal", "explain"))


class Report(msgspec.Struct, frozen=True, gc=False):
    """A cue, what it opens, what was said. `rule` is the entry that found it; `governor` the index of the report in
    whose content it stands, -1 for none."""

    at: int
    cue: Cue
    opening: Opening
    content: Content
    rule: str
    governor: int = -1
    led: bool = False


class SourceNote(msgspec.Struct, frozen=True, gc=False):
    """A source named beside a sentence: «بحسب رويترز». `content` is what it is the source of, if nobody else is said to
    have said it. `verb_at`: the token of the reporting verb of a clause («حسبما أعلن»), -1 for none."""

    at: int
    role: str
    rule: str
    act: str
    reference: Reference
    span: Span
    content: Content | None
    verb_at: int = -1


def find_reports(layout: Layout) -> tuple[list[Report], list[SourceNote]]:
    """Reports in the order of their cues, and the sources beside them."""
    cues = find_cues(layout)
    openings: dict[int, Opening] = {}
    consumed: set[int] = set()
    for at, cue in cues.items():
        if at in consumed:
            continue
        opening = open_content(layout, cue, cues)
        if opening is not None and not _impersonal(layout, cue, opening):
            openings[at] = opening
            consumed.update(opening.consumed)
    for at in consumed:
        openings.pop(at, None)
    reports: list[Report] = []
    notes = [note for note in _notes(layout, cues, openings) if note.at not in consumed]
    noted = {note.verb_at for note in notes}
    for at, opening in openings.items():
        if at in noted:
            continue
        content = extend(layout, opening, cues[at], openings, cues)
        if content is not None:
            named = not layout.word_in(min(at + 1, len(layout.tokens) - 1), "cue.someone")
            led = named and preceding_subject(layout, cues[at], opening.reading) is not None
            reports.append(Report(at, cues[at], opening, content, opening.reading.verb.id, -1, led))
    return _nest(_unwrapped(layout, reports)), notes


def _impersonal(layout: Layout, cue: Cue, opening: Opening) -> bool:
    """Whether nobody is said to have said it: «يذكر أن», «ويشار إلى أن»."""
    reading = opening.reading
    if reading.kind == "passive":
        return True
    if reading.verb.role == "carrier" and opening.unknown and opening.carriers:
        return False
    if reading.verb.role == "carrier" and opening.origin is None and reading.kind == "finite":
        subject = opening.subject or preceding_subject(layout, cue, reading)
        return (
            subject is None or subject.kind not in ("org", "group") or opening.kind not in ("that", "colon", "speech")
        )
    if reading.kind != "finite" or not reading.present or reading.gender != "m" or reading.number != "s":
        return False
    if opening.subject is not None or (reading.verb.strong and reading.conj):
        return False
    sentence = layout.sentences[layout.sentence[cue.at]]
    begins = cue.head == sentence.first or layout.is_punct(cue.head - 1) or bool(reading.conj)
    begins = begins or layout.word_in(cue.head - 1, "cue.but") or layout.word_in(cue.head - 1, "cue.link")
    return begins and opening.kind == "that" and opening.first - cue.at <= 3


def _repeats(report: Report, inner: Report) -> bool:
    """Whether the content is what its speaker says of himself with another cue at once: «قال إنه يدين …»."""
    at_once = inner.cue.head == report.content.first and report.opening.kind == "that"
    return at_once and inner.opening.subject is None and inner.opening.reading.kind == "finite"


def _unwrapped(layout: Layout, reports: list[Report]) -> list[Report]:
    """Without those whose content is nothing but another report: «ذكرت وكالة أن بوتين قال إن …» is what Putin said."""
    kept: list[Report] = []
    skipped = -1
    for index, report in enumerate(reports):
        if index == skipped:
            continue
        inner = reports[index + 1] if index + 1 < len(reports) else None
        if inner is not None and _repeats(report, inner):
            skipped = index + 1
        wraps = (
            inner is not None
            and report.opening.reading.verb.act in _PASSING_ON
            and not layout.lexicon.frames[inner.opening.reading.verb.id].addressed
            and inner.cue.clause == "main"
            and inner.opening.reading.kind == "finite"
            and report.opening.kind == "that"
            and report.content.first <= inner.at < min(report.content.first + 8, report.content.last)
            and _begins_with(layout, report.content.first, inner.cue.head)
            and inner.content.last >= report.content.last - 1
            and (inner.opening.kind in ("that", "colon", "speech") or inner.opening.reading.verb.attitudes)
        )
        if wraps and inner is not None and not (inner.opening.subject or inner.led):
            skipped, wraps = index + 1, False
        kept.append(msgspec.structs.replace(report, rule="") if wraps else report)
    return kept


def _begins_with(layout: Layout, first: int, head: int) -> bool:
    """Whether nothing but a subject stands in tokens [first, head), before the verb of another report."""
    for at in range(first, head):
        token = layout.tokens[at]
        if layout.reference[at] is not None or token.tags & {"past_auxiliary", "perfective"}:
            continue
        if layout.word_in(at, "cue.breaks") or token.tags & {
            "negation",
            "event_verb",
            "governing_verb",
            "relative_strict",
        }:
            return False
    return True


def _nest(reports: list[Report]) -> list[Report]:
    nested: list[Report] = []
    reach: list[int] = []  # how far the contents of the reports up to each go: none before it matters that ends earlier
    for index, report in enumerate(reports):
        governor = -1
        start = report.content.span.start
        for back in range(index - 1, -1, -1):
            if reach[back] <= start:
                break
            span = reports[back].content.span
            if span.start <= start < span.end:
                governor = back
                break
        reach.append(max(report.content.span.end, reach[-1] if reach else 0))
        content = report.content
        if governor >= 0 and content.form != "direct":
            content = _within(content, reports[governor].content)
        nested.append(msgspec.structs.replace(report, governor=governor, content=content))
    return nested


def _within(content: Content, outer: Content) -> Content:
    """The content, no longer than what it stands in."""
    if content.span.end <= outer.span.end or content.first >= outer.last:
        return content
    return msgspec.structs.replace(content, last=outer.last, span=Span(content.span.start, outer.span.end))


def _notes(layout: Layout, cues: dict[int, Cue], openings: dict[int, Opening]) -> list[SourceNote]:
    notes: list[SourceNote] = []
    for at, source in layout.sources.items():
        sentence = layout.sentences[layout.sentence[at]]
        if sentence.zone == "title" or source.last >= sentence.last or source.phrase.role == "pronoun":
            continue
        note = (
            _clause_note(layout, source, cues, openings)
            if source.phrase.role in ("clause", "as")
            else _note(layout, source, cues, openings)
        )
        if note is not None:
            notes.append(note)
    for at, cue in cues.items():
        note = None if at in openings or cue.clause in ("clause", "as") else _after_words(layout, cue)
        if note is not None:
            notes.append(note)
    return sorted(notes, key=lambda note: note.at)


def _after_words(layout: Layout, cue: Cue) -> SourceNote | None:
    """A reporting verb after the words themselves: «…، قال الوزير.», «… وهو ما نفته الشركة»."""
    at = cue.at
    sentence = layout.sentences[layout.sentence[at]]
    reference = layout.reference[at + 1] if at + 1 < sentence.last else None
    reading = next((reading for reading in cue.readings if reading.kind == "finite"), None)
    if reading is None or reference is None or reference.first != at + 1 or layout.tokens[at + 1].prep:
        return None
    ends = reference.last >= sentence.last or layout.is_punct(reference.last)
    if not ends and "relative_strict" not in layout.tokens[reference.last].tags:
        return None
    if cue.clause == "what" and reading.pronoun and cue.head - 2 > sentence.first:
        pointing = layout.tokens[cue.head - 2].tags & {"demonstrative", "pronoun"}
        role, first = "what", cue.head - 2 if pointing else -1
    elif (
        cue.clause == "main"
        and not cue.joined
        and not reading.pronoun
        and layout.lexicon.frames[reading.verb.id].speech
    ):
        role, first = "clause", cue.head if cue.head > sentence.first and layout.is_punct(cue.head - 1) else -1
    else:
        return None
    content = _before(layout, first) if first > sentence.first else None
    if content is None:
        return None
    span = Span(layout.tokens[at].start, layout.tokens[at].end)
    return SourceNote(at, role, reading.verb.id, reading.verb.act, reference, span, content, at)


def _clause_note(
    layout: Layout, source: SourceAt, cues: dict[int, Cue], openings: dict[int, Opening]
) -> SourceNote | None:
    """«حسبما أعلن …»: the verb that follows, its subject, and the sentence before it."""
    sentence = layout.sentences[layout.sentence[source.first]]
    verb_at = next((at for at in range(source.last, min(source.last + 3, sentence.last)) if at in cues), -1)
    if verb_at < 0:
        return None
    if source.phrase.role == "as" and (verb_at in openings or source.first == sentence.first):
        return None
    at = verb_at + 1
    while at < sentence.last and layout.reference[at] is None and _passable(layout, at) and at < verb_at + 6:
        at += 1
    reference = layout.reference[at] if at < sentence.last else None
    if reference is None:
        return None
    if source.phrase.role == "as" and reference.last < sentence.last and not layout.is_punct(reference.last):
        return None
    if source.phrase.role == "as" and "preposition_pronoun" in layout.tokens[verb_at + 1].tags:
        return None  # «كما طلب منه القضاء»
    reading = cues[verb_at].readings[0]
    frames = layout.lexicon.frames[reading.verb.id]
    if not (frames.that or frames.speech):
        return None
    token, joined = layout.tokens[verb_at], bool(reading.conj)
    content = _around(layout, source.first, reference.last, cues, openings)
    content = content or _before(layout, source.first) or _after(layout, reference.last, sentence.last)
    return SourceNote(
        source.first,
        source.phrase.role,
        reading.verb.id,
        reading.verb.act,
        reference,
        Span(token.start + joined, token.end),
        content,
        verb_at,
    )


def _passable(layout: Layout, at: int) -> bool:
    """Whether the search for the one named goes on over the token at `at`: a word, or a mark that opens a quotation."""
    if layout.that[at] or "demonstrative" in layout.tokens[at].tags:
        return False
    return not layout.is_punct(at) or layout.is_opening(at)


def _around(layout: Layout, at: int, after: int, cues: dict[int, Cue], openings: dict[int, Opening]) -> Content | None:
    """The sentence on both sides of a source phrase in tokens [at, after), where it goes on: «أدت، وفق المصدر، إلى …»."""
    sentence = layout.sentences[layout.sentence[at]]
    resumes = after + 1 if after < sentence.last and layout.is_comma(after) else after
    if resumes + 2 >= sentence.last or at - sentence.first < 2:
        return None
    if layout.word_in(resumes + 1, "cue.adverb") and layout.is_punct(resumes + 2):
        return None  # «…، بحسب ما نقلت الوكالة في حينه.»
    begun = at - sentence.first <= _BEGUN and not layout.tokens[resumes].conj  # «استهدفت الضربات، وفق …»
    if not (begun or _hangs(layout, resumes)):
        return None
    last = resumes
    while last < sentence.last:
        following = last + 1
        breaks = (
            following in openings
            or following in cues
            or layout.word_in(min(following, sentence.last - 1), "cue.breaks")
        )
        if layout.is_comma(last) and following < sentence.last and breaks:
            break
        last += 1
    while last > resumes and layout.is_punct(last - 1) and last - 1 not in layout.closes:
        last -= 1
    before = at
    while before > sentence.first and layout.is_punct(before - 1) and before - 1 not in layout.closes:
        before -= 1
    whole = _content(layout, sentence.first, last)
    hole = Span(layout.tokens[before - 1].end, layout.tokens[resumes].start)
    return msgspec.structs.replace(whole, holes=(hole,)) if whole.first < before and whole.form != "direct" else None


def _hangs(layout: Layout, at: int) -> bool:
    """Whether the words at `at` only go on with a sentence that was broken off: a preposition, or أن."""
    token = layout.tokens[at]
    if layout.sources.get(at) is not None or token.conj:
        return False
    return layout.that[at] or bool(token.tags & {"preposition"}) or bool(token.prep)


def _note(layout: Layout, source: SourceAt, cues: dict[int, Cue], openings: dict[int, Opening]) -> SourceNote | None:
    sentence = layout.sentences[layout.sentence[source.first]]
    at = source.last
    farthest = at if source.phrase.role == "basis" else at + 3
    while at < min(sentence.last, farthest) and layout.reference[at] is None and _passable(layout, at):
        at += 1
    reference = layout.reference[at] if at < sentence.last else None
    if reference is None or reference.kind in ("agreement", "place"):
        return None
    head = layout.tokens[source.first]
    span = Span(head.start + bool(head.conj), layout.tokens[source.last - 1].end)
    quote = layout.opens.get(reference.last) if reference.last < sentence.last else None
    if quote is not None and quote.last - quote.first >= 4:
        content: Content | None = Content(
            quote.first, quote.last, Span(quote.start, layout.tokens[quote.last - 1].end), "direct"
        )
    else:
        content = _around(layout, source.first, reference.last, cues, openings)
        content = content or _before(layout, source.first) or _after(layout, reference.last, sentence.last)
    return SourceNote(source.first, source.phrase.role, source.phrase.id, source.phrase.act, reference, span, content)


def _before(layout: Layout, at: int) -> Content | None:
    """The sentence up to the source phrase at `at`."""
    first = layout.sentences[layout.sentence[at]].first
    last = _without_marks(layout, first, at)
    if last > first and layout.word_in(last - 1, "cue.afterthought"):
        last = _without_marks(layout, first, last - 1)  # «…، وذلك حسبما أعلن»
    if last - first < 2 or layout.word_in(last - 1, "cue.side"):
        return None
    return _content(layout, first, last)


def _without_marks(layout: Layout, first: int, last: int) -> int:
    """The end of tokens [first, last) without the marks at it, but for those that close a quotation."""
    while last > first and layout.is_punct(last - 1) and last - 1 not in layout.closes:
        last -= 1
    return last


def _after(layout: Layout, first: int, last: int) -> Content | None:
    """The sentence after a source phrase that leads it."""
    while first < last and not layout.is_comma(first) and not layout.that[first]:
        first += 1
    while first < last and ((layout.is_punct(first) and first not in layout.opens) or layout.that[first]):
        first += 1
    while last > first and layout.is_punct(last - 1) and last - 1 not in layout.closes:
        last -= 1
    return _content(layout, first, last) if last - first >= 3 else None


def _content(layout: Layout, first: int, last: int) -> Content:
    while first + 2 < last and (
        layout.word_in(first, "cue.particle") or layout.word_in(first, "cue.link") or "but" in layout.tokens[first].tags
    ):
        first += 1
    token = layout.tokens[first]
    start = token.start + (1 if token.conj and token.kind == "word" else 0)
    quote = layout.opens.get(first)
    if quote is not None and quote.last == last - 1:
        return Content(quote.first, quote.last, Span(quote.start, layout.tokens[quote.last - 1].end), "direct")
    mixed = any(first <= opened < last and quoted.last - quoted.first > 3 for opened, quoted in layout.opens.items())
    return Content(first, last, Span(start, layout.tokens[last - 1].end), "mixed" if mixed else "indirect")
