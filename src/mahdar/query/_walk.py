"""What is chosen of a store, read from one end to the other: for exports, which must not hold it all."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, and_, exists, select

from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.model import ACTS, FACT_STATUSES, STATUSES, Article, Episode, Quote, Record, Span
from mahdar.query._chronicle import in_days, kinds_asked, takes_part
from mahdar.query._episodes import EpisodeLine, episode_lines, need_linked
from mahdar.query._ledger import entries_asked
from mahdar.query._lines import Actor
from mahdar.query._listed import acting_for
from mahdar.query._names import Sought, seek
from mahdar.query._parts import among, first_day, last_day, named, side, touching
from mahdar.query._quotes import QuoteLine, quote_lines
from mahdar.query._said import Subject
from mahdar.store import Store, tables

__all__ = ["FILTERS", "Selection", "Settled", "settle", "walk", "walk_episodes", "walk_quotes", "word_of"]

_EPISODE = msgspec.msgpack.Decoder(Episode)
_QUOTE = msgspec.msgpack.Decoder(Quote)
_ARTICLE = tables.articles.c
_AT_ONCE = 200
_KEYS_AT_ONCE = 2000
# Names of actors that are kept for the next few hundred: the same ones come again and again.
_MOST_NAMES = 20_000
T = TypeVar("T")

# By what each sort of thing can be chosen.
_PAGES = ("outlets", "docs", "from_", "to")
FILTERS: dict[str, tuple[str, ...]] = {
    "articles": ("who", "with_", *_PAGES),
    "events": ("who", "with_", "kinds", "statuses", *_PAGES),
    "statements": ("who", "via", "about", "acts", *_PAGES),
    "facts": ("who", "statuses", *_PAGES),
    "agreements": ("who", "with_", "statuses", *_PAGES),
    "accusations": ("who", "with_", *_PAGES),
    "entities": ("who", *_PAGES),
    "episodes": ("who", "with_", "kinds", "statuses", "sources", *_PAGES),
    "quotes": ("who", "acts", "sources", *_PAGES),
}
_LINKED = ("episodes", "quotes")
# The table of each sort of finding, that of its actors, and what the latter calls the finding.
_FINDINGS: dict[str, tuple[Table, Table | None, str]] = {
    "events": (tables.events, tables.event_actors, "event"),
    "statements": (tables.statements, tables.statement_actors, "statement"),
    "facts": (tables.facts, None, ""),
    "agreements": (tables.agreement_steps, tables.agreement_actors, "step"),
    "accusations": (tables.accusations, tables.accusation_actors, "accusation"),
    "entities": (tables.entities, None, ""),
}
# Those whose days are their own and not those of the article.
_DATED = ("events", "agreements")


# What those who ask call a field of a selection.
_WORDS = {
    "with_": "with",
    "from_": "from",
    "kinds": "kind",
    "statuses": "status",
    "acts": "act",
    "outlets": "outlet",
    "docs": "doc",
}


def word_of(field: str) -> str:
    """What a field of a selection is called where somebody asks: `kind` for `kinds`."""
    return _WORDS.get(field, field)


def _listed(what: str) -> str:
    return ", ".join(map(word_of, FILTERS[what]))


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What of a store is meant; nothing said: all of it. The same questions as `chronicle`, `episodes` and `said` ask.

    `who` and `with_` are names or those whom `seek` found for them: they take part in an event or episode, `who` speaks (`via`
    passes it on, it is `about` somebody or holds words), is the subject of a fact, or is named in an article. `outlets`
    and `docs` are of the articles. `from_` and `to` are EDTF: of an event, an agreement's step and an episode its own
    days, of all else those of its article. `sources` is the least number of independent texts, `limit` how many at most.
    """

    who: str | Sought | None = None
    with_: str | Sought | None = None
    via: str | Sought | None = None
    about: str | None = None
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None
    sources: int = 1
    limit: int | None = None


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """A selection of which every word is understood: `what` it is of, whom its names mean, and its first and last day."""

    what: str
    one: Sought | None
    other: Sought | None
    carrier: Sought | None
    subject: Subject | None
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    acts: tuple[str, ...]
    outlets: tuple[str, ...]
    docs: tuple[str, ...]
    start: str | None
    end: str | None
    sources: int
    limit: int | None


