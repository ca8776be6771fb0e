"""A small ledger that is served in-process, for the tests of safety, of the API and of citations."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn
from fastapi.testclient import TestClient

from ledger_samples import TEXT, document, extraction, shelling, strikes
from onrecord.ledger import Ledger
from onrecord.linking.standard import standard_linker
from onrecord.web.application import application
from onrecord.web.settings import Settings

TOKEN = "a-token-of-the-tests-that-is-long"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
EXTRACTOR = "tests 1"


def make_ledger(path: Path, copies: int = 2) -> Path:
    """A ledger of one article under several ids, each with two claims, linked."""
    with Ledger(path) as ledger:
        for number in range(copies):
            add(ledger, f"harbour-{number}", published=f"2025-03-0{number + 1}", suffix=f"{number:02}")
        ledger.link(standard_linker())
    return path


def add(ledger: Ledger, id: str, text: str = TEXT, suffix: str = "", **about: Any) -> None:
    made = document(id, text, **{"url": f"https://harbour.example/{id}", "author": "Anna Elphberg"} | about)
    claims = (strikes(f"c0ffee01{suffix}"), shelling(f"c0ffee02{suffix}"))
    ledger.add(made, extraction(made, *claims), EXTRACTOR)


def served(path: Path, **settings: Any) -> TestClient:
    """A client of the application that serves a ledger; errors of the program come as answers, as to a browser."""
    chosen: dict[str, Any] = {"token": TOKEN, "rate": 1_000_000} | settings
    return TestClient(application(Settings(path, **chosen)), raise_server_exceptions=False)


@contextmanager
def live(client: TestClient) -> Iterator[str]:
    """The same application behind a real server on a free port of loopback; gives its address."""
    config = uvicorn.Config(client.app, host="127.0.0.1", port=0, log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    bound = config.bind_socket()
    thread = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
