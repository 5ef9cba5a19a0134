"""The doors of the house: `mahdar serve`, and the tokens that open those for corrections."""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mahdar.cli._options import DEFAULT_STORE, JsonOption, StoreOption, known_words, opened_store
from mahdar.cli._output import note, show, write_json

if TYPE_CHECKING:
    from mahdar.web import Token

__all__ = ["audit", "mcp", "serve", "token_app"]

token_app = typer.Typer(
    help="Tokens for those who correct through the API and the pages.", no_args_is_help=True, rich_markup_mode=None
)
TokensOption = Annotated[
    Path | None,
    typer.Option(
        "--tokens", metavar="FILE", envvar="MAHDAR_TOKENS", help="The file of the tokens; else beside the record file."
    ),
]


def beside(store: object, suffix: str) -> Path:
    """The file beside a store; of one on a server in the folder at hand."""
    place = str(store)
    return Path(f"mahdar.{suffix}") if "://" in place else Path(f"{place}.{suffix}")


def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on; this machine alone by default.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host", metavar="NAME", help="A name under which others reach this server; may be repeated."
        ),
    ] = None,
    writable: Annotated[
        bool, typer.Option("--writable", help="Let holders of a token correct what was found.")
    ] = False,
    tokens: TokensOption = None,
    rate: Annotated[
        int | None,
        typer.Option(
            "--rate",
            metavar="N",
            min=0,
            help="Requests a minute of one client; 0 for any number. [1200; own machine any]",
        ),
    ] = None,
) -> None:
    """Open the record file in a browser: pages in Arabic and English, and the API for programs. Stop it with Ctrl-C.

    Nobody but this machine reaches it unless --host says otherwise; then --allow-host names what it is called. It is read-only
    unless --writable is given, and then it takes corrections of those who hold a token.

    \b
    Examples:
      mahdar serve --store news.db
      mahdar serve --store news.db --writable
      mahdar serve --store news.db --host 0.0.0.0 --allow-host minutes.example.org
    """
    from mahdar.errors import MahdarError
    from mahdar.web import Audit, Tokens, create_app, listen

    held = Tokens(tokens or beside(store, "tokens")) if writable else None
    if held is not None and not any(token.revoked is None for token in held.all()):
        raise MahdarError(
            f"nobody holds a token yet; 'mahdar token new --scope fix --name NAME --store {store}' makes one"
        )
    audit = Audit(beside(store, "audit.jsonl")) if writable else None
    known = known_words()
    with opened_store(store) as opened:
        listen(
            lambda own: create_app(
                opened, known, writable=writable, hosts=(*(allow_host or ()), *own), tokens=held, audit=audit, rate=rate
            ),
            host=host,
            port=port,
            tell=lambda address: note(f"# open {address} (Ctrl-C stops it)"),
        )


@token_app.command("new", short_help="Make a token.")
def new(
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="Whose it is; signs the corrections.", show_default=False)
    ],
    scope: Annotated[
        list[str], typer.Option("--scope", metavar="SCOPE", help="What it opens: fix.", show_default=False)
    ],
    store: StoreOption = DEFAULT_STORE,
    tokens: TokensOption = None,
) -> None:
    """Make a token and show it, once: it is kept nowhere.

    \b
    Example:
      mahdar token new --scope fix --name Huda --store news.db
    """
    from mahdar.web import Tokens, now

    file = tokens or beside(store, "tokens")
    made, shown = Tokens(file).make(name, scope, now())
    show([((shown, ""),)])
    note(
        f"# token {made.id} of {made.name}; keep it: it is not shown again ({file} holds only what it is checked against)"
    )


@token_app.command("list", short_help="The tokens that there are.")
def list_(store: StoreOption = DEFAULT_STORE, tokens: TokensOption = None, json: JsonOption = False) -> None:
    """The tokens: whose they are, what they open, and which were revoked.

    \b
    Example:
      mahdar token list --store news.db
    """
    from mahdar.web import Tokens

    held = Tokens(tokens or beside(store, "tokens")).all()
    if json:
        write_json([_told(token) for token in held])
        return
    for token in held:
        state = f"revoked {token.revoked}" if token.revoked else f"since {token.made}"
        show([((token.id, "head"), (f"  {token.name}", "name"), (f"  {', '.join(token.scopes)}  {state}", ""))])
    note(f"# {len(held) or 'no'} token{'' if len(held) == 1 else 's'}")


@token_app.command(short_help="Take a token back.")
def revoke(
    ident: Annotated[str, typer.Argument(metavar="ID", help="Its id in the list.", show_default=False)],
    store: StoreOption = DEFAULT_STORE,
    tokens: TokensOption = None,
) -> None:
    """Take a token back. A server that is running hears of it at once.

    \b
    Example:
      mahdar token revoke 3f9a1c2e --store news.db
    """
    from mahdar.web import Tokens, now

    gone = Tokens(tokens or beside(store, "tokens")).revoke(ident, now())
    note(f"# token {gone.id} of {gone.name} opens nothing any more")


def _told(token: "Token") -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": token.scopes,
        "made": token.made,
        "revoked": token.revoked,
    }


def audit(store: StoreOption = DEFAULT_STORE, json: JsonOption = False) -> None:
    """What was corrected through the doors: who, when, what, and from where.

    \b
    Example:
      mahdar audit --store news.db
    """
    from mahdar.web import Audit

    lines = tuple(Audit(beside(store, "audit.jsonl")).lines())
    if json:
        write_json(lines)
        return
    for line in lines:
        came = f"failed: {line.failed}" if line.failed else line.correction
        show(
            [
                (
                    (line.time, "head"),
                    (f"  {line.name}", "name"),
                    (f"  {line.do}  {came}  {line.door}, {line.address}", ""),
                )
            ]
        )
    note(f"# {len(lines) or 'no'} write{'' if len(lines) == 1 else 's'}")


def mcp(
    store: StoreOption = DEFAULT_STORE,
    http: Annotated[
        bool, typer.Option("--http", help="Over HTTP at /mcp, on this machine alone; else stdin and stdout.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port of --http; 0 takes a free one.")
    ] = 8001,
) -> None:
    """The questions as tools for agents (Model Context Protocol), read-only: each answer has the words and their articles.

    \b
    Examples:
      mahdar mcp --store news.db
      mahdar mcp --store news.db --http --port 8001
    """
    from mahdar.agents import create_server, serve_http, serve_stdio

    known = known_words()
    with opened_store(store) as opened:
        server = create_server(opened, known)
        if http:
            serve_http(server, port=port, tell=lambda address: note(f"# tools at {address}mcp (Ctrl-C stops it)"))
        else:
            serve_stdio(server)
