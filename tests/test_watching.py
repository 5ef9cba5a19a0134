"""Watching feeds: what servers say, what they try, and what is kept. The servers are of these tests, on this machine."""

import contextlib
import gzip
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpcore
import pytest

from mahdar.errors import WatchError
from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.model import Failure
from mahdar.store import Store
from mahdar.watching import Added, Feed, Missed, News, Polled, Watchlist, WatchReport, read_watchlist, watch
from mahdar.watching import _transport as transport
from mahdar.watching._addresses import AddressError, public_addresses
from mahdar.watching._fetch import Fetcher, FetchError
from mahdar.watching._robots import Robots
from mahdar.watching._state import State

TEXT = "التقى وزير الخارجية الروسي نظيره الإيراني في موسكو اليوم الأحد، وبحثا ملف الحدود بين البلدين في لقاء طويل."
Answer = tuple[int, dict[str, str], bytes]
Route = Answer | Callable[[BaseHTTPRequestHandler], None]


def page(n: object, text: str = TEXT) -> Answer:
    html = f"<html><head><title>خبر {n}</title></head><body><article><h1>خبر {n}</h1><p>{text} رقم {n}.</p></article></body></html>"
    return 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode()


def rss(*links: str, top: str = "") -> bytes:
    items = "".join(
        f"<item><title>خبر</title><link>{link}</link><pubDate>Sun, 06 May 2018 10:00:00 GMT</pubDate></item>"
        for link in links
    )
    return (
        f'<?xml version="1.0"?>{top}<rss version="2.0"><channel><title>المثال</title>{items}</channel></rss>'.encode()
    )


def feed(*links: str, **headers: str) -> Answer:
    return (
        200,
        {"Content-Type": "application/rss+xml"} | {k.replace("_", "-"): v for k, v in headers.items()},
        rss(*links),
    )


class Site:
    """A server with its routes, and what was asked of it."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers.items())))
                route = site.routes.get(self.path, (404, {}, b""))
                try:
                    if callable(route):
                        route(self)
                        return
                    status, headers, body = route
                    self.send_response(status)
                    for name, value in {"Content-Length": str(len(body)), **headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    return

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


class Clock:
    """A time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


