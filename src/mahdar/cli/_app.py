"""The commands in one list. Each imports what it needs when it runs, so that `--help` and completion are quick."""
# ruff: noqa: PLC0415

import sys
from typing import Annotated

import typer

from mahdar.cli._asking import accusations, agreements, chronicle, said
from mahdar.cli._finding import articles, search
from mahdar.cli._fixing import fix_app
from mahdar.cli._giving import export, lint
from mahdar.cli._holders import office, who
from mahdar.cli._minutes import changes, disagreements, episode, episodes, link, quotes, thread
from mahdar.cli._options import USAGE
from mahdar.cli._output import note, prepare
from mahdar.cli._papers import dossier, relation
from mahdar.cli._reading import build, read
from mahdar.cli._serving import audit, mcp, serve, token_app
from mahdar.cli._watching import watch
from mahdar.errors import MahdarError
from mahdar.limits import collecting_rarely

__all__ = ["app", "main"]

app = typer.Typer(
    name="mahdar",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
knowledge_app = typer.Typer(help="What mahdar knows before it reads.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(fix_app, name="fix")
app.add_typer(token_app, name="token")

for command, short in (
    (build, "Read articles into a record file."),
    (watch, "Watch feeds, and read what is new in them."),
    (read, "Read articles and print what is in them."),
    (link, "Link the reports of one event."),
    (episodes, "Real events, each once, with their reports."),
    (episode, "One event with every report of it."),
    (chronicle, "What happened, and when, article by article."),
    (said, "Who said what, through whom."),
    (quotes, "The same statement in several articles."),
    (disagreements, "Where the papers differ, and who carries what."),
    (changes, "Offices, membership, agreements: what follows what."),
    (thread, "Storylines: event after event of the same parties."),
    (agreements, "Agreements, with the steps of their life."),
    (accusations, "Who accuses whom of what, and the answers."),
    (who, "Somebody, or whoever held an office on a day."),
    (office, "An office: all who held it."),
    (dossier, "All on somebody in one paper."),
    (relation, "What there is between two, in one paper."),
    (articles, "The articles, or those that failed."),
    (search, "Articles that hold all of the words."),
    (export, "For other programs, in many formats."),
    (serve, "Pages in a browser, and the API for programs."),
    (mcp, "The questions as tools for agents (MCP)."),
    (audit, "What was corrected through the doors."),
):
    app.command(short_help=short)(command)
knowledge_app.command(short_help="Check tables and word lists.")(lint)


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


def main() -> None:
    """Run the command line: exit status 0 fine, 1 some articles failed, 2 what was asked cannot be done."""
    collecting_rarely()
    prepare()
    try:
        app(prog_name="mahdar")
    except MahdarError as problem:
        note(f"mahdar: {problem}")
        sys.exit(USAGE)
