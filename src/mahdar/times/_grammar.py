"""The grammar of times: which words of time make one expression, and what it means.

Recursive descent over the tags of words (`tables/times.py`), dispatched on the first word; no letters inside. A method
takes the token at which it starts and gives a meaning with the token after its last, or None.
"""

import re
from collections.abc import Callable, Sequence

import msgspec

from mahdar.knowledge import CLITICS, fold_char
from mahdar.model import Span
from mahdar.text import Document, Sentence, Token
from mahdar.times._lexicon import Lexicon, Node, Reading, Sense
from mahdar.times._meanings import (
    Between,
    Counted,
    Every,
    Field,
    Length,
    Meaning,
    Moment,
    Open,
    Tense,
    Then,
    Vague,
    Window,
    write_length,
)

_DIGITS = re.compile(r"\d{1,4}$")
_DOTTED = re.compile(r"(\d{1,4})\.(\d{1,2})\.(\d{1,4})$")
_DECIMAL = re.compile(r"(\d{1,3})[.,\u066b](\d{1,2})$")
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212~")
_SLASHES = frozenset("/\\|")
_OPENING = frozenset("([")
_CLOSING = frozenset(")]")
_COMMAS = frozenset(",\u060c")
_CALENDARS = {"month": "g", "hijri_month": "h", "persian_month": "p"}
_SMALL_UNITS = frozenset(("H", "MIN", "S"))
_WAYS = {"past": -1, "past2": -2, "next": 1, "next2": 2, "now": 0}
_LIKELY_YEARS = {"g": (1500, 2200), "h": (1200, 1500), "p": (1200, 1450), "bc": (1000, 5000)}
_LOOK_BACK = 18
_LEAST_BARE_DECADE = 40  # "in his twenties" and "thirties" are ages more often than decades


class Atom(msgspec.Struct, frozen=True, gc=False):
    """Tokens up to `end` that are one word of time, and what they may stand for. `lead` letters of the first are clitics."""

    end: int
    senses: dict[str, Sense]
    conj: bool = False
    prep: str = ""
    article: bool = False
    lead: int = 0


_NO_ATOM = Atom(0, {})


class Expression(msgspec.Struct, frozen=True, gc=False):
    """An expression of time as it stands in the text: its span, meaning, the tense of its clause, what it was read by."""

    span: Span
    meaning: Meaning
    tense: Tense
    rule: str
    sentence: int


Found = tuple[Meaning, int]
FoundMoment = tuple[Moment, int]
FoundFrom = tuple[Meaning, int, int]


def read_expressions(document: Document, lexicon: Lexicon) -> tuple[Expression, ...]:
    """The expressions of time of a document, in order; they do not overlap."""
    text = document.article.text
    readings = [
        ()
        if token.kind == "punct" or lexicon.written_otherwise(token.form, text[token.start : token.end])
        else lexicon.readings(token.form)
        for token in document.tokens
    ]
    found: list[Expression] = []
    for number, sentence in enumerate(document.sentences):
        _Reader(document, lexicon, readings, sentence, number).read(found)
    return tuple(found)


