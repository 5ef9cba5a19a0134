"""What the holders of offices tell of the day of an article: whoever is named with an office held it."""

from collections.abc import Iterator, Sequence

import msgspec

from mahdar.knowledge import Knowledge, compiled, fold
from mahdar.model import Span
from mahdar.text import Document, Token
from mahdar.times._calendar import Day, add_days
from mahdar.times._lexicon import Lexicon
from mahdar.times._narrow import Hint

__all__ = ["term_hints"]

_TITLE_BEFORE_NAME = 5
_SURE, _PRESUMED = 0.95, 0.85
_PRESUMED_DAYS = 4 * 366  # of a term whose end is not known


class _Term(msgspec.Struct, frozen=True):
    """A term of office: the first words of its titles, and its days; of an open one as far as it is known or presumed."""

    titles: frozenset[str]
    office: str
    start: Day
    end: Day
    open: bool


class _Holders(msgspec.Struct, frozen=True):
    """Names of office holders by their first word, and their terms."""

    names: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    terms: dict[str, tuple[_Term, ...]]
    called: dict[str, str]


def term_hints(document: Document, words: Lexicon, knowledge: Knowledge) -> Iterator[Hint]:
    """A hint for everybody who is named right after the title of an office that he held."""
    holders = _holders(knowledge)
    tokens = document.tokens
    seen: set[str] = set()
    for at, token in enumerate(tokens):
        for name, person in (*holders.names.get(token.stem, ()), *holders.names.get(token.form, ())):
            if person in seen or tuple(other.form for other in tokens[at + 1 : at + len(name)]) != name[1:]:
                continue
            around = tokens[max(0, at - _TITLE_BEFORE_NAME) : at]
            titles = {other.stem for other in around}
            after = tokens[at + len(name) : at + len(name) + 1]
            if any(words.has(other.form, "former") for other in (*around, *after)):
                continue
            held = [term for term in holders.terms[person] if term.titles & titles]
            if not held:
                continue
            seen.add(person)
            yield Hint(
                span=Span(_title_start(around, held), tokens[at + len(name) - 1].end),
                says=f"{holders.called[person]} was " + " or ".join(dict.fromkeys(map(_told, held))),
                sure=_PRESUMED if any(term.open for term in held) else _SURE,
                windows=tuple(sorted({(term.start, term.end) for term in held})),
                background=True,
            )


def _title_start(before: Sequence[Token], held: Sequence[_Term]) -> int:
    """Where the title begins that stands before a name."""
    return next(token.stem_start for token in reversed(before) if any(token.stem in term.titles for term in held))


def _told(term: _Term) -> str:
    return f"{term.office} from {term.start}" + ("" if term.open else f" to {term.end}")


@compiled(Day, _Holders, _Term)
def _holders(knowledge: Knowledge) -> _Holders:
    titles: dict[str, set[str]] = {}
    for office in knowledge.offices:
        for form in (*office.forms, *office.feminine, *office.dual, *office.plural):
            titles.setdefault(office.title, set()).add(fold(form).split()[0])
    firsts = {title: frozenset(words) for title, words in titles.items()}
    terms: dict[str, list[_Term]] = {}
    for tenure in knowledge.tenures:
        start = _first_day(tenure.start)
        if start is not None and tenure.office in firsts:
            end = _last_day(tenure.end) if tenure.end else None
            known = end or _last_day(tenure.known_until or tenure.start) or start
            presumed = add_days(start, _PRESUMED_DAYS) or start
            term = _Term(firsts[tenure.office], tenure.office, start, end or max(known, presumed), end is None)
            terms.setdefault(tenure.person, []).append(term)
    names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    called: dict[str, str] = {}
    for person in knowledge.persons:
        if person.id in terms:
            called[person.id] = person.name_en or person.name_ar
            for name in (person.name_ar, *person.names_ar):
                parts = tuple(fold(name).replace("-", " ").split())
                if len(parts) > 1:
                    names.setdefault(parts[0], []).append((parts, person.id))
    return _Holders(
        {key: tuple(found) for key, found in names.items()},
        {key: tuple(found) for key, found in terms.items()},
        called,
    )


def _first_day(value: str) -> Day | None:
    """The first day of an EDTF day, month or year."""
    parts = value.rstrip("~?").split("-")
    try:
        return Day(int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1)
    except ValueError:
        return None


def _last_day(value: str) -> Day | None:
    """The last day of an EDTF day, month or year."""
    parts = value.rstrip("~?").split("-")
    if len(parts) == 3:
        return _first_day(value)
    following = f"{int(parts[0]) + 1}" if len(parts) == 1 else f"{parts[0]}-{int(parts[1]) + 1}"
    first = _first_day(following) or _first_day(f"{int(parts[0]) + 1}")
    return add_days(first, -1) if first is not None else None
