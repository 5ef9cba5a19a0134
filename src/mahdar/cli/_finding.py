"""The articles themselves: lists of them, and the words in them."""
# ruff: noqa: PLC0415

from typing import Annotated, Any

import typer

from mahdar.cli._options import (
    DEFAULT_STORE,
    FromOption,
    JsonOption,
    LimitOption,
    StoreOption,
    ToOption,
    known_words,
    opened_store,
    tell_count,
)
from mahdar.cli._output import show, write_json

__all__ = ["articles", "search"]


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
    store: StoreOption = DEFAULT_STORE,
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
    with opened_store(store) as opened:
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


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help='Words in any form; phrases in "quotation marks".')],
    from_: FromOption = None,
    to: ToOption = None,
    best: Annotated[bool, typer.Option("--best", help="The best first, of the 2,000 newest; else the newest.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most N articles.")] = 20,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Articles that hold all of the words, the newest first.

    Words are found with their clitics and in any spelling; "phrases" as they stand; Latin names also in Arabic. Before a word:
    - for what is not wanted, title: speaker: outlet: from: to: for fields; in:said or in:title anywhere for all words.

    \b
    Examples:
      mahdar search "القمة الكورية"
      mahdar search '"الاتفاق النووي" العقوبات' --from 2018-05
      mahdar search 'Lavrov -سوريا outlet:marqab from:2018-05'
      mahdar search 'العقوبات in:said speaker:"United States"'
      mahdar search مفاوضات --best --limit 5 --json
    """
    from mahdar.cli._lines import found_lines
    from mahdar.query import search as ask

    with opened_store(store) as opened:
        found = ask(opened, query, knowledge=known_words(), from_=from_, to=to, best_first=best, limit=limit)
    if json:
        write_json(found)
    else:
        show(found_lines(found))
        tell_count(len(found), "article")
