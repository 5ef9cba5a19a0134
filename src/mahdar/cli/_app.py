"""The commands and their options. Each imports what it needs when it runs, so that `--help` and completion are quick."""
# ruff: noqa: PLC0415

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mahdar.cli._output import note, plain, prepare, show, write, write_json
from mahdar.errors import MahdarError

if TYPE_CHECKING:
    from mahdar.engine import Report
    from mahdar.knowledge import Knowledge
    from mahdar.model import Article, Failure
    from mahdar.query import Sought, Terms
    from mahdar.store import Store

__all__ = ["app", "main"]

_SOME_FAILED, _USAGE, _STOPPED = 1, 2, 130
_SHOWN = 5

app = typer.Typer(
    name="mahdar",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
knowledge_app = typer.Typer(help="What mahdar knows before it reads.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(knowledge_app, name="knowledge")


def _kinds() -> list[str]:
    from mahdar.model import EVENT_KINDS, FAMILIES

    return sorted({*EVENT_KINDS, *FAMILIES.values()})


def _statuses() -> list[str]:
    from mahdar.model import STATUSES

    return list(STATUSES)


def _acts() -> list[str]:
    from mahdar.model import ACTS

    return list(ACTS)


StoreOption = Annotated[
    Path, typer.Option("--store", metavar="FILE", envvar="MAHDAR_STORE", help="The record file.", dir_okay=True)
]
JsonOption = Annotated[bool, typer.Option("--json", help="The answer as JSON.")]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar="DAY", help="From this day on (2018-05-07; 2018-05 and 2018 will do).")
]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Up to this day, included.")]
LimitOption = Annotated[int, typer.Option("--limit", metavar="N", min=0, help="At most N lines; 0 for all.")]
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Files, folders or globs: text, HTML, JSONL (.gz), WARC (.gz), RSS or Atom. '-' is standard input.",
        show_default=False,
    ),
]
KnowledgeOption = Annotated[
    Path | None,
    typer.Option("--knowledge", metavar="FOLDER", help="Knowledge of your own in place of what is shipped."),
]
_DEFAULT_STORE = Path("mahdar.db")


@contextmanager
def _opened(path: Path) -> Iterator["Store"]:
    from mahdar.store import Store

    with Store.open(path) as store:
        yield store


def _knowledge(folder: Path | None = None) -> "Knowledge":
    from mahdar.errors import KnowledgeError
    from mahdar.knowledge import load_knowledge

    if folder is not None and not folder.is_dir():
        raise KnowledgeError(str(folder), "", "there is no such folder")
    return load_knowledge(folder)


def _read_articles(sources: Sequence[str], knowledge: "Knowledge") -> "Iterator[Article | Failure]":
    from mahdar.reading import read_articles

    return read_articles(sources, knowledge, stdin=sys.stdin.buffer if "-" in sources else None)


def _show_version(asked: bool) -> None:
    if asked:
        from mahdar import __version__

        typer.echo(f"mahdar {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """mahdar reads Arabic news and keeps the minutes of diplomacy: who met whom, who said what through whom, what was
    agreed, planned, alleged or denied, each with the very words.

    \b
    Examples:
      mahdar build news/ --into mahdar.db
      mahdar chronicle --who "كيم جونغ أون" --from 2018-04-20
      mahdar said --who Lavrov --act deny
    """


@app.command(short_help="Read articles into a record file.")
def build(
    sources: Sources,
    into: Annotated[
        Path, typer.Option("--into", metavar="FILE", envvar="MAHDAR_STORE", help="The record file, made if need be.")
    ] = _DEFAULT_STORE,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=0, help="Processes; 0: one a core.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
    knowledge: KnowledgeOption = None,
) -> None:
    """Read articles and write their records into a file.

    What is in the file already is not done again, so a build that was stopped is taken up by running it again. An article
    that changed replaces its record. Exit status 1 says that some articles failed: see 'mahdar articles --failed'.

    \b
    Examples:
      mahdar build news/ --into minutes.db
      mahdar build 'archive/*.warc.gz' feed.xml --into minutes.db --workers 4
      zcat news.jsonl.gz | mahdar build - --into minutes.db
    """
    from mahdar.engine import build as build_store
    from mahdar.store import Store

    known = _knowledge(knowledge)
    with Store.open(into, create=True) as store:
        try:
            with _progress(quiet) as progress:
                report = build_store(
                    _read_articles(sources, known),
                    store,
                    known,
                    workers=workers or _cores(),
                    sources=sources,
                    progress=progress,
                )
        except KeyboardInterrupt:
            note(f"stopped; {store.count()} articles are in {into}; run the same again to go on")
            raise typer.Exit(_STOPPED) from None
    if not quiet:
        written = f"{report.written} written, {report.unchanged} there already, {report.failed} failed"
        show([((f"{_articles(report.read)} read: {written}; in {into}", ""),)])
    if report.failed:
        _tell_failures(report.failures, report.failed, f"mahdar articles --failed --store {into}")
        raise typer.Exit(_SOME_FAILED)


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tell_failures(failures: "Sequence[Failure]", count: int, more: str) -> None:
    from mahdar.cli._lines import failure_line

    note(f"{_articles(count)} failed:")
    for failure in failures[:_SHOWN]:
        note("  " + plain(failure_line(failure)))
    if count > _SHOWN and more:
        note(f"  ... and {count - _SHOWN} more: {more}")


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """What is told of each step of a build: a line on a terminal, nothing anywhere else."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading")

        def step(report: "Report") -> None:
            told = f"{report.read} articles, {report.unchanged} there already, {report.failed} failed"
            bar.update(task, description=told)

        yield step


