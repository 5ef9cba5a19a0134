"""Who takes part: references attached to a trigger by clause, position and preposition, or by what is told around it."""

import msgspec

from mahdar.events._governors import Governed, charged_by, find_governors
from mahdar.events._lexicon import Lexicon
from mahdar.events._subjects import (
    antecedents,
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
from mahdar.events._walk import Attached, walk
from mahdar.knowledge import CLITICS
from mahdar.resolution import Reference
from mahdar.text import Sentence, Token

__all__ = ["Attachment", "attach"]

_PRONOUN_REACH = 4
_DENIAL = "governor.nafa"
_FAR_INVITATION = 8  # tokens
_FAR_SPEECH = 200  # characters
_MUTUAL = frozenset(("meeting", "talks", "phone_call", "summit", "visit"))
_DOERS = frozenset(("actor", "guest", "subject"))
_DONE_TO = frozenset(("arrest", "release", "clash", "appointment", "resignation", "expulsion"))  # to persons
_AIMS = frozenset((CLITICS.instrumental, CLITICS.dative))
_WHEN = frozenset(("adverb", "back_then"))


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
    found += _of_the_object(view, sentence, trigger, lexicon)
    hits = any(one.subject == "event" and one.words.source.object == "object" for one in governors[:1])
    walked, last, topic, after, skipped = walk(view, sentence, trigger, lexicon, _has_subject(found) or hidden, hits)
    found += _beyond_its_pronoun(view, trigger, found, walked)
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
    if trigger.kind == "visit" and trigger.part == "noun":
        found = _invited(view, sentence, trigger, found, lexicon)
    if trigger.kind == "appointment" and trigger.part == "verb":
        found = _appointed(view, trigger, found)
    return Attachment(tuple(found), governors, first, last, topic, skipped)


def _invited(
    view: View, sentence: Sentence, trigger: Trigger, found: list[Attached], lexicon: Lexicon
) -> list[Attached]:
    """Who is asked to come is the guest, and not who asks: "وجه الملك دعوة إلى الرئيس لزيارة …", "تلقى الوزير دعوة لزيارة …"."""
    at = trigger.first - 1
    while at > sentence.first and trigger.first - at <= _FAR_INVITATION and "invitation" not in view.tokens[at].tags:
        if view.finite(at):
            return found
        at -= 1
    token = view.tokens[at]
    if at <= sentence.first or "invitation" not in token.tags or not view.tokens[trigger.first].prep:
        return found
    verb = view.clauses(sentence).at(at).verb
    asked = [view.references[place] for place in range(at + 1, trigger.first) if place in view.references]
    guests = [one for one in asked if view.prep(one) == CLITICS.dative or _sent_to(view, one)][:1]
    if not guests and 0 <= verb < at:
        gets = "gets_invitation" in view.tokens[verb].tags
        subjects = subjects_of(view, sentence, verb, at, lexicon)
        handed = [one for one in _bare_between(view, verb, at) if one not in subjects]
        guests = subjects[:1] if gets else handed[:1]
    return [one for one in found if one.position != "subject"] + [Attached("subject", one) for one in guests]


def _sent_to(view: View, reference: Reference) -> bool:
    """Whether the word before a reference says to whom something goes ("إلى")."""
    tags = view.tokens[reference.first - 1].tags if reference.first else frozenset()
    return "at_post" in tags and "in" not in tags


def _appointed(view: View, trigger: Trigger, found: list[Attached]) -> list[Attached]:
    """Who stands alone with an office that is given is he who gets it: "عين فلان وزيرا"; with an office of his own nobody can
    say ("عين الرئيس فلان رئيسا للوزراء"), unless it is told of somebody new ("وزيرا جديدا")."""
    slots, frame = trigger.frame.slots, trigger.frame.source
    if not any(frame.slots[number].role == "actor" for number in slots.get("subject", ())):
        return found  # "تولى فلان رئاسة …"
    sides = [one for one in found if one.reference.kind == "person"]
    given = sides[0].reference.last if sides else len(view.tokens)
    sides = [one for one in sides if one.reference.first != given]
    if given >= len(view.tokens) or len(sides) != 1 or sides[0].position != "subject":
        return found
    token = view.tokens[given]
    after = view.tokens[given + 1] if given + 1 < len(view.tokens) else None
    ending = (CLITICS.accusative, CLITICS.tied[1])
    one, form = sides[0].reference, sides[0].reference.form
    if token.article or token.prep or not token.form.endswith(ending) or form == "office":
        return found
    if "office_word" not in token.tags and given != trigger.object_at:
        return found
    if after is not None and not after.prep and "adjective" in after.tags and after.form.endswith(ending):
        return found  # "عين الرئيس فلان سفيرا جديدا"
    others = [other for other in found if other is not sides[0] and other.reference.first != given]
    return [Attached("object", one), *others] if form == "name" else others


def _beyond_its_pronoun(view: View, trigger: Trigger, found: list[Attached], walked: list[Attached]) -> list[Attached]:
    """What follows, without what would stand where a pronoun stands: "تعيينها أمينة عامة", "عينتها الحكومة رئيسة"."""
    if not view.tokens[trigger.last - 1].pronoun or trigger.object_at >= 0:
        return walked
    taken = {"object"} if trigger.part == "verb" else {one.position for one in found if one.position == "genitive"}
    return [one for one in walked if one.position not in taken]


def _of_the_object(view: View, sentence: Sentence, trigger: Trigger, lexicon: Lexicon) -> list[Attached]:
    """Whom the pronoun on the object that a release asks for means: "أطلقت السلطات سراحه"."""
    if trigger.kind != "release" or trigger.object_at < 0 or not view.tokens[trigger.object_at].pronoun:
        return []
    clause = view.clauses(sentence).at(trigger.first)
    opens = clause.first + 1
    unknown = clause.kind == "complement" and opens < trigger.first and opens not in view.covered
    if unknown and opens not in view.time_tokens and view.tokens[opens].tags.isdisjoint(CLOSED):
        return []  # "إن موكله أطلق سراحه": somebody whom no mention names
    meant = view.pronouns.get(trigger.object_at) or owner(view, sentence, trigger.object_at, lexicon)
    return [Attached("object", meant)] if meant is not None and meant.kind in ("person", "group") else []


def _of_his(view: View, sentence: Sentence, trigger: Trigger, opening: list[Reference]) -> bool:
    """Whether a relative clause is about somebody of his, and not himself: "الرئيس الذي استقالت سكرتيرته"."""
    if view.clauses(sentence).at(trigger.first).kind != "relative" or (trigger.gender, trigger.number) != ("f", "s"):
        return False
    return any(one.kind == "person" and one.number == "s" and one.gender == "m" for one in opening)


def _has_subject(found: list[Attached]) -> bool:
    for one in found:  # noqa: SIM110  (asked many times of each trigger)
        if one.position == "subject":
            return True
    return False


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
    inner = trigger.first
    for governed in governors:
        if not found:  # what stands nearest says who: "تأييدها قرار الرئيس بالانسحاب" is the president's
            found += _through(view, sentence, governed, trigger, inner, lexicon)
        inner = governed.at
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


def _through(
    view: View, sentence: Sentence, governed: Governed, trigger: Trigger, inner: int, lexicon: Lexicon
) -> list[Attached]:
    """Who takes part by way of what governs the event: its subject, or its object, or the genitive of a masdar. `inner` is
    the token of what it governs itself: the event, or another that does."""
    role = governed.subject
    if governed.part == "noun" and role == "does" and view.tokens[governed.at].pronoun:
        meant = view.pronouns.get(governed.at) or owner(view, sentence, governed.at, lexicon)
        return [Attached("subject", meant)] if meant is not None else []
    if governed.part == "noun" and role == "object":
        charged = charged_by(view, governed.at, inner)
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