Run = Callable[..., tuple[WatchReport, list[News]]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def run(tmp_path: Path, knowledge: Knowledge, clock: Clock) -> Run:
    """A watch that takes each of some feeds once."""

    def run(*urls: str, **named: Any) -> tuple[WatchReport, list[News]]:
        told: list[Any] = []
        listed = Watchlist(tuple(Feed(url) for url in urls), **named.pop("listed", {}))
        with Store.open(tmp_path / "w.db", create=True) as store:
            report = watch(
                listed, store, knowledge, state=tmp_path / "w.db.watch", once=True, tell=told.append, clock=clock,
                sleep=clock.sleep, **{"private": True, "link": False} | named,
            )  # fmt: skip
        return report, told

    return run


def stored(tmp_path: Path) -> list[str | None]:
    with Store.open(tmp_path / "w.db") as store:
        return sorted(article.url or "" for article, _ in store.records())  # type: ignore[return-value]


def failures(tmp_path: Path) -> list[Failure]:
    with Store.open(tmp_path / "w.db") as store:
        return list(store.failures())


def problems(told: list[News]) -> list[str]:
    return [news.problem or "" for news in told if isinstance(news, Polled | Missed) and news.problem]


# --- what is new is fetched once, politely


def test_new_articles_are_added_once(site: Site, run: Run, tmp_path: Path, clock: Clock) -> None:
    site.routes |= {"/feed": feed("/1", f"{site.url}/2#top", ETag='"a"', Last_Modified="Sun, 06 May 2018 10:00:00 GMT")}
    site.routes |= {"/1": page(1), "/2": page(2)}
    report, told = run(f"{site.url}/feed")
    assert report == WatchReport(polls=1, failed_polls=0, written=2, unchanged=0, failed=0)
    assert stored(tmp_path) == [f"{site.url}/1", f"{site.url}/2"]
    assert site.paths() == ["/robots.txt", "/feed", "/1", "/2"]
    assert "mahdar" in site.asked[1][1]["User-Agent"]
    # A delay between two requests to one host.
    assert len([seconds for seconds in clock.slept if seconds == pytest.approx(5)]) == 2
    assert told == [Polled(f"{site.url}/feed", again=1_000_900.0, items=2, fresh=2), Added(2, 0, 0)]
    with Store.open(tmp_path / "w.db") as store:
        article, record = next(store.records())
    assert article.title in ("خبر 1", "خبر 2") and article.published == "2018-05-06" and article.outlet == "المثال"
    assert record.events

    # Again: asked whether there is something new, and there is one more.
    clock.now += 1000
    site.routes["/feed"] = (304, {}, b"")
    report, told = run(f"{site.url}/feed")
    assert site.asked[-1][1]["If-None-Match"] == '"a"'
    assert site.asked[-1][1]["If-Modified-Since"] == "Sun, 06 May 2018 10:00:00 GMT"
    assert told == [Polled(f"{site.url}/feed", again=clock.now + 900, unchanged=True)] and report.written == 0
    clock.now += 1000
    site.routes |= {"/feed": feed("/1", "/3"), "/3": page(3)}
    report, _ = run(f"{site.url}/feed")
    assert report.written == 1 and site.paths().count("/1") == 1 and len(stored(tmp_path)) == 3


def test_it_goes_on_until_it_is_stopped(site: Site, tmp_path: Path, knowledge: Knowledge, clock: Clock) -> None:
    site.routes |= {"/feed": feed("/1"), "/1": page(1)}

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock.now > 1_000_000 + 3 * 900:
            raise KeyboardInterrupt
        if clock.now > 1_000_000 + 900:
            site.routes |= {"/feed": feed("/1", "/2"), "/2": page(2)}

    told: list[Any] = []
    with Store.open(tmp_path / "w.db", create=True) as store, pytest.raises(KeyboardInterrupt):
        watch(
            Watchlist((Feed(f"{site.url}/feed"),)), store, knowledge, state=tmp_path / "s", private=True, clock=clock,
            sleep=sleep, tell=told.append,
        )  # fmt: skip
    assert site.paths().count("/feed") == 4 and site.paths().count("/1") == site.paths().count("/2") == 1
    assert len(stored(tmp_path)) == 2
    assert sum("LinkReport" in type(news).__name__ for news in told) == 2, "linked after each arrival"


def test_one_failure_stops_nobody(site: Site, run: Run, tmp_path: Path) -> None:
    site.routes |= {"/good": feed("/1", "/gone", "/pdf", "/english", "/broken"), "/1": page(1), "/bad": (500, {}, b"")}
    site.routes |= {"/pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF"), "/broken": (503, {}, b"")}
    site.routes |= {"/english": (200, {"Content-Type": "text/html"}, b"<p>Nothing in Arabic here at all.</p>" * 9)}
    report, told = run(
        f"{site.url}/bad", "http://127.0.0.1:1/feed", "http://no-such-host.invalid/x", f"{site.url}/good"
    )
    assert (report.polls, report.failed_polls, report.written, report.failed) == (4, 3, 1, 4)
    assert stored(tmp_path) == [f"{site.url}/1"]
    assert [(failure.source, failure.problem) for failure in failures(tmp_path)] == [
        (f"{site.url}/english", "no Arabic text"),
        (f"{site.url}/gone", "the server answers 404"),
        (f"{site.url}/pdf", "no page but application/pdf"),
    ]
    assert [news.url for news in told if isinstance(news, Missed) and news.again] == [f"{site.url}/broken"]