def settle(store: Store, knowledge: Knowledge, what: str, asked: Selection) -> Settled:
    """Understand a selection of one of FILTERS. Raises QueryError: for a name that is nobody's, a word that is in no vocabulary,
    a filter that this sort of thing does not have, and where linking is needed and has not run."""
    if what not in FILTERS:
        raise QueryError(f"there is nothing called '{what}'; there are: {', '.join(FILTERS)}")
    default = Selection()
    for name in Selection.__struct_fields__:
        if name not in (*FILTERS[what], "limit") and getattr(asked, name) != getattr(default, name):
            raise QueryError(f"{what} cannot be chosen by '{word_of(name)}'; they can by: {_listed(what)}")

    def somebody(name: str | Sought | None) -> Sought | None:
        return seek(store, knowledge, name) if isinstance(name, str) else name

    one, other = somebody(asked.who), somebody(asked.with_)
    if one is None:
        one, other = other, None
    settled = Settled(
        what=what,
        one=one,
        other=other,
        carrier=somebody(asked.via),
        subject=Subject(store, knowledge, asked.about) if asked.about else None,
        kinds=kinds_asked(asked.kinds),
        statuses=among("status", asked.statuses, FACT_STATUSES if what == "facts" else STATUSES),
        acts=among("act", asked.acts, ACTS),
        outlets=_outlets(store, asked.outlets),
        docs=asked.docs,
        start=first_day(asked.from_),
        end=last_day(asked.to),
        sources=asked.sources,
        limit=asked.limit or None,
    )
    if what in _LINKED:
        with store.reading() as connection:
            need_linked(connection, store)
    return settled


def _outlets(store: Store, asked: Sequence[str]) -> tuple[str, ...]:
    """The outlets as the articles write them. Raises QueryError that lists those that there are."""
    if not asked:
        return ()
    with store.reading() as connection:
        there = connection.execute(select(_ARTICLE.outlet).where(_ARTICLE.outlet.is_not(None)).distinct()).scalars()
        known = {outlet.casefold(): outlet for outlet in sorted(there)}
    for outlet in asked:
        if outlet.strip().casefold() not in known:
            listed = ", ".join(known.values()) or "none"
            raise QueryError(f"no article is of the outlet '{outlet}'; there are: {listed}")
    return tuple(known[outlet.strip().casefold()] for outlet in asked)


def _of_pages(settled: Settled) -> list[ColumnElement[bool]]:
    """What is asked of the articles."""
    conditions: list[ColumnElement[bool]] = []
    if settled.outlets:
        conditions.append(_ARTICLE.outlet.in_(settled.outlets))
    if settled.docs:
        conditions.append(_ARTICLE.doc.in_(settled.docs))
    if settled.what not in (*_DATED, *_LINKED):
        conditions += touching(_ARTICLE, settled.start, settled.end)
    return conditions


def _acts(table: Table, actors: Table, key: str, one: Sought, role: str | None) -> ColumnElement[bool]:
    """Findings in which one has a part; in this role, or in any but that of a carrier."""
    actor, mine = actors.alias(), side(one)
    joined = actor.join(mine, and_(mine.c.article == actor.c.article, mine.c.entity == actor.c.entity))
    part = actor.c.role == role if role else actor.c.role != "chain"
    return exists().select_from(joined).where(actor.c.article == table.c.article, actor.c[key] == table.c.n, part)


def _of_findings(settled: Settled) -> list[ColumnElement[bool]]:
    """What is asked of the findings themselves."""
    table, actors, key = _FINDINGS[settled.what]
    conditions: list[ColumnElement[bool]] = []
    who = [one for one in (settled.one, settled.other) if one is not None]
    if settled.what == "events":
        conditions += [takes_part(settled.one, settled.other)] if settled.one else []
    elif actors is not None:
        role = "speaker" if settled.what == "statements" else None
        conditions += [_acts(table, actors, key, one, role) for one in who]
        if settled.carrier is not None:
            conditions.append(_acts(table, actors, key, settled.carrier, "chain"))
    elif settled.what == "facts":
        for one in who:
            mine = side(one)
            conditions.append(
                exists().select_from(mine).where(mine.c.article == table.c.article, mine.c.entity == table.c.entity)
            )
    else:
        conditions += [named(one) for one in who]
    for column, wanted in (("kind", settled.kinds), ("status", settled.statuses), ("act", settled.acts)):
        if wanted:
            conditions.append(table.c[column].in_(wanted))
    if settled.what in _DATED:
        conditions += touching(table.c, settled.start, settled.end)
    return conditions


def _streamed(connection: Connection, wanted: Any) -> Iterator[Row[Any]]:
    """Rows as the database hands them out, without waiting for the last."""
    return iter(connection.execute(wanted, execution_options={"stream_results": True, "yield_per": _KEYS_AT_ONCE}))


def _batches(several: Iterable[T]) -> Iterator[tuple[T, ...]]:
    rest = iter(several)
    while some := tuple(islice(rest, _AT_ONCE)):
        yield some


