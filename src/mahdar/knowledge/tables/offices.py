"""Titles of office (`offices.toml`)."""

import msgspec


class OfficeTitle(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """An office and the words for it.

    `title` is English, as records give it ("foreign minister"). `forms` are the Arabic phrases without leading article:
    before a state's name or adjective ("وزير خارجية", "وزير الخارجية", "رئيس الدبلوماسية"); each word is matched
    folded, the first with or without article and clitics. `feminine`, `plural`, `dual` likewise. `of`: what it is an
    office of: "state", "org", "either", or "none" (a rank or calling such as "سيناتور"). `fixed` is set where the
    words name the state already ("سيد البيت الأبيض" = US). `several`: more than one may hold it at a time (a senator).
    """

    id: str
    title: str
    forms: tuple[str, ...]
    of: str
    source: str
    feminine: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    dual: tuple[str, ...] = ()
    fixed: str = ""
    several: bool = False
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""
