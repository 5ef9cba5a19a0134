"""Whom a name means: in Arabic or Latin letters, in any usual spelling."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec
from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Connection, and_, func, select

from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.store import Store, consonants, name_key, name_words, sound, tables

__all__ = ["Sought", "known_name", "seek", "seek_exactly"]

# How much more often than the next one the best must be meant by a name, to be taken without asking back.
_CLEARLY = 3.0
# What a name in the registry counts beside articles that use it.
_FULL, _SHORT = 10.0, 2.0
# Likeness in percent: of the sound where consonants are equal (and are few), of the whole where they are not, of a name to
# one that it is part of, and of what is "near".
_SOUNDS_LIKE, _SHORT_SOUNDS_LIKE, _SPELT_LIKE, _PART, _NEAR = 55.0, 85.0, 86.0, 90.0, 60.0
_LONG_ENOUGH = 3
_KINDS = ("person", "state", "org", "agreement", "place", "group")


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a question means. `ids` are all entity ids that stand for him, his own first; `iso` that of a state."""

    id: str
    kind: str
    name: str
    name_en: str | None
    iso: str | None
    ids: tuple[str, ...]


class _Known(msgspec.Struct, frozen=True):
    """An entry of the registry."""

    id: str
    kind: str
    name: str
    name_en: str
    full: tuple[str, ...]
    short: tuple[str, ...]


@lru_cache(maxsize=4)
def _registry(knowledge: Knowledge) -> dict[str, _Known]:
    entries: list[_Known] = []
    for state in knowledge.states:
        short = (*state.capitals, *state.seats)
        entries.append(_Known(state.id, "state", state.name_ar, state.name_en, state.names_ar, short))
    for person in knowledge.persons:
        entries.append(_Known(person.id, "person", person.name_ar, person.name_en, person.names_ar, person.short_ar))
    for kind, rows in (
        ("org", knowledge.organisations),
        ("agreement", knowledge.agreements),
        ("place", knowledge.places),
    ):
        entries += [_Known(row.id, kind, row.name_ar, row.name_en, row.names_ar, ()) for row in rows]
    # Of two tables that use an id the earlier one names it.
    return {entry.id: entry for entry in reversed(entries)}


@lru_cache(maxsize=4)
def _keys(knowledge: Knowledge) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Key of a name to the entries that have it, with what it counts there; a Latin surname counts as a short name."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for entry in _registry(knowledge).values():
        for forms, weight in (((entry.name, entry.name_en, *entry.full), _FULL), (entry.short, _SHORT)):
            for form in forms:
                key = name_key(form)
                if key:
                    found[key][entry.id] = max(weight, found[key].get(entry.id, 0.0))
        if entry.kind == "person" and len(words := name_words(entry.name_en)) > 1:
            found[words[-1]].setdefault(entry.id, _SHORT)
    return {key: tuple(ids.items()) for key, ids in found.items()}


