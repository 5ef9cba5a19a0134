"""The verb of the room: the ledger of what the articles say differently."""

from collections.abc import Iterable, Mapping, Sequence

from mahdar.knowledge import Knowledge
from mahdar.linking.claims import Claim
from mahdar.linking.disagreements._accounts import accounts_that_differ
from mahdar.linking.disagreements._bodies import bodies_that_differ
from mahdar.linking.disagreements._denials import denials_that_differ, first_denials
from mahdar.linking.disagreements._doers import doers_that_differ
from mahdar.linking.disagreements._entries import order_of
from mahdar.linking.disagreements._pacts import pacts_that_differ
from mahdar.linking.disagreements._tolls import numbers_that_differ
from mahdar.model import Case, Disagreement, Episode
from mahdar.resolution import registry


def find_disagreements(
    claims: Iterable[Claim],
    episodes: Sequence[Episode],
    copies: Mapping[str, str],
    knowledge: Knowledge,
    cases: Iterable[Case] = (),
) -> tuple[Disagreement, ...]:
    """The ledger: each entry the values that articles give for one thing, by the day of the first.

    `copies` maps an article to the first one with the same text; `cases` are the accusations with their answers. The same claims in any order give the same ledger.
    Numbers are gathered by what, where and when, so that each meets only those of the same days: n log n.
    """
    ordered = sorted(claims, key=order_of)
    events = {(telling.doc, telling.event): one for one in episodes for telling in one.tellings}
    found = list(numbers_that_differ(ordered, events, copies, knowledge))
    found += pacts_that_differ(ordered, copies, registry(knowledge))
    found += doers_that_differ(ordered, events, copies)
    found += denials_that_differ(ordered, events, copies, knowledge)
    found += first_denials(cases, copies, knowledge)
    found += bodies_that_differ(ordered, copies)
    found += accounts_that_differ(ordered, events, copies, registry(knowledge))
    return tuple(sorted(found, key=lambda one: (one.first_seen or "9999", one.id)))
