"""What the reports of an episode say together, while it is being gathered."""

from collections.abc import Iterable, Mapping

from mahdar.linking._days import DONE, Window
from mahdar.linking._reports import Report
from mahdar.linking._vectors import Centre, Vector

_FEW = 3  # of the reports of what is done to somebody, one in so many has to name him
_SHARE = 6  # one report in so many makes a name one of the episode's
_FIRM = 4  # the same for those who take part, and for where it was: in a great episode a sixth are foreign more easily than a quarter
PERSONAL = ("contact", "office")  # families of kinds that are told of persons
NARROW = 3  # days: a stretch of no more tells when it was


class Names:
    """Who or what is named by the reports of an episode: `core` are those that a fair share of them name, so that one
    foreign report does not draw in the next."""

    __slots__ = ("_counts", "_reports", "_share", "core")

    def __init__(self, share: int = _SHARE) -> None:
        self._share = share
        self._counts: dict[str, int] = {}
        self._reports = 0
        self.core: set[str] = set()

    def add(self, names: Iterable[str]) -> None:
        """Take in those whom one report names; a report that names nobody counts for nothing."""
        counts = self._counts
        some = False
        for name in names:
            some = True
            counts[name] = counts.get(name, 0) + 1
            if counts[name] * self._share > self._reports:
                self.core.add(name)
        self._reports += some
        if self._reports >= _SHARE and self._reports % _SHARE == 0:
            self.core = {name for name in self.core if counts[name] * self._share > self._reports}


class Wording:
    """The words of reports and of their articles as vectors, made when they are asked for."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._topics: dict[str, Vector] = {}

    def of(self, report: Report) -> tuple[Vector, Vector]:
        """The words of a report's sentence, and of its article."""
        topic = self._topics.get(report.doc)
        if topic is None:
            topic = self._topics[report.doc] = Vector(report.topic, self._weights)
        return Vector(report.stems, self._weights), topic


class Dossier:
    """An episode while it is being gathered: what its reports say together."""

    __slots__ = (
        "_centre",
        "_days",
        "_topic",
        "_unread",
        "_wording",
        "doers_",
        "done",
        "envoys",
        "exact",
        "high",
        "hosts_",
        "kinds",
        "likely",
        "low",
        "numbers",
        "objects_",
        "offices_",
        "partners",
        "persons_",
        "places_",
        "rules",
        "sides_",
        "stated",
        "suffers_",
        "told",
        "whom_",
        "within_",
    )  # fmt: skip

    def __init__(self, report: Report, wording: Wording) -> None:
        window = report.window
        self.low, self.high, self.likely = window.low, window.high, window.likely
        self.exact, self.stated = window.exact, window.stated
        self._days: dict[int, int] = {}
        self.told: set[str] = set()
        self.done = False
        self.partners = 0
        self.kinds: set[str] = set()
        self.rules: set[str] = set()
        self.persons_, self.sides_, self.objects_, self.whom_ = Names(_FIRM), Names(_FIRM), Names(_FIRM), Names(_FEW)
        self.doers_, self.suffers_, self.hosts_, self.offices_ = Names(_FIRM), Names(_FIRM), Names(), Names()
        self.places_, self.within_ = Names(_FIRM), Names()
        self.envoys: dict[str, Names] = {}
        self.numbers: set[str] = set()
        self._centre, self._topic = Centre(), Centre()
        self._wording = wording
        self._unread: list[Report] = []

    @property
    def docs(self) -> int:
        """How many articles tell of it."""
        return len(self.told)

    @property
    def centre(self) -> Centre:
        """The words of the sentences that tell it."""
        self._read()
        return self._centre

    @property
    def topic(self) -> Centre:
        """The words of the articles that tell it."""
        self._read()
        return self._topic

    def _read(self) -> None:
        for report in self._unread:
            words, topic = self._wording.of(report)
            self._centre.add(words)
            self._topic.add(topic)
        self._unread.clear()

    def add(self, report: Report) -> None:
        """Take in a report. The stretch of days becomes the one that all reports leave; of what lasts, that of all of them."""
        self.told.add(report.doc)
        self.done |= report.status in DONE
        self.kinds.add(report.kind)
        self.rules.add(report.evidence.rule.partition(" ")[0])
        self.partners = max(self.partners, len(report.parties))
        self.persons_.add(report.persons)
        self.sides_.add(report.sides)
        self.doers_.add(report.doers)
        self.suffers_.add(report.suffers)
        for person, side in report.envoys:
            self.envoys.setdefault(side, Names()).add((person,))
        self.objects_.add(report.objects)
        self.whom_.add(report.whom)
        self.hosts_.add(report.hosts)
        self.offices_.add(report.offices)
        self.numbers.update(report.numbers)
        if report.place:
            self.places_.add((report.place,))
        if report.within:
            self.within_.add((report.within,))
        self._unread.append(report)
        window = report.window
        if report.lasting:
            self.low, self.high = min(self.low, window.low), max(self.high, window.high)
        elif window.exact and window.stated:
            self._days[window.low] = self._days.get(window.low, 0) + 1
            self.low = self.high = self.likely = min(self._days, key=lambda day: (-self._days[day], day))
            self.exact = self.stated = True
        elif not self.exact and _tells_days(window) and max(self.low, window.low) <= min(self.high, window.high):
            self.low, self.high = max(self.low, window.low), min(self.high, window.high)
            self.likely = min(max(self.likely, self.low), self.high)


def _tells_days(window: Window) -> bool:
    """Whether a stretch narrows that of an episode. The weeks before or after an article do not: what is called
    for day after day would be shut into the day of its first two reports."""
    return window.stated or window.high - window.low <= NARROW
