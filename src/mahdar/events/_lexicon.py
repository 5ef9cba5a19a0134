"""The frames of events and their governors, compiled for look-up by folded word."""

from collections.abc import Iterable, Iterator

import msgspec

from mahdar.knowledge import CLITICS, Knowledge, compiled, fold
from mahdar.knowledge.inflection import Form, noun_forms, verb_forms
from mahdar.knowledge.tables.events import EventFrame, Governor
from mahdar.rules import Modifier, PhraseTable
from mahdar.text import Token

_MOST_KEPT = 200_000
_PLAIN = ("", "", "", "s", False)


class Head(msgspec.Struct, frozen=True, gc=False):
    """A word under which a frame or governor is found. `part`: verb, noun or participle; `rest`: the folded forms of the
    words that have to follow it; `form`: how it is inflected."""

    entry: "Frame | GovernorWords"
    part: str
    form: Form
    rest: tuple[frozenset[str], ...] = ()


class Frame(msgspec.Struct, frozen=True, gc=False):
    """A frame made ready: its words folded, its positions as a map from position to the slots there, in order.
    `with_other`: the positions that name the other side only; `words`: of each slot, those that its phrase must hold."""

    source: EventFrame
    objects: frozenset[str]
    not_before: tuple[tuple[frozenset[str], ...], ...]
    not_after: frozenset[str]
    slots: dict[str, tuple[int, ...]]
    with_other: frozenset[str]
    words: tuple[frozenset[str], ...]
    not_with: frozenset[str] = frozenset()
    not_before_first: frozenset[str] = frozenset()  # the first words of `not_before`


class GovernorWords(msgspec.Struct, frozen=True, gc=False):
    """A governor made ready."""

    source: Governor
    via: frozenset[str]


class Heads:
    """Heads by folded word, and, once it was asked for, by the number of a written word."""

    def __init__(self, by_form: dict[str, tuple[Head, ...]]) -> None:
        self.by_form = by_form
        self._known: dict[int, tuple[Head, ...]] = {}

    def of(self, token: Token) -> tuple[Head, ...]:
        """The heads that a word may be, its clitics taken into account: no verb after an article or a preposition that
        governs nouns, a form that joins only before a pronoun ending."""
        found = self._known.get(token.word)
        if found is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            found = self._known[token.word] = tuple(self._read(token))
        return found

    def _read(self, token: Token) -> Iterator[Head]:
        if token.article:
            for head in self.by_form.get(CLITICS.article + token.stem, ()):
                if _fits(head, token, False):
                    yield head
        for head in self.by_form.get(token.stem, ()):
            if _fits(head, token, token.article):
                yield head


