"""Papers: `mahdar dossier` and `mahdar relation`."""
# ruff: noqa: PLC0415

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli._options import (
    DEFAULT_STORE,
    FromOption,
    JsonOption,
    StoreOption,
    ToOption,
    known_words,
    opened_store,
    tell_whom,
)
from mahdar.cli._output import note, write, write_json
from mahdar.errors import QueryError

if TYPE_CHECKING:
    from mahdar.papers import Paper

__all__ = ["dossier", "relation"]

_FORMATS = ("md", "html", "docx")
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="md, html or docx; else by the name of the file, else md.",
        autocompletion=lambda: list(_FORMATS),
    ),
]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to; else standard output.")]
MostOption = Annotated[
    int,
    typer.Option(
        "--most", metavar="N", min=0, help="At most N lines in each part, those that most sources bear; 0 for all."
    ),
]


def dossier(
    who: Annotated[
        str, typer.Argument(metavar="WHO", help="In Arabic or Latin letters, or an id.", show_default=False)
    ],
    from_: FromOption = None,
    to: ToOption = None,
    format_: FormatOption = None,
    out: OutOption = None,
    most: MostOption = 40,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """All on somebody in one paper: names, offices, whom he met, what he said, what he is accused of and answers, events and
    agreements, each line with the numbers of its sources.

    \b
    Examples:
      mahdar dossier Lavrov --from 2018-04 --out lavrov.html
      mahdar dossier "سيرغي لافروف" --format docx --out lavrov.docx
    """
    from mahdar.papers import dossier_paper
    from mahdar.query import dossier as ask
    from mahdar.query import seek

    form = _form(format_, out)
    known = known_words()
    with opened_store(store) as opened:
        one = seek(opened, known, who)
        found = ask(opened, known, one, from_=from_, to=to)
    if json:
        write_json(found)
        return
    tell_whom(one)
    _give(dossier_paper(found, most=most), form, out)


def relation(
    one: Annotated[str, typer.Argument(metavar="A", help="In Arabic or Latin letters, or an id.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="B", show_default=False)],
    from_: FromOption = None,
    to: ToOption = None,
    format_: FormatOption = None,
    out: OutOption = None,
    most: MostOption = 40,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """What there is between two in one paper: events in time and by month, agreements and their life, accusations both ways, each
    line with the numbers of its sources.

    \b
    Examples:
      mahdar relation RU IR --from 2018-02 --to 2018-05
      mahdar relation "كوريا الشمالية" Trump --out talks.html
    """
    from mahdar.papers import relation_paper
    from mahdar.query import relation as ask
    from mahdar.query import seek

    form = _form(format_, out)
    known = known_words()
    with opened_store(store) as opened:
        first, second = seek(opened, known, one), seek(opened, known, other)
        found = ask(opened, known, first, second, from_=from_, to=to)
    if json:
        write_json(found)
        return
    tell_whom(first, second)
    _give(relation_paper(found, most=most), form, out)


def _form(asked: str | None, out: Path | None) -> str:
    form = asked or (out.suffix.lstrip(".").lower() if out else "md")
    form = {"htm": "html", "markdown": "md", "txt": "md"}.get(form, form)
    if form not in _FORMATS:
        raise QueryError(f"there is no format '{form}'; there are: {', '.join(_FORMATS)}")
    if form == "docx" and out is None and sys.stdout.isatty():
        raise QueryError("a document is no text for a terminal; say --out FILE")
    return form


def _give(paper: "Paper", form: str, out: Path | None) -> None:
    from mahdar.papers import docx_of, html_of, markdown_of

    written = docx_of(paper) if form == "docx" else (html_of(paper) if form == "html" else markdown_of(paper)).encode()
    if out is None:
        write((written,))
        return
    try:
        out.write_bytes(written)
    except OSError as problem:
        raise QueryError(f"{out} cannot be written: {problem.strerror}") from problem
    note(f"# {out}: {len(paper.sources)} sources")
