"""Who is meant: coreference inside the article, holders of offices on the day, ids that are the same in every article."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.resolution._references import Reference, Resolution
    from mahdar.resolution._registry import Registry, registry
    from mahdar.resolution._resolve import resolve
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_references": "Reference Resolution",
            "_registry": "Registry registry",
            "_resolve": "resolve",
        },
    )

__all__ = ["Reference", "Registry", "Resolution", "registry", "resolve"]
