"""One browser and one server on the examples for all tests that look at pages."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Route, sync_playwright

from mahdar.knowledge import Knowledge
from mahdar.store import Store
from mahdar.web import create_app

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome-stable"))), None)
_FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 380, "height": 800}


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Without a browser there is nothing to look with."""
    return True if CHROMIUM is None and collection_path.name.startswith("test_") else None


@pytest.fixture(scope="session")
def address(example_store: Store, words: Knowledge) -> Iterator[str]:
    """Where the site on the examples is served."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(example_store, words), port=port, log_level="error", ws="none"))
    running = threading.Thread(target=server.run)
    running.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    running.join()


# Of the module, not of the session: while Playwright runs, its loop is that of this thread, and no test after it could have one.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


Look = Callable[..., Any]


@pytest.fixture(scope="module")
def bare(chromium: Browser) -> Iterator[Page]:
    """One page of a narrow screen that runs no scripts, for all that are looked at so."""
    context = chromium.new_context(
        viewport=NARROW, java_script_enabled=False, color_scheme="dark", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def look(chromium: Browser, address: str) -> Look:
    """`with look(path, ...) as page`: a page in a context of its own. At its end nothing may have gone wrong: no error on the
    console, and no request that leaves the machine."""

    @contextmanager
    def looking(path: str, *, scripts: bool = True, dark: bool = False, narrow: bool = False) -> Iterator[Page]:
        left: list[str] = []
        wrong: list[str] = []

        def kept_here(route: Route) -> None:
            if route.request.url.startswith(address):
                route.continue_()
            else:
                left.append(route.request.url)
                route.abort()

        context = chromium.new_context(
            viewport=NARROW if narrow else WIDE,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.route("**/*", kept_here)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address + path)
        yield page
        context.close()
        assert left == []
        assert wrong == []

    return looking
