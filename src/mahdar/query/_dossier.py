"""All that the record file tells of somebody, in one answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from mahdar.knowledge import Knowledge
from mahdar.model import Quote
from mahdar.query._accusations import accusations
from mahdar.query._agreements import agreements
from mahdar.query._episodes import EpisodeLine, episodes
from mahdar.query._ledger import entries_with
from mahdar.query._lines import AccusationLine, AgreementLine, Profile, SaidLine
from mahdar.query._listed import acting_for, count_listed
from mahdar.query._met import Met, meetings_of
from mahdar.query._names import Sought, seek
from mahdar.query._parts import copies_of, first_day, last_day
from mahdar.query._said import said
from mahdar.query._who import who
from mahdar.store import Store, folded_words, tables

__all__ = ["Charge", "Dossier", "Met", "Uttered", "charges_of", "dossier"]

_QUOTE = msgspec.msgpack.Decoder(Quote)
# Steps of agreements that are looked at for each agreement that is wanted.
_STEPS = 5


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
    takes part, and agreements. `start` and `end` are the range that was asked for; `totals` are how many lines a part has in
    all, where only some were asked for."""

    profile: Profile
    start: str | None
    end: str | None
    met: tuple[Met, ...]
    said: tuple[Uttered, ...]
    accused: tuple[Charge, ...]
    accuses: tuple[Charge, ...]
    episodes: tuple[EpisodeLine, ...]
    agreements: tuple[AgreementLine, ...]
    totals: dict[str, int] = {}


def dossier(
    store: Store,
    knowledge: Knowledge,
    name: str | Sought,
    *,
    from_: str | None = None,
    to: str | None = None,
    until: str | None = None,
    limit: int | None = None,
) -> Dossier:
    """The dossier of somebody. `limit`: of each part only so many lines, the latest ones (of those whom he met, those whom he met
    most often), while `totals` says how many there are; so that it is quick also of a big state. `until`: events and steps that are
    still ahead then, as planned ones are, are left out; what is counted is of all days, which is kept and need not be counted.
    Raises QueryError where the name is nobody's, or the store has not been linked."""
    one = seek(store, knowledge, name) if isinstance(name, str) else name
    days: dict[str, Any] = {"from_": from_, "to": to}
    page: dict[str, Any] = {**days, "newest": limit is not None, "limit": limit}
    accused, accuses = accusations(store, knowledge, against=one, **page), accusations(store, knowledge, by=one, **page)
    spoken = said(store, knowledge, who=one, **page)
    found = episodes(store, knowledge, who=one, **{**page, "to": to or until})
    if limit is not None:
        # The latest, in the order of time as everything else.
        accused, accuses, spoken, found = accused[::-1], accuses[::-1], spoken[::-1], found[::-1]
    start, end = first_day(from_), last_day(to)
    with store.reading() as connection:
        charged = [line.source.doc for line in (*accused, *accuses)]
        copies = copies_of(connection, (*charged, *(line.source.doc for line in spoken)))
        met = meetings_of(connection, knowledge, one, start, end, limit=limit)
        uttered = _uttered(connection, spoken, copies)
        totals = None if limit is None else _totals(connection, one, start, end)
    return Dossier(
        profile=who(store, knowledge, one, latest=0),
        start=from_,
        end=to,
        met=met,
        said=uttered,
        accused=charges_of(accused, copies),
        accuses=charges_of(accuses, copies),
        episodes=found,
        agreements=agreements(
            store,
            knowledge,
            name=one,
            from_=from_,
            to=to or until,
            limit=limit,
            latest=None if limit is None else _STEPS * limit,
        ),
        totals=totals or {},
    )


def _totals(connection: Connection, one: Sought, start: str | None, end: str | None) -> dict[str, int]:
    """How many statements, episodes and accusations there are, each as often as an article has it."""
    names = {"said": "speaker", "episodes": "episode", "accused": "accused", "accuses": "accuser"}
    keys = acting_for(one)
    if start or end:
        return {name: count_listed(connection, keys, sort, start, end) for name, sort in names.items()}
    share = tables.shares.c
    counted = select(share.sort, func.sum(share.findings)).where(share.who.in_(keys), share.sort.in_(names.values()))
    found = {row[0]: int(row[1]) for row in connection.execute(counted.group_by(share.sort))}
    return {name: found.get(sort, 0) for name, sort in names.items()}


def _uttered(connection: Connection, lines: Sequence[SaidLine], copies: Mapping[str, str]) -> tuple[Uttered, ...]:
    """What he said, each statement once, in the order of time; statements that several articles report as linking joined them."""
    group: dict[tuple[str, str], str] = {}
    counts: dict[str, tuple[int, int]] = {}
    told = entries_with(connection, "quote", "telling", _QUOTE, [line.statement for line in lines])
    for quote in {one.id: one for one in told.values()}.values():
        counts[quote.id] = (quote.reports, quote.sources)
        for telling in quote.tellings:
            group[telling.doc, telling.statement] = quote.id
    found: dict[str, list[SaidLine]] = {}
    for line in lines:
        words = " ".join(folded_words(" ".join(line.words)))
        key = group.get((line.source.doc, line.statement)) or f"{copies.get(line.source.doc, line.source.doc)}\0{words}"
        found.setdefault(key, []).append(line)
    uttered = []
    for key, several in found.items():
        docs = {line.source.doc for line in several}
        alone = (len(docs), len({copies.get(doc, doc) for doc in docs}))
        reports, sources = max(counts.get(key, alone), alone)
        uttered.append(Uttered(line=several[0], reports=reports, sources=sources))
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
