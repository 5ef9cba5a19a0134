"""Who takes part: references attached to a trigger by clause, position and preposition."""

import msgspec

from mahdar.events._governors import Governed, charged_by, find_governors, governing, of_itself
from mahdar.events._lexicon import Lexicon, heads_of
from mahdar.events._subjects import (
    antecedents,
    attachable,
    before_verb,
    main_subject,
    owner,
    resumed,
    same,
    shared_subjects,
    subjects_of,
    taken_up,
    told,
)
from mahdar.events._triggers import Trigger
from mahdar.events._view import BY, CLOSED, View
from mahdar.knowledge import CLITICS
from mahdar.model import Span
from mahdar.resolution import Reference
from mahdar.text import Sentence, Token

__all__ = ["Attached", "Attachment", "Governed", "attach"]

_REACH = 40
_COMMAS = frozenset(",\u060c")
_PRONOUN_REACH = 4
_FAR_CARRIER = 5
_FAR_AGENT = 6
_ADJECTIVES = 2
_DENIAL = "governor.nafa"
_FAR_SPEECH = 200  # characters
_BEFORE_CARRIER = frozenset(
    ("relative_strict", "auxiliary", "perfective", "past_auxiliary", "standing_word", "particle_that", "of_part")
)
_MUTUAL = frozenset(("meeting", "talks", "phone_call", "summit", "visit"))
_EACH = frozenset(("each_of", "of_part"))  # "بين كل من …"
_DOERS = frozenset(("actor", "guest", "subject"))
_DEEDS = frozenset(("indefinite_masdar", "event_noun"))
_DONE_TO = frozenset(("arrest", "release", "clash", "appointment", "resignation", "expulsion"))  # to persons
_AIMS = frozenset((CLITICS.instrumental, CLITICS.dative))
_WHEN = frozenset(("adverb", "back_then"))


class Attached(msgspec.Struct, frozen=True, gc=False):
    """A reference and the position in which it stands to the trigger."""

    position: str
    reference: Reference


class Attachment(msgspec.Struct, frozen=True, gc=False):
    """What was found around a trigger: who stands where, what governs it, and the tokens [first, last) of its clause;
    from token `topic` on the clause speaks of something else, and those `skipped` are of clauses inside it."""

    attached: tuple[Attached, ...]
    governors: tuple[Governed, ...]
    first: int
    last: int
    topic: int
    skipped: tuple[tuple[int, int], ...] = ()


