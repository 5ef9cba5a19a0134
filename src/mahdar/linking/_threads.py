"""Storylines: what the same parties do about the same thing, one event after the other."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from mahdar.knowledge import Knowledge
from mahdar.linking._days import ordinal
from mahdar.linking._reports import Report
from mahdar.linking._vectors import Centre, Vector, weights_of_stems
from mahdar.linking._words import stems_of
from mahdar.model import FAMILIES, Episode, Thread
from mahdar.times import days_of

# Families whose events follow from one another. War and courts have their own course, and one day of them is like the next.
_FAMILIES = ("contact", "accord", "envoy", "pressure")
_KINDS = ("message", "recall", "military_withdrawal")
# What speaks for an episode going on with a storyline. `words` and `topic` are cosines.
WEIGHTS = {"object": 1.0, "words": 2.5, "topic": 3.0, "person": 0.4, "near": 0.5, "far": -0.5}
LEAST = 1.6
_NEAR, _APART = 10, 60  # days
_SIDES = 3  # of an episode, those that most of its reports name
_FEW = 3  # of so many reports one at least
_WORDS = 6
_LEAST_EPISODES = 2


class _Story:
    """A storyline in the making."""

    __slots__ = ("centre", "episodes", "last", "objects", "persons", "stems", "topic")

    def __init__(self) -> None:
        self.episodes: list[Episode] = []
        self.last = 0
        self.objects: Counter[str] = Counter()
        self.persons: set[str] = set()
        self.stems: Counter[str] = Counter()
        self.centre = Centre()
        self.topic = Centre()


class _Face:
    """What an episode shows to a storyline: by its reports, each article once."""

    __slots__ = ("day", "objects", "persons", "sides", "stems", "topic", "topics", "words")

    def __init__(self, episode: Episode, reports: Sequence[Report], day: int, weights: dict[str, float]) -> None:
        sides = Counter(side for report in reports for side in report.sides)
        # Who is named by few of many reports is not whose event it is.
        named = [side for side in sides if sides[side] * _FEW >= len(reports)]
        self.sides = tuple(sorted(sorted(named, key=lambda side: (-sides[side], side))[:_SIDES]))
        self.objects = {thing for report in reports for thing in report.objects if not thing.startswith("group:")}
        self.persons = {person for report in reports for person in report.persons if ":" not in person}
        stems = Counter(stem for report in reports for stem in report.stems)
        topics = Counter(stem for report in reports for stem in report.topic)
        self.stems = _common(stems, len(reports))
        self.topics = _common(topics, len(reports))
        self.words, self.topic = Vector(self.stems, weights), Vector(self.topics, weights)
        self.day = day


def _common(stems: Counter[str], reports: int) -> tuple[str, ...]:
    """The stems that a fair share of the reports have."""
    return tuple(sorted(stem for stem in stems if stems[stem] * _FEW >= reports))


def find_threads(
    episodes: Sequence[Episode], reports: Iterable[Report], copies: Mapping[str, str], knowledge: Knowledge
) -> tuple[Thread, ...]:
    """Storylines of two parties each, by their first day. The same episodes in any order give the same threads.

    For every two sides of an episode their open storylines are gone through; what is most like it goes on with it, what is
    like none opens one. A storyline that nothing was added to for two months is closed: time grows with the episodes.
    """
    weights = weights_of_stems(knowledge)
    world_states = {row.id for row in knowledge.states} | {row.id for row in knowledge.organisations}
    told = {(report.doc, report.event): report for report in reports}
    open_: dict[tuple[str, str], list[_Story]] = defaultdict(list)
    stories: list[tuple[tuple[str, str], _Story]] = []
    dated = [(day, one) for one in episodes if _fits(one) and (day := _day(one))]
    for day, episode in sorted(dated, key=lambda pair: (pair[0], pair[1].id)):
        own = [told[one.doc, one.event] for one in episode.tellings if (one.doc, one.event) in told]
        face = _Face(episode, own, day, weights)
        known = [side for side in face.sides if side in world_states]
        for pair in combinations(known, 2):
            running = [story for story in open_[pair] if day - story.last <= _APART]
            rated = [(_score(face, story), -at) for at, story in enumerate(running)]
            best = max(rated, default=(0.0, 0))
            if best[0] >= LEAST:
                story = running[-best[1]]
            else:
                story = _Story()
                running.append(story)
                stories.append((pair, story))
            open_[pair] = running
            _go_on(story, episode, face)
    names = _names(knowledge)
    threads = (
        _thread(pair, story, weights, copies, names)
        for pair, story in stories
        if len(story.episodes) >= _LEAST_EPISODES
    )
    return tuple(sorted(threads, key=lambda thread: (thread.first_day or "", thread.id)))


def _fits(episode: Episode) -> bool:
    """Whether an event is one of those that a storyline is made of, and not only spoken of."""
    if episode.status in ("denied", "alleged", "proposed"):
        return False
    return FAMILIES.get(episode.kind) in _FAMILIES or episode.kind in _KINDS


def _day(episode: Episode) -> int:
    days = days_of(episode.day) or days_of(episode.first_seen)
    return ordinal(days[0]) if days and days[0] > "1900" and days[1] < "9000" else 0


def _score(face: _Face, story: _Story) -> float:
    score = WEIGHTS["words"] * story.centre.cosine(face.words) + WEIGHTS["topic"] * story.topic.cosine(face.topic)
    if any(thing in story.objects for thing in face.objects):
        score += WEIGHTS["object"]
    score += WEIGHTS["person"] * min(2, len(face.persons & story.persons))
    apart = face.day - story.last
    return score + (WEIGHTS["near"] if apart <= _NEAR else WEIGHTS["far"] if apart > 3 * _NEAR else 0.0)


def _go_on(story: _Story, episode: Episode, face: _Face) -> None:
    story.episodes.append(episode)
    story.last = max(story.last, face.day)
    story.objects.update(face.objects)
    story.persons |= face.persons
    story.stems.update({*face.stems, *face.topics})
    story.centre.add(face.words)
    story.topic.add(face.topic)


def _thread(
    pair: tuple[str, str],
    story: _Story,
    weights: dict[str, float],
    copies: Mapping[str, str],
    names: Mapping[str, frozenset[str]],
) -> Thread:
    episodes = story.episodes
    seed = "\0".join(("thread", *pair, episodes[0].id))
    docs = {telling.doc for one in episodes for telling in one.tellings}
    days = [days for one in episodes if (days := days_of(one.day))]
    seen = [day for one in episodes for day in (one.first_seen, one.last_seen) if day]
    half = len(episodes) / 2
    return Thread(
        id="T" + hashlib.blake2b(seed.encode(), digest_size=6).hexdigest(),
        actors=(*pair, *_persons(episodes)),
        objects=tuple(
            sorted(
                (one for one in story.objects if story.objects[one] >= half), key=lambda one: (-story.objects[one], one)
            )
        ),
        words=tuple(_telling(story, pair, weights, names)),
        first_day=min((first for first, _ in days), default=None),
        last_day=max((last for _, last in days), default=None),
        first_seen=min(seen, default=None),
        last_seen=max(seen, default=None),
        reports=len(docs),
        sources=len({copies.get(doc, doc) for doc in docs}),
        episodes=tuple(one.id for one in episodes),
    )


def _persons(episodes: Sequence[Episode]) -> Iterator[str]:
    """Who takes part in half of the episodes at least."""
    named = Counter(party for one in episodes for party in dict.fromkeys(party for party, _ in one.parties))
    for party in sorted(named, key=lambda party: (-named[party], party)):
        if named[party] * 2 >= len(episodes) and ":" not in party and party.upper() != party:
            yield party


def _telling(
    story: _Story, pair: tuple[str, str], weights: dict[str, float], names: Mapping[str, frozenset[str]]
) -> list[str]:
    """The stems that tell most: rare ones that many of the episodes have, and no names of those who take part."""
    stems = story.stems
    own = set().union(*(names.get(who, ()) for who in (*pair, *story.persons)))
    shared = [stem for stem in stems if stems[stem] > 1 and stem in weights and stem not in own]
    return sorted(shared, key=lambda stem: (-stems[stem] * weights[stem], stem))[:_WORDS]


@lru_cache(maxsize=4)
def _names(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """The stems of the names of states, with their adjectives and capitals, and of persons."""
    found: dict[str, frozenset[str]] = {}
    for state in knowledge.states:
        words = (state.name_ar, *state.names_ar, *state.demonyms, *state.capitals, *state.seats)
        found[state.id] = frozenset(stems_of(" ".join(words)))
    for person in knowledge.persons:
        found[person.id] = frozenset(stems_of(" ".join((person.name_ar, *person.names_ar, *person.short_ar))))
    return found
