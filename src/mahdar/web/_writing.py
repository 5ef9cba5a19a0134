"""Corrections through the doors: who may make them, what they are asked with, and their audit."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from fastapi import HTTPException, Request
from msgspec import Meta, Struct

from mahdar import query
from mahdar.errors import MahdarError
from mahdar.model import Correction
from mahdar.query import Signature
from mahdar.web._audit import AuditLine
from mahdar.web._pace import knocker
from mahdar.web._site import Site, site_of
from mahdar.web._tokens import Token

__all__ = ["FIXES", "Fixed", "enter", "now", "shown_token", "told_read_only"]

Words = Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
Why = Annotated[Words, Meta(description="The reason.")]


class MergeAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Several that are one."""

    ids: Annotated[
        tuple[Words, ...],
        Meta(
            min_length=2,
            max_length=100,
            description="Episodes or quotes by their ids; or entities by id or name, which become the first.",
        ),
    ]
    why: Why


class SplitAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Reports of another event; or an entity that is somebody else in some articles."""

    of: Annotated[Words, Meta(description="An episode, a quote, or an entity.")]
    why: Why
    reports: Annotated[
        tuple[Words, ...],
        Meta(max_length=1000, description="Reports that are not of it: articles, or findings in them."),
    ] = ()
    docs: Annotated[
        tuple[Words, ...], Meta(max_length=1000, description="Of an entity: the articles where it is another.")
    ] = ()
    into: Annotated[Words, Meta(description="Of an entity: who it is there.")] | None = None


class FindingAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One finding."""

    finding: Annotated[Words, Meta(description="Its id, or its article and the place of its words (DOC:120-154).")]
    why: Why


class AmendAsked(FindingAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One finding, with what of it is otherwise."""

    values: Annotated[
        dict[Words, Annotated[tuple[Words, ...], Meta(max_length=100)]],
        Meta(min_length=1, max_length=20, description="Fields and what they should be; several names for one field."),
    ]


class UndoAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One correction."""

    of: Annotated[Words, Meta(description="The number of a correction in the list, or its id.")]
    why: Why


class Fixed(Struct, frozen=True, kw_only=True):
    """A correction that was made. `relink` says whether episodes take it up only when the store is linked again."""

    correction: Correction
    relink: bool


FIXES: Mapping[str, tuple[Any, str]] = {
    "merge": (MergeAsked, "Say that several episodes, quotes or entities are one."),
    "split": (
        SplitAsked,
        "Say that some reports are of another event, or that an entity is somebody else in some articles.",
    ),
    "strike": (FindingAsked, "Say that a finding is not so."),
    "confirm": (FindingAsked, "Say that a finding is right."),
    "amend": (AmendAsked, "Say what of a finding is otherwise."),
    "undo": (UndoAsked, "Take a correction back."),
}


def now() -> str:
    """The time as corrections have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def told_read_only(site: Site) -> None:
    """Raises HTTPException on a site that nobody may write to."""
    if not site.writable or site.tokens is None or site.audit is None:
        raise HTTPException(403, "this server is read-only; 'mahdar serve --writable' takes corrections")


def shown_token(request: Request, words: str) -> Token:
    """The token that is shown, which opens corrections. Guesses are counted by where they come from; who shows none guesses
    none. Raises HTTPException."""
    site = site_of(request)
    who = knocker(request.client.host if request.client else "")
    wait = site.guesses.wait(who, take=0.0) if words else 0.0
    if wait:
        raise HTTPException(429, "too many tokens that are none", {"Retry-After": str(int(wait) + 1)})
    token = site.tokens.shown(words, "fix") if site.tokens else None
    if token is None:
        if words:
            site.guesses.wait(who)
        raise HTTPException(401, "this takes a token", {"WWW-Authenticate": 'Bearer realm="mahdar"'})
    return token


def enter(site: Site, token: Token, do: str, asked: Any, *, door: str, address: str) -> Fixed:
    """Make a correction, signed by the holder of the token, and put it on record. Raises QueryError, StoreError."""
    signed = Signature(token.name, now(), asked.why)
    line = AuditLine(time=signed.time, token=token.id, name=token.name, do=do, door=door, address=address)
    if site.audit is None:
        raise HTTPException(403, "this server is read-only")
    try:
        entry = _entry(site, do, asked, signed)
        site.audit.note(msgspec.structs.replace(line, correction=entry.id))
        site.store.add_corrections([entry])
    except MahdarError as problem:
        site.audit.note(msgspec.structs.replace(line, failed=str(problem)[:500]))
        raise
    return Fixed(correction=entry, relink=site.store.linked_state() is not None)


def _entry(site: Site, do: str, asked: Any, signed: Signature) -> Correction:
    store, knowledge = site.store, site.knowledge
    if do == "merge":
        return query.merge(store, knowledge, asked.ids, signed)
    if do == "split":
        return query.split(store, knowledge, asked.of, signed, reports=asked.reports, docs=asked.docs, into=asked.into)
    if do == "amend":
        return query.amend(store, knowledge, asked.finding, asked.values, signed)
    if do == "undo":
        return query.undo(store, asked.of, signed)
    return (query.strike if do == "strike" else query.confirm)(store, asked.finding, signed)
