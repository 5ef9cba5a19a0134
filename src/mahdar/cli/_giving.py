"""For other programs, and for those who write word lists."""
# ruff: noqa: PLC0415

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli._options import (
    DEFAULT_STORE,
    SOME_FAILED,
    ActOption,
    FromOption,
    KindOption,
    LimitOption,
    PartnerOption,
    SourcesOption,
    StatusOption,
    StoreOption,
    ToOption,
    known_words,
    opened_store,
    sought,
    tell_whom,
)
from mahdar.cli._output import Line, note, show, write
from mahdar.errors import MahdarError

if TYPE_CHECKING:
    from mahdar.export import Format

__all__ = ["export", "lint"]

_EVERY_SECONDS = 5.0


def _formats() -> list[str]:
    from mahdar.export import FORMATS

    return list(FORMATS)


def _sorts() -> list[str]:
    from mahdar.export import FILTERS

    return list(FILTERS)


def export(
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="See --formats; else by the name of the file, else records.",
            autocompletion=_formats,
        ),
    ] = None,
    what: Annotated[
        str | None,
        typer.Option(
            "--what",
            "--table",
            metavar="WHAT",
            help="events, statements, facts, agreements, accusations, entities; episodes or quotes (linked); articles.",
            autocompletion=_sorts,
        ),
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", "--out", metavar="FILE", help="Write to FILE in place of standard output.")
    ] = None,
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who takes part, speaks, is named.")] = None,
    with_: PartnerOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    act: ActOption = None,
    via: Annotated[str | None, typer.Option("--via", metavar="NAME", help="Who passed a statement on.")] = None,
    about: Annotated[
        str | None, typer.Option("--about", metavar="NAME|WORDS", help="What a statement is about.")
    ] = None,
    outlet: Annotated[
        list[str] | None, typer.Option("--outlet", metavar="OUTLET", help="Of this outlet; may be repeated.")
    ] = None,
    doc: Annotated[
        list[str] | None, typer.Option("--doc", metavar="DOC", help="Of this article; may be repeated.")
    ] = None,
    from_: FromOption = None,
    to: ToOption = None,
    sources: SourcesOption = 1,
    limit: LimitOption = 0,
    formats: Annotated[bool, typer.Option("--formats", help="List the formats and what each can hold.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """For other programs: the store or a part of it, in one of many formats. The same store gives the same bytes.

    What is told stands at two levels: the findings of each article (events, statements ...), and the real events of all of them (episodes),
    each once with its reports and independent sources. The filters are those of chronicle, episodes and said.

    \b
    Examples:
      mahdar export --formats
      mahdar export --format records --into records.jsonl
      mahdar export --into events.xlsx --who Lavrov --from 2018-04
      mahdar export --format csv --what episodes --kind contact --sources 2 > met.csv
    """
    from mahdar.errors import QueryError
    from mahdar.export import FORMATS, Selection
    from mahdar.export import export as pieces_of

    if formats:
        show(_listed(form) for form in FORMATS.values())
        return
    form = form or _by_name(into)
    if form in FORMATS and FORMATS[form].binary and into is None and sys.stdout.isatty():
        raise QueryError(f"{form} is no text for a terminal; say --into FILE")
    known = known_words()
    counts: Counter[str] = Counter()

    def tell(told: str, count: int) -> None:
        counts[told] += count

    with opened_store(store) as opened:
        one, other, carrier = (sought(opened, known, name) for name in (who, with_, via))
        tell_whom(one, other, carrier)
        chosen = Selection(
            who=one,
            with_=other,
            via=carrier,
            about=about,
            kinds=tuple(kind or ()),
            statuses=tuple(status or ()),
            acts=tuple(act or ()),
            outlets=tuple(outlet or ()),
            docs=tuple(doc or ()),
            from_=from_,
            to=to,
            sources=sources,
            limit=limit or None,
        )
        pieces = _told_of(pieces_of(form, opened, known, what=what, chosen=chosen, tell=tell), counts)
        if into is None:
            write(pieces)
        else:
            _write_file(into, pieces)
    note(f"# {into or form}: {_counted(counts)}")


def _listed(form: "Format") -> Line:
    from mahdar.query import word_of

    how = " (made as a whole)" if form.whole else ""
    needs = f"; needs {', '.join('--' + word_of(need) for need in form.needs)}" if form.needs else ""
    return (
        (f"{form.name:<14}", "name"),
        (f"{form.suffix:<14}", "key"),
        (f"{form.title}{how}{needs}: {', '.join(form.holds)}", ""),
    )


def _by_name(path: Path | None) -> str:
    """The format that the name of a file tells, the longest suffix first; records where it tells none."""
    from mahdar.export import FORMATS

    name = path.name.lower() if path else ""
    fitting = [form for form in FORMATS.values() if name.endswith(form.suffix)]
    return max(fitting, key=lambda form: len(form.suffix)).name if fitting else "records"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.items()) or "nothing"


def _told_of(pieces: Iterable[bytes], counts: Counter[str]) -> Iterator[bytes]:
    """The pieces, with a line on the way for a person who waits at a terminal."""
    last = monotonic()
    for piece in pieces:
        yield piece
        if sys.stderr.isatty() and monotonic() - last > _EVERY_SECONDS:
            last = monotonic()
            note(f"# so far: {_counted(counts)}")


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