def _keys(connection: Connection, settled: Settled) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The articles by `doc`, each with the places of its findings that are meant."""
    if settled.what == "articles":
        names = [
            exists().where(tables.entities.c.article == _ARTICLE.id, named(one))
            for one in (settled.one, settled.other)
            if one is not None
        ]
        wanted = select(_ARTICLE.id).where(*_of_pages(settled), *names).order_by(_ARTICLE.doc)
        yield from ((row.id, ()) for row in _streamed(connection, wanted))
        return
    table = _FINDINGS[settled.what][0]
    days = (table.c.time, table.c.first_day, table.c.last_day) if settled.what in _DATED else ()
    rows = _streamed(
        connection,
        select(_ARTICLE.id, table.c.n, *days)
        .join_from(tables.articles, table, table.c.article == _ARTICLE.id)
        .where(*_of_pages(settled), *_of_findings(settled))
        .order_by(_ARTICLE.doc, table.c.n),
    )
    ranged = days and (settled.start or settled.end)
    number: int | None = None
    places: list[int] = []
    for row in rows:
        if ranged and not in_days(row, settled.start, settled.end):
            continue
        if row.id != number and number is not None:
            yield number, tuple(places)
            places = []
        number = row.id
        places.append(row.n)
    if number is not None:
        yield number, tuple(places)


def walk(connection: Connection, store: Store, settled: Settled) -> Iterator[tuple[Article, Record, tuple[int, ...]]]:
    """The articles in the order of `doc`, each with its record and the places in it of the findings that are meant (none where
    articles are meant). A few hundred at a time: memory stays flat."""
    left = settled.limit
    subject = settled.subject
    mentions = subject.mentions(connection) if subject else {}
    for some in _batches(_keys(connection, settled)):
        pairs = store.numbered(connection, [number for number, _ in some])
        for number, places in some:
            article, record = pairs[number]
            meant = places
            if subject is not None:
                meant = tuple(_about(subject, article, record, places, mentions.get(number, ())))
                if not meant:
                    continue
            meant = meant[:left]
            if left is not None:
                left -= len(meant) or 1
            yield article, record, meant
            if left == 0:
                return


def _about(
    subject: Subject, article: Article, record: Record, places: Iterable[int], mentions: Sequence[Span]
) -> Iterator[int]:
    """Those of the statements of which the content is about it."""
    for place in places:
        content = record.statements[place].content
        if subject.is_in(content, [span.of(article.text) for span in content], mentions):
            yield place


def walk_episodes(connection: Connection, knowledge: Knowledge, settled: Settled) -> Iterator[EpisodeLine]:
    """The episodes that are meant, in the order of their days, a few hundred at a time."""
    episode = tables.episodes.c
    conditions: list[ColumnElement[bool]] = [episode.sources >= settled.sources]
    told, event = tables.tellings.c, tables.events.c
    if pages := _of_pages(settled):
        told_there = select(told.episode).join(tables.articles, _ARTICLE.doc == told.doc).where(*pages)
        conditions.append(episode.id.in_(told_there))
    if settled.one is not None:
        wanted = (
            select(told.episode)
            .join(tables.articles, _ARTICLE.doc == told.doc)
            .join(tables.events, (event.article == _ARTICLE.id) & (event.id == told.event))
            .where(takes_part(settled.one, settled.other))
        )
        conditions.append(episode.id.in_(wanted))
    if settled.kinds:
        conditions.append(episode.kind.in_(settled.kinds))
    if settled.statuses:
        conditions.append(episode.status.in_(settled.statuses))
    conditions += touching(episode, settled.start, settled.end)
    order = (episode.first_day.is_(None), episode.first_day, episode.last_day, episode.id)
    rows = _streamed(connection, select(episode.id).where(*conditions).order_by(*order).limit(settled.limit))
    names: dict[str, Actor] = {}
    for some in _batches(row.id for row in rows):
        bodies = {
            row.id: _EPISODE.decode(row.body)
            for row in connection.execute(select(episode.id, episode.body).where(episode.id.in_(some)))
        }
        if len(names) > _MOST_NAMES:
            names.clear()
        yield from episode_lines(connection, knowledge, [bodies[ident] for ident in some], names)


def walk_quotes(connection: Connection, knowledge: Knowledge, settled: Settled) -> Iterator[QuoteLine]:
    """The statements that several articles report and that are meant, in the order of their days, a few hundred at a time."""
    entry = tables.ledger.c
    conditions = entries_asked(
        "quote", concerned=[acting_for(settled.one)] if settled.one else (), kinds=settled.acts,
        start=settled.start, end=settled.end, sources=settled.sources,
    )  # fmt: skip
    order = (entry.first_day.is_(None), entry.first_day, entry.id)
    rows = _streamed(connection, select(entry.id).where(*conditions).order_by(*order))
    lines = _quote_lines(connection, knowledge, (row.id for row in rows))
    of_pages = settled.outlets or settled.docs
    chosen = (
        line
        for line in lines
        if not of_pages
        or any(
            (not settled.outlets or one.source.outlet in settled.outlets)
            and (not settled.docs or one.source.doc in settled.docs)
            for one in line.tellings
        )
    )
    yield from islice(chosen, settled.limit)


def _quote_lines(connection: Connection, knowledge: Knowledge, idents: Iterator[str]) -> Iterator[QuoteLine]:
    entry = tables.ledger.c
    for some in _batches(idents):
        bodies = {
            row.id: _QUOTE.decode(row.body)
            for row in connection.execute(select(entry.id, entry.body).where(entry.sort == "quote", entry.id.in_(some)))
        }
        yield from quote_lines(connection, knowledge, [bodies[ident] for ident in some])
