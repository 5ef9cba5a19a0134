"""Watching feeds: what is new in them is fetched, read and put on record, politely and without trusting anybody."""

__all__: list[str] = []
