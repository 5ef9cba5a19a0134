"""The verb of the room: the claims of an article."""

from mahdar.knowledge import Knowledge
from mahdar.linking._reports import Report
from mahdar.linking.claims._bodies import claims_of_bodies
from mahdar.linking.claims._claim import Claim
from mahdar.linking.claims._events import claims_of_events
from mahdar.linking.claims._pacts import claims_of_pacts
from mahdar.linking.claims._tolls import claims_of_numbers
from mahdar.model import Article, Record


def read_claims(
    article: Article, record: Record, knowledge: Knowledge, reports: tuple[Report, ...]
) -> tuple[Claim, ...]:
    """The values of an article that linking compares with those of others, in the order of the record."""
    return (
        *claims_of_numbers(article, record, knowledge, reports),
        *claims_of_pacts(article, record, knowledge, reports),
        *claims_of_bodies(article, record, knowledge),
        *claims_of_events(article, record, knowledge, reports),
    )
