"""The day on which an article was published: as its metadata or its text states it, or worked out from what it says.

What is worked out has to leave one day only. A day is never made up: not from a year or month alone, and not from the
clock of the machine.
"""

import datetime
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from mahdar.knowledge import Knowledge, fold
from mahdar.text import Document
from mahdar.times._calendar import Day, add_days, parse_day
from mahdar.times._grammar import Expression, read_expressions
from mahdar.times._lexicon import Lexicon, lexicon
from mahdar.times._meanings import Between, Moment, Open, Setting, resolve

_NO_ANCHOR = Setting(anchor=None)
_TOP_LINES = 8
_LONGEST_HEAD = 25  # tokens of a line that is not yet running text
_LEAD_SENTENCES = 3
_BESIDE_DATE = 6  # words that may stand beside a date on its line: a weekday, an hour, a place, a byline
_BESIDE_TITLE = 1
_DATELINE_START, _DATELINE_END = 4, 6
_PLACES = frozenset(("place_word", "state_word"))
_DASHES = frozenset(":-\u2010\u2011\u2012\u2013\u2014")
_HORIZON = datetime.timedelta(days=4 * 366)
_TITLE_BEFORE_NAME = 5
_LEAD_LINES = 3


def date_article(document: Document, knowledge: Knowledge) -> tuple[str | None, str | None]:
    """The day of publication as an EDTF day, and how it is known: "given", "inferred", or None with None.

    The metadata win; then a full date on a line of its own near the top, in a dateline or behind a word for publishing.
    Else the day is inferred from a full date that stands beside "today" or "yesterday" or in the lead, or from weekday,
    month, day, terms of office and days of signing, where these leave one day only.
    """
    stated = parse_day(document.article.published)
    if stated is not None:
        return stated.isoformat(), "given"
    words = lexicon(knowledge)
    expressions = read_expressions(document, words)
    stated = _stated(document, expressions, words)
    if stated is not None:
        return stated.isoformat(), "given"
    inferred = _beside_today(expressions) or _in_lead(expressions) or _only_day(document, expressions, words, knowledge)
    return (inferred.isoformat(), "inferred") if inferred is not None else (None, None)


def _full(expression: Expression) -> Day | None:
    """The day of an expression that says day, month and year."""
    meaning = expression.meaning
    if not isinstance(meaning, Moment) or meaning.day is None or meaning.year is None or meaning.month is None:
        return None
    if "is" not in (meaning.day.how, meaning.year.how, meaning.month.how) or meaning.loose or meaning.edge:
        return None
    made = resolve(meaning, _NO_ANCHOR)
    if made.grain != "D" or made.first is None:
        return None
    if meaning.weekday is not None and made.first.isoweekday() != meaning.weekday:
        return None  # one of the two is wrong, and nobody knows which
    return made.first


# ── stated in the text ───────────────────────────────────────────────────────────────────────────────────────────────


def _stated(document: Document, expressions: tuple[Expression, ...], words: Lexicon) -> Day | None:
    lines: dict[int, tuple[int, int]] = {}
    for sentence in document.sentences:
        first, _ = lines.get(sentence.paragraph, (sentence.first, 0))
        lines[sentence.paragraph] = (first, sentence.last)
    top = _top(lines)
    for expression in expressions:
        day = _full(expression)
        if day is None:
            continue
        sentence = document.sentences[expression.sentence]
        first, last = lines[sentence.paragraph]
        before = [token for token in document.tokens[first:last] if token.start < expression.span.start]
        after = [token for token in document.tokens[first:last] if token.start >= expression.span.end]
        beside = sum(token.kind == "word" for token in (*before, *after))
        labelled = any(_has(words, token.form, "published") for token in before[-3:]) and beside <= _BESIDE_DATE
        if sentence.zone == "dateline" or labelled:
            return day
        if sentence.paragraph >= top:
            continue
        placed = all(token.kind == "punct" or token.tags & _PLACES for token in before)
        apart = not (before and before[-1].kind == "word") and not (after and after[0].kind == "word")
        if apart and beside <= (_BESIDE_DATE if sentence.paragraph else _BESIDE_TITLE):
            return day
        dashed = any(token.form in _DASHES for token in after[:_DATELINE_END])
        if (len(before) <= _DATELINE_START and dashed) or (before and placed and beside <= _BESIDE_DATE):
            return day
    return None


