"""Whom a name means: in Arabic or Latin letters, in any usual spelling."""

from collections.abc import Iterable, Mapping

import msgspec
from rapidfuzz import fuzz
from sqlalchemy import Connection, func, select, union

from mahdar.errors import AmbiguousError, QueryError, UnknownError
from mahdar.knowledge import Knowledge
from mahdar.query._finders import (
    AT_ONCE,
    articles_of,
    by_likeness,
    by_sound,
    by_sounding_words,
    by_words,
    exactly,
    users_of,
)
from mahdar.query._organs import organ_ids, organ_keys
from mahdar.query._registry import is_known, registry_of
from mahdar.query._sought import Sought
from mahdar.store import Store, consonants, name_key, name_words, sound, tables

__all__ = ["Sought", "seek", "seek_exactly"]

# How much more often than the next one the best must be meant by a name, to be taken without asking back.
_CLEARLY = 3.0
# Likeness in percent of a spelling that is taken for the name.
_SPELT_LIKE = 86.0
_LONG_ENOUGH = 3
_LISTED = 8


def _describe(connection: Connection, knowledge: Knowledge, who: str) -> Sought:
    """What an id stands for: as the registry has it, else as most articles have it."""
    called = tables.called.c
    row = connection.execute(
        select(called.kind, called.name, called.name_en, called.iso)
        .where(called.id == who)
        .order_by(called.articles.desc(), func.length(called.name).desc(), called.name, called.kind, called.name_en)
        .limit(1)
    ).first()
    known = registry_of(knowledge).get(who)
    kind = row.kind if row else known.kind if known else "group"
    iso = row.iso if row and row.iso else who if known and known.kind == "state" else None
    return Sought(
        id=who,
        kind=kind,
        name=known.name if known else row.name if row else who,
        name_en=(known.name_en if known else row.name_en if row else None) or None,
        iso=iso if kind == "state" else None,
        ids=(who,),
    )


def _proper(connection: Connection, knowledge: Knowledge, weights: Mapping[str, float]) -> dict[str, float]:
    """Without groups, which are told by common words: what only sounds like "hostages" is not meant by a name."""
    return {who: weight for who, weight in weights.items() if _describe(connection, knowledge, who).kind != "group"}


def _choose(described: Mapping[str, Sought], weights: Mapping[str, float]) -> str | None:
    """The one that is clearly meant, if one is. A place gives way to whoever can act under the same name."""
    actors = {who: weight for who, weight in weights.items() if described[who].kind != "place"}
    ranked = sorted((actors or weights).items(), key=lambda pair: (-pair[1], pair[0]))
    if len(ranked) == 1 or (ranked and ranked[0][1] >= _CLEARLY * ranked[1][1]):
        return ranked[0][0]
    return None


def _label(one: Sought) -> str:
    return f"{one.name} ({one.name_en}, {one.id})" if one.name_en else f"{one.name} ({one.id})"


def _ambiguous(asked: str, several: Iterable[Sought]) -> AmbiguousError:
    listed = "\n".join(f"  {_label(one)}" for one in several)
    told = f"'{asked}' may be any of these; ask with a fuller name or with the id:\n{listed}"
    return AmbiguousError(told, "several", asked=asked, listed=listed)


def _present(
    connection: Connection, knowledge: Knowledge, asked: str, weights: Mapping[str, float]
) -> dict[str, float]:
    """Without those who are in no article, if others are; unless the registry calls somebody by just this name."""
    if is_known(knowledge, asked):
        return dict(weights)
    entity, ids = tables.called.c.id, sorted(weights)
    there: set[str] = set()
    for at in range(0, len(ids), AT_ONCE):
        wanted = select(entity).where(entity.in_(ids[at : at + AT_ONCE])).distinct()
        there.update(connection.execute(wanted).scalars())
    return {who: weight for who, weight in weights.items() if who in there} or dict(weights)


def _settle(connection: Connection, knowledge: Knowledge, asked: str, weights: Mapping[str, float]) -> Sought:
    weights = _present(connection, knowledge, asked, weights)
    described = {who: _describe(connection, knowledge, who) for who in weights}
    chosen = _choose(described, weights)
    if chosen is None:
        # The name does not tell; perhaps only one of them plays any part in the articles.
        parts = {who: 0.5 + articles_of(connection, who) for who in weights}
        chosen = _choose(described, parts)
    if chosen is None:
        ranked = sorted(weights, key=lambda who: (-weights[who], who))
        raise _ambiguous(asked, [described[who] for who in ranked[:_LISTED]])
    return _whole(connection, knowledge, described[chosen])


def _whole(connection: Connection, knowledge: Knowledge, one: Sought) -> Sought:
    """Somebody with all that stands for him."""
    return _with_organs(connection, knowledge, _with_spellings(connection, knowledge, one))


