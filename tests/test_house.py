"""The house rules that a program can check."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mahdar
from mahdar.knowledge import lint

SOURCES = sorted((Path(__file__).parent.parent / "src").rglob("*.py"))
LETTERS = re.compile("[\u0621-\u064a\u066e\u066f\u0671-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """String constants that are not docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = set()
    for node in ast.walk(tree):
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr):
            docstrings.add(id(node.body[0].value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_words_are_in_the_data_not_in_the_logic(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [(node.lineno, node.value) for node in strings(tree) if LETTERS.search(str(node.value))] == []


@pytest.mark.parametrize("room", [info.name for info in pkgutil.iter_modules(mahdar.__path__)])
def test_each_room_says_what_is_public(room: str) -> None:
    module = importlib.import_module(f"mahdar.{room}")
    if room == "__main__":
        return
    assert module.__doc__
    for name in module.__all__:
        assert hasattr(module, name)


def lazy_rooms() -> list[str]:
    """The packages that load what they show when it is asked for."""
    found = ["mahdar", *(info.name for info in pkgutil.walk_packages(mahdar.__path__, "mahdar.") if info.ispkg)]
    return [room for room in found if hasattr(importlib.import_module(room), "__getattr__")]


@pytest.mark.parametrize("room", lazy_rooms())
def test_a_room_tells_programs_and_type_checkers_the_same(room: str) -> None:
    module = importlib.import_module(room)
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    only = next(node for node in tree.body if isinstance(node, ast.If))
    imported = {
        name.name: str(node.module) for node in only.body if isinstance(node, ast.ImportFrom) for name in node.names
    }
    assert set(imported) == set(module.__all__) - {"__version__"}
    for name, home in imported.items():
        assert getattr(module, name) is getattr(importlib.import_module(home), name)
    table = next(node for node in ast.walk(only.orelse[0]) if isinstance(node, ast.Dict))
    told = ast.literal_eval(table)
    modules = {
        name: home if home.startswith("mahdar.") else f"{room}.{home}" for home in told for name in told[home].split()
    }
    assert modules == imported
    assert dir(module) == sorted(module.__all__)
    with pytest.raises(AttributeError, match="has no attribute"):
        _ = module.nobody


def test_the_knowledge_is_clean() -> None:
    assert [str(problem) for problem in lint()] == []
