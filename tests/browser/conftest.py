"""A browser on the pages of the sample story. Where there is no Chromium these tests are skipped, but for CI."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from browser.browsing import Served, Visit, Visitor
from onrecord.web.application import application
from onrecord.web.settings import Settings
from web_samples import TOKEN, copied, reader

PATIENCE = 30_000
"""Milliseconds until something that should be there is missed; the machines of CI are slow and shared."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium: that of the variable CHROMIUM, or Debian's."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(path).exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must walk the pages, and there is no Chromium at {path}")
        pytest.skip(f"there is no Chromium at {path}; install one, or name yours in CHROMIUM")
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all: a second one beside it does not start."""
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
    yield opened
    opened.close()


@contextmanager
def serving(ledger: Path) -> Iterator[Served]:
    """The pages of a ledger on a port of this machine that the system gives."""
    settings = Settings(ledger, token=TOKEN, author="Ada Tester", rate=1_000_000)
    config = uvicorn.Config(application(settings), port=0, log_level="error", access_log=False)
    server = uvicorn.Server(config)
    bound = config.bind_socket()
    running = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    running.start()
    try:
        yield Served(f"http://127.0.0.1:{bound.getsockname()[1]}", ledger)
    finally:
        server.should_exit = True
        running.join(10)
        bound.close()


@pytest.fixture(scope="session")
def served(chromium: str, story: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample story, for whoever only reads. Without a browser it is not made."""
    assert chromium
    for path in ("/", "/events", "/documents", "/review"):  # templates are compiled before a clock runs
        reader(story).get(path)
    with serving(copied(story, tmp_path_factory.mktemp("served"))) as found:
        yield found


@pytest.fixture
def own(chromium: str, story: Path, tmp_path: Path) -> Iterator[Served]:
    """A copy of the sample story, for one who changes it."""
    assert chromium
    with serving(copied(story, tmp_path)) as found:
        yield found


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a browser window: of a size, light or dark, with the token or without, with JavaScript or without."""
    visitors: list[Visitor] = []

    def opened(
        of: Served,
        scheme: Literal["light", "dark"] = "light",
        width: int = 1280,
        token: bool = False,
        script: bool = True,
    ) -> Visitor:
        context = browser.new_context(
            base_url=of.address,
            color_scheme=scheme,
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        visitor = Visitor(context.new_page(), of)
        visitors.append(visitor)
        if token:
            visitor.page.goto(f"/enter?token={TOKEN}")
        return visitor

    yield opened
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.page.context.close()
    assert not faults, "the browser complained: " + "; ".join(faults)
