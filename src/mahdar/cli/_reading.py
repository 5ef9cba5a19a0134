"""Reading: articles into a record file, or straight to the screen."""
# ruff: noqa: PLC0415

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mahdar.cli._linked_lines import link_line
from mahdar.cli._options import (
    DEFAULT_STORE,
    SOME_FAILED,
    STOPPED,
    KnowledgeOption,
    Sources,
    count_of_articles,
    known_words,
    tell_corrections,
)
from mahdar.cli._output import note, plain, show, write, write_json

if TYPE_CHECKING:
    from mahdar.engine import Report
    from mahdar.knowledge import Knowledge
    from mahdar.model import Article, Failure, Record
    from mahdar.reading import Meter

__all__ = ["build", "read"]

_SHOWN = 5


def _read_articles(
    sources: Sequence[str], knowledge: "Knowledge", meter: "Meter | None" = None
) -> "Iterator[Article | Failure]":
    from mahdar.reading import read_articles

    return read_articles(sources, knowledge, stdin=sys.stdin.buffer if "-" in sources else None, meter=meter)


def build(
    sources: Sources,
    into: Annotated[
        str,
        typer.Option(
            "--into",
            metavar="FILE",
            envvar="MAHDAR_STORE",
            help="The record file, made if need be, or postgresql://user@host/database.",
        ),
    ] = DEFAULT_STORE,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=0, help="Processes; 0: one a core.")] = 0,
    link: Annotated[
        bool, typer.Option(help="Find the reports of one event and the copies of one text afterwards.")
    ] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
    engine: Annotated[
        str, typer.Option("--engine", metavar="NAME", help="Where articles are read: local, or ray (a cluster).")
    ] = "local",
    address: Annotated[
        str | None, typer.Option("--address", metavar="ADDRESS", help="Of the Ray cluster; none: one of this machine.")
    ] = None,
    shards: Annotated[
        Path | None,
        typer.Option("--shards", metavar="FOLDER", help="Where Ray's shards are kept, seen by all nodes; FILE.shards."),
    ] = None,
    knowledge: KnowledgeOption = None,
) -> None:
    """Read articles, write their records into a file, and link them: one entry for one event, whoever reports it.

    What is in the file already is not done again, so a build that was stopped is taken up by running it again. An article
    that changed replaces its record. Exit status 1 says that some articles failed: see 'mahdar articles --failed'.

    \b
    Examples:
      mahdar build news/ --into minutes.db
      mahdar build 'archive/*.warc.gz' feed.xml --into minutes.db --workers 4
      zcat news.jsonl.gz | mahdar build - --into minutes.db
      mahdar build 'archive/*.warc.gz' --into minutes.db --engine ray --address ray://head:10001
    """
    from mahdar.engine import build as build_store
    from mahdar.engine import build_on_ray, link_store
    from mahdar.reading import Meter
    from mahdar.store import Store

    if engine not in ("local", "ray"):
        raise typer.BadParameter(f"there is no engine '{engine}'; there are: local, ray")
    if engine == "local" and (address or shards):
        raise typer.BadParameter("--address and --shards go with --engine ray")
    known = known_words(knowledge)
    meter = Meter(sources)
    with Store.open(into, create=True) as store:
        try:
            with _progress(quiet, meter) as progress:
                if engine == "ray":
                    report = build_on_ray(
                        sources,
                        store,
                        known,
                        folder=shards or _shards_of(store.path),
                        address=address,
                        workers=workers or _cores(),
                        progress=progress,
                    )
                else:
                    report = build_store(
                        _read_articles(sources, known, meter),
                        store,
                        known,
                        workers=workers or _cores(),
                        sources=sources,
                        progress=progress,
                    )
            linked = link_store(store, known) if link else None
            if not quiet:
                tell_corrections(store, known)
        except KeyboardInterrupt:
            note(f"stopped; {store.count()} articles are in {store.path}; run the same again to go on")
            raise typer.Exit(STOPPED) from None
    if not quiet:
        written = f"{report.written} written, {report.unchanged} there already, {report.failed} failed"
        show([((f"{count_of_articles(report.read)} read: {written}; in {store.path}", ""),)])
        if linked is not None:
            show([((link_line(linked), ""),)])
    if report.failed:
        _tell_failures(report.failures, report.failed, f"mahdar articles --failed --store {store.path}")
        raise typer.Exit(SOME_FAILED)


