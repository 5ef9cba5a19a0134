"""Who is meant: coreference inside the article, holders of offices on the day, ids that are the same in every article."""

from mahdar.resolution._references import Reference, Resolution
from mahdar.resolution._registry import Registry, registry
from mahdar.resolution._resolve import resolve

__all__ = ["Reference", "Registry", "Resolution", "registry", "resolve"]