@app.command(short_help="Read articles and print what is in them.")
def read(
    sources: Sources,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="pretty (for a person), json (all of it) or records.")
    ] = "pretty",
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=0, help="Processes; 0: one a core.")] = 1,
    knowledge: KnowledgeOption = None,
) -> None:
    """Read articles and print what is found in each, without a record file.

    'records' is the exchange format and 'json' the same with names and words spelt out: one JSON object an article a line.

    \b
    Examples:
      mahdar read article.html
      mahdar read news.jsonl.gz --format records > records.jsonl
      curl -s https://example.org/page.html | mahdar read -
    """
    from mahdar.cli._lines import failure_line, record_lines
    from mahdar.engine import run
    from mahdar.export import encode_exchange, encode_whole
    from mahdar.model import Failure

    if form not in ("pretty", "json", "records"):
        raise typer.BadParameter(f"there is no format '{form}'; there are: pretty, json, records")
    known = _knowledge(knowledge)
    failed = 0
    for outcome in run(_read_articles(sources, known), known, workers=workers or _cores()):
        if isinstance(outcome, Failure):
            failed += 1
            note(plain(failure_line(outcome)))
        elif form == "pretty":
            show(record_lines(*outcome))
        else:
            write(((encode_exchange(outcome[1]) if form == "records" else encode_whole(*outcome)) + b"\n",))
    if failed:
        note(f"{_articles(failed)} failed")
        raise typer.Exit(_SOME_FAILED)


@app.command(short_help="What happened, and when.")
def chronicle(
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Events in which NAME takes part.")] = None,
    with_: Annotated[str | None, typer.Option("--with", metavar="NAME", help="... together with NAME.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Kind or family of event; may be repeated.", autocompletion=_kinds),
    ] = None,
    from_: FromOption = None,
    to: ToOption = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help="happened, planned, denied...", autocompletion=_statuses),
    ] = None,
    limit: LimitOption = 0,
    store: StoreOption = _DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """What happened, in the order in which it happened, with outlet, date and the words.

    Names may be given in Arabic or Latin letters, in any usual spelling, or as ids. A state stands for its
    officials, ministries and forces too. An event without a time of its own stands under the day of its article, and says so.

    With --from or --to: what has no known beginning or end ("since 2007") counts by the side that is known (in 2007), and
    events of which no more is told than the year come last, marked "(sometime in 2018)".

    \b
    Examples:
      mahdar chronicle --who "كيم جونغ أون" --from 2018-04-20 --to 2018-05-10
      mahdar chronicle --who Lavrov --with Iran --kind contact
      mahdar chronicle --kind agreement --kind signing --status planned --json
    """
    from mahdar.cli._lines import chronicle_lines
    from mahdar.query import chronicle as ask
    from mahdar.query import seek

    known = _knowledge()
    with _opened(store) as opened:
        one = seek(opened, known, who) if who else None
        other = seek(opened, known, with_) if with_ else None
        lines = ask(
            opened,
            known,
            who=one,
            with_=other,
            kinds=kind or (),
            statuses=status or (),
            from_=from_,
            to=to,
            limit=limit or None,
        )
    if json:
        write_json(lines)
        return
    _tell_whom(one, other)
    show(chronicle_lines(lines))
    _tell_count(len(lines), "event")


def _tell_whom(*several: "Sought | None") -> None:
    """Whom the names were taken for."""
    from mahdar.cli._lines import title_of

    for one in several:
        if one is not None:
            note(f"# {title_of(one.name, one.name_en)}, {one.id}")


def _tell_count(count: int, what: str) -> None:
    note(f"# {count or 'no'} {what}{'' if count == 1 else 's'}")


