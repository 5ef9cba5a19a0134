"""FollowTheMoney: events with those involved, the articles that document them, and who holds which office."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha1
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import and_, func, select

from mahdar.export._actors import Player, alpha3, player, players_of
from mahdar.export._choice import Choice
from mahdar.export._days import closed_days
from mahdar.export._names import actor_iri, page_url
from mahdar.knowledge import Knowledge
from mahdar.knowledge.tables.registry import Organisation
from mahdar.query import Source
from mahdar.store import tables

__all__ = ["ftm_entities"]

_AT_ONCE = 200
_MANY = 500
_LONGEST_NAME, _LONGEST_TEXT = 384, 60_000
# Countries that are no more have other codes there.
_COUNTRIES = {"SU": "suhh", "YU": "yucs", "CS": "cshh", "DD": "dd"}
# Not printable, but letters of a word in Arabic and Persian spelling.
_JOINERS = "\u200c\u200d"
_PUBLIC = ("ministry", "army", "court")
_HOSTS = ("host",)


class _Report(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    source: Source
    words: tuple[str, ...]
    mentions: tuple[tuple[str, str], ...] = ()


class _Told(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An event of either level."""

    id: str
    kind: str
    status: str
    time: str | None
    place: str | None
    parties: tuple[tuple[Player, str], ...]
    counted: str
    reports: tuple[_Report, ...]


def _id(*parts: str) -> str:
    return f"mahdar-{sha1('|'.join(parts).encode(), usedforsecurity=False).hexdigest()[:32]}"


def _actor_id(ident: str) -> str:
    """Wikidata's id where it is one, as other data sets have it."""
    iri = actor_iri(ident)
    return ident if iri.startswith("http") else _id("entity", ident)


def _line(words: str) -> str:
    """Words on one line, without the controls that its types do not take."""
    shown = (
        " " if letter.isspace() or letter < " " else letter if letter.isprintable() or letter in _JOINERS else ""
        for letter in words
    )
    return " ".join("".join(shown).split())


def _entity(schema: str, ident: str, **properties: Iterable[str | None] | str | None) -> bytes:
    """One entity as a line; what is not known is left out."""
    told = {}
    for name, given in properties.items():
        values = [given] if given is None or isinstance(given, str) else list(given)
        kept = list(dict.fromkeys(filter(None, (_line(value)[:_LONGEST_TEXT] for value in values if value))))
        if kept:
            told[name] = kept
    return msgspec.json.encode({"id": ident, "schema": schema, "properties": told}) + b"\n"


def _country(iso: str | None) -> str | None:
    return _COUNTRIES.get(iso, iso.lower()) if iso else None


@lru_cache(maxsize=4)
def _organisations(knowledge: Knowledge) -> dict[str, Organisation]:
    return {row.id: row for row in knowledge.organisations}


def _day(value: str | None) -> tuple[str | None, str | None]:
    return closed_days(value) or (None, None)


