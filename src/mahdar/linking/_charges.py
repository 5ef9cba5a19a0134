"""Accusations across articles: the same one in several, and what the accused side answers elsewhere."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from mahdar.accusations import sides_of
from mahdar.knowledge import Knowledge
from mahdar.linking._days import ordinal
from mahdar.linking._vectors import Centre, Vector, weights_of_stems
from mahdar.linking._words import stems_of
from mahdar.model import Article, Case, Charge, Evidence, Record, Reply, Span
from mahdar.times import days_of

_ANSWERS = ("deny", "reject")
_SAME = 0.35  # cosine from which two accusations are one
_ANSWERED = 0.3  # cosine from which a denial answers an accusation
_APART = 5  # days between two reports of one accusation
_LONG = 30  # the same, where both are about one event
_LATE = 10  # days after which a denial answers something else
_LEAST_STEMS = 2


class Indictment(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An accusation as one article has it. `by` and `against` are the states and bodies for which accuser and accused stand;
    `events` are those of the article that its words tell."""

    doc: str
    accusation: str
    number: int
    accusers: tuple[str, ...]
    accused: tuple[str, ...]
    by: tuple[str, ...]
    against: tuple[str, ...]
    answers: tuple[str, ...]
    stems: tuple[str, ...]
    published: str | None
    outlet: str | None
    chain: tuple[str, ...]
    evidence: Evidence
    events: tuple[str, ...] = ()


