"""Who takes part: references attached to a trigger by clause, position and preposition."""

import msgspec

from mahdar.events._lexicon import GovernorWords, Head, Lexicon, heads_of
from mahdar.events._triggers import Trigger
from mahdar.events._view import View
from mahdar.resolution import Reference
from mahdar.text import Sentence, Token

_REACH = 40
_BACK = 16
_CLOSED = frozenset(
    ("preposition", "negation", "auxiliary", "perfective", "demonstrative", "quantifier", "past_auxiliary")
)


class Governed(msgspec.Struct, frozen=True, gc=False):
    """A verb or masdar at token `at` that governs the event; `tense` of the verb, "" of a masdar."""

    at: int
    words: GovernorWords
    tense: str
    part: str

    @property
    def subject(self) -> str:
        """What the subject of the governor is to the event."""
        return self.words.source.subject


class Attached(msgspec.Struct, frozen=True, gc=False):
    """A reference and the position in which it stands to the trigger."""

    position: str
    reference: Reference


class Attachment(msgspec.Struct, frozen=True, gc=False):
    """What was found around a trigger: who stands where, what governs it, and the tokens [first, last) of its clause."""

    attached: tuple[Attached, ...]
    governors: tuple[Governed, ...]
    first: int
    last: int


def attach(view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> Attachment:
    """Find the references that stand to a trigger as subject, object, genitive, adjective or after a preposition."""
    governors = _governors(view, sentence, trigger, lexicon)
    found: list[Attached] = []
    first = trigger.first
    if trigger.part == "verb":
        subject = _before_verb(view, sentence, trigger.first)
        if subject is not None:
            found.append(Attached("subject", subject))
            first = subject.first
    else:
        for governed in governors:
            first = min(first, governed.at)
            if governed.part == "verb" and governed.subject in ("does", "receives", "hosts"):
                position = {"does": "subject"}.get(governed.subject, governed.subject)
                found += [Attached(position, one) for one in _subjects_of(view, sentence, governed.at, trigger.first)]
        pronoun = view.pronouns.get(trigger.first)
        if pronoun is not None:
            found.append(Attached("subject", pronoun))
        elif view.tokens[trigger.first].pronoun:
            owner = _owner(view, sentence, trigger.first, lexicon)
            if owner is not None:
                found.append(Attached("subject", owner))
        if trigger.part == "participle" and trigger.first - 1 in view.covered:
            found.append(Attached("subject", view.covered[trigger.first - 1]))
    walked, last, after = _walk(view, sentence, trigger, lexicon, bool(found))
    found += walked
    governors += after
    if _lacks_subject(view, trigger, found, governors):
        dropped = view.subject_before(sentence, first, _gender(trigger, governors, view), persons=False)
        if dropped is not None:
            found.append(Attached("subject", dropped))
    return Attachment(tuple(found), governors, first, last)


def _owner(view: View, sentence: Sentence, at: int, lexicon: Lexicon) -> Reference | None:
    """Whom the pronoun ending of a noun means; nobody for a plural or dual one."""
    pronoun = lexicon.pronouns.get(view.tokens[at].pronoun)
    if pronoun is None or pronoun.number != "s" or pronoun.person != "3":
        return None
    return view.subject_before(sentence, at, pronoun.gender, persons=pronoun.gender == "m")


def _gender(trigger: Trigger, governors: tuple[Governed, ...], view: View) -> str:
    return trigger.gender if trigger.part == "verb" and trigger.number == "s" else ""


def _lacks_subject(view: View, trigger: Trigger, found: list[Attached], governors: tuple[Governed, ...]) -> bool:
    """Whether the subject was left out: a verb, or a verb that carries the noun, joined to what stands before."""
    if any(one.position == "subject" for one in found):
        # The one bare reference after a verb of meeting may as well be its object, the subject left out.
        return False
    if trigger.part == "verb":
        return view.opens(trigger.first)
    if sum(one.position in trigger.frame.slots for one in found) >= 2:
        return False
    return any(g.subject == "does" and g.part == "verb" and view.opens(g.at) for g in governors)


def _governors(view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> tuple[Governed, ...]:
    """The verbs and masdars that govern the trigger, from the nearest outwards."""
    if trigger.part == "verb":
        return ()
    found: list[Governed] = []
    inner = trigger.first
    via = _via(view, sentence, inner)
    at = inner - 1
    while at >= max(sentence.first, trigger.first - _BACK):
        reference = view.covered.get(at)
        if reference is not None:
            at = reference.first - 1
            continue
        token = view.tokens[at]
        heads = heads_of(token, lexicon.governors) if token.kind == "word" else ()
        governed = _governing(view, at, heads, via)
        if governed is not None:
            # A masdar governs what stands right after it; a verb reaches over its subject.
            if governed.part != "noun" or at + 1 == inner or (at + 2 == inner and _light(view.tokens[at + 1])):
                found.append(governed)
                if governed.part == "verb":
                    break
                inner, via = at, _via(view, sentence, at)
        elif view.finite(at) or view.ends(at):
            break
        at -= 1
    return tuple(found)


def _governing(view: View, at: int, heads: tuple[Head, ...], via: str) -> Governed | None:
    for head in heads:
        words = head.entry
        assert isinstance(words, GovernorWords)
        if head.part == "verb" and not _verb_here(view, at):
            continue
        if via in words.via or (head.part == "noun" and not via):
            tense = ("future" if view.tokens[at].future else head.form.of) if head.part == "verb" else ""
            return Governed(at, words, tense, head.part)
    return None


def _verb_here(view: View, at: int) -> bool:
    token = view.tokens[at]
    if token.future or "governing_noun" not in token.tags:
        return True
    return view.finite(at)


def _via(view: View, sentence: Sentence, at: int) -> str:
    """The preposition through which the word at `at` is governed, "" for none."""
    token = view.tokens[at]
    if token.prep:
        return token.prep
    if at > sentence.first:
        before = view.tokens[at - 1]
        if "preposition" in before.tags and at - 1 not in view.covered:
            return before.form[len(before.conj) :]
    return ""


def _light(token: Token) -> bool:
    return (
        not token.tags.isdisjoint(("quantifier", "preposition", "number_word", "demonstrative"))
        or token.kind == "number"
    )


def _subjects_of(view: View, sentence: Sentence, verb: int, stop: int) -> list[Reference]:
    """The subject of the verb at `verb`, and those joined to it: between it and `stop`, else right before it."""
    found: list[Reference] = []
    at = verb + 1
    while at < stop:
        reference = view.references.get(at)
        if reference is None:
            at += 1
            continue
        if found:
            if not view.tokens[reference.first].conj and not _same(found[-1], reference):
                break
            found.append(reference)
        elif not view.prep(reference) and _attachable(view, verb, reference):
            found.append(reference)
        at = reference.last
    if not found:
        before = _before_verb(view, sentence, verb)
        if before is not None:
            found.append(before)
    return found


def _same(one: Reference, other: Reference) -> bool:
    return bool(set(one.entities) & set(other.entities))


def _attachable(view: View, verb: int, reference: Reference) -> bool:
    """Whether a bare reference may depend on the verb: what stands right before it is not a noun that it belongs to."""
    before = reference.first - 1
    if before <= verb or before in view.covered or before in view.time_tokens:
        return True
    token = view.tokens[before]
    if token.kind != "word" or token.article or token.pronoun:
        return True
    return not token.tags.isdisjoint(_CLOSED) and "quantifier" not in token.tags


def _before_verb(view: View, sentence: Sentence, verb: int) -> Reference | None:
    """The subject that stands before its verb, or the noun that a relative clause hangs on."""
    at = verb - 1
    relative = False
    steps = 0
    while at >= sentence.first and steps < 6:
        reference = view.covered.get(at)
        token = view.tokens[at]
        if reference is not None:
            if view.prep(reference) and not relative:
                at = reference.first - 1
                steps += 1
                continue
            return reference
        tags = token.tags
        if "relative_strict" in tags:
            relative = True
        elif token.kind == "punct":
            if token.form in ".;:":
                return None
        elif "particle_that" in tags:
            return _hidden(view, sentence, at) if token.pronoun or len(token.stem) > 3 else None
        elif view.finite(at) and tags.isdisjoint(("auxiliary", "past_auxiliary")):
            return None
        at -= 1
        steps += 1
        if view.tokens[verb].conj and not relative:
            return None
    return None


def _hidden(view: View, sentence: Sentence, at: int) -> Reference | None:
    """Whom "that he", "that she" means."""
    return view.subject_before(sentence, at, "", persons=False)


def _walk(
    view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon, has_subject: bool
) -> tuple[list[Attached], int, tuple[Governed, ...]]:
    """Go forward from the trigger to the end of its clause and say how each reference stands to it."""
    tokens = view.tokens
    found: list[Attached] = []
    governors: tuple[Governed, ...] = ()
    verbal = trigger.part == "verb"
    expecting = "object" if verbal and has_subject else "subject" if verbal else "genitive"
    previous: Attached | None = None
    previous_end = -1
    at = trigger.last
    depth = 0
    while at < min(sentence.last, trigger.first + _REACH):
        token = tokens[at]
        if token.kind == "punct" and token.form in "()":
            depth = max(0, depth + (1 if token.form == "(" else -1))
            at += 1
            continue
        if depth:
            at += 1
            continue
        reference = view.references.get(at)
        if reference is None and not verbal and at <= trigger.last + 3 and at in view.demonyms:
            reference = view.demonyms[at]
        if reference is not None:
            position = ""
            if previous is not None and (_same(previous.reference, reference) and at - previous_end <= 2):
                position = "same"
            elif previous is not None and token.conj and _joins(view, previous_end, at):
                position = previous.position
            elif view.prep(reference):
                position = view.prep(reference)
            elif not verbal and reference.form == "demonym" and (at in (trigger.last, previous_end) or _dash(view, at)):
                position = "adjective"
            elif previous is not None and _dash(view, at) and previous.position in ("genitive", "adjective"):
                position = previous.position
            elif not verbal and expecting == "genitive" and at == trigger.last:
                position, expecting = "genitive", "object"
            elif expecting in ("subject", "object") and _attachable(view, trigger.last - 1, reference):
                if verbal or previous_end == at or view.tokens[at - 1].kind == "punct" or expecting == "subject":
                    position = expecting
                expecting = "object"
            if position and position != "same":
                previous = Attached(position, reference)
                found.append(previous)
            previous_end = reference.last
            at = reference.last
            continue
        tags = token.tags
        if not verbal and ("relative_strict" in tags or view.finite(at)) and not governors and at <= trigger.last + 12:
            verb = at
            while verb < sentence.last and verb <= at + 2 and not tokens[verb].tags.isdisjoint(
                ("relative_strict", "auxiliary", "perfective", "past_auxiliary")
            ):  # fmt: skip
                verb += 1
            governed = None
            if verb < sentence.last and not (token.conj and "relative_strict" not in tags and at > trigger.last):
                governed = _governing(view, verb, heads_of(tokens[verb], lexicon.governors), "")
            if governed is None or governed.part != "verb":
                break
            governors = (governed,)
            if governed.subject == "does":
                expecting = "subject"
            elif governed.subject == "hosts":
                expecting = ""
            at = verb + 1
            continue
        if view.ends(at):
            break
        if verbal and view.finite(at):
            break
        at += 1
    return found, at, governors


def _joins(view: View, previous_end: int, at: int) -> bool:
    """Whether a reference with a conjunction on it is joined to the one before: nothing but marks stands between."""
    return all(view.tokens[between].kind == "punct" for between in range(previous_end, at)) and at - previous_end <= 3


def _dash(view: View, at: int) -> bool:
    return at > 0 and view.tokens[at - 1].kind == "punct" and view.tokens[at - 1].form in "-\u2013\u2014/"
