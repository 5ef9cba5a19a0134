"""Where places lie: inside one another, on a side of one another, as whose capital."""

from collections.abc import Iterator

from mahdar.events._finding import Finding
from mahdar.events._numbers import Numbers
from mahdar.events._view import View
from mahdar.knowledge import CLITICS
from mahdar.knowledge.tables.facts import FactCue
from mahdar.model import Span
from mahdar.resolution import Reference
from mahdar.text import Sentence

_AROUND = ("place", "state")
_APPOSED = 6  # tokens between a place and where it lies: "عفرين ذات الغالبية الكردية في شمال سوريا"


def located(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """ "سقبا شرق دمشق", "عفرين الواقعة في شمال سوريا": a place on a side of another."""
    if view.tokens[at].article:
        return
    inside = _place_before(view, sentence, at)
    around = next((one for place in range(end, min(end + 2, sentence.last)) if (one := _named(view, place))), None)
    if inside is None or around is None or around.kind not in _AROUND or around.entities == inside.entities:
        return
    value = view.document.words(Span(view.tokens[at].stem_start, around.span.end))
    yield Finding(inside.entities[0], cue.property, value, cue.id, inside.first, around.last)


def one_of(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """ "دوما، كبرى مدن الغوطة الشرقية": a place that is one of those of another."""
    inside, around = _place_before(view, sentence, at), view.references.get(end)
    if inside is None or around is None or around.kind not in _AROUND or around.entities == inside.entities:
        return
    yield Finding(inside.entities[0], cue.property, _words(view, around), cue.id, inside.first, around.last)


def seated(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """ "السفارة الإيرانية في الجزائر": a body that has a house, and where that stands, as a part of its name or after it."""
    body = next(
        (one for one in (view.inner.get(at), view.covered.get(at)) if one is not None and one.first == at), None
    )
    if body is None or body.kind != "org":
        return
    for place in (*range(at + 1, body.last), min(body.last + 1, sentence.last)):
        around = view.inner.get(place) or view.references.get(place)
        stands = around is not None and around.kind in _AROUND and around.first == place and around.last >= body.last
        if around is not None and stands and "in" in view.tokens[place - 1].tags:
            last = max(body.last, around.last)
            yield Finding(body.entities[0], cue.property, _words(view, around), cue.id, at, last)
            return


def _words(view: View, reference: Reference) -> str:
    return view.document.words(reference.span)


def _named(view: View, at: int) -> Reference | None:
    found = view.references.get(at)
    return found if found is not None and found.kind in _AROUND else view.inner.get(at)


def _place_before(view: View, sentence: Sentence, at: int) -> Reference | None:
    """The place that what stands at token `at` describes: right before it, or with adjectives of its own between."""
    place = at - 1
    while place >= max(sentence.first, at - _APPOSED):
        reference = view.covered.get(place)
        if reference is not None:
            return reference if reference.kind == "place" else None
        token = view.tokens[place]
        if token.kind == "punct":
            if token.form in ".;:":
                return None
        elif not _describes(view, place, place == at - 1):
            return None
        place -= 1
    return None


def _describes(view: View, at: int, last: bool) -> bool:
    """Whether the word is one of an adjectival phrase; "in" may stand before the side as the `last` one."""
    token = view.tokens[at]
    if "adjective_opener" in token.tags or (last and "in" in token.tags):
        return True
    return token.article and not token.conj and not token.prep and at not in view.time_tokens


def capital(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """ "أستانة عاصمة كازاخستان", "العاصمة الإريترية أسمرة"."""
    if view.tokens[at].article:
        city = view.references.get(end + 1)
        state = view.origin(end) if end < sentence.last and city is not None and city.kind == "place" else ()
        if city is not None and state:
            yield Finding(city.entities[0], cue.property, view.names.get(state[0], ""), cue.id, at, city.last)
        return
    before = view.covered.get(at - 1) or view.covered.get(at - 2)
    around = view.references.get(end)
    if before is not None and before.kind == "place" and around is not None and around.kind == "state":
        value = view.names.get(around.entities[0], _words(view, around))
        yield Finding(before.entities[0], cue.property, value, cue.id, before.first, around.last)


def within(view: View, sentence: Sentence) -> Iterator[Finding]:
    """ "سالزبورغ في النمسا", "مدينة سقبا بالغوطة": a place right inside another; "مدينة عفرين السورية"."""
    for inside in view.references_in(sentence):
        at = inside.first
        if inside.kind != "place":
            continue
        if state := _of_state(view, inside):
            yield Finding(inside.entities[0], "located_in", view.names.get(state, ""), "fact.within", at, inside.last)
        after = inside.last + (inside.last < sentence.last and "in" in view.tokens[inside.last].tags)
        around = view.references.get(after)
        if around is None or around.kind not in _AROUND or around.entities == inside.entities:
            continue
        if after > inside.last or view.tokens[after].prep:
            yield Finding(inside.entities[0], "located_in", _words(view, around), "fact.within", at, around.last)


def _of_state(view: View, place: Reference) -> str:
    """The state whose adjective ends the name of a place ("مدينة عفرين السورية"), or follows it."""
    for at in (place.last - 1, place.last):
        if at > place.first and at < len(view.tokens) and view.tokens[at].article and at - 1 in view.covered:
            token = view.tokens[at]
            if token.stem.endswith(CLITICS.adjective) and not token.conj and (state := view.origin(at)):
                return state[0]
    return ""