class _Reader:
    """Reads one sentence."""

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

    def read(self, found: list[Expression]) -> None:
        """Append the expressions of the sentence, in order."""
        at = self._first
        while at < self._last:
            if not self._readings[at] and self._tokens[at].kind != "number":
                at += 1
                continue
            atom = self.atom(at)
            best = self._best(at, atom)
            if best is None:
                at = atom.end if "trap" in atom.senses else at + 1
                continue
            meaning, start, end, rule = best
            span = Span(self._start(start, self.atom(start)), self._tokens[end - 1].end)
            if self._text[span.start - 1 : span.start] == "_" or self._text[span.end : span.end + 1] == "_":
                at = end  # inside a hashtag
                continue
            found.append(Expression(span, meaning, self._tense(start, end), rule, self._number))
            at = end

    def _best(self, at: int, atom: Atom) -> tuple[Meaning, int, int, str] | None:
        """The longest expression that begins here; of two, the one whose tag comes first in `_OPENERS`."""
        if "trap" in atom.senses:
            return None
        best: tuple[Meaning, int, int, str] | None = None
        for tag, opener in _OPENERS.items():
            sense = atom.senses.get(tag)
            if sense is None:
                continue
            made = opener(self, at)
            if made is not None and (best is None or made[2] > best[2]):
                best = (*made, sense.id)
        return best

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

    # ── what stands at a token ───────────────────────────────────────────────────────────────────────────────────────

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
        if marks and (self.mark(at, _DASHES) or self.mark(at, _SLASHES)):
            return at + 1
        atom = self.atom(at)
        if "to" in atom.senses or "and" in atom.senses:
            return atom.end
        return at if atom.conj else None

    def word(self, at: int) -> Token | None:
        """The token, where it is one of this sentence."""
        return self._tokens[at] if self._first <= at < self._last else None

    # ── tense ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _tense(self, start: int, end: int) -> Tense:
        """The tense of the clause: that of the nearest verb or cue before, else of what follows at once."""
        for at in range(start - 1, max(self._first, start - _LOOK_BACK) - 1, -1):
            tense = self._cue(at)
            if tense:
                return tense
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

    # ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def number(self, at: int) -> tuple[float, int] | None:
        """A cardinal in digits or words."""
        digits = self.has(at, "digits")
        if digits is not None:
            if _DIGITS.match(digits.value):
                return float(digits.value), self.atom(at).end
            decimal = _DECIMAL.match(digits.value)
            if decimal:
                return float(f"{decimal[1]}.{decimal[2]}"), self.atom(at).end
            return None
        sense = self.has(at, "number")
        if sense is None:
            return None
        value, end = float(sense.value), self.atom(at).end
        follower = self.has(end, "number")
        if follower is not None and not self.joined(end):
            if follower.value == "10" and value < 10:
                value, end = value + 10, self.atom(end).end
            elif follower.value in ("100", "1000") and value < 10:
                value, end = value * float(follower.value), self.atom(end).end
        while True:
            more = self.has(end, "number")
            atom = self.atom(end)
            if more is None or not atom.conj or atom.prep:
                return value, end
            extra, after = float(more.value), atom.end
            tens = self.has(after, "number")
            if tens is not None and tens.value == "10" and extra < 10 and not self.joined(after):
                extra, after = extra + 10, self.atom(after).end
            elif tens is not None and tens.value == "100" and extra < 10 and not self.joined(after):
                extra, after = extra * 100, self.atom(after).end
            if not self._adds(value, extra):
                return value, end
            value, end = value + extra, after

    @staticmethod
    def _adds(value: float, extra: float) -> bool:
        """Whether "and extra" goes on with the number: three and twenty, a hundred and five; not five and three."""
        if value < 10:
            return extra >= 20 and extra < 100 and extra % 10 == 0
        return value >= 100 and extra < (1000 if value % 1000 == 0 else 100)

    def ordinal(self, at: int) -> tuple[int, int] | None:
        """An ordinal in words, up to the hundredth."""
        sense = self.has(at, "ordinal")
        if sense is None:
            tens = self.has(at, "number")
            if tens is not None and float(tens.value) >= 20 and self.atom(at).article:
                return int(tens.value), self.atom(at).end
            return None
        value, end = int(sense.value), self.atom(at).end
        follower = self.has(end, "number")
        if follower is not None:
            atom = self.atom(end)
            if follower.value == "10" and not atom.conj and not atom.article:
                return value + 10, atom.end
            if atom.conj and atom.article and 20 <= float(follower.value) <= 90:
                return value + int(follower.value), atom.end
        return value, end

    def day_number(self, at: int) -> tuple[int, int] | None:
        """A day of the month, in digits or as an ordinal."""
        digits = self.has(at, "digits")
        if digits is not None:
            if digits.value.isdigit() and 1 <= int(digits.value) <= 31 and len(digits.value) <= 2:
                return int(digits.value), self.atom(at).end
            return None
        found = self.ordinal(at)
        return found if found is not None and found[0] <= 31 else None

    # ── years ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def year_number(self, at: int, *, named: bool) -> tuple[int, int, str] | None:
        """A year in digits or words, with its era ("" not stated). `named`: after the word for year, where any will do."""
        digits = self.has(at, "digits")
        if digits is not None and not self.atom(at).article:
            if not digits.value.isdigit() or not (len(digits.value) == 4 or (named and len(digits.value) == 3)):
                era = self._era(self.atom(at).end) if named and digits.value.isdigit() else None
                return (int(digits.value), era[1], era[0]) if era and era[0] else None
            year, end = int(digits.value), self.atom(at).end
            era_name, end = self._era(end)
            if era_name and (named or _LIKELY_YEARS[era_name][0] <= year <= _LIKELY_YEARS[era_name][1]):
                return year, end, era_name
            if named or 1900 <= year <= 2100:
                return year, end, ""
            return None
        if named and (found := self.number(at)) is not None and found[0] >= 1000 and found[0] == int(found[0]):
            era_name, end = self._era(found[1])
            return int(found[0]), end, era_name
        return None

    def _era(self, at: int) -> tuple[str, int]:
        sense = self.has(at, "era")
        if sense is None:
            if self.mark(at, _OPENING) and (inner := self.has(at + 1, "era")) is not None:
                end = self.atom(at + 1).end
                if self.mark(end, _CLOSING):
                    return inner.value, end + 1
            return "", at
        return sense.value, self.atom(at).end

    @staticmethod
    def _calendar(year: int, era: str) -> tuple[str, int]:
        """The calendar of a year and the year in it; a bare 1430 to 1460 is a Hijri year, as the press of today has it."""
        if era in ("h", "p"):
            return era, year
        if era == "bc":
            return "g", 1 - year
        if not era and 1430 <= year <= 1460:
            return "h", year
        return "g", year

    def year_unit(self, at: int) -> tuple[Field, str, int] | None:
        """A year with its word: numbered, counted from now ("last year") or from what was said ("that year")."""
        pointed = self._pointed_unit(at, "Y")
        if pointed is not None:
            return pointed[0], "g", pointed[1]
        sense = self.has(at, "unit")
        if sense is None or sense.value != "Y" or sense.number != "one":
            return None
        start = self._into_brackets(self.atom(at).end)
        found = self.year_number(start, named=True)
        if found is None:
            return None
        year, end, era = found
        if start != self.atom(at).end:
            if not self.mark(end, _CLOSING):
                return None
            era, end = (era, end + 1) if era else self._era(end + 1)
        calendar, year = self._calendar(year, era)
        return Field("is", year), calendar, end

    def _pointed_unit(self, at: int, unit: str) -> tuple[Field, int] | None:
        """A unit that is pointed at: this one, that one, the last, the next, the same."""
        atom = self.atom(at)
        if "this" in atom.senses or "that" in atom.senses or "the_same" in atom.senses:
            inner, how = self.atom(atom.end), "now" if "this" in atom.senses else "then"
            sense = inner.senses.get("unit")
            if (
                sense is None
                or sense.value != unit
                or sense.number != "one"
                or not inner.article
                or self.joined(atom.end)
            ):
                return None
            return Field("now" if how == "now" else "then", 0), inner.end
        sense = atom.senses.get("unit")
        if sense is None or sense.value != unit or sense.number != "one" or not atom.article:
            return None
        if "same" in self.atom(atom.end).senses:
            return Field("then", 0), self.atom(atom.end).end
        if (way := self.has(atom.end, "way")) is not None and not self.joined(atom.end):
            if way.value in _WAYS:
                return Field("now", _WAYS[way.value]), self.atom(atom.end).end
            if way.value in ("after", "before"):
                return Field("then", 1 if way.value == "after" else -1), self.atom(atom.end).end
        return None

    # ── months and dates ─────────────────────────────────────────────────────────────────────────────────────────────

    def month_name(self, at: int) -> tuple[Sense, int, bool] | None:
        """A month, with its other name where that stands beside it ("يناير/كانون الثاني"), and whether that made it sure."""
        atom = self.atom(at)
        for tag in _CALENDARS:
            sense = atom.senses.get(tag)
            if sense is None:
                continue
            end = atom.end
            other = end
            bracket = self.mark(other, _OPENING)
            if bracket or self.mark(other, _SLASHES) or self.mark(other, _DASHES):
                other += 1
            twin = self.has(other, tag)
            same = twin is not None and (
                twin.value == sense.value or other > end
            )  # with a mark between, a slip of the pen
            if twin is not None and same and twin.family != sense.family and not self.joined(other):
                close = self.atom(other).end
                if not bracket:
                    return sense, close, True
                if self.mark(close, _CLOSING):
                    return sense, close + 1, True
            return sense, end, not sense.standing
        return None

    def month(self, at: int, *, after_day: bool = False) -> FoundMoment | None:
        """A month with what tells its year."""
        start, named = at, after_day
        unit = self.has(at, "unit")
        if unit is not None and unit.value == "M" and unit.number == "one":
            at, named = self.atom(at).end, True
        pointed = self._pointed_unit(start, "M")
        if pointed is not None:
            moment, end = Moment(month=pointed[0]), pointed[1]
            year = self._year_after(end) if pointed[0].how == "then" else None
            if year is not None:
                return Moment(month=Field("then", pointed[0].n), year=year[0]), year[2]
            return moment, end
        if at != start and self.joined(at):
            return None
        found = self.month_name(at)
        if found is None:
            return None
        sense, end, sure = found
        calendar = _CALENDARS[sense.tag]
        moment = Moment(month=Field("is", int(sense.value)), calendar=calendar)
        year = self._year_after(end)
        if year is not None and (year[1] == calendar or year[0].how != "is"):
            return msgspec.structs.replace(moment, year=year[0]), year[2]
        bare = self._bare_year(end, calendar)
        if bare is not None:
            return msgspec.structs.replace(moment, year=Field("is", bare[0])), bare[1]
        way = self.has(end, "way")
        if way is not None and not self.joined(end) and way.value not in ("after", "before"):
            return msgspec.structs.replace(moment, way=way.value), self.atom(end).end
        if sure or named:
            return moment, end
        if sense.standing == "hinted" and self._hinted(start):
            return moment, end
        return None

    def _hinted(self, at: int) -> bool:
        """Whether a preposition of time or an edge stands right before."""
        senses = self.before(at).senses
        return bool(senses.keys() & {"in", "since", "until", "by", "edge", "starting", "during"})

    def _year_after(self, at: int) -> tuple[Field, str, int] | None:
        """A year in words after a month or season: "of last year", "عام 2017", "من ذلك العام"."""
        end = self.skip(at, "of")
        if self.atom(end).conj or self.atom(end).prep not in ("", CLITICS.dative):
            return None
        return self.year_unit(end)

    def _bare_year(self, at: int, calendar: str) -> tuple[int, int] | None:
        """A year in digits after a month."""
        if self.mark(at, _COMMAS) or self.mark(at, _DASHES) or self.mark(at, _SLASHES):
            at += 1
        digits = self.has(at, "digits")
        if digits is None or not digits.value.isdigit() or len(digits.value) != 4:
            return None
        year = int(digits.value)
        low, high = (1800, 2200) if calendar == "g" else (1250, 1500)
        if not low <= year <= high or "measure" in self.atom(self.atom(at).end).senses:
            return None
        return year, self._era(self.atom(at).end)[1]

    def date(self, at: int) -> tuple[Meaning, int] | None:
        """A day of a month: in figures, or a number and a month; or a stretch of days of one month."""
        figures = self._figures(at)
        if figures is not None:
            return figures
        number = self.day_number(at)
        if number is None or ("digits" not in self.atom(at).senses and self._counts_units(at)):
            return None
        day, end = number
        found = self._month_after_day(end, ordinal="digits" not in self.atom(at).senses)
        if found is not None:
            return msgspec.structs.replace(found[0], day=Field("is", day)), found[1]
        second = self._link(end)
        last = self.day_number(second) if second is not None else None
        if second is None or last is None or last[0] <= day or self.atom(second).prep:
            return None
        found = self._month_after_day(last[1], ordinal="digits" not in self.atom(at).senses)
        if found is None:
            return None
        moments = [msgspec.structs.replace(found[0], day=Field("is", number)) for number in (day, last[0])]
        return Between(moments[0], moments[1]), found[1]

    def _counts_units(self, at: int) -> bool:
        """Whether an ordinal belongs to a unit before it ("the first week of May")."""
        before = self.before(at)
        return before.article and bool(before.senses.keys() & {"unit", "half", "stretch"})

    def _month_after_day(self, at: int, *, ordinal: bool) -> FoundMoment | None:
        of = self.skip(at, "of")
        if self.joined(of):
            return None
        if self.mark(of, _DASHES) or self.mark(of, _SLASHES):
            of += 1
        found = self.month(of, after_day=True)
        if found is not None:
            moment, end = found
            if self.atom(of).article and moment.month is not None and moment.month.how == "is" and ordinal and of == at:
                return None
            return moment, end
        way = self.has(of, "way")
        if way is not None and way.value in ("now", "past", "next"):
            if way.value == "now" and (of != at or not ordinal):
                return Moment(month=Field("now", 0)), self.atom(of).end
            if of != at and not ordinal:
                return Moment(month=Field("now", _WAYS[way.value])), self.atom(of).end
        return None

    def _figures(self, at: int) -> FoundMoment | None:
        """A date in figures: 12/9/2014, 2014-09-12, 12.9.2014; day before month, unless that cannot be."""
        first = self.has(at, "digits")
        if first is None or self.atom(at).article:
            return None
        dotted = _DOTTED.match(first.value)
        if dotted:
            return self._figured(
                [int(part) for part in dotted.groups()], [len(part) for part in dotted.groups()], at + 1
            )
        parts, end = [first.value], at + 1
        separator = ""
        while len(parts) < 3 and end + 1 < self._last:
            mark, digits = self._tokens[end], self._tokens[end + 1]
            if not (self.mark(end, _DASHES) or self.mark(end, _SLASHES)) or digits.kind != "number":
                break
            if separator and mark.form != separator:
                break
            separator = mark.form
            parts.append(digits.form)
            end += 2
        if len(parts) < 3 or not all(part.isdigit() for part in parts):
            return None
        if self.mark(end, _SLASHES) or (
            self.mark(end, _DASHES) and self._tokens[end].start == self._tokens[end - 1].end
        ):
            return None
        return self._figured([int(part) for part in parts], [len(part) for part in parts], end)

    def _figured(self, numbers: list[int], widths: list[int], end: int) -> FoundMoment | None:
        era, end = self._era(end)
        if widths[0] == 4:
            year, month, day = numbers
        elif widths[2] == 4:
            day, month, year = numbers
        elif (
            widths[2] == 2 and widths[0] <= 2 and numbers[1] <= 12 and numbers[0] <= 31 and numbers[0] * numbers[1] > 0
        ):
            day, month, year = numbers[0], numbers[1], numbers[2] + (2000 if numbers[2] < 50 else 1900)
        else:
            return None
        if month > 12 >= day:
            day, month = month, day
        if not (1 <= month <= 12 and 1 <= day <= 31 and (1800 <= year <= 2200 or 1250 <= year <= 1500)):
            return None
        calendar = era if era in ("h", "p") else "h" if year <= 1500 else "g"
        return Moment(year=Field("is", year), month=Field("is", month), day=Field("is", day), calendar=calendar), end

    # ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def day(self, at: int) -> tuple[Meaning, int] | None:
        """A day: today, a weekday, a date, with or without the word for day before it."""
        atom = self.atom(at)
        found: tuple[Meaning, int] | None = None
        if "trap" in atom.senses:
            return None
        if "day" in atom.senses:
            found = self._counted_day(at)
        elif "weekday" in atom.senses:
            found = self._weekday(at)
        unit = atom.senses.get("unit")
        if unit is not None and unit.value in ("D", "N"):
            worded = self._day_with_word(at, unit)
            if worded is not None and (found is None or worded[1] > found[1]):
                found = worded
        if found is None and ("digits" in atom.senses or "ordinal" in atom.senses or "number" in atom.senses):
            found = self.date(at)
        if found is None and ("this" in atom.senses or "that" in atom.senses or "the_same" in atom.senses):
            found = self._pointed_day(at)
        return found

    def _counted_day(self, at: int) -> FoundMoment | None:
        sense = self.has(at, "day")
        assert sense is not None
        end = self.atom(at).end
        moment = Moment(day=Field("now", int(sense.value)))
        weekday = self._weekday_beside(end)
        if weekday is not None:
            moment, end = msgspec.structs.replace(moment, weekday=weekday[0]), weekday[1]
        elif sense.standing and not self.before(at).senses.keys() & {"unit", "part", "part_of"}:
            return None
        dated = self._date_beside(end)
        if dated is not None:
            date, end = dated
            moment = msgspec.structs.replace(date, weekday=moment.weekday, said=int(sense.value))
        return self._with_part(moment, end)

    def _weekday_beside(self, at: int) -> tuple[int, int] | None:
        """A weekday in apposition: right after, or in brackets."""
        if self.mark(at, _OPENING):
            sense = self.has(at + 1, "weekday")
            if sense is not None and self.mark(self.atom(at + 1).end, _CLOSING):
                return int(sense.value), self.atom(at + 1).end + 1
            return None
        sense = self.has(at, "weekday")
        if sense is None or self.joined(at):
            return None
        return int(sense.value), self.atom(at).end

    def _date_beside(self, at: int) -> FoundMoment | None:
        """A date in apposition to a weekday or to today: "الجمعة 12 سبتمبر", in brackets, after a comma or الموافق."""
        bracket = self.mark(at, _OPENING)
        start = at + 1 if bracket or self.mark(at, _COMMAS) else at
        start = self.skip(start, "dated")
        if self.joined(start) or (self.mark(at, _COMMAS) and "digits" not in self.atom(start).senses):
            return None
        unit = self.has(start, "unit")
        if unit is not None and unit.value == "D" and start > at:
            start = self.atom(start).end
        found = self.date(start)
        if found is None or not isinstance(found[0], Moment):
            return None
        moment, end = found
        if bracket:
            if not self.mark(end, _CLOSING):
                return None
            end += 1
        return moment, end

    def _weekday(self, at: int) -> FoundMoment | None:
        sense = self.has(at, "weekday")
        assert sense is not None
        end = self.atom(at).end
        moment = Moment(weekday=int(sense.value))
        way = self.has(end, "way")
        if way is not None and not self.joined(end) and way.value not in ("after", "before"):
            moment, end = msgspec.structs.replace(moment, way=way.value), self.atom(end).end
        else:
            week = self._pointed_unit(self.skip(end, "of"), "W")
            if week is not None and not self.joined(self.skip(end, "of")):
                moment, end = msgspec.structs.replace(moment, week=week[0]), week[1]
        dated = self._date_beside(end)
        if dated is not None:
            date, end = dated
            moment = msgspec.structs.replace(date, weekday=moment.weekday)
        return self._with_part(moment, end)

    def _with_part(self, moment: Moment, end: int) -> FoundMoment:
        """A part of the day after the day: "أمس مساء"."""
        part = self.has(end, "part")
        atom = self.atom(end)
        if part is None or atom.article or self.joined(end) or moment.part:
            return moment, end
        after = self.atom(atom.end)
        if after.senses.keys() & {"day", "weekday"} and not after.conj:
            return moment, end
        return msgspec.structs.replace(moment, part=part.value), atom.end

    def _day_with_word(self, at: int, unit: Sense) -> tuple[Meaning, int] | None:
        """The word for day (or night) with a day after it, or pointed at."""
        atom = self.atom(at)
        pointed = self._pointed_unit(at, unit.value)
        if pointed is not None:
            moment = Moment(day=pointed[0], part="NI" if unit.value == "N" else "")
            return self._with_part(moment, pointed[1])
        if self.joined(atom.end) or atom.article:
            return None
        if unit.number in ("pair", "many"):
            return self._days(atom.end)
        if unit.number != "one":
            return None
        inner = self.atom(atom.end)
        if inner.senses.keys() & {"day", "weekday"} and "trap" not in inner.senses:
            found: tuple[Meaning, int] | None = self.day(atom.end)
        else:
            found = self.date(atom.end)
        if found is None:
            return None
        meaning, end = found
        if unit.value == "N" and isinstance(meaning, Moment) and not meaning.part:
            return msgspec.structs.replace(meaning, part="NI"), self._second_night(end)
        return meaning, end

    def _days(self, at: int) -> tuple[Meaning, int] | None:
        """Several days after their word: "يومي السبت والأحد", "أيام 3 و4 و5 مايو"."""
        dates = self.date(at)
        if dates is not None:
            return dates
        first = self._weekday(at) if "weekday" in self.atom(at).senses else None
        if first is None:
            return None
        last: FoundMoment | None = None
        end = first[1]
        while True:
            start = end + 1 if self.mark(end, _COMMAS) else self._link(end)
            if start is None or "weekday" not in self.atom(start).senses:
                break
            found = self._weekday(start)
            if found is None:
                break
            last, end = found, found[1]
        if last is None:
            return first
        return Between(first[0], last[0]), end

    def _pointed_day(self, at: int) -> FoundMoment | None:
        atom = self.atom(at)
        inner = self.atom(atom.end)
        if self.joined(atom.end):
            return None
        this = "this" in atom.senses
        weekday = inner.senses.get("weekday")
        if weekday is not None and this:
            return Moment(weekday=int(weekday.value), way="now"), inner.end
        part = inner.senses.get("part")
        if part is not None and inner.article:
            if this:
                return Moment(day=Field("now", 0), part=part.value), inner.end
            return Moment(day=Field("then", 0), part=part.value), inner.end
        for unit in ("D", "N"):
            pointed = self._pointed_unit(at, unit)
            if pointed is not None:
                return self._with_part(Moment(day=pointed[0], part="NI" if unit == "N" else ""), pointed[1])
        return None

    def part(self, at: int) -> tuple[Meaning, int] | None:
        """A part of a day: "مساء الأحد", "فجر أمس"; alone only after a preposition, of the day that was spoken of last."""
        atom = self.atom(at)
        sense = atom.senses.get("part")
        if sense is None:
            return None
        start = self.skip(atom.end, "of") if not self.joined(atom.end) else atom.end
        inner = self.atom(start)
        if not self.joined(start) and not (atom.article and start == atom.end):
            found = self.day(start) if inner.senses.keys() & {"day", "weekday", "unit", "digits", "ordinal"} else None
            if found is not None and isinstance(found[0], Moment) and found[0].holds_day() and not found[0].part:
                end = self._second_night(found[1]) if sense.value in ("NI", "T00:00") else found[1]
                return msgspec.structs.replace(found[0], part=sense.value), end
        if atom.article and "same" in self.atom(atom.end).senses:
            return Moment(day=Field("then", 0), part=sense.value), self.atom(atom.end).end
        alone = (atom.article and not atom.prep) or " " in sense.id
        if alone and atom.end - at == 1 and self._tokens[at].end - self._tokens[at].start > 3:
            if self.before(at).senses.keys() & {"in", "during", "until"}:
                return Moment(part=sense.value), atom.end
        elif atom.end - at > 1 and atom.article is False and self._tokens[atom.end - 1].article:
            return Moment(part=sense.value), atom.end
        return None

    def _second_night(self, end: int) -> int:
        """The second weekday of a night: "ليل السبت - الأحد"."""
        start = self._link(end)
        start = end if start is None else start
        if "weekday" in self.atom(start).senses and not self.atom(start).prep:
            return self.atom(start).end
        return end

    # ── any moment ───────────────────────────────────────────────────────────────────────────────────────────────────

    def moment(self, at: int) -> tuple[Meaning, int] | None:
        """Any point of the calendar that can begin at the token; the longest."""
        senses = self.atom(at).senses
        if "trap" in senses:
            return None
        best: tuple[Meaning, int] | None = None
        for tag, method in _MOMENTS.items():
            if tag in senses:
                found = method(self, at)
                if found is not None and (best is None or found[1] > best[1]):
                    best = found
        return best

    def year(self, at: int) -> tuple[Meaning, int] | None:
        """A year with its word, or two of them."""
        atom = self.atom(at)
        unit = atom.senses.get("unit")
        if unit is not None and unit.value == "Y" and unit.number in ("pair", "many"):
            return self._years(atom.end)
        found = self.year_unit(at)
        if found is None:
            return None
        field, calendar, end = found
        moment = Moment(year=field, calendar=calendar)
        beside = self.year_number(self._into_brackets(end), named=False) if field.how == "now" else None
        if beside is not None and self._beside_closes(end, beside[1]) is not None:
            return Moment(year=Field("is", beside[0])), self._beside_closes(end, beside[1]) or beside[1]
        if field.how == "is":
            last = self._second_year(end, field.n)
            if last is not None:
                return Between(moment, Moment(year=Field("is", last[0]), calendar=calendar)), last[1]
        return moment, end

    def _into_brackets(self, at: int) -> int:
        return at + 1 if self.mark(at, _OPENING) else at

    def _beside_closes(self, opened: int, end: int) -> int | None:
        """The token after an apposition that began at `opened`: after its closing bracket where it has one."""
        if not self.mark(opened, _OPENING):
            return None if self._counts(end) else end
        return end + 1 if self.mark(end, _CLOSING) else None

    def _second_year(self, at: int, first: int) -> tuple[int, int] | None:
        """The end of a stretch of years that is written with a dash or stroke: 2013-2015, 2017/18."""
        if not (self.mark(at, _DASHES) or self.mark(at, _SLASHES)):
            return None
        digits = self.has(at + 1, "digits")
        if digits is None or not digits.value.isdigit():
            return None
        year = int(digits.value)
        if len(digits.value) == 2:
            year += first // 100 * 100
        elif len(digits.value) != 4:
            return None
        return (year, self._era(at + 2)[1]) if first < year <= first + 150 else None

    def _years(self, at: int) -> tuple[Meaning, int] | None:
        """Several years after their word: "عامي 2013 و2015"."""
        first = self.year_number(at, named=True)
        if first is None:
            return None
        last: tuple[int, int, str] | None = None
        end = first[1]
        while True:
            start = end + 1 if self.mark(end, _COMMAS) else self._link(end)
            found = self._joined_year(start) if start is not None else None
            if found is None:
                break
            last, end = found, found[1]
        if last is None or last[0] <= first[0]:
            return None
        calendar = self._calendar(first[0], last[2] or first[2])[0]
        return Between(
            Moment(year=Field("is", first[0]), calendar=calendar), Moment(year=Field("is", last[0]), calendar=calendar)
        ), end

    def _joined_year(self, at: int) -> tuple[int, int, str] | None:
        """A year that may be written with its conjunction: "و2015" (one word and a number)."""
        if "and" in self.atom(at).senses:
            at = self.atom(at).end
        unit = self.has(at, "unit")
        if unit is not None and unit.value == "Y" and unit.number == "one":
            at = self.atom(at).end
        return self.year_number(at, named=True)

    def week_or_more(self, at: int) -> tuple[Meaning, int] | None:
        """A week, decade or century that is pointed at; a stretch up to now ("العام الأخير", "الشهرين المقبلين")."""
        for unit in ("W", "100Y"):
            pointed = self._pointed_unit(at, unit)
            if pointed is not None:
                field, end = pointed
                return (Moment(week=field) if unit == "W" else Moment(century=field)), end
        return self._century(at) or self._ordered(at) or self._window(at)

    def _ordered(self, at: int) -> FoundMoment | None:
        """The first or last weeks or days of a month or year: the month or year, loosely."""
        atom = self.atom(at)
        unit = atom.senses.get("unit")
        if unit is None or not atom.article or unit.value not in ("D", "W", "M", "Y", "10Y"):
            return None
        counted = self.number(atom.end) if unit.number == "many" and not self.joined(atom.end) else None
        middle = self.skip(counted[1] if counted is not None else atom.end, "some")
        order = self.has(middle, "order")
        end = self.atom(middle).end
        if order is None or self.joined(middle) or self.skip(end, "of") == end:
            return None
        start = self.skip(end, "of")
        if self.joined(start):
            return None
        found = self.moment(start) or self._bare_unit(start) or self._year_in_digits(start)
        if found is None or not isinstance(found[0], Moment) or found[0].holds_day() or found[0].part:
            return None
        return msgspec.structs.replace(found[0], edge=order.value), found[1]

    def _century(self, at: int) -> FoundMoment | None:
        atom = self.atom(at)
        unit = atom.senses.get("unit")
        if unit is None or unit.value != "100Y" or unit.number != "one":
            return None
        ordinal = self.ordinal(atom.end)
        if ordinal is None:
            digits = self.has(atom.end, "digits")
            if digits is None or not digits.value.isdigit() or not 1 <= int(digits.value) <= 21:
                return None
            ordinal = int(digits.value), self.atom(atom.end).end
        era, end = self._era(ordinal[1])
        return (Moment(century=Field("is", ordinal[0] - 1)), end) if era in ("", "g") else None

    def _window(self, at: int) -> tuple[Meaning, int] | None:
        """Definite units with an adjective of direction: a window where they are counted, vague where they are not."""
        atom = self.atom(at)
        unit, amount, end = atom.senses.get("unit"), None, atom.end
        latest = "latest" in atom.senses
        if latest or unit is None:
            counted = self.number(atom.end if latest else at)
            if counted is not None:
                unit, amount, end = self.has(counted[1], "unit"), counted[0], self.atom(counted[1]).end
                if self.joined(counted[1]):
                    return None
            elif latest:
                unit, end = self.has(atom.end, "unit"), self.atom(atom.end).end
        if unit is None or (unit.standing and amount is None and not atom.article):
            return None
        if unit.number == "two":
            amount = 2
        many = unit.number == "many" or unit.family == "plural"
        if latest:
            if amount is None or self.atom(atom.end).article:
                return None
            return Window(Length(((amount, unit.value),)), -1), end
        if not atom.article and "this" not in atom.senses:
            return None
        end = self.skip(end, "some")
        if many and amount is None:
            counted = self.number(end) if not self.joined(end) and self.atom(end).article else None
            if counted is not None:
                amount, end = counted
        end = self.skip(end, "some")
        way = self.has(end, "way")
        if way is None or self.joined(end):
            return None
        end = self.atom(end).end
        if way.value in ("after",):
            return None
        ahead = way.value in ("next", "next2")
        if way.value == "now":
            return (Vague("PRESENT_REF"), end) if many and amount is None else None
        if amount is None and not many:
            if unit.value == "D":
                return None
            amount = 1
            if unit.value in _SMALL_UNITS:
                return Vague("FUTURE_REF" if ahead else "PAST_REF"), end
        if amount is None or way.value == "before":
            return Vague("FUTURE_REF" if ahead else "PAST_REF"), end
        return Window(Length(((amount, unit.value),)), 1 if ahead else -1), end

    def edge(self, at: int) -> tuple[Meaning, int] | None:
        """The beginning, middle or end of a month, year, week or decade."""
        atom = self.atom(at)
        sense = atom.senses.get("edge")
        if sense is None or atom.article:
            return None
        start = self.skip(atom.end, "of")
        if self.joined(start):
            return None
        found = self.moment(start)
        if found is None:
            found = self._bare_unit(start) or self._year_in_digits(start)
        if found is None or not isinstance(found[0], Moment):
            return None
        moment, end = found
        if moment.holds_day() or moment.part or moment.edge:
            return None
        return msgspec.structs.replace(moment, edge=sense.value), end

    def _bare_unit(self, at: int) -> FoundMoment | None:
        """The week, month, year or century, which is the present one after an edge."""
        atom = self.atom(at)
        unit = atom.senses.get("unit")
        if unit is None or unit.number != "one" or not atom.article:
            return None
        field = Field("now", 0)
        if unit.value == "W":
            return Moment(week=field), atom.end
        if unit.value == "M":
            return Moment(month=field), atom.end
        if unit.value == "Y":
            return Moment(year=field), atom.end
        return None

    def _year_in_digits(self, at: int) -> FoundMoment | None:
        found = self.year_number(at, named=False)
        if found is None or self._counts(found[1]):
            return None
        calendar, year = self._calendar(found[0], found[2])
        return Moment(year=Field("is", year), calendar=calendar), found[1]

    def _counts(self, at: int) -> bool:
        """Whether the number before this token counts the word here."""
        token = self.word(at)
        if token is None or token.kind != "word":
            return token is not None and token.form in ("%", "\u066a", "$", "\u20ac")
        senses = self.atom(at).senses
        return "measure" in senses or ("unit" in senses and not self.atom(at).article)

    def season(self, at: int) -> FoundMoment | None:
        """A season with its year or direction."""
        atom = self.atom(at)
        sense = atom.senses.get("season")
        if sense is None:
            return None
        season = int(sense.value)
        way = self.has(atom.end, "way")
        if way is not None and atom.article and way.value in ("past", "next", "now") and not self.joined(atom.end):
            return Moment(season=season, way=way.value), self.atom(atom.end).end
        year = self._year_after(atom.end)
        if year is not None:
            return Moment(season=season, year=year[0]), year[2]
        bare = self._bare_year(self.skip(atom.end, "of"), "g")
        if bare is not None and not atom.article:
            return Moment(season=season, year=Field("is", bare[0])), bare[1]
        return None

    def decade(self, at: int) -> FoundMoment | None:
        """A decade by its number, of the last century where none is named."""
        atom = self.atom(at)
        sense = atom.senses.get("decade")
        if sense is None:
            return None
        start = self.skip(atom.end, "of")
        if self.atom(start).senses.keys() & {"age"}:
            return None
        century = self._pointed_unit(start, "100Y")
        if century is not None:
            return Moment(decade=int(sense.value), century=century[0]), century[1]
        numbered = self._century(start)
        if numbered is not None:
            return Moment(decade=int(sense.value), century=numbered[0].century), numbered[1]
        if not atom.article or int(sense.value) < _LEAST_BARE_DECADE:
            return None
        return Moment(decade=int(sense.value)), atom.end

    def stretch(self, at: int) -> FoundMoment | None:
        """A quarter or half of a year."""
        atom = self.atom(at)
        sense = atom.senses.get("stretch")
        if sense is None or not atom.article:
            return None
        count = int(sense.value)
        ordinal = self.ordinal(atom.end)
        if ordinal is not None and ordinal[0] <= count:
            number, end = ordinal
        elif (way := self.has(atom.end, "way")) is not None and way.value == "late":
            number, end = count, self.atom(atom.end).end
        else:
            return None
        start = self.skip(end, "of")
        if self.joined(start):
            return None
        year = self.year_unit(start)
        if year is not None:
            return Moment(stretch=(number, count), year=year[0]), year[2]
        bare = self._bare_year(start, "g")
        if bare is not None:
            return Moment(stretch=(number, count), year=Field("is", bare[0])), bare[1]
        unit = self._bare_unit(start)
        if unit is not None and unit[0].year is not None and start != end:
            return Moment(stretch=(number, count), year=unit[0].year), unit[1]
        return None

    # ── clock ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def clock(self, at: int) -> tuple[Meaning, int] | None:
        """A clock time: with its word, or in figures beside a part of the day or a zone."""
        atom = self.atom(at)
        worded = "clock" in atom.senses
        start = atom.end if worded else at
        time = self._clock_time(start, worded=worded)
        if time is None:
            return None
        hour, minute, end = time
        zone = self._zone(end)
        bracketed = zone is not None
        if zone is not None:
            end = zone
        moment = Moment(clock=(hour, minute))
        sure = worded or bracketed
        of = self.skip(end, "of")
        part = self.has(of, "part")
        if part is not None and not self.atom(of).conj:
            inner = self.part(of)
            if inner is not None and isinstance(inner[0], Moment):
                moment, end, sure = msgspec.structs.replace(inner[0], clock=(hour, minute)), inner[1], True
            else:
                moment, end, sure = msgspec.structs.replace(moment, part=part.value), self.atom(of).end, True
        if not sure:
            return None
        zone = self._zone(end)
        if zone is not None:
            end = zone
        if not moment.holds_day():
            day = self._clock_day(end)
            if day is not None:
                inner_moment, end = day
                moment = msgspec.structs.replace(
                    inner_moment, clock=(hour, minute), part=moment.part or inner_moment.part
                )
        if zone is None:
            zone = self._zone(end)
            if zone is not None:
                end = zone
        return moment, end

    def _clock_day(self, at: int) -> FoundMoment | None:
        """The day after a clock time: "من يوم الأحد", "اليوم", "أمس"."""
        start = self.skip(at, "of")
        if self.joined(start):
            return None
        if self.atom(start).senses.keys() & {"day", "weekday", "unit"}:
            found = self.day(start)
            if found is not None and isinstance(found[0], Moment) and found[0].holds_day():
                return found[0], found[1]
        return None

    def _clock_time(self, at: int, *, worded: bool) -> tuple[int, int, int] | None:
        digits = self.has(at, "digits")
        if digits is not None:
            value, end = digits.value, self.atom(at).end
            if value.isdigit() and len(value) <= 2 and self._tokens[end].form == ":" if end < self._last else False:
                minutes = self.word(end + 1)
                if minutes is not None and minutes.form.isdigit() and len(minutes.form) == 2:
                    return self._in_day(int(value), int(minutes.form), end + 2)
            decimal = _DECIMAL.match(value)
            if decimal and len(decimal[2]) == 2:
                return self._in_day(int(decimal[1]), int(decimal[2]), end)
            if value.isdigit() and len(value) == 4 and self._zone(end) is not None:
                return self._in_day(int(value[:2]), int(value[2:]), end)
            if value.isdigit() and len(value) <= 2:
                return self._in_day(int(value), 0, end)
            return None
        sense, atom = self.has(at, "hour"), self.atom(at)
        if sense is None or not atom.article:
            return None
        hour, end, minute = int(sense.value), atom.end, 0
        ten = self.has(end, "number")
        if ten is not None and ten.value == "10" and hour <= 2 and not self.joined(end):
            hour, end = hour + 10, self.atom(end).end
        half = self.has(end, "half")
        if half is not None and self.atom(end).conj:
            minute, end = round(float(half.value) * 60), self.atom(end).end
        else:
            minutes = self.number(end) if self.atom(end).conj else None
            if minutes is not None and (unit := self.has(minutes[1], "unit")) is not None and unit.value == "MIN":
                minute, end = int(minutes[0]), self.atom(minutes[1]).end
        return self._in_day(hour, minute, end)

    @staticmethod
    def _in_day(hour: int, minute: int, end: int) -> tuple[int, int, int] | None:
        return (hour, minute, end) if hour < 24 and minute < 60 else None

    def _zone(self, at: int) -> int | None:
        """The token after a time zone: its word and the one or two words of its place, or a name that tells itself."""
        bracket = self.mark(at, _OPENING)
        start = at + 1 if bracket else at
        atom = self.atom(start)
        if "zone" in atom.senses and not atom.conj:
            inner = self.atom(atom.end)
            end = inner.end if "gmt" in inner.senses else atom.end + 1
            place = self.word(atom.end)
            if place is None or place.kind != "word":
                return None
        elif "gmt" in atom.senses:
            end = atom.end
        else:
            return None
        if bracket:
            return end + 1 if self.mark(end, _CLOSING) else None
        return end

    # ── lengths ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def length(self, at: int, *, single: bool = False) -> tuple[Length, int] | None:
        """So much time: [about] number and unit, a dual, halves; `single`: one indefinite unit will do ("منذ عام")."""
        loose = False
        atom = self.atom(at)
        if "trap" in atom.senses:
            return None
        if "approx" in atom.senses:
            loose, at = True, atom.end
            if self.joined(at):
                return None
            single = True
        found = self._amount(at, single=single)
        if found is None:
            return None
        amounts, end, most = found
        more = (
            self._amount(self.atom(end).end, single=False) if "or" in self.atom(end).senses and most is None else None
        )
        if more is not None and more[2] is None and more[0][0][1] == amounts[-1][1] and more[0][0][0] > amounts[-1][0]:
            most, end = more[0][0][0], more[1]
        end = self._whole_words(end)
        if "approx" in self.atom(end).senses and "whole" in self.atom(end).senses:
            loose, end = True, self.atom(end).end
        while True:  # "a year and two months", "a year and a half"
            atom = self.atom(end)
            if not atom.conj or atom.prep:
                break
            half = atom.senses.get("half")
            if half is not None:
                last, unit = amounts[-1]
                amounts = (*amounts[:-1], (last + float(half.value), unit))
                end = atom.end
                repeated = self.has(end, "unit")
                if repeated is not None and repeated.value == unit and self.atom(end).article:
                    end = self.atom(end).end
                break
            more = self._amount(end, single=True) if self.moment(end) is None else None
            if more is None or more[2] is not None or not _smaller(more[0][0][1], amounts[-1][1]):
                break
            amounts, end = amounts + more[0], self._whole_words(more[1])
        return Length(amounts, loose, most), end

    def _whole_words(self, at: int) -> int:
        while "whole" in self.atom(at).senses and not self.joined(at) and "approx" not in self.atom(at).senses:
            at = self.atom(at).end
        return at

    def _amount(self, at: int, *, single: bool) -> tuple[tuple[tuple[float, str], ...], int, float | None] | None:
        atom = self.atom(at)
        unit = atom.senses.get("unit")
        if unit is not None and not atom.article:
            return self._units_alone(unit, atom, single=single)
        half = atom.senses.get("half")
        if half is not None and not atom.article:
            inner = self.has(atom.end, "unit")
            if inner is not None and inner.number == "one" and not self.joined(atom.end):
                return ((float(half.value), inner.value),), self.atom(atom.end).end, None
            return None
        counted = self.number(at)
        if counted is None:
            return None
        amount, end = counted
        most = None
        if "to" in self.atom(end).senses or self.mark(end, _DASHES) or ("or" in self.atom(end).senses):
            second = self.number(self.atom(end).end)
            if second is not None and second[0] > amount:
                most, end = second
        inner = self.has(end, "unit")
        if inner is None or inner.number in ("two", "pair") or self.joined(end):
            return None
        if amount < 3 and "digits" not in atom.senses and "approx" not in atom.senses:
            return None  # in words one and two stand after their unit
        if self.atom(end).article and not atom.article:
            return None
        return ((amount, inner.value),), self.atom(end).end, most

    def _units_alone(
        self, unit: Sense, atom: Atom, *, single: bool
    ) -> tuple[tuple[tuple[float, str], ...], int, float | None] | None:
        if unit.number == "two":
            return ((2.0, unit.value),), atom.end, None
        if unit.number != "one":
            return None
        one = self.has(atom.end, "number")
        if one is not None and one.value == "1" and not self.joined(atom.end):
            return ((1.0, unit.value),), self.atom(atom.end).end, None
        whole = self.has(atom.end, "whole")
        after = self.atom(atom.end)
        half = after.senses.get("half") if after.conj else None
        if unit.standing == "weak" and whole is None and half is None:
            return None
        if after.conj and half is None and not single:
            more = self._amount(atom.end, single=False)
            single = more is not None and _smaller(more[0][0][1], unit.value)
        alone = unit.standing == "alone" and not self.atom(atom.end).article and not self._defined(atom.end)
        if single or half is not None or alone or (whole is not None and unit.standing == "weak"):
            return ((1.0, unit.value),), atom.end, None
        return None

    def _defined(self, at: int) -> bool:
        token = self.word(at)
        return token is not None and token.article

    def _vague_units(self, at: int) -> int | None:
        """The token after units without a number: "أيام", "عدة أسابيع", "سنوات طويلة", "فترة طويلة"."""
        start = self.skip(at, "few")
        if start != at and self.joined(start):
            return None
        unit = self.has(start, "unit")
        atom = self.atom(start)
        if unit is not None and atom.article and start == at:
            return None
        plural = unit is not None and (
            unit.number == "many" or (unit.standing == "weak" and start != at) or self._is_plural(start)
        )
        if not plural and not (start == at and "period" in atom.senses and not atom.article):
            return None
        end = atom.end
        while "some" in self.atom(end).senses and not self.joined(end):
            end = self.atom(end).end
        return end

    def _is_plural(self, at: int) -> bool:
        """Whether a weak form is a plural ("عقود", "دقائق"): it has no feminine ending and is not the short singular."""
        sense = self.has(at, "unit")
        return sense is not None and sense.family == "plural"

    def _is_age(self, start: int, end: int, unit: str) -> bool:
        """Whether a length is somebody's age: a word for age before it, or years alone between brackets or commas."""
        if unit != "Y":
            return False
        for at in range(max(self._first, start - 4), start):
            if "age" in self.atom(at).senses:
                return True
        if "age" in self.atom(self.skip(end, "of")).senses:
            return True
        if self.mark(start - 1, _OPENING) and self.mark(end, _CLOSING):
            return True
        return self.mark(start - 1, _COMMAS) and self.mark(end, _COMMAS)

    # ── openers of expressions ───────────────────────────────────────────────────────────────────────────────────────

    def open_moment(self, at: int) -> FoundFrom | None:
        """A moment that stands alone, and what a dash or الموافق adds to it."""
        found = self.moment(at)
        if found is None:
            return None
        meaning, end = found
        if isinstance(meaning, Moment) and meaning.month is not None and meaning.day is not None:
            equal = self._equivalent(end)
            if equal is not None:
                other, end = equal
                meaning = meaning if meaning.calendar == "g" else other
        return meaning, at, end

    def _equivalent(self, at: int) -> FoundMoment | None:
        """The same day in another calendar: after الموافق, or in brackets."""
        bracket = self.mark(at, _OPENING)
        comma = self.mark(at, _COMMAS)
        start = at + 1 if bracket or comma else at
        dated = self.skip(start, "dated")
        if dated == start and not bracket:
            return None
        found = self.date(self.skip(dated, "of"))
        if found is None or not isinstance(found[0], Moment):
            return None
        end = found[1]
        if bracket:
            if not self.mark(end, _CLOSING):
                return None
            end += 1
        return found[0], end

    def open_digits(self, at: int) -> FoundFrom | None:
        """What begins with digits: a date, a clock time, a length, or a year where its surroundings make it one."""
        window = self._window(at) if self.atom(at).article else None
        made = (window[0], at, window[1]) if window is not None else None
        return self._longest(
            at, made, self.open_moment(at), self._open_clock(at), self.open_length(at), self._open_year(at)
        )

    @staticmethod
    def _longest(at: int, *found: FoundFrom | None) -> FoundFrom | None:
        made = [one for one in found if one is not None]
        return max(made, key=lambda one: one[2]) if made else None

    def _open_clock(self, at: int) -> FoundFrom | None:
        found = self.clock(at)
        return (found[0], at, found[1]) if found is not None else None

    def _open_year(self, at: int) -> FoundFrom | None:
        found = self.year_number(at, named=False)
        if found is None or self.atom(at).article:
            return None
        year, end, era = found
        calendar, number = self._calendar(year, era)
        moment = Moment(year=Field("is", number), calendar=calendar)
        before = self.before(at)
        if "numbering" in before.senses:
            return None
        last = self._second_year(end, year)
        if last is not None and 1900 <= year and not self.mark(at - 1, _DASHES) and not self.mark(at - 1, _SLASHES):
            return Between(moment, Moment(year=Field("is", last[0]), calendar=calendar)), at, last[1]
        if era:
            return moment, at, end
        if self._counts(end) or self.mark(at - 1, _DASHES) or self.mark(at - 1, _SLASHES):
            return None
        if self.mark(end, _DASHES) and self._tokens[end].start == self._tokens[end - 1].end:
            return None
        known = before.senses.keys() & {
            "in",
            "since",
            "ago",
            "after",
            "until",
            "by",
            "to",
            "from",
            "yearly",
            "over",
            "during",
        }
        if known:
            return (moment, at, end) if self._free(end, year, strict="yearly" not in before.senses) else None
        if self.mark(at - 1, _OPENING) and self.mark(end, _CLOSING):
            return moment, at, end
        return None

    def _free(self, at: int, year: int, *, strict: bool) -> bool:
        """Whether the number before stands for itself: nothing after it that it could count. Round ones are suspect."""
        token = self.word(at)
        if token is None or token.kind != "word" or token.conj or token.article or token.prep:
            return True
        if year % 100 and not strict:
            return True
        atom = self.atom(at)
        if atom.senses:
            return "measure" not in atom.senses
        if year % 100 == 0 or year < 1945:
            return bool(
                token.tags & {"preposition", "conjunction_word", "relative", "particle_that", "auxiliary", "perfective"}
            )
        return True

    def open_length(self, at: int) -> FoundFrom | None:
        """A length that stands alone."""
        found = self.length(at)
        if found is None:
            return None
        length, end = found
        atom = self.atom(at)
        unit = length.amounts[-1][1]
        if atom.article or self._is_age(at, end, unit):
            return None
        if unit in ("S", "MIN") and "the_minute" in self.before(at).senses:
            return None
        return length, at, end

    def open_since(self, at: int) -> FoundFrom | None:
        """منذ: a length before now, or a moment, and all the time from it on."""
        start = self.atom(at).end
        if self.joined(start):
            return None
        if "then" in self.atom(start).senses:
            return Open(Then(), "from"), at, self.atom(start).end
        moment = self.moment(start)
        if moment is None:
            year = self._year_in_digits(start)
            moment = year
        length = self.length(start, single=True)
        if length is not None and (moment is None or length[1] > moment[1]):
            return Counted(length[0], -1, since=True), at, length[1]
        if moment is not None:
            if isinstance(moment[0], Moment):
                return Open(moment[0], "from"), at, moment[1]
            return None
        clock = self.clock(start)
        if clock is not None and isinstance(clock[0], Moment):
            return Open(clock[0], "from"), at, clock[1]
        vague = self._vague_units(start)
        return (Vague("PAST_REF"), at, vague) if vague is not None else None

    def open_ago(self, at: int) -> FoundFrom | None:
        """قبل: a length before now; before an event, the length alone."""
        start = self.atom(at).end
        if self.joined(start) or self.atom(at).prep or self.moment(start) is not None or self._year_in_digits(start):
            return None
        length = self.length(start, single=True)
        if length is not None:
            if self._hangs(length[1]):
                return length[0], start, length[1]
            return Counted(length[0], -1), at, length[1]
        vague = self._vague_units(start)
        if vague is None or self._hangs(vague):
            return None
        return Vague("PAST_REF"), at, vague

    def _hangs(self, at: int) -> bool:
        """Whether what was said is counted from an event: "من" or "على" and a noun follow."""
        atom = self.atom(at)
        return bool(atom.senses.keys() & {"of", "hang"}) and not atom.conj and "in" not in atom.senses

    def open_after(self, at: int) -> FoundFrom | None:
        """بعد: a length after now where the clause lies ahead; else the length alone."""
        start = self.atom(at).end
        if self.joined(start) or self.moment(start) is not None or self._year_in_digits(start):
            return None
        ahead = self._tense(at, start) == "future"
        length = self.length(start, single=True)
        if length is not None:
            end = length[1]
            if "vague" in self.atom(end).senses and self.atom(end).senses["vague"].value == "PRESENT_REF":
                return Counted(length[0], 1), at, self.atom(end).end
            if ahead and not self._hangs(end):
                return Counted(length[0], 1), at, end
            return length[0], start, end
        vague = self._vague_units(start)
        if vague is None or not ahead or self._hangs(vague):
            return None
        return Vague("FUTURE_REF"), at, vague

    def open_during(self, at: int) -> FoundFrom | None:
        """خلال and its like: the length without the preposition; units without a number lie ahead."""
        start = self.atom(at).end
        if self.joined(start) or self.atom(start).article:
            return None
        length = self.length(start, single=True)
        if length is not None and self.moment(start) is None:
            if self._is_age(start, length[1], length[0].amounts[-1][1]):
                return None
            return length[0], start, length[1]
        if "during" in self.atom(at).senses:
            vague = self._vague_units(start)
            if vague is not None and "unit" in self.atom(self.skip(start, "few")).senses:
                return Vague("FUTURE_REF"), start, vague
        return None

    def open_over(self, at: int) -> FoundFrom | None:
        """على مدى: the length or window, with the preposition."""
        start = self.atom(at).end
        if self.joined(start):
            return None
        window = self._window(start)
        if window is not None:
            return window[0], at, window[1]
        length = self.length(start, single=True)
        if length is not None:
            return length[0], at, length[1]
        vague = self._vague_units(start)
        if vague is not None:
            return Vague("PAST_REF" if self._tense(at, start) != "future" else "FUTURE_REF"), at, vague
        return None

    def open_by(self, at: int) -> FoundFrom | None:
        """بحلول: up to a moment."""
        start = self.atom(at).end
        found = self.moment(start) or self._year_in_digits(start) or self._bare_unit(start)
        if found is None or not isinstance(found[0], Moment):
            return None
        return Open(found[0], "to"), at, found[1]

    def open_starting(self, at: int) -> FoundFrom | None:
        """ابتداء من: from a moment on."""
        start = self.atom(at).end
        if "vague" in self.atom(start).senses:
            return None
        found = self.moment(start) or self._year_in_digits(start) or self.clock(start)
        if found is None or not isinstance(found[0], Moment):
            return None
        return Open(found[0], "from"), at, found[1]

    def open_from(self, at: int) -> FoundFrom | None:
        """من … إلى, بين … و: from one moment to another."""
        start = self.atom(at).end
        if self.atom(at).prep or self.joined(start):
            return None
        unit = self.has(start, "unit")
        if unit is not None and unit.number in ("pair", "many"):
            found = (
                self.year(start)
                if unit.value == "Y"
                else self._days(self.atom(start).end)
                if unit.value == "D"
                else None
            )
            if found is None and unit.value == "M":
                found = self._months(self.atom(start).end)
            return (found[0], at, found[1]) if found is not None and isinstance(found[0], Between) else None
        first = self._end_of_stretch(start)
        if first is None:
            return None
        meaning, end = first
        if isinstance(meaning, Between):
            return meaning, at, end
        second = self._link(end + 1 if self.mark(end, _COMMAS) else end)
        last = self._end_of_stretch(second) if second is not None else None
        if last is None or not isinstance(last[0], Moment) or not isinstance(meaning, Moment):
            return None
        bare = meaning.day is not None and meaning.day.how == "is" and meaning.month is None
        if bare and (last[0].day is None or last[0].month is None):
            return None
        if last[0].day is not None and last[0].day.how == "is" and last[0].month is None:
            return None
        return Between(meaning, last[0]), at, last[1]

    def _end_of_stretch(self, at: int) -> tuple[Meaning, int] | None:
        """A moment, a year in digits, a clock time, or a bare day number, which takes its month from the other end."""
        found = self.moment(at) or self.clock(at) or self._year_in_digits(at)
        if found is not None:
            return found
        day = self.day_number(at)
        if day is not None and "digits" in self.atom(at).senses:
            return Moment(day=Field("is", day[0])), day[1]
        if day is not None:
            return Moment(day=Field("is", day[0])), day[1]
        digits = self.has(at, "digits")
        if digits is not None:
            time = self._clock_time(at, worded=True)
            if time is not None and time[2] - at > 1:
                return Moment(clock=(time[0], time[1])), time[2]
        return None

    def _months(self, at: int) -> tuple[Meaning, int] | None:
        """Two months after their word: "شهري مايو ويونيو"."""
        first = self.month(at, after_day=True)
        if first is None:
            return None
        start = self._link(first[1])
        last = self.month(start, after_day=True) if start is not None else None
        return (Between(first[0], last[0]), last[1]) if last is not None else None

    def open_month(self, at: int) -> FoundFrom | None:
        """A month, or a stretch of months that a dash joins."""
        alone = self.open_moment(at)
        found = self.month(at)
        if found is not None and self.mark(found[1], _DASHES | _SLASHES):
            last = self.month(found[1] + 1, after_day=True)
            if last is not None and not self.joined(found[1] + 1) and found[0].month != last[0].month:
                return Between(found[0], last[0]), at, last[1]
        return alone

    def open_unit(self, at: int) -> FoundFrom | None:
        """What begins with a unit: a day, week, month or year, a dual with its numbers, or a length."""
        unit = self.has(at, "unit")
        assert unit is not None
        found = self.open_moment(at)
        if unit.number == "pair" and unit.value == "M":
            months = self._months(self.atom(at).end)
            if months is not None:
                return months[0], at, months[1]
        window = self._window(at)
        made = (window[0], at, window[1]) if window is not None else None
        return self._longest(at, found, made, self.open_length(at))

    def open_number(self, at: int) -> FoundFrom | None:
        """What begins with a number in words: a length, a window, a date."""
        window = self._window(at) if self.atom(at).article else None
        made = (window[0], at, window[1]) if window is not None else None
        return self._longest(at, made, self.open_length(at), self.open_moment(at))

    def open_vague(self, at: int) -> FoundFrom | None:
        """An adverb; one that takes a date has the date's value ("في وقت سابق اليوم")."""
        atom = self.atom(at)
        sense = atom.senses["vague"]
        if sense.family == "carries":
            start = self.skip(atom.end, "of")
            if not self.joined(start):
                found = self.moment(start) or (self._bare_unit(start) if start != atom.end else None)
                if found is not None and isinstance(found[0], Moment):
                    return found[0], at, found[1]
        if sense.family == "not_first" and at == self._first:
            return None
        return Vague(sense.value), at, atom.end

    def open_then(self, at: int) -> FoundFrom | None:
        """An anaphor: the time that was spoken of last."""
        return Then(), at, self.atom(at).end

    def open_set(self, at: int) -> FoundFrom | None:
        """An adverb of repetition."""
        return Every(self.atom(at).senses["set"].value), at, self.atom(at).end

    def open_every(self, at: int) -> FoundFrom | None:
        """كل with a unit, a length or a weekday."""
        start = self.atom(at).end
        if self.joined(start):
            return None
        atom = self.atom(start)
        unit = atom.senses.get("unit")
        weekdays = {"weekday", "any_weekday"}
        if (
            unit is not None
            and unit.value == "D"
            and weekdays & self.atom(atom.end).senses.keys()
            and not self.joined(atom.end)
        ):
            return Every("R/P1W"), at, self.atom(atom.end).end
        if weekdays & atom.senses.keys() and not self._pair_follows(atom.end):
            return Every("R/P1W"), at, atom.end
        length = self.length(start, single=True)
        if length is not None and not atom.article and not length[0].loose:
            value = write_length(length[0])
            return (Every(f"R/{value}"), at, length[1]) if value else None
        part = atom.senses.get("part")
        if part is not None and not atom.article and atom.end - start == 1:
            return Every("R/P1D"), at, atom.end
        return None

    def _pair_follows(self, at: int) -> bool:
        return self.atom(at).conj and "weekday" in self.atom(at).senses

    def open_period(self, at: int) -> FoundFrom | None:
        """A noun such as period or stage with an adjective of direction."""
        atom = self.atom(at)
        if not atom.article:
            return None
        end = self.skip(atom.end, "some")
        way = self.has(end, "way")
        if way is None or self.joined(end):
            return None
        values = {"now": "PRESENT_REF", "next": "FUTURE_REF", "next2": "FUTURE_REF", "after": ""}
        value = values.get(way.value, "PAST_REF")
        return (Vague(value), at, self.atom(end).end) if value else None

    def open_approx(self, at: int) -> FoundFrom | None:
        """About so much time."""
        length = self.length(at)
        if length is None or self._is_age(at, length[1], length[0].amounts[-1][1]):
            return None
        return length[0], at, length[1]

    def open_part_of(self, at: int) -> FoundFrom | None:
        """An early or late hour of a day or of a part of one."""
        atom = self.atom(at)
        if self.joined(atom.end):
            return None
        found = self.part(atom.end) or self.day(atom.end)
        if found is None:
            inner = self.atom(atom.end)
            part = inner.senses.get("part")
            return (Moment(part=part.value), at, inner.end) if part is not None and inner.article else None
        return found[0], at, found[1]

    def open_night(self, at: int) -> FoundFrom | None:
        """Tonight, last night."""
        atom = self.atom(at)
        moment = Moment(day=Field("now", int(atom.senses["night"].value)), part="NI")
        weekday = self._weekday_beside(atom.end)
        if weekday is not None:
            return msgspec.structs.replace(moment, weekday=weekday[0]), at, weekday[1]
        return moment, at, atom.end


