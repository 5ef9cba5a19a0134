"""What happened and who said what: the questions to a record file."""
# ruff: noqa: PLC0415

from enum import StrEnum
from typing import Annotated

import typer

from mahdar.cli._options import (
    DEFAULT_STORE,
    ActOption,
    FromOption,
    JsonOption,
    KindOption,
    LimitOption,
    PartnerOption,
    PartyOption,
    StatusOption,
    StoreOption,
    ToOption,
    known_words,
    opened_store,
    sought,
    tell_count,
    tell_whom,
)
from mahdar.cli._output import show, write_json

__all__ = ["accusations", "agreements", "chronicle", "said"]


class By(StrEnum):
    """What has a line of the chronicle: an article's account, or a real event with all of them."""

    article = "article"
    episode = "episode"


def chronicle(
    who: PartyOption = None,
    with_: PartnerOption = None,
    kind: KindOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    status: StatusOption = None,
    limit: LimitOption = 0,
    by: Annotated[
        By,
        typer.Option(
            "--by", help="An entry for every article's account, or one for every real event (needs 'mahdar link')."
        ),
    ] = By.article,
    store: StoreOption = DEFAULT_STORE,
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
      mahdar chronicle --who Macron --by episode
    """
    if by is By.episode:
        from mahdar.cli._minutes import episodes

        episodes(who, with_, kind, from_, to, status, limit=limit, store=store, json=json)
        return
    from mahdar.cli._lines import chronicle_lines
    from mahdar.query import chronicle as ask

    known = known_words()
    with opened_store(store) as opened:
        one = sought(opened, known, who)
        other = sought(opened, known, with_)
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
    tell_whom(one, other)
    show(chronicle_lines(lines))
    tell_count(len(lines), "event")


def said(
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who spoke.")] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="NAME|WORDS", help="Somebody named in what was said, or words of it."),
    ] = None,
    via: Annotated[str | None, typer.Option("--via", metavar="NAME", help="Who passed it on.")] = None,
    act: ActOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    limit: LimitOption = 0,
    store: StoreOption = DEFAULT_STORE,
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

    known = known_words()
    with opened_store(store) as opened:
        speaker = sought(opened, known, who)
        carrier = sought(opened, known, via)
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
    tell_whom(speaker, carrier)
    show(said_lines(lines))
    tell_count(len(lines), "statement")


def _steps() -> list[str]:
    from mahdar.model import STEPS

    return list(STEPS)


def agreements(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="An agreement by any of its names, or somebody who takes a step of it."),
    ] = None,
    step: Annotated[
        list[str] | None,
        typer.Option(
            "--step", metavar="STEP", help="signed, ratified, left...; may be repeated.", autocompletion=_steps
        ),
    ] = None,
    status: StatusOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Agreements with the steps of their life: negotiated, signed, ratified, in force, extended, suspended, left.

    An agreement that the registry knows goes under one id whatever it is called; one without a name is known by its
    kind and its sides ("deal:strategic_partnership:IR+RU"). What several articles tell alike is one step.

    \b
    Examples:
      mahdar agreements "الاتفاق النووي"
      mahdar agreements jcpoa --step left --status happened
      mahdar agreements روسيا --from 2018 --json
    """
    from mahdar.cli._lines import agreement_lines
    from mahdar.query import agreements as ask
    from mahdar.query import seek

    known = known_words()
    with opened_store(store) as opened:
        made = name is not None and name.startswith("deal:")
        one = seek(opened, known, name) if name and not made else None
        lines = ask(
            opened, known, name=name if made else one, steps=step or (), statuses=status or (), from_=from_, to=to
        )
    if json:
        write_json(lines)
        return
    tell_whom(one)
    show(agreement_lines(lines))
    tell_count(len(lines), "agreement")


def accusations(
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who accuses or is accused.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who accuses.")] = None,
    against: Annotated[str | None, typer.Option("--against", metavar="NAME", help="Who is accused.")] = None,
    answered: Annotated[
        bool | None, typer.Option("--answered/--open", help="Only those with an answer, or only those without.")
    ] = None,
    from_: FromOption = None,
    to: ToOption = None,
    limit: LimitOption = 0,
    store: StoreOption = DEFAULT_STORE,
    json: JsonOption = False,
) -> None:
    """Who accuses whom of what, and what the accused side answers: in the same article, and in others where the file is
    linked.

    \b
    Examples:
      mahdar accusations --who روسيا
      mahdar accusations --by بريطانيا --against روسيا --answered
      mahdar accusations --open --from 2018-05 --json
    """
    from mahdar.cli._lines import accusation_lines
    from mahdar.query import accusations as ask

    known = known_words()
    with opened_store(store) as opened:
        asked = [sought(opened, known, name) for name in (who, by, against)]
        lines = ask(
            opened,
            known,
            who=asked[0],
            by=asked[1],
            against=asked[2],
            answered=answered,
            from_=from_,
            to=to,
            limit=limit or None,
        )
    if json:
        write_json(lines)
        return
    tell_whom(*asked)
    show(accusation_lines(lines))
    tell_count(len(lines), "accusation")
