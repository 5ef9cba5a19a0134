"""Cursors: where a list goes on. They are signed, so that nobody makes the server count to a number of his own choice, and hold for
one question only. The key is made of the store (`query.seal_of_store`), so that they hold when the server begins anew."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import blake2b
from hmac import compare_digest

import msgspec

from mahdar.errors import QueryError
from mahdar.questions._asked import Asked
from mahdar.questions._list import Question

__all__ = ["offset_of", "to_cursor"]

_MARK = 18  # with the number 24 bytes: base64 has no bits to spare, so each cursor is written in one way
_NUMBER = 6


def _seal(secret: bytes, question: Question, asked: Asked, number: bytes) -> bytes:
    # Another size of page is the same question.
    same = msgspec.structs.replace(asked, cursor=msgspec.UNSET, limit=1)
    body = question.name.encode() + b"\0" + msgspec.json.encode(same) + b"\0" + number
    return blake2b(body, key=secret, digest_size=_MARK).digest()


def to_cursor(secret: bytes, question: Question, asked: Asked, offset: int) -> str:
    """A cursor for the lines from `offset` on."""
    number = offset.to_bytes(_NUMBER, "big")
    return urlsafe_b64encode(number + _seal(secret, question, asked, number)).decode().rstrip("=")


def offset_of(secret: bytes, question: Question, asked: Asked, cursor: str) -> int:
    """Where a cursor goes on. Raises QueryError for one that was not given for this question."""
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (Error, ValueError):
        raw = b""
    number, seal = raw[:_NUMBER], raw[_NUMBER:]
    if not compare_digest(seal, _seal(secret, question, asked, number)):
        raise QueryError("this cursor was not given for this question, or for another store; begin again")
    return int.from_bytes(number, "big")
