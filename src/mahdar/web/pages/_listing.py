"""A page of lines: as many as are shown, whether there are more, or why the question cannot be answered."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from mahdar.errors import QueryError
from mahdar.web.pages._view import PAGE_SIZE, View

__all__ = ["NEWEST", "Answer", "days_asked", "listed"]

Line = TypeVar("Line")
# What gives the lines for a `limit` and an `offset`.
Answer: TypeAlias = Callable[..., Sequence[Line]]

# The orders that lists of findings can be read in; the first is taken where none is asked for.
NEWEST = ("newest", "oldest")


def days_asked(view: View) -> dict[str, Any]:
    """The range of days that the form asks for, as questions take it."""
    return {"from_": view.asked("from") or None, "to": view.asked("to") or None}


def listed(
    view: View,
    question: Callable[[], Answer[Any]],
    size: int = PAGE_SIZE,
    *,
    orders: Sequence[str] = NEWEST,
) -> dict[str, Any]:
    """What a template of a list is made with: `lines` of the page that is asked for and its `number`, whether there are `more`, the
    `orders` to choose from, and the `problem` where it cannot be asked so.

    `question` reads what is asked for and gives what answers it; either may raise QueryError."""
    number = view.number("page")
    lines: Sequence[Any] = ()
    problem = None
    try:
        lines = question()(limit=size + 1, offset=(number - 1) * size)
    except QueryError as trouble:
        problem = view.problem(trouble)
    return {
        "lines": lines[:size],
        "number": number,
        "more": len(lines) > size,
        "orders": [(name, view.t(f"filter.{name}")) for name in orders],
        "problem": problem,
    }
