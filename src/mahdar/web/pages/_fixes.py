"""Corrections by mouse and keyboard: the book of them, a form for each sort, and undo. Everything works without scripts."""

from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from mahdar.errors import QueryError
from mahdar.model import ACTS, EVENT_KINDS, FACT_STATUSES, FORMS, PROPERTIES, STATUSES, STEPS
from mahdar.query import episode, fixable, fixes, quote, seek
from mahdar.web._pace import knocker
from mahdar.web._sessions import csrf, may_write, writer
from mahdar.web._site import working
from mahdar.web._writing import FIXES, enter
from mahdar.web.pages._routes import pages_in
from mahdar.web.pages._view import PAGE_SIZE, View, view_of

__all__ = ["fixes_router"]

_FINDING = ("strike", "confirm", "amend")
# Closed vocabularies of fields, by what the words of the pages call them.
_WORDS: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("statement", "act"): ("act", tuple(ACTS)),
    ("statement", "form"): ("form", tuple(FORMS)),
    ("event", "kind"): ("kind", tuple(EVENT_KINDS)),
    ("event", "status"): ("status", tuple(STATUSES)),
    ("fact", "property"): ("property", tuple(PROPERTIES)),
    ("fact", "status"): ("fact", tuple(FACT_STATUSES)),
    ("agreement", "step"): ("step", tuple(STEPS)),
    ("agreement", "status"): ("status", tuple(STATUSES)),
}

fixes_router = pages_in()


@fixes_router.get("/fixes")
def fixes_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """The book of corrections, the latest first: what each says, who made it when and why, and what became of it."""
    number = view.number("page")
    lines = tuple(reversed(fixes(view.site.store, view.site.knowledge)))
    start = (number - 1) * PAGE_SIZE
    return view.page(
        "fixes.html", section="fixes", title=view.t("nav.fixes"), lines=lines[start : start + PAGE_SIZE], number=number,
        more=len(lines) > start + PAGE_SIZE, **_writing(view),
    )  # fmt: skip


@fixes_router.get("/fix")
def fix_page(view: View = Depends(view_of)) -> HTMLResponse:  # noqa: B008
    """The form of one correction: `do` and what it is `of`."""
    return _form(view, view.asked("do"), view.asked("of"))


@fixes_router.post("/fix")
async def fix(request: Request, view: View = Depends(view_of)) -> Response:  # noqa: B008
    """Make the correction of a form, and show the book."""
    form = await request.form()
    do, of = str(form.get("do", "")), str(form.get("of", ""))
    if do not in FIXES:
        raise HTTPException(404)
    problem, status = await working(request, _made, view, do, of, form)
    if problem:
        answer: Response = await working(request, _form, view, do, of, problem, status)
        return answer
    return RedirectResponse(view.link.page("fixes"), 303, {"Cache-Control": "no-store"})


def _made(view: View, do: str, of: str, form: FormData) -> tuple[str, int]:
    """Make a correction; why it cannot be made, with the status that says so, where it cannot."""
    request = view.request
    try:
        holder = writer(request, form.get("csrf"))
        asked = msgspec.convert(_asked(do, of, form), FIXES[do][0])
        address = knocker(request.client.host if request.client else "")
        enter(view.site, holder, do, asked, door="page", address=address)
    except HTTPException as refused:
        return str(refused.detail), refused.status_code
    except (QueryError, msgspec.ValidationError) as problem:
        return str(problem), 400
    return "", 200


def _writing(view: View) -> dict[str, Any]:
    """What a page needs that writes: whether it may, and its proof."""
    return {
        "holder": may_write(view.request),
        "proof": csrf(view.request),
        "writable": view.site.writable,
        "next": str(view.request.url.path) + (f"?{view.request.url.query}" if view.request.url.query else ""),
    }


def _asked(do: str, of: str, form: FormData) -> dict[str, Any]:
    """What a form asks for, as the API would be asked."""
    asked: dict[str, Any] = {"why": str(form.get("why", ""))}
    if do == "undo":
        return asked | {"of": of}
    if do == "merge":
        others = [str(one).strip() for one in form.getlist("other")]
        return asked | {"ids": [of, *filter(None, others)]}
    if do == "split":
        into = str(form.get("into", "")).strip()
        reports, docs = ([str(one) for one in form.getlist(name)] for name in ("report", "doc"))
        return asked | {"of": of, "reports": reports, "docs": docs, "into": into or None}
    if do == "amend":
        before = {name: form.getlist(f"was-{name}") for name in form.getlist("field")}
        now = {str(name): _several(form, str(name)) for name in before}
        changed = {name: value for name, value in now.items() if value != [str(one) for one in before[name]]}
        return asked | {"finding": of, "values": changed}
    return asked | {"finding": of}


def _several(form: FormData, name: str) -> list[str]:
    """The values of a field: one a line."""
    return [line.strip() for given in form.getlist(f"is-{name}") for line in str(given).splitlines() if line.strip()]


def _form(view: View, do: str, of: str, problem: str | None = None, status: int = 200) -> HTMLResponse:
    """The form, with what it is about. Raises QueryError, HTTPException where there is no such correction."""
    if do not in FIXES or not of:
        raise HTTPException(404)
    store, knowledge = view.site.store, view.site.knowledge
    about: dict[str, Any] = {"finding": None, "episode": None, "quote": None, "somebody": None, "line": None}
    if do in _FINDING:
        about["finding"] = fixable(store, knowledge, of)
    elif do == "undo":
        about["line"] = next((line for line in fixes(store, knowledge) if line.correction.id == of), None)
    else:
        about |= _whole(view, of)
    return view.page(
        "fix.html", section="fixes", title=view.t(f"fix.{do}"), status=status, do=do, of=of, problem=problem,
        vocabulary=_vocabulary(view), **about, **_writing(view),
    )  # fmt: skip


def _whole(view: View, of: str) -> dict[str, Any]:
    """The episode, the quote or the entity that an id is of. Raises QueryError."""
    store, knowledge = view.site.store, view.site.knowledge
    for name, question in (("episode", episode), ("quote", quote)):
        try:
            return {name: question(store, knowledge, of)}
        except QueryError:
            continue
    return {"somebody": seek(store, knowledge, of)}


def _vocabulary(view: View) -> Any:
    """The words that a field of a sort can have, with what the page calls them; none where it takes any."""

    def words(sort: str, field: str) -> list[tuple[str, str]]:
        vocabulary, known = _WORDS.get((sort, field), ("", ()))
        return [(word, view.term(vocabulary, word)) for word in known]

    return words
