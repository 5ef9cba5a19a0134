"""From words to an office: "وزير الخارجية الإيراني", "foreign minister of Iran", a title and a state apart."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

import msgspec
from rapidfuzz import fuzz, process

from mahdar.errors import UnknownError
from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.knowledge.tables.offices import OfficeTitle
from mahdar.mentions import OfficeRead, Phrase, find_mentions
from mahdar.model import Article
from mahdar.query._organs import adjectives
from mahdar.query._registry import Known, keys_of, registry_of
from mahdar.resolution import registry
from mahdar.store import name_key
from mahdar.text import read_document

__all__ = ["OfficeAsked", "body_of", "office_and_body", "office_in"]

_BODIES = ("state", "org")
_LIKE = 86.0
_NEAR = 60.0
_ENGLISH_TO = " to "
# What the head of an organisation may be by title ("مديرة صندوق النقد").
_CHIEFS = ("director-general", "secretary-general", "president", "leader", "chief executive")


class OfficeAsked(msgspec.Struct, frozen=True):
    """An office as somebody asks for it. `titles` are what the words can mean, the likeliest first; `of` is ISO alpha-2, an
    organisation's id, or "" where none is said; `name` the words that name its holder, `standing` as of an OfficeRead."""

    titles: tuple[str, ...]
    of: str
    name: str = ""
    standing: str = ""


# ── titles ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=4)
def _english_titles(knowledge: Knowledge) -> Mapping[str, str]:
    """Every English title, and what else English says for it, by its key."""
    aliases: dict[str, list[str]] = tomllib.loads(
        files("mahdar.query").joinpath("english.toml").read_text(encoding="utf-8")
    )["offices"]
    titles = {office.title for office in knowledge.offices} | {tenure.office for tenure in knowledge.tenures}
    found = {name_key(alias): title for title, forms in aliases.items() if title in titles for alias in forms}
    return found | {name_key(title): title for title in titles}


@lru_cache(maxsize=4)
def _arabic_titles(knowledge: Knowledge) -> Mapping[tuple[str, ...], tuple[OfficeTitle, ...]]:
    """The entries of each form, by its folded words; the first without article."""
    found: dict[tuple[str, ...], list[OfficeTitle]] = {}
    for office in knowledge.offices:
        for form in dict.fromkeys((*office.forms, *office.feminine)):
            found.setdefault(tuple(fold(form).split()), []).append(office)
    return {words: tuple(offices) for words, offices in found.items()}


def _title_at_start(knowledge: Knowledge, asked: str) -> tuple[tuple[OfficeTitle, ...], str]:
    """The longest Arabic title that the words begin with, and the words after it."""
    words = asked.split()
    folded = fold(asked).split()
    if not folded or len(folded) != len(words):
        return (), asked
    bare = folded[0].removeprefix(CLITICS.article)
    for stop in range(len(folded), 0, -1):
        for first in (folded[0], bare):
            if offices := _arabic_titles(knowledge).get((first, *folded[1:stop])):
                return offices, " ".join(words[stop:])
    return (), asked


def _english_title(knowledge: Knowledge, asked: str) -> str | None:
    """A title in English; of "special envoy to Yemen" the place is looked up."""
    titles = _english_titles(knowledge)
    if known := titles.get(name_key(asked)):
        return known
    title, to, where = asked.rpartition(_ENGLISH_TO)
    base = titles.get(name_key(title)) if to else None
    place = _exact_body(knowledge, where.removeprefix("the ")) if base else None
    return f"{base}{_ENGLISH_TO}{place}" if place else None


# ── states and organisations ─────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=4)
def _demonyms(knowledge: Knowledge) -> Mapping[str, str]:
    return {key: state.id for state in knowledge.states for key in adjectives(state)}


