"""Who takes part: references attached to a trigger by clause, position and preposition."""

import msgspec

from mahdar.events._lexicon import GovernorWords, Head, Lexicon, heads_of
from mahdar.events._triggers import Trigger
from mahdar.events._view import View
from mahdar.knowledge import CLITICS
from mahdar.resolution import Reference
from mahdar.text import Sentence, Token

_REACH = 40
_LONGEST_BRACKET = 12
_FAR_CARRIER = 5
_BEFORE_CARRIER = frozenset(("relative_strict", "auxiliary", "perfective", "past_auxiliary"))
_OPENERS = frozenset(
    ("particle_that", "clause_opener", "preposition_pronoun", "relative_strict", "but", "standing_word")
)
_QUOTES = frozenset('"\u00ab\u00bb\u201c\u201d')
_MUTUAL = frozenset(("meeting", "talks", "phone_call", "summit", "visit"))
_DEEDS = frozenset(("indefinite_masdar", "event_noun"))
_BACK = 16
_OPENING = 3  # tokens before the noun of an opening phrase
_FAR_BACK = 20  # an indefinite object is told late
_BARE_PARTICLE = 2  # letters of a particle that has no pronoun on it
_BETWEEN = frozenset(
    ("auxiliary", "past_auxiliary", "perfective", "negation", "preposition", "pronoun", "standing_word")
)
_CLOSED = frozenset(
    (
        "preposition",
        "preposition_pronoun",
        "negation",
        "auxiliary",
        "perfective",
        "demonstrative",
        "quantifier",
        "past_auxiliary",
        "determiner",
    )
)


class Governed(msgspec.Struct, frozen=True, gc=False):
    """A verb or masdar at token `at` that governs the event; `tense` of the verb, "" of a masdar."""

    at: int
    words: GovernorWords
    tense: str
    part: str
    gender: str = ""
    number: str = "s"

    @property
    def subject(self) -> str:
        """What the subject of the governor is to the event."""
        return self.words.source.subject


class Attached(msgspec.Struct, frozen=True, gc=False):
    """A reference and the position in which it stands to the trigger."""

    position: str
    reference: Reference


class Attachment(msgspec.Struct, frozen=True, gc=False):
    """What was found around a trigger: who stands where, what governs it, and the tokens [first, last) of its clause;
    from token `topic` on the clause speaks of something else."""

    attached: tuple[Attached, ...]
    governors: tuple[Governed, ...]
    first: int
    last: int
    topic: int


