"""All that the record file tells of somebody, in one answer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, select

from mahdar.knowledge import Knowledge
from mahdar.model import FAMILIES
from mahdar.query._accusations import accusations
from mahdar.query._agreements import agreements
from mahdar.query._episodes import EpisodeLine, episodes
from mahdar.query._lines import AccusationLine, Actor, AgreementLine, Profile, SaidLine
from mahdar.query._names import Sought, seek
from mahdar.query._quotes import quotes
from mahdar.query._said import said
from mahdar.query._who import who
from mahdar.store import Store, folded_words, tables

__all__ = ["Charge", "Dossier", "Met", "Uttered", "charges_of", "dossier", "own_side"]

_CONTACT = tuple(kind for kind, family in FAMILIES.items() if family == "contact" and kind != "press_conference")
_DONE = ("happened", "ongoing")


class Met(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody who was met: at how many events, from when to when, and by how many reports and independent sources."""

    actor: Actor
    episodes: int
    reports: int
    sources: int
    first: str | None
    last: str | None


class Uttered(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A statement, once: as the first article has it, and how many report it."""

    line: SaidLine
    reports: int
    sources: int


class Charge(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An accusation, once: as the first article has it (one with an answer before one without), and how many report it."""

    line: AccusationLine
    reports: int
    sources: int


class Dossier(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody: names and offices, whom he met, what he said, what he is accused of and accuses others of, the events in which he
    takes part, and agreements. `start` and `end` are the range that was asked for."""

    profile: Profile
    start: str | None
    end: str | None
    met: tuple[Met, ...]
    said: tuple[Uttered, ...]
    accused: tuple[Charge, ...]
    accuses: tuple[Charge, ...]
    episodes: tuple[EpisodeLine, ...]
    agreements: tuple[AgreementLine, ...]


def dossier(
    store: Store, knowledge: Knowledge, name: str | Sought, *, from_: str | None = None, to: str | None = None
) -> Dossier:
    """The dossier of somebody. Raises QueryError where the name is nobody's, or the store has not been linked."""
    one = seek(store, knowledge, name) if isinstance(name, str) else name
    found = episodes(store, knowledge, who=one, from_=from_, to=to)
    copies = store.copies()
    with store.reading() as connection:
        own = own_side(connection, one)
    return Dossier(
        profile=who(store, knowledge, one, latest=0),
        start=from_,
        end=to,
        met=_met(found, own),
        said=_uttered(store, knowledge, one, copies, from_, to),
        accused=charges_of(accusations(store, knowledge, against=one, from_=from_, to=to), copies),
        accuses=charges_of(accusations(store, knowledge, by=one, from_=from_, to=to), copies),
        episodes=found,
        agreements=agreements(store, knowledge, name=one, from_=from_, to=to),
    )


def own_side(connection: Connection, one: Sought) -> frozenset[str]:
    """The ids of all who act for somebody: himself, and those who hold an office of it."""
    seats = (*one.ids, *((one.iso,) if one.iso else ()), *one.organs)
    if one.kind == "person":
        return frozenset(one.ids)
    entity, office = tables.entities.c, tables.offices.c
    rows = connection.execute(
        select(entity.id)
        .join(tables.offices, (office.article == entity.article) & (office.entity == entity.n))
        .where(office.of.in_(seats), office.title.not_like("former %"))
        .distinct()
    )
    return frozenset((*seats, *rows.scalars()))


def _met(found: Iterable[EpisodeLine], own: frozenset[str]) -> tuple[Met, ...]:
    """Those with whom he was at an event that took place, those met most often first."""
    shared: dict[str, list[EpisodeLine]] = defaultdict(list)
    actors: dict[str, Actor] = {}
    for episode in found:
        if episode.kind not in _CONTACT or episode.status not in _DONE:
            continue
        for actor in episode.parties:
            if actor.id not in own and actor.role != "venue_org":
                actors.setdefault(actor.id, actor)
                if episode not in shared[actor.id]:
                    shared[actor.id].append(episode)
    met = []
    for ident, those in shared.items():
        days = [day for one in those if (day := one.day or one.first_seen)]
        met.append(
            Met(
                actor=msgspec.structs.replace(actors[ident], role=""),
                episodes=len(those),
                reports=sum(one.reports for one in those),
                sources=sum(one.sources for one in those),
                first=min(days, default=None),
                last=max(days, default=None),
            )
        )
    return tuple(sorted(met, key=lambda one: (-one.episodes, -one.sources, one.actor.id)))


def _uttered(
    store: Store,
    knowledge: Knowledge,
    one: Sought,
    copies: Mapping[str, str],
    from_: str | None,
    to: str | None,
) -> tuple[Uttered, ...]:
    """What he said, each statement once, in the order of time."""
    group: dict[tuple[str, str], str] = {}
    counts: dict[str, tuple[int, int]] = {}
    for quote in quotes(store, knowledge, who=one, sources=1):
        counts[quote.quote] = (quote.reports, quote.sources)
        for telling in quote.tellings:
            group[telling.source.doc, telling.statement] = quote.quote
    found: dict[str, list[SaidLine]] = {}
    for line in said(store, knowledge, who=one, from_=from_, to=to):
        words = " ".join(folded_words(" ".join(line.words)))
        key = group.get((line.source.doc, line.statement)) or f"{copies.get(line.source.doc, line.source.doc)}\0{words}"
        found.setdefault(key, []).append(line)
    uttered = []
    for key, lines in found.items():
        docs = {line.source.doc for line in lines}
        alone = (len(docs), len({copies.get(doc, doc) for doc in docs}))
        reports, sources = max(counts.get(key, alone), alone)
        uttered.append(Uttered(line=lines[0], reports=reports, sources=sources))
    return tuple(uttered)


def charges_of(lines: Sequence[AccusationLine], copies: Mapping[str, str]) -> tuple[Charge, ...]:
    """Each accusation once: of the same against the same, in the same words or in copies of one text."""
    found: dict[tuple[object, ...], list[AccusationLine]] = {}
    for line in lines:
        words = " ".join(folded_words(" ".join(line.words)))
        sides = (frozenset(one.id for one in line.accusers), frozenset(one.id for one in line.accused))
        found.setdefault((*sides, words), []).append(line)
    charges = []
    for several in found.values():
        docs = Counter(line.source.doc for line in several)
        answered = [line for line in several if line.answers]
        charges.append(
            Charge(
                line=(answered or several)[0],
                reports=len(docs),
                sources=len({copies.get(doc, doc) for doc in docs}),
            )
        )
    return tuple(charges)
