"""Corrections: `mahdar fix`."""
# ruff: noqa: PLC0415

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli._options import DEFAULT_STORE, JsonOption, StoreOption, known_words, opened_store
from mahdar.cli._output import Line, note, show, write, write_json

if TYPE_CHECKING:
    from mahdar.model import Correction, Target
    from mahdar.query import FixLine, Signature
    from mahdar.store import Store

__all__ = ["fix_app"]

_SHOWN = 4  # reports of an episode that are shown; `--json` has all

fix_app = typer.Typer(
    help="Correct what was found: each correction with author, time and reason, and undoable.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

ByOption = Annotated[
    str, typer.Option("--by", metavar="NAME", envvar="MAHDAR_AUTHOR", help="Who corrects.", show_default=False)
]
WhyOption = Annotated[str, typer.Option("--why", metavar="REASON", help="Why.", show_default=False)]
Finding = Annotated[
    str,
    typer.Argument(
        metavar="FINDING", help="Its id, or its article and the place of its words (DOC:120-154).", show_default=False
    ),
]


def _signed(by: str, why: str) -> "Signature":
    from datetime import UTC, datetime

    from mahdar.query import Signature

    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return Signature(by, now.replace("+00:00", "Z"), why)


def _enter(store: "Store", entry: "Correction", json: bool) -> None:
    store.add_corrections([entry])
    number = next(n for n, one in enumerate(store.corrections(), 1) if one.id == entry.id)
    if json:
        write_json(entry)
    else:
        show((*_what(entry, number), ()))
    if store.linked_state() is not None:
        note(f"# 'mahdar link --store {store.path}' brings the episodes up to it")


@fix_app.command(short_help="Entities, episodes or quotes that are one.")
def merge(
    same: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Episodes or quotes; or entities, by id or name, which become the first.",
            show_default=False,
        ),
    ],
    by: ByOption,
    why: WhyOption,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Say that several episodes, quotes or entities are one.

    \b
    Examples:
      mahdar fix merge E2f3a9c1d5e7b E90b1c22d3e4f --by Huda --why "one dinner, told twice"
      mahdar fix merge Q58217 "person:سيرغي لافروف" --by Huda --why "his name in another spelling"
    """
    from mahdar.query import merge as make

    with opened_store(store) as opened:
        _enter(opened, make(opened, known_words(), same, _signed(by, why)), json)


@fix_app.command(short_help="Reports of another event; an entity that is somebody else.")
def split(
    one: Annotated[str, typer.Argument(metavar="ID", help="An episode, a quote, or an entity.", show_default=False)],
    by: ByOption,
    why: WhyOption,
    reports: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REPORT...]", help="Reports that are not of it: articles, or findings in them."),
    ] = None,
    in_: Annotated[
        list[str] | None, typer.Option("--in", metavar="DOC", help="Of an entity: the articles where it is another.")
    ] = None,
    into: Annotated[str | None, typer.Option("--into", metavar="NAME", help="Of an entity: who it is there.")] = None,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Say that some reports are of another event, or that an entity is somebody else in some articles.

    \b
    Examples:
      mahdar fix split E2f3a9c1d5e7b wire-2018-0507 --by Huda --why "the second meeting of that week"
      mahdar fix split Q58217 --in wire-2018-0507 --into "سليم حداد" --by Huda --why "his namesake"
    """
    from mahdar.query import split as make

    with opened_store(store) as opened:
        entry = make(opened, known_words(), one, _signed(by, why), reports=reports or (), docs=in_ or (), into=into)
        _enter(opened, entry, json)


@fix_app.command(short_help="A finding that is not so.")
def strike(
    finding: Finding, by: ByOption, why: WhyOption, store: StoreOption = DEFAULT_STORE, json: JsonOption = False
) -> None:
    """Strike a finding out: no answer and no episode has it any more. What was read stays in the file.

    \b
    Example:
      mahdar fix strike e0a1b2c3d4e5f --by Huda --why "a film, no event"
    """
    from mahdar.query import strike as make

    with opened_store(store) as opened:
        _enter(opened, make(opened, finding, _signed(by, why)), json)


@fix_app.command(short_help="A finding that is right.")
def confirm(
    finding: Finding, by: ByOption, why: WhyOption, store: StoreOption = DEFAULT_STORE, json: JsonOption = False
) -> None:
    """Confirm a finding; answers say by which correction.

    \b
    Example:
      mahdar fix confirm s0a1b2c3d4e5f --by Huda --why "checked against the recording"
    """
    from mahdar.query import confirm as make

    with opened_store(store) as opened:
        _enter(opened, make(opened, finding, _signed(by, why)), json)


