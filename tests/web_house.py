"""A site to knock at: the record file of `examples/`, with a few articles of evil ids and words beside them."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from mahdar.engine import build, link_store
from mahdar.knowledge import Knowledge
from mahdar.model import Article
from mahdar.pipeline import analyse
from mahdar.reading import read_articles
from mahdar.store import Store
from mahdar.web import create_app

HERE = "http://127.0.0.1:8000"
EXAMPLES = Path(__file__).parent.parent / "examples"
NASTY = '<script>alert(1)</script> & \u202eمقلوب " \r\nSet-Cookie: a=b'
DOCS = (
    "a/b/../c",
    "خبر رقم ٧",
    "../../etc/passwd",
    "a b?c=d#e&f%2Fg",
    "quo\"te's;\r\nX: y",
    "/lead",
    "trail/",
    "<img src=x onerror=alert(1)>",
    "." * 3,
    "\u202egnp.cod",
)


def fill(path: Path, knowledge: Knowledge) -> None:
    """Make the record file."""
    text = "التقى وزير الخارجية القطري نظيره التركي في الدوحة الثلاثاء. وقال الوزير القطري إن المحادثات بناءة."
    with Store.open(path, create=True) as store:
        build(read_articles([str(EXAMPLES)], knowledge), store, knowledge, workers=1)
        for number, doc in enumerate(DOCS):
            one = Article(
                doc=doc, text=f"{text} {NASTY}", title=NASTY, outlet="<b>جيم</b>", published=f"2018-03-{number + 1:02}"
            )
            store.put_many([(one, analyse(one, knowledge), "1")])
        link_store(store, knowledge)


@contextmanager
def visiting(store: Store, knowledge: Knowledge, **given: Any) -> Iterator[TestClient]:
    """A client at the door of a site."""
    with TestClient(create_app(store, knowledge, **given), base_url=HERE, follow_redirects=False) as client:
        yield client


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """A server on a free port of this machine; its address."""
    here = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", proxy_headers=False))
    thread = Thread(target=lambda: asyncio.run(server.serve(sockets=[here])))
    thread.start()
    try:
        while not server.started and thread.is_alive():
            sleep(0.01)
        yield f"http://127.0.0.1:{here.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        here.close()