def test_backing_off(site: Site, run: Run, clock: Clock) -> None:
    url = f"{site.url}/feed"
    site.routes["/feed"] = (500, {}, b"")
    waits = []
    for _ in range(9):
        _, (polled,) = run(url)
        assert isinstance(polled, Polled) and polled.problem == "the server answers 500"
        waits.append(polled.again - clock.now)
        assert run(url)[0].polls == 0, "not asked before its time"
        clock.now = polled.again
    for n, wait in enumerate(waits):
        assert 0.75 * min(900 * 2**n, 86_400) <= wait <= 1.25 * min(900 * 2**n, 86_400)
    site.routes["/feed"] = (429, {"Retry-After": "100000"}, b"")
    _, (polled,) = run(url)
    assert isinstance(polled, Polled) and 100_000 <= polled.again - clock.now <= 108_001
    clock.now = polled.again
    site.routes["/feed"] = feed()
    assert run(url)[0].failed_polls == 0
    site.routes["/feed"] = (500, {}, b"")
    clock.now += 900
    _, (polled,) = run(url)
    assert isinstance(polled, Polled) and polled.again - clock.now < 1200, "one success, and it begins anew"


def test_a_page_is_tried_again_and_at_last_given_up(site: Site, run: Run, tmp_path: Path, clock: Clock) -> None:
    site.routes |= {"/feed": feed("/1"), "/1": (503, {"Retry-After": "7200"}, b"")}
    run(f"{site.url}/feed")
    clock.now += 3600
    run(f"{site.url}/feed")
    assert site.paths().count("/1") == 1, "the server asked for two hours"
    for _ in range(6):
        clock.now += 90_000
        run(f"{site.url}/feed")
    assert site.paths().count("/1") == 5
    assert [failure.problem for failure in failures(tmp_path)] == ["the server answers 503"]


def test_what_robots_forbid_is_not_fetched(site: Site, run: Run, tmp_path: Path, clock: Clock) -> None:
    rules = b"User-agent: other\nDisallow: /\n\nUser-agent: mahdar\nDisallow: /private\nCrawl-delay: 20\n"
    site.routes |= {"/robots.txt": (200, {}, rules), "/feed": feed("/1", "/private/2", "/3"), "/1": page(1)}
    site.routes |= {"/3": (302, {"Location": "/private/4"}, b""), "/private/2": page(2), "/private/4": page(4)}
    report, _ = run(f"{site.url}/feed")
    assert stored(tmp_path) == [f"{site.url}/1"] and report.failed == 2
    assert not any(path.startswith("/private") for path in site.paths())
    assert {failure.problem for failure in failures(tmp_path)} == {"its robots.txt does not allow it"}
    assert 20 in [round(seconds) for seconds in clock.slept]


def test_where_robots_cannot_be_asked_nothing_is_fetched(site: Site, run: Run) -> None:
    site.routes |= {"/robots.txt": (500, {}, b""), "/feed": feed("/1"), "/1": page(1)}
    report, told = run(f"{site.url}/feed")
    assert report.failed_polls == 1 and site.paths() == ["/robots.txt"]
    assert "robots.txt cannot be read" in problems(told)[0]


def test_robots_that_take_for_ever(site: Site) -> None:
    wild = b"User-agent: *\nDisallow: /" + b"*a" * 40 + b"*b$\n"
    site.routes["/robots.txt"] = (200, {}, wild)
    with Fetcher(private=True) as fetcher:
        begun = time.process_time()
        with contextlib.suppress(FetchError):
            Robots(fetcher, time.time).may(f"{site.url}/" + "a" * 1500)
        assert time.process_time() - begun < 4


