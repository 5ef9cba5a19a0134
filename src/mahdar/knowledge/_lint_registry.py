"""What is wrong with the registry as a whole: two entries with one name, two holders of one office, terms that are
missing. Each row may be right by itself."""

import calendar
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from mahdar.knowledge._load import Knowledge
from mahdar.knowledge.letters import fold
from mahdar.knowledge.tables.registry import Person, Tenure

# Days on which the one who leaves and the one who comes may both hold an office: dates of transfer differ, and of many
# terms only the month is known.
_BOTH = 31
# A term may be missing where nobody held an office for longer than this; shorter is a vacancy like any other.
_VACANT = 92
_COVERED_FROM = date(2012, 1, 1)

Finding = tuple[str, str, str]  # file, entry, problem


def registry_problems(knowledge: Knowledge) -> Iterator[Finding]:
    """Names that collide, persons who stand there twice, terms that overlap."""
    yield from _collisions(knowledge)
    yield from _twice(knowledge)
    yield from _overlaps(knowledge)


def missing_terms(knowledge: Knowledge) -> Iterator[Finding]:
    """Where an office that one holds had nobody for more than three months between two terms, from 2012 on: vacant, or a
    term that nobody has written down yet."""
    for rows in _offices(knowledge).values():
        last = rows[0]
        for row in rows[1:]:
            if last.end and _first(row.start) > _COVERED_FROM:
                days = (_first(row.start) - _last(last.end)).days
                if days > _VACANT:
                    name = f"{row.office} {row.of}"
                    yield "tenures.csv", name, f"nobody between {last.end} and {row.start}"
            if not last.end or (row.end and _last(row.end) < _last(last.end)):
                continue
            last = row


def _collisions(knowledge: Knowledge) -> Iterator[Finding]:
    """A form of two entries, unless namesakes.csv lists both. A name that a person is called alone may be anything else
    too, where the other is no person: the text decides as it does for any word."""
    allowed = {_key(row.form): set(row.entries) for row in knowledge.namesakes}
    met: dict[str, set[str]] = defaultdict(set)
    for forms in _forms(knowledge):
        for form, owners in forms.items():
            met[form].update(ident for _, ident in owners)
            names = {ident for _, ident in owners}
            if len(names) > 1 and not names <= allowed.get(form, set()):
                for file, ident in sorted(owners):
                    others = ", ".join(sorted(names - {ident}))
                    yield file, ident, f"the form {form!r} stands in another entry too: {others} (see namesakes.csv)"
    for row in knowledge.namesakes:
        for ident in row.entries:
            if ident not in met.get(_key(row.form), set()):
                yield "namesakes.csv", row.form, f"{ident!r} has no such form"
        if len(row.entries) < 2:
            yield "namesakes.csv", row.form, "names fewer than two entries"


def _forms(knowledge: Knowledge) -> Iterator[dict[str, set[tuple[str, str]]]]:
    """Folded form to (file, id), once for each group of names that are looked up together."""
    things: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for state in knowledge.states:
        every = (state.name_ar, *state.names_ar, *state.demonyms, *state.demonym_plurals, *state.capitals, *state.seats)
        for form in every:
            things[_key(form)].add(("states.csv", state.id))
    for file, rows in (
        ("places.csv", knowledge.places),
        ("organisations.csv", knowledge.organisations),
        ("agreements.csv", knowledge.agreements),
    ):
        for row in rows:
            for form in (row.name_ar, *row.names_ar):
                things[_key(form)].add((file, row.id))
    full: dict[str, set[tuple[str, str]]] = defaultdict(set)
    short: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for person in knowledge.persons:
        for form in (person.name_ar, *person.names_ar):
            full[_key(form)].add(("persons.csv", person.id))
        for form in person.short_ar:
            short[_key(form)].add(("persons.csv", person.id))
    for form, owners in full.items():
        if form in things:
            full[form] = owners | things[form]
    yield from (things, full, short)


def _twice(knowledge: Knowledge) -> Iterator[Finding]:
    """One English name with two ids, or the ids of two persons that share all their Arabic forms."""
    named: dict[str, Person] = {}
    for person in knowledge.persons:
        other = named.setdefault(_latin(person.name_en), person)
        if other is not person:
            yield "persons.csv", person.id, f"called {person.name_en!r} like {other.id}: one person with two ids?"


def _overlaps(knowledge: Knowledge) -> Iterator[Finding]:
    names = {person.id: person.name_en for person in knowledge.persons}
    for (office, of), rows in _offices(knowledge).items():
        for place, one in enumerate(rows):
            for other in rows[place + 1 :]:
                until = min((_last(row.end) for row in (one, other) if row.end), default=date.max)
                if one.end and _first(one.end) <= _first(other.start):
                    continue
                shared = (min(until, _first(one.end) if one.end else date.max) - _last(other.start)).days
                if shared <= _BOTH or other.person in one.beside or one.person in other.beside:
                    continue
                if one.person == other.person:
                    problem = f"two terms of {names.get(one.person, one.person)} overlap from {other.start} on"
                else:
                    problem = f"held by {names.get(one.person, one.person)} too from {other.start} on (see beside)"
                yield "tenures.csv", f"{other.person} {office} {of}", problem


def _offices(knowledge: Knowledge) -> dict[tuple[str, str], list[Tenure]]:
    """The terms of each office that one holds at a time, in the order of their beginning."""
    several = {office.title for office in knowledge.offices if office.several}
    single = {office.title for office in knowledge.offices} - several
    terms: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for tenure in knowledge.tenures:
        # an envoy to one state is one, though there are many envoys
        if (tenure.office in single or " to " in tenure.office) and tenure.office not in several and _dated(tenure):
            terms[tenure.office, tenure.of].append(tenure)
    for rows in terms.values():
        rows.sort(key=lambda tenure: (tenure.start, tenure.end or "9999"))
    return terms


def _dated(tenure: Tenure) -> bool:
    try:
        return bool(tenure.start) and _first(tenure.start) <= _last(tenure.end or tenure.start)
    except ValueError:  # "not a date" is said of it elsewhere
        return False


def _first(edtf: str) -> date:
    year, month, day = (*(int(part) for part in edtf.rstrip("~?%").split("-")), 1, 1)[:3]
    return date(year, month, day)


def _last(edtf: str) -> date:
    parts = [int(part) for part in edtf.rstrip("~?%").split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def _key(form: str) -> str:
    return fold(form).replace("-", " ")


def _latin(name: str) -> str:
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", bare.lower()).strip()
