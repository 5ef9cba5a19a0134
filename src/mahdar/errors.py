"""Everything that mahdar raises, as a tree.

MahdarError
├─ KnowledgeError      a table or a word list is wrong: file, entry, problem
├─ ReadingError        bytes that give no article: source, place in it, problem
├─ AnalysisError       a room failed on an article: article, room, problem
├─ EngineError         the work cannot be run where it was asked to
├─ RemoteError         a server of mahdar that cannot be reached, or refuses
├─ OutOfTimeError      a piece of work took longer than it may
├─ WatchError          a list of feeds that cannot be used, or an address that is not fetched: why
├─ StoreError          the record file cannot be opened, or is of another version
└─ QueryError          a question that cannot be answered as put (a date that cannot be)
   ├─ UnknownError     what is asked for by its name or id is not there
   ├─ AmbiguousError   a name that may be any of several
   └─ UnlinkedError    an answer that takes linking, of a store that has not been linked
"""

__all__ = [
    "AmbiguousError",
    "AnalysisError",
    "EngineError",
    "KnowledgeError",
    "MahdarError",
    "OutOfTimeError",
    "QueryError",
    "ReadingError",
    "RemoteError",
    "StoreError",
    "UnknownError",
    "UnlinkedError",
    "WatchError",
]


class MahdarError(Exception):
    """What went wrong, in words for the person who asked."""


class KnowledgeError(MahdarError):
    """A table or word list is wrong. `file`, `entry` and `problem` say where and what."""

    def __init__(self, file: str, entry: str, problem: str) -> None:
        super().__init__(f"{file}: {entry}: {problem}" if entry else f"{file}: {problem}")
        self.file, self.entry, self.problem = file, entry, problem


class ReadingError(MahdarError):
    """Bytes that give no article. `source` names the file, `place` the line or record in it ("" for all of it)."""

    def __init__(self, source: str, place: str, problem: str) -> None:
        super().__init__(f"{source}: {place}: {problem}" if place else f"{source}: {problem}")
        self.source, self.place, self.problem = source, place, problem


class AnalysisError(MahdarError):
    """A room failed on an article; the rest of the build goes on."""

    def __init__(self, article: str, room: str, problem: str) -> None:
        super().__init__(f"{article}: {room}: {problem}")
        self.article, self.room, self.problem = article, room, problem


class EngineError(MahdarError):
    """The work cannot be run where it was asked to: a cluster that is not there, a folder that cannot be written."""


class RemoteError(MahdarError):
    """A server of mahdar that cannot be reached, or refuses; `status` is what it answers with, None where it does not answer."""

    def __init__(self, problem: str, status: int | None) -> None:
        super().__init__(problem)
        self.status = status


class OutOfTimeError(MahdarError):
    """A piece of work took longer than it may."""


class WatchError(MahdarError):
    """A list of feeds that cannot be used, or an address that is not fetched."""


class StoreError(MahdarError):
    """The record file cannot be opened or written."""


class QueryError(MahdarError):
    """A question that cannot be answered as it was put. `key` names what is wrong and `given` the words in it, for those who say it
    in another language; "" where it is said in English only."""

    def __init__(self, told: str, key: str = "", **given: object) -> None:
        super().__init__(told)
        self.key, self.given = key, given


class UnknownError(QueryError):
    """What is asked for by its name or id is not there."""


class AmbiguousError(QueryError):
    """A name that may be any of several; they are listed."""


class UnlinkedError(QueryError):
    """An answer that takes linking, of a store that has not been linked yet."""
