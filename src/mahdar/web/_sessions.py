"""Sessions of a browser: who signed in with a token, and the proof that a form is ours.

A page asks `may_write(request)`: whose token it is, None for whoever only reads. Every form that writes holds
`<input type="hidden" name="csrf" value="{{ csrf(request) }}">`, and its handler begins with `holder = writer(request, form["csrf"])`,
which raises where either is wrong; then `enter(site, holder, "strike", FindingAsked(...), door="page", address=...)`.
A form to sign in posts `token` and `next` (an address of this site) to /sign-in; one to sign out posts `csrf` to /sign-out.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import blake2b
from hmac import compare_digest
from secrets import token_bytes
from time import time

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from mahdar.web._site import site_of
from mahdar.web._tokens import Token
from mahdar.web._writing import shown_token, told_read_only

__all__ = ["COOKIE", "csrf", "may_write", "session_router", "writer"]

COOKIE = "mahdar_session"
_HOURS = 12
_MARK, _SALT = 24, 8

session_router = APIRouter(include_in_schema=False)


def _seal(secret: bytes, body: bytes, what: bytes) -> bytes:
    return blake2b(body, key=secret, person=what, digest_size=_MARK).digest()


def _packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _unpacked(words: str) -> bytes:
    try:
        return urlsafe_b64decode(words[:400] + "=" * (-len(words) % 4))
    except (Error, ValueError):
        return b""


def may_write(request: Request) -> Token | None:
    """The token with which this browser signed in, if it still opens corrections here."""
    site = site_of(request)
    if not site.writable or site.tokens is None:
        return None
    raw = _unpacked(request.cookies.get(COOKIE, ""))
    mark, body = raw[:_MARK], raw[_MARK:]
    if not compare_digest(mark, _seal(site.secret, body, b"session")):
        return None
    ident, _, until = body[_SALT:].decode("ascii", "replace").partition(" ")
    return (
        site.tokens.held(ident, "fix")
        if until.isascii() and until.isdigit() and len(until) < 16 and int(until) > time()
        else None
    )


def csrf(request: Request) -> str:
    """The proof for a form: another one each time, good for this session only. "" for whoever is not signed in."""
    if may_write(request) is None:
        return ""
    salt = token_bytes(_SALT)
    return _packed(salt + _seal(site_of(request).secret, salt + request.cookies[COOKIE].encode(), b"form"))


def writer(request: Request, proof: object) -> Token:
    """Whose token a form is sent with. Raises HTTPException where nobody is signed in, or the form is not ours."""
    told_read_only(site_of(request))
    token = may_write(request)
    if token is None:
        raise HTTPException(401, "sign in with a token first")
    raw = _unpacked(proof if isinstance(proof, str) else "")
    salt, mark = raw[:_SALT], raw[_SALT:]
    if not compare_digest(mark, _seal(site_of(request).secret, salt + request.cookies[COOKIE].encode(), b"form")):
        raise HTTPException(403, "this form is too old, or not from this site; open the page again")
    return token


def _local(address: str) -> str:
    """An address of this site: no other, however it is written."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else "/"


@session_router.post("/sign-in")
def sign_in(request: Request, token: str = Form(""), next: str = Form("/")) -> Response:
    """Open a session for whoever shows a token."""
    site = site_of(request)
    told_read_only(site)
    held = shown_token(request, token)
    body = token_bytes(_SALT) + f"{held.id} {int(time()) + _HOURS * 3600}".encode()
    answer = RedirectResponse(_local(next), 303, {"Cache-Control": "no-store"})
    answer.set_cookie(
        COOKIE,
        _packed(_seal(site.secret, body, b"session") + body),
        max_age=_HOURS * 3600,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@session_router.post("/sign-out")
def sign_out(request: Request, csrf: str = Form(""), next: str = Form("/")) -> Response:
    """Close the session of this browser."""
    writer(request, csrf)
    answer = RedirectResponse(_local(next), 303, {"Cache-Control": "no-store"})
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer
