"""What a watch tells of itself while it runs."""

import msgspec

__all__ = ["Added", "Missed", "News", "Polled"]


class Polled(msgspec.Struct, frozen=True):
    """A feed was asked: `items` in it, `fresh` ones among them; or `problem`, why there was no answer. `again` is the time
    of the next poll, in seconds since 1970. `unchanged` where the server says that nothing is new."""

    feed: str
    again: float
    items: int = 0
    fresh: int = 0
    unchanged: bool = False
    problem: str | None = None


class Missed(msgspec.Struct, frozen=True):
    """A page gave no article: why, and whether it is tried again."""

    url: str
    problem: str
    again: bool


class Added(msgspec.Struct, frozen=True):
    """Articles went into the record file."""

    written: int
    unchanged: int
    failed: int


News = Polled | Missed | Added
