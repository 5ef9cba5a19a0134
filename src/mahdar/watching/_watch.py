"""The watch itself: whose turn it is, what is fetched, what becomes of it."""

import random
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from mahdar.engine import LinkReport, build, link_store
from mahdar.errors import ReadingError
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure
from mahdar.reading import FeedItem, PayloadError, read_items, read_payload, unpacked
from mahdar.store import Store
from mahdar.watching._feeds import Feed, Watchlist
from mahdar.watching._fetch import Fetched, Fetcher, FetchError
from mahdar.watching._news import Added, Missed, News, Polled
from mahdar.watching._robots import Robots
from mahdar.watching._state import FeedState, Page, State

__all__ = ["WatchReport", "watch"]

_MOST_IN_FEED, _MOST_IN_PAGE = 4 * 2**20, 4 * 2**20
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
# A page is tried so often, at first again after five minutes; a feed that fails is left alone for a day at most.
_TRIES, _FIRST_WAIT, _LONGEST_WAIT = 5, 300.0, 86_400.0
# What was fetched is written when it is so many articles, or when there is nothing to fetch for a while.
_BATCH = 32
# Linking a large file takes a while: while feeds come in it is done so often.
_LINK_SECONDS = 300.0
# The longest sleep at once, and the longest that something fetched waits for others; a wait for which other work is taken up.
_NAP, _LULL = 30.0, 10.0


class WatchReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a watch did: polls and those that failed, articles written, those that were there, pages that gave none."""

    polls: int
    failed_polls: int
    written: int
    unchanged: int
    failed: int


class _Count:
    def __init__(self) -> None:
        self.polls = self.failed_polls = self.written = self.unchanged = self.failed = 0

    def report(self) -> WatchReport:
        return WatchReport(**vars(self))


def watch(
    feeds: Watchlist,
    store: Store,
    knowledge: Knowledge,
    *,
    state: Path,
    once: bool = False,
    private: bool = False,
    link: bool = True,
    tell: Callable[[News | LinkReport], None] = lambda news: None,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
    seconds: float = 60.0,
) -> WatchReport:
    """Ask the feeds for news, fetch what is new, and put it on record; for ever, or `once`, which takes each feed once.

    What was seen is kept in the file `state`, so that a watch that was stopped, in whatever way, goes on where it was. A feed
    or page that fails is tried again later and stops nobody else. `private` allows hosts that are not of the public internet,
    which lets whoever writes a feed read what this machine can reach: for tests. `seconds`: for one request. A KeyboardInterrupt
    is raised again after what was fetched has been written. Raises WatchError where the state cannot be kept, StoreError.
    """
    with State(state) as kept, Fetcher(private=private, seconds=seconds, now=clock) as fetcher:
        return _Watch(feeds, store, knowledge, kept, fetcher, once, link, tell, clock, sleep).run()


class _Watch:
    def __init__(
        self,
        feeds: Watchlist,
        store: Store,
        knowledge: Knowledge,
        state: State,
        fetcher: Fetcher,
        once: bool,
        link: bool,
        tell: Callable[[News | LinkReport], None],
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._feeds, self._store, self._knowledge, self._state = feeds, store, knowledge, state
        self._fetcher, self._robots = fetcher, Robots(fetcher, clock)
        self._once, self._link, self._tell, self._clock, self._sleep = once, link, tell, clock, sleep
        self._by_url = {feed.url: feed for feed in feeds.feed}
        self._polled: set[str] = set()
        self._free: dict[str, float] = {}
        self._read: dict[str, Article | Failure] = {}
        self._gathering_since = 0.0
        self._count = _Count()
        self._linked_at: float | None = None
        self._jitter = random.Random()

    def run(self) -> WatchReport:
        begun = self._clock()
        try:
            while (task := self._next(begun)) is not None:
                at, what = task
                wait = at - self._clock()
                if wait > 0:
                    if wait > _LULL or self._clock() - self._gathering_since > _NAP:
                        self._write()
                    if wait > _LULL:
                        self._bring_together()
                    self._sleep(max(0.0, min(at - self._clock(), _NAP)))
                elif isinstance(what, Feed):
                    self._poll(what)
                else:
                    self._fetch(what)
                    if len(self._read) >= _BATCH:
                        self._write()
        finally:
            # Also when somebody stops it: what was fetched was asked of somebody.
            self._write()
        self._bring_together(last=True)
        return self._count.report()

    def _next(self, begun: float) -> tuple[float, Feed | Page] | None:
        """What is to be done next and from when on; None when there is nothing left of what is to be done once."""
        tasks: list[tuple[float, Feed | Page]] = []
        for feed in self._feeds.feed:
            state = self._state.feed(feed.url)
            at = state.held if self._once else max(state.due, state.held)
            if not self._once or (feed.url not in self._polled and at <= begun):
                tasks.append((max(at, self._host_is_free(feed.url)), feed))
        for page in self._state.pages():
            known = page.feed in self._by_url and page.url not in self._read
            if known and not (self._once and page.due > self._clock()):
                tasks.append((max(page.due, self._host_is_free(page.url)), page))
        # Of two that could be done now, pages go first: they are fewer with each that is done.
        return min(tasks, key=lambda task: (task[0], isinstance(task[1], Feed)), default=None)

    def _host_is_free(self, url: str) -> float:
        return self._free.get(urlsplit(url).netloc, 0.0)

    def _get(self, url: str, most: int, headers: dict[str, str] | None = None) -> Fetched:
        """Fetch politely: as robots.txt wishes, and no second request to a host before its delay is over."""
        try:
            return self._fetcher.get(url, most, headers, self._robots.may)
        finally:
            delay = max(self._feeds.delay, self._robots.delay(url))
            self._free[urlsplit(url).netloc] = self._clock() + delay

    # --- feeds

    def _poll(self, feed: Feed) -> None:
        self._polled.add(feed.url)
        self._count.polls += 1
        before = self._state.feed(feed.url)
        asked = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
        try:
            found = self._get(feed.url, _MOST_IN_FEED, {name: value for name, value in asked.items() if value})
            if found.status == 304:
                after = self._answered(feed, before)
                self._state.put(after, now=self._clock())
                self._tell(Polled(feed.url, again=after.due, unchanged=True))
                return
            title, items = self._items(found)
        except (FetchError, ReadingError) as problem:
            self._poll_failed(feed, before, problem)
            return
        after = msgspec.structs.replace(
            self._answered(feed, before),
            etag=_header(found, "etag"),
            modified=_header(found, "last-modified"),
            title=title or before.title,
        )
        fresh = self._state.put(after, items[: self._feeds.most], self._clock())
        self._tell(Polled(feed.url, again=after.due, items=len(items), fresh=fresh))

    def _items(self, found: Fetched) -> tuple[str | None, tuple[FeedItem, ...]]:
        try:
            body = unpacked(found.body, found.headers, _MOST_IN_FEED)
        except PayloadError as problem:
            raise ReadingError(found.url, "", str(problem)) from problem
        if len(body) > _MOST_IN_FEED:
            raise ReadingError(found.url, "", f"a feed of more than {_MOST_IN_FEED / 2**20:.1f} MiB")
        charset = found.headers.get("content-type", "").lower().partition("charset=")[2].strip(" \"';") or None
        return read_items(body, found.url, charset)

    def _answered(self, feed: Feed, before: FeedState) -> FeedState:
        due = self._clock() + self._feeds.seconds(feed)
        return msgspec.structs.replace(before, due=due, held=0.0, failures=0)

    def _poll_failed(self, feed: Feed, before: FeedState, problem: FetchError | ReadingError) -> None:
        self._count.failed_polls += 1
        wait = self._backed_off(self._feeds.seconds(feed), before.failures)
        if isinstance(problem, FetchError) and problem.wait is not None:
            wait = max(wait, problem.wait)
        held = self._clock() + wait
        self._state.put(msgspec.structs.replace(before, due=held, held=held, failures=before.failures + 1))
        told = problem.problem if isinstance(problem, ReadingError) else str(problem)
        self._tell(Polled(feed.url, again=held, problem=told))

    def _backed_off(self, first: float, failures: int) -> float:
        """Twice as long after each failure, and never as long as the others who fail at the same time."""
        wait: float = min(first * 2.0 ** min(failures, 20), _LONGEST_WAIT) * self._jitter.uniform(0.75, 1.25)
        return wait

    # --- pages

    def _fetch(self, page: Page) -> None:
        doc = blake2b(page.url.encode("utf-8", "replace"), digest_size=8).hexdigest()
        if self._store.article(doc) is not None:
            self._state.settle([page.url])
            self._count.unchanged += 1
            return
        try:
            found = self._get(page.url, _MOST_IN_PAGE)
            kind = found.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
            if kind not in _PAGES:
                raise FetchError(f"no page but {kind or 'nothing that has a name'}", lasting=True)
        except FetchError as problem:
            self._page_failed(page, problem)
            return
        feed = self._by_url[page.feed]
        article = read_payload(
            found.body,
            found.headers,
            self._knowledge,
            url=found.url,
            doc=doc,
            title=page.title,
            published=page.published,
            outlet=feed.outlet or self._state.feed(feed.url).title,
        )
        if isinstance(article, Failure):
            self._tell(Missed(page.url, article.problem, again=False))
        self._keep(page.url, msgspec.structs.replace(article, source=page.url))

    def _page_failed(self, page: Page, problem: FetchError) -> None:
        again = not problem.lasting and page.tries + 1 < _TRIES
        self._tell(Missed(page.url, str(problem), again=again))
        if again:
            wait = max(self._backed_off(_FIRST_WAIT, page.tries), problem.wait or 0.0)
            self._state.put_off(page.url, self._clock() + wait)
            self._count.failed += 1
        else:
            self._keep(page.url, Failure(page.url, "", "watching", str(problem)))

    def _keep(self, url: str, outcome: Article | Failure) -> None:
        if not self._read:
            self._gathering_since = self._clock()
        self._read[url] = outcome

    def _write(self) -> None:
        """Put on record what was fetched, and then take note that it is there."""
        if not self._read:
            return
        report = build(self._read.values(), self._store, self._knowledge)
        self._state.settle(self._read)
        self._read = {}
        self._count.written += report.written
        self._count.unchanged += report.unchanged
        self._count.failed += report.failed
        self._tell(Added(report.written, report.unchanged, report.failed))

    def _bring_together(self, *, last: bool = False) -> None:
        """Link what is new, unless that was done a moment ago."""
        due = self._linked_at is None or self._clock() - self._linked_at > _LINK_SECONDS
        if not self._link or not self._count.written or not (last or due):
            return
        report = link_store(self._store, self._knowledge)
        self._linked_at = self._clock()
        if report.changed:
            self._tell(report)


def _header(found: Fetched, name: str) -> str | None:
    value = found.headers.get(name, "")
    # What the server gives is sent back to it as it is, if it can stand in a header and is no pretext to store much.
    return value if value and len(value) < 1_000 and value.isascii() and value.isprintable() else None
