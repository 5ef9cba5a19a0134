"""What the days of known agreements, gatherings and wars tell of the day of an article."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

import msgspec

from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.knowledge.tables.registry import Agreement
from mahdar.model import Span
from mahdar.text import Document, Sentence
from mahdar.times._calendar import Day, add_days, parse_day, same_day_of
from mahdar.times._grammar import Expression
from mahdar.times._hints import LEAD_SENTENCES, means_today, moment_of, says_today, value_on
from mahdar.times._lexicon import Lexicon
from mahdar.times._meanings import Counted
from mahdar.times._narrow import Hint

__all__ = ["known_hints"]

_LEAD_LINES = 3
_YEAR_ROUND = 400
_MOST_PARTIES = 3
_LIKELY, _WEAK = 0.85, 0.75


class _Said(msgspec.Struct, frozen=True):
    """The words of a sentence as written, with their article alone, and bare; and the expressions of time in it."""

    written: tuple[str, str, str]
    words: frozenset[str]
    expressions: tuple[Expression, ...]

    def holds(self, phrase: str) -> bool:
        """Whether the folded phrase is written in it."""
        return any(f" {phrase} " in words for words in self.written)

    def holds_words(self, words: frozenset[str]) -> bool:
        """Whether all the words are in it, in any order."""
        return words <= self.words


def known_hints(
    document: Document, expressions: Sequence[Expression], words: Lexicon, knowledge: Knowledge
) -> Iterator[Hint]:
    """Hints from agreements of the registry and from the days that everybody knows."""
    kept: dict[int, list[Expression]] = {}
    for expression in expressions:
        kept.setdefault(expression.sentence, []).append(expression)
    everywhere: frozenset[str] | None = None
    for number, of in kept.items():
        said = _said(document, document.sentences[number], of)
        for known in _known(knowledge):
            if any(said.holds_words(form) for form in known.forms):
                yield from _of_gathering(said, known) if known.tag == "gathering" else _of_age(said, known)
        if any(words.has(word, tag) for word in said.words for tag in ("signing", "pact")):
            if everywhere is None:
                everywhere = _states(_said(document, None, ()), knowledge)
            yield from _of_agreement(said, everywhere, words, knowledge)
    if any(says_today(expression) for expression in expressions):
        yield from _of_signing(document, words, knowledge)


def _said(document: Document, sentence: Sentence | None, expressions: Sequence[Expression]) -> _Said:
    tokens = document.tokens if sentence is None else document.tokens[sentence.first : sentence.last]
    forms, bare = [token.form for token in tokens], [token.stem for token in tokens]
    named = [CLITICS.article + token.stem if token.article else token.stem for token in tokens]
    written = (f" {' '.join(forms)} ", f" {' '.join(named)} ", f" {' '.join(bare)} ")
    return _Said(written, frozenset((*forms, *bare)), tuple(expressions))


# ── gatherings and beginnings ────────────────────────────────────────────────────────────────────────────────────────


class _Known(msgspec.Struct, frozen=True):
    id: str
    tag: str
    forms: tuple[frozenset[str], ...]
    days: tuple[tuple[Day, Day], ...]


@lru_cache(maxsize=2)
def _known(knowledge: Knowledge) -> tuple[_Known, ...]:
    found = []
    for entry in knowledge.known_days:
        beside = [word for phrase in entry.beside for word in fold(phrase).split()]
        forms = tuple(
            frozenset(word.removeprefix(CLITICS.article) for word in (*fold(form).split(), *beside))
            for form in entry.forms
        )
        days = []
        for value in entry.days:
            first, _, last = value.partition("/")
            start, end = parse_day(first), parse_day(last or first)
            if start is not None and end is not None:
                days.append((start, end))
        found.append(_Known(entry.id, entry.tag, forms, tuple(days)))
    return tuple(found)


def _of_gathering(said: _Said, known: _Known) -> Iterator[Hint]:
    """The first day that the sentence tells is one of the gathering."""
    for expression in said.expressions:
        moment = moment_of(expression)
        if moment is None or not moment.holds_day() or moment.way or expression.tense == "future":
            continue

        def fits(day: Day, told: Expression = expression) -> bool:
            at = value_on(told, day).first
            return at is not None and any(first <= at <= last for first, last in known.days)

        yield Hint(
            span=expression.span,
            says=f"a day of {known.id}",
            sure=_LIKELY,
            windows=tuple((first, add_days(last, 7) or last) for first, last in known.days),
            fits=fits,
        )
        if expression.sentence < LEAD_SENTENCES:
            says = "news from a gathering is of the day"
            yield Hint(span=expression.span, says=says, sure=_WEAK, fits=partial(means_today, expression))
        return


def _of_age(said: _Said, known: _Known) -> Iterator[Hint]:
    """ "For three years": about three years after the beginning."""
    for expression in said.expressions:
        meaning = expression.meaning
        if not isinstance(meaning, Counted) or meaning.sign > 0 or len(meaning.length.amounts) > 1:
            continue
        amount, unit = meaning.length.amounts[0]
        if unit != "Y" or meaning.length.loose:
            continue
        months = round(amount * 12)
        windows = tuple(
            (early, late)
            for first, _ in known.days
            if (early := same_day_of(first, months - 6)) and (late := same_day_of(first, months + 9))
        )
        yield Hint(span=expression.span, says=f"the age of {known.id}", sure=_WEAK, windows=windows)
        return


# ── agreements ───────────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=2)
def _names(knowledge: Knowledge) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (
            state.id,
            tuple(fold(name) for name in (state.name_ar, *state.names_ar, *state.demonyms, *state.capitals) if name),
        )
        for state in knowledge.states
    )


def _states(said: _Said, knowledge: Knowledge) -> frozenset[str]:
    return frozenset(state for state, names in _names(knowledge) if any(said.holds(name) for name in names))


def _of_agreement(said: _Said, everywhere: frozenset[str], words: Lexicon, knowledge: Knowledge) -> Iterator[Hint]:
    """A day, or in a sentence of signing a month, that is one of an agreement between states which are named."""
    here: frozenset[str] | None = None
    signing = any(words.has(word, "signing") for word in said.words)
    between: dict[str, bool] = {}  # the agreements that the sentence may speak of, each looked for once
    for expression in said.expressions:
        moment = moment_of(expression)
        if moment is None or moment.month is None or moment.year is not None or moment.calendar != "g":
            continue
        if expression.tense == "future" or (moment.day is None and not signing) or moment.month.how == "then":
            continue
        if moment.month.how != "is" and moment.day is None:
            continue
        here = _states(said, knowledge) if here is None else here
        days = []
        for agreement in knowledge.agreements:
            signed = parse_day(agreement.signed)
            if signed is None or (moment.month.how == "is" and moment.month.n != signed.month):
                continue
            if moment.day is not None and (moment.day.how != "is" or moment.day.n != signed.day):
                continue
            if agreement.id not in between:
                between[agreement.id] = _between(agreement, here, everywhere, said)
            if between[agreement.id]:
                days.append(signed)
        if not days:
            continue

        def fits(day: Day, told: Expression = expression, days: list[Day] = days) -> bool:
            made = value_on(told, day)
            if made.first is None or made.last is None:
                return False
            return any(made.first <= signed <= made.last for signed in days)

        yield Hint(
            span=expression.span,
            says="the agreement was signed on " + " or ".join(map(str, sorted(set(days)))),
            sure=_LIKELY,
            windows=tuple((signed, add_days(signed, _YEAR_ROUND) or signed) for signed in days),
            fits=fits,
        )


def _between(agreement: Agreement, here: frozenset[str], everywhere: frozenset[str], said: _Said) -> bool:
    """Whether the sentence speaks of it: by its name, or by two of its few parties, the others named elsewhere."""
    if any(said.holds(fold(name)) for name in (agreement.name_ar, *agreement.names_ar)):
        return True
    parties = frozenset(agreement.parties)
    return 2 <= len(parties) <= _MOST_PARTIES and len(parties & here) >= len(parties) - 1 and parties <= everywhere


def _of_signing(document: Document, words: Lexicon, knowledge: Knowledge) -> Iterator[Hint]:
    """A lead that tells of a signing between states is likely of a day on which they signed an agreement."""
    top = [sentence for sentence in document.sentences if sentence.paragraph < _LEAD_LINES]
    if not top:
        return
    said = _said(document, Sentence(top[0].first, top[-1].last, "", 0), ())
    if not any(words.has(word, "signing") for word in said.words):
        return
    here = _states(said, knowledge)
    days = {
        day
        for agreement in knowledge.agreements
        if len(agreement.parties) > 1
        and set(agreement.parties) <= here
        and (day := parse_day(agreement.signed)) is not None
    }
    if days:
        tokens = document.tokens
        yield Hint(
            span=Span(tokens[top[0].first].start, tokens[top[-1].last - 1].end),
            says="states that are named signed on " + " or ".join(map(str, sorted(days))),
            sure=_WEAK,
            fits=lambda day: day in days,
        )