@fix_app.command(short_help="What of a finding is otherwise.")
def amend(
    finding: Finding,
    values: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="A field and what it should be; again for more. Empty: none.",
            show_default=False,
        ),
    ],
    by: ByOption,
    why: WhyOption,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Amend a finding: of a statement its speaker, chain, to, act or form; of an event its kind, status, time, place, chain, or those
    with a role (party, host, guest ...); of a mention the entity; and so on.

    \b
    Examples:
      mahdar fix amend s0a1b2c3d4e5f --set speaker=لافروف --by Huda --why "the other minister speaks"
      mahdar fix amend e0a1b2c3d4e5f --set status=planned --set time=2018-06-12 --by Huda --why "not yet held"
      mahdar fix amend wire-2018-0507:120-126 --set entity=Q58217 --by Huda --why "he is meant"
    """
    from mahdar.errors import QueryError
    from mahdar.query import amend as make

    meant: dict[str, list[str]] = {}
    for one in values:
        field, equals, value = one.partition("=")
        if not equals:
            raise QueryError(f"'{one}' is no FIELD=VALUE")
        meant.setdefault(field.strip(), [])
        if value.strip():
            meant[field.strip()].append(value.strip())
    with opened_store(store) as opened:
        _enter(opened, make(opened, known_words(), finding, meant, _signed(by, why)), json)


@fix_app.command(short_help="Take a correction back.")
def undo(
    number: Annotated[str, typer.Argument(metavar="N", help="Its number in the list, or its id.", show_default=False)],
    by: ByOption,
    why: WhyOption,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Take a correction back. This is an entry of the book too, and can be undone as well.

    \b
    Example:
      mahdar fix undo 3 --by Huda --why "it was right"
    """
    from mahdar.query import undo as make

    with opened_store(store) as opened:
        _enter(opened, make(opened, number, _signed(by, why)), json)


@fix_app.command("list", short_help="All corrections, and what became of them.")
def list_(store: StoreOption = DEFAULT_STORE, json: JsonOption = False) -> None:
    """The book of corrections: who corrected what, when and why; which are undone, find nothing, or are overruled.

    \b
    Example:
      mahdar fix list --store news.db
    """
    from mahdar.query import fixes

    with opened_store(store) as opened:
        found = fixes(opened, known_words())
    if json:
        write_json(found)
        return
    show(line for one in found for line in _lines(one))
    note(f"# {len(found) or 'no'} correction{'' if len(found) == 1 else 's'}")


@fix_app.command(short_help="The corrections as a text file.")
def export(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where to; '-' is standard output.", show_default=False)
    ] = "-",
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write all corrections as text, one a line (JSON), to keep under version control and to apply to another record file.

    \b
    Example:
      mahdar fix export corrections.jsonl --store news.db
    """
    from mahdar.corrections import lines_of
    from mahdar.errors import QueryError

    with opened_store(store) as opened:
        text = lines_of(opened.corrections())
    if file == "-":
        write((text.encode(),))
        return
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as problem:
        raise QueryError(f"{file} cannot be written: {problem.strerror}") from problem


@fix_app.command("import", short_help="Corrections from a text file.")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="'-' is standard input.", show_default=False)],
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Enter the corrections of a text file that are not in the book yet, and tell which of them find nothing.

    \b
    Example:
      mahdar fix import corrections.jsonl --store rebuilt.db
    """
    import sys

    from mahdar.corrections import read_lines
    from mahdar.errors import QueryError
    from mahdar.query import fixes

    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise QueryError(f"{file} cannot be read: {problem}") from problem
    with opened_store(store) as opened:
        new = {entry.id for entry in opened.add_corrections(read_lines(text))}
        lost = tuple(one for one in fixes(opened, known_words()) if one.correction.id in new and one.problems)
    if json:
        write_json(lost)
    else:
        show(line for one in lost for line in _lines(one))
    note(
        f"# {len(new) or 'no'} new correction{'' if len(new) == 1 else 's'}; {len(lost) or 'none'} of them with a problem"
    )


def _lines(one: "FixLine") -> Iterator[Line]:
    yield from _what(one.correction, one.n, "" if one.holds else "  undone by " + ", ".join(one.undone_by))
    for problem in one.problems:
        by = f" ({problem.other})" if problem.other else ""
        yield ("  ", ""), (f"! {problem.problem}{by}", "mark")
    yield ()


def _what(entry: "Correction", n: int, state: str = "") -> Iterator[Line]:
    yield (
        (f"{n}  {entry.do} {entry.what}", "head"),
        (f"  {entry.author}, {entry.time}", ""),
        (f"  {entry.id}", "dim"),
        (state, "mark"),
    )
    if entry.of:
        yield ("  of        ", "key"), (entry.of, "")
    if entry.entities and entry.into is not None:
        yield ("  entities  ", "key"), (", ".join(entry.entities), "")
        name = entry.into.name if entry.into.name != entry.into.id else ""
        yield ("  into      ", "key"), (name, "name"), (f"  {entry.into.id}", "dim")
    if entry.docs:
        yield ("  in        ", "key"), (", ".join(entry.docs), "")
    yield from _targets(entry.targets)
    if entry.others:
        yield (("  not with", "key"),)
        yield from _targets(entry.others)
    for field, value in entry.values.items():
        was = ", ".join(entry.was.get(field, ())) or "none"
        yield (f"  {field.ljust(9)} ", "key"), (f"{was} \u2192 {', '.join(value) or 'none'}", "")
    yield ("  why       ", "key"), (" ".join(entry.reason.split()), "")


def _targets(targets: "tuple[Target, ...]") -> Iterator[Line]:
    for target in targets[:_SHOWN]:
        yield from _target(target)
    if len(targets) > _SHOWN:
        yield ((f"  and {len(targets) - _SHOWN} more", "dim"),)


def _target(target: "Target") -> Iterator[Line]:
    place = f"{target.doc}:{target.spans[0].start}-{target.spans[-1].end}"
    yield ("  ", ""), (f"{target.sort.ljust(9)} ", "key"), (f"{target.kind}  ", ""), (place, "dim")
    for words in target.words:
        yield ("    ", ""), ("\u00ab" + " ".join(words.split()) + "\u00bb", "words")
