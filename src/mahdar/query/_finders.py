"""Ways from a name to the entities that may be meant by it, each with a weight: about how many articles mean them so."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq
from sqlalchemy import ColumnElement, Connection, func, select

from mahdar.knowledge import Knowledge, compiled
from mahdar.query._registry import FULL, SHORT, SURNAME, forms_of, keys_of, registry_of
from mahdar.store import consonants, name_key, name_words, sound, tables

__all__ = ["AT_ONCE", "articles_of", "by_likeness", "by_sound", "by_sounding_words", "by_words", "exactly", "users_of"]

# Likeness in percent: of sounds where the consonants are equal (the same where they are few), of single words that sound
# nearly so, and of what is near at all.
_SOUND, _SHORT_SOUND, _WORD_SOUND, _NEAR = 80.0, 85.0, 85.0, 60.0
_LONG_ENOUGH = 3
AT_ONCE = 500
_VOWELS = str.maketrans("", "", "aiu")


def users_of(connection: Connection, which: ColumnElement[bool]) -> dict[str, float]:
    """Entity ids for which articles use forms that `which` picks, with the number of the articles (of each form)."""
    use = tables.uses.c
    meant = (
        select(use.id, func.sum(use.articles))
        .join_from(tables.forms, tables.uses, use.form == tables.forms.c.id)
        .where(which)
        .group_by(use.id)
    )
    return {row[0]: float(row[1]) for row in connection.execute(meant)}


def articles_of(connection: Connection, who: str) -> float:
    """How many articles name somebody."""
    seen = tables.seen.c
    return float(connection.execute(select(func.sum(seen.articles)).where(seen.id == who)).scalar() or 0)


def exactly(connection: Connection, knowledge: Knowledge, asked: str) -> dict[str, float]:
    """Ids that carry this very name, or are this id, with their weights."""
    registry = registry_of(knowledge)
    by_id = connection.execute(select(tables.called.c.id).where(tables.called.c.id == asked).limit(1)).scalar()
    if by_id is not None:
        return {asked: FULL}
    for spelt in (asked, asked.upper(), asked.lower()):
        if spelt in registry:
            return {spelt: FULL}
    key = name_key(asked)
    weights = users_of(connection, tables.forms.c.key == key)
    for who, weight in keys_of(knowledge).get(key, ()):
        weights[who] = weights.get(who, 0.0) + weight
    return weights


@compiled()
def _words_of(knowledge: Knowledge) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The words of every name of the registry, with the id that it belongs to."""
    return tuple((name_words(form), who) for form, who in forms_of(knowledge))


def _holding(
    connection: Connection, knowledge: Knowledge, worth: Callable[[tuple[str, ...]], float], part: str = ""
) -> dict[str, float]:
    """Ids with a name whose words are worth anything, weighed by that and by how many articles use it. `part` is what the key
    of such a name holds, so that the database looks through them."""
    weights: dict[str, float] = defaultdict(float)
    for words, who in _words_of(knowledge):
        if value := worth(words):
            weights[who] = max(weights[who], SURNAME * value)
    named = select(tables.forms.c.id, tables.forms.c.form)
    if part:
        named = named.where(tables.forms.c.key.contains(part, autoescape=True))
    stored = connection.execute(named).all()
    worthy = {number: value for number, form in stored if (value := worth(name_words(form)))}
    for value in set(worthy.values()):
        numbers = [number for number, other in worthy.items() if other == value]
        for at in range(0, len(numbers), AT_ONCE):
            for who, articles in users_of(connection, tables.forms.c.id.in_(numbers[at : at + AT_ONCE])).items():
                weights[who] += articles * value
    return {who: weight for who, weight in weights.items() if weight}


def by_words(connection: Connection, knowledge: Knowledge, asked: str) -> dict[str, float]:
    """Ids with a longer name that holds, word by word, all that was asked."""
    words = name_words(asked)

    def worth(whole: tuple[str, ...]) -> float:
        if words[0] not in whole:  # as in almost every name
            return 0.0
        return float(any(whole[at : at + len(words)] == words for at in range(len(whole) - len(words) + 1)))

    return _holding(connection, knowledge, worth, "".join(words))


