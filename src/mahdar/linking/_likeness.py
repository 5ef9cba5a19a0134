"""How likely a report tells of an episode: features by name, each with its weight, in one place."""

import math
from collections.abc import Iterable

from mahdar.linking._crowd import Crowd
from mahdar.linking._days import DONE, days_apart
from mahdar.linking._dossier import NARROW, PERSONAL, Dossier
from mahdar.linking._reports import Report
from mahdar.linking._vectors import Vector

# What each feature is worth. `same_day`, `near_day`: both are stated; `days_agree`, `days_may`: one at least is only that
# of an article; `wide`: one is a month, a year, or still to come; `late` counts for each doubling of the days between an
# event and an article that tells it without a day (`late_again` of kinds of which every day brings one); `other_day` where days differ of what happens
# but once. `person` counts for each of two at most; `other_person` for each side that sends somebody else, `other_partners` where the one who is the
# same meets others, `others` where that is so and nobody is the same, of a kind that is told of persons. `salient` counts for
# each doubling of the articles that tell of it. Of what is done to somebody (`_OF_SOMEBODY`): `other_victim` where each names another, `unnamed`
# where a report names nobody. `early`: told as still to come days before an event that took place, without its day. `words_apart`: not
# told on the day, and in words that have little in common. `words` and `topic` (cosines in [0, 1]) multiply: the sentences, the articles.
WEIGHTS = {
    "same_day": 2.0, "near_day": -0.8, "other_day": -0.8, "days_agree": 0.8, "days_may": 0.0, "wide": -0.3, "late": -0.15,
    "late_again": -0.5, "ahead": -0.6, "told_twice": -0.8, "goes_on": 1.0, "there": 0.4, "same_kind": 0.5, "kin_kind": -0.3, "same_rule": 0.3, "other_rule": -1.0, "near_again": -1.2, "called_for": -0.5,
    "person": 1.6, "other_person": -2.2, "others": -6.0, "sides": 2.0, "side": 0.7, "other_sides": -1.2, "object": 1.2,
    "whom": 1.0, "other_whom": -1.2, "other_victim": -6.0, "words_apart": -1.5, "other_doer": -1.2, "host": 1.0, "other_host": -3.0, "office": 0.8, "other_office": -2.5, "place": 1.0,
    "unnamed": -0.5, "early": -1.0, "other_place": -0.5, "other_country": -1.5, "number": 0.4, "great_number": 1.2, "other_number": -0.6, "crossed": -3.5, "other_partners": -1.5, "partner": -1.0, "once": 2.0, "salient": 0.35, "words": 4.0, "topic": 3.0,
}  # fmt: skip
LEAST = 3.4
_ONCE_APART = (
    21  # of what happens to the same ones once in a long time: one of the days was misread, or is that of the news
)
_RUNS = 45  # days for which nothing need be told of what lasts
BACK = 60  # days after which an event without a day is still told; ONCE_BACK of what happens to the same ones once
ONCE_BACK = 120
_SELDOM = 0.7  # of who has more events of a kind at that time, one is not told from the next by it
_SOON = 7  # days ahead: what is announced earlier may be another one
_GREAT = 13
_MEETINGS = ("meeting", "talks", "summit", "phone_call")
_BETWEEN = (*_MEETINGS, "signing", "agreement", "statement_joint")
_OFFICES = ("appointment", "resignation")
_CALLS = ("proposed", "denied", "cancelled")
# Kinds of which the same ones have one every few days: told late and without a day it may be any of them.
_AGAIN = frozenset(
    "strike clash press_conference vote protest talks meeting phone_call message other deployment".split()
)
_NOT_THE_SAME = frozenset(("other_office", "crossed", "other_whom", "other_victim"))
_OF_THE_DAY = frozenset(("same_day", "days_agree"))
_FAR_WORDS, _FAR_TOPIC = 0.3, 0.2  # cosines: words that have less in common are apart
_OWN = 0.5  # an article is like itself: to tell of an episode twice is no reason for it
_BEFORE = 2  # days before an event on which it is told as still to come
# Kinds that happen to somebody, who makes it that event.
_OF_SOMEBODY = frozenset("appointment resignation trial arrest release expulsion".split())
# Kinds that are done to somebody: who it is tells one from the other.
_DONE_TO = frozenset(
    "aid arms_supply strike clash arrest release trial expulsion sanction appointment resignation".split()
)


