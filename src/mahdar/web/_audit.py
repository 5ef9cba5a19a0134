"""The audit: a line for every write, kept beside the store and never changed."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mahdar.errors import MahdarError, StoreError

__all__ = ["Audit", "AuditLine"]


class AuditLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who (token and name) did what when (UTC), through which door ("api", "page") and from which address. `correction` is the id of the entry
    that it made; `failed` why it came to nothing."""

    time: str
    token: str
    name: str
    do: str
    door: str
    address: str
    correction: str = ""
    failed: str = ""


class Audit:
    """The lines in a file. A write that cannot be put on record is not done."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, line: AuditLine) -> None:
        """Add a line; it is on the disk when this returns. Raises StoreError."""
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, msgspec.json.encode(line) + b"\n")
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as problem:
            raise StoreError(f"the audit {self.path} cannot be written: {problem.strerror}") from problem

    def lines(self) -> Iterator[AuditLine]:
        """All lines, the oldest first. Raises MahdarError for a file that was tampered with."""
        try:
            for number, line in enumerate(self.path.read_bytes().splitlines(), 1):
                try:
                    yield msgspec.json.decode(line, type=AuditLine)
                except msgspec.DecodeError as problem:
                    raise MahdarError(f"{self.path}: line {number}: {problem}") from problem
        except FileNotFoundError:
            return
        except OSError as problem:
            raise MahdarError(f"{self.path} cannot be read: {problem.strerror}") from problem
