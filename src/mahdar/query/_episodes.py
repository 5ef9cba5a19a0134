"""Real events with all their reports: the chronicle by episode."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, exists, select

from mahdar.errors import UnknownError, UnlinkedError
from mahdar.knowledge import Knowledge
from mahdar.model import STATUSES, Episode, Span, Stage, Telling
from mahdar.query._chronicle import kinds_asked
from mahdar.query._lines import Actor, Source
from mahdar.query._listed import acting_for, listed_episodes
from mahdar.query._names import Sought, seek
from mahdar.query._parts import SOME, Page, among, batches, cut, first_day, last_day, pages_of, touches_in, touching
from mahdar.query._registry import FULL, keys_of, registry_of
from mahdar.store import Store, name_key, tables

__all__ = ["EpisodeLine", "ReportLine", "episode", "episodes"]

_EPISODE = tables.episodes.c
_DECODE = msgspec.msgpack.Decoder(Episode)
_MANY = 500


class ReportLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One article's report of an episode. `copy_of` is the article that has the same text and was first, None where it is
    the first itself; `score` and `reasons` say why it was joined, empty for the report that opened the episode."""

    source: Source
    event: str
    status: str
    time: str | None
    place: str | None
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    copy_of: str | None
    score: float
    reasons: tuple[str, ...]
    corrected_by: tuple[str, ...] = ()


class EpisodeLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A real event: what its reports say together, how it stood over time, and every report with its words.

    `reports` counts all of them, `sources` those that are independent (copies of one text count once). `corrected_by` are
    the corrections that changed, joined or parted any of its reports. `lasting` and `span` as of an Episode.
    """

    episode: str
    kind: str
    status: str
    day: str | None
    dated_by: str | None
    place: str | None
    parties: tuple[Actor, ...]
    standing: tuple[Stage, ...]
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    tellings: tuple[ReportLine, ...]
    corrected_by: tuple[str, ...] = ()
    lasting: bool = False
    span: str | None = None


def need_linked(connection: Connection, store: Store) -> None:
    """Raises UnlinkedError where a store has no Minutes yet."""
    if connection.execute(select(tables.linked.c.id)).first() is None:
        raise UnlinkedError(
            f"{store.path} is not linked yet; 'mahdar link --store {store.path}' makes its episodes", "unlinked"
        )


def _has_part(one: Sought, other: Sought | None) -> ColumnElement[bool]:
    """Episodes in which one has a part, with the other if there is one."""
    keys = acting_for(one)
    if other is None:
        part = tables.episode_parts.c
        return _EPISODE.id.in_(select(part.episode).where(part.who.in_(keys), part.sort == "episode"))
    pair = tables.pairs.c
    theirs = acting_for(other)
    return _EPISODE.id.in_(select(pair.episode).where(pair.one.in_(keys), pair.other.in_(theirs), pair.sort == "pair"))


def episodes_asked(
    store: Store,
    knowledge: Knowledge,
    *,
    who: str | Sought | None = None,
    with_: str | Sought | None = None,
    kinds: Sequence[str] = (),
    statuses: Sequence[str] = (),
    from_: str | None = None,
    to: str | None = None,
    place: str | None = None,
    outlet: str | None = None,
    sources: int = 1,
    within: bool = False,
) -> list[ColumnElement[bool]]:
    """The conditions on rows of `episodes` of what is asked of them (see `episodes`). Raises QueryError."""
    one = seek(store, knowledge, who) if isinstance(who, str) else who
    other = seek(store, knowledge, with_) if isinstance(with_, str) else with_
    if one is None:
        one, other = other, None
    conditions: list[ColumnElement[bool]] = [_EPISODE.sources >= sources] if sources > 1 else []
    if one is not None:
        conditions.append(_has_part(one, other))
    if wanted := kinds_asked(kinds):
        conditions.append(_EPISODE.kind.in_(wanted))
    if standing := among("status", statuses, STATUSES):
        conditions.append(_EPISODE.status.in_(standing))
    start, end = first_day(from_), last_day(to)
    conditions += touching(_EPISODE, start, end)
    if within:
        conditions += [*([_EPISODE.first_day >= start] if start else []), *([_EPISODE.last_day <= end] if end else [])]
    if place and place.strip():
        conditions.append(_EPISODE.place.in_(_spellings(knowledge, place.strip())))
    if outlet:
        told, article = tables.tellings.c, tables.articles.c
        conditions.append(
            exists()
            .select_from(tables.tellings.join(tables.articles, article.doc == told.doc))
            .where(told.episode == _EPISODE.id, article.outlet == outlet)
        )
    return conditions


def _spellings(knowledge: Knowledge, place: str) -> tuple[str, ...]:
    """A place as articles may write it: as asked, and by all names of what the registry calls so."""
    names = dict.fromkeys((place,))
    for ident, weight in keys_of(knowledge).get(name_key(place), ()):
        known = registry_of(knowledge)[ident]
        if known.kind in ("place", "state") and weight >= FULL:
            names |= dict.fromkeys((known.name, *known.full))
    return tuple(names)


def episodes(
    store: Store,
    knowledge: Knowledge,
    *,
    who: str | Sought | None = None,
    with_: str | Sought | None = None,
    kinds: Sequence[str] = (),
    statuses: Sequence[str] = (),
    from_: str | None = None,
    to: str | None = None,
    place: str | None = None,
    outlet: str | None = None,
    sources: int = 1,
    within: bool = False,
    newest: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[EpisodeLine, ...]:
    """Real events in the order of their days, each once, with all its reports.

    Asked like `chronicle`; `place` is a place by any of its names, `outlet` one that reports it, `sources` the least number of
    independent texts. `within`: only what lies wholly in the range of days; `newest`: the latest first.
    Raises QueryError, also where the store has not been linked.
    """
    one = seek(store, knowledge, who) if isinstance(who, str) else who
    other = seek(store, knowledge, with_) if isinstance(with_, str) else with_
    if one is None:
        one, other = other, None
    conditions = episodes_asked(
        store, knowledge, kinds=kinds, statuses=statuses, from_=from_, to=to, place=place, outlet=outlet,
        sources=sources, within=within,
    )  # fmt: skip
    with store.reading() as connection:
        need_linked(connection, store)
        rows = listed_episodes(
            connection, one, other, conditions=conditions, start=first_day(from_), end=last_day(to), newest=newest,
            limit=limit, offset=offset,
        )  # fmt: skip
        return episode_lines(connection, knowledge, [_DECODE.decode(row.body) for row in rows])


def episode(store: Store, knowledge: Knowledge, ident: str) -> EpisodeLine:
    """One episode by its id, or by that of an event that is told in it. Raises UnknownError where there is none."""
    told = select(tables.tellings.c.episode).where(tables.tellings.c.event == ident)
    with store.reading() as connection:
        need_linked(connection, store)
        row = connection.execute(
            select(_EPISODE.body).where((_EPISODE.id == ident) | _EPISODE.id.in_(told)).limit(1)
        ).first()
        if row is None:
            raise UnknownError(f"there is no episode '{ident}'")
        return episode_lines(connection, knowledge, [_DECODE.decode(row.body)])[0]


def episodes_by_id(connection: Connection, knowledge: Knowledge, idents: Sequence[str]) -> dict[str, EpisodeLine]:
    """Episodes by their ids; what is the id of none is left out."""
    found: list[Episode] = []
    for start in range(0, len(idents), _MANY):
        wanted = _EPISODE.id.in_(sorted(set(idents[start : start + _MANY])))
        found += [_DECODE.decode(row.body) for row in connection.execute(select(_EPISODE.body).where(wanted))]
    return {line.episode: line for line in episode_lines(connection, knowledge, found)}


def episode_lines(
    connection: Connection,
    knowledge: Knowledge,
    found: Sequence[Episode],
    known: dict[str, Actor] | None = None,
) -> tuple[EpisodeLine, ...]:
    """Episodes with their reports, and the words of these. `known` are names that were looked up before; new ones are kept there."""
    pages = pages_of(connection, (telling.doc for one in found for telling in one.tellings))
    names = {} if known is None else known
    unknown = {party for one in found for party, _ in one.parties} - names.keys()
    names.update(names_of(connection, knowledge, sorted(unknown)))
    by = touches_in(connection, ("event", "episode"), pages)
    lines = []
    for one in found:
        tellings = tuple(
            _told(telling, pages[telling.doc], by.get((telling.doc, telling.event), ()))
            for telling in one.tellings
            if telling.doc in pages
        )
        lines.append(
            EpisodeLine(
                episode=one.id,
                kind=one.kind,
                status=one.status,
                day=one.day,
                dated_by=one.dated_by,
                place=one.place,
                parties=tuple(msgspec.structs.replace(names[party], role=role) for party, role in one.parties),
                standing=one.standing,
                first_seen=one.first_seen,
                last_seen=one.last_seen,
                reports=one.reports,
                sources=one.sources,
                tellings=tellings,
                corrected_by=tuple(dict.fromkeys(entry for telling in tellings for entry in telling.corrected_by)),
                lasting=one.lasting,
                span=one.span,
            )
        )
    return tuple(lines)


def _told(telling: Telling, page: Page, corrected_by: tuple[str, ...]) -> ReportLine:
    return ReportLine(
        source=page.source,
        event=telling.event,
        status=telling.status,
        time=telling.time,
        place=telling.place,
        words=cut(page.text, telling.evidence.spans),
        spans=telling.evidence.spans,
        copy_of=telling.copy if telling.copy != telling.doc else None,
        score=telling.score,
        reasons=telling.reasons,
        corrected_by=corrected_by,
    )


_NAMED = tables.called.c
_CALLED = select(_NAMED.id, _NAMED.kind, _NAMED.name, _NAMED.name_en, _NAMED.iso).where(_NAMED.id.in_(SOME))


def names_of(connection: Connection, knowledge: Knowledge, idents: Sequence[str]) -> dict[str, Actor]:
    """Each entity under the registry's name, else under the longest that an article gives."""
    known = registry_of(knowledge)
    found: dict[str, Actor] = {}
    for some in batches(idents):
        rows = connection.execute(_CALLED, {SOME.key: some})
        for row in sorted(rows, key=lambda row: (len(row.name), row.name, row.kind, row.name_en, row.iso)):
            found[row.id] = Actor(
                id=row.id, kind=row.kind, name=row.name, name_en=row.name_en or None, iso=row.iso or None, role=""
            )
    for ident in idents:
        registered = known.get(ident)
        if registered is not None:
            before = found.get(ident)
            found[ident] = Actor(
                id=ident, kind=registered.kind, name=registered.name, name_en=registered.name_en or None,
                iso=before.iso if before else None, role="",
            )  # fmt: skip
        elif ident not in found:
            found[ident] = Actor(id=ident, kind="group", name=ident, name_en=None, iso=None, role="")
    return found


def actors_by_id(store: Store, knowledge: Knowledge, idents: Sequence[str]) -> dict[str, Actor]:
    """Entities by their ids, under the registry's name or else the longest that an article gives."""
    with store.reading() as connection:
        return names_of(connection, knowledge, sorted(set(idents)))