def _smaller(unit: str, than: str) -> bool:
    order = ("S", "MIN", "H", "D", "N", "W", "M", "Y", "10Y", "100Y")
    return order.index(unit) < order.index(than)


def _days_of(reader: _Reader, at: int) -> tuple[Meaning, int] | None:
    return reader.day(at)


def _units_of(reader: _Reader, at: int) -> tuple[Meaning, int] | None:
    best: tuple[Meaning, int] | None = None
    for found in (reader.day(at), reader.year(at), reader.month(at), reader.week_or_more(at)):
        if found is not None and (best is None or found[1] > best[1]):
            best = found
    return best


_MOMENTS: dict[str, Callable[[_Reader, int], tuple[Meaning, int] | None]] = {
    "day": _days_of,
    "weekday": _days_of,
    "part": _Reader.part,
    "digits": _Reader.date,
    "ordinal": _days_of,
    "number": _units_of,
    "month": _Reader.month,
    "hijri_month": _Reader.month,
    "persian_month": _Reader.month,
    "unit": _units_of,
    "edge": _Reader.edge,
    "season": _Reader.season,
    "decade": _Reader.decade,
    "stretch": _Reader.stretch,
    "this": _units_of,
    "that": _units_of,
    "the_same": _units_of,
    "latest": _Reader.week_or_more,
}

