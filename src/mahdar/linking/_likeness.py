"""How likely a report tells of an episode: features by name, each with its weight, in one place."""

import math
from collections.abc import Sequence
from functools import lru_cache

from mahdar.knowledge import Knowledge
from mahdar.linking._days import Window
from mahdar.linking._reports import Report

# What each feature is worth. `same_day`, `near_day`: both are stated; `days_agree`, `days_may`: one at least is only that
# of an article; `wide`: one is a month, a year, or still to come. `person` counts for each of two at most;
# `other_person` for each side that sends somebody else, `other_partners` where the one who is the same meets others, `others` where that is so and
# nobody is the same, of a kind that is told of persons. `words` and `topic` (cosines in [0, 1]) multiply: the sentences, the articles.
WEIGHTS = {
    "same_day": 2.0, "near_day": -0.8, "days_agree": 0.8, "days_may": 0.0, "wide": -0.3, "same_kind": 0.5, "kin_kind": -0.3,
    "person": 1.6, "other_person": -2.2, "others": -3.0, "sides": 2.0, "side": 0.7, "other_sides": -1.2, "object": 0.8, "place": 1.0,
    "other_place": -0.5, "other_country": -1.5, "number": 0.4, "great_number": 1.2, "other_number": -0.6, "crossed": -3.5, "other_partners": -1.5, "once": 2.0, "salient": 0.35, "words": 4.0, "topic": 3.0,
}  # fmt: skip
LEAST = 3.7
_MOST_STEMS = 18
_RARE = math.log(1000 / 1.5)  # weight of a stem that the table does not have


@lru_cache(maxsize=4)
def weights_of_stems(knowledge: Knowledge) -> dict[str, float]:
    """How much a stem tells: the logarithm of one over its share of articles."""
    return {row.stem: math.log(1000 / max(row.per_thousand, 1)) for row in knowledge.stems}


class Vector:
    """The most telling stems of some words, as a vector of length one."""

    __slots__ = ("parts",)

    def __init__(self, stems: Sequence[str], weights: dict[str, float]) -> None:
        rated = sorted(((weights.get(stem, _RARE), stem) for stem in stems), key=lambda pair: (-pair[0], pair[1]))
        chosen = rated[:_MOST_STEMS]
        length = math.sqrt(sum(weight * weight for weight, _ in chosen)) or 1.0
        self.parts = tuple((stem, weight / length) for weight, stem in chosen)


class Centre:
    """The sum of vectors, with its length."""

    __slots__ = ("_length", "_square", "_sum")

    def __init__(self) -> None:
        self._sum: dict[str, float] = {}
        self._square = 0.0
        self._length = 0.0

    def add(self, vector: Vector) -> None:
        """Take in one more."""
        for stem, weight in vector.parts:
            before = self._sum.get(stem, 0.0)
            self._sum[stem] = before + weight
            self._square += 2 * before * weight + weight * weight
        self._length = math.sqrt(self._square)

    def cosine(self, vector: Vector) -> float:
        """How alike a vector is, in [0, 1]."""
        if not self._length:
            return 0.0
        found = self._sum
        total = 0.0
        for stem, weight in vector.parts:  # a loop: this is where linking spends its time
            if stem in found:
                total += weight * found[stem]
        return total / self._length


class Dossier:
    """An episode while it is being gathered: what its reports say together."""

    __slots__ = (
        "_doc", "centre", "docs", "doers", "envoys", "exact", "high", "kinds", "likely", "low", "numbers", "objects", "persons", "places",
        "sides", "stated", "suffers", "topic", "within",
    )  # fmt: skip

    def __init__(self, report: Report) -> None:
        window = report.window
        self.low, self.high, self.likely = window.low, window.high, window.likely
        self.exact, self.stated = window.exact, window.stated
        self.docs = 0
        self._doc = ""
        self.kinds: set[str] = set()
        self.persons: set[str] = set()
        self.sides: set[str] = set()
        self.doers: set[str] = set()
        self.suffers: set[str] = set()
        self.envoys: dict[str, set[str]] = {}
        self.objects: set[str] = set()
        self.places: set[str] = set()
        self.within: set[str] = set()
        self.numbers: set[str] = set()
        self.centre = Centre()
        self.topic = Centre()

    def add(self, report: Report, words: Vector, topic: Vector) -> None:
        """Take in a report. The stretch of days becomes the one that all reports leave."""
        self.docs += report.doc != self._doc
        self._doc = report.doc
        self.kinds.add(report.kind)
        self.persons.update(report.persons)
        self.sides.update(report.sides)
        self.doers.update(report.doers)
        self.suffers.update(report.suffers)
        for person, side in report.envoys:
            self.envoys.setdefault(side, set()).add(person)
        self.objects.update(report.objects)
        self.numbers.update(report.numbers)
        if report.place:
            self.places.add(report.place)
        if report.within:
            self.within.add(report.within)
        self.centre.add(words)
        self.topic.add(topic)
        window = report.window
        if window.exact and window.stated and not (self.exact and self.stated):
            self.low = self.high = self.likely = window.low
            self.exact = self.stated = True
        elif not self.exact and _tells_days(window) and max(self.low, window.low) <= min(self.high, window.high):
            self.low, self.high = max(self.low, window.low), min(self.high, window.high)
            self.likely = min(max(self.likely, self.low), self.high)


def _tells_days(window: Window) -> bool:
    """Whether a stretch narrows that of an episode. The weeks before or after an article do not: what lasts, or is called
    for day after day, would be shut into the day of its first two reports."""
    return window.stated or window.high - window.low <= _NARROW


