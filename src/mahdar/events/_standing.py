"""Whether an event happened: the words that decide it, then who says it, then the tense, then the day."""

from collections.abc import Sequence

import msgspec

from mahdar.events._arguments import Attachment
from mahdar.events._days import compare, is_day
from mahdar.events._governors import Governed
from mahdar.events._triggers import Trigger
from mahdar.events._view import View
from mahdar.knowledge import CLITICS
from mahdar.model import FAMILIES, Span, Statement, TimeExpression
from mahdar.rules import Scope
from mahdar.text import Sentence

# What weighs more comes first: a cancelled plan is cancelled, a plan that is only proposed is proposed.
_WEIGHT = ("cancelled", "denied", "alleged", "proposed", "planned", "ongoing", "happened")
# Kinds that last: told in the present they are going on; the others, told in the present, are to come.
_LASTING = frozenset(
    """visit talks summit aid sanction clash strike protest deployment investigation trial military_exercise arms_supply
    arrest election other""".split()
)
_ACT = {
    "call_for": "proposed", "demand": "proposed", "ask": "proposed", "propose": "proposed", "hope": "proposed",
    "offer": "proposed", "threaten": "proposed", "warn": "proposed", "promise": "planned", "expect": "planned",
    "decide": "planned", "accuse": "alleged", "blame": "alleged", "deny": "denied",
}  # fmt: skip
_OPEN = frozenset(("planned", "proposed"))


class Standing(msgspec.Struct, frozen=True, gc=False):
    """The standing of an event, the entry that decided it, and the words that say so (none in a plain telling)."""

    status: str
    rule: str = ""
    words: tuple[Span, ...] = ()


def standing_of(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    attachment: Attachment,
    scopes: Sequence[Scope],
    statement: Statement | None,
    time: TimeExpression | None,
    published: str | None,
    told: Sequence[int] = (),
) -> Standing:
    """Decide the standing of an event; one with no status is told as what is not to be done, which is no event.

    `scopes` are those of its sentence, `statement` the one in whose content it is told, `time` says when it was or will
    be, `told` are the tokens at which the events of the sentence are told.
    """
    if trigger.frame.source.status:
        return Standing(trigger.frame.source.status, trigger.frame.source.id)
    base = _by_tense(view, sentence, trigger, attachment.governors, time, published)
    decided = [
        standing
        for governed in _up_to_the_end(attachment.governors)
        if (standing := _by_governor(view, governed, trigger)) is not None
    ]
    decided += [
        Standing(scope.modifier.category, scope.modifier.id, (_words(view, scope.cue_first, scope.cue_last),))
        for scope in scopes
        if (
            _reached(scope, trigger, attachment.governors)
            or _goes_on(view, sentence, scope, trigger, attachment.governors)
        )
        and _applies(view, scope, trigger, base, attachment.governors)
        and not _taken(view, scope, trigger, told)
        and not _in_a_relative(view, sentence, scope, trigger)
        and not _of_a_time(view, scope, time)
        and not (scope.modifier.id == _WITHOUT and _of_a_noun_between(view, scope, trigger, attachment.governors))
        and not (scope.modifier.id == _BEFORE and _told_back(view, sentence, scope.cue_first))
    ]
    if (
        statement is not None
        and (charge := _by_statement(view, sentence, trigger, attachment, statement, base)) is not None
    ):
        decided.append(charge)
    open_rules = {one.rule for one in decided if one.status in _OPEN} - {_ANY}
    if open_rules and any(one.rule == _WITHOUT for one in decided):
        return Standing("")
    if any(standing.rule == CONDITION for standing in decided):  # "if no deal is reached" denies nothing
        decided = [standing for standing in decided if standing.status != "denied"]
    if attachment.governors and (kept := _not_called_off(attachment.governors)) is not None:
        return Standing("planned", kept.words.source.id, (_words(view, kept.at, kept.at + 1),))
    if trigger.kind == "election":  # it is the meddling that is alleged or denied
        decided = [standing for standing in decided if standing.status not in ("alleged", "denied")]
    if not decided:
        return base
    if trigger.frame.source.lasting and trigger.kind == "clash" and view.tokens[trigger.first].article:
        decided = [one for one in decided if one.status not in _OPEN] or [base]  # "the conflict" that may grow is there
    best = _convened(trigger, time, published, min(decided, key=lambda standing: _WEIGHT.index(standing.status)))
    if best.status == "happened" and base.status != "happened" and base.words:
        return base
    every = {word for standing in decided if standing.status == best.status for word in standing.words}
    return Standing(best.status, best.rule, tuple(sorted(every)))