def _shards_of(place: Path | str) -> Path:
    """The folder of the shards of a store, beside it where it is a file."""
    return place.with_name(place.name + ".shards") if isinstance(place, Path) else Path("mahdar.shards")


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tell_failures(failures: "Sequence[Failure]", count: int, more: str) -> None:
    from mahdar.cli._lines import failure_line

    note(f"{count_of_articles(count)} failed:")
    for failure in failures[:_SHOWN]:
        note("  " + plain(failure_line(failure)))
    if count > _SHOWN and more:
        note(f"  ... and {count - _SHOWN} more: {more}")


@contextmanager
def _progress(quiet: bool, meter: "Meter") -> Iterator[Any]:
    """What is told of each step of a build: a line on a terminal, nothing anywhere else."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    known = (BarColumn(bar_width=20), TimeRemainingColumn()) if meter.total else ()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), *known)
    # The estimate is by the speed of the last half minute: what is there already goes by much faster than what is read.
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=30) as bar:
        task = bar.add_task("reading", total=meter.total)

        def step(report: "Report") -> None:
            told = f"{report.read} articles, {report.unchanged} there already, {report.failed} failed"
            bar.update(task, description=told, completed=meter.done)

        yield step


def read(
    sources: Sources,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="pretty (for a person), json (all of it) or records.")
    ] = "pretty",
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=0, help="Processes; 0: one a core.")] = 1,
    explain: Annotated[bool, typer.Option("--explain", help="Why each finding is what it is.")] = False,
    timings: Annotated[bool, typer.Option("--timings", help="At the end, what each room cost (one process).")] = False,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    knowledge: KnowledgeOption = None,
) -> None:
    """Read articles and print what is found in each, without a record file.

    'records' is the exchange format and 'json' the same with names and words spelt out: one JSON object an article a line.

    --explain shows for each finding the words, the entry that read them with its file and an example, who plays which
    part by which words, the words that decide whether it happened, and those who lost, with their scores and reasons.

    \b
    Examples:
      mahdar read article.html
      mahdar read article.html --explain
      mahdar read news.jsonl.gz --format records > records.jsonl
      curl -s https://example.org/page.html | mahdar read -
    """
    from mahdar.cli._lines import failure_line
    from mahdar.engine import run
    from mahdar.model import Failure

    form = "json" if json else form
    if form not in ("pretty", "json", "records"):
        raise typer.BadParameter(f"there is no format '{form}'; there are: pretty, json, records")
    if explain and form == "records":
        raise typer.BadParameter("--explain goes with the formats pretty and json")
    known = known_words(knowledge)
    clock = None
    if timings:
        from mahdar.engine import Timings

        clock = Timings()
    articles = _read_articles(sources, known)
    failed = 0
    for outcome in run(
        clock.reading(articles) if clock is not None else articles,
        known,
        workers=1 if clock is not None else workers or _cores(),
        analyse=clock,
    ):
        if isinstance(outcome, Failure):
            failed += 1
            note(plain(failure_line(outcome)))
        else:
            _print(*outcome, form, known if explain else None)
    if clock is not None:
        from mahdar.cli._explained import timing_lines

        for line in timing_lines(clock):
            note(plain(line))
    if failed:
        note(f"{count_of_articles(failed)} failed")
        raise typer.Exit(SOME_FAILED)


def _print(article: "Article", record: "Record", form: str, explained_by: "Knowledge | None") -> None:
    """An article's record, or (by the knowledge given) the explanations of its findings."""
    if explained_by is not None:
        from mahdar.cli._explained import explanation_lines
        from mahdar.explanations import explain as explain_record

        explanations = explain_record(article, record, explained_by)
        if form == "json":
            write_json({"doc": record.doc, "explanations": explanations})
        else:
            show(explanation_lines(article, record, explanations))
    elif form == "pretty":
        from mahdar.cli._lines import record_lines

        show(record_lines(article, record))
    else:
        from mahdar.export import encode_exchange, encode_whole

        write(((encode_exchange(record) if form == "records" else encode_whole(article, record)) + b"\n",))
