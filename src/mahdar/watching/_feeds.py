"""The list of feeds to watch, as a person writes it."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from mahdar.errors import WatchError

__all__ = ["Feed", "Watchlist", "read_watchlist"]


class Feed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A feed: its address, the name of its outlet where its pages do not give it, and how often to ask, in minutes."""

    url: str
    outlet: str | None = None
    every: float | None = None


class Watchlist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`feed` are the feeds; `every` is how often each is asked, in minutes; `delay` the seconds between two requests to one
    host; `most` how many new articles of one poll are fetched."""

    feed: tuple[Feed, ...]
    every: float = 15.0
    delay: float = 5.0
    most: int = 100

    def seconds(self, feed: Feed) -> float:
        """How long after one poll of a feed the next is due."""
        return 60.0 * (self.every if feed.every is None else feed.every)


def read_watchlist(path: Path) -> Watchlist:
    """Read a list of feeds (TOML). Raises WatchError, which names what is wrong."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        found = msgspec.convert(given, Watchlist)
    except (OSError, UnicodeDecodeError) as problem:
        raise WatchError(
            f"{path} cannot be read: {getattr(problem, 'strerror', None) or 'it is not UTF-8'}"
        ) from problem
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise WatchError(f"{path}: {problem}") from problem
    seen: set[str] = set()
    for feed in found.feed:
        if feed.url in seen:
            raise WatchError(f"{path}: {feed.url} stands there twice")
        seen.add(feed.url)
        if not _is_address(feed.url):
            raise WatchError(f"{path}: {feed.url!r} is no address that begins with http:// or https://")
        if found.seconds(feed) < 60:
            raise WatchError(f"{path}: {feed.url}: 'every' is in minutes, at least 1")
    if not found.feed:
        raise WatchError(f"{path} names no feed; each is a [[feed]] with its url")
    if found.delay < 0 or found.most < 1:
        raise WatchError(f"{path}: 'delay' is at least 0 and 'most' at least 1")
    return found


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
