"""The same words, or the same statement in other words, in several articles."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zlib import crc32

import msgspec

from mahdar.corrections import BY_HAND, UNBOUND, Bonds
from mahdar.knowledge import Knowledge, fold
from mahdar.linking._days import ordinal
from mahdar.linking._vectors import Centre, Vector, weights_of_stems
from mahdar.linking._weeks import FourWeeks, Place, by_four_weeks, first_key, key_of
from mahdar.linking._words import stems_of, words_of
from mahdar.model import Article, Evidence, Quote, QuoteTelling, Record, Span
from mahdar.times import days_of

# What each feature is worth. `runs`: the share of the shorter one's pairs of words that the other has too; `words`: cosine of
# the telling stems; `same_speaker`: one of the speakers at least; `other_speaker`: both are named, and others.
WEIGHTS = {
    "runs": 5.0, "words": 5.0, "same_speaker": 1.0, "other_speaker": -3.0, "same_act": 0.4, "other_act": -0.3,
    "same_day": 0.5, "day_apart": -0.3, "number": 0.4, "other_number": -0.8,
}  # fmt: skip
LEAST = 3.3
_APART = 3  # days between two reports of one statement
_SHORT = 3  # stems: what has fewer says too little to be told from another
_RUN = 5  # words that by themselves show that two are the same


class Saying(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A statement as one article gives it: whose, how, and its words, folded, with their stems."""

    doc: str
    statement: str
    number: int
    published: str | None
    outlet: str | None
    speakers: tuple[str, ...]
    chain: tuple[str, ...]
    act: str
    form: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    content: tuple[Span, ...]
    evidence: Evidence


def read_sayings(article: Article, record: Record) -> tuple[Saying, ...]:
    """The statements of an article as linking compares them; those that say too little are left out."""
    found = []
    for number, statement in enumerate(record.statements):
        text = " ".join(span.of(article.text) for span in statement.content)
        stems = stems_of(text)
        if len(stems) >= _SHORT:
            found.append(
                Saying(
                    doc=article.doc,
                    statement=statement.id,
                    number=number,
                    published=record.published,
                    outlet=article.outlet,
                    speakers=statement.speaker,
                    chain=statement.chain,
                    act=statement.act,
                    form=statement.form,
                    words=tuple(words_of(fold(text))),
                    stems=stems,
                    content=statement.content,
                    evidence=statement.evidence,
                )
            )
    return tuple(found)


class _Face(msgspec.Struct, frozen=True, gc=False):
    """What of a saying is compared."""

    vector: Vector
    pairs: frozenset[tuple[str, str]]
    speakers: frozenset[str]
    numbers: frozenset[str]


class _Group:
    """Sayings taken for one statement. What they say together is gathered when it is asked for: most are never met again."""

    __slots__ = ("_unread", "_weights", "acts", "centre", "days", "members", "number", "numbers", "pairs", "speakers")

    def __init__(self, number: int, weights: Mapping[str, float]) -> None:
        self.number = number
        self.members: list[tuple[Saying, float, tuple[str, ...]]] = []
        self.speakers: set[str] = set()
        self.acts: set[str] = set()
        self.days: list[int] = []
        self.pairs: list[frozenset[tuple[str, str]]] = []
        self.centre = Centre()
        self.numbers: set[str] = set()
        self._weights = weights
        self._unread: list[Saying] = []

    def add(self, saying: Saying, day: int, score: float, reasons: tuple[str, ...]) -> None:
        """Take in a saying of a day."""
        self.members.append((saying, score, reasons))
        self.days.append(day)
        self._unread.append(saying)

    def read(self) -> None:
        """Gather what its sayings say together."""
        for saying in self._unread:
            face = _face(saying, self._weights)
            self.speakers |= face.speakers
            self.acts.add(saying.act)
            self.centre.add(face.vector)
            self.numbers |= face.numbers
            if face.pairs not in self.pairs:
                self.pairs.append(face.pairs)
        self._unread.clear()


def _nameless(who: str) -> bool:
    return who.startswith("unnamed:")


def _face(saying: Saying, weights: Mapping[str, float]) -> _Face:
    return _Face(
        Vector(saying.stems, weights),
        frozenset(zip(saying.stems, saying.stems[1:], strict=False)),
        frozenset(who for who in saying.speakers if not _nameless(who)),
        frozenset(word for word in saying.words if word.isdigit()),
    )


