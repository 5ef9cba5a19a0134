"""The whole recipe on one screen: an article goes in, its record comes out."""

from collections.abc import Callable, Sequence

from mahdar.accusations import find_accusations
from mahdar.errors import AnalysisError
from mahdar.events import find_agreements, find_events, find_facts
from mahdar.knowledge import Knowledge
from mahdar.mentions import find_mentions
from mahdar.model import Article, Record
from mahdar.resolution import resolve
from mahdar.statements import find_statements
from mahdar.text import read_document
from mahdar.times import Told, date_article, find_times

__all__ = ["analyse"]


def _unheard(room: str) -> None:
    """Nobody asks which room is at work."""


def analyse(
    article: Article, knowledge: Knowledge, told: Sequence[Told] = (), entering: Callable[[str], None] = _unheard
) -> Record:
    """The record of one article. Pure: the same article and knowledge give the same record, byte for byte.

    `told` are events of it that other articles tell with their day, by which one without a date can be dated.
    `entering` hears the name of each room before it sets to work: what each costs can be measured from outside.
    Raises AnalysisError, which names the article and the room that failed.
    """
    room = "text"
    try:
        entering(room)
        document = read_document(article, knowledge)
        entering(room := "times")
        dating = date_article(document, knowledge, told)
        published = dating.published
        times = find_times(document, published, knowledge, dating.possible)
        entering(room := "mentions")
        phrases = find_mentions(document, knowledge)
        entering(room := "resolution")
        who = resolve(document, phrases, published, knowledge)
        entering(room := "statements")
        statements = find_statements(document, who, knowledge)
        entering(room := "events")
        events = find_events(document, who, times, statements, knowledge, published)
        facts = find_facts(document, who, times, statements, knowledge, events)
        agreements = find_agreements(document, who, times, statements, events, facts, knowledge, published)
        entering(room := "accusations")
        accusations = find_accusations(document, who, statements, knowledge)
    except Exception as problem:
        raise AnalysisError(article.doc, room, f"{type(problem).__name__}: {problem}") from problem
    return Record(
        doc=article.doc, published=published, published_from=dating.published_from, published_certainty=dating.certainty,
        published_by=dating.clues, dropped=article.dropped,
        entities=who.entities, times=times, statements=statements, events=events, facts=facts,
        agreements=agreements, accusations=accusations,
    )  # fmt: skip
