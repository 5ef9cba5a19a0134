"""The time that reading takes grows as the article does: nothing is done over and over for what stands far away.
A command loads what it needs and no more."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.model import Article
from mahdar.pipeline import analyse
from mahdar.reading import read_articles
from mahdar.store import Store

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def cost(text: str, knowledge: Knowledge) -> float:
    """Seconds of this process that the record of a text takes, at best: others use the machine as well."""
    article = Article(doc="long", text=text, source="long.txt", published="2018-05-01")
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        analyse(article, knowledge)
        best = min(best, time.process_time() - begun)
    return best


def test_an_article_four_times_as_long_takes_about_four_times_as_long(knowledge: Knowledge) -> None:
    found = read_articles([str(EXAMPLES)], knowledge)
    text = "\n".join(article.text for article in found if isinstance(article, Article))
    cost(text, knowledge)  # words are taken apart when they are first met
    assert cost("\n".join([text] * 4), knowledge) < 6 * cost(text, knowledge)


# Packages that cost much to load, and rooms with much in them.
HEAVY = {
    "alembic", "asyncio", "convertdate", "docx", "fastapi", "fastwarc", "lxml", "numpy", "openpyxl", "polars", "pyarrow", "ray", "rich", "simplemma",
    "sqlalchemy", "starlette", "trafilatura", "uvicorn", "mahdar.engine", "mahdar.export", "mahdar.linking", "mahdar.papers",
    "mahdar.pipeline", "mahdar.web",
}  # fmt: skip
RUN = """
import sys
sys.argv = ["mahdar", *sys.argv[1:]]
from mahdar.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, file=sys.stderr)
"""
STORE = {"asyncio", "sqlalchemy"}  # one comes with the other
READING = {"mahdar.engine", "mahdar.pipeline"}


@pytest.mark.parametrize(
    ("asked", "needed"),
    [
        ("--version", set[str]()),
        ("--help", set[str]()),
        ("said --help", set[str]()),
        ("office president FR --on 2018-03-01", set[str]()),
        ("who لافروف --on 2018-03-01", set[str]()),
        ("who لافروف", STORE),
        ("chronicle --limit 3", STORE),
        ("said --limit 3", STORE),
        ("episodes --limit 3", STORE),
        ("read examples/01-dushanbe.txt", READING),
    ],
)
def test_a_command_loads_what_it_needs(asked: str, needed: set[str], example_store: Store) -> None:
    told = subprocess.run(
        [sys.executable, "-c", RUN, *asked.split()],
        env=os.environ | {"MAHDAR_STORE": str(example_store.path)},
        cwd=EXAMPLES.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert HEAVY & set(told.stderr.splitlines()[-1].split()) <= needed
