"""Statements that several articles report, with the differences word by word."""

from collections.abc import Sequence
from difflib import SequenceMatcher

import msgspec
from sqlalchemy import Connection, select

from mahdar.errors import UnknownError
from mahdar.knowledge import Knowledge, fold
from mahdar.model import ACTS, Quote, QuoteTelling, Span
from mahdar.query._episodes import names_of, need_linked
from mahdar.query._ledger import entries
from mahdar.query._lines import Actor, Source
from mahdar.query._names import Sought, seek
from mahdar.query._parts import among, pages_of, touches_in
from mahdar.store import Store, folded_words, tables

__all__ = ["QuoteLine", "QuotedLine", "quote", "quote_lines", "quotes"]

_DECODE = msgspec.msgpack.Decoder(Quote)
_MANY = 500


class QuotedLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One article's words of a quote. `pieces` are its words in order, each with whether the fullest telling has them too;
    `copy_of`, `score` and `reasons` as of a ReportLine."""

    source: Source
    statement: str
    speakers: tuple[Actor, ...]
    chain: tuple[Actor, ...]
    form: str
    pieces: tuple[tuple[str, bool], ...]
    spans: tuple[Span, ...]
    copy_of: str | None
    score: float
    reasons: tuple[str, ...]
    corrected_by: tuple[str, ...] = ()


class QuoteLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A statement of several articles. `same` says whether all have the same words; `fullest` is the telling that the others
    are compared with."""

    quote: str
    act: str
    speakers: tuple[Actor, ...]
    first_seen: str | None
    last_seen: str | None
    reports: int
    sources: int
    same: bool
    fullest: str
    tellings: tuple[QuotedLine, ...]
    corrected_by: tuple[str, ...] = ()


def quotes(
    store: Store,
    knowledge: Knowledge,
    words: str | None = None,
    *,
    who: str | Sought | None = None,
    acts: Sequence[str] = (),
    from_: str | None = None,
    to: str | None = None,
    sources: int = 2,
    differing: bool = False,
    limit: int | None = None,
    offset: int = 0,
    newest: bool = False,
) -> tuple[QuoteLine, ...]:
    """Statements that `sources` independent texts report at least, the earliest first (`newest`: the latest).

    `words` have to stand in a telling, in any spelling; `differing`: only those that are not told in the same words.
    Raises QueryError.
    """
    one = seek(store, knowledge, who) if isinstance(who, str) else who
    wanted = among("act", acts, ACTS)
    asked = set(folded_words(words)) if words else set()
    found: list[QuoteLine] = []
    with store.reading() as connection:
        need_linked(connection, store)
        told = entries(
            connection,
            "quote",
            _DECODE,
            whom=(one,),
            kinds=wanted,
            from_=from_,
            to=to,
            sources=sources,
            newest=newest,
        )
        for at in range(0, len(told), _MANY):
            for line in quote_lines(connection, knowledge, told[at : at + _MANY]):
                if not (differing and line.same) and _has(line, asked):
                    found.append(line)
            if limit and len(found) >= offset + limit:
                break
    return tuple(found[offset:][:limit])


def quote(store: Store, knowledge: Knowledge, ident: str) -> QuoteLine:
    """A statement of several articles by its id. Raises UnknownError."""
    entry = tables.ledger.c
    with store.reading() as connection:
        need_linked(connection, store)
        row = connection.execute(select(entry.body).where(entry.sort == "quote", entry.id == ident)).first()
        if row is None:
            raise UnknownError(f"there is no quote '{ident}'")
        return quote_lines(connection, knowledge, [_DECODE.decode(row.body)])[0]


def _has(line: QuoteLine, asked: set[str]) -> bool:
    """Whether all words asked for, if any, stand in one of its tellings."""
    return not asked or any(
        asked <= set(folded_words(" ".join(words for words, _ in telling.pieces))) for telling in line.tellings
    )


def quote_lines(connection: Connection, knowledge: Knowledge, found: Sequence[Quote]) -> list[QuoteLine]:
    """Quotes with their tellings, and the words of these."""
    pages = pages_of(connection, (telling.doc for one in found for telling in one.tellings))
    by = touches_in(connection, ("statement", "quote"), pages)
    idents = {who for entry in found for telling in entry.tellings for who in (*telling.speakers, *telling.chain)}
    names = names_of(connection, knowledge, sorted(idents | {who for entry in found for who in entry.speakers}))
    lines = []
    for entry in found:
        told = [telling for telling in entry.tellings if telling.doc in pages]
        texts = [_words(telling, pages[telling.doc].text) for telling in told]
        if not told:
            continue
        corrections = [by.get((telling.doc, telling.statement), ()) for telling in told]
        at = max(range(len(told)), key=lambda number: (len(texts[number]), -number))
        folded = [[fold(word) for word in text] for text in texts]
        lines.append(
            QuoteLine(
                quote=entry.id,
                act=entry.act,
                speakers=tuple(msgspec.structs.replace(names[who], role="speaker") for who in entry.speakers),
                first_seen=entry.first_seen,
                last_seen=entry.last_seen,
                reports=entry.reports,
                sources=entry.sources,
                same=len({_bare(words) for words in folded}) == 1,
                fullest=told[at].doc,
                tellings=tuple(
                    _quoted(telling, pages[telling.doc].source, names, _pieces(text, mine, folded[at]), touched)
                    for telling, text, mine, touched in zip(told, texts, folded, corrections, strict=True)
                ),
                corrected_by=tuple(dict.fromkeys(one for touched in corrections for one in touched)),
            )
        )
    return lines


def _words(telling: QuoteTelling, text: str) -> list[str]:
    return " ".join(span.of(text) for span in telling.content).split()


def _bare(folded: Sequence[str]) -> str:
    return " ".join(folded_words(" ".join(folded)))


def _pieces(text: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The words of one telling in runs, each with whether the other has them too."""
    pieces = []
    for tag, start, end, _, _ in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if end > start:
            pieces.append((" ".join(text[start:end]), tag == "equal"))
    return tuple(pieces)


def _quoted(
    telling: QuoteTelling,
    source: Source,
    names: dict[str, Actor],
    pieces: tuple[tuple[str, bool], ...],
    corrected_by: tuple[str, ...],
) -> QuotedLine:
    return QuotedLine(
        source=source,
        statement=telling.statement,
        speakers=tuple(msgspec.structs.replace(names[who], role="speaker") for who in telling.speakers),
        chain=tuple(msgspec.structs.replace(names[who], role="chain") for who in telling.chain),
        form=telling.form,
        pieces=pieces,
        spans=telling.content,
        copy_of=telling.copy if telling.copy != telling.doc else None,
        score=telling.score,
        reasons=telling.reasons,
        corrected_by=corrected_by,
    )
