"""The verb of the room: from the extracts of many articles to the Minutes."""

from collections.abc import Iterable

from mahdar.corrections import Bonds, Book, Found, bonds_of
from mahdar.knowledge import Knowledge
from mahdar.linking._changes import find_changes
from mahdar.linking._charges import find_cases
from mahdar.linking._copies import find_copies
from mahdar.linking._episodes import find_episodes
from mahdar.linking._extract import Extract, Prints, Reader, Reports, Sayings, Values, reader_of
from mahdar.linking._quotes import Saying, find_quotes
from mahdar.linking._reports import Report
from mahdar.linking._threads import find_threads
from mahdar.linking.disagreements import find_disagreements
from mahdar.model import Minutes


def link(extracts: Iterable[Extract], knowledge: Knowledge, book: Book | None = None) -> Minutes:
    """The Minutes of these articles, with what the corrections of a `book` join and part. Pure: the same extracts and
    corrections in any order give the same Minutes, byte for byte."""
    return link_parts(reader_of(extracts), knowledge, book)


def link_parts(read: Reader, knowledge: Knowledge, book: Book | None = None) -> Minutes:
    """As `link`, of extracts that are read a part at a time: memory holds the greatest part, not all of them."""
    book = book or Book()
    copies = find_copies(one.print for one in read(Prints))
    said = sorted(read(Sayings), key=_doc)
    statements = bonds_of(book, "quote", {one.doc: _statements(one.sayings) for one in said})
    quotes = find_quotes((saying for one in said for saying in one.sayings), copies, knowledge, statements)
    del said
    told = sorted(read(Reports), key=_doc)
    bonds = bonds_of(book, "episode", {one.doc: _events(one.reports) for one in told})
    reports = [report for one in told for report in one.reports]
    episodes = find_episodes(reports, copies, knowledge, bonds)
    threads = find_threads(episodes, reports, knowledge)
    del told, reports
    values = sorted(read(Values), key=_doc)
    indictments = (one for each in values for one in each.indictments)
    denials = (one for each in values for one in each.denials)
    events = {(telling.doc, telling.event): one.id for one in episodes for telling in one.tellings}
    cases = find_cases(indictments, denials, copies, knowledge, events)
    claims = (claim for each in values for claim in each.claims)
    by_id = {one.id: one for one in episodes}
    disagreements, _ = find_disagreements(claims, events, lambda _: by_id, copies, knowledge, cases)
    return Minutes(
        copies=tuple((doc, first) for doc, first in sorted(copies.items()) if doc != first),
        episodes=episodes,
        quotes=quotes,
        disagreements=disagreements,
        changes=find_changes((holding for each in values for holding in each.holdings), copies, knowledge),
        threads=threads,
        cases=cases,
        touched=(*bonds.touched, *statements.touched),
    )


def bonds_in(extracts: Iterable[Extract], book: Book) -> tuple[Bonds, Bonds]:
    """What a book joins and parts: of the events of these articles, and of their statements."""
    several = tuple(extracts)
    return (
        bonds_of(book, "episode", {one.doc: _events(one.reports) for one in several}),
        bonds_of(book, "quote", {one.doc: _statements(one.sayings) for one in several}),
    )


def _doc(part: Sayings | Reports | Values) -> str:
    return part.doc


def _events(reports: Iterable[Report]) -> list[Found]:
    return [Found("event", report.kind, report.evidence.spans, report.event) for report in reports]


def _statements(sayings: Iterable[Saying]) -> list[Found]:
    return [Found("statement", saying.act, saying.content, saying.statement) for saying in sayings]
