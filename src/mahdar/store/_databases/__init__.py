"""The databases that a store can be kept in. All that they do in different ways is here."""

from mahdar.store._databases._database import HEAD, Database
from mahdar.store._databases._open import in_memory, open_database

__all__ = ["HEAD", "Database", "in_memory", "open_database"]