def compare(
    report: Report, dossier: Dossier, group: str, words: Vector, topic: Vector, least: float, crowd: Crowd
) -> tuple[float, tuple[str, ...]]:
    """The score of a report for an episode, and its reasons; (-inf, ()) where their days rule it out or it cannot come up to
    `least`."""
    features = _actors(report, dossier)
    worth = _worth(report, dossier, group, crowd)
    once = report.once and worth >= _SELDOM and _same_ones(report, features)
    late = _days(report, dossier, group, once, features)
    if late is None:
        return -math.inf, ()
    features.append("same_kind" if report.kind in dossier.kinds else "kin_kind")
    if report.kind == "other":
        features.append("same_rule" if report.evidence.rule.partition(" ")[0] in dossier.rules else "other_rule")
    features += _place(report, dossier)
    if report.numbers and dossier.numbers:
        features += _numbers(report, dossier)
    if once:
        features.append("once")
    elif report.doc in dossier.told:
        features.append("told_twice")
    if dossier.done and report.status in _CALLS and not once:
        features.append("called_for")
    of_the_day = not _OF_THE_DAY.isdisjoint(features)
    if report.kind in _OF_SOMEBODY and not report.whom and dossier.whom_.core and not of_the_day:
        features.append("unnamed")
    if (
        not report.window.stated
        and report.status not in DONE
        and dossier.done
        and dossier.likely - report.day > _BEFORE
    ):
        features.append("early")
    score = sum(map(WEIGHTS.__getitem__, features))
    if not once and not report.lasting:
        same = sum(WEIGHTS[name] for name in features if name in _SAME)
        if same:
            score += same * (worth - 1)
    ahead = dossier.likely - report.day
    if ahead > _SOON and not once and not report.window.stated:
        score += WEIGHTS["ahead"] * math.log2(ahead / _SOON)
        features.append("ahead")
    if late:
        again = "late_again" if report.kind in _AGAIN and not once else "late"
        score += WEIGHTS[again] * math.log2(late)
        features.append(again)
    if dossier.docs > 1 and (late > 1 or once or report.lasting or "wide" in features):
        score += WEIGHTS["salient"] * math.log2(dossier.docs)
        features.append("salient")
    if score + WEIGHTS["words"] + WEIGHTS["topic"] < least:
        return -math.inf, ()  # whatever the words
    told = dossier.centre.cosine(words)
    score += WEIGHTS["words"] * told
    if score + WEIGHTS["topic"] < least:
        return -math.inf, ()
    about = dossier.topic.cosine(topic)
    score += WEIGHTS["topic"] * (min(about, _OWN) if "told_twice" in features else about)
    if told < _FAR_WORDS and about < _FAR_TOPIC and not report.lasting and not of_the_day:
        score += WEIGHTS["words_apart"]
        features.append("words_apart")
    return score, (*features, f"words {told:.2f}", f"topic {about:.2f}")


_SAME = frozenset("person side sides object whom place host".split())


def _worth(report: Report, dossier: Dossier, group: str, crowd: Crowd) -> float:
    """The factor for what a report and an episode share."""
    sides = [side for side in report.sides if side in dossier.sides_.core]
    names = [one for one in report.persons if one in dossier.persons_.core] + sides
    names += [one for one in report.objects if one in dossier.objects_.core]
    names += [one for one in report.whom if one in dossier.whom_.core]
    if report.place and report.place in dossier.places_.core:
        names.append(report.place)
    return crowd.factor(group, names, sides, dossier.likely)


def told_late(report: Report) -> bool:
    """Whether an event lies behind its article, which does not say how far."""
    window = report.window
    return not window.stated and 0 < window.high <= report.day