def _not_called_off(governors: tuple[Governed, ...]) -> Governed | None:
    """The governor by which what would be called off is not: "هدد بإلغاء القمة", "نفى إلغاء الزيارة"."""
    called_off = next((at for at, one in enumerate(governors) if one.words.source.status == "cancelled"), -1)
    if called_off < 0:
        return None
    open_still = (one for one in governors[called_off + 1 :] if one.words.source.status in ("proposed", "denied"))
    return next((one for one in open_still if one.words.source.id not in _CALLS), None)  # who asks for it may have it


def _convened(trigger: Trigger, time: TimeExpression | None, published: str | None, called: Standing) -> Standing:
    """A meeting that somebody calls for and a day is set for is planned: "دعت حكومتها لاجتماع طارئ الخميس"."""
    if called.rule != _CALL or trigger.kind != "meeting" or time is None or not is_day(time.value):
        return called
    if compare(time.value, published) < 0:
        return called
    return Standing("planned", called.rule, (*called.words, time.span))


def _words(view: View, first: int, last: int) -> Span:
    """The words from token `first` to before `last`, without a conjunction written on to the first."""
    return Span(view.tokens[first].start + len(view.tokens[first].conj), view.tokens[last - 1].end)


def _by_statement(
    view: View, sentence: Sentence, trigger: Trigger, attachment: Attachment, statement: Statement, base: Standing
) -> Standing | None:
    """What the act of saying makes of what is said: who calls for it proposes it, who denies that it happened denies it."""
    status = _ACT.get(statement.act)
    if status is None or (trigger.part == "verb" and "relative_strict" in view.tokens[trigger.first - 1].tags):
        return None
    opens = min((trigger.first, *(governed.at for governed in attachment.governors)))
    if statement.act == "deny":
        return Standing(status, "act.deny", (statement.cue,)) if _first_verb(view, statement, opens) else None
    charges = statement.act in ("accuse", "blame")
    if charges and trigger.part == "noun" and view.tokens[trigger.first].article and not attachment.governors:
        return None  # what the charge is about is known
    if base.status == "happened" and not charges:
        return None
    clause = view.clauses(sentence).at(trigger.first)
    if clause.kind == "relative" and clause.verb >= 0 and trigger.part == "noun" and not attachment.governors:
        return None  # "طلبت معلومات في القضية التي سببت أزمة بين البلدين"
    return Standing(status, f"act.{statement.act}", (statement.cue,))


def _first_verb(view: View, statement: Statement, at: int) -> bool:
    """Whether the whole content hangs on the verb at token `at`: nothing but its subject, times and auxiliaries stand
    before it."""
    if not view.finite(at) or not statement.content:
        return False
    start = statement.content[0].start
    while at > 0 and view.tokens[at - 1].start >= start:
        at -= 1
        token = view.tokens[at]
        known = at in view.covered or at in view.time_tokens or token.kind == "punct"
        if not known and token.tags.isdisjoint(_BEFORE_VERB):
            return False
    return True


_BEFORE_VERB = frozenset(("particle_that", "perfective", "auxiliary", "past_auxiliary"))


def _told_back(view: View, sentence: Sentence, at: int) -> bool:
    """Whether the clause before token `at` tells of what had been: "وكان … قد أعلن قبيل زيارته …"."""
    return any("past_auxiliary" in view.tokens[place].tags for place in range(sentence.first, at))


def _of_a_noun_between(view: View, scope: Scope, trigger: Trigger, governors: tuple[Governed, ...]) -> bool:
    """Whether it is another noun that is denied: "عدم توثيق مقتل …" says nothing of the deaths."""
    opens = min((trigger.first, *(one.at for one in governors if one.at >= scope.cue_last)))
    between = [view.tokens[at] for at in range(scope.cue_last, opens) if at not in view.covered]
    return any(token.kind == "word" and token.tags.isdisjoint(_LIGHT) for token in between)


def _of_a_time(view: View, scope: Scope, time: TimeExpression | None) -> bool:
    """Whether the cue is but a word of a time ("the current month"): that says when, and only when it is the event's
    own and has no value does it say more."""
    here = view.time_tokens.get(scope.cue_first)
    return here is not None and (here != time or compare(here.value, "2000-01-01") != 0)


