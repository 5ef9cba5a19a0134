"""When and where an event was: the time and the place told in its clause, or with what it was part of."""

import re
from collections.abc import Sequence

import msgspec

from mahdar.events._arguments import Attachment
from mahdar.events._merge import Draft, Sides
from mahdar.events._standing import compare
from mahdar.events._triggers import Trigger
from mahdar.events._view import View
from mahdar.model import FAMILIES, TimeExpression
from mahdar.text import Sentence

_MOST_BEFORE = 10
_DONE = frozenset(("happened", "ongoing"))
_AT_CONTACTS = frozenset(("message", "agreement", "signing", "statement_joint"))
_SINCE = "/.."
_ORDINAL = "governor.round"
_LASTING = frozenset(
    """clash sanction talks deployment aid protest arrest strike military_exercise trial investigation ceasefire other
    arms_supply break_of_relations""".split()
)
_BEFORE_TIME = re.compile("T")


def _month_before(published: str) -> str:
    year, month = int(published[:4]), int(published[5:7])
    return f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}"


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
        if time is not None and _dates(time) and (lasts or not str(time.value).endswith(_SINCE)):
            return time
    if not before:
        return None
    at = trigger.first - 1
    while at >= max(sentence.first, min(attachment.first, trigger.first - _MOST_BEFORE)):
        time = view.time_tokens.get(at)
        if time is not None and _dates(time) and (lasts or not str(time.value).endswith(_SINCE)):
            return time
        if view.ends(at) and at < attachment.first:
            return None
        at -= 1
    # A clause may open with its time: "يوم الاثنين التقى ..."
    while at >= sentence.first and not view.ends(at) and attachment.first - at <= 3:
        time = view.time_tokens.get(at)
        if time is not None and _dates(time) and (lasts or not str(time.value).endswith(_SINCE)):
            return time
        at -= 1
    return None


def day_of_lead(view: View, sentence: Sentence, trigger: Trigger, published: str | None) -> str | None:
    """The day that the first sentence gives to its news, where it gives one only, for what it tells as such."""
    if not published or not (trigger.part == "verb" or FAMILIES.get(trigger.kind) == "contact"):
        return None
    days = {
        str(time.value)[:10]
        for at, time in view.timed.items()
        if sentence.first <= at < sentence.last
        and _dates(time)
        and len(str(time.value).split("T")[0]) == len(published)
    }
    day = days.pop() if len(days) == 1 else ""
    return day if day and compare(day, published) <= 0 and day[:7] >= _month_before(published) else None


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
    return draft.status in _DONE and compare(day, published) <= 0 and day[:7] >= _month_before(published)


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
    for at in range(trigger.last, attachment.last):
        reference = view.references.get(at)
        if reference is None or reference.kind not in ("place", "state") or at == 0:
            continue
        if "in" in view.tokens[at - 1].tags:
            return view.document.words(reference.span)
    return None
