"""The clauses of a sentence as a tree: where each begins and ends, its verb, and what it hangs on.

    [قال الوزير، [الذي زار بكين،]relative [إن بلاده ستوقع الاتفاق]complement [وأضاف …]joined

A clause holds the tokens [first, last), those of the clauses inside it among them; each token belongs to the innermost.
Read once from left to right with a stack of what is open, so that a long sentence costs no more than its words.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from mahdar.text import Token

if TYPE_CHECKING:
    from mahdar.events._view import View

_COMMAS = frozenset(",\u060c")
_DASHES = frozenset("-\u2013\u2014")
_STRONG = frozenset(";!?\u061b\u061f")
_LONGEST_BRACKET = 12
_LONGEST_ASIDE = 25
_OPENERS = frozenset(("clause_opener", "but"))
_BEFORE_VERB = frozenset(("auxiliary", "past_auxiliary", "perfective", "negation"))
_NO_NOUN = frozenset(
    """preposition preposition_pronoun negation auxiliary past_auxiliary perfective demonstrative quantifier determiner
    particle_that relative_strict conjunction_word clause_opener but pronoun standing_word adverb""".split()
)
_CLOSING = frozenset(("relative", "aside"))  # what a comma ends
_OVER = frozenset(("relative", "aside", "adverbial"))


class Clause(msgspec.Struct, frozen=True, gc=False):
    """Tokens [first, last) with at most one finite verb of their own (`verb`, -1 for none).

    `kind`: main, relative, complement (after "that"), adverbial (after "while", "but", "in order to"), aside (between
    commas, dashes or brackets). `parent` is the number of the clause that it hangs on, `antecedent` the last token of
    the noun that a relative clause is about, `joined` the number of the clause beside it that it goes on with ("and").
    """

    kind: str
    first: int
    last: int
    parent: int = -1
    verb: int = -1
    antecedent: int = -1
    joined: int = -1


class Clauses:
    """The clauses of one sentence, numbered in the order in which they begin."""

    def __init__(self, first: int, clauses: Sequence[Clause], numbers: Sequence[int]) -> None:
        self._first = first
        self.all = tuple(clauses)
        self._numbers = tuple(numbers)

    def number(self, at: int) -> int:
        """The number of the innermost clause that token `at` belongs to."""
        return self._numbers[at - self._first]

    def at(self, at: int) -> Clause:
        """The innermost clause that token `at` belongs to."""
        return self.all[self.number(at)]

    def within(self, at: int, number: int) -> bool:
        """Whether token `at` belongs to clause `number`, to one inside it, or to one that goes on with it."""
        inside = self.number(at)
        while inside >= 0 and inside != number:
            clause = self.all[inside]
            inside = clause.joined if clause.joined >= 0 else clause.parent
        return inside == number

    def around(self, at: int, inner: int) -> bool:
        """Whether token `at` stands in the clause of token `inner` or in one around it: none that is over before it."""
        return self.within(inner, self.number(at))

    def after(self, at: int, own: int) -> int:
        """Where clause `own` goes on after a clause inside it that holds token `at`; -1 where it does not."""
        last = self.all[own].last
        while at < last:
            number = self.number(at)
            if number == own:
                return at
            while number >= 0 and self.all[number].parent != own:
                number = self.all[number].parent
            if number < 0:
                return -1
            at = max(self.all[number].last, at + 1)  # a clause may begin again after one inside it
        return -1

    def before(self, at: int, own: int) -> int:
        """The last token of clause `own` before a clause inside it that holds token `at`; -1 where there is none."""
        first = self.all[own].first
        while at >= first:
            number = self.number(at)
            if number == own:
                return at
            while number >= 0 and self.all[number].parent != own:
                number = self.all[number].parent
            if number < 0:
                return -1
            at = min(self.all[number].first, at) - 1
        return -1


class _Open(msgspec.Struct, gc=False):
    kind: str
    first: int
    parent: int
    verb: int = -1
    antecedent: int = -1
    joined: int = -1
    enclosed: bool = False
    last: int = -1


def read_clauses(view: "View", first: int, last: int) -> Clauses:
    """The clauses of the sentence of tokens [first, last)."""
    return _Reader(view, first, last).read()


class _Reader:
    """The state of one reading: the clauses begun, and the stack of those that are open."""

    def __init__(self, view: "View", first: int, last: int) -> None:
        self.view, self.first, self.last = view, first, last
        self.tokens: tuple[Token, ...] = view.tokens
        self.begun: list[_Open] = []
        self.stack: list[int] = []
        self.numbers: list[int] = []
        self.bracket = -1  # the token after the bracket or dash that closes the one that is open

    def read(self) -> Clauses:
        self._open("main", self.first)
        self._open_aside(self.first)
        at = self.first
        while at < self.last:
            if at == self.bracket:
                self._close(at, self.bracket_depth)
                self.bracket = -1
            reference = self.view.references.get(at)
            if reference is not None and at < reference.last <= self.last:
                self.numbers += [self.stack[-1]] * (reference.last - at)
                at = reference.last
                continue
            if self.tokens[at].kind == "punct":
                self._read_mark(at)
            else:
                self._read_word(at)
                self.numbers.append(self.stack[-1])
            at += 1
        self._close(self.last, 0)
        clauses = [Clause(c.kind, c.first, c.last, c.parent, c.verb, c.antecedent, c.joined) for c in self.begun]
        return Clauses(self.first, clauses, self.numbers)

    def _read_word(self, at: int) -> None:
        token = self.tokens[at]
        tags = token.tags
        if not (tags or token.conj or token.future) or at in self.view.covered:
            return  # as most words: they open nothing, and are no verbs that are known
        if "relative_strict" in tags:
            self._relative(at)
        elif "particle_that" in tags:
            self._complement(at)
        elif not tags.isdisjoint(_OPENERS) and not token.prep:
            self._adverbial(at)
        elif self.view.finite(at):
            self._finite(at)

    # -- marks

    def _is_comma(self, at: int) -> bool:
        return self.tokens[at].kind == "punct" and self.tokens[at].form in _COMMAS

    def _read_mark(self, at: int) -> None:
        """A mark belongs to the clause around what it opens or closes."""
        form = self.tokens[at].form
        if self.bracket >= 0:
            self.numbers.append(self.stack[-1])
        elif form == "(" or form in _DASHES:
            self.numbers.append(self.stack[-1])
            self._open_bracket(at)
        elif form in _COMMAS:
            self._close_at_comma(at)
            self.numbers.append(self.stack[-1])
            self._open_aside(at + 1)
        else:
            if form in _STRONG:
                self._close(at, 1)
            self.numbers.append(self.stack[-1])
            if form in _STRONG and at + 1 < self.last:
                self._join(at + 1)
            elif form == ":" and self._reports(self._top().verb):
                self._open("complement", at + 1)  # "قال الوزير: …"

    def _open_bracket(self, at: int) -> None:
        """What stands in brackets or between dashes stands aside; a dash inside a name is covered by it."""
        dash = self.tokens[at].form in _DASHES
        if dash and (at == self.first or self.tokens[at].start == self.tokens[at - 1].end):
            return
        for close in range(at + 1, min(at + _LONGEST_BRACKET, self.last)):
            mark = self.tokens[close]
            if mark.kind != "punct":
                continue
            if mark.form in _DASHES and close + 1 < self.last if dash else mark.form == ")":
                self.bracket, self.bracket_depth = close + 1, len(self.stack)
                self._open("aside", at + 1)
                return
            if dash and mark.form in _COMMAS:
                return

    def _close_at_comma(self, at: int) -> None:
        after = at + 1
        if after >= self.last:
            return
        if not self._goes_on(after):
            depth = len(self.stack) - 1
            while depth and self._top(depth).kind in _CLOSING and not self._top(depth).enclosed:
                depth -= 1
            if depth and self._top(depth).kind in _CLOSING:
                self._close(at, depth)
        top = self._top()
        if top.kind == "adverbial" and top.enclosed and self.view.finite(after) and not self.tokens[after].conj:
            self._close(at, len(self.stack) - 1)

    def _goes_on(self, at: int) -> bool:
        """Whether what stands after a comma goes on with what stands before: a list, or "and" with a verb about the same."""
        token = self.tokens[at]
        if not token.conj:
            return False
        if self.view.finite(at):
            return bool(token.pronoun)  # "الذي تقوده السعودية، وتدعمه بريطانيا، "
        return True

    def _open_aside(self, at: int) -> None:
        """Open an aside where words that tell of another deed begin ("بعد لقاء", "ردا على") and a comma ends them."""
        if at >= self.last or at in self.view.covered or at in self.view.time_tokens:
            return
        if "other_deed" not in self.tokens[at].tags or self.bracket >= 0:
            return
        close = next(filter(self._is_comma, range(at, min(at + _LONGEST_ASIDE + 1, self.last - 2))), -1)
        if close < 0:
            return
        if not self.tokens[close + 1].conj or self.view.finite(close + 1):
            self._open("aside", at, enclosed=True)

    # -- words

    def _relative(self, at: int) -> None:
        if self.tokens[at].conj:  # "الذي …، والذي …"
            for depth in range(len(self.stack) - 1, 0, -1):
                if self._top(depth).kind == "relative":
                    self._close(at, depth + 1)
                    self._join(at)
                    return
        before, enclosed = at - 1, False
        while before > self.first and self.tokens[before].kind == "punct":
            enclosed = enclosed or self._is_comma(before)
            before -= 1
        self._open("relative", at, antecedent=before, enclosed=enclosed)

    def _complement(self, at: int) -> None:
        """A "that" hangs on the nearest verb that reports; a relative or aside in between is over. "And that" goes on with
        the one before."""
        if self.tokens[at].conj:
            for depth in range(len(self.stack) - 1, 0, -1):
                if self._top(depth).kind == "complement":
                    self._close(at, depth + 1)
                    self._join(at)
                    return
        if at > self.first and (self.tokens[at - 1].kind == "punct" or at - 1 in self.view.covered):
            while len(self.stack) > 1 and self._top().kind in _CLOSING and not self._reports(self._top().verb):
                self._close(at, len(self.stack) - 1)
        self._open("complement", at)

    def _reports(self, verb: int) -> bool:
        return verb < 0 or "reporting_verb" in self.tokens[verb].tags

    def _adverbial(self, at: int) -> None:
        if self._after_mark(at):
            self._close_kinds(at, _OVER)
        elif self._top().kind == "adverbial" and self._top().verb >= 0:
            self._close(at, len(self.stack) - 1)
        self._open("adverbial", at, enclosed=at == self.first)

    def _finite(self, at: int) -> None:
        token, top = self.tokens[at], self._top()
        start = at
        while start > self.first and self._before_verb(start - 1):
            start -= 1
        if not (token.conj or self.tokens[start].conj):
            if self._describes(start):
                self._open("relative", at, antecedent=start - 1)
            elif token.prep and top.verb >= 0:
                self._open("adverbial", at)  # "ليزور": what for
            elif top.verb >= 0 and not self._back_to_verbless(at):
                opening = self._opening(start)
                if self._after_mark(opening):
                    self._close_kinds(opening, _CLOSING)
                self._join(opening)
        elif top.verb >= 0 or top.kind == "aside":
            self._and_verb(at, start)
        self._top().verb = at

    def _before_verb(self, at: int) -> bool:
        return at not in self.view.covered and not self.tokens[at].tags.isdisjoint(_BEFORE_VERB)

    def _opening(self, at: int) -> int:
        """Where the subject begins that stands right before a verb and after a mark; else the verb: "…، مصر تطيح"."""
        subject = self.view.covered.get(at - 1) if at > self.first else None
        if subject is None:
            return at
        first = self.view.joined(subject)[0].first
        return first if self._after_mark(first) and self.begun[self.numbers[first - self.first]].first <= first else at

    def _back_to_verbless(self, at: int) -> bool:
        """Whether a clause without a verb is open under relatives and asides that have theirs: it goes on here."""
        for depth in range(len(self.stack) - 1, 0, -1):
            if self._top(depth).kind not in _CLOSING:
                return False
            if self._top(depth - 1).verb < 0:
                self._close(at, depth)
                return True
        return False

    def _and_verb(self, at: int, start: int) -> None:
        """A verb after "and": after a comma it goes on with the main line, else with what stands right before."""
        token = self.tokens[at]
        if self._after_mark(start):
            if not token.pronoun:
                self._close_kinds(at, _CLOSING)
            if "reporting_verb" in token.tags and "event_verb" not in token.tags:
                # "قال إن …، وأكد أن": beside the verb that reports, not in what it reports.
                for depth in range(len(self.stack) - 1, 0, -1):
                    if self._top(depth).kind == "complement":
                        self._close(at, depth)
                        break
        if self._top().verb >= 0 or self._top().kind == "aside":
            self._join(at)
            if self._after_mark(start) and self._top().kind == "relative":
                self._top().enclosed = True

    def _describes(self, at: int) -> bool:
        """Whether a verb at `at` says more of the indefinite noun right before it ("حملة أفضت إلى", "فصائل تقاتل")."""
        before = at - 1
        if before < self.first:
            return False
        top = self._top()
        reference = self.view.covered.get(before)
        if reference is not None:
            if reference.form != "noun" or any(token.article for token in self.tokens[reference.first : at]):
                return False
            opens = self.view.joined(reference)[0].first
            # Without a verb yet it is the subject of its clause: "إن مسؤولين يجرون محادثات".
            return top.verb >= 0 or opens - 1 > top.first
        token = self.tokens[before]
        if token.kind != "word" or token.article or token.pronoun or before in self.view.time_tokens:
            return False
        if not token.tags.isdisjoint(_NO_NOUN) or self.view.finite(before):
            return False
        return top.verb >= 0 or bool(self.tokens[at].pronoun)

    # -- the stack

    def _top(self, depth: int = -1) -> _Open:
        return self.begun[self.stack[depth]]

    def _after_mark(self, at: int) -> bool:
        return at > self.first and self.tokens[at - 1].kind == "punct"

    def _open(self, kind: str, at: int, antecedent: int = -1, enclosed: bool = False) -> None:
        parent = self.stack[-1] if self.stack else -1
        self.stack.append(len(self.begun))
        self.begun.append(_Open(kind, at, parent, antecedent=antecedent, enclosed=enclosed))

    def _join(self, at: int) -> None:
        """Open a clause beside the innermost one, of its kind."""
        beside = self.stack.pop()
        old = self.begun[beside]
        old.last = at
        self.stack.append(len(self.begun))
        for place in range(at - self.first, len(self.numbers)):
            self.numbers[place] = len(self.begun)
        self.begun.append(_Open(old.kind, at, old.parent, -1, old.antecedent, beside, old.enclosed))

    def _close_kinds(self, at: int, kinds: frozenset[str]) -> None:
        while len(self.stack) > 1 and self._top().kind in kinds:
            self._close(at, len(self.stack) - 1)

    def _close(self, at: int, depth: int) -> None:
        while len(self.stack) > depth:
            self.begun[self.stack.pop()].last = at
