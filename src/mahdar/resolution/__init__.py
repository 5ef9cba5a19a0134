"""Who is meant: coreference inside the article, holders of offices on the day, ids that are the same in every article."""

from mahdar.resolution._references import Reference, Resolution

__all__ = ["Reference", "Resolution"]