def _days(report: Report, dossier: Dossier, group: str, once: bool, features: list[str]) -> int | None:
    """How many days late an event without a day is told (0: it is not), with the feature of its days; None where days rule
    it out."""
    window = report.window
    if report.lasting:
        gap = max(window.low - dossier.high, dossier.low - window.high, 0)
        features.append("goes_on")
        return None if gap > _RUNS else 0
    if told_late(report) and dossier.high - dossier.low <= NARROW:
        late = report.day - dossier.likely
        if late > (ONCE_BACK if report.once else BACK):
            return None
        if late < (-1 if dossier.exact else -NARROW):
            return None
        features.append("days_agree" if -1 < late <= 1 else "days_may")
        return max(late, 0)
    gap = max(window.low - dossier.high, dossier.low - window.high, 0)
    if gap > days_apart(group):
        if not once or gap > _ONCE_APART:
            return None
        features.append("other_day")
    elif once and (gap or window.exact):
        features.append("days_may" if gap else "days_agree")
    elif gap:
        features += ["near_again" if report.kind in _AGAIN else "near_day"] * min(gap, 3)
    elif window.exact and dossier.exact:
        features.append("same_day")
    elif window.high - window.low <= NARROW and dossier.high - dossier.low <= NARROW:
        features.append("days_agree" if abs(window.likely - dossier.likely) <= 1 else "days_may")
    else:
        features.append("wide")
    return 0


def _actors(report: Report, dossier: Dossier) -> list[str]:
    features: list[str] = []
    persons = sum(person in dossier.persons_.core for person in report.persons)
    if persons:
        features += ["person"] * min(persons, 2)
    if report.kind == "press_conference" and report.persons and dossier.persons_.core and not persons:
        features.append("others")
    elif report.envoys and dossier.envoys:
        features += _strangers(report, dossier, persons)
    sides = sum(side in dossier.sides_.core for side in report.sides)
    features += ["sides"] if sides >= 2 else ["side"] * sides
    if (
        sides < len(report.sides)
        and sides < len(dossier.sides_.core)
        and _others(report.sides, dossier.sides_.core, {*dossier.within_.core, report.within})
    ):
        features.append("other_sides")
    if (report.doers or report.suffers) and _crossed(report, dossier):
        features.append("crossed")
    else:
        features += _done_to(report, dossier)
    if report.hosts and dossier.hosts_.core:
        features.append("host" if any(one in dossier.hosts_.core for one in report.hosts) else "other_host")
    if report.kind in _BETWEEN and (persons or sides):
        if _other_partners(report, dossier):
            features.append("other_partners")
        elif len(report.parties) > 1 and dossier.partners > 1 and sides < 2:
            features.append("partner")
    if report.objects and any(thing in dossier.objects_.core for thing in report.objects):
        features.append("object")
    if report.offices and dossier.offices_.core and report.kind in _OFFICES:
        told = _office(report.offices, dossier.offices_.core)
        features += told if report.kind == "appointment" or "whom" not in features else []
    return features


def _office(mine: Iterable[str], theirs: set[str]) -> list[str]:
    """Whether it is the same office, by the words for its field, else by those for its title."""
    for titles in (False, True):
        own = {word for word in mine if word.startswith("title:") == titles}
        known = {word for word in theirs if word.startswith("title:") == titles}
        if own and known and own.isdisjoint(known):
            return ["other_office"]
        if own & known and not titles:
            return ["office"]
    return []


def _others(mine: Iterable[str], theirs: set[str], there: set[str]) -> bool:
    """Whether each names somebody, known by name, whom the other does not name; where it was does not count."""
    own = {one for one in mine if _named(one)}
    known = {one for one in theirs if _named(one)}
    return bool(own - known - there and known - own - there)


