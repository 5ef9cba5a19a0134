"""What may begin an expression of time, by the tag of its first word."""

from collections.abc import Callable

import msgspec

from mahdar.times._dates import FoundMoment, one_moment
from mahdar.times._durations import write_length
from mahdar.times._lengths import Lengths
from mahdar.times._meanings import Between, Counted, Every, Field, Meaning, Moment, Open, Then, Vague
from mahdar.times._words import CLOSING, COMMAS, DASHES, OPENING, SLASHES

# A meaning, the token at which its expression starts, and the token after its last.
Found = tuple[Meaning, int, int]


class Openers(Lengths):
    """Whole expressions. A preposition stays in one where its value needs it."""

    def open_moment(self, at: int) -> Found | None:
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
        bracket = self.mark(at, OPENING)
        comma = self.mark(at, COMMAS)
        start = at + 1 if bracket or comma else at
        dated = self.skip(start, "dated")
        if dated == start and not bracket:
            return None
        found = one_moment(self.date(self.skip(dated, "of")))
        if found is None:
            return None
        end = found[1]
        if bracket:
            if not self.mark(end, CLOSING):
                return None
            end += 1
        return found[0], end

    def open_digits(self, at: int) -> Found | None:
        """What begins with digits: a date, a clock time, a length, or a year where its surroundings make it one."""
        window = self._window(at) if self.atom(at).article else None
        made = (window[0], at, window[1]) if window is not None else None
        return self._longest(
            at, made, self.open_moment(at), self._open_clock(at), self.open_length(at), self._open_year(at)
        )

    @staticmethod
    def _longest(at: int, *found: Found | None) -> Found | None:
        made = [one for one in found if one is not None]
        return max(made, key=lambda one: one[2]) if made else None

    def _open_clock(self, at: int) -> Found | None:
        found = self.clock(at)
        return (found[0], at, found[1]) if found is not None else None

    def _open_year(self, at: int) -> Found | None:
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
        if last is not None and year >= 1900 and not self.mark(at - 1, DASHES) and not self.mark(at - 1, SLASHES):
            return Between(moment, Moment(year=Field("is", last[0]), calendar=calendar)), at, last[1]
        if era:
            return moment, at, end
        if self._counts(end) or self.mark(at - 1, DASHES) or self.mark(at - 1, SLASHES):
            return None
        if self.mark(end, DASHES) and self._tokens[end].start == self._tokens[end - 1].end:
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
        if self.mark(at - 1, OPENING) and self.mark(end, CLOSING):
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

    def open_length(self, at: int) -> Found | None:
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

    def open_since(self, at: int) -> Found | None:
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

    def open_ago(self, at: int) -> Found | None:
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

    def open_after(self, at: int) -> Found | None:
        """بعد: a length after now where the clause lies ahead; else the length alone."""
        start = self.atom(at).end
        if self.joined(start) or self.moment(start) is not None or self._year_in_digits(start):
            return None
        ahead = self._tense(at, start) == "future"
        length = self.length(start, single=True)
        if length is not None:
            end = length[1]
            now = self.has(self.skip(end, "of"), "vague")
            if now is not None and now.value == "PRESENT_REF":
                return Counted(length[0], 1), at, self.atom(self.skip(end, "of")).end
            if ahead and not self._hangs(end):
                return Counted(length[0], 1), at, end
            return length[0], start, end
        vague = self._vague_units(start)
        if vague is None or not ahead or self._hangs(vague):
            return None
        return Vague("FUTURE_REF"), at, vague

    def open_during(self, at: int) -> Found | None:
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

    def open_over(self, at: int) -> Found | None:
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

    def open_by(self, at: int) -> Found | None:
        """بحلول: up to a moment."""
        start = self.atom(at).end
        found = self.moment(start) or self._year_in_digits(start) or self._bare_unit(start)
        if found is None or not isinstance(found[0], Moment):
            return None
        return Open(found[0], "to"), at, found[1]

    def open_starting(self, at: int) -> Found | None:
        """ابتداء من: from a moment on; it lies ahead, unless the clause is past."""
        start = self.atom(at).end
        if "vague" in self.atom(start).senses:
            return None
        found = one_moment(self.moment(start)) or self._year_in_digits(start) or one_moment(self.clock(start))
        if found is None:
            return None
        moment, end = found
        if not moment.way and self._tense(at, end) != "past":
            moment = msgspec.structs.replace(moment, way="on")
        return Open(moment, "from"), at, end

    def open_from(self, at: int) -> Found | None:
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
        second = self._link(end + 1 if self.mark(end, COMMAS) else end)
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
            time = self._clock_time(at)
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

    def open_month(self, at: int) -> Found | None:
        """A month, or a stretch of months that a dash joins."""
        alone = self.open_moment(at)
        found = self.month(at)
        if found is not None and self.mark(found[1], DASHES | SLASHES):
            last = self.month(found[1] + 1, after_day=True)
            if last is not None and not self.joined(found[1] + 1) and found[0].month != last[0].month:
                return Between(found[0], last[0]), at, last[1]
        return alone

    def open_unit(self, at: int) -> Found | None:
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

    def open_number(self, at: int) -> Found | None:
        """What begins with a number in words: a length, a window, a date."""
        window = self._window(at) if self.atom(at).article else None
        made = (window[0], at, window[1]) if window is not None else None
        return self._longest(at, made, self.open_length(at), self.open_moment(at))

    def open_vague(self, at: int) -> Found | None:
        """An adverb; one that takes a date has the date's value ("في وقت سابق اليوم")."""
        atom = self.atom(at)
        sense = atom.senses["vague"]
        if self.clock(atom.end - 1) is not None:
            return None  # "until the hour" of three, not until now
        if sense.family == "carries":
            start = self.skip(atom.end, "of")
            if not self.joined(start):
                found = self.moment(start) or (self._bare_unit(start) if start != atom.end else None)
                if found is not None and isinstance(found[0], Moment):
                    return found[0], at, found[1]
        if sense.family == "not_first" and at == self._first:
            return None
        return Vague(sense.value), at, atom.end

    def open_then(self, at: int) -> Found | None:
        """An anaphor: the time that was spoken of last."""
        return Then(), at, self.atom(at).end

    def open_set(self, at: int) -> Found | None:
        """An adverb of repetition."""
        return Every(self.atom(at).senses["set"].value), at, self.atom(at).end

    def open_every(self, at: int) -> Found | None:
        """كل with a unit, a length or a weekday."""
        start = self.atom(at).end
        if self.joined(start):
            return None
        atom = self.atom(start)
        unit = atom.senses.get("unit")
        after = self.atom(atom.end)
        named = bool(after.senses.keys() & {"weekday", "any_weekday"}) and not self.joined(atom.end)
        if unit is not None and unit.value == "D" and named:
            return Every("R/P1W"), at, after.end
        weekday = atom.senses.get("weekday") or atom.senses.get("any_weekday")
        if weekday is not None and weekday.family != "after_day" and not self._pair_follows(atom.end):
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

    def open_period(self, at: int) -> Found | None:
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

    def open_approx(self, at: int) -> Found | None:
        """About so much time, or about a year."""
        year = self.year_unit(self.atom(at).end)
        if year is not None and year[0].how == "is":
            return Moment(year=year[0], calendar=year[1], loose=True), at, year[2]
        length = self.length(at)
        if length is None or self._is_age(at, length[1], length[0].amounts[-1][1]):
            return None
        return length[0], at, length[1]

    def open_part_of(self, at: int) -> Found | None:
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

    def open_night(self, at: int) -> Found | None:
        """Tonight, last night."""
        atom = self.atom(at)
        moment = Moment(day=Field("now", int(atom.senses["night"].value)), part="NI")
        weekday = self._weekday_beside(atom.end)
        if weekday is not None:
            return msgspec.structs.replace(moment, weekday=weekday[0]), at, weekday[1]
        return moment, at, atom.end


