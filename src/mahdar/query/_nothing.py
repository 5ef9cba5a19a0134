"""A record file with nothing in it."""

from mahdar.store import Store, in_memory

__all__ = ["Nothing"]


class Nothing(Store):
    """A record file with nothing in it, in memory: what is asked of it is answered by the registry alone."""

    def __init__(self) -> None:
        super().__init__(in_memory())
