"""The registry, compiled for the questions of resolution: who held an office on a day, what somebody holds."""

import calendar
import re
from datetime import date
from functools import lru_cache

import msgspec

from mahdar.knowledge import Knowledge, fold
from mahdar.knowledge.tables.grammar import ActorNoun
from mahdar.knowledge.tables.registry import Agreement, Organisation, Person, Place, State, Tenure

# What is presumed is half as sure two years after it was last known, about the time in which half of all ministers go;
# what is less sure than this is not said.
_HALVED_IN, _LEAST = 730.5, 0.1
# So long after a change of office the press may still call by their titles those who held them.
FORTNIGHT = 14
_MOST_DAYS = 20_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")


class Holding(msgspec.Struct, frozen=True):
    """A term of office beside a stretch of days. `standing`: "held" all through, "changing" (it begins or ends on one of
    these days, or may do so), "presumed" (after the last day that is known), "past", "future"; `certainty` in [0, 1]."""

    tenure: Tenure
    standing: str
    certainty: float


class Change(msgspec.Struct, frozen=True):
    """Somebody who came into an office (`begins`) or left it, and on which day (EDTF)."""

    person: str
    begins: bool
    day: str


class Registry:
    """States, persons, organisations, places and agreements by id, and terms of office by office and by person."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.states: dict[str, State] = {row.id: row for row in knowledge.states}
        self.persons: dict[str, Person] = {row.id: row for row in knowledge.persons}
        self.organisations: dict[str, Organisation] = {row.id: row for row in knowledge.organisations}
        self.places: dict[str, Place] = {row.id: row for row in knowledge.places}
        self.agreements: dict[str, Agreement] = {row.id: row for row in knowledge.agreements}
        self.nouns: dict[str, ActorNoun] = {row.id: row for row in knowledge.nouns}
        self.sons = frozenset(fold(form) for row in knowledge.grammar if row.id == "patronymic" for form in row.forms)
        self.terms: dict[tuple[str, str], list[Tenure]] = {}
        self.held: dict[str, list[Tenure]] = {}
        for tenure in knowledge.tenures:
            self.terms.setdefault((tenure.office, tenure.of), []).append(tenure)
            self.held.setdefault(tenure.person, []).append(tenure)
        self.capitals: dict[str, str] = {
            fold(capital): state.id for state in knowledge.states for capital in state.capitals
        }

    def holders(self, office: str, of: str, day: str | None) -> tuple[tuple[str, float], ...]:
        """Who held the office on the day (EDTF, a day or month), with a certainty in [0, 1]; best first. No day, no answer."""
        if day is None:
            return ()
        day = middle(day)
        found = [(tenure.person, certainty(tenure, day)) for tenure in self.terms.get((office, of), ())]
        return tuple(sorted(((who, sure) for who, sure in found if sure > 0), key=lambda pair: (-pair[1], pair[0])))

    def changes(self, office: str, of: str, day: str | None, within: int = FORTNIGHT) -> tuple[Change, ...]:
        """Who left an office or came into it so many days before or after the day."""
        if day is None or not _DAY.match(day):
            return ()
        found = []
        for tenure in self.terms.get((office, of), ()):
            for edge, begins in ((tenure.end, False), (tenure.start, True)):
                if edge and _DAY.match(edge) and abs((_date(edge) - _date(day)).days) <= within:
                    found.append(Change(tenure.person, begins, edge))
        return tuple(found)

    def offices(self, person: str, day: str | None) -> tuple[Tenure, ...]:
        """The offices that somebody held on the day."""
        if day is None:
            return ()
        day = middle(day)
        return tuple(tenure for tenure in self.held.get(person, ()) if certainty(tenure, day) > 0)

    def holding(self, tenure: Tenure, first: str, last: str) -> Holding:
        """How a term stands to the days from `first` to `last` (ISO)."""
        return Holding(tenure, _standing(tenure, first, last), fading(tenure, first))


def certainty(tenure: Tenure, day: str) -> float:
    """How sure it is that the term covers the day: the row's own certainty, less where an edge is only presumed."""
    if tenure.start and day < _earliest(tenure.start):
        return 0.0
    if tenure.end:
        return tenure.certainty if day <= _latest(tenure.end) else 0.0
    return fading(tenure, day)


def fading(tenure: Tenure, day: str) -> float:
    """How sure the row still is on a day: its own certainty, halved every two years after the day it was last known;
    0 where too little is left."""
    if tenure.end or not tenure.known_until or day <= _latest(tenure.known_until):
        return tenure.certainty
    years = (_date(day) - _date(_latest(tenure.known_until))).days / _HALVED_IN
    left = tenure.certainty * 0.5**years
    return left if left >= _LEAST else 0.0


def _standing(tenure: Tenure, first: str, last: str) -> str:
    if tenure.start and last < _earliest(tenure.start):
        return "future"
    if tenure.end and first > _latest(tenure.end):
        return "past"
    if not tenure.end and tenure.known_until and first > _latest(tenure.known_until):
        return "presumed" if fading(tenure, first) else "past"
    begun = not tenure.start or first > _latest(tenure.start)
    goes_on = not tenure.end or last < _earliest(tenure.end)
    return "held" if begun and goes_on else "changing"


@lru_cache(maxsize=_MOST_DAYS)
def _date(day: str) -> date:
    year, month, number = (int(part) for part in day.split("-"))
    return date(year, month, min(number, calendar.monthrange(year, month)[1]))


@lru_cache(maxsize=_MOST_DAYS)
def middle(edtf: str) -> str:
    """A day; of a month its middle, of a year its middle."""
    parts = _plain(edtf).split("-")
    return "-".join([*parts, *(["15"] if len(parts) == 2 else ["07", "01"] if len(parts) == 1 else [])])


def _plain(edtf: str) -> str:
    return edtf.rstrip("~?%")


@lru_cache(maxsize=_MOST_DAYS)
def _earliest(edtf: str) -> str:
    """The first day of an EDTF date, as a string that compares with days."""
    parts = _plain(edtf).split("-")
    return "-".join([*parts, *["01"] * (3 - len(parts))])


@lru_cache(maxsize=_MOST_DAYS)
def _latest(edtf: str) -> str:
    """The last day of an EDTF date; of a month the 31st, which compares rightly with any day of it."""
    parts = _plain(edtf).split("-")
    return "-".join([*parts, *["12", "31"][len(parts) - 1 :]])


@lru_cache(maxsize=4)
def registry(knowledge: Knowledge) -> Registry:
    """The registry of these tables, compiled once."""
    return Registry(knowledge)
