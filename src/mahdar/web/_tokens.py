"""Tokens: what a person or a program shows to be let through a door. The file beside the store keeps no token, only what each is
checked against; who reads the file can open nothing with it."""

import os
from collections.abc import Iterable
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from secrets import token_hex, token_urlsafe

import msgspec

from mahdar.errors import MahdarError, QueryError, UnknownError

__all__ = ["SCOPES", "Token", "Tokens"]

# What a token can open.
SCOPES = ("fix",)
_MARK = "mahdar"
_ID_BYTES, _SECRET_BYTES = 4, 32
_LONGEST = 200
_LONGEST_NAME = 80


class Token(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A token as the file keeps it: whose (`name` signs what is corrected with it), what it opens, and when it was made and revoked
    (UTC). `digest` is a hash of its secret, which is random and long: a slow hash would add nothing."""

    id: str
    name: str
    scopes: tuple[str, ...]
    digest: str
    made: str
    revoked: str | None = None


def _digest(ident: str, secret: str) -> str:
    return blake2b(secret.encode(), salt=ident.encode(), person=b"mahdar token", digest_size=32).hexdigest()


class Tokens:
    """The tokens in a file, read again whenever it changes: what is revoked opens nothing from then on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._held: dict[str, Token] = {}

    def all(self) -> tuple[Token, ...]:
        """All, in the order in which they were made. Raises MahdarError for a file that cannot be read."""
        try:
            state = self.path.stat()
            seen = (state.st_mtime_ns, state.st_size)
            if seen != self._seen:
                held = msgspec.json.decode(self.path.read_bytes(), type=tuple[Token, ...])
                self._held, self._seen = {token.id: token for token in held}, seen
        except FileNotFoundError:
            self._held, self._seen = {}, None
        except (OSError, msgspec.DecodeError) as problem:
            raise MahdarError(f"the tokens in {self.path} cannot be read: {problem}") from problem
        return tuple(self._held.values())

    def make(self, name: str, scopes: Iterable[str], now: str) -> tuple[Token, str]:
        """A new token, and what its holder has to show: that is not kept and cannot be told again. Raises QueryError."""
        wanted = tuple(dict.fromkeys(scopes))
        if not wanted or any(scope not in SCOPES for scope in wanted):
            raise QueryError(f"a token opens one of: {', '.join(SCOPES)}")
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise QueryError(f"a token needs the name of its holder, of {_LONGEST_NAME} letters at most")
        ident, secret = token_hex(_ID_BYTES), token_urlsafe(_SECRET_BYTES)
        token = Token(id=ident, name=name, scopes=wanted, digest=_digest(ident, secret), made=now)
        self._write((*self.all(), token))
        return token, f"{_MARK}_{ident}_{secret}"

    def revoke(self, asked: str, now: str) -> Token:
        """Take a token back, by its id. Raises UnknownError."""
        found = next((token for token in self.all() if token.id == asked), None)
        if found is None:
            raise UnknownError(f"there is no token '{asked}'")
        gone = msgspec.structs.replace(found, revoked=found.revoked or now)
        self._write(gone if token.id == asked else token for token in self.all())
        return gone

    def held(self, ident: str, scope: str) -> Token | None:
        """The token with an id, if it still opens this."""
        self.all()
        token = self._held.get(ident)
        return token if token and token.revoked is None and scope in token.scopes else None

    def shown(self, words: str, scope: str) -> Token | None:
        """The token that somebody shows, if it opens this. Takes as long for a wrong one as for a right one."""
        mark, _, rest = words.strip()[:_LONGEST].partition("_")
        ident, _, secret = rest.partition("_")
        token = self.held(ident, scope)
        meant = token.digest if token else _digest("", "")
        right = compare_digest(meant, _digest(ident[: 2 * _ID_BYTES], secret))
        return token if token and right and mark == _MARK else None

    def _write(self, tokens: Iterable[Token]) -> None:
        body = msgspec.json.format(msgspec.json.encode(tuple(tokens)), indent=1) + b"\n"
        part = self.path.with_name(self.path.name + ".part")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(body)
            part.replace(self.path)
        except OSError as problem:
            raise MahdarError(f"{self.path} cannot be written: {problem.strerror}") from problem
        finally:
            part.unlink(missing_ok=True)
