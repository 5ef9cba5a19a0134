"""Whether an event happened: the words that decide it, then who says it, then the tense, then the day."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from mahdar.events._arguments import Attachment, Governed
from mahdar.events._triggers import Trigger
from mahdar.events._view import View
from mahdar.knowledge import CLITICS
from mahdar.model import FAMILIES, Statement
from mahdar.rules import Scope
from mahdar.text import Sentence

# What weighs more comes first: a cancelled plan is cancelled, a plan that is only proposed is proposed.
_WEIGHT = ("cancelled", "denied", "alleged", "proposed", "planned", "ongoing", "happened")
# Kinds that last: told in the present they are going on; the others, told in the present, are to come.
_LASTING = frozenset(
    """visit talks summit aid sanction clash strike protest deployment investigation trial military_exercise arms_supply
    arrest election""".split()
)
_ACT = {
    "call_for": "proposed", "demand": "proposed", "ask": "proposed", "propose": "proposed", "hope": "proposed",
    "offer": "proposed", "threaten": "proposed", "warn": "proposed", "promise": "planned", "expect": "planned",
    "decide": "planned", "accuse": "alleged", "blame": "alleged", "deny": "denied",
}  # fmt: skip
_OPEN = frozenset(("planned", "proposed"))


class Standing(msgspec.Struct, frozen=True, gc=False):
    """The standing of an event, the entry that decided it, and the tokens [first, last) of its words (-1 for none)."""

    status: str
    rule: str = ""
    first: int = -1
    last: int = -1


def standing_of(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    attachment: Attachment,
    scopes: Sequence[Scope],
    statement: Statement | None,
    day: str | None,
    published: str | None,
    told: Sequence[int] = (),
) -> Standing:
    """Decide the standing of an event.

    `scopes` are those of its sentence, `statement` the one in whose content it is told, `day` when it was or will be,
    `told` the tokens at which the events of the sentence are told.
    """
    if trigger.frame.source.status:
        return Standing(trigger.frame.source.status, trigger.frame.source.id)
    base = _by_tense(view, sentence, trigger, attachment.governors, day, published)
    decided = [
        standing for governed in attachment.governors if (standing := _by_governor(governed, trigger)) is not None
    ]
    decided += [
        Standing(scope.modifier.category, scope.modifier.id, scope.cue_first, scope.cue_last)
        for scope in scopes
        if _reached(scope, trigger, attachment.governors)
        and _applies(view, scope, trigger, base, attachment.governors)
        and not _taken(view, scope, trigger, told)
    ]
    relative = trigger.part == "verb" and "relative_strict" in view.tokens[trigger.first - 1].tags
    charged = statement is not None and statement.act in _ACT and not relative
    if statement is not None and charged and (base.status != "happened" or statement.act in ("accuse", "blame")):
        decided.append(Standing(_ACT[statement.act], f"act.{statement.act}"))
    if any(standing.rule == CONDITION for standing in decided):  # "if no deal is reached" denies nothing
        decided = [standing for standing in decided if standing.status != "denied"]
    if trigger.kind == "election":  # it is the meddling that is alleged or denied
        decided = [standing for standing in decided if standing.status not in ("alleged", "denied")]
    if not decided:
        return base
    return min(decided, key=lambda standing: _WEIGHT.index(standing.status))


def _reached(scope: Scope, trigger: Trigger, governors: tuple[Governed, ...]) -> bool:
    """Whether a cue reaches the event; one that bears on verbs has to reach the verb that tells or governs it."""
    if scope.modifier.bears_on == "verb" and trigger.part != "verb":
        return any(scope.reaches(governed.at) for governed in governors if governed.part == "verb")
    return scope.reaches(trigger.first)


def _taken(view: View, scope: Scope, trigger: Trigger, told: Sequence[int]) -> bool:
    """Whether a charge or denial is of another deed: "بالتدخل في الانتخابات" charges nobody with an election."""
    if scope.modifier.category not in ("alleged", "denied") or scope.modifier.direction != "after":
        return False
    return not view.tokens[trigger.first].conj and any(scope.first <= at < trigger.first for at in told)


def _applies(view: View, scope: Scope, trigger: Trigger, base: Standing, governors: tuple[Governed, ...]) -> bool:
    """A verb in the past is not planned, and one that is to come is not going on; what a noun with article tells is known
    to have been, unless it is a meeting or a deal."""
    modifier = scope.modifier
    tense = trigger.tense or next((governed.tense for governed in governors if governed.tense), "")
    if modifier.tense and modifier.tense != tense:
        return False
    known = trigger.part == "noun" and view.tokens[trigger.first].article and not governors
    if known and modifier.id in _WISHES and FAMILIES.get(trigger.kind) not in ("contact", "accord"):
        return False
    if known and trigger.kind == "agreement" and modifier.category != "cancelled":
        return False
    if trigger.part == "verb" and trigger.tense == "past":
        return modifier.category not in ("planned", "ongoing", "proposed") or modifier.id == CONDITION
    return not (modifier.category == "ongoing" and base.status == "planned" and base.rule)


_DECISION = "governor.yatazim"
# What is done by deciding it: "قرار الانسحاب من الاتفاق".
_DONE_BY_DECIDING = frozenset(
    "withdrawal_from_deal left suspended recognition sanction sanction_relief expulsion recall resignation appointment".split()
)
_WISHES = frozenset(("standing.proposed.noun", "standing.proposed.modal"))
AFTER = "standing.happened.after"
CONDITION = "standing.proposed.condition"


def _by_governor(governed: Governed, trigger: Trigger) -> Standing | None:
    source = governed.words.source
    if source.id == _DECISION and governed.part == "noun" and trigger.kind in _DONE_BY_DECIDING:
        return None
    status = (source.present if governed.tense in ("present", "future") else "") or source.status
    return Standing(status, source.id, governed.at, governed.at + 1) if status else None


def _by_tense(
    view: View,
    sentence: Sentence,
    trigger: Trigger,
    governors: tuple[Governed, ...],
    day: str | None,
    published: str | None,
) -> Standing:
    tense, verb = trigger.tense, trigger.first
    if not tense:
        tense, verb = next(((governed.tense, governed.at) for governed in governors if governed.tense), ("", verb))
    if tense == "present" and _was(view, sentence, verb):
        return Standing("happened", "tense.past_continuous")
    later = compare(day, published)
    if tense == "future" or (later > 0 and tense != "past"):
        return Standing("planned", "tense.future")
    if tense == "present":
        if later < 0 or sentence.zone == "title":  # headlines tell in the present what has happened
            return Standing("happened")
        return Standing("ongoing" if trigger.kind in _LASTING else "planned", "" if later == 0 else "tense.present")
    if (
        view.tokens[min((trigger.first, *(g.at for g in governors)))].prep == CLITICS.dative
        and _after_noun(trigger)
        and not (any(governed.part == "verb" for governed in governors))
    ):
        return Standing("planned", "purpose")
    if trigger.frame.source.lasting and trigger.part == "noun" and not governors and later >= 0:
        return Standing("ongoing", trigger.frame.source.id)
    return Standing("happened")


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


def compare(day: str | None, published: str | None) -> int:
    """1 where `day` is wholly after the day of publication, -1 where it is wholly before, 0 where that is not known."""
    if not day or not published or not day[:4].isdigit():
        return 0
    start, _, end = day.partition("/")
    if end == "..":
        return 0
    first, last = _edge(start, _MONDAY), _edge(end or start, _SUNDAY)
    size = min(len(first), len(published))
    if first[:size] > published[:size]:
        return 1
    size = min(len(last), len(published))
    return -1 if last[:size] < published[:size] else 0


_MONDAY, _SUNDAY = 1, 7
_WEEK = re.compile(r"(\d{4})-W(\d\d)$")


def _edge(value: str, weekday: int) -> str:
    """A value without its time of day and its marks; of a week the day asked for."""
    plain = value.split("T", maxsplit=1)[0].rstrip("~?%")
    week = _WEEK.match(plain)
    if week is None:
        return plain
    try:
        return date.fromisocalendar(int(week[1]), int(week[2]), weekday).isoformat()
    except ValueError:
        return plain[:4]