@app.command(short_help="Who said what, through whom.")
def said(
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who spoke.")] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="NAME|WORDS", help="Somebody named in what was said, or words of it."),
    ] = None,
    via: Annotated[str | None, typer.Option("--via", metavar="NAME", help="Who passed it on.")] = None,
    act: Annotated[
        list[str] | None,
        typer.Option("--act", metavar="ACT", help="say, deny, accuse...; may be repeated.", autocompletion=_acts),
    ] = None,
    from_: FromOption = None,
    to: ToOption = None,
    limit: LimitOption = 0,
    store: StoreOption = _DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Who said what, through whom, with the words.

    \b
    Examples:
      mahdar said --who "الخارجية الروسية" --about سوريا
      mahdar said --who Rouhani --act warn --act threaten
      mahdar said --via رويترز --about "الاتفاق النووي" --json
    """
    from mahdar.cli._lines import said_lines
    from mahdar.query import said as ask
    from mahdar.query import seek

    known = _knowledge()
    with _opened(store) as opened:
        speaker = seek(opened, known, who) if who else None
        carrier = seek(opened, known, via) if via else None
        lines = ask(
            opened,
            known,
            who=speaker,
            about=about,
            via=carrier,
            acts=act or (),
            from_=from_,
            to=to,
            limit=limit or None,
        )
    if json:
        write_json(lines)
        return
    _tell_whom(speaker, carrier)
    show(said_lines(lines))
    _tell_count(len(lines), "statement")


OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DAY", help="On this day (2018-05-07; 2018-05 and 2018 will do).")
]


@contextmanager
def _opened_or_nothing(context: typer.Context, path: Path) -> Iterator["tuple[Store, bool]"]:
    """The record file and True, or one with nothing in it and False: where none is asked for and none is there, what is
    known before anything is read is answer enough."""
    from mahdar.query import Nothing

    source = context.get_parameter_source("store")
    if source is not None and source.name == "DEFAULT" and not path.exists():
        with Nothing() as nothing:
            yield nothing, False
    else:
        with _opened(path) as store:
            yield store, True


@app.command(short_help="Somebody, or whoever held an office on a day.")
def who(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME|OFFICE", help="In Arabic or Latin letters, or an id; or an office of a state."),
    ],
    on: OnOption = None,
    latest: Annotated[int, typer.Option("--latest", metavar="N", min=0, help="So many events and statements.")] = 5,
    store: StoreOption = _DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Somebody or something: names, offices, and the latest events and statements. Of an office: who held it.

    Terms of office are those of the registry, and need no record file. With --on: who held the office that day; what
    offices a person held; who held those of a state or organisation. After the last day that is known a holder is
    presumed, with a certainty that falls by half every two years.

    \b
    Examples:
      mahdar who "سيرغي لافروف"
      mahdar who Pompeo --latest 10
      mahdar who "وزير الخارجية الإيراني" --on 2023-03-29
      mahdar who "foreign minister of Iran" --on 2014-02 --json
      mahdar who لافروف --on 2018-05-01
    """
    from mahdar.cli._lines import profile_lines
    from mahdar.query import Terms, seek, terms_asked, terms_of
    from mahdar.query import who as ask

    known = _knowledge()
    asked = terms_asked(known, name, on)
    if isinstance(asked, Terms):
        _tell_terms(asked, json)
        return
    with _opened_or_nothing(context, store) as (opened, there):
        if on is not None:
            _tell_terms(terms_of(known, seek(opened, known, asked), on), json)
            return
        profile = ask(opened, known, asked, latest=latest)
    if json:
        write_json(profile)
        return
    show(profile_lines(profile, there))
    if not there:
        note(f"# from the registry alone: there is no record file {store}")


def _tell_terms(terms: "Terms", json: bool) -> None:
    from mahdar.cli._lines import terms_lines

    if json:
        write_json(terms)
    else:
        show(terms_lines(terms))


@app.command(short_help="An office: all who held it.")
def office(
    title: Annotated[str, typer.Argument(metavar="OFFICE", help="A title in English or Arabic.")],
    of: Annotated[
        str | None,
        typer.Argument(metavar="[STATE]", help="A state or organisation: its code, or a name in any spelling."),
    ] = None,
    on: OnOption = None,
    json: JsonOption = False,
) -> None:
    """All who held an office, with their terms, how sure these are, and the sources of the registry.

    Without a state: the holders of that office in all of them.

    \b
    Examples:
      mahdar office "foreign minister" IR
      mahdar office "وزير الخارجية" إيران --on 2023-03-29
      mahdar office "الأمين العام للأمم المتحدة"
      mahdar office "special envoy to Yemen" UN --json
      mahdar office "prime minister" --on 2018-05-01
    """
    from mahdar.query import office_terms

    _tell_terms(office_terms(_knowledge(), title, of, on), json)


