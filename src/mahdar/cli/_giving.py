"""For other programs, and for those who write word lists."""
# ruff: noqa: PLC0415

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from mahdar.cli._options import DEFAULT_STORE, SOME_FAILED, StoreOption, opened_store
from mahdar.cli._output import note, show, write
from mahdar.errors import MahdarError

__all__ = ["export", "lint"]


def export(
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="records, json or csv.")] = "records",
    table: Annotated[
        str | None,
        typer.Option(
            "--table",
            metavar="TABLE",
            help="events, statements, facts, agreements, accusations or entities (csv: events; json: all).",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to FILE in place of standard output.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """All records, for other programs. The same records give the same bytes.

    'records' is the exchange format, a line an article; 'json' a line a finding with names and words; 'csv' a table that a
    spreadsheet opens.

    \b
    Examples:
      mahdar export --format records --out records.jsonl
      mahdar export --format csv --table statements --out statements.csv
      mahdar export --format json --table events | head
    """
    from mahdar.export import FORMATS, TABLES
    from mahdar.export import export as pieces_of

    if form not in FORMATS:
        raise typer.BadParameter(f"there is no format '{form}'; there are: {', '.join(FORMATS)}")
    if table is not None and (table not in TABLES or form == "records"):
        known = "records has no tables" if form == "records" else f"there are: {', '.join(TABLES)}"
        raise typer.BadParameter(f"there is no table '{table}'; {known}")
    with opened_store(store) as opened:
        pieces = pieces_of(form, opened.records(), table=table)
        if out is None:
            write(pieces)
        else:
            _write_file(out, pieces)


def _write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write beside the file first: one that is there already is replaced as a whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as stream:
            stream.writelines(pieces)
        part.replace(path)
    except OSError as problem:
        raise MahdarError(f"{path} cannot be written: {problem.strerror}") from problem
    finally:
        part.unlink(missing_ok=True)


def lint(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Tables of your own; else those that are shipped.")
    ] = None,
    gaps: Annotated[bool, typer.Option("--gaps", help="List the offices that nobody held for a while, too.")] = False,
) -> None:
    """Check tables and word lists: each problem with its file and entry. Exit status 1 where there is any.

    With --gaps also where a term of office may be missing: a warning, since an office may be vacant.

    \b
    Examples:
      mahdar knowledge lint
      mahdar knowledge lint --gaps
      mahdar knowledge lint my-knowledge/
    """
    from mahdar.errors import KnowledgeError
    from mahdar.knowledge import lint as check
    from mahdar.knowledge import lint_gaps

    if folder is not None and not folder.is_dir():
        raise KnowledgeError(str(folder), "", "there is no such folder")
    problems = check(folder)
    for problem in problems:
        entry = f"{problem.entry}: " if problem.entry else ""
        show([((f"{problem.file}: {entry}{problem.problem}", ""),)])
    if problems:
        note(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}")
        raise typer.Exit(SOME_FAILED)
    for warning in lint_gaps(folder) if gaps else ():
        show([((f"{warning.file}: {warning.entry}: warning: {warning.problem}", ""),)])
    note("no problems")
