"""Hours of the clock, with their part of the day, their day and their zone."""

import msgspec

from mahdar.times._dates import FoundMoment, one_moment
from mahdar.times._meanings import Meaning, Moment
from mahdar.times._moments import Moments
from mahdar.times._numbers import DECIMAL
from mahdar.times._words import CLOSING, OPENING

_COLON = frozenset(":")


class Clock(Moments):
    """Clock times that begin at a token."""

    def clock(self, at: int) -> tuple[Meaning, int] | None:
        """A clock time: with its word, or in figures beside a part of the day or a zone."""
        atom = self.atom(at)
        worded = "clock" in atom.senses
        start = atom.end if worded else at
        time = self._clock_time(start)
        if time is None or (not worded and self._counts_units(at)):
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
            inner = one_moment(self.part(of))
            if inner is not None:
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
            found = one_moment(self.day(start))
            return found if found is not None and found[0].holds_day() else None
        return None

    def _clock_time(self, at: int) -> tuple[int, int, int] | None:
        digits = self.has(at, "digits")
        if digits is not None:
            value, end = digits.value, self.atom(at).end
            after = self.word(end + 1) if self.mark(end, _COLON) else None
            if (
                after is not None
                and after.form.isdigit()
                and len(after.form) == 2
                and value.isdigit()
                and len(value) <= 2
            ):
                return self._in_day(int(value), int(after.form), end + 2)
            decimal = DECIMAL.match(value)
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
        bracket = self.mark(at, OPENING)
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
            return end + 1 if self.mark(end, CLOSING) else None
        return end
