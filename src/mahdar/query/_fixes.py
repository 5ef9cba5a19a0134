"""The book of corrections: what stands in it, and entries made from what a person asks for."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, select

from mahdar.corrections import (
    ENTITY_FIELDS,
    Book,
    Found,
    correct,
    findings_of,
    ordered,
    sealed,
    target_of,
    values_of,
)
from mahdar.errors import QueryError, UnknownError
from mahdar.knowledge import Knowledge
from mahdar.linking import bonds_in, read_extract
from mahdar.model import Article, Correction, Episode, Problem, Quote, Record, Somebody, Span, Target
from mahdar.query._names import Sought, seek
from mahdar.store import Store, folded_words, tables

__all__ = [
    "FixLine", "Signature", "amend", "confirm", "finding_asked", "fixes", "merge", "pair_of", "split", "strike", "undo",
]  # fmt: skip

_TABLES = {
    "event": tables.events,
    "statement": tables.statements,
    "agreement": tables.agreement_steps,
    "accusation": tables.accusations,
}
_EPISODE = msgspec.msgpack.Decoder(Episode)
_QUOTE = msgspec.msgpack.Decoder(Quote)


class FixLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An entry of the book, by its number in this file. `holds` unless it is undone (`undone_by`); `problems` are what of it finds
    nothing, or is overruled by a later one."""

    n: int
    correction: Correction
    holds: bool
    undone_by: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Signature(msgspec.Struct, frozen=True, gc=False):
    """Who corrects, when (UTC, "2026-03-01T09:30:00Z") and why."""

    author: str
    time: str
    reason: str


# --- what stands in the book


def fixes(store: Store, knowledge: Knowledge) -> tuple[FixLine, ...]:
    """All corrections in the order in which they came, with what has become of each."""
    entries = store.corrections()
    book = Book(entries)
    held = {entry.id for entry in book.held}
    found: dict[str, list[Problem]] = {}
    for problem in _problems(store, knowledge, book):
        found.setdefault(problem.correction, []).append(problem)
    # An undo holds unless it is undone itself.
    undone = _undone(entries)
    return tuple(
        FixLine(
            n=n,
            correction=entry,
            holds=entry.id in held or (entry.do == "undo" and entry.id not in undone),
            undone_by=undone.get(entry.id, ()),
            problems=tuple(found.get(entry.id, ())),
        )
        for n, entry in enumerate(entries, 1)
    )


def _undone(entries: Iterable[Correction]) -> dict[str, tuple[str, ...]]:
    """The undos that hold, by what they undo."""
    undos = [entry for entry in ordered(entries) if entry.do == "undo"]

    def holds(ident: str) -> bool:
        return not any(undo.of == ident and holds(undo.id) for undo in undos)

    found: dict[str, list[str]] = {}
    for undo in undos:
        if holds(undo.id):
            found.setdefault(undo.of, []).append(undo.id)
    return {of: tuple(several) for of, several in found.items()}


def _problems(store: Store, knowledge: Knowledge, book: Book) -> tuple[Problem, ...]:
    problems = list(book.problems)
    for doc, entries in sorted(book.of_doc.items()):
        pair = store.as_read(doc)
        if pair is None:
            problems += [Problem(entry.id, f"there is no article {doc}") for entry in entries]
        else:
            problems += correct(*pair, book).problems
    problems += _of_entities(store, book)
    linked = [entry for entry in book.held if entry.what in ("episode", "quote")]
    docs = sorted({target.doc for entry in linked for target in (*entry.targets, *entry.others)})
    pairs = [pair for doc in docs if (pair := store.article(doc)) is not None]
    for bonds in bonds_in((read_extract(*pair, knowledge) for pair in pairs), book):
        problems += bonds.problems
    return tuple(sorted(set(problems)))


def _of_entities(store: Store, book: Book) -> Iterable[Problem]:
    touched = tables.corrected.c
    overruled = {problem.correction for problem in book.problems}
    with store.reading() as connection:
        for entry in book.held:
            if entry.what != "entity" or entry.id in overruled:
                continue
            row = connection.execute(select(touched.finding).where(touched.correction == entry.id).limit(1)).first()
            if row is None:
                yield Problem(entry.id, f"no article names {', '.join(entry.entities)}")