def by_sounding_words(connection: Connection, knowledge: Knowledge, asked: str) -> dict[str, float]:
    """Ids with a longer name that holds words which sound like all that was asked."""
    wanted = [sound(word) for word in name_words(asked)]
    if sum(map(str.isupper, "".join(wanted))) < _LONG_ENOUGH:
        return {}

    latin = name_key(asked).isascii()

    @cache
    def like(word: str, heard: str) -> float:
        if consonants(word) == heard.translate(_VOWELS):
            return _alike(heard, latin, word)
        alike = fuzz.ratio(sound(word), heard) if len(heard) > _LONG_ENOUGH + 1 else 0.0
        return alike / 100 if alike >= _WORD_SOUND else 0.0

    def worth(whole: tuple[str, ...]) -> float:
        starts = range(len(whole) - len(wanted) + 1)
        return max((min(map(like, whole[at:], wanted)) for at in starts), default=0.0)

    return _holding(connection, knowledge, worth)


def _alike(heard: str, latin: bool, form: str) -> float:
    """How near the vowels are of a name to one with the same consonants, in [0, 1]; 0 where they are too far.

    Across scripts a vowel that Arabic writes has to sound in Latin, but not the other way round: short ones are not written.
    """
    other = sound(form)
    if name_key(form).isascii() == latin:
        alike = fuzz.ratio(heard, other)
    else:
        alike = 100.0 * LCSseq.similarity(heard, other) / max(len(other if latin else heard), 1)
    few = sum(map(str.isupper, heard)) < _LONG_ENOUGH
    return alike / 100 if alike >= (_SHORT_SOUND if few else _SOUND) else 0.0


@compiled()
def _by_consonants(knowledge: Knowledge) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Every name of the registry with the id that it belongs to, by its consonants."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for form, who in forms_of(knowledge):
        found[consonants(form)].append((form, who))
    return {skeleton: tuple(several) for skeleton, several in found.items()}


def by_sound(connection: Connection, knowledge: Knowledge, asked: str) -> dict[str, float]:
    """Ids with a name of the same consonants, weighed by how near the vowels are: another spelling or script."""
    wanted, whole = consonants(asked), sound(asked)
    if not wanted:
        return {}
    latin = name_key(asked).isascii()
    weights: dict[str, float] = defaultdict(float)
    same = connection.execute(select(tables.forms.c.id, tables.forms.c.form).where(tables.forms.c.sound == wanted))
    for number, form in same.all():
        if alike := _alike(whole, latin, form):
            for who, articles in users_of(connection, tables.forms.c.id == number).items():
                weights[who] += articles * alike**2
    for form, who in _by_consonants(knowledge).get(wanted, ()):
        if alike := _alike(whole, latin, form):
            weights[who] = max(weights[who], SHORT * alike**2)
    return dict(weights)


def by_likeness(connection: Connection, knowledge: Knowledge, asked: str) -> list[tuple[float, str]]:
    """Ids with a name that is spelt nearly so, the likest first, with the likeness in percent."""
    key, heard = name_key(asked), sound(asked)
    names: dict[str, list[str]] = defaultdict(list)
    for form, who in forms_of(knowledge):
        names[form].append(who)
    stored = {row.form: row.id for row in connection.execute(select(tables.forms.c.id, tables.forms.c.form))}
    everything = list(dict.fromkeys([*names, *stored]))
    spelt = process.extract(key, everything, scorer=fuzz.ratio, processor=name_key, limit=15, score_cutoff=_NEAR)
    sounding = process.extract(heard, everything, scorer=fuzz.ratio, processor=sound, limit=15, score_cutoff=_NEAR)
    best: dict[str, float] = {}
    for form, likeness, _ in (*spelt, *sounding):
        users = names.get(form, [])
        if form in stored:
            users = [*users, *users_of(connection, tables.forms.c.id == stored[form])]
        for who in users:
            best[who] = max(best.get(who, 0.0), likeness)
    return sorted(((likeness, who) for who, likeness in best.items()), key=lambda pair: (-pair[0], pair[1]))
