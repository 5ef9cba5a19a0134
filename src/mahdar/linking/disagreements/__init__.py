"""Values that differ for the same thing, side by side, with who carries each."""

from mahdar.linking.disagreements._find import find_disagreements
from mahdar.linking.disagreements._tolls import Page

__all__ = ["Page", "find_disagreements"]
