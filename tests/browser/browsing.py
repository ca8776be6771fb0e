"""What the tests in a browser share: who visits, what the browser complains of, faults of access, pictures."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page

AXE = Path(__file__).parent / "axe" / "axe.min.js"
"""axe-core, unchanged, under the MPL-2.0; used by these tests alone and no part of the program."""

SERIOUS = ("serious", "critical")


@dataclass(frozen=True, slots=True)
class Served:
    """A ledger that is shown at an address."""

    address: str
    ledger: Path


@dataclass
class Visitor:
    """A window on the pages; `faults` are what the browser complained of, which no page may make it do."""

    page: Page
    of: Served
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "WebGL" not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.of.address, "blob:", "data:")):
            self.faults.append(f"{self.page.url} asked {url}, which is elsewhere")

    def picture(self, name: str, whole: bool = True) -> None:
        """Keep a picture of what is shown, for people."""
        folder = Path(os.environ.get("ONRECORD_PICTURES") or "build/pictures")
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png", full_page=whole)

    def inaccessible(self) -> list[str]:
        """The serious faults of access (WCAG 2.1 A and AA) that axe finds in what is shown, one line each."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
        found: dict[str, Any] = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags
        )
        return [
            f"{one['id']}: {one['help']}: {node['html'][:160]} … {node['failureSummary'][:240]}"
            for one in found["violations"]
            if one["impact"] in SERIOUS
            for node in one["nodes"][:3]
        ]

    def is_wider_than_window(self) -> bool:
        """Whether the page would have to be scrolled sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


Visit = Callable[..., Visitor]
"""Opens a window on what is served: `visit(served, scheme="dark", width=360, token=True, script=False)`."""
