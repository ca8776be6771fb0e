"""The pages over the sample story, for the tests: a ledger that is made once, and browsers that read or write."""

from __future__ import annotations

import re
import shutil
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from onrecord.cli.main import run
from onrecord.ledger import Ledger
from onrecord.linking.event import Event
from onrecord.web.application import application
from onrecord.web.settings import Settings

TOKEN = "a-token-for-tests-of-24-chars"


def make_story(folder: Path) -> Path:
    """A ledger with the sample story, read and linked."""
    path = folder / "story.db"
    with redirect_stdout(StringIO()), suppress(SystemExit):
        run(["demo", "--ledger", str(path), "--jobs", "1"])
    return path


def copied(ledger: Path, folder: Path) -> Path:
    """A copy of a ledger, for a test that changes it."""
    return Path(shutil.copy(ledger, folder / "copy.db"))


def reader(ledger: Path, **settings: Any) -> TestClient:
    """A browser without the token: it reads."""
    made = replace(Settings(ledger, token=TOKEN, author="Ada Tester", rate=100_000), **settings)
    return TestClient(application(made), follow_redirects=False)


def writer(ledger: Path, **settings: Any) -> TestClient:
    """A browser that came by the address with the token: its pages have forms that change the ledger."""
    client = reader(ledger, **settings)
    assert client.get("/enter", params={"token": TOKEN}).status_code == 303
    return client


def planned_event(path: Path) -> Event:
    """An event on one claim that is planned."""
    with Ledger(path) as ledger:
        return next(e for e in ledger.events() if e.stage == "planned" and len(e.claims) == 1)


def csrf_in(page: str) -> str:
    """What the forms of a page send so that no foreign page can send them."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found, "this page has no form that writes"
    return found[1]