def _top(lines: dict[int, tuple[int, int]]) -> int:
    """How many lines stand above the running text and with its first one."""
    for paragraph, (first, last) in sorted(lines.items()):
        if last - first > _LONGEST_HEAD or paragraph >= _TOP_LINES:
            return paragraph + 1
    return len(lines)


def _has(words: Lexicon, form: str, tag: str) -> bool:
    return any(tag in reading.node.senses for reading in words.readings(form))


# ── worked out ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _beside_today(expressions: tuple[Expression, ...]) -> Day | None:
    """From "yesterday, Monday, 24 February 2025" and its like."""
    for expression in expressions:
        day = _full(expression)
        if day is not None and isinstance(expression.meaning, Moment) and expression.meaning.said is not None:
            return add_days(day, -expression.meaning.said)
    return None


def _in_lead(expressions: tuple[Expression, ...]) -> Day | None:
    """The full date that the lead tells of, if the article names no later one."""
    days = [(expression, day) for expression in expressions if (day := _full(expression)) is not None]
    told = [day for expression, day in days if expression.tense not in ("future", "present")]
    for expression, day in days:
        named = isinstance(expression.meaning, Moment) and expression.meaning.weekday is not None
        if (
            named
            and expression.sentence < _LEAD_SENTENCES
            and expression.tense != "future"
            and told
            and day == max(told)
        ):
            return day
    return None


class _Clues(msgspec.Struct, frozen=True):
    """What the expressions say about their anchor; None where they say nothing of it."""

    weekday: int | None
    month: int | None
    day: int | None
    not_before: int
    since: Day | None


def _only_day(
    document: Document, expressions: tuple[Expression, ...], words: Lexicon, knowledge: Knowledge
) -> Day | None:
    """The one day that weekday, month, terms of office and days of signing leave; None where they leave more."""
    clues = _clues(expressions)
    if clues is None or clues.weekday is None:
        return None
    windows = _windows(document, words, knowledge)
    if windows is None or (not windows and clues.since is None):
        return None
    days = [day for day in _candidates(clues, windows) if _fits(day, clues)]
    if len(days) > 1:
        signed = _signed_days(document, words, knowledge)
        days = [day for day in days if day in signed]
    return days[0] if len(days) == 1 else None


def _clues(expressions: tuple[Expression, ...]) -> _Clues | None:
    """Gather the clues; None where they are at odds."""
    weekdays: set[int] = set()
    months: set[int] = set()
    days: set[tuple[int, int]] = set()
    not_before = 1
    since: Day | None = None
    for expression in expressions:
        since = max(filter(None, (since, _explicit(expression))), default=None)
        moment = expression.meaning
        if not isinstance(moment, Moment):
            continue
        if moment.day is not None and moment.day.how == "now" and moment.weekday is not None:
            weekdays.add((moment.weekday - moment.day.n - 1) % 7 + 1)
        if moment.month is None or moment.year is not None or moment.calendar != "g":
            continue
        if moment.said is not None and moment.day is not None and moment.month.how == "is":
            days.add((moment.month.n, moment.day.n - moment.said))
            if moment.weekday is not None:
                weekdays.add((moment.weekday - moment.said - 1) % 7 + 1)
        elif moment.way == "now" and moment.month.how == "is":
            months.add(moment.month.n)
        in_month = moment.way == "now" or (moment.month.how == "now" and moment.month.n == 0)
        if in_month and moment.day is not None and expression.tense == "past":
            not_before = max(not_before, moment.day.n)
    if len(weekdays) > 1 or len(months) > 1 or len(days) > 1:
        return None
    weekday = next(iter(weekdays), None)
    month, day = next(iter(days), (next(iter(months), None), None))
    return _Clues(weekday, month, day if day is not None and day >= 1 else None, not_before, since)


def _explicit(expression: Expression) -> Day | None:
    """The first day of a time past that is named with its year: the article is not older."""
    meaning = expression.meaning.moment if isinstance(expression.meaning, Open) else expression.meaning
    if isinstance(expression.meaning, Open) and expression.meaning.side == "to":
        return None
    if isinstance(meaning, Between):
        meaning = meaning.first
    if not isinstance(meaning, Moment) or expression.tense in ("future", "present"):
        return None
    return resolve(meaning, _NO_ANCHOR).first


def _candidates(clues: _Clues, windows: tuple[tuple[Day, Day | None], ...]) -> Iterator[Day]:
    """The days of the windows, and not before the latest time that the article names with its year."""
    for start, end in windows or ((Day.min, None),):
        day = max(start, clues.since or Day.min)
        stop = min(end or Day.max, _later(day))
        while day <= stop:
            yield day
            day = add_days(day, 1) or Day.max
            if day == Day.max:
                return


