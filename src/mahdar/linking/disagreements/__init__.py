"""Values that differ for the same thing, side by side, with who carries each."""

from mahdar.linking.disagreements._find import find_disagreements

__all__ = ["find_disagreements"]