# Kinds of event that last for several days, and how many days apart two accounts of one may be dated.
_APART = {"visit": 3, "meet": 2, "trial": 3, "military_exercise": 5}
_NARROW = 3
_GREAT = 13
_PERSONAL = ("contact", "office")
_MEETINGS = ("meeting", "talks", "summit", "phone_call")


def days_apart(group: str) -> int:
    """How many days apart the dates of two reports of one event of this group may be."""
    return _APART.get(group, 1)


def compare(
    report: Report, dossier: Dossier, group: str, words: Vector, topic: Vector, least: float
) -> tuple[float, tuple[str, ...]]:
    """The score of a report for an episode, and its reasons; (-inf, ()) where their days rule it out or it cannot come up to
    `least`."""
    features = _days(report, dossier, group)
    if features is None:
        return -math.inf, ()
    features += _actors(report, dossier)
    features.append("same_kind" if report.kind in dossier.kinds else "kin_kind")
    features += _places(report, dossier)
    features += _numbers(report, dossier)
    if report.once and _same_ones(report, set(features)):
        features.append("once")
    score = sum(WEIGHTS[name] for name in features)
    if features[0] == "wide" and dossier.docs > 1:
        score += WEIGHTS["salient"] * math.log2(dossier.docs)
        features.append("salient")
    if score + WEIGHTS["words"] + WEIGHTS["topic"] < least:
        return -math.inf, ()  # whatever the words
    told = dossier.centre.cosine(words)
    score += WEIGHTS["words"] * told
    if score + WEIGHTS["topic"] < least:
        return -math.inf, ()
    about = dossier.topic.cosine(topic)
    score += WEIGHTS["topic"] * about
    return score, (*features, f"words {told:.2f}", f"topic {about:.2f}")


def _days(report: Report, dossier: Dossier, group: str) -> list[str] | None:
    window = report.window
    gap = max(window.low - dossier.high, dossier.low - window.high, 0)
    if gap > days_apart(group):
        return None
    if gap:
        return ["near_day"] * min(gap, 3)
    if window.exact and dossier.exact:
        return ["same_day"]
    if window.high - window.low <= _NARROW and dossier.high - dossier.low <= _NARROW:
        return ["days_agree"] if abs(window.likely - dossier.likely) <= 1 else ["days_may"]
    return ["wide"]


def _actors(report: Report, dossier: Dossier) -> list[str]:
    features: list[str] = []
    persons = sum(person in dossier.persons for person in report.persons)
    if persons:
        features += ["person"] * min(persons, 2)
    features += _strangers(report, dossier, persons)
    sides = sum(side in dossier.sides for side in report.sides)
    features += ["sides"] if sides >= 2 else ["side"] * sides
    if sides < len(report.sides) and sides < len(dossier.sides):
        features.append("other_sides")
    if _crossed(report, dossier):
        features.append("crossed")
    if report.kind in _MEETINGS and _other_partners(report, dossier):
        features.append("other_partners")
    if any(thing in dossier.objects for thing in report.objects):
        features.append("object")
    return features


def _crossed(report: Report, dossier: Dossier) -> bool:
    """Whether one does to the other what in the episode the other does to him."""
    does = any(side in dossier.suffers for side in report.doers) and not any(
        side in dossier.doers for side in report.doers
    )
    suffers = any(side in dossier.doers for side in report.suffers) and not any(
        side in dossier.suffers for side in report.suffers
    )
    return does or suffers


def _other_partners(report: Report, dossier: Dossier) -> bool:
    """Whether the one who is the same meets others: each names somebody whom the other does not."""
    shared = [person for person in report.persons if person in dossier.persons]
    if not shared:
        return False
    mine = {side for person, side in report.envoys if person in shared}
    rest = [side for side in report.sides if side not in mine]
    known = [side for side in dossier.sides if side not in mine]
    return bool(rest and known) and not any(side in dossier.sides for side in rest)


def _strangers(report: Report, dossier: Dossier, shared: int) -> list[str]:
    """What speaks against: sides of both that are not represented by the same persons."""
    features: list[str] = []
    sent: dict[str, list[str]] = {}
    for person, side in report.envoys:
        sent.setdefault(side, []).append(person)
    for side, those in sent.items():
        known = dossier.envoys.get(side)
        if known and not any(person in known for person in those):
            features.append("other_person")
    if features and not shared and report.family in _PERSONAL:
        features.append("others")
    return features


def _numbers(report: Report, dossier: Dossier) -> list[str]:
    """A number that both tell; a great one (and no year) is hardly shared by chance."""
    shared = [int(number) for number in report.numbers if number in dossier.numbers]
    if any(map(_great, shared)):
        return ["great_number"]
    if shared:
        return ["number"]
    mine = any(_great(int(number)) for number in report.numbers)
    return ["other_number"] if mine and any(_great(int(number)) for number in dossier.numbers) else []


def _great(number: int) -> bool:
    return number >= _GREAT and not 1900 <= number <= 2100


def _same_ones(report: Report, features: set[str]) -> bool:
    """Whether enough of those whom it happens to are the same."""
    if features & {"sides", "person"}:
        return True
    if "object" in features:  # a side that one of them does not name speaks against nothing
        return "side" in features or not report.sides
    return "side" in features and report.kind == "election"


def _places(report: Report, dossier: Dossier) -> list[str]:
    if not report.place or not dossier.places:
        return []
    if report.place in dossier.places:
        return ["place"]
    elsewhere = report.within and dossier.within and report.within not in dossier.within
    return ["other_country"] if elsewhere else ["other_place"]