def _later(day: Day) -> Day:
    return day + _HORIZON if Day.max - day > _HORIZON else Day.max


def _fits(day: Day, clues: _Clues) -> bool:
    return (
        (clues.weekday is None or day.isoweekday() == clues.weekday)
        and (clues.month is None or day.month == clues.month)
        and (clues.day is None or day.day == clues.day)
        and day.day >= clues.not_before
    )


# ── terms of office and signings ─────────────────────────────────────────────────────────────────────────────────────


class _Holders(msgspec.Struct, frozen=True):
    """Names of office holders by their first word, and their terms: the words of the title and the days of the term."""

    names: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    terms: dict[str, tuple[tuple[frozenset[str], Day, Day | None], ...]]


@lru_cache(maxsize=2)
def _holders(knowledge: Knowledge) -> _Holders:
    titles: dict[str, set[str]] = {}
    for office in knowledge.offices:
        for form in (*office.forms, *office.feminine, *office.dual, *office.plural):
            titles.setdefault(office.title, set()).add(fold(form).split()[0])
    terms: dict[str, list[tuple[frozenset[str], Day, Day | None]]] = {}
    for tenure in knowledge.tenures:
        start = _first_day(tenure.start)
        if start is not None and tenure.office in titles:
            end = _last_day(tenure.end) if tenure.end else None
            terms.setdefault(tenure.person, []).append((frozenset(titles[tenure.office]), start, end))
    names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for person in knowledge.persons:
        if person.id in terms:
            for name in (person.name_ar, *person.names_ar):
                words = tuple(fold(name).replace("-", " ").split())
                if len(words) > 1:
                    names.setdefault(words[0], []).append((words, person.id))
    return _Holders(
        {key: tuple(found) for key, found in names.items()}, {key: tuple(found) for key, found in terms.items()}
    )


def _first_day(value: str) -> Day | None:
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


def _windows(document: Document, words: Lexicon, knowledge: Knowledge) -> tuple[tuple[Day, Day | None], ...] | None:
    """The stretches of days in which everybody who is named with an office held it; None where there are none such."""
    holders = _holders(knowledge)
    tokens = document.tokens
    windows: list[tuple[Day, Day | None]] | None = None
    seen: set[str] = set()
    for at, token in enumerate(tokens):
        for name, person in (*holders.names.get(token.stem, ()), *holders.names.get(token.form, ())):
            if person in seen or tuple(other.form for other in tokens[at + 1 : at + len(name)]) != name[1:]:
                continue
            around = tokens[max(0, at - _TITLE_BEFORE_NAME) : at]
            titles = {other.stem for other in around}
            after = tokens[at + len(name) : at + len(name) + 1]
            if any(_has(words, other.form, "former") for other in (*around, *after)):
                continue
            terms = [(start, end) for title, start, end in holders.terms[person] if title & titles]
            if terms:
                seen.add(person)
                windows = terms if windows is None else _meet(windows, terms)
    if windows is None:
        return ()
    return tuple(sorted(windows, key=lambda window: window[0])) or None


def _meet(some: list[tuple[Day, Day | None]], others: list[tuple[Day, Day | None]]) -> list[tuple[Day, Day | None]]:
    met = []
    for first, last in some:
        for start, end in others:
            low, high = max(first, start), min(last or Day.max, end or Day.max)
            if low <= high:
                met.append((low, None if high == Day.max else high))
    return met


def _signed_days(document: Document, words: Lexicon, knowledge: Knowledge) -> frozenset[Day]:
    """Days on which agreements between the states of the lead were signed, if the lead tells of a signing."""
    lead = [
        token
        for sentence in document.sentences
        if sentence.paragraph < _LEAD_LINES
        for token in document.tokens[sentence.first : sentence.last]
    ]
    if not any(_has(words, token.form, "signing") for token in lead):
        return frozenset()
    stems = {token.stem for token in lead} | {token.form for token in lead}
    states = {
        state.id
        for state in knowledge.states
        if stems & {fold(name) for name in (state.name_ar, *state.names_ar, *state.demonyms, *state.capitals)}
    }
    return frozenset(
        day
        for agreement in knowledge.agreements
        if len(agreement.parties) > 1
        and set(agreement.parties) <= states
        and (day := parse_day(agreement.signed)) is not None
    )
