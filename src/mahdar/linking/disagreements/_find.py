"""The verb of the room: the ledger of what the articles say differently."""

from collections.abc import Iterable, Mapping

from mahdar.knowledge import Knowledge
from mahdar.linking.claims import Claim
from mahdar.linking.disagreements._accounts import Tell, accounts_that_differ
from mahdar.linking.disagreements._bodies import bodies_that_differ
from mahdar.linking.disagreements._denials import denials_that_differ, first_denials
from mahdar.linking.disagreements._doers import doers_that_differ
from mahdar.linking.disagreements._entries import order_of
from mahdar.linking.disagreements._pacts import pacts_that_differ
from mahdar.linking.disagreements._tolls import Page, numbers_that_differ
from mahdar.model import Case, Disagreement
from mahdar.resolution import registry


def find_disagreements(
    claims: Iterable[Claim],
    events: Mapping[tuple[str, str], str],
    tell: Tell,
    copies: Mapping[str, str],
    knowledge: Knowledge,
    cases: Iterable[Case] = (),
    known: Mapping[int, Page] | None = None,
) -> tuple[tuple[Disagreement, ...], list[Page]]:
    """The ledger: each entry the values that articles give for one thing, by the day of the first; and what came of each page of
    numbers, to be `known` the next time.

    `events` has the episode of each report by its article and event, `tell` gives episodes by their ids. `copies` maps an article to
    the first one with the same text; `cases` are the accusations with their answers. The same claims in any order give the same
    ledger. Numbers are gathered by what, where and when, so that each meets only those of the same days: n log n.
    """
    ordered = sorted(claims, key=order_of)
    pages = numbers_that_differ(ordered, events, copies, knowledge, known)
    found = [one for page in pages for one in page.found]
    found += pacts_that_differ(ordered, copies, registry(knowledge))
    found += doers_that_differ(ordered, events, copies)
    found += denials_that_differ(ordered, events, copies, knowledge)
    found += first_denials(cases, copies, knowledge)
    found += bodies_that_differ(ordered, copies)
    found += accounts_that_differ(ordered, events, tell, copies, registry(knowledge))
    return tuple(sorted(found, key=lambda one: (one.first_seen or "9999", one.id))), pages