class _Gathered:
    """The groups to which sayings are brought, four weeks after four weeks, and where they are found."""

    def __init__(self, weights: Mapping[str, float], bonds: Bonds) -> None:
        self._weights, self._bonds = weights, bonds
        self._by_speaker: dict[tuple[str, int], dict[int, _Group]] = defaultdict(dict)
        self._by_run: dict[tuple[str, ...], dict[int, _Group]] = defaultdict(dict)
        self._bound: dict[str, _Group] = {}
        self.groups: list[_Group] = []

    def place(self, told: Iterable[tuple[int, Saying]]) -> Iterator[Place]:
        """Bring sayings with their days, each to the group that it is most like if it is like enough, else to its own."""
        for day, saying in told:
            runs = tuple(_runs(saying))
            group, score, reasons = self._find(saying, day, runs)
            self._enter(saying, day, group, score, reasons)
            self._index(saying, day, group, runs)
            yield group.number, score, reasons

    def replace(self, told: Iterable[tuple[int, Saying]], places: Sequence[Place]) -> None:
        """Bring sayings where they were brought before."""
        for (day, saying), (number, score, reasons) in zip(told, places, strict=True):
            group = self.groups[number] if number < len(self.groups) else self._open()
            self._enter(saying, day, group, score, reasons)

    def find_again(self, told: Iterable[tuple[int, Saying]], places: Iterable[Place], day: int) -> None:
        """Make those that were brought with `replace` found by what is told on `day` and later."""
        for (own, saying), (number, _, _) in zip(told, places, strict=True):
            group = self.groups[number]
            if day - group.days[-1] <= _APART:
                self._index(saying, own, group, _runs(saying))

    def _open(self) -> _Group:
        self.groups.append(_Group(len(self.groups), self._weights))
        return self.groups[-1]

    def _find(self, saying: Saying, day: int, runs: Sequence[tuple[str, ...]]) -> tuple[_Group, float, tuple[str, ...]]:
        key = (saying.doc, saying.statement)
        apart, together = self._bonds.parted.get(key), self._bonds.joined.get(key)
        if together in self._bound:
            return self._bound[together], 0.0, BY_HAND
        best, chosen = -math.inf, None
        reasons: tuple[str, ...] = ()
        face = _face(saying, self._weights)
        for group in self._near(saying, day, runs):
            if apart and any((one.doc, one.statement) in apart for one, _, _ in group.members):
                continue
            score, why = _compare(saying, day, face, group)
            if score > best:
                best, reasons, chosen = score, why, group
        return (chosen, best, reasons) if chosen is not None and best >= LEAST else (self._open(), 0.0, ())

    def _enter(self, saying: Saying, day: int, group: _Group, score: float, reasons: tuple[str, ...]) -> None:
        group.add(saying, day, score, reasons)
        together = self._bonds.joined.get((saying.doc, saying.statement))
        if together:
            self._bound[together] = group

    def _index(self, saying: Saying, day: int, group: _Group, runs: Iterable[tuple[str, ...]]) -> None:
        for who in saying.speakers:
            if not _nameless(who):
                self._by_speaker[who, day].setdefault(group.number, group)
        for run in runs:
            self._by_run[run].setdefault(group.number, group)

    def _near(self, saying: Saying, day: int, runs: Iterable[tuple[str, ...]]) -> Iterable[_Group]:
        """Those of the last days that have a speaker, or a run of words, in common with a saying, in a fixed order."""
        found: dict[int, _Group] = {}
        for who in saying.speakers:
            if not _nameless(who):
                for before in range(_APART + 1):
                    found |= self._by_speaker.get((who, day - before), {})
        for run in runs:
            some = self._by_run.get(run, {})
            found |= {number: group for number, group in some.items() if day - group.days[-1] <= _APART}
        return (found[number] for number in sorted(found))


