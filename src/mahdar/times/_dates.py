"""Years, months and days of months, in every notation."""

import re

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.times._lexicon import Sense
from mahdar.times._meanings import Between, Field, Meaning, Moment
from mahdar.times._numbers import Numbers
from mahdar.times._words import CLOSING, COMMAS, DASHES, OPENING, SLASHES

FoundMoment = tuple[Moment, int]

_DOTTED = re.compile(r"(\d{1,4})\.(\d{1,2})\.(\d{1,4})$")
_CALENDARS = {"month": "g", "hijri_month": "h", "persian_month": "p"}
_WAYS = {"past": -1, "past2": -2, "next": 1, "next2": 2, "now": 0}


def one_moment(found: tuple[Meaning, int] | None) -> FoundMoment | None:
    """What was found, if it is a single moment."""
    return (found[0], found[1]) if found is not None and isinstance(found[0], Moment) else None


class Dates(Numbers):
    """Moments of the calendar down to a day of a month."""

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
            if not self.mark(end, CLOSING):
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

    def _second_year(self, at: int, first: int) -> tuple[int, int] | None:
        """The end of a stretch of years that is written with a dash or stroke: 2013-2015, 2017/18."""
        if not (self.mark(at, DASHES) or self.mark(at, SLASHES)):
            return None
        digits = self.has(at + 1, "digits")
        if digits is None or not digits.value.isdigit() or len(digits.value) not in (2, 4):
            return None
        year = int(digits.value)
        if len(digits.value) == 2:
            year += first // 100 * 100
        return (year, self._era(at + 2)[1]) if first < year <= first + 150 else None

    def _year_in_digits(self, at: int) -> FoundMoment | None:
        found = self.year_number(at, named=False)
        if found is None or self._counts(found[1]):
            return None
        calendar, year = self._calendar(found[0], found[2])
        return Moment(year=Field("is", year), calendar=calendar), found[1]

    def month_name(self, at: int) -> tuple[Sense, int, bool] | None:
        """A month, with its other name where that stands beside it ("يناير/كانون الثاني"), and whether that made it sure."""
        atom = self.atom(at)
        for tag in _CALENDARS:
            sense = atom.senses.get(tag)
            if sense is None:
                continue
            end = atom.end
            other = end
            bracket = self.mark(other, OPENING)
            if bracket or self.mark(other, SLASHES) or self.mark(other, DASHES):
                other += 1
            twin = self.has(other, tag)
            same = twin is not None and (
                twin.value == sense.value or other > end
            )  # with a mark between, a slip of the pen
            if twin is not None and same and twin.family != sense.family and not self.joined(other):
                close = self.atom(other).end
                if not bracket:
                    return sense, close, True
                if self.mark(close, CLOSING):
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
        if self.mark(at, COMMAS) or self.mark(at, DASHES) or self.mark(at, SLASHES):
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
        ordinal = "digits" not in self.atom(at).senses
        last: tuple[int, int] | None = None
        while (link := self._link(end)) is not None and not self.atom(link).prep:
            more = self.day_number(link)
            if more is None or more[0] <= (last[0] if last is not None else day):
                break
            last, end = more, more[1]
        found = self._month_after_day(end, ordinal=ordinal) if last is not None else None
        if last is None or found is None:
            return None
        first, until = (msgspec.structs.replace(found[0], day=Field("is", number)) for number in (day, last[0]))
        return Between(first, until), found[1]

    def _counts_units(self, at: int) -> bool:
        """Whether an ordinal belongs to a unit before it ("the first week of May")."""
        before = self.before(at)
        return before.article and bool(before.senses.keys() & {"unit", "half", "stretch"})

    def _month_after_day(self, at: int, *, ordinal: bool) -> FoundMoment | None:
        of = self.skip(at, "of")
        if self.joined(of):
            return None
        if self.mark(of, DASHES) or self.mark(of, SLASHES):
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
            if not (self.mark(end, DASHES) or self.mark(end, SLASHES)) or digits.kind != "number":
                break
            if separator and mark.form != separator:
                break
            separator = mark.form
            parts.append(digits.form)
            end += 2
        if len(parts) < 3 or not all(part.isdigit() for part in parts):
            return None
        if self.mark(end, SLASHES) or (self.mark(end, DASHES) and self._tokens[end].start == self._tokens[end - 1].end):
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
        most = 31 if max(widths) == 4 else 12  # a thirteenth month is a date that no calendar has
        if not (1 <= month <= most and 1 <= day <= 31 and (1800 <= year <= 2200 or 1250 <= year <= 1500)):
            return None
        calendar = era if era in ("h", "p") else "h" if year <= 1500 else "g"
        return Moment(year=Field("is", year), month=Field("is", month), day=Field("is", day), calendar=calendar), end