def _bodies(knowledge: Knowledge, named: Iterable[tuple[str, float]]) -> list[str]:
    """The states and organisations among those that bear a name, whose own it is most first; a state before others."""
    known = registry_of(knowledge)
    bodies = [pair for pair in named if pair[0] in known and known[pair[0]].kind in _BODIES]
    return [ident for ident, _ in sorted(bodies, key=lambda pair: (-pair[1], known[pair[0]].kind != "state", pair[0]))]


def _exact_body(knowledge: Knowledge, asked: str) -> str | None:
    """The state or organisation with this very id or name, or with this adjective."""
    known = registry_of(knowledge)
    for spelt in (asked, asked.upper(), asked.lower()):
        if spelt in known and known[spelt].kind in _BODIES:
            return spelt
    key = name_key(asked)
    if bodies := _bodies(knowledge, keys_of(knowledge).get(key, ())):
        return bodies[0]
    article = name_key(CLITICS.article)
    return _demonyms(knowledge).get(key) or _demonyms(knowledge).get(article + key)


def body_of(knowledge: Knowledge, asked: str) -> str:
    """The id of a state or organisation: ISO code, name or adjective, in Arabic or Latin letters. Raises QueryError."""
    asked = asked.strip()
    if found := _exact_body(knowledge, asked) or _exact_body(knowledge, asked.removeprefix("the ")):
        return found
    known = registry_of(knowledge)
    names = {key: bodies[0] for key, named in keys_of(knowledge).items() if (bodies := _bodies(knowledge, named))}
    key = name_key(asked)
    near = process.extract(key, list(names), scorer=fuzz.ratio, limit=5, score_cutoff=_NEAR) if key else []
    if near and near[0][1] >= _LIKE and len(key) > 3:
        return names[near[0][0]]
    listed = dict.fromkeys(names[form] for form, _, _ in near)
    raise UnknownError(f"no state or organisation is called '{asked}'" + _list(map(known.__getitem__, listed)))


def _list(entries: Iterable[Known]) -> str:
    lines = [f"  {entry.name} ({entry.name_en}, {entry.id})" for entry in entries]
    return "; near it are:\n" + "\n".join(lines) if lines else ""


# ── whole questions ──────────────────────────────────────────────────────────────────────────────────────────────────


def office_and_body(knowledge: Knowledge, office: str, of: str | None) -> OfficeAsked:
    """A title, in English or Arabic, and the state or organisation; without the latter the words may say both.

    Raises QueryError where either is not known, with what is near.
    """
    if of is None:
        whole = office_in(knowledge, office)
        if whole is not None and not whole.name:
            return whole
    body = body_of(knowledge, of) if of is not None else ""
    if title := _english_title(knowledge, office):
        return OfficeAsked((title,), body)
    offices, rest = _title_at_start(knowledge, office)
    if offices and not rest:
        return OfficeAsked(_fitting(knowledge, offices, body), body or offices[0].fixed)
    if of is not None:
        # Words that make an office only with those of the state: "سفير ... لدى الأمم المتحدة".
        whole = office_in(knowledge, f"{office} {registry_of(knowledge)[body].name}")
        if whole is not None and whole.of == body and not whole.name:
            return whole
    titles = _english_titles(knowledge)
    near = process.extract(name_key(office), list(titles), scorer=fuzz.ratio, limit=5, score_cutoff=_NEAR)
    listed = ", ".join(dict.fromkeys(f"'{titles[key]}'" for key, _, _ in near))
    raise UnknownError(f"no office is called '{office}'" + (f"; near it are: {listed}" if listed else ""))


def _fitting(knowledge: Knowledge, offices: Iterable[OfficeTitle], body: str) -> tuple[str, ...]:
    kind = registry_of(knowledge)[body].kind if body else ""
    titles = dict.fromkeys(office.title for office in offices if office.of in (kind, "either") or not kind)
    return tuple(titles) or tuple(dict.fromkeys(office.title for office in offices))


