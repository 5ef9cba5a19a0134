"""Full text: words in any of their forms, phrases as they stand."""

from collections.abc import Sequence

from sqlalchemy import select

from mahdar.knowledge import Knowledge
from mahdar.model import Span
from mahdar.query._lines import Found
from mahdar.query._listed import acting_for, has_part
from mahdar.query._parts import page_of, spans_of
from mahdar.query._passages import marks_in, passage
from mahdar.query._wanted import Question, read_question
from mahdar.store import FIRST_DAY, Store, folded_words, number_of, stemmed, tables

__all__ = ["search"]

# How many of the newest articles are ranked: to rank a very common word in all of them takes longer than one waits.
_RANKED = 2000
# How many are looked through, a page at a time, for what the full text alone does not tell.
_PAGE, _LOOKED_THROUGH = 200, 4000
# BM25 (Robertson and Zaragoza 2009), its usual constants; words at the beginning count more.
_SATURATION, _LENGTH = 1.2, 0.75
_OPENING, _OPENING_WEIGHT = 20, 2
_ARTICLE = tables.articles.c


def search(
    store: Store,
    asked: str,
    *,
    knowledge: Knowledge | None = None,
    from_: str | None = None,
    to: str | None = None,
    best_first: bool = False,
    limit: int = 20,
    offset: int = 0,
    before: int | None = None,
) -> tuple[Found, ...]:
    """Articles that hold every word asked for in some form, and every phrase in quotation marks as it stands.

    Before a word or phrase may stand: - for what is not wanted; title: for where it stands; outlet: and speaker: with a name;
    from: and to: with a day. `in:said` and `in:title` are for all words: where the speaker is asked for as well, he has to
    say them. With `knowledge` Latin words find the Arabic names that sound like them, and speakers any of their names.

    Newest first, those without a day last; with `best_first` the 2,000 newest are ranked by BM25. A page is taken
    from `offset` on, or, however deep at the same cost, from `before`, the `key` of the last one before it (not with
    `best_first`). Raises QueryError.
    """
    question = read_question(store, knowledge, asked, from_, to)
    if best_first:
        found = _ranked(store, question, _numbers(store, question, None, _RANKED))[offset : offset + limit]
    else:
        found = _numbers(store, question, before, offset + limit)[offset:]
    with store.reading() as connection:
        pages = page_of(connection, map(number_of, found))
    answer = []
    for key in found:
        page = pages[number_of(key)]
        span, marks = passage(page.text, question.stems)
        answer.append(
            Found(
                source=page.source,
                passage=span.of(page.text),
                span=span,
                marks=tuple(Span(mark.start - span.start, mark.end - span.start) for mark in marks),
                title_marks=marks_in(page.source.title or "", question.stems),
                key=key,
            )
        )
    return tuple(answer)


def _numbers(store: Store, question: Question, before: int | None, limit: int) -> list[int]:
    """The keys of the newest articles that have what is wanted."""
    first = None
    if question.start:
        # An article that is dated to a month or a year begins before the day from which on it counts.
        first = f"{question.start[:4]}-01-01"
    elif question.end:
        first = FIRST_DAY
    exact = not question.said and not question.start
    found: list[int] = []
    seen = 0
    while len(found) < limit and seen < max(limit, _LOOKED_THROUGH):
        # The first page is mostly enough; where little fits the pages grow.
        size = limit - len(found) if exact else min(max(2 * limit, seen), _PAGE) if limit < _PAGE else limit
        keys = store.hits(question.wanted, first=first, last=question.end, before=before, limit=size)
        fitting = keys if exact else _fitting(store, question, keys)
        found += [key for key in keys if key in fitting]
        seen += len(keys)
        if len(keys) < size:
            break
        before = keys[-1]
    return found[:limit]


def _fitting(store: Store, question: Question, keys: Sequence[int]) -> set[int]:
    """Those in the range of days in which the words asked for are said by whom they are to be said."""
    by_number = {number_of(key): key for key in keys}
    with store.reading() as connection:
        if question.start:
            there = select(_ARTICLE.id).where(_ARTICLE.id.in_(by_number), _ARTICLE.last_day >= question.start)
            by_number = {number: by_number[number] for number in connection.execute(there).scalars()}
        if not question.said or not by_number:
            return set(by_number.values())
        said = tables.statements.c
        texts = {number: page.text for number, page in page_of(connection, by_number).items()}
        fitting = None
        for one in {one.id: one for one in question.speakers}.values():
            rows = connection.execute(
                select(said.article, said.content)
                .join_from(tables.articles, tables.statements, said.article == _ARTICLE.id)
                .where(_ARTICLE.id.in_(by_number), has_part(acting_for(one), ("speaker",), tables.statements))
            )
            own: set[int] = set()
            for row in rows:
                text = texts[row.article]
                stems = [stemmed(word) for span in spans_of(row.content) for word in folded_words(span.of(text))]
                if all(any(_has(stems, row_of) for row_of in group) for group in question.said):
                    own.add(by_number[row.article])
            fitting = own if fitting is None else fitting & own
        return fitting or set()


def _has(stems: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(stem in stems for stem in wanted)


def _ranked(store: Store, question: Question, keys: Sequence[int]) -> list[int]:
    """The best first, of equals the newest."""
    texts = {key: stems.split(" ") for key, stems in store.stems_of(keys).items()}
    usual = sum(map(len, texts.values())) / max(len(texts), 1)
    worth = {}
    for key, stems in texts.items():
        opening, score = stems[:_OPENING], 0.0
        room = _SATURATION * (1 - _LENGTH + _LENGTH * len(stems) / usual)
        for group in question.groups:
            times = sum(min(map(stems.count, row)) for row in group)
            times += _OPENING_WEIGHT * sum(min(map(opening.count, row)) for row in group)
            score += times * (_SATURATION + 1) / (times + room)
        worth[key] = round(score, 6)
    return sorted(worth, key=lambda key: (-worth[key], -key))
