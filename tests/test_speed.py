"""The time that reading takes grows as the article does: nothing is done over and over for what stands far away."""

import time
from pathlib import Path

import pytest

from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.model import Article
from mahdar.pipeline import analyse
from mahdar.reading import read_articles

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