def _done_to(report: Report, dossier: Dossier) -> list[str]:
    """Whether it is done to the same ones, and by the same."""
    features = []
    told = report.kind in _DONE_TO
    mine, theirs = [one for one in report.whom if _person(one)], [one for one in dossier.whom_.core if _person(one)]
    if told and report.kind in _OF_SOMEBODY and mine and theirs:  # that both are Americans says nothing then
        if set(mine) & set(theirs):
            features.append("whom")
        elif not dossier.persons_.core.issuperset(mine):  # who is known to take part is rather misread
            features.append("other_victim")
    elif told and any(one in dossier.whom_.core for one in report.whom):
        features.append("whom")
    elif told and any(map(_named, report.whom)) and any(map(_named, dossier.whom_.core)):
        features.append("other_whom")
    same = any(one in dossier.doers_.core for one in report.doers)
    if not same and any(map(_named, report.doers)) and any(map(_named, dossier.doers_.core)):
        features.append("other_doer")
    return features


def _named(ident: str) -> bool:
    """Whether an id stands for somebody whom one knows by name: in the registry, or by the name itself."""
    return ident.startswith("person:") or (":" not in ident and ident.isascii())


def _person(ident: str) -> bool:
    """Whether an id stands for somebody known by name who is no state."""
    return _named(ident) and not (len(ident) == 2 and ident.isupper())


def _crossed(report: Report, dossier: Dossier) -> bool:
    """Whether one does to the other what in the episode the other does to him."""
    does = any(side in dossier.suffers_.core for side in report.doers) and not any(
        side in dossier.doers_.core for side in report.doers
    )
    suffers = any(side in dossier.doers_.core for side in report.suffers) and not any(
        side in dossier.suffers_.core for side in report.suffers
    )
    return does or suffers


def _other_partners(report: Report, dossier: Dossier) -> bool:
    """Whether the one who is the same meets others: each names somebody whom the other does not."""
    shared = [person for person in report.persons if person in dossier.persons_.core]
    if not shared:
        return False
    others = {person for person in report.persons if _named(person)}.difference(shared)
    if others and any(_named(person) and person not in shared for person in dossier.persons_.core):
        return True
    mine = {side for person, side in report.envoys if person in shared}
    rest = [side for side in report.sides if side not in mine]
    known = [side for side in dossier.sides_.core if side not in mine]
    return bool(rest and known) and not any(side in dossier.sides_.core for side in rest)


def _strangers(report: Report, dossier: Dossier, shared: int) -> list[str]:
    """What speaks against: sides of both that are not represented by the same persons."""
    features: list[str] = []
    sent: dict[str, list[str]] = {}
    for person, side in report.envoys:
        sent.setdefault(side, []).append(person)
    for side, those in sent.items():
        known = dossier.envoys.get(side)
        if known and not any(person in known.core for person in those) and _alike(those, known.core):
            features.append("other_person")
    if features and not shared and report.family in PERSONAL:
        features.append("others")
    return features


def _alike(those: Iterable[str], known: Iterable[str]) -> bool:
    """Whether persons are told by name in both, or by office in both: a minister may be who is named elsewhere."""
    return bool({one.startswith("office:") for one in those} & {one.startswith("office:") for one in known})


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


def _same_ones(report: Report, features: list[str]) -> bool:
    """Whether enough of those whom it happens to are the same."""
    if _NOT_THE_SAME.intersection(features):
        return False
    if report.kind in _OF_SOMEBODY and "whom" not in features:
        return False
    if "sides" in features or "person" in features:
        return True
    if "object" in features:  # a side that one of them does not name speaks against nothing
        return "side" in features or not report.sides
    if report.kind == "election":
        return "side" in features
    return "side" in features and report.kind == "withdrawal_from_deal" and not report.objects


def _place(report: Report, dossier: Dossier) -> list[str]:
    if not report.place or not dossier.places_.core:
        there = (
            report.within in dossier.sides_.core
            if report.within
            else any(side in dossier.within_.core for side in report.sides)
        )
        return ["there"] if there else []
    if report.place in dossier.places_.core:
        return ["place"]
    if report.within and dossier.within_.core and report.within not in dossier.within_.core:
        return ["other_country"]
    wider = report.place == report.within or report.within in dossier.places_.core
    if wider and report.within in dossier.within_.core:
        return ["there"]
    return ["other_place"] * (3 if report.lasting else 1)