OPENERS: dict[str, Callable[[Openers, int], Found | None]] = {
    "vague": Openers.open_vague,
    "then": Openers.open_then,
    "set": Openers.open_set,
    "since": Openers.open_since,
    "ago": Openers.open_ago,
    "after": Openers.open_after,
    "by": Openers.open_by,
    "starting": Openers.open_starting,
    "from": Openers.open_from,
    "over": Openers.open_over,
    "during": Openers.open_during,
    "lasting": Openers.open_during,
    "part_of": Openers.open_part_of,
    "part": Openers.open_moment,
    "night": Openers.open_night,
    "day": Openers.open_moment,
    "weekday": Openers.open_moment,
    "clock": Openers._open_clock,
    "digits": Openers.open_digits,
    "month": Openers.open_month,
    "hijri_month": Openers.open_moment,
    "persian_month": Openers.open_moment,
    "unit": Openers.open_unit,
    "ordinal": Openers.open_moment,
    "hour": Openers._open_clock,
    "number": Openers.open_number,
    "half": Openers.open_length,
    "edge": Openers.open_moment,
    "season": Openers.open_moment,
    "decade": Openers.open_moment,
    "stretch": Openers.open_moment,
    "this": Openers.open_moment,
    "that": Openers.open_moment,
    "the_same": Openers.open_moment,
    "latest": Openers.open_moment,
    "every": Openers.open_every,
    "period": Openers.open_period,
    "approx": Openers.open_approx,
}
