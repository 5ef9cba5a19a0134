"""The same words, or the same statement in other words, in several articles."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

import msgspec

from mahdar.corrections import BY_HAND, UNBOUND, Bonds
from mahdar.knowledge import Knowledge, fold
from mahdar.linking._days import ordinal
from mahdar.linking._vectors import Centre, Vector, weights_of_stems
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
APART = 3  # days between two reports of one statement
_SHORT = 3  # stems: what has fewer says too little to be told from another
_SEVERAL = 2  # articles
_MOST = 1 << 20  # statements of one day
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

    __slots__ = (
        "_unread", "_weights", "acts", "centre", "days", "members", "number", "numbers", "pairs", "runs", "speakers",
    )  # fmt: skip

    def __init__(self, number: int, weights: Mapping[str, float]) -> None:
        self.number = number
        self.members: list[tuple[Saying, float, tuple[str, ...]]] = []
        self.speakers: set[str] = set()
        self.acts: set[str] = set()
        self.days: list[int] = []
        self.pairs: list[frozenset[tuple[str, str]]] = []
        self.centre = Centre()
        self.numbers: set[str] = set()
        self.runs: set[tuple[str, ...]] = set()
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


class Spoken(NamedTuple):
    """Where a saying was placed: in which group, as which of its day, with which score and why."""

    doc: str
    statement: str
    number: int
    published: str | None
    day: int
    at: int
    group: int
    score: float
    reasons: tuple[str, ...]


class Gathered:
    """The groups to which sayings are brought, day after day, and where they are found. What has not been told for some days is
    met no more. `groups` are those that can be met, by their numbers."""

    def __init__(self, weights: Mapping[str, float], bonds: Bonds = UNBOUND) -> None:
        self._weights, self._bonds = weights, bonds
        self._by_speaker: dict[tuple[str, int], dict[int, _Group]] = defaultdict(dict)
        self._by_run: dict[tuple[str, ...], dict[int, _Group]] = defaultdict(dict)
        self._bound: dict[str, _Group] = {}
        self._opened = 0
        self.groups: dict[int, _Group] = {}

    def place(self, day: int, sayings: Iterable[Saying]) -> Iterator[Spoken]:
        """Bring the sayings of a day, each to the group that it is most like if it is like enough, else to its own."""
        self._opened = 0
        told = sorted(sayings, key=lambda one: (-len(one.words), one.doc, one.number))
        for at, saying in enumerate(told):
            runs = tuple(_runs(saying))
            group, score, reasons = self._find(saying, day, runs)
            self._enter(saying, day, group, score, reasons, runs)
            yield Spoken(
                saying.doc, saying.statement, saying.number, saying.published, day, at, group.number, score, reasons
            )

    def take(self, number: int, told: Iterable[tuple[Saying, Spoken]]) -> None:
        """Bring a group as it was left, its sayings in the order in which they came."""
        group = self.groups[number] = _Group(number, self._weights)
        for saying, spoken in told:
            self._enter(saying, spoken.day, group, spoken.score, spoken.reasons, tuple(_runs(saying)))

    def let_go(self, day: int) -> list[_Group]:
        """Forget the groups that nothing of this day or later is brought to: those that are forgotten."""
        gone = [one for one in self.groups.values() if day - one.days[-1] > APART]
        bound = {id(one) for one in self._bound.values()}
        for group in gone:
            del self.groups[group.number]
            for run in group.runs:
                there = self._by_run[run]
                there.pop(group.number, None)
                if not there:
                    del self._by_run[run]
        for key in [key for key in self._by_speaker if day - key[1] > APART]:
            del self._by_speaker[key]
        return [one for one in gone if id(one) not in bound]

    def bound(self) -> list[_Group]:
        """The groups that people have joined."""
        return list({one.number: one for one in self._bound.values()}.values())

    def _open(self, day: int) -> _Group:
        group = _Group(day * _MOST + self._opened, self._weights)
        self._opened += 1
        self.groups[group.number] = group
        return group

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
        return (chosen, best, reasons) if chosen is not None and best >= LEAST else (self._open(day), 0.0, ())

    def _enter(
        self,
        saying: Saying,
        day: int,
        group: _Group,
        score: float,
        reasons: tuple[str, ...],
        runs: Iterable[tuple[str, ...]],
    ) -> None:
        group.add(saying, day, score, reasons)
        if group.number not in self.groups:  # joined by hand to one that was let go
            self.groups[group.number] = group
            for run in group.runs:
                self._by_run[run].setdefault(group.number, group)
        together = self._bonds.joined.get((saying.doc, saying.statement))
        if together:
            self._bound[together] = group
        for who in saying.speakers:
            if not _nameless(who):
                self._by_speaker[who, day].setdefault(group.number, group)
        for run in runs:
            group.runs.add(run)
            self._by_run[run].setdefault(group.number, group)

    def _near(self, saying: Saying, day: int, runs: Iterable[tuple[str, ...]]) -> Iterable[_Group]:
        """Those of the last days that have a speaker, or a run of words, in common with a saying, in a fixed order."""
        found: dict[int, _Group] = {}
        for who in saying.speakers:
            if not _nameless(who):
                for before in range(APART + 1):
                    found |= self._by_speaker.get((who, day - before), {})
        for run in runs:
            some = self._by_run.get(run, {})
            found |= {number: group for number, group in some.items() if day - group.days[-1] <= APART}
        return (found[number] for number in sorted(found))


def find_quotes(
    sayings: Iterable[Saying], copies: Mapping[str, str], knowledge: Knowledge, bonds: Bonds = UNBOUND
) -> tuple[Quote, ...]:
    """Statements that several articles report, each with all its tellings. The same sayings in any order give the same
    quotes. What copies of one text share counts as one source; a statement of one article only is no quote here."""
    gathered = Gathered(weights_of_stems(knowledge), bonds)
    days: dict[int, list[Saying]] = defaultdict(list)
    for saying in sayings:
        if (day := said_on(saying)) is not None:
            days[day].append(saying)
    found: list[_Group] = []
    for day in sorted(days):
        found += gathered.let_go(day)
        list(gathered.place(day, days[day]))
    found += {one.number: one for one in (*gathered.groups.values(), *gathered.bound())}.values()
    quotes = (quote for group in found if (quote := quote_of(group.members, copies)) is not None)
    return tuple(sorted(quotes, key=lambda quote: (quote.first_seen or "", quote.id)))


def said_on(saying: Saying) -> int | None:
    """The day by which a saying is placed; None where its article has none."""
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


def quote_id(tellings: Iterable[tuple[str | None, str, int, str]]) -> str:
    """The id of a quote, by its (published, doc, number, statement): that of the first."""
    _, doc, _, statement = min(
        (published or "", doc, number, statement) for published, doc, number, statement in tellings
    )
    return "Q" + hashlib.blake2b(f"{doc}\0{statement}".encode(), digest_size=6).hexdigest()


def quote_of(told: Sequence[tuple[Saying, float, tuple[str, ...]]], copies: Mapping[str, str]) -> Quote | None:
    """The quote that some sayings are, with the score and the reasons of each; None where one article alone has it."""
    if len({saying.doc for saying, _, _ in told}) < _SEVERAL:
        return None
    members = sorted(told, key=lambda member: (member[0].published or "", member[0].doc, member[0].number))
    sayings = [saying for saying, _, _ in members]
    speakers = Counter(who for saying in sayings for who in saying.speakers if not _nameless(who))
    acts = Counter(saying.act for saying in sayings)
    seen = [saying.published for saying in sayings if saying.published]
    most = max(speakers.values(), default=0)
    return Quote(
        id=quote_id((one.published, one.doc, one.number, one.statement) for one in sayings),
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
