"""PLOVER: events as dyads, who does what to whom, a line each; each says from which event of several parties it was made."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import Any

import msgspec

from mahdar.export._actors import Player, player, players_of, spoken_of
from mahdar.export._choice import Choice
from mahdar.export._days import closed_days, precision_of
from mahdar.model import CAMEO_ROOTS, PLOVER_TYPES

__all__ = ["plover_lines"]

_AT_ONCE = 200
_DOES, _BEARS, _SHARES = ("actor", "guest"), ("target", "host", "subject"), ("party", "signatory")
_THIRD = ("mediator", "venue_org")


class _Actor(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """`code` is ISO alpha-3 of the state that he is of or acts for, or PLOVER's for those of none; None: not told."""

    code: str | None
    sector: str | None
    identifier: str
    text: str
    text_en: str | None
    role: str
    kind: str


class _Place(msgspec.Struct, frozen=True, gc=False):
    text: str


class _Derived(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """From which event the dyad was made: `from_` is its id, `level` whether it is one article's ("event") or all reports' of it
    ("episode"), `parties` how many it has, `number` which of its `dyads` this is. `by`: "roles" (he who does it to him who
    bears it), "pair" (of two who did it together: source and recipient could change places), "alone" (nobody beside him)."""

    from_: str = msgspec.field(name="from")
    level: str
    kind: str
    parties: int
    number: int
    dyads: int
    by: str


class _Cited(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    doc: str
    outlet: str | None
    published: str | None
    url: str | None
    copy_of: str | None = None


class _Line(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    id: str
    date: str | None
    enddate: str | None
    date_precision: str
    date_from: str | None
    edtf: str | None
    source: tuple[_Actor, ...]
    recipient: tuple[_Actor, ...]
    event: tuple[str, ...]
    mode: tuple[str, ...]
    context: tuple[str, ...]
    quad_code: int
    cameo_root: str
    status: str
    event_loc: _Place | None
    third: tuple[_Actor, ...]
    derived: _Derived
    reports: int
    sources: int | None
    event_text: tuple[str, ...]
    cite_info: tuple[_Cited, ...]
    coder: str = "mahdar"


class _Told(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An event of either level, as a line needs it."""

    id: str
    level: str
    kind: str
    status: str
    time: str | None
    reported: str | None
    place: str | None
    parties: tuple[tuple[Player, str], ...]
    reports: int
    sources: int | None
    words: tuple[str, ...]
    cited: tuple[_Cited, ...]


def plover_lines(choice: Choice) -> Iterator[bytes]:
    """A line a dyad."""
    for told in _of_episodes(choice) if choice.what == "episodes" else _of_events(choice):
        lines = tuple(_lines(told))
        if not lines:
            choice.tell("left out: no PLOVER type" if told.kind not in PLOVER_TYPES else "left out: no party")
            continue
        choice.tell(choice.what)
        choice.tell("dyads", len(lines))
        for line in lines:
            yield msgspec.json.encode(line) + b"\n"


def _of_events(choice: Choice) -> Iterator[_Told]:
    for article, record, places in choice.articles():
        actors = {one.id: one for one in record.entities}
        cited = (_Cited(doc=record.doc, outlet=article.outlet, published=record.published, url=article.url),)
        for event in (record.events[place] for place in places):
            yield _Told(
                id=event.id,
                level="event",
                kind=event.kind,
                status=event.status,
                time=event.time,
                reported=record.published,
                place=event.place,
                parties=tuple(
                    (player(choice.knowledge, one, ((held.title, held.of) for held in one.offices)), role)
                    for one, role in ((actors[key], role) for key, role in event.who if key in actors)
                ),
                reports=1,
                sources=None,
                words=tuple(span.of(article.text) for span in event.evidence.spans),
                cited=cited,
            )


def _of_episodes(choice: Choice) -> Iterator[_Told]:
    lines = choice.episodes()
    while some := tuple(islice(lines, _AT_ONCE)):
        players = players_of(choice.connection, choice.knowledge, some)
        for line in some:
            yield _Told(
                id=line.episode,
                level="episode",
                kind=line.kind,
                status=line.status,
                time=line.day if line.dated_by == "event" else None,
                reported=line.day if line.dated_by == "article" else line.first_seen,
                place=line.place,
                parties=tuple((players[line.episode, one.id], one.role) for one in line.parties),
                reports=line.reports,
                sources=line.sources,
                words=line.tellings[0].words if line.tellings else (),
                cited=tuple(
                    _Cited(
                        doc=one.source.doc,
                        outlet=one.source.outlet,
                        published=one.source.published,
                        url=one.source.url,
                        copy_of=one.copy_of,
                    )
                    for one in line.tellings
                ),
            )


def _actor(one: Player, role: str) -> _Actor:
    return _Actor(
        code=one.code,
        sector=one.sector,
        identifier=one.id,
        text=one.name,
        text_en=one.name_en,
        role=role,
        kind=one.kind,
    )


_Part = tuple[Player, str]


def _dyads(parties: Sequence[_Part]) -> Iterator[tuple[str, _Part, _Part | None]]:
    """Who and whom: those who do it with those who bear it; of those who do it together each pair that is not of one side (a
    state and its minister); one who is alone."""
    does = [one for one in parties if one[1] in _DOES]
    bears = [one for one in parties if one[1] in _BEARS]
    shares = [one for one in parties if one[1] in _SHARES]
    if does and bears and not shares:
        yield from (("roles", one, other) for one in does for other in bears)
        return
    together = [*does, *shares, *bears]
    if len(together) == 1:
        yield "alone", together[0], None
    elif not shares:
        # Several who all do it, or all bear it: nothing is told of what is between them.
        yield from (("alone", one, None) for one in together)
    else:
        pairs = [pair for pair in combinations(together, 2) if not pair[0][0].one_side_with(pair[1][0])]
        yield from (("pair", one, other) for one, other in pairs)
        if not pairs:
            yield from (("alone", one, None) for one in together)


def _modes(told: _Told, roles: Sequence[str], words: Mapping[str, Any]) -> tuple[str, ...]:
    modes = [words["modes"][told.kind]] if told.kind in words["modes"] else []
    if PLOVER_TYPES.get(told.kind) == "CONSULT":
        if "venue_org" in roles or (told.kind == "summit" and len(roles) > 2):
            modes.append("multilateral")
        if "mediator" in roles:
            modes.append("third-party")
    return tuple(modes)


def _lines(told: _Told) -> Iterator[_Line]:
    kind = PLOVER_TYPES.get(told.kind)
    if kind is None:
        return
    words = spoken_of()
    roles = [role for _, role in told.parties]
    dyads = tuple(_dyads(told.parties))
    contexts = (words["contexts"].get(told.kind), words["standings"].get(told.status))
    days, reported = closed_days(told.time), closed_days(told.reported)
    reported_on = reported[0] if reported and reported[0] == reported[1] else None
    precision = precision_of(told.time)
    for number, (by, source, recipient) in enumerate(dyads, 1):
        yield _Line(
            id=f"{told.id}-{number}",
            date=days[0] if days else reported_on,
            enddate=days[1] if days and days[1] != days[0] else None,
            date_precision=precision,
            date_from="event" if days else "report" if reported_on else None,
            edtf=told.time,
            source=(_actor(*source),),
            recipient=(_actor(*recipient),) if recipient else (),
            event=(kind,),
            mode=_modes(told, roles, words),
            context=tuple(one for one in contexts if one),
            quad_code=words["quads"][kind],
            cameo_root=CAMEO_ROOTS[kind],
            status=told.status,
            event_loc=_Place(told.place) if told.place else None,
            third=tuple(_actor(one, role) for one, role in told.parties if role in _THIRD),
            derived=_Derived(
                from_=told.id,
                level=told.level,
                kind=told.kind,
                parties=len(told.parties),
                number=number,
                dyads=len(dyads),
                by=by,
            ),
            reports=told.reports,
            sources=told.sources,
            event_text=told.words,
            cite_info=told.cited,
        )
