"""Values that follow each other in time: who holds an office, who belongs where, how an agreement stands."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.linking._days import ordinal
from mahdar.linking._words import words_of
from mahdar.linking.claims import sentence_of
from mahdar.model import STEPS, Article, Carrier, Change, Entity, Evidence, Record, Span, Spell
from mahdar.resolution import Registry, registry
from mahdar.times import days_of

_FORMER = ("former ", "late ", "designated ")  # titles of those who do not hold the office
_BELONGING = {"member_of": "member", "observer_of": "observer"}
_LOCAL = ":@"  # in the id of an agreement that is known in one article only
_ANY = "deal:agreement:"  # begins the id of one of which it is not told what it is about: two states have many of them
_ASIDE = ("amended", "extended", "expired", "violated")  # steps that are spoken of more often than they are taken
_ALONE = ("joined", "ratified", "suspended", "resumed", "violated", "left")  # steps that one of the parties takes
_LATELY = 366  # days after the end of a term: who held it longer ago is spoken of as one who did
_SLIP = 0.01  # of the articles that speak of it
_SHARE = 0.05  # of the articles that name a holder: what fewer say is a slip
_PROOF = 3  # independent articles that the registry is contradicted with
_ENOUGH = 2  # independent articles for a tenure that the registry does not have, or for a step without a day
_PAST = 60  # days before its article of a time that says that a sentence tells of the past
_BESIDE = 24  # characters beside a title in which a word says whose it is no more


class Holding(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A value that an article states of something that has one after the other: `about` an office ("foreign minister of RU"), a
    pair of member and body, or an agreement; `value` the holder, the standing or the step. `day` is the EDTF time that
    the article states for it, `actors` are those concerned; `acts`: the holder speaks in the article."""

    doc: str
    number: int
    property: str
    about: str
    value: str
    actors: tuple[str, ...]
    day: str | None
    chain: tuple[str, ...]
    published: str | None
    outlet: str | None
    evidence: Evidence
    acts: bool = False


def read_holdings(article: Article, record: Record, knowledge: Knowledge) -> tuple[Holding, ...]:
    """What an article states of offices, membership and agreements, in the order of the record. Former titles are no
    tenure, nor is a title in what is told of the past; who has no name is nobody's successor."""
    entities = {entity.id: entity for entity in record.entities}
    found: list[Holding] = []
    speakers = {who for one in record.statements for who in one.speaker}

    def hold(name: str, about: str, value: str, actors: tuple[str, ...], day: str | None, chain: tuple[str, ...],
             evidence: Evidence) -> None:  # fmt: skip
        found.append(
            Holding(
                doc=article.doc, number=len(found), property=name, about=about, value=value, actors=actors, day=day,
                chain=chain, published=record.published, outlet=article.outlet, evidence=evidence,
                acts=value in speakers,
            )
        )  # fmt: skip

    for fact in record.facts:
        if fact.status in ("denied", "alleged"):
            continue
        if fact.property == "holds_office" and not fact.value.startswith(_FORMER) and " of " in fact.value:
            if _is_of_the_past(article.text, record, fact.evidence.spans[0], knowledge):
                continue
            of = fact.value.rpartition(" of ")[2]
            hold("office", fact.value, fact.subject, (fact.subject, of), None, fact.chain, fact.evidence)
        elif fact.property in _BELONGING:
            who = entities.get(fact.subject)
            if who is not None and who.kind == "state":
                about = f"{fact.subject} in {fact.value}"
                hold("membership", about, _BELONGING[fact.property], (fact.subject, fact.value), None, fact.chain,
                     fact.evidence)  # fmt: skip
    for step in record.agreements:
        if (
            _LOCAL in step.agreement
            or step.agreement.startswith(_ANY)
            or step.status in ("denied", "alleged", "proposed")
        ):
            continue
        sides = tuple(dict.fromkeys(side for party in step.parties for side in _sides(entities.get(party))))
        value = step.step if step.status in ("happened", "ongoing") else f"{step.step}, {step.status}"
        if step.step in _ALONE and len(sides) == 1:
            value = f"{value} ({sides[0]})"
        hold("agreement", step.agreement, value, (step.agreement, *sides), step.time, step.chain, step.evidence)
    return tuple(found)


