"""On whose occasion an event took place: the summit, visit or meeting on whose sidelines it was."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from mahdar.events._view import View
from mahdar.model import FAMILIES, Event

_REACH = 12  # words after those of the event itself
_OF_CONTACTS = frozenset(("contact", "accord"))
_OTHERS = frozenset(("message",))


def with_occasions(view: View, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events with their occasions: the event that is told as such, else the organisation whose meeting it is, which
    then is also one of those named, as the one on whose sidelines it was."""
    starts = [token.start for token in view.tokens] if events else []
    found = []
    for event in events:
        apt = FAMILIES.get(event.kind) in _OF_CONTACTS or event.kind in _OTHERS
        places = _places(view, event, starts) if apt else []
        found.append(next((one for at in places if (one := _held(view, event, events, at)) is not event), event))
    return tuple(found)


def _held(view: View, event: Event, events: Sequence[Event], at: int) -> Event:
    """The event with what is told at token `at` as its occasion, if that is known."""
    start = view.tokens[at].start
    around = [
        (len(span), other)
        for other in events
        if other.id != event.id and FAMILIES.get(other.kind) == "contact"
        for span in other.evidence.spans
        if span.start <= start < span.end
    ]
    reference = view.references.get(at + 1)
    host = reference.entities[0] if reference is not None and reference.kind == "org" else ""
    named = {entity for entity, _ in event.who}
    who = event.who if not host or host in named else (*event.who, (host, "venue_org"))
    if around:
        return replace(event, who=who, occasion=min(around, key=lambda pair: pair[0])[1].id)
    return replace(event, who=who, occasion=host) if host and host not in named else event


def _places(view: View, event: Event, starts: Sequence[int]) -> list[int]:
    """The tokens of the nouns that "on the sidelines of", "during" stand before, in the clause of an event."""
    found = []
    for span in event.evidence.spans:
        first, last = bisect_right(starts, span.start) - 1, bisect_left(starts, span.end)
        sentence = next((one for one in view.document.sentences if one.first <= first < one.last), None)
        if sentence is None:
            continue
        clauses = view.clauses(sentence)
        # A quotation may carry the words of an event over the end of the sentence in which they begin.
        own = clauses.number(max(first, min(last, sentence.last) - 1))
        for at in range(max(first, sentence.first), min(last + _REACH, sentence.last - 1)):
            beside = clauses.number(at) == own and "event_noun" in view.tokens[at + 1].tags
            if beside and "sidelines" in view.tokens[at].tags:
                found.append(at + 1)
    return found
