"""The verb of the room: from a record as it was read to the record as it is corrected."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from mahdar.corrections._book import Book
from mahdar.corrections._entities import entity_of, renamed
from mahdar.corrections._fields import ENTITY_FIELDS
from mahdar.corrections._found import Found, again, findings_of
from mahdar.model import ROLES, Article, Correction, Mention, Problem, Record, Somebody, Touch

__all__ = ["Corrected", "correct", "values_of"]

_PLACES = {"statement": "statements", "event": "events", "fact": "facts", "agreement": "agreements", "accusation": "accusations"}  # fmt: skip
_LISTS = {"party": "parties"}  # fields of a step under other names than a correction gives them


class Corrected(msgspec.Struct, frozen=True, gc=False):
    """A corrected record, what touched it, and what of the corrections of the article does not hold."""

    record: Record
    touched: tuple[Touch, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Verdict:
    """What all corrections of one finding come to: the last word on whether it stays, and on each of its fields."""

    def __init__(self) -> None:
        self.struck: Correction | None = None
        self.kept: Correction | None = None
        self.fields: dict[str, tuple[tuple[str, ...], Correction]] = {}
        self.entries: list[str] = []
        self.problems: list[Problem] = []

    def take(self, entry: Correction) -> None:
        self.entries.append(entry.id)
        if entry.do == "strike":
            earlier = [self.kept] if self.kept else []
            for said in (*earlier, *(one for _, one in self.fields.values())):
                self._overruled(said, "the finding is struck out by a later correction", entry)
            self.struck, self.kept, self.fields = entry, None, {}
            return
        if self.struck is not None:
            self._overruled(self.struck, "the finding is kept by a later correction", entry)
            self.struck = None
        if entry.do == "amend":
            if self.kept is not None:
                self._overruled(self.kept, "the finding is amended by a later correction", entry)
                self.kept = None
            for field, value in entry.values.items():
                before = self.fields.get(field)
                if before is not None and before[0] != value:
                    self._overruled(before[1], f"{field} is another by a later correction", entry)
                self.fields[field] = (value, entry)
        else:
            self.kept = entry

    def _overruled(self, earlier: Correction, problem: str, entry: Correction) -> None:
        said = Problem(earlier.id, problem, entry.id)
        if said not in self.problems:
            self.problems.append(said)


def correct(article: Article, record: Record, book: Book) -> Corrected:
    """Apply the corrections of a book to an article's record. Pure; what no correction means stays as it is."""
    mine = book.of_doc.get(article.doc, ())
    if not mine and not (book.renames_in(article.doc) or book.renames):
        return Corrected(record)
    verdicts, problems = _verdicts(article, record, mine)
    changed, touched = _settled(record, verdicts)
    for verdict in verdicts.values():
        problems += verdict.problems
    final, more = _taken_for(changed, book)
    return Corrected(final, tuple(sorted({*touched, *more})), tuple(sorted(problems)))


def _verdicts(
    article: Article, record: Record, entries: Iterable[Correction]
) -> tuple[dict[Found, _Verdict], list[Problem]]:
    found: dict[Found, _Verdict] = {}
    problems = []
    known = findings_of(record)
    for entry in entries:
        place = again(entry.targets[0], known, article.text)
        if place is None:
            problems.append(Problem(entry.id, missing(entry)))
        else:
            found.setdefault(place, _Verdict()).take(entry)
    return found, problems


def missing(entry: Correction) -> str:
    """That what a correction means is not there."""
    target = entry.targets[0]
    what = f"{target.kind} " if target.kind else ""
    return f"{target.doc} has no {what}{target.sort} at {target.spans[0].start}-{target.spans[-1].end}"


