"""Storylines: what the same parties do about the same thing, one event after the other."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.linking._days import ordinal
from mahdar.linking._reports import Report
from mahdar.linking._vectors import Centre, Parts, Vector, weights_of_stems
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

    __slots__ = ("centre", "faces", "last", "objects", "persons", "stems", "topic")

    def __init__(self) -> None:
        self.faces: list[Face] = []
        self.last = 0
        self.objects: Counter[str] = Counter()
        self.persons: set[str] = set()
        self.stems: Counter[str] = Counter()
        self.centre = Centre()
        self.topic = Centre()


class Face(msgspec.Struct, frozen=True, gc=False):
    """What an episode shows to a storyline: by its reports, each article once. `pairs` are the sides between which it is, two by two,
    `words` and `topic` the words of its sentences and of its articles as vectors, `copies` the independent ones of its articles."""

    episode: str
    order: int
    day: str | None
    first_seen: str | None
    last_seen: str | None
    parties: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    objects: tuple[str, ...]
    persons: tuple[str, ...]
    stems: tuple[str, ...]
    words: Parts
    topic: Parts
    docs: tuple[str, ...]
    copies: tuple[str, ...]


def face_of(episode: Episode, reports: Sequence[Report], knowledge: Knowledge) -> Face | None:
    """The face of an episode whose reports these are, in the order of its tellings; None where it is in no storyline."""
    day = _day(episode)
    if not _fits(episode) or not day:
        return None
    sides = Counter(side for report in reports for side in report.sides)
    # Who is named by few of many reports is not whose event it is.
    named = [side for side in sides if sides[side] * _FEW >= len(reports)]
    most = sorted(sorted(named, key=lambda side: (-sides[side], side))[:_SIDES])
    known = _known(knowledge)
    pairs = tuple(combinations((side for side in most if side in known), 2))
    if not pairs:
        return None
    stems = Counter(stem for report in reports for stem in report.stems)
    topics = Counter(stem for report in reports for stem in report.topic)
    common, topic = _common(stems, len(reports)), _common(topics, len(reports))
    weights = weights_of_stems(knowledge)
    return Face(
        episode=episode.id,
        order=day,
        day=episode.day,
        first_seen=episode.first_seen,
        last_seen=episode.last_seen,
        parties=tuple(dict.fromkeys(party for party, _ in episode.parties)),
        pairs=pairs,
        objects=tuple(
            sorted({thing for report in reports for thing in report.objects if not thing.startswith("group:")})
        ),
        persons=tuple(sorted({person for report in reports for person in report.persons if ":" not in person})),
        stems=tuple(sorted({*common, *topic})),
        words=Vector(common, weights).parts,
        topic=Vector(topic, weights).parts,
        docs=tuple(sorted({telling.doc for telling in episode.tellings})),
        copies=tuple(sorted({telling.copy for telling in episode.tellings})),
    )


@lru_cache(maxsize=4)
def _known(knowledge: Knowledge) -> frozenset[str]:
    return frozenset({row.id for row in knowledge.states} | {row.id for row in knowledge.organisations})


def _common(stems: Counter[str], reports: int) -> tuple[str, ...]:
    """The stems that a fair share of the reports have."""
    return tuple(sorted(stem for stem in stems if stems[stem] * _FEW >= reports))


def find_threads(episodes: Iterable[Episode], reports: Iterable[Report], knowledge: Knowledge) -> tuple[Thread, ...]:
    """Storylines of two parties each, by their first day. The same episodes in any order give the same threads."""
    told = {(report.doc, report.event): report for report in reports}
    pairs: dict[tuple[str, str], list[Face]] = defaultdict(list)
    for episode in episodes:
        own = [told[one.doc, one.event] for one in episode.tellings if (one.doc, one.event) in told]
        face = face_of(episode, own, knowledge)
        if face is not None:
            for pair in face.pairs:
                pairs[pair].append(face)
    threads = [thread for pair, faces in pairs.items() for thread in threads_between(pair, faces, knowledge)]
    return tuple(sorted(threads, key=lambda thread: (thread.first_day or "", thread.id)))


def threads_between(pair: tuple[str, str], faces: Iterable[Face], knowledge: Knowledge) -> list[Thread]:
    """The storylines of two parties, from the episodes between them.

    Their open storylines are gone through; what is most like an episode goes on with it, what is
    like none opens one. A storyline that nothing was added to for two months is closed: time grows with the episodes.
    """
    weights = weights_of_stems(knowledge)
    running: list[_Story] = []
    stories: list[_Story] = []
    for face in sorted(faces, key=lambda face: (face.order, face.episode)):
        words, topic = Vector.of(face.words), Vector.of(face.topic)
        running = [story for story in running if face.order - story.last <= _APART]
        rated = [(_score(face, words, topic, story), -at) for at, story in enumerate(running)]
        best = max(rated, default=(0.0, 0))
        if best[0] >= LEAST:
            story = running[-best[1]]
        else:
            story = _Story()
            running.append(story)
            stories.append(story)
        _go_on(story, face, words, topic)
    names = _names(knowledge)
    return [_thread(pair, story, weights, names) for story in stories if len(story.faces) >= _LEAST_EPISODES]


def _fits(episode: Episode) -> bool:
    """Whether an event is one of those that a storyline is made of, and not only spoken of."""
    if episode.status in ("denied", "alleged", "proposed"):
        return False
    return FAMILIES.get(episode.kind) in _FAMILIES or episode.kind in _KINDS


def _day(episode: Episode) -> int:
    days = days_of(episode.day) or days_of(episode.first_seen)
    return ordinal(days[0]) if days and days[0] > "1900" and days[1] < "9000" else 0


def _score(face: Face, words: Vector, topic: Vector, story: _Story) -> float:
    score = WEIGHTS["words"] * story.centre.cosine(words) + WEIGHTS["topic"] * story.topic.cosine(topic)
    if any(thing in story.objects for thing in face.objects):
        score += WEIGHTS["object"]
    score += WEIGHTS["person"] * min(2, sum(person in story.persons for person in face.persons))
    apart = face.order - story.last
    return score + (WEIGHTS["near"] if apart <= _NEAR else WEIGHTS["far"] if apart > 3 * _NEAR else 0.0)


def _go_on(story: _Story, face: Face, words: Vector, topic: Vector) -> None:
    story.faces.append(face)
    story.last = max(story.last, face.order)
    story.objects.update(face.objects)
    story.persons.update(face.persons)
    story.stems.update(face.stems)
    story.centre.add(words)
    story.topic.add(topic)


def _thread(
    pair: tuple[str, str], story: _Story, weights: dict[str, float], names: Mapping[str, frozenset[str]]
) -> Thread:
    faces = story.faces
    seed = "\0".join(("thread", *pair, faces[0].episode))
    days = [days for one in faces if (days := days_of(one.day))]
    seen = [day for one in faces for day in (one.first_seen, one.last_seen) if day]
    half = len(faces) / 2
    return Thread(
        id="T" + hashlib.blake2b(seed.encode(), digest_size=6).hexdigest(),
        actors=(*pair, *_persons(faces)),
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
        reports=len({doc for one in faces for doc in one.docs}),
        sources=len({copy for one in faces for copy in one.copies}),
        episodes=tuple(one.episode for one in faces),
    )


def _persons(faces: Sequence[Face]) -> Iterator[str]:
    """Who takes part in half of the episodes at least."""
    named = Counter(party for one in faces for party in one.parties)
    for party in sorted(named, key=lambda party: (-named[party], party)):
        if named[party] * 2 >= len(faces) and ":" not in party and party.upper() != party:
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
