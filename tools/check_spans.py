"""Check every span of every record in a store: python3 check_spans.py STORE.db

A span lies in its article, is not empty, begins and ends with what is no space, ends where a word ends (a word may
begin inside a written one, after its clitics), and lies in no piece that was dropped; every name of an entity stands
in the text; values are of the closed vocabularies; ids point somewhere. Prints a line a fault and exits 1 where there
is any.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from mahdar.model import (
    ACTS,
    ENTITY_KINDS,
    EVENT_KINDS,
    FACT_STATUSES,
    FORMS,
    PROPERTIES,
    ROLES,
    STATUSES,
    Article,
    Record,
    Span,
)
from mahdar.store import Store


def spans(record: Record) -> Iterator[tuple[str, Span]]:
    """Every span of a record with what it is a span of."""
    for entity in record.entities:
        for mention in entity.mentions:
            yield f"mention of {entity.id}", mention.span
    for time in record.times:
        yield "time", time.span
    for statement in record.statements:
        yield f"cue of {statement.id}", statement.cue
        for span in statement.content:
            yield f"content of {statement.id}", span
    for event in record.events:
        for span in event.evidence.spans:
            yield f"event {event.id}", span
    for fact in record.facts:
        for span in fact.evidence.spans:
            yield f"fact {fact.property} of {fact.subject}", span


def faults(article: Article, record: Record) -> Iterator[str]:
    """What is wrong with a record, in words."""
    text = article.text
    for what, span in spans(record):
        words = span.of(text)
        if not 0 <= span.start < span.end <= len(text):
            yield f"{what}: {span} is not in the text of {len(text)} characters"
        elif words != words.strip():
            yield f"{what}: {words!r} begins or ends with a space"
        elif words[-1].isalpha() and span.end < len(text) and text[span.end].isalpha():
            yield f"{what}: {words!r} ends inside a word"
        elif any(span.meets(dropped) for dropped in record.dropped):
            yield f"{what}: {words!r} stands in what was dropped"
    ids = {entity.id for entity in record.entities}
    if len(ids) != len(record.entities):
        yield "an entity stands twice"
    for entity in record.entities:
        if entity.kind not in ENTITY_KINDS:
            yield f"{entity.id}: no such kind {entity.kind!r}"
        for name in entity.names:
            if name not in text:
                yield f"{entity.id}: the name {name!r} is not in the text"
    yield from _values(record, ids)


def _values(record: Record, ids: set[str]) -> Iterator[str]:
    for statement in record.statements:
        if statement.act not in ACTS or statement.form not in FORMS:
            yield f"{statement.id}: {statement.act!r} or {statement.form!r} is not in the vocabulary"
        for ident in (*statement.speaker, *statement.chain, *statement.to):
            if ident not in ids:
                yield f"{statement.id}: no entity {ident!r}"
    for event in record.events:
        if event.kind not in EVENT_KINDS or event.status not in STATUSES:
            yield f"{event.id}: {event.kind!r} or {event.status!r} is not in the vocabulary"
        for ident, role in event.who:
            if ident not in ids or role not in ROLES:
                yield f"{event.id}: no entity {ident!r}, or no role {role!r}"
    for fact in record.facts:
        if fact.property not in PROPERTIES or fact.status not in FACT_STATUSES or fact.subject not in ids:
            yield f"fact {fact.property} of {fact.subject}: not in the vocabulary, or no such entity"


def main() -> int:
    """Check a store; returns the exit status."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    articles = checked = wrong = 0
    with Store.open(Path(sys.argv[1])) as store:
        for article, record in store.records():
            articles += 1
            checked += sum(1 for _ in spans(record))
            for fault in faults(article, record):
                wrong += 1
                print(f"{article.doc}: {fault}")
    print(f"{articles} articles, {checked} spans checked, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