def _reached(scope: Scope, trigger: Trigger, governors: tuple[Governed, ...]) -> bool:
    """Whether a cue reaches the event, or the verb before it that governs it ("من المقرر أن تجري البلاد، التي تعاني …،
    انتخابات"); one that bears on verbs has to reach the verb that tells or governs it."""
    if scope.modifier.bears_on == "verb" and trigger.part != "verb":
        return any(scope.reaches(governed.at) for governed in governors if governed.part == "verb")
    if scope.reaches(trigger.first) or (scope.modifier.id == _ANY and scope.reaches(trigger.object_at)):
        return True
    before = (governed for governed in governors if governed.at < trigger.first)
    return any(one.at == scope.first or (one.part == "verb" and scope.reaches(one.at)) for one in before)


def _goes_on(view: View, sentence: Sentence, scope: Scope, trigger: Trigger, governors: tuple[Governed, ...]) -> bool:
    """Whether a cue reaches the verb of a clause that the one of the event goes on with by "and that": "يجب أن توقف السلطات
    الملاحقة وأن تطلق سراح السجناء"."""
    if scope.modifier.direction != "after" or scope.modifier.category not in _OPEN or scope.modifier.bears_on:
        return False
    at = trigger.first if trigger.part == "verb" else next((one.at for one in governors if one.part == "verb"), -1)
    if not sentence.first <= at < sentence.last:
        return False
    clauses = view.clauses(sentence)
    clause = clauses.at(at)
    while clause.joined >= 0 and "particle_that" in view.tokens[clause.first].tags:
        clause = clauses.all[clause.joined]
        if clause.verb >= 0 and scope.reaches(clause.verb):
            return True
    return False


def _in_a_relative(view: View, sentence: Sentence, scope: Scope, trigger: Trigger) -> bool:
    """Whether a cue stands in a relative clause that is over before the event: "قتل فلان، الذي يزعم أنه قائد الخلية، في
    غارة"."""
    clauses = view.clauses(sentence)
    if scope.modifier.direction != "after" or not sentence.first <= scope.cue_first < sentence.last:
        return False
    number = clauses.number(scope.cue_first)
    while number >= 0 and clauses.all[number].kind != "relative":
        number = clauses.all[number].parent
    if number < 0 or not clauses.within(trigger.first, number):
        return number >= 0
    between = view.tokens[scope.cue_last : trigger.first]
    return any(token.kind == "punct" and token.form in _COMMAS for token in between)


def _taken(view: View, scope: Scope, trigger: Trigger, told: Sequence[int]) -> bool:
    """Whether a charge or denial is of another deed: "بالتدخل في الانتخابات" charges nobody with an election."""
    if scope.modifier.category not in ("alleged", "denied") or scope.modifier.direction != "after":
        return False
    return not view.tokens[trigger.first].conj and any(scope.first <= at < trigger.first for at in told)


def _applies(view: View, scope: Scope, trigger: Trigger, base: Standing, governors: tuple[Governed, ...]) -> bool:
    """A verb in the past is not planned, and one that is to come is not going on; what a noun with article tells is known
    to have been, unless it is a meeting or a deal."""
    modifier = scope.modifier
    blamed = any(governed.words.source.status == "alleged" for governed in governors)
    if modifier.id in _CHARGES and not blamed and trigger.part == "noun" and view.tokens[trigger.first].article:
        return False  # "يشتبه بأنه نفذ الهجوم": who did it is alleged
    tense = trigger.tense or next((governed.tense for governed in governors if governed.tense), "")
    if modifier.tense and modifier.tense != tense:
        return False
    reached = trigger.object_at >= 0  # "التوصل إلى اتفاق" is the reaching of one, and none that is known
    token = view.tokens[trigger.first]
    known = trigger.part == "noun" and token.article and not token.prep and not governors and not reached
    if known and modifier.id in _WISHES and FAMILIES.get(trigger.kind) not in ("contact", "accord"):
        return False
    if known and trigger.kind == "agreement" and modifier.category != "cancelled":
        return False
    if trigger.part == "verb" and trigger.tense == "past":
        return modifier.category not in ("planned", "ongoing", "proposed") or modifier.id in _HYPOTHETICAL
    return not (modifier.category == "ongoing" and base.status == "planned" and base.rule)