# --- what servers try


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.8 198.18.0.1 224.0.0.1
    240.0.0.1 255.255.255.255 192.0.2.1 :: ::1 fe80::1 fe80::1%lo fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1
    ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:a00:1:: ::127.0.0.1
    2001:0:4136:e378:8000:63bf:80ff:fffe 2001:db8::1 100::1 2130706433 0x7f.1 0177.0.0.1 127.1 localhost""".split(),
)
def test_addresses_that_are_not_spoken_to(address: str) -> None:
    with pytest.raises((AddressError, OSError)):
        public_addresses(address, 80)


def test_addresses_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822", "2002:5db8:d822::1"):
        assert public_addresses(address, 443) == (address,)
    with pytest.raises(AddressError, match="port 6379"):
        public_addresses("93.184.216.34", 6379)
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(AddressError, match=r"10\.0\.0\.1"):
        public_addresses("mixed.example", 80)


def test_nothing_private_is_fetched_unless_it_is_said(site: Site, run: Run) -> None:
    site.routes |= {"/feed": feed("/1"), "/1": page(1)}
    report, told = run(f"{site.url}/feed", private=False)
    assert report.failed_polls == 1 and site.asked == []
    assert "port" in problems(told)[0] or "not of the public internet" in problems(told)[0]


def test_a_redirection_into_the_private_network(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host counts as public here; the second is what it is."""

    def addresses(host: str, port: int, *, private: bool) -> tuple[str, ...]:
        return ("127.0.0.1",) if host == "news.example" else public_addresses(host, 80, private=private)

    monkeypatch.setattr(transport, "public_addresses", addresses)
    secret = f"http://127.0.0.1:{site.port}/secret"
    for n, target in enumerate(
        (secret, f"http://localhost:{site.port}/secret", f"//[::ffff:7f00:1]:{site.port}/secret")
    ):
        site.routes[f"/{n}"] = (302, {"Location": target}, b"")
        with Fetcher() as fetcher, pytest.raises(FetchError, match="not of the public internet"):
            fetcher.get(f"http://news.example:{site.port}/{n}", 1000)
    for target in (
        "file:///etc/passwd",
        "ftp://news.example/x",
        "gopher://127.0.0.1/",
        "javascript:1",
        "http://a:b@news.example/",
    ):
        site.routes["/x"] = (302, {"Location": target}, b"")
        with Fetcher() as fetcher, pytest.raises(FetchError, match=r"only http|name and a password|no address"):
            fetcher.get(f"http://news.example:{site.port}/x", 1000)
    assert "/secret" not in site.paths()