class Denial(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What somebody denies or rejects in one article; `of` are the states and bodies for which he speaks, `events` as of an
    Indictment."""

    doc: str
    statement: str
    number: int
    speakers: tuple[str, ...]
    of: tuple[str, ...]
    act: str
    stems: tuple[str, ...]
    published: str | None
    outlet: str | None
    evidence: Evidence
    events: tuple[str, ...] = ()


def read_indictments(article: Article, record: Record, knowledge: Knowledge) -> tuple[Indictment, ...]:
    """The accusations of an article as linking compares them; those that say too little are left out."""
    entities = {entity.id: entity for entity in record.entities}

    def sides(idents: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({side for one in idents for side in sides_of(entities.get(one), knowledge)}))

    found = []
    for number, one in enumerate(record.accusations):
        stems = stems_of(" ".join(span.of(article.text) for span in one.words))
        if len(stems) >= _LEAST_STEMS and one.accused:
            found.append(
                Indictment(
                    doc=article.doc, accusation=one.id, number=number, accusers=one.accuser, accused=one.accused,
                    by=sides(one.accuser), against=sides(one.accused),
                    answers=tuple(answer.statement for answer in one.answers), stems=stems, published=record.published,
                    outlet=article.outlet, chain=one.chain, evidence=Evidence(one.words, one.evidence.rule),
                    events=_events_in(record, one.words),
                )
            )  # fmt: skip
    return tuple(found)


def read_denials(article: Article, record: Record, knowledge: Knowledge) -> tuple[Denial, ...]:
    """What is denied or rejected in an article, by whom."""
    entities = {entity.id: entity for entity in record.entities}
    found = []
    for number, one in enumerate(record.statements):
        if one.act not in _ANSWERS or not one.speaker:
            continue
        sides = sorted({side for who in one.speaker for side in sides_of(entities.get(who), knowledge)})
        stems = stems_of(" ".join(span.of(article.text) for span in one.content))
        if sides and len(stems) >= _LEAST_STEMS:
            found.append(
                Denial(
                    doc=article.doc, statement=one.id, number=number, speakers=one.speaker, of=tuple(sides), act=one.act,
                    stems=stems, published=record.published, outlet=article.outlet,
                    evidence=Evidence(one.content, one.evidence.rule), events=_events_in(record, one.content),
                )
            )  # fmt: skip
    return tuple(found)


def _events_in(record: Record, spans: Sequence[Span]) -> tuple[str, ...]:
    """The events of an article that are told within some words."""
    return tuple(
        event.id
        for event in record.events
        if event.status in ("alleged", "denied", "happened")
        and any(span.start < event.evidence.spans[0].end and event.evidence.spans[0].start < span.end for span in spans)
    )


class _Case:
    """Indictments taken for one accusation."""

    __slots__ = ("against", "by", "centre", "episodes", "first", "last", "members")

    def __init__(self, day: int) -> None:
        self.members: list[Indictment] = []
        self.by: set[str] = set()
        self.against: set[str] = set()
        self.episodes: set[str] = set()
        self.first = self.last = day
        self.centre = Centre()


def find_cases(
    indictments: Iterable[Indictment],
    denials: Iterable[Denial],
    copies: Mapping[str, str],
    knowledge: Knowledge,
    told_of: Mapping[tuple[str, str], str] | None = None,
) -> tuple[Case, ...]:
    """Accusations that several articles report, or that are answered in another one, by their first day. The same input in any
    order gives the same cases. Each is compared only with those against the same side of the same days: by its words, which
    papers vary, and by the event of which it accuses, which linking has joined already (`told_of`: the episode of each report, by
    its article and event)."""
    told_of = told_of or {}
    weights = weights_of_stems(knowledge)
    running: dict[str, list[_Case]] = defaultdict(list)
    cases: list[_Case] = []
    for one in sorted(indictments, key=lambda one: (one.published or "9999", one.doc, one.number)):
        if (day := _day(one.published)) is None:
            continue
        vector = Vector(one.stems, weights)
        own = {told_of[one.doc, event] for event in one.events if (one.doc, event) in told_of}
        near = {id(case): case for side in one.against for case in running[side]}
        rated = [
            (_likeness(vector, own, day, case), -at, case)
            for at, case in enumerate(near.values())
            if _may_be(one, case)
        ]
        score, _, case = max(rated, key=lambda pair: pair[:2], default=(0.0, 0, None))
        if case is None or score < _SAME:
            case = _Case(day)
            cases.append(case)
        case.episodes |= own
        case.members.append(one)
        case.by.update(one.by)
        case.against.update(one.against)
        case.last = day
        case.centre.add(vector)
        for side in one.against:
            running[side] = [other for other in running[side] if day - other.last <= _LONG and other is not case]
            running[side].append(case)
    replies = _replies(cases, denials, copies, weights, told_of)
    made = (_made(case, replies.get(id(case), ()), copies) for case in cases)
    told = (one for one in made if one.sources > 1 or any(not reply.within for reply in one.replies))
    return tuple(sorted(told, key=lambda one: (one.first_seen or "9999", one.id)))


def _day(published: str | None) -> int | None:
    days = days_of(published)
    return ordinal(days[1]) if days else None


def _likeness(words: Vector, episodes: set[str], day: int, case: _Case) -> float:
    """How like an accusation is to a case: by its words in the days after it, and where both are about one event for longer."""
    cosine = case.centre.cosine(words)
    if not case.episodes.isdisjoint(episodes):
        return _SAME + cosine
    return cosine if day - case.last <= _APART else 0.0


def _may_be(one: Indictment, case: _Case) -> bool:
    """Whether one accusation and a case have an accuser in common, or one of them names none."""
    return not one.by or not case.by or not case.by.isdisjoint(one.by)


def _replies(
    cases: Sequence[_Case],
    denials: Iterable[Denial],
    copies: Mapping[str, str],
    weights: dict[str, float],
    told_of: Mapping[tuple[str, str], str],
) -> dict[int, list[Reply]]:
    by_side: dict[str, list[_Case]] = defaultdict(list)
    for case in cases:
        for side in sorted(case.against):
            by_side[side].append(case)
    found: dict[int, list[Reply]] = defaultdict(list)
    for denial in sorted(denials, key=lambda one: (one.published or "9999", one.doc, one.number)):
        day = _day(denial.published)
        if day is None:
            continue
        vector = Vector(denial.stems, weights)
        near = {
            id(case): case for side in denial.of for case in by_side[side] if case.first <= day <= case.last + _LATE
        }
        own = {told_of[denial.doc, event] for event in denial.events if (denial.doc, event) in told_of}
        for case in near.values():
            within = any(denial.statement in one.answers for one in case.members)
            score = case.centre.cosine(vector)
            alike = score >= _ANSWERED or (denial.act == "deny" and not case.episodes.isdisjoint(own))
            # Who accuses in return denies nothing of what he is accused of.
            if within or (alike and case.by.isdisjoint(denial.of)):
                found[id(case)].append(
                    Reply(
                        doc=denial.doc,
                        statement=denial.statement,
                        copy=copies.get(denial.doc, denial.doc),
                        published=denial.published,
                        outlet=denial.outlet,
                        speakers=denial.speakers,
                        act=denial.act,
                        within=within,
                        score=round(score, 2),
                        evidence=denial.evidence,
                    )
                )
    return found


def _made(case: _Case, replies: Iterable[Reply], copies: Mapping[str, str]) -> Case:
    first = case.members[0]
    seen = [one.published for one in case.members if one.published]
    return Case(
        id="A" + hashlib.blake2b(f"{first.doc}\0{first.accusation}".encode(), digest_size=6).hexdigest(),
        accusers=tuple(_most(one.accusers for one in case.members)),
        accused=tuple(_most(one.accused for one in case.members)),
        first_seen=min(seen, default=None),
        last_seen=max(seen, default=None),
        reports=len({one.doc for one in case.members}),
        sources=len({copies.get(one.doc, one.doc) for one in case.members}),
        charges=tuple(
            Charge(
                doc=one.doc,
                accusation=one.accusation,
                copy=copies.get(one.doc, one.doc),
                published=one.published,
                outlet=one.outlet,
                chain=one.chain,
                evidence=one.evidence,
            )
            for one in case.members
        ),
        replies=tuple(replies),
    )


def _most(named: Iterable[tuple[str, ...]]) -> Iterator[str]:
    counts = Counter(who for those in named for who in those)
    yield from sorted(counts, key=lambda who: (-counts[who], who))