def _with_organs(connection: Connection, knowledge: Knowledge, one: Sought) -> Sought:
    """Add a state's ministries and forces, as far as anything in the store is theirs."""
    if not one.iso:
        return one
    keys = organ_keys(knowledge, one.iso)
    found = set(organ_ids(knowledge, one.iso))
    for at in range(0, len(keys), AT_ONCE):
        users = users_of(connection, tables.forms.c.key.in_(keys[at : at + AT_ONCE]))
        found.update(who for who in users if _describe(connection, knowledge, who).kind == "org")
    seen, share, ids = tables.seen.c, tables.shares.c, sorted(found)
    there = union(select(seen.id).where(seen.id.in_(ids)), select(share.who).where(share.who.in_(ids)))
    return msgspec.structs.replace(one, organs=tuple(sorted(connection.execute(there).scalars())))


def _with_spellings(connection: Connection, knowledge: Knowledge, one: Sought) -> Sought:
    """Add the ids that articles made for other spellings of the same full name. Single words prove nothing."""
    known = registry_of(knowledge).get(one.id)
    full = (one.name, *(known.full if known else ()), one.name_en or "")
    heard = {consonants(name) for name in full if len(name_words(name)) > 1}
    heard = {skeleton for skeleton in heard if len(skeleton) > _LONG_ENOUGH}
    if not heard or one.kind not in ("person", "org"):
        return one
    users = users_of(connection, tables.forms.c.sound.in_(sorted(heard)))
    others = []
    for who in sorted(users.keys() - {one.id} - registry_of(knowledge).keys()):
        other = _describe(connection, knowledge, who)
        alike = max((fuzz.ratio(sound(other.name), sound(name)) for name in full if name), default=0.0)
        if other.kind == one.kind and consonants(other.name) in heard and alike >= _SPELT_LIKE:
            others.append(who)
    return msgspec.structs.replace(one, ids=(one.id, *others))


def seek_exactly(store: Store, knowledge: Knowledge, asked: str) -> Sought | None:
    """Whom a name means if it is written just so somewhere; None where it is nobody's name or not clear whose."""
    with store.reading() as connection:
        weights = exactly(connection, knowledge, asked.strip())
        if not weights:
            return None
        described = {who: _describe(connection, knowledge, who) for who in weights}
        chosen = _choose(described, weights)
        return _whole(connection, knowledge, described[chosen]) if chosen else None


def seek(store: Store, knowledge: Knowledge, asked: str) -> Sought:
    """Whom a name means: the very name or id, else a longer name that holds it, the same sound, a spelling that is near.

    Of several the one that is clearly meant most often. Raises QueryError that lists the candidates where none is, and
    the nearest names where nobody is called so.
    """
    asked = asked.strip()
    if not name_key(asked):
        raise QueryError("a name is asked for, and this one is empty", "no_name")
    with store.reading() as connection:
        weights = exactly(connection, knowledge, asked)
        if weights and name_key(asked).isascii():
            # A Latin name is hardly ever written so in an Arabic article; how often each of them is called what sounds
            # like it counts instead.
            heard = by_sound(connection, knowledge, asked)
            weights = {who: weight + heard.get(who, 0.0) for who, weight in weights.items()}
        if weights and len(name_words(asked)) == 1 and not is_known(knowledge, asked):
            # A single word that the registry has for nobody is rather a part of somebody's name.
            for who, weight in by_words(connection, knowledge, asked).items():
                weights[who] = max(weight, weights.get(who, 0.0))
        weights = weights or by_words(connection, knowledge, asked)
        for find in (by_sound, by_sounding_words):
            weights = weights or _proper(connection, knowledge, find(connection, knowledge, asked))
        if weights:
            return _settle(connection, knowledge, asked, weights)
        near = {who: likeness for likeness, who in by_likeness(connection, knowledge, asked)}
        alike = [(likeness, who) for who, likeness in _proper(connection, knowledge, near).items()]
        close = [(likeness, who) for likeness, who in alike if likeness >= _SPELT_LIKE]
        if close and len(name_key(asked)) > _LONG_ENOUGH:
            # The likeness decides between names, how often each is meant between equals.
            best = [who for likeness, who in close if likeness >= close[0][0] - 3]
            uses = {who: 1.0 + articles_of(connection, who) for who in best}
            return _settle(connection, knowledge, asked, uses)
        listed = "\n".join(f"  {_label(_describe(connection, knowledge, who))}" for _, who in alike[:5])
    if not listed:
        raise UnknownError(f"nobody here is called '{asked}'", "nobody", asked=asked)
    raise UnknownError(f"nobody here is called '{asked}'; near it are:\n{listed}", "near", asked=asked, listed=listed)
