"""Boilerplate and page rules (`boilerplate.toml`, `outlets.toml`)."""

import msgspec


class Boilerplate(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A line or piece that is not the article. `match`: "line" (the whole line), "start" (the line starts so), "end",
    "piece" (anywhere), "tail" (this line and all after it). `pattern`: the words are a regular expression."""

    id: str
    match: str
    forms: tuple[str, ...]
    source: str
    pattern: bool = False
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class OutletRule(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """How one outlet's pages are built: CSS selectors for body, title, date, byline, and what to leave out.
    `valid_from`/`valid_until` are EDTF days; old layouts stay."""

    id: str
    outlet: str
    hosts: tuple[str, ...]
    source: str
    names: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    teasers_at_end: int = 0
    valid_from: str = ""
    valid_until: str = ""
    note: str = ""
