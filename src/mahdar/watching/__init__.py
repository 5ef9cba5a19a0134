"""Watching feeds: what is new in them is fetched, read and put on record, politely and without trusting anybody."""

from mahdar.watching._feeds import Feed, Watchlist, read_watchlist
from mahdar.watching._news import Added, Missed, News, Polled
from mahdar.watching._watch import WatchReport, watch

__all__ = ["Added", "Feed", "Missed", "News", "Polled", "WatchReport", "Watchlist", "read_watchlist", "watch"]