def _is_of_the_past(text: str, record: Record, span: Span, knowledge: Knowledge) -> bool:
    """Whether a title is given to somebody as the one who had it once: by a word beside it, or by the time of its sentence."""
    gone, ends = _classes(knowledge)
    sentence = sentence_of(text, span)
    before = words_of(fold(text[max(sentence.start, span.start - _BESIDE) : span.start]))[-2:]
    inside = words_of(fold(span.of(text)))
    after = words_of(fold(text[span.end : min(sentence.end, span.end + _BESIDE)]))
    if gone.intersection((*inside, *after)) or ends.intersection((*before, *after)):
        return True
    issued = days_of(record.published)
    times = (days_of(time.value) for time in record.times if sentence.start <= time.span.start < sentence.end)
    return issued is not None and any(one and ordinal(issued[0]) - ordinal(one[1]) > _PAST for one in times)


@lru_cache(maxsize=4)
def _classes(knowledge: Knowledge) -> tuple[frozenset[str], frozenset[str]]:
    """The words that say that a title was held once, and those after which it is that of a day told of; folded."""
    found: dict[str, frozenset[str]] = {
        row.id: frozenset(word for form in row.forms for word in words_of(fold(form))) for row in knowledge.grammar
    }
    ends = found.get("end_of_office", frozenset())
    marks = (*CLITICS.conjunctions, *CLITICS.prepositions)
    return found["former"] | found["late"], ends | {mark + word for mark in marks for word in ends}


def _sides(entity: Entity | None) -> tuple[str, ...]:
    if entity is None:
        return ()
    if entity.kind == "person":
        return tuple(office.of for office in entity.offices if office.of and not office.title.startswith(_FORMER))
    return (entity.iso or entity.id,) if entity.kind in ("state", "org") else ()


def find_changes(holdings: Iterable[Holding], copies: Mapping[str, str], knowledge: Knowledge) -> tuple[Change, ...]:
    """Values that follow each other, each with the days on which the articles have it, by what they are of.

    The same holdings in any order give the same changes. Of an office every tenure is given that the registry knows or that
    several independent articles tell; of the rest only what has two values at least.
    """
    world = registry(knowledge)
    shared = frozenset(row.title for row in knowledge.offices if row.several)
    by_about: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for holding in sorted(holdings, key=lambda one: (one.published or "9999", one.doc, one.number)):
        by_about[holding.property, holding.about].append(holding)
    found = []
    for (name, about), those in sorted(by_about.items()):
        spells = _spells(name, about, those, copies, world, shared)
        if spells and (name == "office" or len(spells) > 1):
            found.append(_change(name, about, spells, those, copies))
    return tuple(found)


def _spells(
    name: str,
    about: str,
    holdings: Sequence[Holding],
    copies: Mapping[str, str],
    world: Registry,
    shared: frozenset[str],
) -> tuple[Spell, ...]:
    by_value: dict[str, list[Holding]] = {}
    for holding in holdings:
        value = _known_holder(about, holding, world) if name == "office" else holding.value
        by_value.setdefault(value, []).append(holding)
    spells = []
    texts = len({copies.get(one.doc, one.doc) for one in holdings})
    for value, told in by_value.items():
        those = _since_it_happened(told, copies) if name == "agreement" else told
        sources = len({copies.get(one.doc, one.doc) for one in those})
        dated = name == "agreement" and _is_dated(those)
        if sources < _ENOUGH and not (name == "membership" or value in world.persons or dated):
            continue
        if name == "agreement" and value.split(" ")[0].rstrip(",") in _ASIDE and not dated:
            continue
        if sources < _SLIP * texts:
            continue
        spells.append(_spell(value, those, sources, copies))
    if name == "office":
        acting = frozenset(_known_holder(about, one, world) for one in holdings if one.acts)
        several = about.rpartition(" of ")[0] in shared
        judged = (_against_registry(about, spell, spells, world, acting, several=several) for spell in spells)
        return tuple(spell for spell in judged if spell is not None)
    if name == "agreement":
        spells.sort(key=_order)
    return tuple(spells)


def _since_it_happened(holdings: Sequence[Holding], copies: Mapping[str, str]) -> list[Holding]:
    """Without what was told of a step before the day that most articles state for it: threats and plans that were read as done."""
    step = holdings[0].value.partition(" ")[0]
    day = days_of(_stated(holdings, copies)) if not step.endswith(",") else None
    return [one for one in holdings if day is None or not one.published or one.published >= day[0]]


def _stated(holdings: Sequence[Holding], copies: Mapping[str, str]) -> str | None:
    """The time that most independent articles state."""
    days: dict[str, set[str]] = {}
    for one in holdings:
        if one.day:
            days.setdefault(one.day, set()).add(copies.get(one.doc, one.doc))
    return min(days, key=lambda day: (-len(days[day]), day), default=None)


