"""Whom a name means: in Arabic or Latin letters, in any usual spelling."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Connection, and_, func, select

from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.query._organs import organ_ids, organ_keys
from mahdar.store import Store, consonants, name_key, name_words, sound, tables

__all__ = ["Sought", "known_name", "seek", "seek_exactly"]

# How much more often than the next one the best must be meant by a name, to be taken without asking back.
_CLEARLY = 3.0
# What a name in the registry counts beside the articles that use it: a full name, one that the press uses alone, the
# last word of a full name in English.
_FULL, _SHORT, _SURNAME = 10.0, 6.0, 1.0
# Likeness in percent: of the sounds where the consonants are equal (across scripts, as Arabic leaves vowels out; within
# one; where they are few), of single words that sound nearly so, of a spelling that is taken for the name, and of one that
# is only told of.
_ACROSS, _WITHIN, _SHORT_SOUND, _WORD_SOUND, _SPELT_LIKE, _NEAR = 55.0, 75.0, 85.0, 80.0, 86.0, 60.0
_LONG_ENOUGH = 3
_AT_ONCE = 500
_LISTED = 8
_VOWELS = str.maketrans("", "", "aiu")


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a question means. `ids` are all entity ids that stand for him, his own first; `iso` that of a state, `organs`
    the ids of its ministries and forces."""

    id: str
    kind: str
    name: str
    name_en: str | None
    iso: str | None
    ids: tuple[str, ...]
    organs: tuple[str, ...] = ()


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


@cache
def _english() -> dict[str, list[str]]:
    states: dict[str, list[str]] = tomllib.loads(
        files("mahdar.query").joinpath("english.toml").read_text(encoding="utf-8")
    )["states"]
    return states


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
            found[words[-1]].setdefault(entry.id, _SURNAME)
    for iso, capitals in _english().items():
        for form in capitals:
            found[name_key(form)].setdefault(iso, _FULL)
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
    if by_id is not None:
        return {asked: _FULL}
    for spelt in (asked, asked.upper(), asked.lower()):
        if spelt in registry:
            return {spelt: _FULL}
    key = name_key(asked)
    weights = _users(connection, tables.forms.c.key == key)
    for who, weight in _keys(knowledge).get(key, ()):
        weights[who] = weights.get(who, 0.0) + weight
    return weights


def _is_known(knowledge: Knowledge, asked: str) -> bool:
    """Whether the registry has this very name, or id, for anybody."""
    registry = _registry(knowledge)
    named = any(weight >= _SHORT for _, weight in _keys(knowledge).get(name_key(asked), ()))
    return named or any(spelt in registry for spelt in (asked, asked.upper(), asked.lower()))


def _holding(
    connection: Connection, knowledge: Knowledge, worth: Callable[[tuple[str, ...]], float]
) -> dict[str, float]:
    """Ids with a name whose words are worth anything, weighed by that and by how many articles use it."""
    weights: dict[str, float] = defaultdict(float)
    for form, who in _forms(knowledge):
        weights[who] = max(weights[who], _SURNAME * worth(name_words(form)))
    stored = connection.execute(select(tables.forms.c.id, tables.forms.c.form)).all()
    worthy = {number: value for number, form in stored if (value := worth(name_words(form)))}
    for value in set(worthy.values()):
        numbers = [number for number, other in worthy.items() if other == value]
        for at in range(0, len(numbers), _AT_ONCE):
            for who, articles in _users(connection, tables.forms.c.id.in_(numbers[at : at + _AT_ONCE])).items():
                weights[who] += articles * value
    return {who: weight for who, weight in weights.items() if weight}


def _by_words(connection: Connection, knowledge: Knowledge, asked: str) -> dict[str, float]:
    """Ids with a longer name that holds, word by word, all that was asked."""
    words = name_words(asked)

    def worth(whole: tuple[str, ...]) -> float:
        return float(any(whole[at : at + len(words)] == words for at in range(len(whole) - len(words) + 1)))

    return _holding(connection, knowledge, worth)


def _by_sounding_words(connection: Connection, knowledge: Knowledge, asked: str) -> dict[str, float]:
    """Ids with a longer name that holds words which sound like all that was asked."""
    wanted = [sound(word) for word in name_words(asked)]
    if sum(map(str.isupper, "".join(wanted))) < _LONG_ENOUGH:
        return {}

    @cache
    def like(word: str, heard: str) -> float:
        alike = fuzz.ratio(sound(word), heard)
        same = consonants(word) == heard.translate(_VOWELS) and alike >= _ACROSS
        return alike / 100 if same or alike >= _WORD_SOUND else 0.0

    def worth(whole: tuple[str, ...]) -> float:
        starts = range(len(whole) - len(wanted) + 1)
        return max((min(map(like, whole[at:], wanted)) for at in starts), default=0.0)

    return _holding(connection, knowledge, worth)


def _by_sound(connection: Connection, knowledge: Knowledge, asked: str) -> dict[str, float]:
    """Ids with a name of the same consonants, weighed by how near the vowels are: another spelling or script."""
    wanted, whole = consonants(asked), sound(asked)
    if not wanted:
        return {}
    latin = name_key(asked).isascii()

    def likeness(form: str) -> float:
        floor = _WITHIN if name_key(form).isascii() == latin else _ACROSS
        alike = fuzz.ratio(whole, sound(form))
        return alike / 100 if alike >= (floor if len(wanted) >= _LONG_ENOUGH else _SHORT_SOUND) else 0.0

    weights: dict[str, float] = defaultdict(float)
    same = connection.execute(select(tables.forms.c.id, tables.forms.c.form).where(tables.forms.c.sound == wanted))
    for number, form in same.all():
        if alike := likeness(form):
            for who, articles in _users(connection, tables.forms.c.id == number).items():
                weights[who] += articles * alike**2
    for form, who in _forms(knowledge):
        if consonants(form) == wanted and (alike := likeness(form)):
            weights[who] = max(weights[who], _SHORT * alike**2)
    return dict(weights)


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
    best: dict[str, float] = {}
    for form, likeness, _ in (*spelt, *sounding):
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
        # The name does not tell; perhaps only one of them plays any part in the articles.
        parts = {who: 0.5 + _users(connection, tables.entities.c.id == who).get(who, 0.0) for who in weights}
        chosen = _choose(described, parts)
    if chosen is None:
        ranked = sorted(weights, key=lambda who: (-weights[who], who))
        raise _ambiguous(asked, [described[who] for who in ranked[:_LISTED]])
    return _whole(connection, knowledge, described[chosen])


def _whole(connection: Connection, knowledge: Knowledge, one: Sought) -> Sought:
    """Somebody with all that stands for him."""
    return _with_organs(connection, knowledge, _with_spellings(connection, knowledge, one))


def _with_organs(connection: Connection, knowledge: Knowledge, one: Sought) -> Sought:
    """Add a state's ministries and forces."""
    if not one.iso:
        return one
    keys = organ_keys(knowledge, one.iso)
    found = set(organ_ids(knowledge, one.iso))
    for at in range(0, len(keys), _AT_ONCE):
        users = _users(connection, tables.forms.c.key.in_(keys[at : at + _AT_ONCE]))
        found.update(who for who in users if _describe(connection, knowledge, who).kind == "org")
    return msgspec.structs.replace(one, organs=tuple(sorted(found)))


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
        return _whole(connection, knowledge, described[chosen]) if chosen else None


def seek(store: Store, knowledge: Knowledge, asked: str) -> Sought:
    """Whom a name means: the very name or id, else a longer name that holds it, the same sound, a spelling that is near.

    Of several the one that is clearly meant most often. Raises QueryError that lists the candidates where none is, and
    the nearest names where nobody is called so.
    """
    asked = asked.strip()
    if not name_key(asked):
        raise QueryError("a name is asked for, and this one is empty")
    with store.reading() as connection:
        weights = _exactly(connection, knowledge, asked)
        if weights and name_key(asked).isascii():
            # A Latin name is hardly ever written so in an Arabic article; how often each of them is called what sounds
            # like it counts instead.
            heard = _by_sound(connection, knowledge, asked)
            weights = {who: weight + heard.get(who, 0.0) for who, weight in weights.items()}
        if weights and len(name_words(asked)) == 1 and not _is_known(knowledge, asked):
            # A single word that the registry has for nobody is rather a part of somebody's name.
            for who, weight in _by_words(connection, knowledge, asked).items():
                weights[who] = max(weight, weights.get(who, 0.0))
        for find in (_by_words, _by_sound, _by_sounding_words):
            weights = weights or find(connection, knowledge, asked)
        if weights:
            return _settle(connection, knowledge, asked, weights)
        alike = _by_likeness(connection, knowledge, asked)
        close = [(likeness, who) for likeness, who in alike if likeness >= _SPELT_LIKE]
        if close and len(name_key(asked)) > _LONG_ENOUGH:
            # The likeness decides between names, how often each is meant between equals.
            best = [who for likeness, who in close if likeness >= close[0][0] - 3]
            uses = {who: 1.0 + _users(connection, tables.entities.c.id == who).get(who, 0.0) for who in best}
            return _settle(connection, knowledge, asked, uses)
        near = "\n".join(f"  {_label(_describe(connection, knowledge, who))}" for _, who in alike[:5])
    raise QueryError(f"nobody here is called '{asked}'" + (f"; near it are:\n{near}" if near else ""))
