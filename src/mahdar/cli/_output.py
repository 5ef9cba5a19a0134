"""The two streams: answers on standard output, all else on standard error."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Line", "harmless", "note", "plain", "prepare", "show", "write", "write_json"]

# Pieces of a line with their styles: "" plain, "key" label, "name" an actor, "words" the source, "head", "dim".
Line = tuple[tuple[str, str], ...]

_STYLES = {"key": "cyan", "name": "bold", "words": "green", "head": "bold yellow", "dim": "dim", "mark": "bold red"}
# Control characters; the ends of lines and paragraphs; what embeds, overrides or isolates a direction. Marks of direction are
# letters to us.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|([\u2028\u2029])|([\u202a-\u202e\u2066-\u2069])")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def prepare() -> None:
    """UTF-8 on both streams whatever the locale says, and nothing that cannot be written (bytes of a file name)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def _quiet_pipe() -> Iterator[None]:
    """A reader that has gone (`| head`) has seen enough: end without a word."""
    try:
        yield
    except BrokenPipeError:
        # What is still buffered would fail again when the interpreter closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def write(pieces: Iterable[bytes]) -> None:
    """Bytes to standard output."""
    with _quiet_pipe():
        sys.stdout.flush()
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


def write_json(value: object) -> None:
    """A value as one JSON document: a sequence as an array with an object a line, anything else on one line."""
    import msgspec  # noqa: PLC0415

    if isinstance(value, list | tuple):
        lines = b",\n".join(map(msgspec.json.encode, value))
        write((b"[\n" + lines + b"\n]\n" if lines else b"[]\n",))
    else:
        write((msgspec.json.encode(value) + b"\n",))


def harmless(text: str) -> str:
    """Words of others, as they may be shown: what would steer a terminal is spelt out, what would turn letters round so that
    they read as other words (a name, the ending of a file) is left out. Line feeds and tabs stay."""
    return _STEERING.sub(_tamed, text) if _STEERING.search(text) else text


def _tamed(found: re.Match[str]) -> str:
    return " " if found.group(1) else "" if found.group(2) else f"\\x{ord(found.group()):02x}"


def plain(line: Line) -> str:
    """A line without its styles."""
    return harmless("".join(text for text, _ in line))


def show(lines: Iterable[Line]) -> None:
    """Lines for a person: coloured and wrapped between words on a terminal, plain and whole anywhere else."""
    with _quiet_pipe():
        if sys.stdout.isatty():
            _show_on_terminal(lines)
        else:
            for line in lines:
                sys.stdout.write(plain(line) + "\n")
        sys.stdout.flush()


def _show_on_terminal(lines: Iterable[Line]) -> None:
    from rich.text import Text  # noqa: PLC0415

    console = _console()
    for line in lines:
        text = Text()
        # Where letters of both directions share a line, each name keeps to itself: an arrow between two names would
        # else point the wrong way.
        mixed = any(piece.isascii() and any(map(str.isalpha, piece)) for piece, _ in line)
        for given, style in line:
            piece = harmless(given)
            apart = mixed and style == "name" and not piece.isascii()
            text.append(f"{_ISOLATE}{piece}{_END_ISOLATE}" if apart else piece, style=_STYLES.get(style, ""))
        indent = len(text.plain) - len(text.plain.lstrip(" "))
        wrapped = (
            text[indent:].wrap(console, max(20, console.width - indent))
            if indent
            else text.wrap(console, console.width)
        )
        for row in wrapped or [text]:
            row.rstrip()
            console.print(Text(" " * indent) + row, soft_wrap=True, highlight=False, markup=False, emoji=False)


def _console() -> "Console":
    from rich.console import Console  # noqa: PLC0415

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Quiet(highlight=False, emoji=False)


def note(message: str) -> None:
    """A message to the person, on standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"{harmless(message)}\n")
    sys.stderr.flush()