@app.command(short_help="The articles, or those that failed.")
def articles(
    count: Annotated[bool, typer.Option("--count", help="Only how many.")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="What could not be read, with the reason.")] = False,
    from_: FromOption = None,
    to: ToOption = None,
    date_from: Annotated[
        str | None,
        typer.Option(
            "--date-from", metavar="WHENCE", help="Only those whose date is given, inferred or none (or: since a day)."
        ),
    ] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Only those of one outlet.")] = None,
    limit: LimitOption = 0,
    store: StoreOption = _DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """The articles in the record file, or those that failed.

    \b
    Examples:
      mahdar articles --count
      mahdar articles --failed
      mahdar articles --date-from inferred --json
    """
    from mahdar.cli._lines import article_lines, failure_line
    from mahdar.query import articles as ask
    from mahdar.query import count_articles, failed_articles

    if date_from and date_from[:1].isdigit():  # a day: what "from" means everywhere else
        from_, date_from = from_ or date_from, None
    with _opened(store) as opened:
        if failed:
            failures = failed_articles(opened)
            _answer(len(failures) if count else failures, json, lambda: map(failure_line, failures))
        elif count:
            picked = count_articles(opened, from_=from_, to=to, outlet=outlet, dated=date_from)
            _answer(picked, json, lambda: ())
        else:
            lines = ask(opened, from_=from_, to=to, outlet=outlet, dated=date_from, limit=limit or None)
            _answer(lines, json, lambda: article_lines(lines))


def _answer(value: Any, json: bool, lines: Any) -> None:
    """A count, or lines, for a person or for a program."""
    if isinstance(value, int):
        if json:
            write_json({"articles": value})
        else:
            show([((str(value), ""),)])
    elif json:
        write_json(value)
    else:
        show(lines())


@app.command(short_help="Articles that hold all of the words.")
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help='Words in any form; phrases in "quotation marks".')],
    from_: FromOption = None,
    to: ToOption = None,
    best: Annotated[bool, typer.Option("--best", help="The best first, of the 2,000 newest; else the newest.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most N articles.")] = 20,
    store: StoreOption = _DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Articles that hold all of the words, the newest first.

    \b
    Examples:
      mahdar search "القمة الكورية"
      mahdar search '"الاتفاق النووي" العقوبات' --from 2018-05
      mahdar search مفاوضات --best --limit 5 --json
    """
    from mahdar.cli._lines import found_lines
    from mahdar.query import search as ask

    with _opened(store) as opened:
        found = ask(opened, query, from_=from_, to=to, best_first=best, limit=limit)
    if json:
        write_json(found)
    else:
        show(found_lines(found))
        _tell_count(len(found), "article")


@app.command("export", short_help="All records, for other programs.")
def export_command(
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="records, json or csv.")] = "records",
    table: Annotated[
        str | None,
        typer.Option(
            "--table", metavar="TABLE", help="events, statements, facts or entities (csv: events; json: all)."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to FILE in place of standard output.")
    ] = None,
    store: StoreOption = _DEFAULT_STORE,
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
    from mahdar.export import FORMATS, TABLES, export

    if form not in FORMATS:
        raise typer.BadParameter(f"there is no format '{form}'; there are: {', '.join(FORMATS)}")
    if table is not None and (table not in TABLES or form == "records"):
        known = "records has no tables" if form == "records" else f"there are: {', '.join(TABLES)}"
        raise typer.BadParameter(f"there is no table '{table}'; {known}")
    with _opened(store) as opened:
        pieces = export(form, opened.records(), table=table)
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


@knowledge_app.command(short_help="Check tables and word lists.")
def lint(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Tables of your own; else those that are shipped.")
    ] = None,
) -> None:
    """Check tables and word lists: each problem with its file and entry. Exit status 1 where there is any.

    \b
    Examples:
      mahdar knowledge lint
      mahdar knowledge lint my-knowledge/
    """
    from mahdar.errors import KnowledgeError
    from mahdar.knowledge import lint as check

    if folder is not None and not folder.is_dir():
        raise KnowledgeError(str(folder), "", "there is no such folder")
    problems = check(folder)
    for problem in problems:
        entry = f"{problem.entry}: " if problem.entry else ""
        show([((f"{problem.file}: {entry}{problem.problem}", ""),)])
    if problems:
        note(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}")
        raise typer.Exit(_SOME_FAILED)
    note("no problems")


def main() -> None:
    """Run the command line: exit status 0 fine, 1 some articles failed, 2 what was asked cannot be done."""
    prepare()
    try:
        app(prog_name="mahdar")
    except MahdarError as problem:
        note(f"mahdar: {problem}")
        sys.exit(_USAGE)
