"""Options that several commands share, and what they do alike."""
# ruff: noqa: PLC0415

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli._output import note

if TYPE_CHECKING:
    from mahdar.knowledge import Knowledge
    from mahdar.query import Sought
    from mahdar.store import Store

__all__ = [
    "DEFAULT_STORE",
    "SOME_FAILED",
    "STOPPED",
    "USAGE",
    "ActOption",
    "ConcernedOption",
    "FromOption",
    "JsonOption",
    "KindOption",
    "KnowledgeOption",
    "LimitOption",
    "PartnerOption",
    "PartyOption",
    "Sources",
    "SourcesOption",
    "StatusOption",
    "StoreOption",
    "ToOption",
    "count_of_articles",
    "known_words",
    "opened_store",
    "sought",
    "tell_corrections",
    "tell_count",
    "tell_whom",
]

SOME_FAILED, USAGE, STOPPED = 1, 2, 130
DEFAULT_STORE = "mahdar.db"


def statuses() -> list[str]:
    from mahdar.model import STATUSES

    return list(STATUSES)


def kinds() -> list[str]:
    from mahdar.model import EVENT_KINDS, FAMILIES

    return sorted({*EVENT_KINDS, *FAMILIES.values()})


def acts() -> list[str]:
    from mahdar.model import ACTS

    return list(ACTS)


StoreOption = Annotated[
    str,
    typer.Option(
        "--store", metavar="FILE", envvar="MAHDAR_STORE", help="The record file, or postgresql://user@host/database."
    ),
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
StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help="happened, planned, denied...", autocompletion=statuses),
]
PartyOption = Annotated[str | None, typer.Option("--who", metavar="NAME", help="Events in which NAME takes part.")]
PartnerOption = Annotated[str | None, typer.Option("--with", metavar="NAME", help="... together with NAME.")]
ConcernedOption = Annotated[str | None, typer.Option("--who", metavar="NAME", help="What concerns NAME.")]
KindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="Kind or family of event; may be repeated.", autocompletion=kinds),
]
ActOption = Annotated[
    list[str] | None,
    typer.Option("--act", metavar="ACT", help="say, deny, accuse...; may be repeated.", autocompletion=acts),
]
SourcesOption = Annotated[
    int, typer.Option("--sources", metavar="N", min=1, help="Only what N independent texts report.")
]


@contextmanager
def opened_store(path: str) -> Iterator["Store"]:
    from mahdar.store import Store

    with Store.open(path) as store:
        yield store


def known_words(folder: Path | None = None) -> "Knowledge":
    from mahdar.errors import KnowledgeError
    from mahdar.knowledge import load_knowledge

    if folder is not None and not folder.is_dir():
        raise KnowledgeError(str(folder), "", "there is no such folder")
    return load_knowledge(folder)


def sought(store: "Store", knowledge: "Knowledge", name: str | None) -> "Sought | None":
    """Whom a name means, where one is given."""
    from mahdar.query import seek

    return seek(store, knowledge, name) if name else None


def tell_whom(*several: "Sought | None") -> None:
    """Whom the names were taken for."""
    from mahdar.cli._lines import title_of

    for one in several:
        if one is not None:
            note(f"# {title_of(one.name, one.name_en)}, {one.id}")


def tell_count(count: int, what: str) -> None:
    note(f"# {count or 'no'} {what}{'' if count == 1 else 's'}")


def tell_corrections(store: "Store", knowledge: "Knowledge") -> None:
    """How many corrections there are, and how many of them find nothing or are overruled."""
    from mahdar.query import fixes

    if not store.corrections():
        return
    held = [line for line in fixes(store, knowledge) if line.holds]
    odd = sum(bool(line.problems) for line in held)
    told = f"; {odd} with a problem: mahdar fix list --store {store.path}" if odd else ""
    note(f"# {len(held)} correction{'' if len(held) == 1 else 's'} applied{told}")


def count_of_articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"
