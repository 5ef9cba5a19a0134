"""Across articles: one event from many reports, copies of one wire, disagreements, changes."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.linking._copies import Print, alike
    from mahdar.linking._extract import Extract, Part, read_extract
    from mahdar.linking._gathering import group_of
    from mahdar.linking._link import bonds_in, link, link_parts
    from mahdar.linking._quotes import Saying
    from mahdar.linking._reports import Report
    from mahdar.linking._vectors import Centre, Vector, weights_of_stems
    from mahdar.linking._weeks import FourWeeks, Weeks
    from mahdar.linking._words import stems_of
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_copies": "Print alike",
            "_extract": "Extract Part read_extract",
            "_gathering": "group_of",
            "_link": "bonds_in link link_parts",
            "_quotes": "Saying",
            "_reports": "Report",
            "_vectors": "Centre Vector weights_of_stems",
            "_weeks": "FourWeeks Weeks",
            "_words": "stems_of",
        },
    )

__all__ = [
    "Centre",
    "Extract",
    "FourWeeks",
    "Part",
    "Print",
    "Report",
    "Saying",
    "Vector",
    "Weeks",
    "alike",
    "bonds_in",
    "group_of",
    "link",
    "link_parts",
    "read_extract",
    "stems_of",
    "weights_of_stems",
]
