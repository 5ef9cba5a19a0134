"""What happened between whom, when, where, and whether it did; standing facts; the life of agreements."""

from mahdar.events._agreements import find_agreements
from mahdar.events._facts import find_facts
from mahdar.events._find import find_events

__all__ = ["find_agreements", "find_events", "find_facts"]
