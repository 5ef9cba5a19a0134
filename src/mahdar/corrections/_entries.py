"""The entries of the book: made, checked, and as lines of a text file."""

import re
from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from mahdar.corrections._fields import SORTS, check_values
from mahdar.errors import QueryError
from mahdar.model import Correction

__all__ = ["lines_of", "ordered", "read_lines", "sealed"]

_DOES = {
    "merge": ("entity", "episode", "quote"),
    "split": ("entity", "episode", "quote"),
    "strike": ("finding",),
    "amend": ("finding",),
    "confirm": ("finding",),
    "undo": ("correction",),
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_OF = {"episode": "event", "quote": "statement"}


def sealed(entry: Correction) -> Correction:
    """The entry with its id, a hash of what it says. Raises QueryError where it says nothing that can be done."""
    _check(entry)
    content = msgspec.json.encode(msgspec.structs.replace(entry, id=""))
    return msgspec.structs.replace(entry, id="F" + blake2b(content, digest_size=6).hexdigest())


def ordered(entries: Iterable[Correction]) -> tuple[Correction, ...]:
    """Each entry once, in the order of their times, whatever the order in which they come."""
    return tuple(
        sorted({entry.id: entry for entry in entries}.values(), key=lambda entry: (entry.time.rstrip("Z"), entry.id))
    )


def _check(entry: Correction) -> None:
    if entry.what not in _DOES.get(entry.do, ()):
        raise QueryError(f"there is no correction '{entry.do} {entry.what}'")
    if not _TIME.fullmatch(entry.time):
        raise QueryError(f"'{entry.time}' is no time of a correction; one is written 2026-03-01T09:30:00Z")
    for name in ("author", "reason"):
        if not getattr(entry, name).strip():
            raise QueryError(f"a correction has its {name}; this one has none")
    for target in (*entry.targets, *entry.others):
        if target.sort not in SORTS:
            raise QueryError(f"there is no sort of finding '{target.sort}'; there are: {', '.join(SORTS)}")
        if not target.spans or len(target.spans) != len(target.words):
            raise QueryError(f"a finding of {target.doc} is named by its spans and the words of each")
    if entry.what == "entity":
        _check_entities(entry)
    elif entry.what in _OF:
        _check_reports(entry)
    elif entry.do == "undo":
        if not entry.of:
            raise QueryError("an undo names the correction that it takes back")
    elif len(entry.targets) != 1:
        raise QueryError(f"to {entry.do} takes one finding")
    elif entry.do == "amend":
        check_values(entry.targets[0].sort, entry.values)


def _check_entities(entry: Correction) -> None:
    if entry.into is None or not [ident for ident in entry.entities if ident != entry.into.id]:
        raise QueryError(f"to {entry.do} entities takes the id of one, and another that it becomes")
    if entry.do == "split" and not entry.docs:
        raise QueryError("to split an entity takes the articles in which it is somebody else")


def _check_reports(entry: Correction) -> None:
    others = entry.others if entry.do == "split" else entry.targets[1:]
    if not entry.targets or not others:
        raise QueryError(f"to {entry.do} {entry.what}s takes two reports at least")
    wrong = [one.sort for one in (*entry.targets, *entry.others) if one.sort != _OF[entry.what]]
    if wrong:
        raise QueryError(f"the reports of {entry.what}s are {_OF[entry.what]}s, no {wrong[0]}s")


def lines_of(entries: Iterable[Correction]) -> str:
    """The book as text: a JSON object a line, in the order of time. Arabic stays as it is written."""
    return "".join(msgspec.json.encode(entry).decode() + "\n" for entry in ordered(entries))


def read_lines(text: str) -> tuple[Correction, ...]:
    """The entries of such a text; empty lines and those that begin with # are passed over, an entry without an id gets it.
    Raises QueryError that names the line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            entry = msgspec.json.decode(line, type=Correction)
            made = sealed(entry)
        except (msgspec.MsgspecError, QueryError) as problem:
            raise QueryError(f"line {number}: {problem}") from problem
        if entry.id not in ("", made.id):
            raise QueryError(
                f"line {number}: {entry.id} was changed, and entries are never changed; take its id out to enter it as a new one"
            )
        found.append(made)
    return ordered(found)