_CALL = "governor.daa"
_ANNOUNCED = "governor.aalana"
_CALLS = frozenset((_CALL, "governor.mutalaba"))
_COMMAS = frozenset(",\u060c")
_ANY = "standing.proposed.any"
_WITHOUT = "standing.denied.without"
_LIGHT = frozenset(("quantifier", "preposition", "number_word", "demonstrative", "determiner", "governing_noun"))
_BEFORE = "standing.planned.before_event"
_END = "governor.kaffa"
_DECISION = "governor.qarar"
_WARNING = "governor.hadhdhara"
_RESPONSIBILITY = "governor.masuliyya"
# What is done by deciding it: "قرار الانسحاب من الاتفاق".
_DONE_BY_DECIDING = frozenset(
    "withdrawal_from_deal left suspended recognition sanction sanction_relief expulsion recall resignation appointment".split()
)
_LISTINGS_AND_BANS = frozenset(("event.other.tasnif", "event.other.manaa"))
_CHARGES = frozenset(("standing.alleged.noun", "standing.alleged.charge"))
_WISHES = frozenset(("standing.proposed.noun", "standing.proposed.modal", "standing.proposed.fear"))
AFTER = "standing.happened.after"
CONDITION = "standing.proposed.condition"
_HYPOTHETICAL = frozenset((CONDITION, "standing.proposed.or_else"))  # "if he went": told in the past, yet open


def _up_to_the_end(governors: tuple[Governed, ...]) -> tuple[Governed, ...]:
    """The governors inside the first that ends the deed: who is asked "to stop shooting" has been shooting."""
    ends = next((number for number, one in enumerate(governors) if one.words.source.id == _END), len(governors))
    return governors[:ends]


def _by_governor(view: View, governed: Governed, trigger: Trigger) -> Standing | None:
    source = governed.words.source
    by_deciding = trigger.kind in _DONE_BY_DECIDING or trigger.frame.source.id in _LISTINGS_AND_BANS
    if source.id == _DECISION and governed.part == "noun" and by_deciding:
        return None
    known = trigger.part == "noun" and view.tokens[trigger.first].article
    if source.id == _WARNING and known and FAMILIES.get(trigger.kind) not in ("contact", "accord"):
        return None  # "يخشى الحرب في سوريا": it is there
    if source.id == _RESPONSIBILITY and view.tokens[governed.at].pronoun:
        return None  # "أعلن مسؤوليته عن الهجوم"
    status = (source.present if governed.tense in ("present", "future") else "") or source.status
    return Standing(status, source.id, (_words(view, governed.at, governed.at + 1),)) if status else None


def _by_tense(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    governors: tuple[Governed, ...],
    time: TimeExpression | None,
    published: str | None,
) -> Standing:
    """The standing where no word decides it: by the tense of the verb, or by the day."""
    tense, verb = trigger.tense, trigger.first
    if not tense:
        own = _up_to_the_end(governors)  # "ستتوقف عن إجراء التجارب": they have been
        tense, verb = next(((governed.tense, governed.at) for governed in own if governed.tense), ("", verb))
    announced = any(one.at == verb and one.words.source.id == _ANNOUNCED for one in governors)
    if announced and tense == "present":
        tense = ""  # "الجيش يعلن مقتل جندي": it is now that he says so
    told = (_words(view, verb, verb + 1),)
    if tense == "present" and _was(view, sentence, verb):
        return Standing("happened", "tense.past_continuous")
    if tense == "present" and _then(view, sentence, verb):
        return Standing("happened")
    later = compare(time.value if time is not None else None, published)
    if tense == "future":
        return Standing("planned", "tense.future", told)
    if later > 0 and (tense != "past" or trigger.part == "noun") and time is not None:  # "أعلن إجراء انتخابات في يونيو"
        return Standing("planned", "time.future", (time.span,))
    if tense == "present":
        if later < 0 or sentence.zone == "title":  # headlines tell in the present what has happened
            return Standing("happened")
        if trigger.kind in _LASTING:
            return Standing("ongoing", "" if later == 0 else "tense.present", told)
        return Standing("planned", "" if later == 0 else "tense.present", told)
    return _of_a_noun(view, sentence, trigger, governors, time, later) if not tense else Standing("happened")


def _of_a_noun(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    governors: tuple[Governed, ...],
    time: TimeExpression | None,
    later: int,
) -> Standing:
    """The standing of what a noun tells that no verb governs: what somebody sets out for is to come, and so is what is
    to be done at something to come."""
    first = min((trigger.first, *(governed.at for governed in governors)))
    if view.tokens[first].prep == CLITICS.dative and (_after_noun(trigger) or _aimed_at(view, first, trigger)):
        status = "planned" if _after_noun(trigger) or _set_out(view, sentence, first) else "proposed"
        return Standing(status, "purpose", (_words(view, first, first + 1),))
    verb = max(_at_what_comes(view, sentence, first), _what_it_will(view, sentence, trigger, first))
    if later >= 0 and verb >= 0:
        return Standing("planned", "tense.future", (_words(view, verb, verb + 1),))
    of_a_day = time is not None and is_day(time.value)
    if trigger.frame.source.lasting and not governors and later >= 0 and not of_a_day and not _was_then(view, first):
        return Standing("ongoing", trigger.frame.source.id)
    return Standing("happened")


