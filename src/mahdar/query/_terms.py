"""Who held an office, and what somebody held: the questions to the registry, which need no record file."""

from collections.abc import Iterable

from mahdar.errors import QueryError
from mahdar.knowledge import Knowledge
from mahdar.knowledge.tables.registry import Tenure
from mahdar.query._lines import Term, Terms
from mahdar.query._registry import is_known, registry_of
from mahdar.query._sought import Sought
from mahdar.query._titles import OfficeAsked, office_and_body, office_in
from mahdar.resolution import registry
from mahdar.times import days_of

__all__ = ["held_by", "office_terms", "terms_asked", "terms_of"]

_ANSWERS = {"held": 0, "changing": 1, "presumed": 2}


def _day(on: str | None) -> tuple[str, str] | None:
    if on is None:
        return None
    days = days_of(on.strip())
    if days is None:
        raise QueryError(f"'{on}' is no date; a day is written 2018-05-07, a month 2018-05, a year 2018")
    return days


def _term(knowledge: Knowledge, tenure: Tenure, days: tuple[str, str] | None) -> Term:
    known = registry_of(knowledge)
    holding = registry(knowledge).holding(tenure, *days) if days else None
    person, of = known.get(tenure.person), known.get(tenure.of)
    return Term(
        person=tenure.person,
        name=person.name if person else tenure.person,
        name_en=person.name_en if person else None,
        office=tenure.office,
        of=tenure.of,
        of_name=of.name if of else None,
        of_name_en=of.name_en if of else None,
        start=tenure.start or None,
        end=tenure.end or None,
        known_until=tenure.known_until or None,
        standing=holding.standing if holding else None,
        certainty=round(holding.certainty if holding else tenure.certainty, 2),
        source=tenure.source,
    )


def _on(knowledge: Knowledge, tenures: Iterable[Tenure], days: tuple[str, str] | None) -> tuple[Term, ...]:
    """The terms of these days, the surest first; without a day all of them, by their beginning."""
    terms = [_term(knowledge, tenure, days) for tenure in tenures]
    if days is None:
        return tuple(sorted(terms, key=lambda term: (term.start or "", term.end or "9", term.person)))
    there = [term for term in terms if term.standing in _ANSWERS]
    return tuple(
        sorted(there, key=lambda term: (_ANSWERS[term.standing or ""], -term.certainty, term.start or "", term.person))
    )


def _holders(knowledge: Knowledge, asked: OfficeAsked, on: str | None = None) -> Terms:
    """Who held the office on the day, or the days, `on` (EDTF); without it everybody that the tables know.

    Of "the former president" those whose terms were over by then. No body asked for: the office in all of them. Raises
    QueryError for what is no date.
    """
    days, terms = _day(on), registry(knowledge).terms
    title = next((title for title in asked.titles if (title, asked.of) in terms), asked.titles[0])
    if asked.of:
        tenures = terms.get((title, asked.of), [])
    else:
        tenures = [tenure for (office, _), held in sorted(terms.items()) if office == title for tenure in held]
    found = _on(knowledge, tenures, days)
    if days and asked.standing in ("former", "late"):
        over = [_term(knowledge, tenure, days) for tenure in tenures]
        sitting = {term.person for term in found if term.standing == "held"}
        found = tuple(
            sorted(
                (term for term in over if term.standing == "past" and term.end and term.person not in sitting),
                key=lambda term: (term.end or "", term.person),
                reverse=True,
            )
        )
    if not asked.of:
        found = tuple(sorted(found, key=lambda term: term.of))
    body = registry_of(knowledge).get(asked.of)
    return Terms(
        office=f"{asked.standing} {title}" if asked.standing else title,
        of=asked.of or None,
        of_name=body.name if body else None,
        of_name_en=body.name_en if body else None,
        on=on,
        known_from=min((tenure.start for tenure in tenures if tenure.start), default=None),
        terms=found,
    )


def office_terms(knowledge: Knowledge, office: str, of: str | None = None, on: str | None = None) -> Terms:
    """The holders of an office, by its title in English or Arabic, of a state or organisation by its code or any name.

    Raises QueryError where the office or the body is not known.
    """
    return _holders(knowledge, office_and_body(knowledge, office, of), on)


def terms_asked(knowledge: Knowledge, asked: str, on: str | None = None) -> Terms | str:
    """The holders of an office that is asked for by a phrase; or the name that is in it, if it is none."""
    if is_known(knowledge, asked):
        return asked
    office = office_in(knowledge, asked)
    if office is None:
        return asked
    return office.name or _holders(knowledge, office, on)


def held_by(knowledge: Knowledge, one: Sought, on: str | None = None) -> tuple[Term, ...]:
    """The terms of a person, or those of the offices of a state or organisation, on the day if one is given."""
    compiled = registry(knowledge)
    if one.kind == "person":
        return _on(knowledge, (tenure for ident in one.ids for tenure in compiled.held.get(ident, ())), _day(on))
    if on is None:
        return ()
    mine = sorted((office, of) for office, of in compiled.terms if of == one.id)
    return tuple(term for key in mine for term in _on(knowledge, compiled.terms[key], _day(on)))


def terms_of(knowledge: Knowledge, one: Sought, on: str) -> Terms:
    """What a person held on the day, or who held the offices of a state or organisation. Raises QueryError."""
    return Terms(whose=one.id, name=one.name, name_en=one.name_en, on=on, terms=held_by(knowledge, one, on))
