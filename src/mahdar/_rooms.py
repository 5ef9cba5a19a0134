"""What a room shows is loaded when it is first asked for, with nothing that stands beside it.

A room that is built this way names what it shows three times: for type checkers as imports, here as the modules that
they come from, and in `__all__`; a test holds the three together.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

__all__ = ["shown"]


def shown(room: str, modules: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of the package `room`: names by the module of the room, or of another, that has them."""
    where = {name: module for module, names in modules.items() for name in names.split()}

    def get(name: str) -> object:
        if name not in where:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        module = where[name] if where[name].startswith("mahdar.") else f"{room}.{where[name]}"
        value = getattr(import_module(module), name)
        setattr(sys.modules[room], name, value)
        return value

    def names() -> list[str]:
        return sorted(sys.modules[room].__all__)

    return get, names