def _was_then(view: View, at: int) -> bool:
    """Whether "was" stands not far before an indefinite noun: "كان أسير حرب في …"."""
    if view.tokens[at].article:
        return False
    return any("past_auxiliary" in token.tags for token in view.tokens[max(at - _NEAR_WAS, 0) : at])


def _set_out(view: View, sentence: Sentence, at: int) -> bool:
    """Whether the verb of the clause around a purpose is in the future: "سيزور الخرطوم لإبرام اتفاقات"."""
    verb = view.clauses(sentence).at(at).verb
    return 0 <= verb < at and view.tokens[verb].future


def _aimed_at(view: View, at: int, trigger: Trigger) -> bool:
    """Whether a deal that is told by "for" and a masdar is an aim: no adverb or noun of its own takes that "for" ("وفقا
    لاتفاق", "نتيجة لانسحاب", "رفضه لاتفاق")."""
    if FAMILIES.get(trigger.kind) != "accord" or trigger.part != "noun" or at == 0:
        return False
    token, before = view.tokens[at], view.tokens[at - 1]
    if (token.article or at == trigger.first) and trigger.object_at < 0:
        return False
    if at - 1 in view.covered or before.kind != "word":
        return True
    return not before.pronoun and "event_noun" not in before.tags and "adverb" not in before.tags


def _at_what_comes(view: View, sentence: Sentence, at: int) -> int:
    """The verb in the future of the clause in which the event is but an occasion ("سيبحث … خلال لقائه مع …"), or -1."""
    opener = view.tokens[at - 1] if at > sentence.first else None
    if opener is None or "during" not in (opener.tags | view.tokens[at].tags):
        return -1
    for place in range(at - 2, max(sentence.first, at - _FAR_OCCASION) - 1, -1):
        token = view.tokens[place]
        if token.future and place not in view.covered:
            return place
        if view.ends(place) or (view.finite(place) and place not in view.covered):
            return -1
    return -1


def _what_it_will(view: View, sentence: Sentence, trigger: Trigger, first: int) -> int:
    """The verb in the future of which the event is the subject ("نقل السفارة سيتم …"), or -1."""
    if first != trigger.first or not view.opens(first) or view.tokens[first].prep:
        return -1
    for place in range(trigger.last, min(trigger.last + _FAR_VERB, sentence.last)):
        token = view.tokens[place]
        if token.future and not token.conj and place not in view.covered:
            return place
        if view.ends(place) or token.kind == "punct" or (view.finite(place) and place not in view.covered):
            return -1
    return -1


_FAR_VERB = 8
_NEAR_WAS = 3
_FAR_OCCASION = 25


def _after_noun(trigger: Trigger) -> bool:
    """Whether the event may be what somebody sets out for ("توجه إلى موسكو للقاء …"): a contact told by a noun."""
    return trigger.part == "noun" and FAMILIES.get(trigger.kind) == "contact"


def _was(view: View, sentence: Sentence, verb: int) -> bool:
    """Whether a present verb stands under "he was" ("كان الوزير يزور …")."""
    at = verb
    while at > sentence.first and verb - at < _FAR_AUXILIARY:
        at -= 1
        if "past_auxiliary" in view.tokens[at].tags:
            return True
        if view.breaks(at) or "particle_that" in view.tokens[at].tags:
            return "past_auxiliary" in view.tokens[at].tags
    return False


_FAR_AUXILIARY = 8


def _then(view: View, sentence: Sentence, verb: int) -> bool:
    """Whether a present verb tells what came next, by "before that" after a verb in the past: "عمل … قبل أن يعلن …"."""
    opens = verb - 2
    if opens <= sentence.first or "particle_that" not in view.tokens[verb - 1].tags:
        return False
    if "other_deed" not in view.tokens[opens].tags:
        return False
    before = next((at for at in range(opens - 1, sentence.first - 1, -1) if view.finite(at)), -1)
    if before < 0:
        return False
    token = view.tokens[before]
    first = token.stem[:1] == CLITICS.article[:1]  # "أصيب": an alef opens the first person, which tells no news
    return not token.future and (first or token.stem[:1] not in CLITICS.future_after)