def _is_dated(holdings: Sequence[Holding]) -> bool:
    """Whether an article states a day or month for a step that is of its own time, not the one of the signing long ago."""
    for one in holdings:
        told, issued = days_of(one.day), days_of(one.published)
        if (
            told
            and issued
            and (
                one.value.partition(",")[0].partition(" ")[0] not in _ASIDE
                or abs(ordinal(issued[1]) - ordinal(told[1])) <= _LATELY
            )
        ):
            return True
    return False


def _order(spell: Spell) -> tuple[str, int, str]:
    """Steps stand by the day that is stated for them, else by that of the first article."""
    days = days_of(spell.day) or days_of(spell.first)
    step = spell.value.split(",")[0].split(" ")[0]
    return days[0] if days else "9999", STEPS.index(step) if step in STEPS else len(STEPS), spell.value


def _spell(value: str, holdings: Sequence[Holding], sources: int, copies: Mapping[str, str]) -> Spell:
    seen = [one.published for one in holdings if one.published]
    return Spell(
        value=value,
        day=_stated(holdings, copies),
        first=min(seen, default=None),
        last=max(seen, default=None),
        reports=len({one.doc for one in holdings}),
        sources=sources,
        carriers=tuple(
            Carrier(
                doc=one.doc,
                copy=copies.get(one.doc, one.doc),
                published=one.published,
                outlet=one.outlet,
                chain=one.chain,
                evidence=one.evidence,
            )
            for one in _few(holdings)
        ),
    )


def _few(holdings: Sequence[Holding]) -> Iterator[Holding]:
    """The first and the last two of each value: enough to look it up."""
    yield from (one for at, one in enumerate(holdings) if at < _ENOUGH or at >= len(holdings) - _ENOUGH)


def _known_holder(about: str, holding: Holding, world: Registry) -> str:
    """Who is named: the registry's holder of the day where the name is a part of his ("Trump" of "Donald Trump")."""
    if holding.value in world.persons:
        return holding.value
    title, _, of = about.rpartition(" of ")
    words = set(holding.value.partition(":")[2].split("_"))
    for who, _ in world.holders(title, of, holding.published):
        row = world.persons.get(who)
        if row is not None and any(words <= set(slug_words(name)) for name in (row.name_ar, *row.names_ar)):
            return who
    return holding.value


def slug_words(name: str) -> list[str]:
    """The words of a name as ids that are made of names have them: folded, without articles."""
    return [word.removeprefix(CLITICS.article) for word in fold(name).split()]


def _against_registry(
    about: str, spell: Spell, spells: Sequence[Spell], world: Registry, acting: frozenset[str], *, several: bool
) -> Spell | None:
    """A tenure with what the registry says of it; nothing where it does not know the office. None where but few of the
    articles that name a holder contradict a registry that the others agree with, or where `several` hold the office at a
    time. A title is stale where one of those who are `acting` is still called by it, not where one tells of him."""
    title, _, of = about.rpartition(" of ")
    terms = world.terms.get((title, of), [])
    if not terms or not spell.first or not spell.last:
        return spell
    known = tuple(sorted({who for day in (spell.first, spell.last) for who, _ in world.holders(title, of, day)}))
    own = [term for term in terms if term.person == spell.value]
    standings = {world.holding(term, spell.first, spell.last).standing for term in own}
    if standings & {"held", "changing", "presumed"} or spell.value in known:
        return msgspec.structs.replace(spell, verdict="agrees", known=known)
    if "past" in standings:
        ended = max(days[1] for term in own if (days := days_of(term.end or term.known_until)))
        late = ordinal(spell.first) - ordinal(ended) <= _LATELY and spell.value in acting
        return msgspec.structs.replace(spell, verdict="stale title" if late else "past holder", known=known)
    if several or spell.sources < max(_PROOF, _SHARE * sum(one.sources for one in spells)):
        return None
    others = [one for one in spells if one.value in known]
    gone = all((one.last or "") <= (spell.first or "") for one in others)
    verdict = "new holder" if not known or (others and gone) else "contradicts"
    return msgspec.structs.replace(spell, verdict=verdict, known=known)


def _change(
    name: str, about: str, spells: tuple[Spell, ...], holdings: Sequence[Holding], copies: Mapping[str, str]
) -> Change:
    kept = {spell.value for spell in spells}
    those = [one for one in holdings if one.value in kept]
    seen = [one.published for one in those if one.published]
    return Change(
        id="C" + hashlib.blake2b(f"change\0{name}\0{about}".encode(), digest_size=6).hexdigest(),
        about=about,
        property=name,
        actors=tuple(dict.fromkeys(actor for one in those for actor in one.actors)),
        first_seen=min(seen, default=None),
        last_seen=max(seen, default=None),
        reports=len({one.doc for one in those}),
        sources=len({copies.get(one.doc, one.doc) for one in those}),
        spells=spells,
    )
