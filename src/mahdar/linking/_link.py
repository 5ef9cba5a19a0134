"""The verb of the room: from the extracts of many articles to the Minutes."""

from collections.abc import Iterable

from mahdar.corrections import Bonds, Book, Found, bonds_of
from mahdar.knowledge import Knowledge
from mahdar.linking._changes import find_changes
from mahdar.linking._charges import find_cases
from mahdar.linking._copies import find_copies
from mahdar.linking._episodes import find_episodes
from mahdar.linking._extract import Extract
from mahdar.linking._quotes import find_quotes
from mahdar.linking._threads import find_threads
from mahdar.linking.disagreements import find_disagreements
from mahdar.model import Minutes


def link(extracts: Iterable[Extract], knowledge: Knowledge, book: Book | None = None) -> Minutes:
    """The Minutes of these articles, with what the corrections of a `book` join and part. Pure: the same extracts and
    corrections in any order give the same Minutes, byte for byte."""
    ordered = sorted(extracts, key=lambda extract: extract.doc)
    copies = find_copies(extract.print for extract in ordered)
    events, statements = bonds_in(ordered, book or Book())
    reports = [report for extract in ordered for report in extract.reports]
    episodes = find_episodes(reports, copies, knowledge, events)
    quotes = find_quotes((saying for extract in ordered for saying in extract.sayings), copies, knowledge, statements)
    claims = (claim for extract in ordered for claim in extract.claims)
    holdings = (holding for extract in ordered for holding in extract.holdings)
    indictments = (one for extract in ordered for one in extract.indictments)
    denials = (one for extract in ordered for one in extract.denials)
    cases = find_cases(indictments, denials, copies, knowledge, episodes)
    return Minutes(
        copies=tuple((doc, first) for doc, first in sorted(copies.items()) if doc != first),
        episodes=episodes,
        quotes=quotes,
        disagreements=find_disagreements(claims, episodes, copies, knowledge, cases),
        changes=find_changes(holdings, copies, knowledge),
        threads=find_threads(episodes, reports, copies, knowledge),
        cases=cases,
        touched=(*events.touched, *statements.touched),
    )


def bonds_in(extracts: Iterable[Extract], book: Book) -> tuple[Bonds, Bonds]:
    """What a book joins and parts: of the events of these articles, and of their statements."""
    several = tuple(extracts)
    events = {
        one.doc: [Found("event", report.kind, report.evidence.spans, report.event) for report in one.reports]
        for one in several
    }
    statements = {
        one.doc: [Found("statement", saying.act, saying.content, saying.statement) for saying in one.sayings]
        for one in several
    }
    return bonds_of(book, "episode", events), bonds_of(book, "quote", statements)
