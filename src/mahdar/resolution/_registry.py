"""The registry, compiled for the questions of resolution: who held an office on a day, what somebody holds."""

from functools import lru_cache

from mahdar.knowledge import Knowledge, fold
from mahdar.knowledge.tables.registry import Agreement, Organisation, Person, Place, State, Tenure

_PRESUMED = 0.6


class Registry:
    """States, persons, organisations, places and agreements by id, and terms of office by office and by person."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.states: dict[str, State] = {row.id: row for row in knowledge.states}
        self.persons: dict[str, Person] = {row.id: row for row in knowledge.persons}
        self.organisations: dict[str, Organisation] = {row.id: row for row in knowledge.organisations}
        self.places: dict[str, Place] = {row.id: row for row in knowledge.places}
        self.agreements: dict[str, Agreement] = {row.id: row for row in knowledge.agreements}
        self.terms: dict[tuple[str, str], list[Tenure]] = {}
        self.held: dict[str, list[Tenure]] = {}
        for tenure in knowledge.tenures:
            self.terms.setdefault((tenure.office, tenure.of), []).append(tenure)
            self.held.setdefault(tenure.person, []).append(tenure)
        self.capitals: dict[str, str] = {
            fold(capital): state.id for state in knowledge.states for capital in state.capitals
        }

    def holders(self, office: str, of: str, day: str | None) -> tuple[tuple[str, float], ...]:
        """Who held the office on the day (EDTF, a day), with a certainty in [0, 1]; best first. No day, no answer."""
        if day is None:
            return ()
        found = [(tenure.person, certainty(tenure, day)) for tenure in self.terms.get((office, of), ())]
        return tuple(sorted(((who, sure) for who, sure in found if sure > 0), key=lambda pair: (-pair[1], pair[0])))

    def offices(self, person: str, day: str | None) -> tuple[Tenure, ...]:
        """The offices that somebody held on the day."""
        if day is None:
            return ()
        return tuple(tenure for tenure in self.held.get(person, ()) if certainty(tenure, day) > 0)


def certainty(tenure: Tenure, day: str) -> float:
    """How sure it is that the term covers the day: the row's own certainty, less where an edge is only presumed."""
    if tenure.start and day < _earliest(tenure.start):
        return 0.0
    if tenure.end:
        return tenure.certainty if day <= _latest(tenure.end) else 0.0
    if tenure.known_until and day > _latest(tenure.known_until):
        return tenure.certainty * _PRESUMED
    return tenure.certainty


def _plain(edtf: str) -> str:
    return edtf.rstrip("~?%")


def _earliest(edtf: str) -> str:
    """The first day of an EDTF date, as a string that compares with days."""
    parts = _plain(edtf).split("-")
    return "-".join([*parts, *["01"] * (3 - len(parts))])


def _latest(edtf: str) -> str:
    """The last day of an EDTF date; of a month the 31st, which compares rightly with any day of it."""
    parts = _plain(edtf).split("-")
    return "-".join([*parts, *["12", "31"][len(parts) - 1 :]])


@lru_cache(maxsize=4)
def registry(knowledge: Knowledge) -> Registry:
    """The registry of these tables, compiled once."""
    return Registry(knowledge)
