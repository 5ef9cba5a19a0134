"""The doors of the house: `mahdar serve`."""
# ruff: noqa: PLC0415

from typing import Annotated

import typer

from mahdar.cli._options import DEFAULT_STORE, StoreOption, known_words, opened_store
from mahdar.cli._output import note

__all__ = ["serve"]


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
) -> None:
    """Open the record file in a browser: pages in Arabic and English, and the API for programs. Stop it with Ctrl-C.

    Nobody but this machine reaches it unless --host says otherwise; then --allow-host names what it is called.

    \b
    Examples:
      mahdar serve --store news.db
      mahdar serve --store news.db --host 0.0.0.0 --allow-host minutes.example.org
    """
    from mahdar.web import listen

    with opened_store(store) as opened:
        listen(
            opened,
            known_words(),
            host=host,
            port=port,
            hosts=allow_host or (),
            writable=writable,
            tell=lambda address: note(f"# open {address} (Ctrl-C stops it)"),
        )
