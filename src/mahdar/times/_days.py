"""Days: today and its neighbours, weekdays, dates with their weekday, parts of a day."""

import msgspec

from mahdar.times._dates import Dates, FoundMoment, one_moment
from mahdar.times._lexicon import Sense
from mahdar.times._meanings import Between, Field, Meaning, Moment
from mahdar.times._words import CLOSING, COMMAS, OPENING

_NIGHTS = frozenset(("NI", "T00:00"))
_POINTED_PARTS = frozenset(("MO", "EV", "NI"))


class Days(Dates):
    """Moments that are a day or a part of one."""

    def day(self, at: int) -> tuple[Meaning, int] | None:
        """A day: today, a weekday, a date, with or without the word for day before it."""
        atom = self.atom(at)
        found: tuple[Meaning, int] | None = None
        if "trap" in atom.senses:
            return None
        if "day" in atom.senses:
            found = self._counted_day(at)
        elif "weekday" in atom.senses:
            found = self.two_weekdays(at) or self._weekday(at)
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
        if self.mark(at, OPENING):
            sense = self.has(at + 1, "weekday")
            if sense is not None and self.mark(self.atom(at + 1).end, CLOSING):
                return int(sense.value), self.atom(at + 1).end + 1
            return None
        sense = self.has(at, "weekday")
        if sense is None or self.joined(at):
            return None
        return int(sense.value), self.atom(at).end

    def _date_beside(self, at: int) -> FoundMoment | None:
        """A date in apposition to a weekday or to today: "الجمعة 12 سبتمبر", in brackets, after a comma or الموافق."""
        bracket = self.mark(at, OPENING)
        start = at + 1 if bracket or self.mark(at, COMMAS) else at
        start = self.skip(start, "dated")
        if self.joined(start) or (self.mark(at, COMMAS) and "digits" not in self.atom(start).senses):
            return None
        unit = self.has(start, "unit")
        if unit is not None and unit.value == "D" and start > at:
            start = self.atom(start).end
        found = one_moment(self.date(start))
        if found is None:
            return None
        moment, end = found
        if bracket:
            if not self.mark(end, CLOSING):
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
        dated = self._date_beside(end) or self._date_shared(end)
        if dated is not None:
            date, end = dated
            moment = msgspec.structs.replace(date, weekday=moment.weekday)
        return self._with_part(moment, end)

    def _date_shared(self, at: int) -> FoundMoment | None:
        """A day number whose month stands with the next day: "الخميس 17 والجمعة 18 مايو"."""
        number = self.day_number(at) if "digits" in self.atom(at).senses else None
        link = self._link(number[1], marks=False) if number is not None else None
        if number is None or link is None or "weekday" not in self.atom(link).senses:
            return None
        found = self._date_beside(self.atom(link).end)
        if found is None or found[0].month is None:
            return None
        return msgspec.structs.replace(found[0], day=Field("is", number[0])), number[1]

    def two_weekdays(self, at: int) -> tuple[Meaning, int] | None:
        """Two weekdays that share an adjective in the dual: "السبت والأحد الماضيين"."""
        end = self.atom(at).end
        link = self._link(end)
        second = self.has(link, "weekday") if link is not None else None
        if link is None or second is None:
            return None
        end = self.atom(link).end
        way = self.has(end, "way")
        if way is None or way.family != "two":
            return None
        first = Moment(weekday=int(self.atom(at).senses["weekday"].value), way=way.value)
        return Between(first, Moment(weekday=int(second.value), way=way.value)), self.atom(end).end

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
            return self._night(meaning, "NI", end)
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
            start = end + 1 if self.mark(end, COMMAS) else self._link(end)
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
        if part is not None and inner.article and part.value in _POINTED_PARTS:
            return Moment(day=Field("now" if this else "then", 0), part=part.value), inner.end
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
            begins = inner.senses.keys() & {"day", "weekday", "unit", "digits", "ordinal"}
            found = one_moment(self.day(start)) if begins else None
            if found is not None and found[0].holds_day() and not found[0].part:
                return self._night(found[0], sense.value, found[1])
        if atom.article and "same" in self.atom(atom.end).senses:
            return Moment(day=Field("then", 0), part=sense.value), self.atom(atom.end).end
        if atom.end - at > 1:
            alone = self._tokens[atom.end - 1].article
        else:
            alone = atom.article and bool(self.before(at).senses.keys() & {"in", "during", "until"})
        return (Moment(part=sense.value), atom.end) if alone else None

    def _night(self, day: Moment, part: str, end: int) -> FoundMoment:
        """A part of a day; a night may name the day after as well ("ليل السبت - الأحد"), to which its midnight belongs."""
        moment = msgspec.structs.replace(day, part=part)
        if part not in _NIGHTS:
            return moment, end
        link = self._link(end)
        start = end if link is None else link
        second = self.has(start, "weekday")
        if second is None or self.atom(start).prep:
            return moment, end
        if part == "T00:00" and moment.weekday is not None:
            moment = msgspec.structs.replace(moment, weekday=int(second.value))
        return moment, self.atom(start).end