def values_of(record: Record, found: Found, fields: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What these fields of a finding are."""
    if found.sort == "mention":
        return dict.fromkeys(fields, (record.entities[found.at[0]].id,))
    finding = getattr(record, _PLACES[found.sort])[found.at[0]]
    values: dict[str, tuple[str, ...]] = {}
    for field in fields:
        if found.sort == "event" and field in ROLES:
            values[field] = tuple(ident for ident, role in finding.who if role == field)
            continue
        value = getattr(finding, _field(found.sort, field))
        values[field] = value if isinstance(value, tuple) else () if value is None else (value,)
    return values


def _field(sort: str, field: str) -> str:
    return _LISTS.get(field, field) if sort == "agreement" else field


def _settled(record: Record, verdicts: dict[Found, _Verdict]) -> tuple[Record, list[Touch]]:
    touched = []
    lists: dict[str, dict[int, Any]] = defaultdict(dict)
    named: dict[str, Somebody] = {}
    moved: list[tuple[Found, _Verdict]] = []
    for found, verdict in sorted(verdicts.items(), key=lambda pair: (pair[0].sort, pair[0].at)):
        for field, (value, entry) in verdict.fields.items():
            if field in ENTITY_FIELDS[found.sort]:
                named |= {one.id: one for one in entry.actors if one.id in value}
        if found.sort == "mention":
            moved.append((found, verdict))
            who = record.entities[found.at[0]].id
            became = verdict.fields["entity"][0] if "entity" in verdict.fields else ()
            touched += [Touch(record.doc, "entity", one, entry) for one in (who, *became) for entry in verdict.entries]
            continue
        place = _PLACES[found.sort]
        finding = getattr(record, place)[found.at[0]]
        lists[place][found.at[0]] = None if verdict.struck else _amended(found.sort, finding, verdict)
        touched += [Touch(record.doc, found.sort, _key(found, finding), entry) for entry in verdict.entries]
    changes: dict[str, Any] = {
        place: tuple(one for n, old in enumerate(getattr(record, place)) if (one := at.get(n, old)) is not None)
        for place, at in lists.items()
    }
    entities = _with_mentions(record, moved, named)
    changed = msgspec.structs.replace(record, **changes, entities=entities)
    if len(changed.statements) < len(record.statements):
        changed = _without_answers(changed)
    return changed, touched


def _key(found: Found, finding: Any) -> str:
    """What a finding goes by in the list of what was touched."""
    return found.id or f"{finding.property}@{found.spans[0].start}"


def _amended(sort: str, finding: Any, verdict: _Verdict) -> Any:
    changes: dict[str, Any] = {}
    who = list(finding.who) if sort == "event" else []
    for field, (value, _) in verdict.fields.items():
        if sort == "event" and field in ROLES:
            who = [pair for pair in who if pair[1] != field] + [(ident, field) for ident in value]
            changes["who"] = tuple(who)
        elif field in ENTITY_FIELDS[sort] and field != "subject":
            changes[_field(sort, field)] = value
        else:
            changes[field] = value[0] if value else None
    return msgspec.structs.replace(finding, **changes) if changes else finding


def _with_mentions(
    record: Record, moved: Sequence[tuple[Found, _Verdict]], named: dict[str, Somebody]
) -> tuple[Any, ...]:
    """The entities, with those whom amended findings name, and with their mentions struck out or moved."""
    entities = {entity.id: entity for entity in record.entities}
    for ident, somebody in sorted(named.items()):
        if ident not in entities:
            entities[ident] = entity_of(somebody)
    for found, verdict in moved:
        if verdict.struck is None and "entity" not in verdict.fields:
            continue
        owner = record.entities[found.at[0]]
        mention: Mention = owner.mentions[found.at[1]]
        left = tuple(one for one in entities[owner.id].mentions if one.span != mention.span)
        entities[owner.id] = msgspec.structs.replace(entities[owner.id], mentions=left)
        if verdict.struck is None:
            into = verdict.fields["entity"][0][0]
            entity = entities.get(into) or entity_of(Somebody(id=into))
            mentions = tuple(sorted({*entity.mentions, mention}, key=lambda one: one.span))
            entities[into] = msgspec.structs.replace(entity, mentions=mentions)
    return tuple(entities.values())


def _without_answers(record: Record) -> Record:
    """Without the accusations and answers whose statement is struck out."""
    left = {said.id for said in record.statements}
    return msgspec.structs.replace(
        record,
        accusations=tuple(
            msgspec.structs.replace(
                charge, answers=tuple(answer for answer in charge.answers if answer.statement in left)
            )
            for charge in record.accusations
            if charge.statement in left
        ),
    )


def _taken_for(record: Record, book: Book) -> tuple[Record, list[Touch]]:
    into: dict[str, Somebody] = {}
    ways: dict[str, tuple[str, ...]] = {}
    # Also ids that the record names without listing them.
    for ident in dict.fromkeys((*(entity.id for entity in record.entities), *_named(record))):
        other, way = book.becomes(ident, record.doc)
        if other is not None:
            into[ident], ways[ident] = other, way
    if not into:
        return record, []
    touched = [Touch(record.doc, "entity", into[ident].id, entry) for ident, way in ways.items() for entry in way]
    for sort, place in _PLACES.items():
        for finding in getattr(record, place):
            entries = {entry for ident in _idents(sort, finding) if ident in ways for entry in ways[ident]}
            key = getattr(finding, "id", "") or f"{finding.property}@{finding.evidence.spans[0].start}"
            touched += [Touch(record.doc, sort, key, entry) for entry in entries]
    return renamed(record, into), touched


def _idents(sort: str, finding: Any) -> tuple[str, ...]:
    if sort == "statement":
        return (*finding.speaker, *finding.chain, *finding.to)
    if sort == "event":
        return (*(ident for ident, _ in finding.who), *finding.chain)
    if sort == "fact":
        return (finding.subject, finding.value, *finding.chain)
    if sort == "agreement":
        return (finding.agreement, *finding.parties, *finding.chain)
    return (*finding.accuser, *finding.accused, *finding.chain)


def _named(record: Record) -> tuple[str, ...]:
    return tuple(
        ident
        for sort, place in _PLACES.items()
        for finding in getattr(record, place)
        for ident in _idents(sort, finding)
    )
