"""Words that tell an event: which frames a word may belong to, and whether it does here."""

from collections.abc import Iterator

import msgspec

from mahdar.events._lexicon import Frame, Head, Lexicon
from mahdar.events._view import View
from mahdar.knowledge import CLITICS
from mahdar.text import Sentence

_CLUES = frozenset(("event_verb", "event_noun"))
_OBJECT_REACH = 10
_NAMES = frozenset(("name", "office", "office+name", "capital", "counterpart", "pair"))


class Trigger(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A frame met at tokens [first, last), and the kind of event that it tells; `part` verb, noun or participle, `tense` past, present, future or "".
    `object_at`: where the noun stands that the frame asks for, -1 where it asks for none."""

    frame: Frame
    kind: str
    first: int
    last: int
    part: str
    tense: str
    person: str
    gender: str
    number: str
    object_at: int = -1


def find_triggers(view: View, sentence: Sentence, lexicon: Lexicon) -> Iterator[Trigger]:
    """The triggers of a sentence from left to right; a word that several frames claim gives one for each."""
    tokens = view.tokens
    at = sentence.first
    while at < sentence.last:
        token = tokens[at]
        if token.tags.isdisjoint(_CLUES) or token.kind != "word" or _named(view, at):
            at += 1
            continue
        longest = at + 1
        for head in lexicon.frames.of(token):
            trigger = _trigger(view, sentence, at, head)
            if trigger is not None:
                # A phrase is longer than a word of it: what is shorter is another thing.
                if trigger.last < longest:
                    continue
                longest = trigger.last
                yield trigger
        at = longest


def _named(view: View, at: int) -> bool:
    reference = view.covered.get(at)
    return reference is not None and (reference.form in _NAMES or reference.first < at)


def _trigger(view: View, sentence: Sentence, at: int, head: Head) -> Trigger | None:
    frame = head.entry
    assert isinstance(frame, Frame)
    tokens = view.tokens
    last = at + 1 + len(head.rest)
    if last > sentence.last:
        return None
    for offset, forms in enumerate(head.rest):
        if forms.isdisjoint(tokens[at + 1 + offset].spellings):
            return None
    if frame.objects and frame.objects.isdisjoint(view.words_of(sentence)):
        return None  # what it asks for stands nowhere here
    verbal = head.part == "verb"
    if not verbal and not tokens[at].article and not tokens[at].prep and view.follows_relative(at):
        return None  # "الذي أقاله": a relative is followed by a verb
    if verbal != _reads_as_verb(view, sentence, at, head):
        return None
    if not verbal and _adjective_of(view, at):
        return None
    if verbal and at > sentence.first and "whoever" in tokens[at - 1].tags and at - 1 not in view.covered:
        return None
    if frame.source.consequence and head.form.person == "1":
        return None  # "أصاب" (he hit) is written as "أصاب" (I am hit)
    if verbal and view.not_first(at, head.form.person, head.form.of):
        return None
    if _misread(view, sentence, at, last, frame) or (frame.source.not_construct and _constructs(view, sentence, at)):
        return None
    if frame.not_with and not frame.not_with.isdisjoint(view.words_of(sentence)):
        return None
    object_at = -1
    if frame.objects:
        if verbal and tokens[at].pronoun:
            return None
        object_at = _object(view, sentence, last, frame)
        if object_at < 0 or _misread(view, sentence, object_at, object_at + 1, frame):
            return None
    tense = "" if not verbal else "future" if tokens[at].future else head.form.of
    return Trigger(
        frame=frame, kind=frame.source.kind, first=at, last=last, part=head.part, tense=tense,
        person=head.form.person, gender=head.form.gender, number=head.form.number, object_at=object_at,
    )  # fmt: skip


def _reads_as_verb(view: View, sentence: Sentence, at: int, head: Head) -> bool:
    """A past of three letters is written like its masdar (قصف): a verb where a clause opens or after its subject."""
    token = view.tokens[at]
    if head.part in ("noun", "participle"):
        return view.finite(at) if "event_verb" in token.tags and not token.article and not token.prep else False
    if head.form.of == "past" and view.after_preposition(at):
        return False
    if "event_noun" not in token.tags or head.form.of == "present":
        return True
    return not token.prep and (at == sentence.first or view.finite(at))


def _adjective_of(view: View, at: int) -> bool:
    """Whether a noun with article says how those right before it are: "المتظاهرين العزل"."""
    token, before = view.tokens[at], view.covered.get(at - 1)
    if before is None or not token.article or token.prep or token.conj:
        return False
    return before.kind == "group" and before.last == at and any(t.article for t in view.tokens[before.first : at])


def _constructs(view: View, sentence: Sentence, at: int) -> bool:
    """Whether the noun stands before a genitive that makes it another word ("تحقيق السلام", "تحقيق أهداف")."""
    token = view.tokens[at]
    if token.article or token.pronoun or token.form.endswith(CLITICS.accusative) or at + 1 >= sentence.last:
        return False
    after = view.tokens[at + 1]
    if after.kind != "word" or after.conj or after.prep or not after.tags.isdisjoint(("preposition", "clause_opener")):
        return False
    return after.article or not after.stem.endswith(CLITICS.adjective)


def _misread(view: View, sentence: Sentence, at: int, last: int, frame: Frame) -> bool:
    tokens = view.tokens
    if at > sentence.first and frame.not_after and not frame.not_after.isdisjoint(tokens[at - 1].spellings):
        return True
    after = view.references.get(last)
    starts = (last, last + 1) if after is None else (last, last + 1, after.last)  # "وصول الرئيس إلى الحكم"
    return any(
        any(_follows(view, phrase, start, sentence) for phrase in frame.not_before)
        for start in starts
        if start < sentence.last and not frame.not_before_first.isdisjoint(tokens[start].spellings)
    )


def _follows(view: View, phrase: tuple[frozenset[str], ...], start: int, sentence: Sentence) -> bool:
    if start + len(phrase) > sentence.last:
        return False
    return all(not forms.isdisjoint(view.tokens[at].spellings) for at, forms in enumerate(phrase, start))


def _masdar(view: View, at: int) -> bool:
    """Whether the word is a masdar before a genitive of its own."""
    token = view.tokens[at]
    deed = not token.tags.isdisjoint(("indefinite_masdar", "event_noun")) and at not in view.covered
    return deed and not (token.article or token.pronoun or token.form.endswith(CLITICS.accusative))


def _object(view: View, sentence: Sentence, start: int, frame: Frame) -> int:
    found = -1
    clauses = view.clauses(sentence)
    own = clauses.number(start - 1)
    at = start - 1
    passed = 0  # words that are no actors and no times
    while passed < _OBJECT_REACH and 0 <= at < sentence.last - 1:
        at += 1
        if clauses.number(at) != own:
            at = clauses.after(at, own) - 1
            if at < 0:
                break
            continue
        token = view.tokens[at]
        if view.breaks(at) or (token.conj and at not in view.covered):
            return found
        passed += token.kind == "word" and at not in view.covered and at not in view.time_tokens
        of_a_masdar = at > start and _masdar(view, at - 1)  # "أطلقت حملة لوقف إطلاق النار"
        if token.prep != CLITICS.dative and not of_a_masdar and not frame.objects.isdisjoint(token.spellings):
            if at > start or at not in view.references:
                return at
            found = at  # "حشدت قوات النظام تعزيزاتها": the first may be the subject
    return found
