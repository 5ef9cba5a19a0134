"""How many: the killed and wounded, ages, and groups that are told with their number."""

from collections.abc import Iterator

from mahdar.events._finding import Finding
from mahdar.events._numbers import Numbers
from mahdar.events._view import View
from mahdar.knowledge import CLITICS
from mahdar.knowledge.tables.facts import FactCue
from mahdar.resolution import Reference
from mahdar.text import Sentence

_LONGEST_BOUND = 3  # words: "ما يزيد على"
_REACH = 5  # tokens from the cue to its number
_FAR_REACH = 9  # "عدد القتلى في … إلى 35"
_BEFORE = 4


def killed_after(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """ "مقتل 20 مدنيا": the number follows the cue."""
    far = cue.id.endswith(".toll")
    for start in range(end, min(end + (_FAR_REACH if far else _REACH), sentence.last)):
        if start in view.time_tokens:
            if far:
                continue
            return
        joined = view.tokens[start].conj or view.tokens[start - 1].form in CLITICS.conjunctions
        if start > end and joined and not far and reader.read(view.tokens, start, sentence.last):
            return  # "سقوط قتيلين و13 جريحا": what is joined is another's number
        read = reader.read(view.tokens, start, sentence.last) or reader.vague(view.tokens, start, sentence.last)
        if read is None:
            if view.breaks(start) if far else view.ends(start):
                return
            continue
        stop, value = read
        if stop < sentence.last and "time_word" in view.tokens[stop].tags:
            return
        subject = _victims(view, sentence, at, start, stop)
        if subject:
            mark = reader.bound(view.tokens, start, sentence.first, stop)
            yield Finding(subject, cue.property, mark + value, cue.id, at, stop)
        return


def killed_before(
    view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers
) -> Iterator[Finding]:
    """ "20 قتيلا", "20 مدنيا قتلوا": the number stands before the cue, with what it counts."""
    for start in range(max(sentence.first, at - _BEFORE), at):
        read = reader.read(view.tokens, start, at) or reader.vague(view.tokens, start, at)
        if read is None or start in view.time_tokens:
            continue
        group = view.covered.get(start)
        if read[0] == at or (group is not None and group.kind == "group" and group.last == at):
            subject = _victims(view, sentence, at, start, at)
            if subject:
                mark = reader.bound(view.tokens, start, sentence.first, end)
                yield Finding(subject, cue.property, mark + read[1], cue.id, start, end)
        return


def _victims(view: View, sentence: Sentence, at: int, number: int, stop: int) -> str:
    """Of whom or where: those counted where the words say who they are ("17 فلسطينيا"), else the place named nearest
    after the number, else before, else those who were counted."""
    group = next((view.covered[place] for place in range(number, stop + 1) if place in view.covered), None)
    counted = group if group is not None and group.kind in ("group", "org") and group.first <= stop else None
    if counted is not None and _says_who(view, counted):
        return counted.entities[0]
    places = [
        reference
        for position in (*range(number, sentence.last), *range(number - 1, sentence.first - 1, -1))
        if (reference := view.references.get(position)) is not None and reference.kind == "place"
    ]
    for place in places:  # "in" a place weighs more than "near" it
        if "in" in view.tokens[place.first - 1].tags or view.tokens[place.first].prep:
            return place.entities[0]
    if places:
        return places[0].entities[0]
    return counted.entities[0] if counted is not None else ""


def _says_who(view: View, group: Reference) -> bool:
    """Whether a group is described by whose it is: an adjective of origin, or a body it is of."""
    return any(
        "demonym" in view.tokens[place].tags or (place in view.inner and view.inner[place].kind in ("org", "state"))
        for place in range(group.first, group.last)
    )


def age(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """ "الرئيس البالغ من العمر 72 عاما": the years of the person named before."""
    read = reader.read(view.tokens, end, sentence.last)
    person = next((view.covered[place] for place in range(at - 1, at - 3, -1) if place in view.covered), None)
    if read is None or person is None or person.kind != "person" or read[0] >= sentence.last:
        return
    unit = view.tokens[read[0]].form
    yield Finding(person.entities[0], cue.property, f"{read[1]} {unit}", cue.id, person.first, read[0] + 1)


def counts(view: View, sentence: Sentence, reader: Numbers, taken: set[int]) -> Iterator[Finding]:
    """How many a group counts that is named with its number; a number of mere persons says nothing."""
    for group in view.references_in(sentence):
        if group.kind != "group" or group.last - group.first < 2 or group.first in taken:
            continue
        number = group.first
        read = reader.read(view.tokens, number, group.last)
        while read is None and number < min(group.first + _LONGEST_BOUND, group.last - 1):
            number += 1
            read = reader.read(view.tokens, number, group.last)
        if read is None:
            number = group.first
            read = reader.vague(view.tokens, number, group.last)
        if read is None or number in view.time_tokens or taken & set(range(group.first, group.last)):
            continue
        if "mere_person" in view.tokens[group.last - 1].tags:
            continue
        mark = reader.bound(view.tokens, number, sentence.first, group.last)
        yield Finding(group.entities[0], "count", mark + read[1], "fact.count", group.first, group.last)