@lru_cache(maxsize=4)
def _forms(knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """Every name of the registry with the id that it belongs to."""
    return tuple(
        (form, entry.id)
        for entry in _registry(knowledge).values()
        for form in (entry.name, entry.name_en, *entry.full, *entry.short)
        if form
    )


def known_name(knowledge: Knowledge, key: str) -> str | None:
    """The Arabic name that the registry has for an id or an ISO code."""
    entry = _registry(knowledge).get(key)
    return entry.name if entry else None


# --- who uses a form


def _users(connection: Connection, which: ColumnElement[bool]) -> dict[str, float]:
    """Entity ids for which articles use forms that `which` picks, with the number of the articles."""
    meant = (
        select(tables.entities.c.id, func.count(func.distinct(tables.entities.c.article)))
        .select_from(
            tables.forms.join(tables.names, tables.names.c.form == tables.forms.c.id).join(
                tables.entities,
                and_(tables.entities.c.article == tables.names.c.article, tables.entities.c.n == tables.names.c.entity),
            )
        )
        .where(which)
        .group_by(tables.entities.c.id)
    )
    return {row[0]: float(row[1]) for row in connection.execute(meant)}


def _exactly(connection: Connection, knowledge: Knowledge, asked: str) -> dict[str, float]:
    """Ids that carry this very name, or are this id, with their weights."""
    registry = _registry(knowledge)
    by_id = connection.execute(select(tables.entities.c.id).where(tables.entities.c.id == asked).limit(1)).scalar()
    if by_id is not None or asked in registry:
        return {asked: _FULL}
    key = name_key(asked)
    weights = _users(connection, tables.forms.c.key == key)
    for who, weight in _keys(knowledge).get(key, ()):
        weights[who] = weights.get(who, 0.0) + weight
    return weights


def _by_sound(connection: Connection, knowledge: Knowledge, asked: str) -> dict[str, float]:
    """Ids with a name of the same consonants, weighed by how near the vowels are: another spelling or script."""
    wanted, whole = consonants(asked), sound(asked)
    if not wanted:
        return {}
    floor = _SOUNDS_LIKE if len(wanted) >= _LONG_ENOUGH else _SHORT_SOUNDS_LIKE
    weights: dict[str, float] = defaultdict(float)
    same = connection.execute(select(tables.forms.c.id, tables.forms.c.form).where(tables.forms.c.sound == wanted))
    for number, form in same.all():
        likeness = fuzz.ratio(whole, sound(form))
        if likeness >= floor:
            for who, articles in _users(connection, tables.forms.c.id == number).items():
                weights[who] += articles * (likeness / 100) ** 2
    for form, who in _forms(knowledge):
        if consonants(form) == wanted and (likeness := fuzz.ratio(whole, sound(form))) >= floor:
            weights[who] = max(weights[who], _SHORT * (likeness / 100) ** 2) + 0.5
    return dict(weights)


def _is_part(asked: str, form: str) -> bool:
    """Whether a name holds all that was asked, word by word, or ends in what sounds like it."""
    words, whole = name_words(asked), name_words(form)
    if any(whole[at : at + len(words)] == words for at in range(len(whole) - len(words) + 1)):
        return True
    heard = consonants(asked)
    return len(heard) > _LONG_ENOUGH and len(whole) > len(words) and consonants(form).endswith(heard)


def _by_likeness(connection: Connection, knowledge: Knowledge, asked: str) -> list[tuple[float, str]]:
    """Ids with a name that is spelt nearly so, the likest first, with the likeness in percent."""
    key, heard = name_key(asked), sound(asked)
    names: dict[str, list[str]] = defaultdict(list)
    for form, who in _forms(knowledge):
        names[form].append(who)
    stored = {row.form: row.id for row in connection.execute(select(tables.forms.c.id, tables.forms.c.form))}
    everything = list(dict.fromkeys([*names, *stored]))
    spelt = process.extract(key, everything, scorer=fuzz.ratio, processor=name_key, limit=15, score_cutoff=_NEAR)
    sounding = process.extract(heard, everything, scorer=fuzz.ratio, processor=sound, limit=15, score_cutoff=_NEAR)
    parts = [(form, _PART, 0) for form in everything if _is_part(asked, form)]
    best: dict[str, float] = {}
    for form, likeness, _ in (*parts, *spelt, *sounding):
        users = names.get(form, [])
        if form in stored:
            users = [*users, *_users(connection, tables.forms.c.id == stored[form])]
        for who in users:
            best[who] = max(best.get(who, 0.0), likeness)
    return sorted(((likeness, who) for who, likeness in best.items()), key=lambda pair: (-pair[0], pair[1]))


# --- choosing


def _describe(connection: Connection, knowledge: Knowledge, who: str) -> Sought:
    """What an id stands for: as the registry has it, else as most articles have it."""
    entity = tables.entities.c
    row = connection.execute(
        select(entity.kind, entity.name, entity.name_en, entity.iso, func.count().label("articles"))
        .where(entity.id == who)
        .group_by(entity.kind, entity.name, entity.name_en, entity.iso)
        .order_by(func.count().desc(), func.length(entity.name).desc(), entity.name)
        .limit(1)
    ).first()
    known = _registry(knowledge).get(who)
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


def _choose(described: Mapping[str, Sought], weights: Mapping[str, float]) -> str | None:
    """The one that is clearly meant, if one is. A place gives way to whoever can act under the same name."""
    actors = {who: weight for who, weight in weights.items() if described[who].kind != "place"}
    ranked = sorted((actors or weights).items(), key=lambda pair: (-pair[1], pair[0]))
    if len(ranked) == 1 or (ranked and ranked[0][1] >= _CLEARLY * ranked[1][1]):
        return ranked[0][0]
    return None


def _label(one: Sought) -> str:
    return f"{one.name} ({one.name_en}, {one.id})" if one.name_en else f"{one.name} ({one.id})"


def _ambiguous(asked: str, several: Iterable[Sought]) -> QueryError:
    listed = "\n".join(f"  {_label(one)}" for one in several)
    return QueryError(f"'{asked}' may be any of these; ask with a fuller name or with the id:\n{listed}")


def _settle(connection: Connection, knowledge: Knowledge, asked: str, weights: Mapping[str, float]) -> Sought:
    described = {who: _describe(connection, knowledge, who) for who in weights}
    chosen = _choose(described, weights)
    if chosen is None:
        ranked = sorted(weights, key=lambda who: (-weights[who], who))
        raise _ambiguous(asked, [described[who] for who in ranked[:8]])
    return _with_spellings(connection, knowledge, described[chosen])


def _with_spellings(connection: Connection, knowledge: Knowledge, one: Sought) -> Sought:
    """Add the ids that articles made for other spellings of the same full name. Single words prove nothing."""
    known = _registry(knowledge).get(one.id)
    full = (one.name, *(known.full if known else ()), one.name_en or "")
    heard = {consonants(name) for name in full if len(name_words(name)) > 1}
    heard = {skeleton for skeleton in heard if len(skeleton) > _LONG_ENOUGH}
    if not heard or one.kind not in ("person", "org"):
        return one
    users = _users(connection, tables.forms.c.sound.in_(sorted(heard)))
    others = []
    for who in sorted(users.keys() - {one.id} - _registry(knowledge).keys()):
        other = _describe(connection, knowledge, who)
        alike = max((fuzz.ratio(sound(other.name), sound(name)) for name in full if name), default=0.0)
        if other.kind == one.kind and consonants(other.name) in heard and alike >= _SPELT_LIKE:
            others.append(who)
    return msgspec.structs.replace(one, ids=(one.id, *others))


def seek_exactly(store: Store, knowledge: Knowledge, asked: str) -> Sought | None:
    """Whom a name means if it is written just so somewhere; None where it is nobody's name or not clear whose."""
    with store.reading() as connection:
        weights = _exactly(connection, knowledge, asked.strip())
        if not weights:
            return None
        described = {who: _describe(connection, knowledge, who) for who in weights}
        chosen = _choose(described, weights)
        return _with_spellings(connection, knowledge, described[chosen]) if chosen else None


def seek(store: Store, knowledge: Knowledge, asked: str) -> Sought:
    """Whom a name means: the very name or id first, then the same sound, then a spelling that is near.

    Of several the one that is clearly meant most often. Raises QueryError that lists the candidates where none is, and
    the nearest names where nobody is called so.
    """
    asked = asked.strip()
    if not name_key(asked):
        raise QueryError("a name is asked for, and this one is empty")
    with store.reading() as connection:
        weights = _exactly(connection, knowledge, asked)
        # A Latin name is hardly ever written so in an Arabic article: what counts is who is called what sounds like it.
        if not weights or name_key(asked).isascii():
            for who, weight in _by_sound(connection, knowledge, asked).items():
                weights[who] = weights.get(who, 0.0) + weight
        if weights:
            return _settle(connection, knowledge, asked, weights)
        alike = _by_likeness(connection, knowledge, asked)
        close = [(likeness, who) for likeness, who in alike if likeness >= _SPELT_LIKE]
        if close:
            # The likeness decides between names, how often each is meant between equals.
            best = [who for likeness, who in close if likeness >= close[0][0] - 3]
            uses = {who: 1.0 + _users(connection, tables.entities.c.id == who).get(who, 0.0) for who in best}
            return _settle(connection, knowledge, asked, uses)
        near = "\n".join(f"  {_label(_describe(connection, knowledge, who))}" for _, who in alike[:5])
    raise QueryError(f"nobody here is called '{asked}'" + (f"; near it are:\n{near}" if near else ""))
