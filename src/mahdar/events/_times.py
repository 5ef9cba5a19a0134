"""When and where an event was: the time and the place told in its clause, or with what it was part of."""

import re
from collections.abc import Sequence

import msgspec

from mahdar.events._arguments import Attachment
from mahdar.events._days import compare, is_day, long_before, month_before
from mahdar.events._merge import Draft, Sides
from mahdar.events._triggers import Trigger
from mahdar.events._view import View
from mahdar.knowledge import CLITICS
from mahdar.model import FAMILIES, Statement, TimeExpression
from mahdar.text import Sentence

_MOST_BEFORE = 10
_MOST_OPENING = 3
_FAR_DURING = 2  # tokens from the word of the occasion to the event: "في أول مؤتمر"
_DONE = frozenset(("happened", "ongoing"))
_AT_CONTACTS = frozenset(("message", "agreement", "signing", "statement_joint"))
_SINCE = "/.."
_LONG_AGO = "PAST_REF"
_QUOTES = frozenset('"\u00ab\u00bb\u201c\u201d')
_ORDINAL = "governor.round"
_LASTING = frozenset(
    """clash sanction talks deployment aid protest arrest strike military_exercise trial investigation ceasefire other
    arms_supply break_of_relations""".split()
)
_BEFORE_TIME = re.compile("T")


def time_of(
    view: View, sentence: Sentence, trigger: Trigger, attachment: Attachment, before: bool
) -> TimeExpression | None:
    """The expression of time that says when: the nearest after the trigger in its clause, else the nearest before it, if
    that may be its time (`before`)."""
    # "أول لقاء منذ …": a time since which is that of what lasts only.
    counted = any(governed.words.source.id == _ORDINAL for governed in attachment.governors)
    lasts = trigger.kind in _LASTING and not counted
    for at in range(trigger.last, attachment.topic):
        time = view.timed.get(at)
        if any(first <= at < last for first, last in attachment.skipped):
            continue  # the time of "الذي وصل أمس" is its own
        if time is not None and _tells(time, lasts) and not _of_a_thing(view, at, trigger.last):
            return time
    return _time_before(view, sentence, trigger, attachment, lasts) if before else None


def _time_before(
    view: View, sentence: Sentence, trigger: Trigger, attachment: Attachment, lasts: bool
) -> TimeExpression | None:
    """The time between the opening of the clause and the trigger, or with which the clause opens: "يوم الاثنين التقى …"."""
    clauses = view.clauses(sentence)
    if _of_what_is_around(view, clauses.at(trigger.first).verb, trigger, attachment):
        return None
    at = trigger.first - 1
    low = max(sentence.first, min(attachment.first, trigger.first - _MOST_BEFORE))
    while at >= low:
        time = view.time_tokens.get(at)
        if time is not None and _tells(time, lasts) and clauses.around(at, trigger.first):
            return None if _of_another(view, sentence, at, trigger, attachment) else time
        if view.ends(at) and at < attachment.first:
            return None
        at -= 1
    while at >= sentence.first and not view.ends(at) and attachment.first - at <= _MOST_OPENING:
        time = view.time_tokens.get(at)
        if time is not None and _tells(time, lasts) and clauses.around(at, trigger.first):
            return None if _of_another(view, sentence, at, trigger, attachment) else time
        at -= 1
    return None


def _of_what_is_around(view: View, verb: int, trigger: Trigger, attachment: Attachment) -> bool:
    """Whether a time before the noun is that of a verb which neither tells nor governs the event, and of which it is no
    occasion: "تأسست الفرقة عام 2013 لإغاثة المتضررين من الحرب", "تطرق الثلاثاء إلى الهجوم"."""
    governed = any(one.part == "verb" and one.at < trigger.first for one in attachment.governors)
    if trigger.part == "verb" or governed:
        return False
    if FAMILIES.get(trigger.kind) in ("contact", "accord") or trigger.kind in _AT_CONTACTS:
        return False
    before = view.tokens[attachment.first - 1].tags if attachment.first else frozenset()
    if "during" in before:
        return trigger.frame.source.lasting  # "اتهمت إيران في سبتمبر بتسليم صواريخ لاستخدامها في الحرب"
    return "taking" in before or (0 <= verb < trigger.first and "event_verb" not in view.tokens[verb].tags)