def test_a_name_that_changes_its_address_after_it_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: public when it is asked for first, this machine from then on."""
    answers = iter(["93.184.216.34", *["127.0.0.1"] * 9])
    connected: list[str] = []

    def resolve(host: str, port: int, **named: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(self: Any, host: str, *given: Any, **named: Any) -> Any:
        connected.append(host)
        raise httpcore.ConnectError("nobody is there")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with Fetcher() as fetcher:
        with pytest.raises(FetchError, match="nobody is there"):
            fetcher.get("http://rebind.example/", 1000)
        with pytest.raises(FetchError, match="not of the public internet"):
            fetcher.get("http://rebind.example/", 1000)
    assert connected == ["93.184.216.34"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate")
def test_certificates_are_checked_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the connection goes to an address."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(key),
         "-out", str(certificate), "-days", "2", "-subj", "/CN=x", "-addext", "subjectAltName=DNS:news.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    monkeypatch.setattr(transport, "public_addresses", lambda *_, **__: ("127.0.0.1",))
    site = Site()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True, do_handshake_on_connect=False)
    site.routes["/1"] = page(1)
    try:
        with Fetcher(seconds=10) as fetcher, pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
            fetcher.get(f"https://news.example:{site.port}/1", 10_000)
        monkeypatch.setattr("httpx.create_ssl_context", lambda **_: ssl.create_default_context(cafile=certificate))
        with Fetcher(seconds=10) as fetcher:
            assert fetcher.get(f"https://news.example:{site.port}/1", 10_000).status == 200
            with pytest.raises(FetchError, match="Hostname mismatch"):
                fetcher.get(f"https://other.example:{site.port}/1", 10_000)
    finally:
        site.server.shutdown()
        site.server.server_close()


def test_proxies_of_the_surroundings_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    site.routes["/1"] = page(1)
    with Fetcher(private=True) as fetcher:
        assert fetcher.get(f"{site.url}/1", 10_000).status == 200


def test_redirections(site: Site, run: Run, tmp_path: Path) -> None:
    site.routes |= {"/loop": (302, {"Location": "/loop2"}, b""), "/loop2": (302, {"Location": "/loop"}, b"")}
    site.routes |= {f"/far{n}": (301, {"Location": f"/far{n + 1}"}, b"") for n in range(9)}
    site.routes |= {"/nowhere": (302, {"Location": "http://[::1"}, b""), "/bare": (302, {}, b"")}
    site.routes |= {"/1": (301, {"Location": "/one"}, b""), "/one": page(1)}
    site.routes["/feed"] = feed("/loop", "/far0", "/nowhere", "/bare", "/1")
    report, told = run(f"{site.url}/feed", listed={"delay": 0.0})
    assert report.written == 1 and stored(tmp_path) == [f"{site.url}/one"]
    assert sorted(problem.rpartition("/")[2] for problem in problems(told)) == [
        "far5: more than 5 redirections",
        "loop leads round in a circle",
        "nowhere leads to what is no address",
        "the server answers 302",
    ]


def drip(size: int, pause: float) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(size):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(pause)

    return answer


def dripping_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(1000):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(5)


@pytest.mark.parametrize("route", [drip(1000, 0.1), dripping_headers, silent])
def test_a_server_that_drips_is_left_in_time(site: Site, route: Route) -> None:
    site.routes["/slow"] = route
    begun = time.monotonic()
    with Fetcher(private=True, seconds=0.7) as fetcher, pytest.raises(FetchError):
        fetcher.get(f"{site.url}/slow", 10_000)
    assert time.monotonic() - begun < 3


def test_huge_bodies_and_bombs(site: Site, run: Run, tmp_path: Path) -> None:
    html = b"<html><p>" + "قال ".encode() * 10
    bomb = gzip.compress(html + b"\0" * 300_000_000, 9)
    assert len(bomb) < 400_000
    thrice = gzip.compress(gzip.compress(bomb))
    packed = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    site.routes |= {
        "/endless": endless,
        "/gzip": (200, packed, bomb),
        "/deflate": (200, packed | {"Content-Encoding": "deflate"}, zlib.compress(html + b"\0" * 100_000_000)),
        "/often": (200, packed | {"Content-Encoding": "gzip, gzip, gzip"}, thrice),
        "/many": (200, packed | {"Content-Encoding": ", ".join(["gzip"] * 500)}, thrice),
        "/odd": (200, packed | {"Content-Encoding": "magic"}, b"x"),
        "/torn": (200, packed, bomb[:100]),
        "/1": (200, packed, gzip.compress(page(1)[2])),
        "/headers": (200, {f"X-{n}": "y" * 1000 for n in range(1000)}, b""),
        "/feed": feed("/endless", "/gzip", "/deflate", "/often", "/many", "/odd", "/torn", "/headers", "/1"),
    }
    report, told = run(f"{site.url}/feed", listed={"delay": 0.0})
    assert report.written == 1 and stored(tmp_path) == [f"{site.url}/1"]
    assert report.failed == 8
    said = " | ".join(problems(told))
    for words in ("more than 4.0 MiB", "more than 8.0 MiB", "packed 500 times over", "'magic' is not known"):
        assert words in said
    bombs = {"/f": (200, {"Content-Encoding": "gzip"}, bomb), "/g": (200, {}, rss() + b" " * 5_000_000)}
    site.routes |= bombs
    report, told = run(f"{site.url}/f", f"{site.url}/g", listed={"delay": 0.0})
    assert report.failed_polls == 2 and all("more than 4.0 MiB" in problem for problem in problems(told))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize("comment", ["", "<!-- first -->" + "<!-- " + "x" * 5000 + " -->"])
def test_entities_of_a_feed_are_not_expanded(site: Site, run: Run, tmp_path: Path, comment: str) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    top = f"""{comment}<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">
    <!ENTITY y SYSTEM "{site.url}/stolen"><!ENTITY % z SYSTEM "{site.url}/dtd"> %z; ]>"""
    body = rss("/1?&x;&l11;&y;", "/2", top=top).replace(b"<title>", b"<title>&x;&y;&l11;", 2)
    site.routes |= {"/feed": (200, {}, body), "/2": page(2)}
    report, _ = run(f"{site.url}/feed", listed={"delay": 0.0})
    assert report.written == 1 and not {"/stolen", "/dtd"} & set(site.paths())
    with Store.open(tmp_path / "w.db") as store:
        assert all("SECRET" not in (article.title or "") + article.text for article, _ in store.records())
    assert not any("SECRET" in path or "haha" in path for path in site.paths())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\1\2",
        b"<rss",
        b"<html><body>No feed</body></html>",
        b"<rss><channel><item><link>",
        b"{}",
        "خبر".encode(),
        b"<" * 9999,
    ],
)
def test_what_is_no_feed_is_said_so_or_empty(site: Site, run: Run, body: bytes) -> None:
    site.routes["/feed"] = (200, {}, body)
    report, told = run(f"{site.url}/feed")
    assert report.written == 0 and report.polls == 1
    assert isinstance(told[0], Polled) and (told[0].problem or told[0].items == 0)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "iso-8859-1"),
        ("windows-1256", "utf-8"),
        ("windows-1256", "no-such-charset"),
        ("utf-16", "windows-1256"),
    ],
)
def test_charsets_whatever_is_declared(site: Site, run: Run, tmp_path: Path, encoding: str, declared: str) -> None:
    kind = {"Content-Type": f"text/html; charset={declared}"}
    top = f'<?xml version="1.0" encoding="{declared}"?>'
    feeds = rss("/1").decode().replace('<?xml version="1.0"?>', top).encode(encoding)
    site.routes |= {"/feed": (200, kind, feeds), "/1": (200, kind, page(1)[2].decode().encode(encoding))}
    run(f"{site.url}/feed", listed={"delay": 0.0})
    with Store.open(tmp_path / "w.db") as store:
        (pair,) = store.records()
    assert TEXT in pair[0].text and pair[0].outlet == "المثال"


def test_a_server_that_ends_early(site: Site, run: Run) -> None:
    def short(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.wfile.write(rss("/1")[:100])

    def rubbish(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\xff\xfeSSH-2.0 hello\r\n\r\n")

    site.routes |= {"/short": short, "/rubbish": rubbish}
    report, told = run(f"{site.url}/short", f"{site.url}/rubbish", listed={"delay": 0.0})
    assert report.failed_polls == 2 and len(problems(told)) == 2


# --- what is kept


SCRIPT = """
import sys
from pathlib import Path
from mahdar.knowledge import load_knowledge
from mahdar.store import Store
from mahdar.watching import Feed, Watchlist, watch