_OPENERS: dict[str, Callable[[_Reader, int], FoundFrom | None]] = {
    "vague": _Reader.open_vague,
    "then": _Reader.open_then,
    "set": _Reader.open_set,
    "since": _Reader.open_since,
    "ago": _Reader.open_ago,
    "after": _Reader.open_after,
    "by": _Reader.open_by,
    "starting": _Reader.open_starting,
    "from": _Reader.open_from,
    "over": _Reader.open_over,
    "during": _Reader.open_during,
    "lasting": _Reader.open_during,
    "part_of": _Reader.open_part_of,
    "part": _Reader.open_moment,
    "night": _Reader.open_night,
    "day": _Reader.open_moment,
    "weekday": _Reader.open_moment,
    "clock": _Reader._open_clock,
    "digits": _Reader.open_digits,
    "month": _Reader.open_month,
    "hijri_month": _Reader.open_moment,
    "persian_month": _Reader.open_moment,
    "unit": _Reader.open_unit,
    "ordinal": _Reader.open_moment,
    "hour": _Reader._open_clock,
    "number": _Reader.open_number,
    "half": _Reader.open_length,
    "edge": _Reader.open_moment,
    "season": _Reader.open_moment,
    "decade": _Reader.open_moment,
    "stretch": _Reader.open_moment,
    "this": _Reader.open_moment,
    "that": _Reader.open_moment,
    "the_same": _Reader.open_moment,
    "latest": _Reader.open_moment,
    "every": _Reader.open_every,
    "period": _Reader.open_period,
    "approx": _Reader.open_approx,
}
