"""The verbs and masdars that govern an event told by a noun: "أجرى محادثات", "قرار إلغاء الزيارة"."""

import msgspec

from mahdar.events._lexicon import GovernorWords, Head, Lexicon
from mahdar.events._triggers import Trigger
from mahdar.events._view import CLOSED, View
from mahdar.knowledge import CLITICS
from mahdar.resolution import Reference
from mahdar.text import Sentence, Token

_NOUNS_TOO = frozenset(("governing_noun", "event_noun"))
_BACK = 16
_ADJECTIVES = 2
_BESIDE = 3  # tokens from a masdar to what it governs, quotation marks among them
_QUOTES = frozenset('"\u00ab\u00bb\u201c\u201d')
_FAR_COORDINATED = 14
_FAR_BACK = 20  # an indefinite object is told late


class Governed(msgspec.Struct, frozen=True, gc=False):
    """A verb or masdar at token `at` that governs the event; `tense` of the verb, "" of a masdar."""

    at: int
    words: GovernorWords
    tense: str
    part: str
    gender: str = ""
    number: str = "s"
    person: str = ""

    @property
    def subject(self) -> str:
        """What the subject of the governor is to the event."""
        return self.words.source.subject


def find_governors(view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> tuple[Governed, ...]:
    """The verbs and masdars that govern the trigger, from the nearest outwards; none from outside its clause."""
    if trigger.part == "verb":
        return ()
    found = _governors_of(view, sentence, trigger.first, lexicon)
    if not found and view.tokens[trigger.first].conj:
        first = _coordinated(view, sentence, trigger.first)
        found = _governors_of(view, sentence, first, lexicon) if first >= 0 else ()
    return found


def _coordinated(view: View, sentence: Sentence, at: int) -> int:
    """The deed with a preposition that one joined by "and" is coordinated with ("يقضي بخروج … وتسليم …"), or -1."""
    clauses = view.clauses(sentence)
    own = clauses.number(at)
    for place in range(at - 1, max(sentence.first, at - _FAR_COORDINATED) - 1, -1):
        token = view.tokens[place]
        if clauses.number(place) != own or (view.finite(place) and place not in view.covered):
            return -1
        deed = not token.tags.isdisjoint(("indefinite_masdar", "event_noun")) and place not in view.covered
        if deed and token.prep and not token.article:
            return place
    return -1


def _governors_of(view: View, sentence: Sentence, first_at: int, lexicon: Lexicon) -> tuple[Governed, ...]:
    clauses = view.clauses(sentence)
    own = clauses.number(first_at)
    found: list[Governed] = []
    inner = first_at
    via = _via(view, sentence, inner, lexicon)
    at = inner - 1
    is_object = view.tokens[inner].form.endswith(CLITICS.accusative)
    first = first_at - (_FAR_BACK if is_object else _BACK)
    while at >= max(sentence.first, first):
        if clauses.number(at) != own:
            before = clauses.before(at, own)
            if before < 0:
                break
            first -= at - before
            at = before
            continue
        reference = view.covered.get(at)
        if reference is not None:
            first -= reference.last - reference.first - 1
            at = reference.first - 1
            continue
        token = view.tokens[at]
        heads = lexicon.governors.of(token) if token.kind == "word" else ()
        governed = governing(view, at, heads, via) if heads else None
        if governed is not None and governed.part == "verb" and via and _taken_before(view, at, inner, via):
            governed = None
        if governed is not None:
            # A masdar governs what stands right after it; a verb reaches over its subject.
            genitive = view.references.get(at + 1)
            between = [one for one in view.tokens[at + 1 : min(inner, at + 4)] if one.form not in _QUOTES]
            between = [one for one in between if "preposition_pronoun" not in one.tags]  # "ضلوع لها في تسميم"
            beside = inner - at <= _BESIDE and (not between or (len(between) == 1 and _light(between[0])))
            owned = genitive is not None and all(t.kind == "punct" for t in view.tokens[genitive.last : inner])
            charged = governed.subject == "object" and charged_by(view, at, inner) is not None
            if governed.part != "noun" or beside or owned or charged:
                found.append(governed)
                if governed.part == "verb":
                    break
                inner, via = at, _via(view, sentence, at, lexicon)
        elif view.finite(at) or view.ends(at) or (_next_word(view, at) == inner and _heads(view, at)):
            break
        elif "past_auxiliary" in token.tags:
            break  # "سئل عما إذا كان نقل السفارة …": it is the subject of that
        elif "event_noun" in token.tags and (token.prep or not token.article) and at + 1 < inner and not is_object:
            break  # what stands between is itself the event that is called for: "مطالبا بفتح تحقيق في …"
        at -= 1
    return tuple(found)


def _taken_before(view: View, verb: int, inner: int, via: str) -> bool:
    """Whether the verb has what it takes through a preposition before: "حث لندن على الرد على الهجوم" urges to answer."""
    place = inner
    while not view.tokens[place].prep and place - 1 > verb and _counts(view.tokens[place - 1]):
        place -= 1
    if not view.tokens[place].prep:
        place -= 1
    if view.tokens[place].conj:
        return False
    for at in range(verb + 1, place):
        if at in view.covered or at in view.time_tokens:
            continue
        token = view.tokens[at]
        if token.prep == via or ("preposition" in token.tags and token.form[len(token.conj) :] == via):
            return True
    return False


def charged_by(view: View, noun: int, stop: int) -> Reference | None:
    """Who is charged by a noun before what he is charged with: "اتهامات متكررة لإيران بتزويد …", "اتهام إيران بتزويد …"."""
    genitive = None
    at = noun + 1
    while at < stop:
        reference = view.references.get(at)
        if reference is None:
            token = view.tokens[at]
            if "preposition_pronoun" in token.tags:
                return None  # "اتهامات الغرب لها ب…": the charge is the genitive's
            if genitive is not None and "preposition" in token.tags:
                return genitive
            if token.kind != "word" or token.prep or token.conj or at - noun > _ADJECTIVES:
                return None
            at += 1
        elif view.prep(reference) == CLITICS.dative:
            return reference
        elif view.prep(reference):
            return genitive
        else:
            genitive, at = genitive or reference, reference.last
    return genitive if at == stop else None


def _next_word(view: View, at: int) -> int:
    return at + 2 if at + 1 < len(view.tokens) and view.tokens[at + 1].form in _QUOTES else at + 1


def _heads(view: View, at: int) -> bool:
    """Whether the word is a noun that what follows belongs to ("قضية" in "قضية تسميم"): nothing governs beyond it."""
    token = view.tokens[at]
    if token.kind != "word" or token.article or token.pronoun or at in view.time_tokens or "number_word" in token.tags:
        return False
    return token.tags.isdisjoint(CLOSED) and not _in_a_manner(view, at)


def _in_a_manner(view: View, at: int) -> bool:
    """Whether the word is the adjective of a phrase that says how: "أعلن بشكل رسمي ترشحه"."""
    noun = view.tokens[at - 1] if at else None
    if noun is None or not view.tokens[at].stem.endswith(CLITICS.adjective) or at - 1 in view.covered:
        return False
    return bool(noun.prep) and not noun.article and not noun.pronoun


def governing(view: View, at: int, heads: tuple[Head, ...], via: str | None) -> Governed | None:
    """What the word at `at` is as a governor of something that it takes through `via` (None: through any)."""
    for head in heads:
        words = head.entry
        assert isinstance(words, GovernorWords)
        if head.part == "verb" and (not _verb_here(view, at) or view.not_first(at, head.form.person, head.form.of)):
            continue
        if via is None or via in words.via or (head.part == "noun" and not via):
            tense = ("future" if view.tokens[at].future else head.form.of) if head.part == "verb" else ""
            return Governed(at, words, tense, head.part, head.form.gender, head.form.number, head.form.person)
    return None


def of_itself(head: Head) -> bool:
    words = head.entry
    return isinstance(words, GovernorWords) and words.source.subject == "event"


def _verb_here(view: View, at: int) -> bool:
    token = view.tokens[at]
    if token.future:
        return True
    if view.after_preposition(at):
        return False
    return True if token.tags.isdisjoint(_NOUNS_TOO) else view.finite(at)


def _via(view: View, sentence: Sentence, at: int, lexicon: Lexicon) -> str:
    """The preposition through which the word at `at` is governed, "" for none."""
    while not view.tokens[at].prep and at - 1 > sentence.first and _counts(view.tokens[at - 1]):
        at -= 1  # "قامت بـ30 غارة", "بعشرات الغارات"
    token = view.tokens[at]
    if token.prep:
        return token.prep
    if at > sentence.first:
        if at - 1 > sentence.first and view.tokens[at - 1].form in _QUOTES:
            at -= 1
        before, listed = view.tokens[at - 1], view.covered.get(at - 1)
        if token.conj and listed is not None and view.prep(listed) in lexicon.between:
            return view.prep(listed)  # "يربط بين إيران وتهريب أسلحة"
        if "preposition" in before.tags and at - 1 not in view.covered:
            return before.form[len(before.conj) :]
    return ""


def _counts(token: Token) -> bool:
    return token.kind == "number" or not token.tags.isdisjoint(
        ("number_word", "quantifier", "demonstrative", "determiner")
    )


def _light(token: Token) -> bool:
    return (
        not token.tags.isdisjoint(("quantifier", "preposition", "number_word", "demonstrative", "determiner"))
        or token.kind == "number"
    )
