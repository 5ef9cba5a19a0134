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


class _Group:
    """Sayings taken for one statement."""

    __slots__ = ("acts", "centre", "days", "members", "numbers", "pairs", "speakers")

    def __init__(self) -> None:
        self.members: list[tuple[Saying, float, tuple[str, ...]]] = []
        self.speakers: set[str] = set()
        self.acts: set[str] = set()
        self.days: list[int] = []
        self.pairs: list[frozenset[tuple[str, str]]] = []
        self.centre = Centre()
        self.numbers: set[str] = set()

    def add(self, saying: Saying, day: int, vector: Vector, pairs: frozenset[tuple[str, str]]) -> None:
        self.speakers.update(who for who in saying.speakers if not _nameless(who))
        self.acts.add(saying.act)
        self.days.append(day)
        self.centre.add(vector)
        self.numbers.update(word for word in saying.words if word.isdigit())
        if pairs not in self.pairs:
            self.pairs.append(pairs)


def _nameless(who: str) -> bool:
    return who.startswith("unnamed:")


def find_quotes(
    sayings: Iterable[Saying], copies: Mapping[str, str], knowledge: Knowledge, bonds: Bonds = UNBOUND
) -> tuple[Quote, ...]:
    """Statements that several articles report, each with all its tellings. The same sayings in any order give the same
    quotes. What copies of one text share counts as one source; a statement of one article only is no quote here."""
    weights = weights_of_stems(knowledge)
    by_speaker: dict[tuple[str, int], list[_Group]] = defaultdict(list)
    by_run: dict[tuple[str, ...], list[_Group]] = defaultdict(list)
    groups: list[_Group] = []
    bound: dict[str, _Group] = {}
    dated = [(day, saying) for saying in sayings if (day := _day(saying)) is not None]
    dated.sort(key=lambda pair: (pair[0], -len(pair[1].words), pair[1].doc, pair[1].number))
    for day, saying in dated:
        vector, pairs = Vector(saying.stems, weights), _pairs(saying)
        best, chosen = -math.inf, None
        reasons: tuple[str, ...] = ()
        own = (saying.doc, saying.statement)
        apart, together = bonds.parted.get(own), bonds.joined.get(own)
        runs = tuple(_runs(saying))
        speakers = frozenset(who for who in saying.speakers if not _nameless(who))
        numbers = frozenset(word for word in saying.words if word.isdigit())
        for group in _near(saying, day, by_speaker, by_run, runs):
            if apart and any((one.doc, one.statement) in apart for one, _, _ in group.members):
                continue
            score, why = _compare(saying, day, vector, pairs, group, speakers, numbers)
            if score > best:
                best, reasons, chosen = score, why, group
        if together in bound:
            chosen, best, reasons = bound[together], 0.0, BY_HAND
        elif chosen is None or best < LEAST:
            chosen, best, reasons = _Group(), 0.0, ()
            groups.append(chosen)
        chosen.members.append((saying, best, reasons))
        if together:
            bound[together] = chosen
        chosen.add(saying, day, vector, pairs)
        for key in _keys(saying, day):
            if chosen not in by_speaker[key]:
                by_speaker[key].append(chosen)
        for run in runs:
            if chosen not in by_run[run]:
                by_run[run].append(chosen)
    quotes = (_quote(group, copies) for group in groups if len({one.doc for one, _, _ in group.members}) > 1)
    return tuple(sorted(quotes, key=lambda quote: (quote.first_seen or "", quote.id)))


def _day(saying: Saying) -> int | None:
    days = days_of(saying.published)
    return ordinal(days[1]) if days else None


def _pairs(saying: Saying) -> frozenset[tuple[str, str]]:
    return frozenset(zip(saying.stems, saying.stems[1:], strict=False))


def _keys(saying: Saying, day: int) -> Iterator[tuple[str, int]]:
    for who in saying.speakers:
        if not _nameless(who):
            yield who, day


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


def _near(
    saying: Saying,
    day: int,
    by_speaker: Mapping[tuple[str, int], list[_Group]],
    by_run: Mapping[tuple[str, ...], list[_Group]],
    runs: Iterable[tuple[str, ...]],
) -> Iterator[_Group]:
    seen: set[int] = set()
    for who, _ in _keys(saying, day):
        for before in range(_APART + 1):
            for group in by_speaker.get((who, day - before), ()):
                if id(group) not in seen:
                    seen.add(id(group))
                    yield group
    for run in runs:
        for group in by_run.get(run, ()):
            if id(group) not in seen and day - group.days[-1] <= _APART:
                seen.add(id(group))
                yield group


def _compare(
    saying: Saying,
    day: int,
    vector: Vector,
    pairs: frozenset[tuple[str, str]],
    group: _Group,
    speakers: frozenset[str],
    numbers: frozenset[str],
) -> tuple[float, tuple[str, ...]]:
    features = []
    if speakers & group.speakers:
        features.append("same_speaker")
    elif speakers and group.speakers:
        features.append("other_speaker")
    features.append("same_act" if saying.act in group.acts else "other_act")
    features.append("same_day" if day in group.days else "day_apart")
    if numbers and group.numbers:
        features.append("number" if numbers & group.numbers else "other_number")
    score = sum(WEIGHTS[name] for name in features)
    told = group.centre.cosine(vector)
    run = max((_share(pairs, other) for other in group.pairs), default=0.0)
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