def _tells(time: TimeExpression, lasts: bool) -> bool:
    return _dates(time) and (lasts or not str(time.value).endswith(_SINCE))


def _of_a_thing(view: View, at: int, low: int) -> bool:
    """Whether a time is that of the thing before it: "الاتفاق الموقع عام 2015", "الغوطة المحاصرة منذ 2013", "الاتفاق
    لعام 2015"."""
    if view.tokens[at].prep == CLITICS.dative and at - 1 in view.covered:
        return True
    before = at - 1
    if before >= low and before not in view.covered and "preposition" in view.tokens[before].tags:
        before -= 1
    if before < low or "dated_participle" not in view.tokens[before].tags:
        return False
    return any(place in view.covered for place in range(low, before))  # else it describes the event itself


def _of_another(view: View, sentence: Sentence, at: int, trigger: Trigger, attachment: Attachment) -> bool:
    """Whether a time before the trigger is that of an earlier deed: of the noun that it stands at ("منذ احتجاجات 2011"),
    or of a verb, where the event has a verb of its own after it ("منذ انسحبت … الأسبوع الماضي، فرضت …")."""
    first = at
    while first - 1 in view.time_tokens:
        first -= 1
    if first > sentence.first and "preposition" in view.tokens[first - 1].tags:
        first -= 1
    deed = first - 1
    if deed >= sentence.first and "event_noun" in view.tokens[deed].tags and not _governs(attachment, deed):
        return True
    verbs = {governed.at for governed in attachment.governors if governed.part == "verb"}
    if trigger.part == "verb":
        verbs.add(trigger.first)
    if not any(verb > at for verb in verbs):
        return False
    while at > sentence.first:
        at -= 1
        if view.ends(at):
            return False
        if view.finite(at) and at not in verbs:
            return True
    return False


def _governs(attachment: Attachment, at: int) -> bool:
    return any(governed.at == at for governed in attachment.governors)


def day_of_news(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    attachment: Attachment,
    statement: Statement | None,
    status: str,
    published: str | None,
) -> str | None:
    """The day of what is told without one, where the article plainly reports it: the day that the first sentence gives
    to its news, or about that of publication ("~") for its first verb where it gives none; the day of the news for the
    occasion at which something is said; about the day of publication for a visit told as going on."""
    if not published or sentence.zone != "body":
        return None
    lead = next(other for other in view.document.sentences if other.zone == "body")
    about = f"{published}~"
    if status == "ongoing":
        return about if trigger.kind == "visit" and trigger.tense == "present" and statement is None else None
    if status != "happened":
        return None
    if _on_another_day(view, sentence, trigger, attachment):
        return None
    told = _day_of_lead(view, lead, published)
    contact = FAMILIES.get(trigger.kind) == "contact"
    if sentence.first == lead.first:
        if told is not None:
            return told if trigger.part == "verb" or contact else None
        return about if _is_main(view, sentence, trigger, attachment, statement) else None
    if contact and statement is None and _at_a_saying(view, sentence, trigger):
        return told or (about if trigger.kind == "press_conference" else None)
    return None


def _on_another_day(view: View, sentence: Sentence, trigger: Trigger, attachment: Attachment) -> bool:
    """Whether the clause of the event tells of a time without a day: "وجه رسالة قبل سنوات" was not on that of the news."""
    clauses, verbs = view.clauses(sentence), {governed.at for governed in attachment.governors}
    for at in range(trigger.last, attachment.topic):
        if view.tokens[at].form in _QUOTES or (view.finite(at) and at not in verbs):
            return False
        time = view.timed.get(at)
        if time is not None and str(time.value) == _LONG_AGO and clauses.around(at, trigger.first):
            return True
    return False


def _day_of_lead(view: View, lead: Sentence, published: str) -> str | None:
    """The day that the first sentence gives, where it gives one only, and one that has just been."""
    days = {
        str(time.value)[:10]
        for at in range(lead.first, lead.last)
        if (time := view.timed.get(at)) and _dates(time) and is_day(time.value) and "/" not in str(time.value)
    }
    day = days.pop() if len(days) == 1 else None
    return day if day and compare(day, published) <= 0 and not long_before(day, published) else None


