"""An article shown with what was found in it: HTML for notebooks and reports."""

from mahdar.highlights._reading import Reading, read, show

__all__ = ["Reading", "read", "show"]
