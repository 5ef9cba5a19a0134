"""What many articles tell together: linking, and the questions to its episodes."""
# ruff: noqa: PLC0415

from typing import Annotated

import typer

from mahdar.cli._options import (
    DEFAULT_STORE,
    FromOption,
    JsonOption,
    LimitOption,
    StatusOption,
    StoreOption,
    ToOption,
    known_words,
    opened_store,
    tell_count,
    tell_whom,
)
from mahdar.cli._output import show, write_json

__all__ = ["episode", "episodes", "link", "quotes"]

_REPORTS = 3


def acts() -> list[str]:
    from mahdar.model import ACTS

    return list(ACTS)


def kinds() -> list[str]:
    from mahdar.model import EVENT_KINDS, FAMILIES

    return sorted({*EVENT_KINDS, *FAMILIES.values()})


def link(
    store: StoreOption = DEFAULT_STORE,
    anew: Annotated[bool, typer.Option("--anew", help="Link even where nothing has changed.")] = False,
    json: JsonOption = False,
) -> None:
    """Find the reports of one real event, copies of one text, and what the papers say differently.

    `mahdar build` does so at its end; this is for a file that was built without. Only new articles are read again.

    \b
    Example:
      mahdar link --store news.db
    """
    from mahdar.cli._linked_lines import link_line
    from mahdar.engine import link_store

    with opened_store(store) as opened:
        report = link_store(opened, known_words(), anew=anew)
    if json:
        write_json(report)
        return
    show([((link_line(report), ""),)])


def episodes(
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Events in which NAME takes part.")] = None,
    with_: Annotated[str | None, typer.Option("--with", metavar="NAME", help="... together with NAME.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Kind or family of event; may be repeated.", autocompletion=kinds),
    ] = None,
    from_: FromOption = None,
    to: ToOption = None,
    status: StatusOption = None,
    sources: Annotated[
        int, typer.Option("--sources", metavar="N", min=1, help="Only what N independent texts report.")
    ] = 1,
    limit: LimitOption = 0,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Real events, each once, with all who report it.

    Asked like `chronicle`. Copies of one text count as one source. How an event stood over time (planned, then held, or
    cancelled) is told with the days of the reports.

    \b
    Examples:
      mahdar episodes --who "كيم جونغ أون" --kind contact --sources 3
      mahdar episodes --who Macron --with US --from 2018-04 --to 2018-04
    """
    from mahdar.cli._linked_lines import episode_lines
    from mahdar.query import episodes as ask
    from mahdar.query import seek

    known = known_words()
    with opened_store(store) as opened:
        one = seek(opened, known, who) if who else None
        other = seek(opened, known, with_) if with_ else None
        found = ask(
            opened,
            known,
            who=one,
            with_=other,
            kinds=kind or (),
            statuses=status or (),
            from_=from_,
            to=to,
            sources=sources,
            limit=limit or None,
        )
    if json:
        write_json(found)
        return
    tell_whom(one, other)
    show(episode_lines(found, reports=_REPORTS))
    tell_count(len(found), "episode")


def episode(
    ident: Annotated[str, typer.Argument(metavar="ID", help="The id of an episode, or of an event told in it.")],
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """One real event with every report of it, and why each was joined.

    \b
    Example:
      mahdar episode E2f3a9c1d5e7b --store news.db
    """
    from mahdar.cli._linked_lines import episode_lines
    from mahdar.query import episode as ask

    with opened_store(store) as opened:
        found = ask(opened, known_words(), ident)
    if json:
        write_json(found)
        return
    show(episode_lines((found,), reports=None))


def quotes(
    words: Annotated[list[str] | None, typer.Argument(metavar="WORD...", help="Words that have to be in it.")] = None,
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="What NAME is quoted with.")] = None,
    act: Annotated[
        list[str] | None, typer.Option("--act", metavar="ACT", help="deny, accuse...", autocompletion=acts)
    ] = None,
    from_: FromOption = None,
    to: ToOption = None,
    sources: Annotated[
        int, typer.Option("--sources", metavar="N", min=1, help="Only what N independent texts report.")
    ] = 2,
    differing: Annotated[bool, typer.Option("--differing", help="Only what is not told in the same words.")] = False,
    limit: LimitOption = 0,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """The same statement in several articles, with the differences word by word.

    Words that the fullest telling does not have stand between [ and ].

    \b
    Examples:
      mahdar quotes --who Lavrov --differing
      mahdar quotes النووي --from 2018-05 --sources 3
    """
    from mahdar.cli._linked_lines import quote_lines
    from mahdar.query import quotes as ask
    from mahdar.query import seek

    known = known_words()
    with opened_store(store) as opened:
        one = seek(opened, known, who) if who else None
        found = ask(
            opened,
            known,
            " ".join(words or ()) or None,
            who=one,
            acts=act or (),
            from_=from_,
            to=to,
            sources=sources,
            differing=differing,
            limit=limit or None,
        )
    if json:
        write_json(found)
        return
    tell_whom(one)
    show(quote_lines(found))
    tell_count(len(found), "quote")
