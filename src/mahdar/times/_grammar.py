"""The grammar of times: which words of time make one expression, and what it means.

Recursive descent over the tags of words (`tables/times.py`), dispatched on the first word; no letters inside. It is
built in layers, each a class that knows those below it: words, numbers, dates, days, moments, clock, lengths, openers.
A method takes the token at which it starts and gives a meaning with the token after its last, or None.
"""

import msgspec

from mahdar.model import Span
from mahdar.text import Document
from mahdar.times._lexicon import Lexicon
from mahdar.times._meanings import Meaning, Tense
from mahdar.times._openers import OPENERS, Openers
from mahdar.times._words import Atom


class Expression(msgspec.Struct, frozen=True, gc=False):
    """An expression of time as it stands in the text: its span, meaning, the tense of its clause, what it was read by."""

    span: Span
    meaning: Meaning
    tense: Tense
    rule: str
    sentence: int


def read_expressions(document: Document, lexicon: Lexicon) -> tuple[Expression, ...]:
    """The expressions of time of a document, in order; they do not overlap."""
    readings = lexicon.readings_in(document)
    found: list[Expression] = []
    for number, sentence in enumerate(document.sentences):
        _Reader(document, lexicon, readings, sentence, number).read(found)
    return tuple(found)


# Which opener has its say first where a word has several senses.
_RANK = {tag: rank for rank, tag in enumerate(OPENERS)}
# Where nothing of these can stand, nothing begins: openers, traps, the article that is written before digits.
_BEGINNING = frozenset((*OPENERS, "trap", "the"))


class _Reader(Openers):
    """Reads one sentence."""

    def read(self, found: list[Expression]) -> None:
        """Append the expressions of the sentence, in order."""
        at = self._first
        begins = self._lexicon.reaching(_BEGINNING)
        while at < self._last:
            token = self._tokens[at]
            if token.kind != "number" and not (self._readings[at] and begins[token.form]):
                at += 1
                continue
            atom = self.atom(at)
            best = self._best(at, atom)
            if best is None:
                at = self._passed(at, atom)
                continue
            meaning, start, end, rule = best
            span = Span(self._start(start, self.atom(start)), self._tokens[end - 1].end)
            if self._text[span.start - 1 : span.start] == "_" or self._text[span.end : span.end + 1] == "_":
                at = end  # inside a hashtag
                continue
            found.append(Expression(span, meaning, self._tense(start, end), rule, self._number))
            at = end

    def _passed(self, at: int, atom: Atom) -> int:
        """Where to go on after words that make no expression: after a trap, and after a definite number with its unit."""
        if "trap" in atom.senses:
            return atom.end - 1 if self._is_year(atom.end - 1) and atom.end - 1 > at else atom.end
        counted = self.number(at) if atom.article and atom.senses.keys() & {"digits", "number"} else None
        if counted is not None and "unit" in self.atom(counted[1]).senses and not self._is_year(counted[1]):
            return self.atom(counted[1]).end
        return at + 1

    def _is_year(self, at: int) -> bool:
        """Whether a year with its number begins here, whatever phrase the word for year seems to end."""
        found = self.year_unit(at)
        return found is not None and found[0].how == "is"

    def _best(self, at: int, atom: Atom) -> tuple[Meaning, int, int, str] | None:
        """The longest expression that begins here; of two, the one whose tag comes first in `OPENERS`."""
        if "trap" in atom.senses:
            return None
        best: tuple[Meaning, int, int, str] | None = None
        tags = [tag for tag in atom.senses if tag in _RANK]
        if len(tags) > 1:
            tags.sort(key=_RANK.__getitem__)
        for tag in tags:
            made = OPENERS[tag](self, at)
            if made is not None and (best is None or made[2] > best[2]):
                best = (*made, atom.senses[tag].id)
        return best