def find_quotes(
    sayings: Iterable[Saying],
    copies: Mapping[str, str],
    knowledge: Knowledge,
    bonds: Bonds = UNBOUND,
    known: Mapping[int, FourWeeks] | None = None,
    way: str = "",
) -> tuple[tuple[Quote, ...], tuple[FourWeeks, ...]]:
    """Statements that several articles report, each with all its tellings. The same sayings in any order give the same
    quotes. What copies of one text share counts as one source; a statement of one article only is no quote here. The weeks
    are as those of episodes: of those that are `known` and as they were nothing is placed again."""
    gathered = _Gathered(weights_of_stems(knowledge), bonds)
    dated = ((day, (day, saying)) for saying in sayings if (day := _day(saying)) is not None)
    key = first_key(way, bonds)
    weeks: list[FourWeeks] = []
    kept: list[tuple[list[tuple[int, Saying]], FourWeeks]] = []
    for number, told in by_four_weeks(dated):
        told.sort(key=lambda pair: (pair[0], -len(pair[1].words), pair[1].doc, pair[1].number))
        key = key_of(key, (number, told))
        week = (known or {}).get(number)
        if week is not None and week.key == key:
            gathered.replace(told, week.places)
            kept.append((told, week))
        else:
            for some, before in kept:
                gathered.find_again(some, before.places, told[0][0])
            kept.clear()
            week = FourWeeks(number=number, key=key, places=tuple(gathered.place(told)))
        weeks.append(week)
    several = (group for group in gathered.groups if len({one.doc for one, _, _ in group.members}) > 1)
    quotes = sorted((_quote(group, copies) for group in several), key=lambda quote: (quote.first_seen or "", quote.id))
    return tuple(quotes), tuple(weeks)


def _day(saying: Saying) -> int | None:
    days = days_of(saying.published)
    return ordinal(days[1]) if days else None


def _runs(saying: Saying) -> Iterator[tuple[str, ...]]:
    """Every third run of words, from each of which the same words in another article can be found again."""
    words = saying.words
    for at in range(max(0, len(words) - _RUN + 1)):
        run = words[at : at + _RUN]
        if hash_of(run) % 3 == 0:
            yield run


def hash_of(run: Sequence[str]) -> int:
    """A number for a run of words that every process gives it alike."""
    return crc32(" ".join(run).encode())


def _compare(saying: Saying, day: int, face: _Face, group: _Group) -> tuple[float, tuple[str, ...]]:
    group.read()
    features = []
    if face.speakers & group.speakers:
        features.append("same_speaker")
    elif face.speakers and group.speakers:
        features.append("other_speaker")
    features.append("same_act" if saying.act in group.acts else "other_act")
    features.append("same_day" if day in group.days else "day_apart")
    if face.numbers and group.numbers:
        features.append("number" if face.numbers & group.numbers else "other_number")
    score = sum(WEIGHTS[name] for name in features)
    told = group.centre.cosine(face.vector)
    run = max((_share(face.pairs, other) for other in group.pairs), default=0.0)
    score += WEIGHTS["words"] * told + WEIGHTS["runs"] * run
    return score, (*features, f"words {told:.2f}", f"runs {run:.2f}")


def _share(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> float:
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def _quote(group: _Group, copies: Mapping[str, str]) -> Quote:
    members = sorted(group.members, key=lambda member: (member[0].published or "", member[0].doc, member[0].number))
    sayings = [saying for saying, _, _ in members]
    first = sayings[0]
    speakers = Counter(who for saying in sayings for who in saying.speakers if not _nameless(who))
    acts = Counter(saying.act for saying in sayings)
    seen = [saying.published for saying in sayings if saying.published]
    most = max(speakers.values(), default=0)
    return Quote(
        id="Q" + hashlib.blake2b(f"{first.doc}\0{first.statement}".encode(), digest_size=6).hexdigest(),
        speakers=tuple(
            sorted((who for who in speakers if speakers[who] * 2 >= most), key=lambda who: (-speakers[who], who))
        ),
        act=min(acts, key=lambda act: (-acts[act], act)),
        first_seen=min(seen, default=None),
        last_seen=max(seen, default=None),
        reports=len({saying.doc for saying in sayings}),
        sources=len({copies.get(saying.doc, saying.doc) for saying in sayings}),
        tellings=tuple(
            QuoteTelling(
                doc=saying.doc,
                statement=saying.statement,
                copy=copies.get(saying.doc, saying.doc),
                published=saying.published,
                outlet=saying.outlet,
                speakers=saying.speakers,
                chain=saying.chain,
                form=saying.form,
                content=saying.content,
                score=round(score, 2),
                reasons=reasons,
                evidence=saying.evidence,
            )
            for saying, score, reasons in members
        ),
    )
