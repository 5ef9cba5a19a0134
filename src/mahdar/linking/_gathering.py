"""An episode in the making: its reports, and in which order and with which kinds reports are placed."""

from mahdar.corrections import Key
from mahdar.linking._days import DONE, days_apart
from mahdar.linking._dossier import PERSONAL, Dossier, Wording
from mahdar.linking._reports import Report

# Kinds of which one paper may say one and another paper the other of the same event.
_KIN = {
    "meeting": "meet",
    "talks": "meet",
    "summit": "meet",
    "signing": "sign",
    "agreement": "sign",
    "strike": "force",
    "clash": "force",
}
LOOSE = 2  # the tier of reports that state no day


class Gathering:
    """An episode in the making: its reports with the reasons for which they were joined, and what they say together.
    `number`: how many were opened before it; `into`: the one that it was joined to; `shelved`: where it is found, `known`: also by
    what is told long after."""

    def __init__(self, report: Report, number: int, wording: Wording) -> None:
        self.number = number
        self.group = event_group(report)
        self.into: Gathering | None = None
        self.lasting, self.once = report.lasting, report.once
        self.personal = report.family in PERSONAL
        self.tier = tier_of(report)
        self.dossier = Dossier(report, wording)
        self.members: list[tuple[Report, float, tuple[str, ...]]] = []
        self.shelved: set[tuple[int, int]] = set()
        self.known = False

    def hears(self, report: Report) -> bool:
        """Whether a report says something of it. What is told without a day is joined to an episode but says nothing of it:
        else one vague report draws in the next."""
        return tier_of(report) < LOOSE or self.tier == LOOSE

    def enter(self, report: Report, score: float, reasons: tuple[str, ...]) -> None:
        """Take in a report."""
        self.members.append((report, score, reasons))
        if self.hears(report):
            self.dossier.add(report)

    def last(self) -> "Gathering":
        """The one that it is part of now."""
        return self if self.into is None else self.into.last()

    def bars(self, apart: frozenset[Key]) -> bool:
        """Whether one of these reports is in it."""
        return any((report.doc, report.event) in apart for report, _, _ in self.members)

    def may_join(self, other: "Gathering") -> bool:
        """Whether it may be part of an episode that more articles tell: none that is of another day, of others or elsewhere."""
        mine, theirs = self.dossier, other.dossier
        if theirs.docs <= mine.docs or _apart(mine.hosts_.core, theirs.hosts_.core):
            return False
        if mine.exact and theirs.exact and mine.stated and theirs.stated and not self.once:
            return abs(mine.low - theirs.low) <= days_apart(self.group)
        return not (self.personal and _apart(mine.persons_.core, theirs.persons_.core))


def _apart(mine: set[str], theirs: set[str]) -> bool:
    """Whether each names somebody, and none is the same."""
    return bool(mine and theirs and mine.isdisjoint(theirs))


def group_of(kind: str) -> str:
    """What an event may be told as instead: kinds of one group may be the same event."""
    return _KIN.get(kind, kind)


def event_group(report: Report) -> str:
    """What lasts is never the same as what happens on a day."""
    return f"lasting {report.kind}" if report.lasting else group_of(report.kind)


def tier_of(report: Report) -> int:
    """0 where the text states the day, 1 where it is that of the article that opens with it, 2 for what is wide or still to
    come."""
    window = report.window
    if window.exact and window.stated:
        return 0
    if report.lasting:
        return 1
    return 1 if not window.stated and report.leads and report.status in DONE else 2


def rank_of(report: Report) -> tuple[int, int, int, str, int]:
    """The order in which reports are placed, whatever the order in which they come: the best dated first, day by day, of
    one day the fullest first."""
    parties = len(report.persons) + len(report.sides)
    return tier_of(report), report.window.likely, -parties, report.doc, report.number
