"""Boilerplate and page rules (`boilerplate.toml`, `outlets.toml`)."""

from typing import Literal

import msgspec


class Boilerplate(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A line or piece of an article's text that is not running text, or a class of words for such rules.

    `match` says how the forms are matched, all folded:
    "line" (the whole line, punctuation around it left out), "start" (the line starts so; all of it goes), "end" (the
    line ends so), "piece" (only the words, anywhere), "opening" (only the words, at the start of a line), "list" (this
    whole line and the link lines after it), "tail" (this whole line and all after it), "word" (a class of words that
    patterns name by the last part of its id: "{agency}"), "open" (words that open running text, or, in the zone
    "title", a headline or lead: they tell link lines and teasers from paragraphs).

    `zone` is the zone that a match makes. `pattern`: the forms are regular expressions, lower case, on folded text (so
    Latin letters match both cases; a letter that folds away may be left in). `longest` is the length in characters
    of a line up to which a rule for whole lines applies. `first`, `last`: only in the first or last so many lines (0: anywhere).

    `yes` are texts with the piece in brackets ("[اقرأ أيضا: عنوان]{boilerplate}"), `no` texts in which the rule is silent.
    """

    id: str
    match: Literal["line", "start", "end", "piece", "opening", "list", "tail", "word", "open"]
    forms: tuple[str, ...]
    source: str
    pattern: bool = False
    zone: Literal["title", "dateline", "caption", "boilerplate", "body"] = "boilerplate"
    longest: int = 250
    first: int = 0
    last: int = 0
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""


class OutletRule(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """How one outlet's pages and texts are built. Several entries may describe one outlet; old layouts stay.

    `hosts` are host names, with the start of the path where only that part of the site is meant ("bbc.com/arabic");
    `names` other names of the outlet, as metadata give them; `marks` words in the text that show whose it is.
    `body`, `title`, `published`, `byline`, `drop` are CSS selectors (tag, .class, #id, [attribute], "a b", "a > b");
    "selector@attribute" takes the attribute instead of the text; the first that finds something is used, of `drop` all.
    `links`: headlines of other stories stand as lines of their own between the paragraphs. `teasers_at_end`: so many
    paragraphs at the end are leads of other stories. `abstract`: the first paragraph sums the article up.
    `valid_from`/`valid_until` are EDTF days between which this holds ("" is open).
    """

    id: str
    outlet: str
    hosts: tuple[str, ...]
    source: str
    names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    links: bool = False
    teasers_at_end: int = 0
    abstract: bool = False
    valid_from: str = ""
    valid_until: str = ""
    note: str = ""
