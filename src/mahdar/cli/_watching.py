"""Watching feeds."""
# ruff: noqa: PLC0415

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli._linked_lines import link_line
from mahdar.cli._options import DEFAULT_STORE, SOME_FAILED, STOPPED, KnowledgeOption, count_of_articles, known_words
from mahdar.cli._output import note, show

if TYPE_CHECKING:
    from types import FrameType

    from mahdar.engine import LinkReport
    from mahdar.watching import News

__all__ = ["watch"]


def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS", help="The list of feeds (TOML).", show_default=False)],
    into: Annotated[
        str,
        typer.Option(
            "--into",
            metavar="FILE",
            envvar="MAHDAR_STORE",
            help="The record file, made if need be, or postgresql://user@host/database.",
        ),
    ] = DEFAULT_STORE,
    once: Annotated[bool, typer.Option("--once", help="Ask each feed once and end, as for a timetable.")] = False,
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="FILE", help="What was seen; else beside the record file, '.watch'."),
    ] = None,
    link: Annotated[bool, typer.Option(help="Find the reports of one event afterwards.")] = True,
    private: Annotated[
        bool,
        typer.Option(
            "--allow-private",
            help="DANGEROUS: also fetch from this machine and its network, which whoever writes a feed can then read.",
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No lines on what is done.")] = False,
    knowledge: KnowledgeOption = None,
) -> None:
    """Ask feeds (RSS, Atom) for news, fetch new articles, and put them on record: until Ctrl-C, or --once.

    The list names the feeds; what is above them holds for all and may be left out:

    \b
      every = 15       # minutes between two polls of a feed
      delay = 5        # seconds between two requests to one host, more where its robots.txt asks for it
      most = 100       # new articles of one poll
      [[feed]]
      url = "https://example.org/rss.xml"
      outlet = "Example"   # where its pages do not say
      every = 60

    A feed is asked whether it has changed (ETag, Last-Modified); one that fails is left alone for longer and longer, as long as
    it asks for (Retry-After) and a day at most, and stops no other. What robots.txt forbids is not fetched, nor is anything that
    is not on the public internet. A watch that was stopped goes on where it was. Exit status 1 says that feeds or
    articles failed: see 'mahdar articles --failed'.

    \b
    Examples:
      mahdar watch feeds.toml --into mahdar.db
      mahdar watch feeds.toml --into mahdar.db --once --quiet
    """
    from mahdar.store import Store
    from mahdar.watching import read_watchlist
    from mahdar.watching import watch as watch_feeds

    listed = read_watchlist(feeds)
    known = known_words(knowledge)
    with Store.open(into, create=True) as store:
        try:
            with _ended_as_by_hand():
                report = watch_feeds(
                    listed,
                    store,
                    known,
                    state=state or _beside(store.path),
                    once=once,
                    private=private,
                    link=link,
                    tell=_silent if quiet else _tell,
                )
        except KeyboardInterrupt:
            note(f"stopped; {count_of_articles(store.count())} in {store.path}; run the same again to go on")
            raise typer.Exit(STOPPED) from None
    if not quiet:
        polls = f"{report.polls} poll{'' if report.polls == 1 else 's'}, {report.failed_polls} failed"
        pages = f"{report.written} written, {report.unchanged} there already, {report.failed} failed"
        show([((f"{polls}; articles: {pages}; in {store.path}", ""),)])
    if report.failed_polls or report.failed:
        raise typer.Exit(SOME_FAILED)


def _beside(place: Path | str) -> Path:
    """The file of what was seen, beside the record file where that is one."""
    return place.with_name(place.name + ".watch") if isinstance(place, Path) else Path("mahdar.watch")


@contextmanager
def _ended_as_by_hand() -> Iterator[None]:
    """What ends services (SIGTERM) ends this as Ctrl-C does: what was fetched is written first."""

    def stop(number: int, frame: "FrameType | None") -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _silent(news: "News | LinkReport") -> None:
    """Nothing is told."""


def _tell(news: "News | LinkReport") -> None:
    """A line with the time, on standard error."""
    note(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {_words(news)}")


def _words(news: "News | LinkReport") -> str:
    from mahdar.watching import Added, Missed, Polled

    match news:
        case Polled(feed, again, problem=str(problem)):
            return f"{feed}: failed: {problem}; again at {_hour(again)}"
        case Polled(feed, again, unchanged=True):
            return f"{feed}: nothing new; again at {_hour(again)}"
        case Polled(feed, again, items, fresh):
            return f"{feed}: {items} item{'' if items == 1 else 's'}, {fresh} new; again at {_hour(again)}"
        case Missed(url, problem, again):
            return f"{url}: {problem}{'; tried again later' if again else ''}"
        case Added(written, unchanged, failed):
            return f"articles: {written} written, {unchanged} there already, {failed} failed"
        case _:
            return link_line(news)


def _hour(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%H:%M:%SZ}"
