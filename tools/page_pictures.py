"""Takes the pictures of the pages that the documentation shows, of the sample story, into docs/pictures.

python tools/page_pictures.py [CHROMIUM]
"""

from __future__ import annotations

import sys
import tempfile
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from onrecord.cli.app import app
from onrecord.ledger import EventFilter, Ledger
from onrecord.web.application import application
from onrecord.web.settings import Settings

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
TOKEN = "a-token-for-pictures-only"
SIZE = {"width": 1120, "height": 760}


def main() -> None:
    """Read the sample story, serve it, and take the pictures."""
    chromium = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.db"
        app(["demo", "--ledger", str(path)], standalone_mode=False)
        with Ledger(path) as ledger:
            event = next(iter(ledger.events(EventFilter(words="drone", stages=("considered",))))).id
            document = next(iter(ledger.event(event).told)).document.id
        config = uvicorn.Config(application(Settings(path, token=TOKEN, author="Reader")), port=0, log_level="error")
        server = uvicorn.Server(config)
        bound = config.bind_socket()
        threading.Thread(target=server.run, args=([bound],), daemon=True).start()
        base = f"http://127.0.0.1:{bound.getsockname()[1]}"
        pages = {
            "today": "/?since=2000-01-01",
            "event": f"/events/{event}",
            "timeline": "/timeline",
            "map": "/map",
            "document": f"/events/{event}.json",  # its address is looked up there
            "review": "/review",
        }
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            shown = browser.new_context(viewport=SIZE, color_scheme="light").new_page()  # type: ignore[arg-type]
            shown.goto(f"{base}/enter?token={TOKEN}")
            for name, address in pages.items():
                if name == "document":
                    shown.goto(f"{base}/documents?document={document}")
                    shown.locator("main a[href*='/documents/']").first.click()
                else:
                    shown.goto(base + address)
                shown.wait_for_load_state("networkidle")
                shown.wait_for_timeout(3_000)  # drawings are drawn, the map has come to rest
                shown.screenshot(path=PICTURES / f"{name}.png")
            browser.close()
        server.should_exit = True


if __name__ == "__main__":
    main()
