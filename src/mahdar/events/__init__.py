"""What happened between whom, when, where, and whether it did; and standing facts."""

from mahdar.events._facts import find_facts
from mahdar.events._find import find_events

__all__ = ["find_events", "find_facts"]
