"""The pictures of the pages in the README: taken in Chromium from the examples, and from nothing else.

python tools/take_pictures.py [FOLDER]      # docs/pictures
"""

import asyncio
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from mahdar.engine import build, link_store
from mahdar.knowledge import load_knowledge
from mahdar.query import episodes
from mahdar.reading import read_articles
from mahdar.store import Store
from mahdar.web import create_app
from make_browser import browser

ROOT = Path(__file__).resolve().parent.parent
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()
WIDE, NARROW = {"width": 1200, "height": 760}, {"width": 390, "height": 760}
MOST = 120_000


@contextmanager
def serving(store: Store) -> Iterator[str]:
    """The site on a store, at an address of this machine."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    config = uvicorn.Config(create_app(store, load_knowledge()), port=port, log_level="error", ws="none")
    server = uvicorn.Server(config)
    running = threading.Thread(target=lambda: asyncio.run(server.serve()))
    running.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    running.join()


def wanted(store: Store) -> dict[str, tuple[str, dict[str, int], bool]]:
    """What is taken: name, address, size, dark or not."""
    knowledge = load_knowledge()
    one = episodes(store, knowledge, kinds=("meeting",), sources=2, limit=1)[0]
    doc = one.tellings[0].source.doc
    pair = store.article(doc)
    assert pair is not None
    said = max(pair[1].statements, key=lambda said: (len(said.chain), len(said.content)))
    return {
        "overview-ar": ("/ar?year=2018", WIDE, False),
        "chronology-en": ("/en/chronology?from=2018&to=2018&order=oldest", WIDE, False),
        "episode-ar": (f"/ar/episode/{one.episode}", WIDE, False),
        "reader-ar": (f"/ar/article/{doc}?find={said.id}", WIDE, False),
        "reader-en-dark": (f"/en/article/{doc}?find={said.id}", WIDE, True),
        "overview-ar-narrow": ("/ar?year=2018", NARROW, False),
    }


def take(page: Page, into: Path) -> None:
    """One picture: lossless if that is small enough, else with less and less detail."""
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    into.write_bytes(page.screenshot(type="png"))
    if into.stat().st_size > MOST:
        into.unlink()
        for quality in (85, 75, 65, 55, 45):
            other = into.with_suffix(".jpg")
            other.write_bytes(page.screenshot(type="jpeg", quality=quality))
            if other.stat().st_size <= MOST:
                break


def main() -> int:
    """Take them all."""
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    path = browser()
    if path is None:
        print("there is no Chromium here", file=sys.stderr)
        return 1
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "examples.db", create=True) as store:
        knowledge = load_knowledge()
        build(read_articles([str(ROOT / "examples")], knowledge), store, knowledge)
        link_store(store, knowledge)
        with serving(store) as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
            for name, (where, size, dark) in wanted(store).items():
                context = chromium.new_context(
                    viewport={"width": size["width"], "height": size["height"]},
                    color_scheme="dark" if dark else "light",
                )
                page = context.new_page()
                page.goto(address + where)
                take(page, into / f"{name}.png")
                context.close()
            chromium.close()
    for picture in sorted(into.iterdir()):
        print(f"{picture.name}  {picture.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
