"""Lengths of time: numbers with their units, duals, halves; and units without a number."""

from mahdar.times._clock import Clock
from mahdar.times._lexicon import Sense
from mahdar.times._meanings import Length
from mahdar.times._words import CLOSING, COMMAS, DASHES, OPENING, Atom

_Amounts = tuple[tuple[float, str], ...]

_AGE_REACH = 6  # tokens between a word for age and the years


class Lengths(Clock):
    """Lengths that begin at a token."""

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
        while (start := self._added(end)) is not None:  # "a year and two months", "a year and a half"
            half = self.has(start, "half")
            if half is not None:
                last, unit = amounts[-1]
                amounts = (*amounts[:-1], (last + float(half.value), unit))
                end = self.atom(start).end
                repeated = self.has(end, "unit")
                if repeated is not None and repeated.value == unit and self.atom(end).article:
                    end = self.atom(end).end
                break
            more = self._amount(start, single=True) if self.moment(start) is None else None
            if more is None or more[2] is not None or not _smaller(more[0][0][1], amounts[-1][1]):
                break
            amounts, end = amounts + more[0], self._whole_words(more[1])
        return Length(amounts, loose, most), end

    def _added(self, at: int) -> int | None:
        """Where an amount begins that "and" adds: in the same word, or after it."""
        atom = self.atom(at)
        if "and" in atom.senses:
            return atom.end
        return at if atom.conj and not atom.prep else None

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
        if "to" in self.atom(end).senses or self.mark(end, DASHES) or ("or" in self.atom(end).senses):
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
        if unit.number != "one" or unit.family == "plural":
            return None
        one = self.has(atom.end, "number")
        if one is not None and one.value == "1" and not self.joined(atom.end):
            return ((1.0, unit.value),), self.atom(atom.end).end, None
        whole = self.has(atom.end, "whole")
        added = self._added(atom.end)
        half = self.has(added, "half") if added is not None else None
        if unit.standing == "weak" and whole is None and half is None:
            return None
        if added is not None and half is None and not single:
            more = self._amount(added, single=False)
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
        for at in range(start - 1, max(self._first, start - _AGE_REACH) - 1, -1):
            if self.mark(at, COMMAS) and at < start - 1:
                break
            if "age" in self.atom(at).senses:
                return True
        if "age" in self.atom(self.skip(end, "of")).senses:
            return True
        if self.mark(start - 1, OPENING) and self.mark(end, CLOSING):
            return True
        return self.mark(start - 1, COMMAS) and self.mark(end, COMMAS)


def _smaller(unit: str, than: str) -> bool:
    order = ("S", "MIN", "H", "D", "N", "W", "M", "Y", "10Y", "100Y")
    return order.index(unit) < order.index(than)
