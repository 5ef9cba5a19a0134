"""Who is a party to which agreement: sides told after it, inside its name, and who would leave it."""

from collections.abc import Iterator, Sequence

from mahdar.events._finding import Finding
from mahdar.events._numbers import Numbers
from mahdar.events._view import View
from mahdar.knowledge.tables.facts import FactCue
from mahdar.model import Event
from mahdar.text import Sentence

_RULE = "fact.party_to"
_OPEN = frozenset(("planned", "proposed"))
_LONGEST_NAME = 3  # words of a state's name: "الولايات المتحدة الأميركية"


def sides(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """The states that an agreement is said to be between, or with, and the one that is said to have it: "لدى روسيا اتفاقيات
    مع كوريا الشمالية"."""
    deal = view.covered.get(at - 1)
    if deal is None or deal.kind != "agreement" or deal.last != at:
        return
    position, found = end, []
    while position < sentence.last:
        side = view.references.get(position)
        if side is None or side.kind != "state" or (position > end and not view.tokens[position].conj):
            break
        found.append(side)
        position = side.last
    holder = view.covered.get(deal.first - 1)
    if found and holder is not None and holder.kind == "state" and "holder_of" in view.tokens[holder.first - 1].tags:
        found.append(holder)
    for side in found:
        for entity in side.entities:
            first, last = min(deal.first, side.first), max(side.last, at)
            yield Finding(entity, cue.property, deal.entities[0], cue.id, first, last)


def sides_inside(view: View) -> Iterator[Finding]:
    """The states named inside the name of an agreement: "الاتفاق النووي مع إيران", "الاتفاق الروسي الإسرائيلي"."""
    deals = [
        one
        for one in view.references.values()
        if one.kind == "agreement" and one.number == "s" and "pact_word" in view.tokens[one.first].tags
    ]  # a draft resolution is told by whose it is
    if not deals:
        return
    names = _names(view)
    for deal in deals:
        at = deal.first + 1
        while at < deal.last:
            entities, last = _state_at(view, names, at, deal.last)
            for entity in entities:
                yield Finding(entity, "party_to", deal.entities[0], _RULE, deal.first, deal.last)
            at = last


def _state_at(view: View, names: dict[str, tuple[str, ...]], at: int, stop: int) -> tuple[tuple[str, ...], int]:
    """The state that a name or adjective of origin at token `at` means, and the token after it."""
    side = view.inner.get(at)
    if side is not None and side.kind == "state":
        named = view.prep(side) or view.tokens[at].conj or side.form == "demonym"
        return (side.entities if named else ()), max(side.last, at + 1)
    for last in range(min(at + _LONGEST_NAME, stop), at, -1):
        found = names.get(_name(view, at, last))
        if found is not None:
            return found, last
    return view.origin(at), at + 1


def _names(view: View) -> dict[str, tuple[str, ...]]:
    """The names of states that the article has."""
    named = [one for one in view.references.values() if one.kind == "state" and one.form == "name"]
    return {_name(view, one.first, one.last): one.entities for one in named}


def _name(view: View, first: int, last: int) -> str:
    tokens = view.tokens[first:last]
    return " ".join([tokens[0].stem, *(token.form for token in tokens[1:])])


def leavers(view: View, events: Sequence[Event]) -> Iterator[Finding]:
    """The states that would leave an agreement: they are in it still."""
    for event in events:
        if event.kind != "withdrawal_from_deal" or event.status not in _OPEN:
            continue
        span = event.evidence.spans[0]
        inside = [at for at, token in enumerate(view.tokens) if span.start <= token.start < span.end]
        deals = [entity for entity, role in event.who if role == "target" and view.kinds.get(entity) == "agreement"]
        for entity, role in event.who:
            if role == "actor" and view.kinds.get(entity) == "state" and deals and inside:
                yield Finding(entity, "party_to", deals[0], _RULE, inside[0], inside[-1] + 1)