class Lexicon:
    """All heads of frames and governors by folded word, and the cues of standing as a table of phrases."""

    def __init__(self, knowledge: Knowledge, told_by: Iterable[EventFrame]) -> None:
        frames: dict[str, list[Head]] = {}
        for frame in told_by:
            ready = _frame(frame, knowledge)
            for verb in frame.verbs:
                _add(frames, [Head(ready, "verb", form) for form in verb_forms(verb, knowledge.paradigms)])
            for noun in frame.nouns:
                head, _, rest = noun.partition(" ")
                words = tuple(_singular(word, knowledge) for word in rest.split())
                _add(frames, [Head(ready, "noun", form, words) for form in noun_forms(head, knowledge.paradigms)])
            for word in frame.participles:
                _add(frames, [Head(ready, "participle", Form(fold(word), *_PLAIN))])
        self.frames = Heads({w: tuple(sorted(heads, key=lambda h: -len(h.rest))) for w, heads in frames.items()})
        governors: dict[str, list[Head]] = {}
        for governor in knowledge.governors:
            ready_governor = GovernorWords(governor, frozenset(fold(via) for via in governor.via))
            for verb in governor.verbs:
                _add(governors, [Head(ready_governor, "verb", form) for form in verb_forms(verb, knowledge.paradigms)])
            for noun in governor.nouns:
                _add(governors, [Head(ready_governor, "noun", form) for form in noun_forms(noun, knowledge.paradigms)])
            for word in governor.words:
                _add(governors, [Head(ready_governor, "participle", Form(fold(word), *_PLAIN))])
        self.governors = Heads({word: tuple(heads) for word, heads in governors.items()})
        self.whole_verbs = frozenset(
            form
            for heads in (self.frames, self.governors)
            for form, entries in heads.by_form.items()
            if form.startswith(CLITICS.article) and any(head.part == "verb" for head in entries)
        )
        self.cues = PhraseTable(
            (form, Modifier(cue.id, cue.status, cue.direction, cue.reach, cue.stops, cue.tense, cue.bears_on))
            for cue in knowledge.standing
            for form in cue.forms
        )
        longest = sorted(knowledge.pronouns, key=lambda pronoun: -len(pronoun.form))
        self.pronouns = {fold(pronoun.form): pronoun for pronoun in longest}
        self.several = frozenset(form for form, pronoun in self.pronouns.items() if pronoun.number == "p")
        self.capitals = {
            fold(name): state.id
            for state in knowledge.states
            for name in (*state.capitals, state.name_ar, *state.names_ar)
        }
        self.origins = {
            fold(demonym) + ending: state.id
            for state in knowledge.states
            for demonym in state.demonyms
            if " " not in demonym
            for ending in CLITICS.nisba
        } | {
            fold(plural) + ending: state.id
            for state in knowledge.states
            for plural in state.demonym_plurals
            if " " not in plural
            for ending in ("", CLITICS.accusative)
        }
        self.seats = frozenset(fold(name) for state in knowledge.states for name in state.capitals)
        self.between = frozenset(
            fold(form) for word_class in knowledge.grammar if word_class.id == "between" for form in word_class.forms
        )
        self.media = frozenset(
            organisation.id
            for organisation in knowledge.organisations
            if organisation.kind in ("agency", "newspaper", "broadcaster", "platform")
        )


_CLASSES = (Form, Frame, GovernorWords, Head, Heads, Lexicon, Modifier, PhraseTable)


@compiled(*_CLASSES)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """The lexicon of these tables, compiled once."""
    return Lexicon(knowledge, knowledge.events)


@compiled(*_CLASSES)
def step_lexicon(knowledge: Knowledge) -> Lexicon:
    """The same with the frames that tell the steps of agreements, compiled once."""
    return Lexicon(knowledge, knowledge.agreement_steps)


def _singular(word: str, knowledge: Knowledge) -> frozenset[str]:
    return frozenset(f.form for f in noun_forms(word, knowledge.paradigms) if f.number == "s" and not f.joins) | {
        fold(word)
    }


def _frame(frame: EventFrame, knowledge: Knowledge) -> Frame:
    slots: dict[str, list[int]] = {}
    for number, slot in enumerate(frame.slots):
        for position in slot.at:
            slots.setdefault(fold(position), []).append(number)
    not_before = tuple(tuple(_singular(word, knowledge) for word in phrase.split()) for phrase in frame.not_before)
    return Frame(
        frame,
        frozenset(fold(word) for word in frame.objects),
        not_before,
        frozenset(fold(word) for word in frame.not_after),
        {position: tuple(numbers) for position, numbers in slots.items()},
        frozenset(fold(position) for position in frame.with_other),
        tuple(frozenset(fold(word) for word in slot.words) for slot in frame.slots),
        frozenset(fold(word) for word in frame.not_with),
        frozenset().union(*(phrase[0] for phrase in not_before)),
    )


def _add(heads: dict[str, list[Head]], new: list[Head]) -> None:
    for head in new:
        known = heads.setdefault(head.form.form, [])
        same = [k for k in known if (k.entry, k.part, k.rest) == (head.entry, head.part, head.rest)]
        # "التقى" (he met) is written as "ألتقي" (I meet) when folded: the third person is the likelier.
        if not any(k.form.of == head.form.of or (head.form.person == "1" and k.form.person == "3") for k in same):
            known.append(head)


def _fits(head: Head, token: Token, article: bool) -> bool:
    form = head.form
    if form.joins and not token.pronoun:
        return False
    if head.part == "verb":
        if article or (token.future and form.of != "present"):
            return False
        return not token.prep or (token.prep == CLITICS.dative and form.of == "present")
    return not token.future and not (article and token.pronoun)
