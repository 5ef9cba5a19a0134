"""The files that pages ask for: styles, fonts, islands. All are in the package; nothing else can be had under their address."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec
from fastapi import APIRouter, Request, Response

__all__ = ["address_of", "static_router"]

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}
_YEAR = 31_536_000

static_router = APIRouter(include_in_schema=False)


class _File(msgspec.Struct, frozen=True):
    body: bytes
    type: str
    version: str


def _below(folder: Traversable, above: str = "") -> dict[str, Traversable]:
    found: dict[str, Traversable] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= _below(entry, f"{above}{entry.name}/")
        else:
            found[f"{above}{entry.name}"] = entry
    return found


@cache
def _shipped() -> Mapping[str, _File]:
    """Every file, read once: they are few and small."""
    shipped = {}
    for name, entry in _below(files("mahdar.web").joinpath("static")).items():
        kind = _TYPES.get("." + name.rpartition(".")[2])
        if kind is not None:
            body = entry.read_bytes()
            shipped[name] = _File(body, kind, sha256(body).hexdigest()[:10])
    return shipped


@cache
def address_of(name: str) -> str:
    """Where a file is served. The address changes with the content, so that browsers may keep it. Raises KeyError."""
    return f"/static/{name}?v={_shipped()[name].version}"


@static_router.get("/static/{name:path}")
def static_file(request: Request, name: str) -> Response:
    """One of the files."""
    file = _shipped().get(name)
    if file is None:
        return Response("no such file", status_code=404, media_type="text/plain")
    tag = f'"{file.version}"'
    kept = request.query_params.get("v") == file.version
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={_YEAR}, immutable" if kept else "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(file.body, media_type=file.type, headers=headers)
