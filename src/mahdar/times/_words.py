"""What stands at a token: words and phrases of time, marks, the tense of a clause. The lowest layer of the grammar."""

from collections.abc import Sequence

import msgspec

from mahdar.knowledge import fold_char
from mahdar.text import Document, Sentence, Token
from mahdar.times._lexicon import Lexicon, Node, Reading, Sense
from mahdar.times._meanings import Tense

DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212~")
SLASHES = frozenset("/\\|")
OPENING = frozenset("([")
CLOSING = frozenset(")]")
COMMAS = frozenset(",\u060c")
_LOOK_BACK, _LOOK_AHEAD = 18, 4


class Atom(msgspec.Struct, frozen=True, gc=False):
    """Tokens up to `end` that are one word of time, and what they may stand for. `lead` letters of the first are clitics."""

    end: int
    senses: dict[str, Sense]
    conj: bool = False
    prep: str = ""
    article: bool = False
    lead: int = 0


_NO_ATOM = Atom(0, {})


class Words:
    """The tokens of one sentence as words of time."""

    def __init__(
        self,
        document: Document,
        lexicon: Lexicon,
        readings: Sequence[tuple[Reading, ...]],
        sentence: Sentence,
        number: int,
    ) -> None:
        self._tokens, self._text = document.tokens, document.article.text
        self._lexicon, self._readings = lexicon, readings
        self._first, self._last, self._number = sentence.first, sentence.last, number
        self._atoms: dict[int, Atom] = {}

    def _start(self, at: int, atom: Atom) -> int:
        """Where the expression begins in the text: after the clitics of its first word."""
        token = self._tokens[at]
        start, left = token.start, atom.lead
        while left > 0 and start < token.end:
            left -= len(fold_char(self._text[start]))
            start += 1
        while start < token.end and not fold_char(self._text[start]):
            start += 1
        return start

    def atom(self, at: int) -> Atom:
        """The longest word or phrase of time that begins at the token."""
        if not self._first <= at < self._last:
            return _NO_ATOM
        known = self._atoms.get(at)
        if known is None:
            known = self._atoms[at] = self._make_atom(at)
        return known

    def _make_atom(self, at: int) -> Atom:
        token = self._tokens[at]
        if token.kind == "number":
            longest = self._phrase(at)
            return longest or Atom(at + 1, {"digits": Sense("digits", "digits", token.form)})
        readings = self._readings[at]
        glued = self._glued(at)
        if glued is not None:
            return glued
        if not readings:
            return Atom(at + 1, {})
        return self._phrase(at) or Atom(at + 1, {})

    def _phrase(self, at: int) -> Atom | None:
        best: Atom | None = None
        for reading in self._readings[at]:
            node, end = self._walk(reading.node, at + 1)
            if node is None:
                continue
            if best is None or end > best.end:
                best = Atom(end, node.senses, reading.conj, reading.prep, reading.article, reading.lead)
            elif end == best.end and reading.lead == best.lead and reading.conj == best.conj:
                best = msgspec.structs.replace(
                    best, senses={**node.senses, **best.senses}, article=best.article or reading.article
                )
        return best

    def _walk(self, node: Node, at: int) -> tuple[Node | None, int]:
        """The last node with senses on the way that the tokens go."""
        best, end = (node, at) if node.senses else (None, at)
        while at < self._last and node.after:
            after = node.after.get(self._tokens[at].form)
            if after is None:
                break
            node, at = after, at + 1
            if node.senses:
                best, end = node, at
        return best, end

    def _glued(self, at: int) -> Atom | None:
        """The article written before digits: one atom of the two tokens."""
        token = self._tokens[at]
        if at + 1 >= self._last:
            return None
        after = self._tokens[at + 1]
        if after.kind != "number" or after.start - token.end > 1 or len(token.form) > 4:
            return None
        for reading in self._readings[at]:
            sense = reading.node.senses.get("the")
            if sense is not None:
                return Atom(
                    at + 2,
                    {"digits": Sense("digits", "digits", after.form)},
                    reading.conj,
                    reading.prep,
                    True,
                    reading.lead,
                )
        return None

    def has(self, at: int, tag: str) -> Sense | None:
        """The sense of the atom at the token under this tag."""
        return self.atom(at).senses.get(tag)

    def joined(self, at: int) -> bool:
        """Whether the word at the token brings its own conjunction or preposition, and so begins something new."""
        atom = self.atom(at)
        return atom.conj or bool(atom.prep)

    def mark(self, at: int, marks: frozenset[str]) -> bool:
        """Whether the token is one of these marks."""
        return self._first <= at < self._last and self._tokens[at].kind == "punct" and self._tokens[at].form in marks

    def skip(self, at: int, tag: str) -> int:
        """The token after an atom of this tag, or the token itself."""
        atom = self.atom(at)
        return atom.end if tag in atom.senses and not atom.conj else at

    def before(self, at: int) -> Atom:
        """The atom of the one token before, or the phrase that ends there."""
        for start in range(at - 1, max(self._first, at - 4) - 1, -1):
            atom = self.atom(start)
            if atom.end == at and atom.senses:
                return atom
        return _NO_ATOM

    def _link(self, at: int, *, marks: bool = True) -> int | None:
        """The token after what joins two ends of a stretch: a dash, "to", "and" (which may be written on to the word)."""
        if marks and (self.mark(at, DASHES) or self.mark(at, SLASHES)):
            return at + 1
        atom = self.atom(at)
        if "to" in atom.senses or "and" in atom.senses:
            return atom.end
        return at if atom.conj else None

    def word(self, at: int) -> Token | None:
        """The token, where it is one of this sentence."""
        return self._tokens[at] if self._first <= at < self._last else None

    def _tense(self, start: int, end: int) -> Tense:
        """The tense of the clause: that of the nearest verb or cue before, of the verb that begins the sentence, or of what
        follows at once."""
        for at in range(start - 1, max(self._first, start - _LOOK_BACK) - 1, -1):
            tense = self._cue(at)
            if tense:
                return tense
        if start - self._first > _LOOK_BACK:
            return self._cue(self._first)
        if start - self._first > 1:
            return ""
        for at in range(end, min(self._last, end + 4)):
            tense = self._cue(at)
            if tense:
                return tense
        return ""

    def _cue(self, at: int) -> Tense:
        token = self._tokens[at]
        if token.kind != "word":
            return ""
        if self._lexicon.is_future(token.form, self._text[token.start : token.end]):
            return "future"
        if not self._readings[at]:
            return ""
        senses = self.atom(at).senses
        return (
            "future" if "future" in senses else "past" if "past" in senses else "present" if "present" in senses else ""
        )
