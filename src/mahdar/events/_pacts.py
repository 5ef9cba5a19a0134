"""Which agreement is spoken of: one of the registry, or one that its kind and its sides make known."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

import msgspec

from mahdar.events._view import View
from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.knowledge.tables.events import AgreementKind
from mahdar.knowledge.tables.registry import Agreement
from mahdar.model import Entity, Fact, Span
from mahdar.resolution import Reference, Resolution
from mahdar.rules import PhraseTable
from mahdar.text import Sentence

PLAIN = "agreement"  # the kind of one of which nothing more is said
_LOCAL = ":"  # in the id of one who is no entry of the registry
_PHRASE = 5  # words after the reference that may say what it is about
_SIDES = frozenset(("state", "org", "group"))


class Pact(msgspec.Struct, frozen=True, gc=False):
    """An agreement of an article: its entity, what it is about, and the states (by code) and others between which it is. `known`:
    it is one of the registry."""

    entity: str
    kind: str
    sides: tuple[str, ...]
    known: bool


@lru_cache(maxsize=4)
def _kinds(knowledge: Knowledge) -> PhraseTable[tuple[int, AgreementKind]]:
    return PhraseTable((form, (at, kind)) for at, kind in enumerate(knowledge.agreement_kinds) for form in kind.forms)


@lru_cache(maxsize=4)
def _registry(knowledge: Knowledge) -> Mapping[str, Agreement]:
    return {agreement.id: agreement for agreement in knowledge.agreements}


@lru_cache(maxsize=4)
def _head_words(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """The first words of the names of each agreement of the registry, without article."""
    return {
        row.id: frozenset(fold(name.split()[0]).removeprefix(CLITICS.article) for name in (row.name_ar, *row.names_ar))
        for row in knowledge.agreements
    }


def told_in(view: View, sentence: Sentence, pact: Pact, states: Iterable[str], knowledge: Knowledge) -> Pact:
    """The agreement that a step of a sentence is of. A bare noun that none of the names of a known agreement begins with
    ("that treaty"), or a deal of states that are no party to it, is another one."""
    if not pact.known:
        return pact
    parties = _registry(knowledge)[pact.entity].parties
    heads = _head_words(knowledge)[pact.entity]
    names = [
        view.references[at]
        for at in range(sentence.first, sentence.last)
        if at in view.references and pact.entity in view.references[at].entities
    ]
    bare = bool(names) and all(one.form == "noun" for one in names)
    strange = bool(names) and all(view.tokens[one.first].stem not in heads for one in names)
    if bare and (strange or (parties and not set(states) <= set(parties))):
        return Pact(f"{pact.entity} {sentence.first}", PLAIN, (), False)
    return pact


def find_pacts(view: View, resolution: Resolution, facts: Sequence[Fact], knowledge: Knowledge) -> dict[str, Pact]:
    """The agreements of an article by entity id. "The agreement" alone is the one told of before it, if there is one.

    What is no agreement between sides (a warrant, a draft law) is left out.
    """
    known = _registry(knowledge)
    party_to: dict[str, list[str]] = {}
    for fact in facts:
        if fact.property == "party_to":
            party_to.setdefault(fact.value, []).append(fact.subject)
    entities = {one.id: one for one in resolution.entities}
    found: dict[str, Pact] = {}
    last: Pact | None = None
    for reference in sorted(view.references.values(), key=lambda one: one.first):
        if reference.kind != "agreement":
            continue
        entity = reference.entities[0]
        if entity in found:
            last = found[entity]
            continue
        kind = PLAIN if entity in known else kind_of(view, reference, knowledge)
        if not kind:
            continue
        sides = (
            ()
            if entity in known
            else sides_of(entities, (*party_to.get(entity, ()), *_named_in(view, reference)), knowledge)
        )
        pact = Pact(entity, kind, sides, entity in known)
        head = view.tokens[reference.first].stem
        fits = last is not None and (not last.known or head in _head_words(knowledge)[last.entity])
        if last is not None and fits and kind == PLAIN and not sides and not pact.known and reference.definite:
            found[entity] = last  # "ينص الاتفاق على …"
            continue
        found[entity] = last = pact
    return found


def kind_of(view: View, reference: Reference, knowledge: Knowledge) -> str:
    """What the agreement of a reference is about, by its own words and those right after it; "" where it is none."""
    kinds = _kinds(knowledge)
    best: tuple[int, AgreementKind] | None = None
    stop = min(reference.last + _PHRASE, len(view.tokens))
    for at in range(reference.first, stop):
        if at >= reference.last and (view.ends(at) or view.finite(at) or at in view.references):
            break
        match = kinds.at(view.tokens, at, stop)
        if match is not None and (best is None or match[1][0] < best[0]):
            best = match[1]
    if best is None or (best[1].id != PLAIN and not _heads_pact(view, reference, knowledge)):
        return ""
    return best[1].id


def _heads_pact(view: View, reference: Reference, knowledge: Knowledge) -> bool:
    """Whether the phrase begins with a word for an agreement and not for a warrant, a note or a draft."""
    return _kinds(knowledge).at(view.tokens, reference.first, reference.last) is not None


def _named_in(view: View, reference: Reference) -> tuple[str, ...]:
    """The sides inside the phrase and right behind it: "اتفاق روسي أميركي", "اتفاق مع موسكو"."""
    found = [side for at in range(reference.first, reference.last) for side in view.origin(at)]
    for at in range(reference.first + 1, reference.last):
        inner = view.inner.get(at)
        if inner is not None and inner.kind == "state":
            found += inner.entities
    return tuple(found)


def kind_in(view: View, span: Span, knowledge: Knowledge) -> str:
    """What an agreement is about that is named by a word in these words; "" where none is."""
    kinds = _kinds(knowledge)
    at = bisect_right(view.tokens, span.start, key=attrgetter("end"))
    plain = len(knowledge.agreement_kinds)
    best, headed, stop = plain, False, at
    while stop < len(view.tokens) and view.tokens[stop].start < span.end:
        stop += 1
    for position in range(at, min(stop + _PHRASE, len(view.tokens))):
        if position >= stop and (view.ends(position) or view.finite(position) or position in view.references):
            break
        match = kinds.at(view.tokens, position, len(view.tokens)) if position not in view.covered else None
        if match is not None:
            headed = headed or match[1][1].heads
            best = min(best, match[1][0])
    return knowledge.agreement_kinds[best].id if headed and best < plain else ""


# What acts for its state, and is no side of its own.
_ORGANS = frozenset(("ministry", "army", "court", "other"))


@lru_cache(maxsize=4)
def _organs(knowledge: Knowledge) -> Mapping[str, str]:
    return {row.id: row.state for row in knowledge.organisations if row.state and row.kind in _ORGANS}


def sides_of(entities: Mapping[str, Entity], parties: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """For whom those stand who take a step: the states or bodies of their offices, a state or organisation for itself.
    States are given by their codes."""
    found: list[str] = []
    for party in parties:
        entity = entities.get(party)
        if entity is None:
            continue
        if entity.kind == "person":
            found += [office.of for office in entity.offices if office.of and not office.title.startswith("former ")]
        elif entity.kind in _SIDES:
            found.append(entity.iso or entity.id)
    organs = _organs(knowledge)
    return tuple(dict.fromkeys(organs.get(side, side) for side in found))


def pact_id(doc: str, pact: Pact, sides: Iterable[str]) -> str:
    """The id of an agreement: the registry's, or one made of kind and sides; of this article alone with less than two."""
    if pact.known:
        return pact.entity
    names = sorted(set(sides))
    if len(names) > 1 and not any(_LOCAL in name for name in names):
        return f"deal:{pact.kind}:{'+'.join(names)}"
    seed = f"{doc}\0{pact.entity}"
    return f"deal:{pact.kind}:@{hashlib.blake2b(seed.encode(), digest_size=4).hexdigest()}"
