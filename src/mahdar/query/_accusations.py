"""Who accuses whom of what, and what the accused answer."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, exists, select

from mahdar.knowledge import Knowledge
from mahdar.model import Case
from mahdar.query._episodes import names_of
from mahdar.query._ledger import entries_with
from mahdar.query._lines import AccusationLine, AnswerLine, ReplyLine, Source
from mahdar.query._listed import acting_for, findings_of, size_of
from mahdar.query._names import Sought, seek
from mahdar.query._parts import actors_of, cut, first_day, last_day, page_of, pages_of, spans_of, touches_of, touching
from mahdar.store import Store, tables

__all__ = ["accusations"]

_CASE = msgspec.msgpack.Decoder(Case)
_CHARGE = tables.accusations.c
_ARTICLE = tables.articles.c


def accusations(
    store: Store,
    knowledge: Knowledge,
    *,
    who: str | Sought | None = None,
    by: str | Sought | None = None,
    against: str | Sought | None = None,
    answered: bool | None = None,
    from_: str | None = None,
    to: str | None = None,
    newest: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[AccusationLine, ...]:
    """Accusations in the order of the days of their articles (`newest`: the latest first), with the answers of the same article and, where the file is
    linked, of others.

    `who` accuses or is accused, `by` accuses, `against` is accused (a state also through its officials, ministries and
    forces). `answered`: only those with an answer, or (False) only the open ones. Raises QueryError.
    """
    conditions: list[ColumnElement[bool]] = []
    sides: list[tuple[Sought, Sequence[str]]] = []
    parts: tuple[tuple[str | Sought | None, tuple[str, ...]], ...] = (
        (who, ("accuser", "accused")),
        (by, ("accuser",)),
        (against, ("accused",)),
    )
    for asked, roles in parts:
        one = seek(store, knowledge, asked) if isinstance(asked, str) else asked
        if one is not None:
            sides.append((one, roles))
    if answered is not None:
        answer = tables.answers.c
        replied = (
            exists().where(answer.article == _CHARGE.article, answer.accusation == _CHARGE.n) | _in_answered_case()
        )
        conditions.append(replied if answered else ~replied)
    start, end = first_day(from_), last_day(to)
    with store.reading() as connection:
        if len(sides) > 1:
            # The list of the one with fewer is read, and looked through for the other.
            sides.sort(key=lambda side: size_of(connection, acting_for(side[0]), side[1]))
        if sides:
            lead, taking = sides[0]
            found = findings_of(
                connection, tables.accusations, taking, lead, beside=[(acting_for(one), roles) for one, roles in sides[1:]], conditions=conditions, start=start, end=end, newest=newest,
                limit=limit, offset=offset,
            )  # fmt: skip
            return _lines(connection, knowledge, found)
        order: tuple[ColumnElement[Any], ...] = (
            _ARTICLE.first_day.nulls_last(), _ARTICLE.last_day, _ARTICLE.doc, _CHARGE.n,
        )  # fmt: skip
        if newest:
            order = (_ARTICLE.first_day.desc().nulls_last(), _ARTICLE.last_day.desc(), _ARTICLE.doc, _CHARGE.n)
        rows = (
            select(tables.accusations)
            .join(tables.articles, _ARTICLE.id == _CHARGE.article)
            .where(*conditions, *touching(_ARTICLE, start, end))
            .order_by(*order)
            .limit(limit)
            .offset(offset or None)
        )
        return _lines(connection, knowledge, connection.execute(rows).all())


def _in_answered_case() -> ColumnElement[bool]:
    """Whether linking found an answer in whatever article."""
    entry, part = tables.ledger.c, tables.ledger_actors.c
    joined = tables.ledger_actors.join(tables.ledger, (entry.sort == "accusation") & (entry.id == part.entry))
    # As in `entries_with`: by the accusation, and not through all of the book.
    return (
        exists()
        .select_from(joined)
        .where(
            part.id == _CHARGE.id, part.sort.concat("") == "accusation", part.role == "charge", entry.kind == "answered"
        )
    )


def _across(
    connection: Connection, knowledge: Knowledge, idents: Sequence[str]
) -> dict[str, tuple[tuple[ReplyLine, ...], tuple[Source, ...]]]:
    """What other articles have of each accusation: the answers, and the same accusation. Copies of one text stand once."""
    cases = entries_with(connection, "accusation", "charge", _CASE, idents)
    told = [one.doc for case in cases.values() for one in case.charges]
    told += [one.doc for case in cases.values() for one in case.replies]
    pages = pages_of(connection, told)
    names = names_of(
        connection, knowledge, sorted({who for one in cases.values() for r in one.replies for who in r.speakers})
    )
    found = {}
    for ident, case in cases.items():
        own = next(charge for charge in case.charges if charge.accusation == ident)
        replies = {one.copy: one for one in reversed(case.replies) if one.doc != own.doc and one.doc in pages}
        charges = {one.copy: one for one in reversed(case.charges) if one.copy != own.copy and one.doc in pages}
        found[ident] = (
            tuple(
                ReplyLine(
                    speakers=tuple(msgspec.structs.replace(names[who], role="speaker") for who in one.speakers),
                    act=one.act,
                    words=cut(pages[one.doc].text, one.evidence.spans),
                    source=pages[one.doc].source,
                    statement=one.statement,
                    score=one.score,
                )
                for one in reversed(replies.values())
            ),
            tuple(pages[one.doc].source for one in reversed(charges.values())),
        )
    return found


def _lines(connection: Connection, knowledge: Knowledge, rows: Sequence[Row[Any]]) -> tuple[AccusationLine, ...]:
    numbers = [row.article for row in rows]
    pages = page_of(connection, numbers)
    actors = actors_of(connection, tables.accusation_actors, "accusation", numbers)
    touched = touches_of(connection, ("accusation",), numbers)
    answers = _answers(connection, sorted(set(numbers)), {number: page.text for number, page in pages.items()})
    across = _across(connection, knowledge, [row.id for row in rows])
    lines = []
    for row in rows:
        elsewhere, also = across.get(row.id, ((), ()))
        page, everybody = pages[row.article], actors.get((row.article, row.n), ())
        spans = spans_of(row.content)
        lines.append(
            AccusationLine(
                accusers=tuple(actor for actor in everybody if actor.role == "accuser"),
                accused=tuple(actor for actor in everybody if actor.role == "accused"),
                chain=tuple(actor for actor in everybody if actor.role == "chain"),
                words=cut(page.text, spans),
                spans=spans,
                answers=answers.get((row.article, row.n), ()),
                source=page.source,
                accusation=row.id,
                rule=row.rule,
                corrected_by=touched.get((row.article, row.id), ()),
                elsewhere=elsewhere,
                also=also,
            )
        )
    return tuple(lines)


def _answers(
    connection: Connection, numbers: Sequence[int], texts: dict[int, str]
) -> dict[tuple[int, int], tuple[AnswerLine, ...]]:
    """The answers to each accusation, by (article, accusation)."""
    answer, said = tables.answers.c, tables.statements.c
    found: dict[tuple[int, int], list[AnswerLine]] = {}
    answered = [
        select(answer.article).where(answer.article.in_(numbers[at : at + _AT_ONCE])).distinct()
        for at in range(0, len(numbers), _AT_ONCE)
    ]
    numbers = sorted(number for wanted in answered for number in connection.execute(wanted).scalars())
    speakers = actors_of(connection, tables.statement_actors, "statement", numbers)
    for at in range(0, len(numbers), _AT_ONCE):
        rows = connection.execute(
            select(tables.answers, said.id, said.act, said.cue_start, said.cue_end, said.content)
            .join(tables.statements, and_(said.article == answer.article, said.n == answer.statement))
            .where(answer.article.in_(numbers[at : at + _AT_ONCE]))
            .order_by(answer.article, answer.accusation, answer.n)
        )
        for row in rows:
            text = texts[row.article]
            everybody = speakers.get((row.article, row.statement), ())
            line = AnswerLine(
                speakers=tuple(actor for actor in everybody if actor.role == "speaker"),
                act=row.act,
                cue=text[row.cue_start : row.cue_end],
                words=cut(text, spans_of(row.content)),
                by=row.by,
                statement=row.id,
            )
            found.setdefault((row.article, row.accusation), []).append(line)
    return {key: tuple(lines) for key, lines in found.items()}


_AT_ONCE = 500
