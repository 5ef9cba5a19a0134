"""The verb of the room: from the extracts of many articles to the Minutes."""

from collections.abc import Iterable

from mahdar.knowledge import Knowledge
from mahdar.linking._copies import find_copies
from mahdar.linking._episodes import find_episodes
from mahdar.linking._extract import Extract
from mahdar.linking._quotes import find_quotes
from mahdar.model import Minutes


def link(extracts: Iterable[Extract], knowledge: Knowledge) -> Minutes:
    """The Minutes of these articles. Pure: the same extracts in any order give the same Minutes, byte for byte."""
    ordered = sorted(extracts, key=lambda extract: extract.doc)
    copies = find_copies(extract.print for extract in ordered)
    episodes = find_episodes((report for extract in ordered for report in extract.reports), copies, knowledge)
    quotes = find_quotes((saying for extract in ordered for saying in extract.sayings), copies, knowledge)
    return Minutes(
        copies=tuple((doc, first) for doc, first in sorted(copies.items()) if doc != first),
        episodes=episodes,
        quotes=quotes,
    )
