"""Of which state an actor is, and what he is there, as far as the article or the registry tells."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from mahdar.knowledge import Knowledge
from mahdar.knowledge.tables.registry import Organisation
from mahdar.model import Entity
from mahdar.query import Actor, EpisodeLine, organ_state
from mahdar.store import tables

__all__ = ["Player", "alpha3", "player", "players_of", "spoken_of"]

_FORMER = "former "
# Sectors of those who act for their state.
_OF_STATE = ("GOV", "MIL", "COP", "SPY")
_MANY = 500


class Player(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An actor with all that a table of actors asks: `country` is ISO alpha-2 (None: of none, or not told), `code` PLOVER's
    (alpha-3, or IGO, NGO), `sector` PLOVER's primary one. `offices` are (title, of), those held now first. `acts_for` is the
    state that he is, or acts for: as the holder of an office of its government or forces, as its ministry or army."""

    id: str
    kind: str
    name: str
    name_en: str | None
    country: str | None
    code: str | None
    sector: str | None
    offices: tuple[tuple[str, str], ...] = ()
    acts_for: str | None = None

    def one_side_with(self, other: "Player") -> bool:
        """Whether one of the two is a state and the other acts for it: nothing is between them when both are named."""
        return (self.kind == "state" and other.acts_for == self.acts_for) or (
            other.kind == "state" and self.acts_for == other.acts_for
        )


@cache
def _tables(name: str) -> dict[str, Any]:
    return tomllib.loads(files("mahdar.export").joinpath(name).read_text(encoding="utf-8"))


def alpha3(iso: str | None) -> str | None:
    """The ISO alpha-3 code of a state of the registry."""
    code: str | None = _tables("countries.toml")["alpha3"].get(iso) if iso else None
    return code


@lru_cache(maxsize=4)
def _organisations(knowledge: Knowledge) -> dict[str, Organisation]:
    return {row.id: row for row in knowledge.organisations}


def spoken_of() -> dict[str, Any]:
    """PLOVER's words for our kinds, standings and sectors."""
    return _tables("plover.toml")


def _sector_of_title(title: str) -> str:
    if title.startswith(_FORMER):
        return "ELI"
    padded = f" {title.lower()} "
    for entry in spoken_of()["titles"]:
        if any(f" {word} " in padded for word in entry["words"]):
            return str(entry["sector"])
    return "GOV"


def player(
    knowledge: Knowledge,
    actor: Entity | Actor,
    offices: Iterable[tuple[str, str]] = (),
) -> Player:
    """An actor with his country, code and sector. Nothing is guessed: who holds no office of a state, is none of its organisations by
    the registry and none of its ministries and forces by his name, has no country."""
    known = _organisations(knowledge)
    words = spoken_of()
    held = sorted(offices, key=lambda office: office[0].startswith(_FORMER))
    country, code, sector = actor.iso, None, "GOV" if actor.kind == "state" else None
    acts_for = country if actor.kind == "state" else None
    own = known.get(actor.id)
    if own is not None:
        country, code, sector = (
            country or own.state or None,
            words["codes"].get(own.kind),
            words["sectors"].get(own.kind),
        )
    elif actor.kind == "org" and country is None:
        country = acts_for = organ_state(knowledge, actor.name)
    for title, of in held:
        seat = known.get(of)
        state = of if alpha3(of) else seat.state if seat else ""
        if state or seat:
            country = country or state or None
            code = code or (words["codes"].get(seat.kind) if seat else None)
            sector = sector or (words["sectors"].get(seat.kind) if seat else _sector_of_title(title))
            break
    if sector is None and held:
        sector = _sector_of_title(held[0][0])
        sector = None if sector == "GOV" else sector
    if sector in _OF_STATE:
        acts_for = acts_for or country
    return Player(
        id=actor.id,
        kind=actor.kind,
        name=actor.name,
        name_en=actor.name_en,
        country=country,
        code=alpha3(country) or code,
        sector=sector,
        offices=tuple(held),
        acts_for=acts_for,
    )


def players_of(
    connection: Connection, knowledge: Knowledge, lines: Sequence[EpisodeLine]
) -> dict[tuple[str, str], Player]:
    """The parties of episodes, by (episode, id), with the offices that their reports give them, the most frequent first."""
    told: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    docs = sorted({one.source.doc for line in lines for one in line.tellings})
    persons = {one.id for line in lines for one in line.parties if one.kind == "person"}
    article, entity, office = tables.articles.c, tables.entities.c, tables.offices.c
    for at in range(0, len(docs), _MANY):
        rows = connection.execute(
            select(article.doc, entity.id, office.title, office.of)
            .select_from(
                tables.articles.join(tables.entities, entity.article == article.id).join(
                    tables.offices, (office.article == entity.article) & (office.entity == entity.n)
                )
            )
            .where(article.doc.in_(docs[at : at + _MANY]))
        )
        for row in rows:
            if row.id in persons:
                told[row.doc, row.id][row.title, row.of] += 1
    found = {}
    for line in lines:
        for one in line.parties:
            held: Counter[tuple[str, str]] = Counter()
            for telling in line.tellings:
                held.update(told.get((telling.source.doc, one.id), {}))
            ranked = sorted(held, key=lambda pair: (-held[pair], pair))
            found[line.episode, one.id] = player(knowledge, one, ranked)
    return found