def _is_main(
    view: View, sentence: Sentence, trigger: Trigger, attachment: Attachment, statement: Statement | None
) -> bool:
    """Whether the first verb of a sentence that gives no time tells the event, in the past: it is what the news is."""
    if any(sentence.first <= at < sentence.last and _dates(time) for at, time in view.timed.items()):
        return False
    verb, tense = trigger.first, trigger.tense
    if trigger.part != "verb":
        carrier = next((governed for governed in attachment.governors if governed.part == "verb"), None)
        if carrier is None:
            return False
        verb, tense = carrier.at, carrier.tense
    if tense != "past" or any(view.finite(at) or view.ends(at) for at in range(sentence.first, verb)):
        return False
    return statement is None or statement.cue.start >= view.tokens[verb].start


def _at_a_saying(view: View, sentence: Sentence, trigger: Trigger) -> bool:
    """Whether the event is the occasion at which the news is said: "وقال … في مؤتمر صحافي", "وخلال لقائه مع … قال …"."""
    at = trigger.first
    while at > sentence.first and "during" not in view.tokens[at].tags and trigger.first - at < _FAR_DURING:
        at -= 1
    if "during" not in view.tokens[at].tags:
        return False
    if any("past_auxiliary" in view.tokens[place].tags for place in range(sentence.first, at)):
        return False  # "وكان … قد أعلن في مقابلة …": an earlier one
    first, last = view.tokens[sentence.first].start, view.tokens[sentence.last - 1].end
    cues = [other.cue for other in view.statements if first <= other.cue.start < last]
    if at - sentence.first < _FAR_DURING:
        return bool(cues)
    while at > sentence.first:
        at -= 1
        token = view.tokens[at]
        if any(cue.start <= token.start < cue.end for cue in cues):
            return True
        if token.kind == "word" and not token.article and at not in view.covered and at not in view.time_tokens:
            return False
    return False


def _dates(time: TimeExpression) -> bool:
    return bool(time.value) and time.type in ("date", "time") and not str(time.value).endswith("_REF")


def share_times(drafts: Sequence[Draft], sides: Sides, published: str | None) -> tuple[Draft, ...]:
    """Contacts that tell no day take that of another contact of the same persons, told next to them: the talks of a
    visit, the press conference after a meeting. Only what has just happened is shared."""
    dated = [draft for draft in drafts if _of_the_day(draft, published)]
    return tuple(_dated(draft, dated, sides) if _undated(draft) else draft for draft in drafts)


def _of_the_day(draft: Draft, published: str | None) -> bool:
    day = _BEFORE_TIME.split(draft.time or "")[0].rstrip("~")
    if not published or len(day) != len("2018-05-01") or FAMILIES.get(draft.kind) != "contact":
        return False
    return draft.status in _DONE and compare(day, published) <= 0 and day[:7] >= month_before(published)


def _undated(draft: Draft) -> bool:
    shared = FAMILIES.get(draft.kind) == "contact" or draft.kind in _AT_CONTACTS
    return not draft.time and draft.status in _DONE and shared and draft.zone not in ("title", "caption")


def _dated(draft: Draft, dated: Sequence[Draft], sides: Sides) -> Draft:
    persons = {entity for entity, _ in draft.who if sides.kind(entity) == "person"}
    near = [other for other in dated if persons & {entity for entity, _ in other.who}]
    if not near or len({(other.time or "")[:10] for other in near}) > 1:
        return draft
    time = (near[0].time or "")[:10]
    return msgspec.structs.replace(draft, time=time)


def place_of(view: View, attachment: Attachment, trigger: Trigger) -> str | None:
    """The words of the place "in" which it was, as written in the clause of the trigger."""
    for at in range(trigger.last, min(attachment.topic, attachment.last)):
        reference = view.references.get(at)
        if reference is None or reference.kind not in ("place", "state") or at == 0:
            continue
        if any(first <= at < last for first, last in attachment.skipped):
            continue  # "الذي ولد في حلب"
        if "in" in view.tokens[at - 1].tags:
            return view.document.words(reference.span)
    return None
