"""Across articles: one event from many reports, copies of one wire, disagreements, changes."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.linking._changes import find_changes
    from mahdar.linking._charges import find_cases
    from mahdar.linking._copies import DAYS, Print, alike, find_alike, first_of_each, printed_on
    from mahdar.linking._dossier import Wording
    from mahdar.linking._entries import entry_of
    from mahdar.linking._extract import Extract, Prints, Reports, Sayings, Values, read_extract
    from mahdar.linking._gathering import Gathering, group_of, rank_of
    from mahdar.linking._link import bonds_in, link
    from mahdar.linking._past import Past, Placed, Settled
    from mahdar.linking._placing import Placing
    from mahdar.linking._quotes import APART, Gathered, Saying, Spoken, quote_id, quote_of
    from mahdar.linking._reports import Report
    from mahdar.linking._threads import Face, face_of, threads_between
    from mahdar.linking._vectors import Centre, Vector, weights_of_stems
    from mahdar.linking._weeks import days_of_week, rules_of, week_of
    from mahdar.linking._words import stems_of
    from mahdar.linking.disagreements import Page, find_disagreements
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_changes": "find_changes",
            "_charges": "find_cases",
            "_copies": "DAYS Print alike find_alike first_of_each printed_on",
            "_dossier": "Wording",
            "_entries": "entry_of",
            "_extract": "Extract Prints Reports Sayings Values read_extract",
            "_gathering": "Gathering group_of rank_of",
            "_link": "bonds_in link",
            "_past": "Past Placed Settled",
            "_placing": "Placing",
            "_quotes": "APART Gathered Saying Spoken quote_id quote_of",
            "_reports": "Report",
            "_threads": "Face face_of threads_between",
            "_vectors": "Centre Vector weights_of_stems",
            "_weeks": "days_of_week rules_of week_of",
            "_words": "stems_of",
            "disagreements": "Page find_disagreements",
        },
    )

__all__ = [
    "APART",
    "DAYS",
    "Centre",
    "Extract",
    "Face",
    "Gathered",
    "Gathering",
    "Page",
    "Past",
    "Placed",
    "Placing",
    "Print",
    "Prints",
    "Report",
    "Reports",
    "Saying",
    "Sayings",
    "Settled",
    "Spoken",
    "Values",
    "Vector",
    "Wording",
    "alike",
    "bonds_in",
    "days_of_week",
    "entry_of",
    "face_of",
    "find_alike",
    "find_cases",
    "find_changes",
    "find_disagreements",
    "first_of_each",
    "group_of",
    "link",
    "printed_on",
    "quote_id",
    "quote_of",
    "rank_of",
    "read_extract",
    "rules_of",
    "stems_of",
    "threads_between",
    "week_of",
    "weights_of_stems",
]