# --- entries


def merge(store: Store, knowledge: Knowledge, asked: Sequence[str], signed: Signature) -> Correction:
    """That all that are asked for are one: episodes or quotes by id, or entities by id or name, which become the first.
    Raises QueryError."""
    if len(asked) < 2:
        raise QueryError("to merge takes two at least")
    with store.reading() as connection:
        told = [_told(connection, one) for one in asked]
    kinds = {what for what, _ in told}
    if len(kinds) > 1:
        raise QueryError(f"an {' and an '.join(sorted(kinds))} cannot be one")
    what = kinds.pop()
    if what != "entity":
        keys = sorted({key for _, members in told for key in members})
        targets = tuple(_target(store, finding, doc) for doc, finding in keys)
        return _entry(signed, do="merge", what=what, targets=targets)
    several = [seek(store, knowledge, one) for one in asked]
    into = _somebody(several[0])
    away = tuple(dict.fromkeys(_own(one, name) for one, name in zip(several[1:], asked[1:], strict=True)))
    return _entry(signed, do="merge", what=what, entities=away, into=into)


def split(
    store: Store,
    knowledge: Knowledge,
    asked: str,
    signed: Signature,
    *,
    reports: Sequence[str] = (),
    docs: Sequence[str] = (),
    into: str | None = None,
) -> Correction:
    """That some `reports` (articles, or findings in them) of an episode or quote are of another one; or that an entity is
    somebody else (`into`) in some articles (`docs`). Raises QueryError."""
    with store.reading() as connection:
        what, members = _told(connection, asked)
    if what == "entity":
        if not docs or not into:
            raise QueryError("to split an entity takes the articles (--in) and who is meant there (--into)")
        one = seek(store, knowledge, asked)
        return _entry(
            signed,
            do="split",
            what=what,
            entities=(_own(one, asked),),
            docs=tuple(docs),
            into=_other(store, knowledge, into, one),
        )
    away = [key for key in members if key[0] in reports or key[1] in reports]
    unknown = [one for one in reports if not any(one in key for key in members)]
    if unknown or not away:
        raise QueryError(
            f"{asked} has no report '{unknown[0]}'" if unknown else f"say which reports are not of {asked}"
        )
    stay = [key for key in members if key not in away]
    if not stay:
        raise QueryError(f"no report of {asked} would stay")
    return _entry(
        signed,
        do="split",
        what=what,
        targets=tuple(_target(store, one, doc) for doc, one in away),
        others=tuple(_target(store, one, doc) for doc, one in stay),
    )


def strike(store: Store, asked: str, signed: Signature) -> Correction:
    """That a finding is not so. Raises QueryError."""
    return _entry(signed, do="strike", what="finding", targets=(_target(store, asked),))


def confirm(store: Store, asked: str, signed: Signature) -> Correction:
    """That a finding is right. Raises QueryError."""
    return _entry(signed, do="confirm", what="finding", targets=(_target(store, asked),))


def amend(
    store: Store, knowledge: Knowledge, asked: str, values: Mapping[str, Sequence[str]], signed: Signature
) -> Correction:
    """That fields of a finding are other ones; names are looked up. Raises QueryError."""
    doc, found = finding_asked(store, asked)
    actors: dict[str, Somebody] = {}
    meant: dict[str, tuple[str, ...]] = {}
    for field, several in values.items():
        if field in ENTITY_FIELDS[found.sort]:
            those = [_somebody(seek(store, knowledge, one)) for one in several]
            actors |= {one.id: one for one in those}
            meant[field] = tuple(one.id for one in those)
        else:
            meant[field] = tuple(several)
    article, record = pair_of(store, doc)
    entry = _entry(
        signed,
        do="amend",
        what="finding",
        targets=(target_of(article, found),),
        values=meant,
        actors=tuple(actors.values()),
    )
    return sealed(msgspec.structs.replace(entry, was=values_of(record, found, meant)))


