"""A file that is only written, from front to back, and handed on piece by piece."""

import io
from typing import Any

__all__ = ["Drain"]


class Drain(io.RawIOBase):
    """What was written and not taken yet."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, piece: Any) -> int:
        data = bytes(piece)
        self._pieces.append(data)
        self._at += len(data)
        return len(data)

    def taken(self) -> bytes:
        """What has been written since the last time."""
        data, self._pieces = b"".join(self._pieces), []
        return data