def attach(view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> Attachment:
    """Find the references that stand to a trigger as subject, object, genitive, adjective or after a preposition."""
    governors = find_governors(view, sentence, trigger, lexicon)
    first = min((trigger.first, *(governed.at for governed in governors)))
    found = _taken_up(view, sentence, trigger, lexicon)
    hidden = False  # the subject is told, but is nobody known
    if trigger.part == "verb":
        # "ألقت عليه القبض السلطات": what stands before the subject is the object that the frame asks for.
        asked_for = 0 < trigger.object_at - trigger.first <= 2 and trigger.object_at + 1 in view.references
        hidden = not asked_for and told(view, sentence, trigger.first, lexicon)
        if trigger.last < sentence.last and "during_it" in view.tokens[trigger.last].tags:  # "زيارة يلتقي خلالها نظيره"
            doers = shared_subjects(view, sentence, trigger.first, lexicon, trigger.gender, trigger.number)
            found += [Attached("subject", one) for one in doers]
        opening = [] if found else before_verb(view, sentence, trigger.first, lexicon)
        if _of_his(view, sentence, trigger, opening):
            opening, hidden = [], True
        found += [Attached("subject", one) for one in opening]
        first = opening[0].first if opening else first
    else:
        found += _above(view, sentence, trigger, governors, lexicon)
    hits = any(one.subject == "event" and one.words.source.object == "object" for one in governors[:1])
    walked, last, topic, after, skipped = _walk(view, sentence, trigger, lexicon, _has_subject(found) or hidden, hits)
    found += walked
    governors += after
    unknown = bool(after) and told(view, sentence, after[0].at, lexicon, resumes=True)  # "هجوم شنه فلان"
    if not _has_subject(found) and after and after[0].subject == "does" and not unknown:
        # "لقاء أجراه مع …": he who made it is he whom the clause before is about.
        maker = main_subject(view, sentence, first, lexicon) or _listed(
            view, view.subject_before(sentence, first, after[0].gender)
        )
        found += [Attached("subject", one) for one in maker]
    if (
        not hidden
        and not trigger.frame.source.consequence
        and _lacks_subject(view, sentence, trigger, found, governors, lexicon)
    ):
        found += [Attached("subject", one) for one in _dropped(view, sentence, trigger, governors, first, lexicon)]
    found += _beside(view, sentence, trigger, found, governors, last, lexicon)
    if not _has_subject(found) and trigger.kind == "press_conference" and not _hosted(trigger, found):
        found += [Attached("subject", one) for one in main_subject(view, sentence, first, lexicon)[:1]]
    asked = any(one.subject == "object" and view.tokens[one.at].pronoun for one in governors)
    another = trigger.kind == "visit" and bool(view.tokens[trigger.first].pronoun)  # his whom the pronoun means
    if not _has_subject(found) and not asked and not another and _one_sided(trigger, found):
        both = _speaking(view, first) or main_subject(view, sentence, first, lexicon)
        bare = not view.tokens[trigger.first].article and trigger.object_at < 0  # "عقد الجلسة": that of a body
        several = sum(len(one.entities) for one in both) > 1 and bare
        if _told_of(trigger, found) or trigger.kind == "summit" or several:
            found += [Attached("subject", one) for one in both]
    if trigger.part == "noun" and not _has_subject(found):
        found += _controllers(view, sentence, trigger, found, governors, lexicon)
    if not _has_subject(found):
        found += _deniers(view, sentence, trigger, found, governors, lexicon)
    if trigger.kind == "meeting":
        found += _callers(view, sentence, trigger, found, governors, lexicon)
    if trigger.part == "noun" and (_between_others(trigger, found, lexicon) or _done_by_genitive(view, trigger, found)):
        found = [one for one in found if one.position != "subject"]
    return Attachment(tuple(found), governors, first, last, topic, skipped)


def _of_his(view: View, sentence: Sentence, trigger: Trigger, opening: list[Reference]) -> bool:
    """Whether a relative clause is about somebody of his, and not himself: "الرئيس الذي استقالت سكرتيرته"."""
    if view.clauses(sentence).at(trigger.first).kind != "relative" or (trigger.gender, trigger.number) != ("f", "s"):
        return False
    return any(one.kind == "person" and one.number == "s" and one.gender == "m" for one in opening)


def _has_subject(found: list[Attached]) -> bool:
    return any(one.position == "subject" for one in found)


def _told_of(trigger: Trigger, found: list[Attached]) -> bool:
    return any(one.position in trigger.frame.slots for one in found)


def _hosted(trigger: Trigger, found: list[Attached]) -> bool:
    """Whether some are told who are not merely those "with" whom it is."""
    own = [one.position for one in found if one.position in trigger.frame.slots]
    return any(position not in trigger.frame.with_other for position in own)


def _deniers(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    found: list[Attached],
    governors: tuple[Governed, ...],
    lexicon: Lexicon,
) -> list[Attached]:
    """Who denies a deed of which nobody else is told as the doer: "نفت إيران تزويد الحوثيين بصواريخ"."""
    denied = governors[-1] if governors else None
    if denied is None or denied.part != "verb" or denied.words.source.id != _DENIAL:
        return []
    slots, frame = trigger.frame.slots, trigger.frame.source
    if not any(frame.slots[number].role == "actor" for number in slots.get("subject", ())):
        return []
    if any(one.position in ("adjective", BY) for one in found):
        return []
    return [Attached("subject", one) for one in subjects_of(view, sentence, denied.at, trigger.first, lexicon)]


def _controllers(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    found: list[Attached],
    governors: tuple[Governed, ...],
    lexicon: Lexicon,
) -> list[Attached]:
    """Who does a deed that is told as the aim or the matter of what he does: "عمد الحوثيون إلى إطلاق صواريخ", "اتخذت لندن
    خطوات باتجاه قرار بتوجيه ضربة"."""
    slots, frame = trigger.frame.slots, trigger.frame.source
    doers = {number for number in slots.get("subject", ()) if frame.slots[number].role == "actor"}
    before = [one for one in governors if one.at < trigger.first]
    if not doers or any(one.part == "verb" or one.subject != "does" for one in before):
        return []
    if any(doers & set(slots.get(one.position, ())) or one.position == BY for one in found):
        return []
    opens = min((trigger.first, *(one.at for one in before)))
    verb = _aiming_verb(view, sentence, opens, bool(before))
    if verb < 0:
        return []
    subjects = subjects_of(view, sentence, verb, opens, lexicon)
    fit = [one for one in subjects if any(view.as_kind(one, frame.slots[number].kinds) for number in doers)]
    return [Attached("subject", one) for one in fit]


def _aiming_verb(view: View, sentence: Sentence, at: int, through: bool) -> int:
    """The verb of the clause whose aim or matter is told at token `at` after a preposition, or -1: none that reports, and
    with no other noun in between that has it (`through`: unless that is a plan or decision)."""
    opens = at
    while through and opens - 1 > sentence.first and _constructs(view, opens - 1):
        opens -= 1  # "باتجاه اتخاذ قرار بتوجيه ضربة"
    token = view.tokens[opens]
    toward = opens > sentence.first and "toward" in view.tokens[opens - 1].tags
    aims = token.prep in _AIMS or toward or (through and token.form.endswith(CLITICS.accusative))
    verb = view.clauses(sentence).at(at).verb
    if not aims or not 0 <= verb < opens or token.article or token.conj:
        return -1
    if not view.tokens[verb].tags.isdisjoint(("reporting_verb", "event_verb", "past_auxiliary")):
        return -1
    for place in range(verb + 1, opens - toward):
        known = place in view.covered or place in view.time_tokens or view.tokens[place].kind != "word"
        if not known and not through and view.tokens[place].tags.isdisjoint(CLOSED | _WHEN):
            return -1
    return verb


def _constructs(view: View, at: int) -> bool:
    """Whether the word is a plain noun that what follows belongs to."""
    token = view.tokens[at]
    plain = token.kind == "word" and at not in view.covered and at not in view.time_tokens
    return plain and not (token.article or token.pronoun or token.conj) and token.tags.isdisjoint(CLOSED)


def _callers(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    found: list[Attached],
    governors: tuple[Governed, ...],
    lexicon: Lexicon,
) -> list[Attached]:
    """Who calls for the session of a body."""
    sides = [one.reference for one in found if one.position in trigger.frame.slots]
    calls = governors[-1] if governors else None
    if len(sides) != 1 or sides[0].kind != "org" or calls is None or (calls.subject, calls.part) != ("object", "verb"):
        return []
    who = subjects_of(view, sentence, calls.at, trigger.first, lexicon)
    return [Attached("caller", one) for one in who if not same(one, sides[0])]


def _between_others(trigger: Trigger, found: list[Attached], lexicon: Lexicon) -> bool:
    """Whether a meeting is told "between" two sides: who tells of it or brings it about is none of them."""
    slots, frame = trigger.frame.slots, trigger.frame.source
    roles = {frame.slots[number].role for place in lexicon.between for number in slots.get(place, ())}
    alike = any(frame.slots[number].role in roles for number in slots.get("subject", ()))
    return alike and sum(len(one.reference.entities) for one in found if one.position in lexicon.between) > 1


def _done_by_genitive(view: View, trigger: Trigger, found: list[Attached]) -> bool:
    """Whether a masdar's genitive did it: who announces "the boycott of Qatar by four states" is none of them."""
    slots, frame = trigger.frame.slots, trigger.frame.source
    if view.tokens[trigger.last - 1].pronoun:
        return False  # "زيارته موسكو": it is his
    for one in found:
        if one.position == "genitive":
            filled = (n for n in slots.get("genitive", ()) if view.as_kind(one.reference, frame.slots[n].kinds))
            number = next(filled, -1)
            role = frame.slots[number].role if number >= 0 else ""
            return role in _DOERS and number in slots.get("subject", ())
    return False


def _speaking(view: View, at: int) -> list[Reference]:
    """Who speaks, where what is told at token `at` stands between the word that reports and the words that are reported:
    "نقلت الوكالة عن الوزير قوله خلال لقاء مع … إن"."""
    start = view.tokens[at].start
    for begins, statement in view.announced(start, _FAR_SPEECH):
        if start < begins and statement.speaker:
            named = [one for one in view.references.values() if one.entities == tuple(statement.speaker)]
            before = [one for one in named if one.span.start < begins]
            return [max(before, key=lambda one: one.first)] if before else []
    return []


def _listed(view: View, reference: Reference | None) -> list[Reference]:
    return list(view.joined(reference)) if reference is not None else []


def _taken_up(view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> list[Attached]:
    """Whom the relative clause of a trigger is about, where a pronoun takes him up: "السائق الذي اعتقلته الشرطة" is its
    object, "الذي فرضت عليه واشنطن عقوبات" stands after "على"."""
    clause = view.clauses(sentence).at(trigger.first)
    if clause.kind != "relative" or clause.verb < 0 or clause.verb > trigger.first:
        return []
    position = resumed(view, sentence, clause.verb, lexicon)
    if not position or (position == "object" and trigger.first != clause.verb):
        return []
    return [Attached(position, one) for one in antecedents(view, clause)]


def _beside(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    found: list[Attached],
    governors: tuple[Governed, ...],
    last: int,
    lexicon: Lexicon,
) -> list[Attached]:
    """Whom a pronoun after a preposition means: the last one told before who is not the subject ("وبحث معه")."""
    clauses = view.clauses(sentence)
    own = clauses.number(trigger.first)
    if clauses.all[own].kind == "relative":
        return []
    known = {entity for one in found for entity in one.reference.entities}
    for governed in governors:
        if governed.part == "verb":  # "طالب محاميه بالإفراج عنه"
            asking = subjects_of(view, sentence, governed.at, trigger.first, lexicon)
            known.update(entity for one in asking for entity in one.entities)
    for at in range(trigger.last, min(last, trigger.last + _PRONOUN_REACH)):
        if at in view.covered or "preposition_pronoun" not in view.tokens[at].tags:
            continue
        inside = clauses.at(at)
        if clauses.number(at) != own and not (inside.verb >= 0 and view.tokens[inside.verb].pronoun):
            continue  # "القصف الذي تتعرض له المدينة": to the shelling; but "العقوبات التي تفرضها عليها واشنطن"
        position, pronoun = taken_up(view.tokens[at], lexicon)
        if pronoun is None or pronoun.person != "3" or position not in trigger.frame.slots:
            continue
        kinds = _kinds_meant(trigger, position)
        for place in range(trigger.first - 1, sentence.first - 1, -1):
            one = view.references.get(place)
            if one is None or one.kind not in kinds or known & set(one.entities):
                continue
            if (one.number == "s") == (pronoun.number == "s") and one.gender in ("", pronoun.gender):
                return [Attached(position, one)]
    return []


def _kinds_meant(trigger: Trigger, position: str) -> tuple[str, ...]:
    """What a pronoun at a position is taken for: persons in a contact, else persons and states where these may stand."""
    if trigger.kind in _MUTUAL:
        return ("person", "group")
    frame = trigger.frame
    kinds = [kind for number in frame.slots[position] for kind in frame.source.slots[number].kinds]
    if "agreement" in kinds:
        return ("agreement",)  # "انسحبت واشنطن منه"
    return tuple(kind for kind in kinds if kind in ("person", "group", "state"))


def _above(
    view: View, sentence: Sentence, trigger: Trigger, governors: tuple[Governed, ...], lexicon: Lexicon
) -> list[Attached]:
    """Who takes part in what a noun tells by way of what governs it, its pronoun, or the noun that a participle describes."""
    found: list[Attached] = []
    for governed in governors:
        if not found:  # what stands nearest says who: "تأييدها قرار الرئيس بالانسحاب" is the president's
            found += _through(view, sentence, governed, trigger, lexicon)
    pronoun = view.pronouns.get(trigger.first)
    if pronoun is None and view.tokens[trigger.first].pronoun:
        pronoun = owner(view, sentence, trigger.first, lexicon)
    if pronoun is not None and trigger.kind == "visit" and _at_home(view, trigger, pronoun):
        pronoun = None
    suffers = _suffers(trigger)
    if suffers and pronoun is not None and pronoun.kind != "person" and _of_one(view, trigger, lexicon):
        pronoun = None  # "صنف فريق العمل اعتقاله بأنه تعسفي"
    if pronoun is not None and not (suffers and _by_another(view, sentence, trigger, pronoun, lexicon)):
        found.append(Attached("genitive" if suffers else "subject", pronoun))
    if trigger.part == "participle" and trigger.first - 1 in view.covered:
        found.append(Attached("subject", view.covered[trigger.first - 1]))
    return found


def _of_one(view: View, trigger: Trigger, lexicon: Lexicon) -> bool:
    """Whether the pronoun on a noun is of a single man."""
    pronoun = lexicon.pronouns.get(view.tokens[trigger.first].pronoun)
    return pronoun is not None and (pronoun.number, pronoun.gender) == ("s", "m")


def _at_home(view: View, trigger: Trigger, guest: Reference) -> bool:
    """Whether the pronoun of a visit would make somebody the guest of his own state: it means another."""
    own = {state for entity in guest.entities for state in view.states_of(entity)}
    for at in range(trigger.last, min(trigger.last + _PRONOUN_REACH, len(view.tokens))):
        host = view.references.get(at)
        if host is not None:
            seat = {state for entity in host.entities for state in view.states_of(entity)}  # "إلى البيت الأبيض"
            return host.kind != "person" and bool(own & (seat | set(view.as_kind(host, ("state", "org")))))
    return False


def _suffers(trigger: Trigger) -> bool:
    """Whether the pronoun on a masdar means him to whom it is done: "اعتقاله", "مقتلها", and not who does it."""
    slots, frame = trigger.frame.slots, trigger.frame.source
    genitive = [number for number in slots.get("genitive", ()) if "person" in frame.slots[number].kinds]
    return bool(genitive) and not set(slots["genitive"]) & set(slots.get("subject", ()))


def _by_another(view: View, sentence: Sentence, trigger: Trigger, meant: Reference, lexicon: Lexicon) -> bool:
    """Whether somebody unknown is the subject of the clause ("كان الشاب عند توقيفه …"), or he who would avenge his own
    death: the pronoun means another."""
    clause = view.clauses(sentence).at(trigger.first)
    verbs = [
        at for at in range(clause.first, trigger.first) if at == clause.verb or "past_auxiliary" in view.tokens[at].tags
    ]
    if any(told(view, sentence, at, lexicon) for at in verbs):
        return True
    if trigger.kind != "clash" or not 0 <= clause.verb < trigger.first:
        return False
    return any(same(one, meant) for one in subjects_of(view, sentence, clause.verb, trigger.first, lexicon))


def _dropped(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    governors: tuple[Governed, ...],
    first: int,
    lexicon: Lexicon,
) -> list[Reference]:
    """Whom a verb without a subject is about: that of the clause it goes on with, else the last subject before it."""
    verb = trigger if trigger.part == "verb" else governors[-1]
    at = trigger.first if trigger.part == "verb" else governors[-1].at
    shared = shared_subjects(view, sentence, at, lexicon, verb.gender, verb.number)
    gender = verb.gender if verb.number == "s" else ""
    if _may_be_passive(trigger) and not any(one.kind in ("state", "org", "group") for one in shared):
        return []  # "وأطلق سراحه", "واعتقل زعيمه": nobody is told who did it
    if shared:
        return shared
    one = view.subject_before(sentence, first, gender, verb.number)
    if one is not None and one.first < sentence.first and _others_before(view, sentence, at):
        return []  # the sentence has been about somebody else since
    return _listed(view, one)


def _may_be_passive(trigger: Trigger) -> bool:
    """Whether a verb of something done to somebody is written as its passive is: in the past, of a single man."""
    if trigger.part != "verb" or (trigger.tense, trigger.gender, trigger.number) != ("past", "m", "s"):
        return False
    roles = {slot.role for slot in trigger.frame.source.slots}
    return "actor" in roles and bool(roles & {"target", "subject"}) and trigger.kind in _DONE_TO


def _others_before(view: View, sentence: Sentence, at: int) -> bool:
    """Whether somebody without a preposition stands in a sentence before token `at`."""
    return any(
        one.last <= at and one.kind in ("person", "state", "org", "group") and not view.governed(one)
        for one in view.references_in(sentence)
    )


def _one_sided(trigger: Trigger, found: list[Attached]) -> bool:
    """Whether a meeting is told of with one side only: "عقب اجتماع مع المبعوث", "خلال اتصال هاتفي"."""
    if trigger.part == "verb" or trigger.kind not in _MUTUAL:
        return False
    sides = [one for one in found if one.position in trigger.frame.slots]
    if trigger.kind == "visit" and any(
        one.position == CLITICS.dative and one.reference.kind == "person" for one in sides
    ):
        return False  # "الزيارة المرتقبة لولي العهد إلى لندن": his
    if any(one.position == "genitive" and one.reference.kind in ("person", "group") for one in sides):
        return False
    return not sides or all(one.position in trigger.frame.with_other for one in sides)


def _through(view: View, sentence: Sentence, governed: Governed, trigger: Trigger, lexicon: Lexicon) -> list[Attached]:
    """Who takes part by way of what governs the event: its subject, or its object, or the genitive of a masdar."""
    role = governed.subject
    if governed.part == "noun" and role == "does" and view.tokens[governed.at].pronoun:
        meant = view.pronouns.get(governed.at) or owner(view, sentence, governed.at, lexicon)
        return [Attached("subject", meant)] if meant is not None else []
    if governed.part == "noun" and role == "object":
        charged = charged_by(view, governed.at, trigger.first)
        return [Attached("subject", charged)] if charged is not None else []
    if governed.part == "noun":
        genitive = view.references.get(governed.at + 1)
        if genitive is None or genitive.last > trigger.first or view.prep(genitive):
            return []
        return [Attached("subject", genitive)] if role in ("does", "event") else []
    if governed.part == "participle" and role == "does":
        doers = subjects_of(view, sentence, governed.at, trigger.first, lexicon)
        verb = view.clauses(sentence).at(governed.at).verb
        if not doers and 0 <= verb < governed.at:
            doers = subjects_of(view, sentence, verb, governed.at, lexicon)
        return [Attached("subject", one) for one in doers]  # "…، ملوحة بفرض عقوبات"
    if role == "object":
        if view.tokens[governed.at].pronoun:
            return []  # "ودعاه إلى زيارة …": the words name nobody
        between = _bare_between(view, governed.at, trigger.first)
        # Those who ask are joined to one another, and may stand before the verb: "سوريا تتهم إسرائيل بإطلاق …".
        asks = 0 if before_verb(view, sentence, governed.at, lexicon) else 1
        while 0 < asks < len(between) and view.joins(between[asks - 1].last, between[asks].first):
            asks += 1
        # "طالبت روسيا أميركا بسحب …": the second is asked to do it; "دعا مجلس الأمن إلى عقد …": nobody is.
        asked = between[asks : asks + 1] or _asked(view, governed.at, trigger.first)
        return [Attached("subject", one) for one in asked]
    position = {"does": "subject"}.get(role, role)
    if governed.words.source.object == "subject":
        told = _bare_between(view, governed.at, trigger.first)
        if len(told) > 1 and not view.joins(told[0].last, told[1].first):
            return [Attached("subject", told[1])]  # "أمر الرئيس القوات بإلغاء …": they are to do it
    if position not in ("subject", "receives", "hosts", "mediates"):
        return []
    subjects = subjects_of(view, sentence, governed.at, trigger.first, lexicon)
    found = [Attached(position, one) for one in subjects]
    if governed.words.source.object not in ("", "subject"):
        others = [one for one in _bare_between(view, governed.at, trigger.first) if one not in subjects]
        found += [Attached(governed.words.source.object, one) for one in others[:1]]
    return found


def _asked(view: View, verb: int, stop: int) -> list[Reference]:
    """Who is asked in "طلب الرئيس من وزير خارجيته إلغاء الزيارة"."""
    references = [view.references[at] for at in range(verb + 1, stop) if at in view.references]
    after_from = [one for one in references if "of_part" in view.tokens[one.first - 1].tags]
    after_from += [one for one in references if view.prep(one) == CLITICS.dative]  # "سمح للقوات بقصف …"
    return [one for one in after_from if one.kind in ("person", "state", "org", "group")][:1]


def _bare_between(view: View, verb: int, stop: int) -> list[Reference]:
    found: list[Reference] = []
    for at in range(verb + 1, stop):
        reference = view.references.get(at)
        if reference is not None and not view.prep(reference) and not (found and same(found[-1], reference)):
            found.append(reference)
    return found


def _lacks_subject(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    found: list[Attached],
    governors: tuple[Governed, ...],
    lexicon: Lexicon,
) -> bool:
    """Whether the subject was left out: a verb, or a verb that carries the noun, joined to what stands before."""
    begins = view.opens(trigger.first) or bool(view.tokens[trigger.first].prep)  # "ليلتقي"
    clause = view.clauses(sentence).at(trigger.first)
    # "أعدمت السلطات 19 سجينا اعتقلتهم": who did it is he whom the clause around is about.
    begins = begins or (
        clause.kind == "relative" and clause.verb == trigger.first and bool(view.tokens[trigger.first].pronoun)
    )
    if any(one.position == "subject" for one in found):
        # The one bare reference after a verb of meeting may as well be its object, the subject left out.
        sides = sum(len(one.reference.entities) for one in found if one.position in trigger.frame.slots)
        return trigger.part == "verb" and trigger.frame.source.least > sides and begins
    if trigger.part == "verb":
        return begins and trigger.person != "1"  # "سنصوت": who says so, and nobody before
    if sum(one.position in trigger.frame.slots and one.position not in trigger.frame.with_other for one in found) >= 2:
        return False
    last = governors[-1] if governors else None
    return (
        last is not None
        and last.subject == "does"
        and last.part == "verb"
        and view.opens(last.at)
        and not (last.at + 1 == trigger.first and _may_be_subject(view.tokens[trigger.first]))
        and not told(view, sentence, last.at, lexicon)
    )


def _may_be_subject(token: Token) -> bool:
    """Whether a noun right after a verb may be its subject: no preposition is on it, nor the ending of an object."""
    return not token.prep and not token.form.endswith(CLITICS.accusative)


def _walk(
    view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon, has_subject: bool, hits: bool
) -> tuple[list[Attached], int, int, tuple[Governed, ...], tuple[tuple[int, int], ...]]:
    """Go forward from the trigger to the end of its clause and say how each reference stands to it; what hangs on the
    clause (a relative, an aside) is skipped where the clause goes on after it. `hits`: the event is the subject of a verb
    whose object follows."""
    walk = _Walk(view, trigger, lexicon, has_subject, hits)
    clauses = view.clauses(sentence)
    own = clauses.number(trigger.first)
    skipped: list[tuple[int, int]] = []
    at = trigger.last
    stop = min(sentence.last, trigger.first + _REACH)
    while at < stop:
        after = walk.carried(at, sentence.last) if at not in view.covered else 0
        if after:
            at = after
            own = clauses.number(at - 1)
            continue
        if clauses.number(at) != own:
            onward = clauses.after(at, own)
            if onward < 0:
                break
            walk.skip(at, onward)
            skipped.append((at, onward))
            stop = min(sentence.last, stop + onward - at)
            at = onward
            continue
        reference = view.references.get(at)
        if reference is not None:
            if walk.leaves(at):
                break
            walk.meet(at, reference)
            at = reference.last
            continue
        if view.breaks(at) or view.finite(at):
            break
        walk.cross(at)
        at += 1
    return walk.found, at, walk.topic if walk.topic >= 0 else at, walk.governors, tuple(skipped)


class _Walk:
    """The state of one walk forward from a trigger."""

    def __init__(self, view: View, trigger: Trigger, lexicon: Lexicon, has_subject: bool, hits: bool) -> None:
        self.view, self.trigger, self.lexicon = view, trigger, lexicon
        self.verbal = trigger.part == "verb"
        self.has_subject = has_subject
        self.expecting = ("object" if has_subject else "subject") if self.verbal else "object" if hits else "genitive"
        self.found: list[Attached] = []
        self.governors: tuple[Governed, ...] = ()
        self.previous: Reference | None = None
        self.previous_end = trigger.last
        self.position = ""
        self.closed = False
        self.topic = -1
        self.strayed = False
        self.closed_prepositions = False
        before = view.tokens[max(trigger.first - 3, 0) : trigger.first]
        tags = [token.tags for token in before]
        self.beside = len(tags) > 2 and "event_noun" in tags[0] and "preposition" in tags[1] and "sidelines" in tags[2]

    def meet(self, at: int, reference: Reference) -> None:
        """Say how a reference stands to the trigger; one that is joined to another stands as that does."""
        position = self._position(at, reference)
        if position is None:  # an apposition: the same one again
            self.previous_end = reference.last
            return
        if self._held(at, position):
            position = ""
        self.previous, self.previous_end, self.position = reference, reference.last, position
        if position:
            self.found.append(Attached(position, reference))

    def _held(self, at: int, position: str) -> bool:
        """Whether what a preposition would say was said before: "زيارة إلى روسيا وسط اتهامات لطهران" is to Russia."""
        if (
            position in self.lexicon.between
            or self.view.tokens[at].conj
            or not self.view.prep(self.view.references[at])
        ):
            return False
        told = {self._slot(one.position, one.reference) for one in self.found if self.view.prep(one.reference)}
        number = self._slot(position, self.view.references[at])
        return number >= 0 and number in told and not self.view.joins(self.previous_end, at)

    def _slot(self, position: str, reference: Reference) -> int:
        """The number of the first slot of a position that takes such an entity, -1 for none."""
        frame = self.trigger.frame
        numbers = frame.slots.get(position, ())
        return next((n for n in numbers if self.view.as_kind(reference, frame.source.slots[n].kinds)), -1)

    def leaves(self, at: int) -> bool:
        """Whether another clause begins with an actor: after a comma and "and", joined to nobody ("…، وسوريا تتفكك")."""
        if not self.view.tokens[at].conj or self.view.tokens[at - 1].kind != "punct" or self.trigger.part != "verb":
            return False
        return self.previous is None or not self.view.joins(self.previous_end, at)

    def skip(self, at: int, onward: int) -> None:
        """Pass over a clause that hangs on this one: what stood beside it stands beside what comes after it."""
        if all(token.kind == "punct" for token in self.view.tokens[self.previous_end : at]):
            self.previous_end = onward

    def _position(self, at: int, reference: Reference) -> str | None:
        view, previous = self.view, self.previous
        if previous is not None:
            if same(previous, reference) and at - self.previous_end <= 2:
                return None
            if view.joins(self.previous_end, at):
                return self.position
            if self._in_apposition(at, reference):
                return None
            if _dash(view, at) and self.position in ("genitive", "adjective", "subject"):
                return self.position
        if at == self.trigger.object_at:
            return "object"
        prep = view.prep(reference)
        if previous is not None and not prep and self._among(at, reference):
            return self.position
        if prep:
            if prep == CLITICS.instrumental and reference.kind == "state" and self._inside_place(at):
                return ""  # "في تورونتو بكندا": where it lies
            if prep == CLITICS.dative and not self._beside(at) and self._acts(prep):
                return ""  # "غارات على أهداف للحوثيين"
            if prep == CLITICS.dative and not self.found and "owned" in self.trigger.frame.slots:
                return "owned"  # "قصف لقوات النظام": theirs
            if self.beside and prep in self.trigger.frame.with_other:
                return ""  # "لقاء على هامش القمة مع نظيره": the meeting is with him
            if prep == BY and not self.verbal and at - self.previous_end > _FAR_AGENT:
                return ""  # "نقل السفارة إلى المدينة … وعنف من جانب الجيش"
            if prep in self.lexicon.between and self._of_another(at):
                return ""  # "أكد خلال لقاء مع … على قوة العلاقات بين البلدين"
            far = self.strayed and not view.tokens[at].prep and at - 1 > self.trigger.last and reference.form != "pair"
            return "" if self.closed or self.closed_prepositions or (far and prep in self.lexicon.between) else prep
        if not self.verbal and reference.form == "demonym":
            return "adjective" if at in (self.trigger.last, self.previous_end) or at <= self.trigger.last + 1 else ""
        if self.expecting == "genitive":
            if not reference.definite and view.tokens[at].form.endswith(CLITICS.accusative):
                return ""  # "تعيين قائد الاحتجاجات رئيسا"
            noun = view.tokens[self.trigger.last - 1]
            if at == self.trigger.last and (noun.pronoun or not noun.article):  # "المحاكمة" takes no genitive
                self.expecting = "object"
                if self._done_to_next(reference):
                    return "subject"  # "غزو روسيا لأوكرانيا"
                asked_for = self.trigger.object_at == reference.last  # "توجيه الخرطوم دعوة إلى …"
                suffers = self._takes("object", reference) and not (asked_for or self._suffered_after(reference))
                return "object" if self.has_subject and suffers else "genitive"
            return ""
        if self.trigger.object_at >= 0 and at == self.trigger.object_at + 1:
            if view.tokens[at - 1].article and self.expecting == "subject":
                return self._expected(reference)  # "ألقت عليه القبض الشرطة"
            return "object"  # "أطلقت السلطات سراح الصحفي"
        carried = bool(self.governors) and at == self.previous_end
        if previous is not None and at == self.previous_end and previous.kind == "group" and not self._is_object(at):
            return None  # "نواب حزبها المعارضين": an adjective, not another
        if self.closed or not self.expecting or not (carried or attachable(view, self.trigger.last - 1, reference)):
            return ""
        if self.trigger.object_at >= 0 and at > self.trigger.object_at and self.expecting == "subject":
            return ""
        if self.expecting == "object" and not self.verbal and self.previous_end != at:
            return ""
        return self._expected(reference)

    def _of_another(self, at: int) -> bool:
        """Whether those "between" whom it is are told of what stands right before, after a preposition of no slot here."""
        before = self.previous
        if before is None or at - self.previous_end > 1 or not self.view.prep(before):
            return False
        return self.position not in self.trigger.frame.slots

    def _inside_place(self, at: int) -> bool:
        before = self.view.covered.get(at - 1)
        return before is not None and before.kind == "place"

    def _done_to_next(self, reference: Reference) -> bool:
        """Whether what follows a genitive fills the very slot that it would, so that the genitive did it."""
        after = self.view.references.get(reference.last)
        slots = self.trigger.frame.slots
        if after is None or self.view.tokens[after.first].conj or not slots.get("subject"):
            return False
        prep = self.view.prep(after) or "object"
        if prep not in (CLITICS.dative, "object"):
            return False
        numbers = set(slots.get(prep, ())) & set(slots.get("genitive", ()))
        source = self.trigger.frame.source
        return any(self.view.as_kind(after, source.slots[number].kinds) for number in numbers)

    def _suffered_after(self, reference: Reference) -> bool:
        """Whether a preposition after a genitive names whom an object would: "هجوم الحوثيين على المدينة" is theirs."""
        if reference.last >= len(self.view.tokens):
            return False
        slots = self.trigger.frame.slots
        numbers = slots.get(self.view.tokens[reference.last].form, ())
        return not set(numbers).isdisjoint(slots.get("object", ()))

    def _beside(self, at: int) -> bool:
        """Whether nothing but adjectives stand between the trigger and `at`."""
        between = self.view.tokens[self.trigger.last : at]
        return len(between) <= _ADJECTIVES and not any(
            token.kind != "word" or token.prep or token.conj or "preposition" in token.tags for token in between
        )

    def _among(self, at: int, reference: Reference) -> bool:
        """Whether one of those just told is named: "مسؤولين، على رأسهم وزير الخارجية"."""
        several = self.previous is not None and self.previous.number != "s" and reference.kind in ("person", "org")
        return several and at > self.previous_end and "among_them" in self.view.tokens[at - 1].tags

    def _in_apposition(self, at: int, reference: Reference) -> bool:
        """Whether a person after nothing but a comma is the one before it: "قتل مسؤول الكتيبة، فلان"."""
        between = self.view.tokens[self.previous_end : at]
        lone = len(between) == 1 and between[0].form in _COMMAS and not self.view.tokens[at].conj
        before = self.previous
        if before is None or before.last != self.previous_end:
            return False  # the comma ends a clause that hangs on it
        if any(token.form in _COMMAS for token in self.view.tokens[before.first : before.last]):
            return False  # or the name that stands beside its office
        return lone and reference.kind == "person" and before.kind in ("person", "group")

    def _is_object(self, at: int) -> bool:
        """Whether what stands right after the subject may be the object of the verb: it is no adjective of it."""
        reference = self.view.references[at]
        return reference.kind != "group" or not self.view.tokens[at].article

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
        while verb < last and verb <= at + _FAR_CARRIER and _before_carrier(view.tokens[verb]):
            verb += 1  # "زيارة كان يفترض أن يجريها"
        if verb >= last or (view.tokens[at].conj and not relative):
            return 0
        heads = heads_of(view.tokens[verb], self.lexicon.governors)
        if not view.tokens[verb].pronoun:  # "محادثات تجري": nobody holds them, they are held
            heads = tuple(sorted(heads, key=lambda head: head.part == "verb" and not of_itself(head)))
        governed = governing(view, verb, heads, "")
        if governed is None and verb + 1 < last and "preposition_pronoun" in view.tokens[verb + 1].tags:
            governed = governing(view, verb, heads, None)  # "الزيارة التي يقوم بها …"
        if governed is None or governed.part != "verb":
            return 0
        if not relative and not (view.tokens[verb].pronoun or governed.subject == "event"):
            return 0
        if not relative and any(token.kind == "punct" for token in between):
            return 0
        self.governors = (governed,)
        self.strayed = False
        self.expecting = {"does": "subject", "event": "object"}.get(governed.subject, "")
        if self.expecting == "object":  # "اللقاء الذي جمع الوزير ب…"
            self.previous_end = verb + 1
        return verb + 1

    def _describe(self, at: int) -> None:
        """Take an adjective of origin for the state: "غارات جوية روسية"."""
        token = self.view.tokens[at]
        near = self.trigger.last <= at <= self.trigger.last + 1 or (token.conj and at == self.previous_end)
        if self.verbal or not near or "demonym" not in token.tags or self.expecting != "genitive":
            return
        if token.prep or not self._agrees(at):
            return
        states = self.view.origin(at)
        if states:
            described = Reference(
                span=Span(token.stem_start, token.end),
                first=at,
                last=at + 1,
                entities=states,
                kind="state",
                form="demonym",
            )
            self.found.append(Attached("adjective", described))
            self.previous, self.previous_end, self.position = described, at + 1, "adjective"

    def _agrees(self, at: int) -> bool:
        """Whether an adjective agrees with the trigger in the article, or with the genitive that makes it definite
        ("انتخابات الرئاسة الأميركية")."""
        own, before = self.view.tokens[self.trigger.first], self.view.tokens[at - 1]
        article = self.view.tokens[at].article
        construct = at - 1 == self.trigger.last and before.kind == "word" and not (before.prep or before.conj)
        return article == (own.article or (construct and before.article and at - 1 not in self.view.covered))

    def cross(self, at: int) -> None:
        """Pass a word that is no reference: a topic ends what may attach, another event takes the prepositions."""
        token = self.view.tokens[at]
        self._describe(at)
        told = bool(self.found) or self.view.tokens[at - 1].kind == "punct"
        if self.verbal and told and "preposition_pronoun" in token.tags and at > self.trigger.last:
            self.expecting = ""  # "قتل 60 شخصا، بينهم أطفال"
        if self.trigger.object_at <= at <= self.trigger.object_at + 1 and self.trigger.object_at >= 0:
            return  # the object and its genitive: "مذكرة تفاهم"
        if at in self.view.time_tokens or not token.tags.isdisjoint(_EACH):
            return
        if "according_to" in token.tags:
            self.closed = self.closed_prepositions = True  # "قصف المدينة، وفق حصيلة للمرصد"
        if "other_deed" in token.tags:
            self.topic = self.topic if self.topic >= 0 else at
            self.closed = True
        elif "weapon" in token.tags:
            return  # "قصفت بالمدفعية والصواريخ مدينة …"
        elif "topic" in token.tags or (token.prep and not token.tags.isdisjoint(_DEEDS)):
            self.closed = True
        elif "event_noun" in token.tags and at > self.trigger.last and "sidelines" not in self.view.tokens[at - 1].tags:
            self.closed_prepositions = True
            if self.closed and self.topic < 0:
                self.topic = at  # "محادثات … بهدف إنهاء الحرب المستمرة منذ …": the time is the war's
        elif at and "preposition" in self.view.tokens[at - 1].tags:
            self.strayed = True


def _before_carrier(token: Token) -> bool:
    """Whether a word may stand between a noun and the verb that carries it."""
    return not token.tags.isdisjoint(_BEFORE_CARRIER) and "governing_verb" not in token.tags


def _dash(view: View, at: int) -> bool:
    return at > 0 and view.tokens[at - 1].kind == "punct" and view.tokens[at - 1].form in "-\u2013\u2014/"
