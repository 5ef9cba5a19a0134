"""Numbers and years, in figures and in words."""

import re

from mahdar.times._words import CLOSING, OPENING, Words

_DIGITS = re.compile(r"\d{1,4}$")
DECIMAL = re.compile(r"(\d{1,3})[.,\u066b](\d{1,2})$")
_PER_CENT = frozenset("%\u066a$\u20ac")
# Years of each era that a bare number is taken for.
_LIKELY_YEARS = {"g": (1500, 2200), "h": (1200, 1500), "p": (1200, 1450), "bc": (1000, 5000)}


class Numbers(Words):
    """Cardinals, ordinals, days of a month and years that begin at a token."""

    def number(self, at: int) -> tuple[float, int] | None:
        """A cardinal in digits or words."""
        digits = self.has(at, "digits")
        if digits is not None:
            if _DIGITS.match(digits.value):
                return float(digits.value), self.atom(at).end
            decimal = DECIMAL.match(digits.value)
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
            if len(digits.value) <= 2 and digits.value.isdecimal() and 1 <= int(digits.value) <= 31:
                return int(digits.value), self.atom(at).end
            return None
        found = self.ordinal(at)
        return found if found is not None and found[0] <= 31 else None

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
            if self.mark(at, OPENING) and (inner := self.has(at + 1, "era")) is not None:
                end = self.atom(at + 1).end
                if self.mark(end, CLOSING):
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

    def _counts(self, at: int) -> bool:
        """Whether the number before this token counts the word here."""
        token = self.word(at)
        if token is None or token.kind != "word":
            return token is not None and token.form in ("%", "\u066a", "$", "\u20ac")
        senses = self.atom(at).senses
        return "measure" in senses or ("unit" in senses and not self.atom(at).article)

    def _into_brackets(self, at: int) -> int:
        return at + 1 if self.mark(at, OPENING) else at