def attach(view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> Attachment:
    """Find the references that stand to a trigger as subject, object, genitive, adjective or after a preposition."""
    governors = _governors(view, sentence, trigger, lexicon)
    found: list[Attached] = []
    first = trigger.first
    hidden = False  # the subject is told, but is nobody known
    if trigger.part == "verb":
        resumed = bool(view.tokens[trigger.first].pronoun) and view.follows_relative(trigger.first)
        hidden = not resumed and _told(view, sentence, trigger.first)
        subject = _before_verb(view, sentence, trigger.first, lexicon)
        if subject is not None and resumed:  # "السائق الذي اعتقلته الشرطة": whom the clause hangs on is its object
            found.append(Attached("object", subject))
        elif subject is not None:
            found += [Attached("subject", one) for one in view.joined(subject)]
            first = found[0].reference.first
    else:
        for governed in governors:
            first = min(first, governed.at)
            if not found:  # what stands nearest says who: "تأييدها قرار الرئيس بالانسحاب" is the president's
                found += _through(view, sentence, governed, trigger, lexicon)
        pronoun = view.pronouns.get(trigger.first)
        if pronoun is not None:
            found.append(Attached("subject", pronoun))
        elif view.tokens[trigger.first].pronoun:
            owner = _owner(view, sentence, trigger.first, lexicon)
            if owner is not None:
                found.append(Attached("subject", owner))
        if trigger.part == "participle" and trigger.first - 1 in view.covered:
            found.append(Attached("subject", view.covered[trigger.first - 1]))
    told = any(one.position == "subject" for one in found)
    walked, last, topic, after = _walk(view, sentence, trigger, lexicon, told or hidden)
    found += walked
    governors += after
    if after and after[0].subject == "does" and not any(one.position == "subject" for one in found):
        # "لقاء أجراه مع …": he who made it is he whom the clause before is about.
        maker = _main_subject(view, sentence, first) or view.subject_before(sentence, first, after[0].gender)
        if maker is not None:
            found.append(Attached("subject", maker))
    if not hidden and _lacks_subject(view, sentence, trigger, found, governors):
        verb = trigger if trigger.part == "verb" else governors[-1]
        dropped = view.subject_before(sentence, first, verb.gender if verb.number == "s" else "", verb.number)
        if dropped is not None:
            found += [Attached("subject", one) for one in view.joined(dropped)]
    if trigger.kind == "press_conference" and not any(one.position in trigger.frame.slots for one in found):
        host = _main_subject(view, sentence, first)
        found += [Attached("subject", host)] if host is not None else []
    if not any(one.position == "subject" for one in found) and _one_sided(trigger, found):
        other = _main_subject(view, sentence, first)
        if other is not None:
            both = view.joined(other)
            told = any(one.position in trigger.frame.slots for one in found)
            if told or trigger.kind == "summit" or sum(len(r.entities) for r in both) > 1:
                found += [Attached("subject", one) for one in both]
    return Attachment(tuple(found), governors, first, last, topic)


def _one_sided(trigger: Trigger, found: list[Attached]) -> bool:
    """Whether a meeting is told of with one side only: "عقب اجتماع مع المبعوث", "خلال اتصال هاتفي"."""
    if trigger.part == "verb" or trigger.kind not in _MUTUAL:
        return False
    sides = [one for one in found if one.position in trigger.frame.slots]
    if any(one.position == "genitive" and one.reference.kind in ("person", "group") for one in sides):
        return False
    return not sides or all(one.position in trigger.frame.with_other for one in sides)


def _main_subject(view: View, sentence: Sentence, at: int) -> Reference | None:
    """The subject of the clause in which the trigger stands as an adjunct: the speaker of "قال … بعد لقاء مع …"."""
    while at > sentence.first:
        at -= 1
        reference = view.covered.get(at)
        if reference is not None:
            acts = not view.prep(reference) and reference.kind in ("person", "state", "group", "org")
            if acts and view.stands_as_subject(reference, sentence.first):
                return reference
            at = reference.first
        elif view.ends(at) and not view.finite(at):
            return None
    return None


def _through(view: View, sentence: Sentence, governed: Governed, trigger: Trigger, lexicon: Lexicon) -> list[Attached]:
    """Who takes part by way of what governs the event: its subject, or its object, or the genitive of a masdar."""
    role = governed.subject
    if governed.part == "noun" and role == "does" and view.tokens[governed.at].pronoun:
        owner = view.pronouns.get(governed.at) or _owner(view, sentence, governed.at, lexicon)
        return [Attached("subject", owner)] if owner is not None else []
    if governed.part == "noun":
        genitive = view.references.get(governed.at + 1)
        if genitive is None or genitive.last > trigger.first or view.prep(genitive):
            return []
        return [Attached("subject", genitive)] if role in ("does", "event") else []
    if role == "object":
        between = _bare_between(view, governed.at, trigger.first)
        asks = 1  # those who ask are joined to one another
        while 0 < asks < len(between) and view.joins(between[asks - 1].last, between[asks].first):
            asks += 1
        # "طالبت روسيا أميركا بسحب …": the second is asked to do it; "دعا مجلس الأمن إلى عقد …": nobody is.
        return [Attached("subject", one) for one in between[asks : asks + 1]]
    position = {"does": "subject"}.get(role, role)
    if position not in ("subject", "receives", "hosts"):
        return []
    subjects = _subjects_of(view, sentence, governed.at, trigger.first, lexicon)
    found = [Attached(position, one) for one in subjects]
    if governed.words.source.object:
        others = [one for one in _bare_between(view, governed.at, trigger.first) if one not in subjects]
        found += [Attached(governed.words.source.object, one) for one in others[:1]]
    return found


def _bare_between(view: View, verb: int, stop: int) -> list[Reference]:
    found: list[Reference] = []
    for at in range(verb + 1, stop):
        reference = view.references.get(at)
        if reference is not None and not view.prep(reference) and not (found and _same(found[-1], reference)):
            found.append(reference)
    return found


def _owner(view: View, sentence: Sentence, at: int, lexicon: Lexicon) -> Reference | None:
    """Whom the pronoun ending of a noun means; nobody for a plural or dual one."""
    pronoun = lexicon.pronouns.get(view.tokens[at].pronoun)
    if pronoun is None or pronoun.number != "s" or pronoun.person != "3":
        return None
    return _named_after(view, sentence, at, pronoun.gender) or view.subject_before(
        sentence, at, pronoun.gender, persons=pronoun.gender == "m"
    )


def _named_after(view: View, sentence: Sentence, at: int, gender: str) -> Reference | None:
    """The subject that follows an opening phrase: "وفي رسالته إلى المجلس قال الأمين العام …"."""
    if any(place in view.covered for place in range(sentence.first, at)) or at - sentence.first > _OPENING:
        return None
    for place in range(at + 1, sentence.last - 1):
        if view.finite(place):
            subject = view.references.get(place + 1)
            fits = subject is not None and subject.kind == "person" and subject.gender in ("", gender)
            return subject if fits and subject is not None and not view.prep(subject) else None
    return None


def _told(view: View, sentence: Sentence, verb: int) -> bool:
    """Whether the subject is told by words that name nobody known: what stands right after the verb is a noun, or the
    verb's relative clause hangs on one."""
    if verb > sentence.first + 1 and "relative_strict" in view.tokens[verb - 1].tags and verb - 2 not in view.covered:
        return True
    after = verb + 1
    if after < sentence.last and "preposition_pronoun" in view.tokens[after].tags:
        after += 1  # "تقصف فيها قوات …"
    if after >= sentence.last or after in view.covered or after in view.time_tokens:
        return False
    token = view.tokens[after]
    if token.kind != "word" or token.prep or token.conj or view.tokens[verb].pronoun:
        return False
    return token.tags.isdisjoint(_CLOSED) and token.tags.isdisjoint(_OPENERS) and not _object_word(token)


def _object_word(token: Token) -> bool:
    """An indefinite accusative or a word that an event is told by: an object, not a subject."""
    return not token.article and (token.form.endswith(CLITICS.accusative) or not token.tags.isdisjoint(_DEEDS))


def _lacks_subject(
    view: View, sentence: Sentence, trigger: Trigger, found: list[Attached], governors: tuple[Governed, ...]
) -> bool:
    """Whether the subject was left out: a verb, or a verb that carries the noun, joined to what stands before."""
    if any(one.position == "subject" for one in found):
        # The one bare reference after a verb of meeting may as well be its object, the subject left out.
        sides = sum(len(one.reference.entities) for one in found if one.position in trigger.frame.slots)
        return trigger.part == "verb" and trigger.frame.source.least > sides and view.opens(trigger.first)
    if trigger.part == "verb":
        return view.opens(trigger.first)
    if sum(one.position in trigger.frame.slots for one in found) >= 2:
        return False
    last = governors[-1] if governors else None
    return (
        last is not None
        and last.subject == "does"
        and last.part == "verb"
        and view.opens(last.at)
        and not _told(view, sentence, last.at)
    )


def _governors(view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> tuple[Governed, ...]:
    """The verbs and masdars that govern the trigger, from the nearest outwards."""
    if trigger.part == "verb":
        return ()
    found: list[Governed] = []
    inner = trigger.first
    via = _via(view, sentence, inner)
    at = inner - 1
    reach = _FAR_BACK if view.tokens[inner].form.endswith(CLITICS.accusative) else _BACK
    while at >= max(sentence.first, trigger.first - reach):
        reference = view.covered.get(at)
        if reference is not None:
            at = reference.first - 1
            continue
        token = view.tokens[at]
        heads = heads_of(token, lexicon.governors) if token.kind == "word" else ()
        governed = _governing(view, at, heads, via)
        if governed is not None:
            # A masdar governs what stands right after it; a verb reaches over its subject.
            genitive = view.references.get(at + 1)
            beside = at + 1 == inner or (at + 2 == inner and _light(view.tokens[at + 1]))
            owned = genitive is not None and all(t.kind == "punct" for t in view.tokens[genitive.last : inner])
            if governed.part != "noun" or beside or owned:
                found.append(governed)
                if governed.part == "verb":
                    break
                inner, via = at, _via(view, sentence, at)
        elif view.finite(at) or view.ends(at) or (at + 1 == inner and _heads(view, at)):
            break
        elif "event_noun" in token.tags and not token.article and at + 1 < inner:
            break  # what stands between is itself the event that is called for: "مطالبا بفتح تحقيق في …"
        at -= 1
    return tuple(found)


def _heads(view: View, at: int) -> bool:
    """Whether the word is a noun that what follows belongs to ("قضية" in "قضية تسميم"): nothing governs beyond it."""
    token = view.tokens[at]
    if token.kind != "word" or token.article or token.pronoun or at in view.time_tokens:
        return False
    return token.tags.isdisjoint(_CLOSED)


def _governing(view: View, at: int, heads: tuple[Head, ...], via: str | None) -> Governed | None:
    """What the word at `at` is as a governor of something that it takes through `via` (None: through any)."""
    for head in heads:
        words = head.entry
        assert isinstance(words, GovernorWords)
        if head.part == "verb" and not _verb_here(view, at):
            continue
        if via is None or via in words.via or (head.part == "noun" and not via):
            tense = ("future" if view.tokens[at].future else head.form.of) if head.part == "verb" else ""
            return Governed(at, words, tense, head.part, head.form.gender, head.form.number)
    return None


def _of_itself(head: Head) -> bool:
    words = head.entry
    return isinstance(words, GovernorWords) and words.source.subject == "event"


def _verb_here(view: View, at: int) -> bool:
    token = view.tokens[at]
    if token.future:
        return True
    if view.after_preposition(at):
        return False
    return view.finite(at) if "governing_noun" in token.tags else True


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
        not token.tags.isdisjoint(("quantifier", "preposition", "number_word", "demonstrative", "determiner"))
        or token.kind == "number"
    )


def _subjects_of(view: View, sentence: Sentence, verb: int, stop: int, lexicon: Lexicon) -> list[Reference]:
    """The subject of the verb at `verb`, and those joined to it: between it and `stop`, else right before it."""
    opening = _before_verb(view, sentence, verb, lexicon) if verb > sentence.first else None
    if opening is not None and not view.tokens[verb].conj and "relative_strict" not in view.tokens[verb - 1].tags:
        return list(view.joined(opening))
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
    return found if found or opening is None else list(view.joined(opening))


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


def _before_verb(view: View, sentence: Sentence, verb: int, lexicon: Lexicon) -> Reference | None:
    """The subject that stands before its verb, or the noun that a relative clause hangs on."""
    at = verb - 1
    relative = False
    while at >= sentence.first:
        reference = view.covered.get(at)
        if reference is not None:
            if view.prep(reference) and not relative:
                at = reference.first - 1
                continue
            opening = view.joined(reference)[0].first
            # A subject before its verb opens the clause; in "ردا على صواريخ حماس، شنت …" it is another's genitive.
            return reference if relative or opening == sentence.first or view.opens(opening) else None
        token = view.tokens[at]
        tags = token.tags
        if "relative_strict" in tags:
            relative = True
        elif view.tokens[verb].conj and not relative:
            return None
        elif "particle_that" in tags:
            return (
                _hidden(view, sentence, at, lexicon) if len(token.stem) + len(token.pronoun) > _BARE_PARTICLE else None
            )
        elif token.kind == "punct":
            if token.form in ".;:\u061b" or (token.form in _QUOTES and not relative):
                return None
        elif at not in view.time_tokens and tags.isdisjoint(_BETWEEN):
            return None
        at -= 1
    return None


def _hidden(view: View, sentence: Sentence, at: int, lexicon: Lexicon) -> Reference | None:
    """Whom "that he", "that she" means."""
    token = view.tokens[at]
    ending = token.pronoun or next((form for form in lexicon.pronouns if token.stem.endswith(form)), "")
    pronoun = lexicon.pronouns.get(ending)
    if pronoun is None or pronoun.person != "3":
        return None
    beside = view.covered.get(at - 1)
    if beside is not None and pronoun.number == "s" and beside.gender in ("", pronoun.gender):
        return beside  # "إعلان الرئيس أنه سيزور …"
    return view.subject_before(sentence, at, pronoun.gender if pronoun.number == "s" else "", pronoun.number)


def _walk(
    view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon, has_subject: bool
) -> tuple[list[Attached], int, int, tuple[Governed, ...]]:
    """Go forward from the trigger to the end of its clause and say how each reference stands to it."""
    walk = _Walk(view, trigger, lexicon, has_subject)
    at = trigger.last
    stop = min(sentence.last, trigger.first + _REACH)
    while at < stop:
        token = view.tokens[at]
        if token.kind == "punct" and token.form == "(":
            close = next((n for n in range(at, min(at + _LONGEST_BRACKET, stop)) if view.tokens[n].form == ")"), at)
            at = close + 1
            continue
        reference = view.references.get(at)
        if reference is not None:
            walk.meet(at, reference)
            at = reference.last
            continue
        after = walk.carried(at, sentence.last)
        if after:
            at = after
            continue
        if view.ends(at) or view.finite(at):
            break
        walk.cross(at)
        at += 1
    return walk.found, at, walk.topic if walk.topic >= 0 else at, walk.governors


class _Walk:
    """The state of one walk forward from a trigger."""

    def __init__(self, view: View, trigger: Trigger, lexicon: Lexicon, has_subject: bool) -> None:
        self.view, self.trigger, self.lexicon = view, trigger, lexicon
        self.verbal = trigger.part == "verb"
        self.has_subject = has_subject
        self.expecting = ("object" if has_subject else "subject") if self.verbal else "genitive"
        self.found: list[Attached] = []
        self.governors: tuple[Governed, ...] = ()
        self.previous: Reference | None = None
        self.previous_end = trigger.last
        self.position = ""
        self.closed = False
        self.topic = -1
        self.strayed = False
        self.closed_prepositions = False

    def meet(self, at: int, reference: Reference) -> None:
        """Say how a reference stands to the trigger; one that is joined to another stands as that does."""
        position = self._position(at, reference)
        if position is None:  # an apposition: the same one again
            self.previous_end = reference.last
            return
        self.previous, self.previous_end, self.position = reference, reference.last, position
        if position:
            self.found.append(Attached(position, reference))

    def _position(self, at: int, reference: Reference) -> str | None:
        view, previous = self.view, self.previous
        if previous is not None:
            if _same(previous, reference) and at - self.previous_end <= 2:
                return None
            if view.joins(self.previous_end, at):
                return self.position
            if _dash(view, at) and self.position in ("genitive", "adjective", "subject"):
                return self.position
        if at == self.trigger.object_at:
            return "object"
        prep = view.prep(reference)
        if prep:
            if prep == CLITICS.dative and at > self.trigger.last and self._acts(prep):
                return ""  # "غارات على أهداف للحوثيين"
            far = self.strayed and not view.tokens[at].prep and at - 1 > self.trigger.last and reference.form != "pair"
            return "" if self.closed or self.closed_prepositions or (far and prep in self.lexicon.between) else prep
        if not self.verbal and reference.form == "demonym":
            return "adjective" if at in (self.trigger.last, self.previous_end) or at <= self.trigger.last + 1 else ""
        if self.expecting == "genitive":
            if not reference.definite and view.tokens[at].form.endswith(CLITICS.accusative):
                return ""  # "تعيين قائد الاحتجاجات رئيسا"
            if at == self.trigger.last:
                self.expecting = "object"
                return "object" if self.has_subject and self._takes("object", reference) else "genitive"
            return ""
        if self.trigger.object_at >= 0 and at == self.trigger.object_at + 1:
            return "object"  # "أطلقت السلطات سراح الصحفي"
        carried = bool(self.governors) and at == self.previous_end
        if self.closed or not self.expecting or not (carried or _attachable(view, self.trigger.last - 1, reference)):
            return ""
        if self.trigger.object_at >= 0 and at > self.trigger.object_at and self.expecting == "subject":
            return ""
        if self.expecting == "object" and not self.verbal and self.previous_end != at:
            return ""
        return self._expected(reference)

    def _expected(self, reference: Reference) -> str:
        """The position that comes next, unless only the one after it takes such an entity (the subject is left out)."""
        position = self.expecting
        if (
            position == "subject"
            and self.verbal
            and not self._takes("subject", reference)
            and self._takes("object", reference)
        ):
            position = "object"
        self.expecting = "object" if position == "subject" else ""
        return position

    def _acts(self, position: str) -> bool:
        frame = self.trigger.frame
        return any(frame.source.slots[number].role == "actor" for number in frame.slots.get(position, ()))

    def _takes(self, position: str, reference: Reference) -> bool:
        frame = self.trigger.frame
        return any(
            self.view.as_kind(reference, frame.source.slots[number].kinds) for number in frame.slots.get(position, ())
        )

    def carried(self, at: int, last: int) -> int:
        """Where to go on after a verb that carries the noun ("لقاء أجراه …", "المحادثات التي عقدت …"); 0 where none is."""
        view = self.view
        tags = view.tokens[at].tags
        relative = "relative_strict" in tags
        if self.verbal or self.governors or not (relative or view.finite(at)) or at - self.previous_end > _FAR_CARRIER:
            return 0
        if self.previous is not None and self.position not in ("genitive", "adjective"):
            return 0  # it hangs on the reference, not on the event
        between = view.tokens[self.previous_end : at]
        if relative and any(t.kind == "word" and (not t.article or t.prep) for t in between):
            return 0  # it hangs on another noun; adjectives of the event alone may stand between
        verb = at
        while verb < last and verb <= at + 2 and not view.tokens[verb].tags.isdisjoint(_BEFORE_CARRIER):
            verb += 1
        if verb >= last or (view.tokens[at].conj and not relative):
            return 0
        heads = heads_of(view.tokens[verb], self.lexicon.governors)
        if not view.tokens[verb].pronoun:  # "محادثات تجري": nobody holds them, they are held
            heads = tuple(sorted(heads, key=lambda head: head.part == "verb" and not _of_itself(head)))
        governed = _governing(view, verb, heads, "")
        if governed is None and verb + 1 < last and "preposition_pronoun" in view.tokens[verb + 1].tags:
            governed = _governing(view, verb, heads, None)  # "الزيارة التي يقوم بها …"
        if governed is None or governed.part != "verb":
            return 0
        if not relative and not (view.tokens[verb].pronoun or governed.subject == "event"):
            return 0
        if any(view.tokens[between].kind == "punct" for between in range(self.previous_end, at)):
            return 0
        self.governors = (governed,)
        self.expecting = {"does": "subject", "event": "object"}.get(governed.subject, "")
        if self.expecting == "object":  # "اللقاء الذي جمع الوزير ب…"
            self.previous_end = verb + 1
        return verb + 1

    def cross(self, at: int) -> None:
        """Pass a word that is no reference: a topic ends what may attach, another event takes the prepositions."""
        token = self.view.tokens[at]
        if self.verbal and "preposition_pronoun" in token.tags and at > self.trigger.last:
            self.expecting = ""  # "قتل 60 شخصا، بينهم أطفال"
        if self.trigger.object_at <= at <= self.trigger.object_at + 1 and self.trigger.object_at >= 0:
            return  # the object and its genitive: "مذكرة تفاهم"
        if at in self.view.time_tokens:
            return
        if "other_deed" in token.tags:
            self.topic = self.topic if self.topic >= 0 else at
            self.closed = True
        elif "topic" in token.tags or (token.prep and not token.tags.isdisjoint(_DEEDS)):
            self.closed = True
        elif "event_noun" in token.tags and at > self.trigger.last:
            self.closed_prepositions = True
            if self.closed and self.topic < 0:
                self.topic = at  # "محادثات … بهدف إنهاء الحرب المستمرة منذ …": the time is the war's
        elif at and "preposition" in self.view.tokens[at - 1].tags:
            self.strayed = True


def _dash(view: View, at: int) -> bool:
    return at > 0 and view.tokens[at - 1].kind == "punct" and view.tokens[at - 1].form in "-\u2013\u2014/"
