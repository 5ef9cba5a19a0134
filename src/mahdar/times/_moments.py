"""Any moment: years with their word, weeks, decades and centuries, seasons, edges, windows up to now."""

from collections.abc import Callable

import msgspec

from mahdar.times._dates import FoundMoment, one_moment
from mahdar.times._days import Days
from mahdar.times._meanings import Between, Field, Length, Meaning, Moment, Vague, Window
from mahdar.times._words import CLOSING, COMMAS, OPENING

_SMALL_UNITS = frozenset(("H", "MIN", "S"))
_LEAST_BARE_DECADE = 40  # "in his twenties" and "thirties" are ages more often than decades


class Moments(Days):
    """Points of the calendar of every precision."""

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
            named = Moment(year=Field("is", beside[0]), said_years=field.n)
            return named, self._beside_closes(end, beside[1]) or beside[1]
        if field.how == "is":
            last = self._second_year(end, field.n)
            if last is not None:
                return Between(moment, Moment(year=Field("is", last[0]), calendar=calendar)), last[1]
        return moment, end

    def _beside_closes(self, opened: int, end: int) -> int | None:
        """The token after an apposition that began at `opened`: after its closing bracket where it has one."""
        if not self.mark(opened, OPENING):
            return None if self._counts(end) else end
        return end + 1 if self.mark(end, CLOSING) else None

    def _years(self, at: int) -> tuple[Meaning, int] | None:
        """Several years after their word: "عامي 2013 و2015"."""
        first = self.year_number(at, named=True)
        if first is None:
            return None
        last: tuple[int, int, str] | None = None
        end = first[1]
        while True:
            start = end + 1 if self.mark(end, COMMAS) else self._link(end)
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
        found = one_moment(self.moment(start)) or self._bare_unit(start) or self._year_in_digits(start)
        if found is None or found[0].holds_day() or found[0].part:
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
        found = one_moment(self.moment(start)) or self._bare_unit(start) or self._year_in_digits(start)
        if found is None:
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
        month = self.month(start) if start != end else None
        if month is not None:
            return msgspec.structs.replace(month[0], edge="start" if number == 1 else "end"), month[1]
        return None


def _days_of(words: Moments, at: int) -> tuple[Meaning, int] | None:
    return words.day(at)


def _units_of(words: Moments, at: int) -> tuple[Meaning, int] | None:
    best: tuple[Meaning, int] | None = None
    for found in (words.day(at), words.year(at), words.month(at), words.week_or_more(at)):
        if found is not None and (best is None or found[1] > best[1]):
            best = found
    return best


_MOMENTS: dict[str, Callable[[Moments, int], tuple[Meaning, int] | None]] = {
    "day": _days_of,
    "weekday": _days_of,
    "part": Moments.part,
    "digits": Moments.date,
    "ordinal": _days_of,
    "number": _units_of,
    "month": Moments.month,
    "hijri_month": Moments.month,
    "persian_month": Moments.month,
    "unit": _units_of,
    "edge": Moments.edge,
    "season": Moments.season,
    "decade": Moments.decade,
    "stretch": Moments.stretch,
    "this": _units_of,
    "that": _units_of,
    "the_same": _units_of,
    "latest": Moments.week_or_more,
}
