"""What people correct: merges and splits, findings struck out, amended or confirmed; who, when and why."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.corrections._bonds import BY_HAND, UNBOUND, Bonds, Key, bonds_of
    from mahdar.corrections._book import Book, standing
    from mahdar.corrections._correct import Corrected, correct, values_of
    from mahdar.corrections._entries import lines_of, ordered, read_lines, sealed
    from mahdar.corrections._fields import ENTITY_FIELDS, FIELDS, SORTS, check_values
    from mahdar.corrections._found import Found, again, findings_of, target_of
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_bonds": "BY_HAND UNBOUND Bonds Key bonds_of",
            "_book": "Book standing",
            "_correct": "Corrected correct values_of",
            "_entries": "lines_of ordered read_lines sealed",
            "_fields": "ENTITY_FIELDS FIELDS SORTS check_values",
            "_found": "Found again findings_of target_of",
        },
    )

__all__ = [
    "BY_HAND",
    "ENTITY_FIELDS",
    "FIELDS",
    "SORTS",
    "UNBOUND",
    "Bonds",
    "Book",
    "Corrected",
    "Found",
    "Key",
    "again",
    "bonds_of",
    "check_values",
    "correct",
    "findings_of",
    "lines_of",
    "ordered",
    "read_lines",
    "sealed",
    "standing",
    "target_of",
    "values_of",
]