class _Book:
    """What has been written already. Only ids are kept."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._written: set[str] = set()
        self.persons: dict[str, None] = {}

    def first(self, ident: str) -> bool:
        """Whether it is to be written now."""
        if ident in self._written:
            return False
        self._written.add(ident)
        return True

    def line(self, schema: str, ident: str, **properties: Iterable[str | None] | str | None) -> bytes:
        self._choice.tell(schema)
        return _entity(schema, ident, **properties)

    def article(self, source: Source) -> Iterator[bytes]:
        ident = _id("article", source.doc)
        if self.first(ident):
            yield self.line(
                "Article",
                ident,
                name=(_line(source.title or "") or _line(source.doc) or ident)[:_LONGEST_NAME],
                title=source.title,
                publisher=source.outlet,
                publishedAt=_day(source.published)[0] if source.published_from == "given" else None,
                date=source.published,
                sourceUrl=page_url(source.url),
                language="ara",
                notes=f"doc: {source.doc}",
            )

    def actor(self, one: Player) -> Iterator[bytes]:
        """Somebody who can be involved; a place or an agreement cannot."""
        schema = _schema(self._choice.knowledge, one)
        if schema is None or not self.first(_actor_id(one.id)):
            return
        if one.kind == "person":
            self.persons[one.id] = None
        known = _organisations(self._choice.knowledge).get(one.id)
        yield self.line(
            schema,
            _actor_id(one.id),
            name=(_line(one.name) or one.id)[:_LONGEST_NAME],
            alias=one.name_en,
            country=_country(one.country),
            wikidataId=one.id if _actor_id(one.id) == one.id else None,
            classification=known.kind if known and schema != "Person" else None,
            notes=f"id: {one.id}",
        )


def _schema(knowledge: Knowledge, one: Player) -> str | None:
    known = _organisations(knowledge).get(one.id)
    if one.kind == "org":
        kind = known.kind if known else ""
        return "PublicBody" if kind in _PUBLIC else "Company" if kind == "company" else "Organization"
    return {"person": "Person", "state": "PublicBody", "group": "LegalEntity"}.get(one.kind)


def ftm_entities(choice: Choice) -> Iterator[bytes]:
    """A line an entity: articles, actors, events and Documentation as they come; offices at the end. Each id once."""
    book = _Book(choice)
    for told in _of_episodes(choice) if choice.what == "episodes" else _of_events(choice):
        for report in told.reports:
            yield from book.article(report.source)
        for one, _ in told.parties:
            yield from book.actor(one)
        yield from _event(book, choice.knowledge, told)
    yield from _offices(book, choice)


def _event(book: _Book, knowledge: Knowledge, told: _Told) -> Iterator[bytes]:
    ident = _id("event", told.id)
    involved = {one.id: (one, role) for one, role in told.parties if _schema(knowledge, one)}
    places = [one.name for one, _ in told.parties if one.kind == "place"]
    first, last = _day(told.time)
    kind = told.kind.replace("_", " ")
    names = ", ".join(one.name for one, _ in involved.values())
    name = f"{kind}: {names}" if names else kind
    yield book.line(
        "Event",
        ident,
        name=(f"{name} ({told.time})" if told.time else name)[:_LONGEST_NAME],
        startDate=first,
        endDate=last,
        involved=[_actor_id(key) for key in involved],
        organizer=[_actor_id(key) for key, (_, role) in involved.items() if role in _HOSTS],
        location=[told.place, *places],
        keywords=[told.kind, told.status],
        summary=" … ".join(told.reports[0].words) if told.reports else None,
        notes=[told.counted, "; ".join(f"{one.name}: {role}" for one, role in told.parties)],
        recordId=told.id,
        proof=[_id("article", report.source.doc) for report in told.reports],
    )
    for report in told.reports:
        article = _id("article", report.source.doc)
        yield book.line(
            "Documentation",
            _id("documentation", told.id, report.source.doc),
            document=article,
            entity=ident,
            role="report",
            date=report.source.published,
            summary=" … ".join(report.words),
        )
        for key, name in report.mentions:
            mention = _id("mention", report.source.doc, key)
            if key in involved and book.first(mention):
                one = involved[key][0]
                yield book.line(
                    "Mention",
                    mention,
                    document=article,
                    name=name[:_LONGEST_NAME],
                    resolved=_actor_id(key),
                    detectedSchema=_schema(knowledge, one),
                    contextCountry=_country(one.country),
                )


def _of_episodes(choice: Choice) -> Iterator[_Told]:
    lines = choice.episodes()
    while some := tuple(islice(lines, _AT_ONCE)):
        players = players_of(choice.connection, choice.knowledge, some)
        for line in some:
            reports: dict[str, _Report] = {}
            for one in line.tellings:
                reports.setdefault(one.source.doc, _Report(source=one.source, words=one.words))
            yield _Told(
                id=line.episode,
                kind=line.kind,
                status=line.status,
                time=line.day if line.dated_by == "event" else None,
                place=line.place,
                parties=tuple((players[line.episode, one.id], one.role) for one in line.parties),
                counted=f"reports: {line.reports}; independent sources: {line.sources}",
                reports=tuple(reports.values()),
            )


def _of_events(choice: Choice) -> Iterator[_Told]:
    for article, record, places in choice.articles():
        actors = {one.id: one for one in record.entities}
        source = Source(
            doc=record.doc,
            outlet=article.outlet,
            published=record.published,
            published_from=record.published_from,
            title=article.title,
            url=article.url,
        )
        for event in (record.events[place] for place in places):
            there = [(actors[key], role) for key, role in event.who if key in actors]
            yield _Told(
                id=event.id,
                kind=event.kind,
                status=event.status,
                time=event.time,
                place=event.place,
                parties=tuple(
                    (player(choice.knowledge, one, ((held.title, held.of) for held in one.offices)), role)
                    for one, role in there
                ),
                counted="reports: 1",
                reports=(
                    _Report(
                        source=source,
                        words=tuple(span.of(article.text) for span in event.evidence.spans),
                        mentions=tuple((one.id, one.name) for one, _ in there),
                    ),
                ),
            )


def _offices(book: _Book, choice: Choice) -> Iterator[bytes]:
    """The offices of those who were involved: as the registry has them with their days, and as all articles give them."""
    states = {state.id: state.name_en for state in choice.knowledge.states}
    orgs = _organisations(choice.knowledge)
    persons = sorted(book.persons)
    whose: dict[str, list[Any]] = {}
    for tenure in choice.knowledge.tenures:
        if tenure.person in book.persons:
            whose.setdefault(tenure.person, []).append(tenure)
    for at in range(0, len(persons), _MANY):
        some = persons[at : at + _MANY]
        for row in (*(one for person in some for one in whose.get(person, ())), *_given(choice, some)):
            told = hasattr(row, "articles")
            person, title, of = row.person, row.office, row.of
            label = states.get(of) or (orgs[of].name_en if of in orgs else "")
            if of in orgs:
                seat = orgs[of]
                where = Player(
                    id=of, kind="org", name=seat.name_ar, name_en=seat.name_en or None, country=seat.state or None,
                    code=alpha3(seat.state), sector=None,
                )  # fmt: skip
                yield from book.actor(where)
            days = {"startDate": _day(row.start)[0], "endDate": _day(row.end)[1]} if not told else {}
            seen = {"date": [row.first, row.last]} if told else {}
            status = f"in {row.articles} articles" if told else f"registry: {row.source}"
            ident = _id("office", person, title, of, "" if told else row.start)
            if of in orgs:
                schema, ends = "Membership", {"member": _actor_id(person), "organization": _actor_id(of), "role": title}
            else:
                post = _id("position", title, of)
                if book.first(post):
                    name = f"{title} of {label}" if label else title
                    yield book.line("Position", post, name=name, country=_country(of if label else None))
                schema, ends = "Occupancy", {"holder": _actor_id(person), "post": post}
            if book.first(ident):
                yield book.line(schema, ident, **ends, **days, **seen, status=status)


def _given(choice: Choice, persons: Sequence[str]) -> Sequence[Any]:
    """The offices that articles give to these persons, between the days of the first and the last of them."""
    entity, office, article = tables.entities.c, tables.offices.c, tables.articles.c
    wanted = (
        select(
            entity.id.label("person"),
            office.title.label("office"),
            office.of,
            func.min(article.first_day).label("first"),
            func.max(article.last_day).label("last"),
            func.count(func.distinct(office.article)).label("articles"),
        )
        .select_from(
            tables.entities.join(
                tables.offices, and_(office.article == entity.article, office.entity == entity.n)
            ).join(tables.articles, article.id == office.article)
        )
        .where(entity.id.in_(persons))
        .group_by(entity.id, office.title, office.of)
        .order_by(entity.id, office.title, office.of)
    )
    return choice.connection.execute(wanted).all()
