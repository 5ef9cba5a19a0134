"""Offices in words: the records have them in English ("foreign minister" of "DE"), Arabic pages say them in Arabic."""

from collections.abc import Mapping
from functools import lru_cache

from mahdar.knowledge import CLITICS, Knowledge
from mahdar.web.pages._words import phrase

__all__ = ["told_name", "told_office", "told_office_of"]

_FORMER = "former "
_TO = " to "
_OF = " of "


@lru_cache(maxsize=4)
def _arabic(knowledge: Knowledge) -> Mapping[str, str]:
    """The first Arabic form of each title that names no state of its own and can stand before a name, without articles."""
    found: dict[str, str] = {}
    for office in knowledge.offices:
        if not office.fixed:
            bare = (form for form in office.forms if not any(w.startswith(CLITICS.article) for w in form.split()))
            found.setdefault(office.title, next(bare, office.forms[0]))
    return found


@lru_cache(maxsize=4)
def _names(knowledge: Knowledge) -> Mapping[str, tuple[str, str]]:
    """What the registry names, by its ids, in Arabic and English."""
    tables = (knowledge.agreements, knowledge.persons, knowledge.organisations, knowledge.states)
    return {row.id: (row.name_ar, row.name_en) for table in tables for row in table}


def told_name(knowledge: Knowledge, lang: str, ident: str) -> str:
    """Somebody or something by its id, in the language of the page; an id that an article made ("org:برلمان") by its words."""
    made = ident.partition(":")[2].replace("_", " ") or ident
    arabic, english = _names(knowledge).get(ident, (made, made))
    return arabic if lang == "ar" else english or arabic


def told_office(knowledge: Knowledge, lang: str, title: str, of: str) -> str:
    """An office in the language of the page: "وزير خارجية ألمانيا", "foreign minister of Germany"."""
    of_name = _names(knowledge).get(of, (of, of))
    if lang == "en":
        base, to, whom = title.partition(_TO)
        there = f"{to}{_names(knowledge).get(whom, (whom, whom))[1]}" if to else ""
        return f"{base} of {of_name[1] or of_name[0]}{there}" if of else base + there
    if title.startswith(_FORMER):
        now = told_office(knowledge, lang, title.removeprefix(_FORMER), of)
        return phrase(lang, "office.former").replace("{office}", now)
    arabic = _arabic(knowledge)
    base, to, whom = title.partition(_TO)
    if title not in arabic and to and base in arabic:
        there = _names(knowledge).get(whom, (whom, whom))[0]
        office = f"{arabic[base]} {of_name[0]}".strip()
        return phrase(lang, "office.to").replace("{office}", office).replace("{there}", there)
    return f"{arabic[title]} {of_name[0]}".strip() if title in arabic else f"{title} · {of_name[0]}".strip(" ·")


def told_office_of(knowledge: Knowledge, lang: str, about: str) -> str:
    """An office as a ledger names it: "deputy foreign minister of KP"."""
    title, _, of = about.rpartition(_OF)
    return told_office(knowledge, lang, title, of) if title else about