with Store.open(Path(sys.argv[1]), create=True) as store:
    watch(Watchlist((Feed(sys.argv[2]),), delay=0.0), store, load_knowledge(), state=Path(sys.argv[1] + ".watch"), once=True,
          private=True, link=False)
"""


def test_a_watch_that_was_killed_goes_on_where_it_was(site: Site, run: Run, tmp_path: Path, clock: Clock) -> None:
    """It is killed while it waits for a page, after some were written."""
    links = [f"/{n}" for n in range(50)]
    reached = threading.Event()

    def waiting(handler: BaseHTTPRequestHandler) -> None:
        reached.set()
        time.sleep(20)

    site.routes |= {"/feed": feed(*links)} | {link: page(link[1:]) for link in links} | {"/9": waiting}
    site.routes |= {f"/{n}": page(n) for n in range(50) if n != 9}
    # The pages of one poll come in the order of their addresses: "/9" is the last.
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "w.db"), f"{site.url}/feed"],
        env=os.environ | {"PYTHONPATH": str(Path(transport.__file__).parents[2])},
        stderr=subprocess.DEVNULL,
    )
    try:
        assert reached.wait(60)
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
    before = stored(tmp_path)
    assert 32 <= len(before) < 50
    asked, clock.now = len(site.asked), time.time()
    site.routes |= {"/9": page(9), "/feed": (304, {}, b"")}
    report, _ = run(f"{site.url}/feed", listed={"delay": 0.0})
    assert len(stored(tmp_path)) == 50 and report.written == 50 - len(before)
    assert len(site.asked) - asked == 2 + 50 - len(before), "robots, the feed, and what was not yet written"


def test_a_service_that_is_ended_writes_what_it_has(site: Site, tmp_path: Path) -> None:
    site.routes |= {"/feed": feed("/1", "/2"), "/1": page(1)}
    reached = threading.Event()

    def waiting(handler: BaseHTTPRequestHandler) -> None:
        reached.set()
        time.sleep(20)

    site.routes["/2"] = waiting
    (tmp_path / "feeds.toml").write_text(f'delay = 0\n[[feed]]\nurl = "{site.url}/feed"\n', encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "mahdar", "watch", "feeds.toml", "--into", "w.db", "--allow-private", "--no-link"],
        env=os.environ | {"PYTHONPATH": str(Path(transport.__file__).parents[2])}, cwd=tmp_path,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert reached.wait(60)
        process.terminate()
        said = process.communicate(timeout=60)[1]
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130 and "stopped; 1 article in w.db; run the same again" in said
    assert stored(tmp_path) == [f"{site.url}/1"]


def test_what_was_written_but_not_noted_is_not_fetched_again(site: Site, run: Run, tmp_path: Path) -> None:
    site.routes |= {"/feed": feed("/1"), "/1": page(1)}
    run(f"{site.url}/feed")
    (tmp_path / "w.db.watch").unlink()
    report, _ = run(f"{site.url}/feed")
    assert site.paths().count("/1") == 1 and report.unchanged == 1


def test_one_watch_at_a_time(tmp_path: Path, run: Run) -> None:
    with State(tmp_path / "w.db.watch"), pytest.raises(WatchError, match="another watch"):
        run("http://127.0.0.1:1/")
    (tmp_path / "w.db.watch").write_bytes(b"no database at all " * 100)
    with pytest.raises(WatchError, match="as if for the first time"):
        run("http://127.0.0.1:1/")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("", "missing required field `feed`"),
        ("feed = []", "names no feed"),
        ("[[feed]]\nurl = 'http://a.example/'\nevry = 3", "unknown field `evry`"),
        ("[[feed]]\nurl = 'file:///etc/passwd'", "no address"),
        ("[[feed]]\nurl = 'http://a.example/'\n[[feed]]\nurl = 'http://a.example/'", "stands there twice"),
        ("every = 0.5\n[[feed]]\nurl = 'http://a.example/'", "at least 1"),
        ("delay = -1\n[[feed]]\nurl = 'http://a.example/'", "at least 0"),
        ("[[feed", "feeds.toml: "),
    ],
)
def test_lists_that_are_wrong(tmp_path: Path, given: str, problem: str) -> None:
    (tmp_path / "feeds.toml").write_text(given, encoding="utf-8")
    with pytest.raises(WatchError, match=problem):
        read_watchlist(tmp_path / "feeds.toml")
    with pytest.raises(WatchError, match="cannot be read"):
        read_watchlist(tmp_path / "none.toml")


def test_the_command(site: Site, mahdar: Callable[..., Any], tmp_path: Path) -> None:
    site.routes |= {"/feed": feed("/1", "/2"), "/1": page(1)}
    (tmp_path / "feeds.toml").write_text(
        f'delay = 0\n[[feed]]\nurl = "{site.url}/feed"\noutlet = "جريدة"\n', encoding="utf-8"
    )
    refused = mahdar("watch", "feeds.toml", "--once")
    assert (refused.status == 1 and "public internet" in refused.err) or "port" in refused.err
    (tmp_path / "mahdar.db.watch").unlink()
    ran = mahdar("watch", "feeds.toml", "--once", "--allow-private")
    assert ran.status == 1, ran.err
    assert ran.out == "1 poll, 0 failed; articles: 1 written, 0 there already, 1 failed; in mahdar.db\n"
    assert f"{site.url}/feed: 2 items, 2 new; again at " in ran.err
    assert f"{site.url}/2: the server answers 404\n" in ran.err
    assert "linked: " in ran.err
