"""Who accuses whom of what, and what the accused side answers in the same article."""

from mahdar.accusations._find import find_accusations
from mahdar.accusations._sides import sides_of

__all__ = ["find_accusations", "sides_of"]