def office_in(knowledge: Knowledge, asked: str) -> OfficeAsked | None:
    """The office that words name, with a state or organisation; None where they don't."""
    asked = " ".join(asked.split())
    if name_key(asked).isascii():
        return _office_in_english(knowledge, asked)
    offices, rest = _title_at_start(knowledge, asked)
    if not offices:
        return None
    read = _office_in_phrase(knowledge, asked)
    if read is not None:
        return read
    # What is no phrase of a news text: "بابا الفاتيكان", "سيد البيت الأبيض".
    fixed = next((office.fixed for office in offices if office.fixed), "")
    if not rest and fixed:
        return OfficeAsked(_fitting(knowledge, offices, fixed), fixed)
    region = asked[: -len(rest) or None].split()[-1]
    body = rest and (_exact_body(knowledge, rest) or _state_around(knowledge, f"{region} {rest}"))
    return OfficeAsked(_fitting(knowledge, offices, body), body) if body else None


def _state_around(knowledge: Knowledge, place: str) -> str:
    """The state that a region of this name lies in."""
    places = registry(knowledge).places
    ids = (ident for ident, _ in keys_of(knowledge).get(name_key(place), ()) if ident in places)
    return next((places[ident].state for ident in ids), "")


def _office_in_english(knowledge: Knowledge, asked: str) -> OfficeAsked | None:
    """ "foreign minister of Iran", "secretary-general of the UN"."""
    at = len(asked)
    while (at := asked.rfind(" of ", 0, at)) > 0:
        title = _english_title(knowledge, asked[:at])
        body = _exact_body(knowledge, asked[at + 4 :].removeprefix("the "))
        if title and body:
            return OfficeAsked((title,), body)
    return None


def _office_in_phrase(knowledge: Knowledge, asked: str) -> OfficeAsked | None:
    """An Arabic phrase, read as in an article."""
    document = read_document(Article(doc="question", text=asked), knowledge)
    phrases = find_mentions(document, knowledge)
    if not phrases or phrases[0].first != 0 or phrases[0].kind != "person" or not phrases[0].offices:
        return None
    phrase, others = phrases[0], phrases[1:]
    tokens = document.tokens
    name = asked[tokens[phrase.name[0]].stem_start : tokens[phrase.name[1] - 1].end] if phrase.name else ""
    of = next(filter(None, (_body_read(knowledge, read) for read in phrase.offices)), "")
    if not of:
        return OfficeAsked(tuple(read.title for read in phrase.offices), "", name) if name else None
    return OfficeAsked(tuple(_titles_read(knowledge, phrase, others, of)), of, name, phrase.offices[0].standing)


def _body_read(knowledge: Knowledge, read: OfficeRead) -> str:
    if read.of is None:
        return read.iso
    known, places = registry_of(knowledge), registry(knowledge).places
    ids = [entry.partition(":")[2] for entry in read.of.entries]
    body = next((ident for ident in ids if ident in known and known[ident].kind in _BODIES), "")
    # Of a region the tables say in which state it lies.
    return body or next((places[ident].state for ident in ids if ident in places), read.of.iso or read.iso)


def _titles_read(knowledge: Knowledge, phrase: Phrase, others: Iterable[Phrase], of: str) -> Iterator[str]:
    """The titles that the words can mean of this body, those that the tables have terms for first."""
    kind = registry_of(knowledge)[of].kind
    fitting = [read.title for read in phrase.offices if read.of_kind in (kind, "either")]
    titles = list(dict.fromkeys(fitting or [read.title for read in phrase.offices]))
    ids = [entry.partition(":")[2] for other in (*others, *phrase.parts) for entry in other.entries]
    titles = [f"{title}{_ENGLISH_TO}{where}" for where in ids if where != of for title in titles] + titles
    known = registry(knowledge).terms
    if "head" in titles and not any((title, of) in known for title in titles):
        titles = [title for title in _CHIEFS if (title, of) in known] + titles
    yield from sorted(dict.fromkeys(titles), key=lambda title: (title, of) not in known)
