"""How much: money and quantities with their units."""

from collections.abc import Iterator

from mahdar.events._finding import Finding
from mahdar.events._numbers import Numbers
from mahdar.events._view import View
from mahdar.knowledge.tables.facts import FactCue
from mahdar.model import Span
from mahdar.resolution import Reference
from mahdar.text import Sentence

_LONGEST = 5  # words of a number: "مليون و400 ألف"
_MOST_BOUND = 3  # words between a place and the number: "ما يزيد على"
_PAYERS = ("state", "org", "person")
_FAR = "far"  # the end of the id of units that tell how far a place is


def amount(view: View, sentence: Sentence, at: int, end: int, cue: FactCue, reader: Numbers) -> Iterator[Finding]:
    """ "خصصت ألمانيا 200 مليون يورو": what the subject of the clause gives, gets or owes; "تبعد 12 كلم": how far a place
    is. The value is told in the words of the article, with the mark of a bound before it."""
    number = _number(view, sentence, at, reader)
    if number < 0:
        return
    subject = _place(view, sentence, number) if cue.id.endswith(_FAR) else _payer(view, sentence, number)
    if subject is None:
        return
    mark = reader.bound(view.tokens, number, sentence.first, end)
    told = view.document.words(Span(view.tokens[number].stem_start, view.tokens[end - 1].end))
    yield Finding(subject.entities[0], cue.property, mark + told, cue.id, min(subject.first, number), end)


def _number(view: View, sentence: Sentence, at: int, reader: Numbers) -> int:
    """The token at which the number before a unit begins, -1 where none stands there."""
    for start in range(max(sentence.first, at - _LONGEST), at):
        if start in view.time_tokens:
            continue
        read = reader.read(view.tokens, start, at)
        if read is not None and read[0] == at:
            return start
    return -1


def _payer(view: View, sentence: Sentence, number: int) -> Reference | None:
    """The subject of the clause of a sum, where it stands right after or before the verb: it alone has given or got it."""
    clause = view.clauses(sentence).at(number)
    verb = clause.verb
    if verb < 0:
        verb = clause.first  # of no table: "خصصت ألمانيا 200 مليون يورو"
    if not verb < number or not view.tokens[verb].tags.isdisjoint(("reporting_verb", "particle_that")):
        return None
    after, before = view.references.get(verb + 1), view.covered.get(verb - 1)
    opens = before is not None and before.first >= clause.first and view.stands_as_subject(before, clause.first)
    subject = after if after is not None else before if opens else None
    if subject is None or subject.kind not in _PAYERS or view.governed(subject) or view.tokens[verb].pronoun:
        return None
    return subject if len(subject.entities) == 1 and len(view.joined(subject)) == 1 else None


def _place(view: View, sentence: Sentence, number: int) -> Reference | None:
    """The place whose distance is told: right before the number, but for words that bound it."""
    for at in range(number - 1, max(sentence.first, number - _MOST_BOUND) - 1, -1):
        reference = view.covered.get(at)
        if reference is not None:
            return reference if reference.kind == "place" and not view.governed(reference) else None
    return None
