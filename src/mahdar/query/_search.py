"""Full text: words in any of their forms, phrases as they stand."""

import re

from sqlalchemy import ColumnElement, bindparam, select, text

from mahdar.errors import QueryError
from mahdar.knowledge import fold_char
from mahdar.model import Span
from mahdar.query._lines import Found
from mahdar.query._parts import first_day, last_day, page_of
from mahdar.store import Store, folded_words, stemmed, tables

__all__ = ["search"]

_ASKED = re.compile('"([^"]*)"|«([^»]*)»|“([^”]*)”|(\\S+)')
# How many of the newest articles are ranked: to rank a very common word in all of them takes longer than one waits.
_RANKED = 2000
_PASSAGE = 220
_ARTICLE = tables.articles.c


def _expression(asked: str) -> tuple[str, frozenset[str]]:
    """What FTS5 is asked, and the stems that are marked in a passage. Raises QueryError where no word is asked for."""
    parts: list[str] = []
    stems: set[str] = set()
    for *phrases, single in _ASKED.findall(asked):
        phrase = next(filter(None, phrases), "")
        words = folded_words(phrase or single)
        if phrase and len(words) > 1:
            parts.append('folded : "' + " ".join(words) + '"')
        else:
            parts += [f'stemmed : "{stemmed(word)}"' for word in words]
        stems.update(map(stemmed, words))
    if not parts:
        raise QueryError(f"'{asked}' holds no word to look for")
    return " AND ".join(parts), frozenset(stems)


def _words_of(source: str) -> list[tuple[Span, str]]:
    """The words of a text with their places: what the folded column was made from."""
    words: list[tuple[Span, str]] = []
    start, last, letters = -1, -1, ""
    for at, char in enumerate(source):
        folded = fold_char(char)
        if folded and not all(c.isalnum() for c in folded):
            if letters:
                words.append((Span(start, last), letters))
            start, letters = -1, ""
        else:
            if folded and not letters:
                start = at
            letters += folded
            last = at + 1
    if letters:
        words.append((Span(start, last), letters))
    return words


def _passage(source: str, stems: frozenset[str]) -> tuple[Span, tuple[Span, ...]]:
    """The stretch of about _PASSAGE characters that holds most of the words asked for, whole words only, and their places."""
    words = _words_of(source)
    hits = [(span, stem) for span, form in words if (stem := stemmed(form)) in stems]
    if not hits:
        whole = [span for span, _ in words if span.end <= _PASSAGE]
        return Span(0, whole[-1].end if whole else min(len(source), _PASSAGE)), ()
    best, most = 0, 0
    for first, (span, _) in enumerate(hits):
        here = {stem for other, stem in hits[first:] if other.end <= span.start + _PASSAGE}
        if len(here) > most:
            best, most = first, len(here)
    lead = hits[best][0].start - _PASSAGE // 4
    inside = [span for span, _ in words if span.start >= lead and span.end <= lead + max(_PASSAGE, _PASSAGE // 2)]
    inside = inside or [hits[best][0]]
    stretch = Span(min(inside[0].start, hits[best][0].start), max(inside[-1].end, hits[best][0].end))
    # A passage stays inside its paragraph where the words allow.
    line_start = source.rfind("\n", stretch.start, hits[best][0].start) + 1
    return Span(max(stretch.start, line_start), stretch.end), tuple(
        span for span, _ in hits if stretch.holds(span) and span.start >= line_start
    )


def search(
    store: Store,
    asked: str,
    *,
    from_: str | None = None,
    to: str | None = None,
    best_first: bool = False,
    limit: int = 20,
    offset: int = 0,
) -> tuple[Found, ...]:
    """Articles that hold every word asked for in some form, and every phrase in quotation marks as it stands.

    Newest first; with `best_first` the 2,000 newest are ranked by BM25. Raises QueryError.
    """
    expression, stems = _expression(asked)
    conditions: list[ColumnElement[bool]] = []
    if start := first_day(from_):
        conditions.append(_ARTICLE.last_day >= start)
    if end := last_day(to):
        conditions.append(_ARTICLE.first_day <= end)
    holding = text("articles.id IN (SELECT rowid FROM search WHERE search MATCH :expression)")
    newest = (
        select(_ARTICLE.id)
        .where(holding.bindparams(bindparam("expression", expression)), *conditions)
        .order_by(_ARTICLE.first_day.is_(None), _ARTICLE.first_day.desc(), _ARTICLE.doc)
        .limit(_RANKED if best_first else limit)
        .offset(0 if best_first else offset)
    )
    with store.reading() as connection:
        numbers = list(connection.execute(newest).scalars())
        if best_first and numbers:
            ranked = text(
                "SELECT rowid FROM search WHERE search MATCH :expression AND rowid IN :numbers"
                " ORDER BY bm25(search), rowid LIMIT :limit OFFSET :offset"
            ).bindparams(bindparam("numbers", expanding=True))
            asked_for = {"expression": expression, "numbers": numbers, "limit": limit, "offset": offset}
            numbers = list(connection.execute(ranked, asked_for).scalars())
        pages = page_of(connection, numbers)
    found = []
    for number in numbers:
        page = pages[number]
        span, marks = _passage(page.text, stems)
        found.append(
            Found(
                source=page.source,
                passage=span.of(page.text),
                span=span,
                marks=tuple(Span(mark.start - span.start, mark.end - span.start) for mark in marks),
            )
        )
    return tuple(found)
