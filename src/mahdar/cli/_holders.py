"""Who somebody is, and who held an office."""
# ruff: noqa: PLC0415

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli._options import DEFAULT_STORE, JsonOption, StoreOption, known_words, opened_store
from mahdar.cli._output import note, show, write_json

if TYPE_CHECKING:
    from mahdar.query import Terms
    from mahdar.store import Store

__all__ = ["office", "who"]

OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DAY", help="On this day (2018-05-07; 2018-05 and 2018 will do).")
]


@contextmanager
def _opened_or_nothing(context: typer.Context, path: str) -> Iterator["tuple[Store, bool]"]:
    """The record file and True, or one with nothing in it and False: where none is asked for and none is there, what is
    known before anything is read is answer enough."""
    from mahdar.query import Nothing

    source = context.get_parameter_source("store")
    if source is not None and source.name == "DEFAULT" and not Path(path).exists():
        with Nothing() as nothing:
            yield nothing, False
    else:
        with opened_store(path) as store:
            yield store, True


def who(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME|OFFICE", help="In Arabic or Latin letters, or an id; or an office of a state."),
    ],
    on: OnOption = None,
    latest: Annotated[int, typer.Option("--latest", metavar="N", min=0, help="So many events and statements.")] = 5,
    store: StoreOption = DEFAULT_STORE,
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
    from mahdar.query import Terms, sought_in_registry, terms_asked, terms_of

    known = known_words()
    asked = terms_asked(known, name, on)
    if isinstance(asked, Terms):
        _tell_terms(asked, json)
        return
    if on is not None:
        one = sought_in_registry(known, asked)
        if one is None:
            from mahdar.query import seek

            with _opened_or_nothing(context, store) as (opened, there):
                one = seek(opened, known, asked)
        _tell_terms(terms_of(known, one, on), json)
        return
    from mahdar.query import who as ask

    with _opened_or_nothing(context, store) as (opened, there):
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

    _tell_terms(office_terms(known_words(), title, of, on), json)