def undo(store: Store, asked: str, signed: Signature) -> Correction:
    """That a correction, by its number or id, is taken back. Raises QueryError."""
    entries = store.corrections()
    if asked.isdecimal() and len(asked) < 9 and 1 <= int(asked) <= len(entries):
        entry = entries[int(asked) - 1]
    else:
        found = [one for one in entries if one.id == asked]
        if not found:
            raise UnknownError(f"there is no correction '{asked}'")
        entry = found[0]
    if entry.id in _undone(entries):
        raise QueryError(f"{entry.id} is undone already")
    return _entry(signed, do="undo", what="correction", of=entry.id)


def _entry(signed: Signature, **parts: object) -> Correction:
    given = {"author": signed.author, "time": signed.time, "reason": signed.reason, **parts}
    return sealed(msgspec.convert(given, Correction))


def _told(connection: Connection, asked: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What an id is of: an episode or a quote with its reports, else an entity."""
    row = connection.execute(select(tables.episodes.c.body).where(tables.episodes.c.id == asked)).first()
    if row is not None:
        return "episode", tuple((one.doc, one.event) for one in _EPISODE.decode(row.body).tellings)
    entry = tables.ledger.c
    row = connection.execute(select(entry.body).where(entry.sort == "quote", entry.id == asked)).first()
    if row is not None:
        return "quote", tuple((one.doc, one.statement) for one in _QUOTE.decode(row.body).tellings)
    return "entity", ()


def _somebody(one: Sought) -> Somebody:
    return Somebody(id=one.id, kind=one.kind, name=one.name, name_en=one.name_en, iso=one.iso)


def _own(one: Sought, asked: str) -> str:
    """The id that was asked for, where it was an id; else the one that the name stands for."""
    return asked if asked in one.ids else one.id


def _other(store: Store, knowledge: Knowledge, asked: str, one: Sought) -> Somebody:
    """Somebody by name; whom nobody knows yet gets an id made from it."""
    try:
        return _somebody(seek(store, knowledge, asked))
    except QueryError:
        return Somebody(id=f"{one.kind}:{' '.join(folded_words(asked))}", kind=one.kind, name=asked)


def _target(store: Store, asked: str, doc: str | None = None) -> Target:
    where, found = finding_asked(store, asked, doc)
    return target_of(pair_of(store, where)[0], found)


def pair_of(store: Store, doc: str) -> tuple[Article, Record]:
    """An article as it was read, without any correction. Raises UnknownError."""
    pair = store.as_read(doc)
    if pair is None:
        raise UnknownError(f"there is no article '{doc}'")
    return pair


def finding_asked(store: Store, asked: str, doc: str | None = None) -> tuple[str, Found]:
    """A finding by its id, or by DOC:START-END, the place of its words (of several there, the one that fits best)."""
    where, _, place = asked.rpartition(":")
    start, dash, end = place.partition("-")
    if where and dash and start.isdecimal() and end.isdecimal() and len(start) < 9 and len(end) < 9:
        found = findings_of(pair_of(store, where)[1])
        return where, _at(found, Span(int(start), int(end)), asked)
    docs = [doc] if doc else _docs_with(store, asked)
    for one in docs:
        for each in findings_of(pair_of(store, one)[1]):
            if each.id == asked:
                return one, each
    raise UnknownError(
        f"there is no finding '{asked}'; a finding is named by its id, or by its article and place: DOC:120-154"
    )


def _docs_with(store: Store, asked: str) -> list[str]:
    docs: list[str] = []
    with store.reading() as connection:
        for table in _TABLES.values():
            rows = (
                select(tables.articles.c.doc)
                .join(table, table.c.article == tables.articles.c.id)
                .where(table.c.id == asked)
            )
            docs += connection.execute(rows).scalars()
    return docs


def _at(found: Iterable[Found], span: Span, asked: str) -> Found:
    there = [one for one in found if any(each == span for each in one.spans)]
    there = there or [one for one in found if one.sort != "mention" and any(span.holds(each) for each in one.spans)]
    if len({one.sort for one in there}) > 1:
        several = ", ".join(f"{one.sort} {one.id or one.kind}" for one in there)
        raise QueryError(f"several findings stand at {asked}: {several}; name one by its id")
    if not there:
        raise UnknownError(f"nothing was found at {asked}")
    return there[0]
