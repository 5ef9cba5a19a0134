"""When and where an event was: the time and the place told in its clause."""

from mahdar.events._arguments import Attachment
from mahdar.events._triggers import Trigger
from mahdar.events._view import View
from mahdar.model import TimeExpression
from mahdar.text import Sentence

_MOST_BEFORE = 10


def time_of(view: View, sentence: Sentence, trigger: Trigger, attachment: Attachment) -> TimeExpression | None:
    """The expression of time that says when: the nearest after the trigger in its clause, else the nearest before it."""
    for at in range(trigger.last, attachment.topic):
        time = view.timed.get(at)
        if time is not None and _dates(time):
            return time
    at = trigger.first - 1
    while at >= max(sentence.first, min(attachment.first, trigger.first - _MOST_BEFORE)):
        time = view.time_tokens.get(at)
        if time is not None and _dates(time):
            return time
        if view.ends(at) and at < attachment.first:
            return None
        at -= 1
    # A clause may open with its time: "يوم الاثنين التقى ..."
    while at >= sentence.first and not view.ends(at) and attachment.first - at <= 3:
        time = view.time_tokens.get(at)
        if time is not None and _dates(time):
            return time
        at -= 1
    return None


def _dates(time: TimeExpression) -> bool:
    return bool(time.value) and time.type in ("date", "time") and not str(time.value).endswith("_REF")


def place_of(view: View, attachment: Attachment, trigger: Trigger) -> str | None:
    """The words of the place "in" which it was, as written in the clause of the trigger."""
    for at in range(trigger.last, attachment.last):
        reference = view.references.get(at)
        if reference is None or reference.kind not in ("place", "state") or at == 0:
            continue
        if "in" in view.tokens[at - 1].tags:
            return view.document.words(reference.span)
    return None
