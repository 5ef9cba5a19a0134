"""What many articles tell together: linking, and the questions to its episodes."""
# ruff: noqa: PLC0415

from typing import Annotated

import typer

from mahdar.cli._options import (
    DEFAULT_STORE,
    ActOption,
    ConcernedOption,
    FromOption,
    JsonOption,
    KindOption,
    LimitOption,
    PartnerOption,
    PartyOption,
    SourcesOption,
    StatusOption,
    StoreOption,
    ToOption,
    known_words,
    opened_store,
    sought,
    tell_corrections,
    tell_count,
    tell_whom,
)
from mahdar.cli._output import show, write_json

__all__ = ["changes", "disagreements", "episode", "episodes", "link", "quotes", "thread"]

_REPORTS = 3


def differences() -> list[str]:
    from mahdar.query import DIFFERENCES

    return list(DIFFERENCES)


def changing() -> list[str]:
    from mahdar.query import CHANGING

    return list(CHANGING)


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
        known = known_words()
        report = link_store(opened, known, anew=anew, dating=True)
        tell_corrections(opened, known)
    if json:
        write_json(report)
        return
    show([((link_line(report), ""),)])


def episodes(
    who: PartyOption = None,
    with_: PartnerOption = None,
    kind: KindOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    status: StatusOption = None,
    sources: SourcesOption = 1,
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

    known = known_words()
    with opened_store(store) as opened:
        one = sought(opened, known, who)
        other = sought(opened, known, with_)
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
    act: ActOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    sources: SourcesOption = 2,
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

    known = known_words()
    with opened_store(store) as opened:
        one = sought(opened, known, who)
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


def disagreements(
    who: ConcernedOption = None,
    with_: PartnerOption = None,
    sort: Annotated[
        list[str] | None,
        typer.Option(
            "--sort", metavar="SORT", help="conflict, update, rounding, precision.", autocompletion=differences
        ),
    ] = None,
    of: Annotated[
        list[str] | None,
        typer.Option("--of", metavar="PROPERTY", help="killed, count, day, standing, founded, member_of ..."),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Every article that carries a value.")] = False,
    from_: FromOption = None,
    to: ToOption = None,
    limit: LimitOption = 0,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Where the papers differ: the same thing with two values, and who carries each.

    No value is chosen. A conflict is told apart from an update (later reports have more), a rounding, and what is only
    said more exactly. Copies of one text count as one source.

    \b
    Examples:
      mahdar disagreements --who Iran --sort conflict
      mahdar disagreements --of duration --of signed_on
      mahdar disagreements --of standing --of first_denial
    """
    from mahdar.cli._linked_lines import disagreement_lines
    from mahdar.query import disagreements as ask

    known = known_words()
    with opened_store(store) as opened:
        one = sought(opened, known, who)
        other = sought(opened, known, with_)
        found = ask(
            opened,
            known,
            who=one,
            with_=other,
            sorts=sort or (),
            properties=of or (),
            from_=from_,
            to=to,
            limit=limit or None,
        )
    if json:
        write_json(found)
        return
    tell_whom(one, other)
    show(disagreement_lines(found, carriers=None if full else _REPORTS))
    tell_count(len(found), "disagreement")


def changes(
    who: ConcernedOption = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="office, membership, agreement.", autocompletion=changing),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Offices with one holder all the time, too.")] = False,
    from_: FromOption = None,
    to: ToOption = None,
    limit: LimitOption = 0,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """What follows what: holders of offices, membership, the steps of agreements.

    Offices are compared with the registry: "agrees", "stale title" (the term had ended), "new holder" (the registry does
    not have him yet), "contradicts".

    \b
    Examples:
      mahdar changes --kind office --from 2018-03
      mahdar changes --who "الاتفاق النووي"
    """
    from mahdar.cli._linked_lines import change_lines
    from mahdar.query import changes as ask

    known = known_words()
    with opened_store(store) as opened:
        one = sought(opened, known, who)
        found = ask(
            opened, known, who=one, kinds=kind or (), from_=from_, to=to, everything=everything, limit=limit or None
        )
    if json:
        write_json(found)
        return
    tell_whom(one)
    show(change_lines(found))
    tell_count(len(found), "change")


def thread(
    who: Annotated[str, typer.Argument(metavar="WHO", help="Whose storylines.")],
    with_: Annotated[str | None, typer.Argument(metavar="[WITH]", help="With whom.")] = None,
    from_: FromOption = None,
    to: ToOption = None,
    episodes: Annotated[int, typer.Option("--episodes", metavar="N", min=2, help="Of N events at least.")] = 2,
    limit: LimitOption = 0,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Storylines: what two parties do about one thing, in the order of its events (the talks, the visit, the signing).

    \b
    Examples:
      mahdar thread بريطانيا روسيا
      mahdar thread Macron US --limit 3
    """
    from mahdar.cli._linked_lines import thread_lines
    from mahdar.query import seek
    from mahdar.query import thread as ask

    known = known_words()
    with opened_store(store) as opened:
        one = seek(opened, known, who)
        other = sought(opened, known, with_)
        found = ask(opened, known, one, other, from_=from_, to=to, episodes=episodes, limit=limit or None)
    if json:
        write_json(found)
        return
    tell_whom(one, other)
    show(thread_lines(found))
    tell_count(len(found), "storyline")
