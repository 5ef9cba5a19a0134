"""The command line. What it needs is imported by the command that needs it: `mahdar --help` answers at once."""

from mahdar.cli._app import main

__all__ = ["main"]
