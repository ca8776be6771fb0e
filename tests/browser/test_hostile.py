"""In a real browser: no word of a hostile article runs, and the Content-Security-Policy holds where one would."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from fastapi.responses import HTMLResponse

from hostile_samples import HARM, hostile_ledger, values_of
from served_samples import TOKEN, live, served

sync_api = pytest.importorskip("playwright.sync_api")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

pytestmark = [
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="there is no Chromium"),
    pytest.mark.filterwarnings("ignore"),
]

# a page that sends its reader away at once is stopped by escaping alone: no policy speaks of it
STAYING = HARM.replace('http-equiv="refresh"', 'name="x"')
INJECTED = f"""<!doctype html><html><head><title>test</title></head><body onload="window.pwned='onload'">
<script>window.pwned = 'inline'</script><img src="x" onerror="window.pwned='onerror'">
<a id="link" href="javascript:window.pwned='href'">x</a><script src="data:text/javascript,window.pwned='data'"></script>
<script src="https://elsewhere.example/x.js"></script><style>body {{ color: rgb(1, 2, 3) }}</style>
<iframe srcdoc="<script>parent.pwned='frame'</script>"></iframe><base href="https://elsewhere.example/">
<form id="form" action="https://elsewhere.example/"><button>send</button></form>{STAYING}</body></html>"""
"""What a page would be that put an article into itself as markup: the policy is the second wall."""

WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', e => window.violations.push(
    `${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile || ''}:${e.lineNumber} ${e.sample}`));
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_ledger(tmp_path_factory.mktemp("hostile") / "served.db")


@pytest.fixture(scope="module")
def base(path: Path) -> Iterator[str]:
    client = served(path, author=HARM)
    client.app.add_api_route("/injected", lambda: HTMLResponse(INJECTED))  # type: ignore[attr-defined]
    with live(client) as address:
        yield address


@pytest.fixture(scope="module")
def browser(playwright: Any) -> Iterator[Any]:
    made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
    yield made
    made.close()


@pytest.fixture
def page(browser: Any, base: str) -> Iterator[Any]:
    context = browser.new_context(base_url=base)
    context.route(lambda url: not url.startswith((base, "data:", "blob:")), lambda route: route.abort())
    opened = context.new_page()
    opened.add_init_script(WATCH)
    opened.dialogs, opened.outside = [], []
    opened.on("dialog", lambda dialog: (opened.dialogs.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda made: made.url.startswith((base, "data:", "blob:")) or opened.outside.append(made.url))
    yield opened
    context.close()


def harmless(page: Any) -> None:
    assert page.dialogs == []
    assert page.outside == []
    assert page.evaluate("window.pwned") is None


def pages(path: Path) -> list[str]:
    known = values_of(path)
    return [
        "/", "/events", "/documents", "/timeline", "/map", "/sources", "/parties", "/relays", "/situations", "/review",
        "/search?words=strikes", f"/events/{known['event']}", f"/claims/{known['claim']}",
        f"/documents/{known['key']}", f"/events/{known['event']}/judge?kind=stage", "/api", "/enter",
    ]  # fmt: skip


def test_no_page_runs_a_word_of_an_article(page: Any, path: Path) -> None:
    page.goto(f"/enter?token={TOKEN}")
    broken: dict[str, list[str]] = {}
    for address in pages(path):
        page.goto(address)
        with suppress(sync_api.TimeoutError):  # a map draws on
            page.wait_for_load_state("networkidle", timeout=3_000)
        for summary in page.query_selector_all("details:not([open]) > summary")[:20]:
            with suppress(sync_api.Error):
                summary.click(timeout=500)
        page.mouse.move(200, 300)
        page.keyboard.press("Tab")
        harmless(page)
        found = page.evaluate("window.violations")
        if found:
            broken[address] = found
    assert not broken, "pages of our own keep within the policy"


def test_the_policy_stops_what_would_be_injected(page: Any) -> None:
    page.goto("/injected")
    page.wait_for_load_state("load")
    with suppress(sync_api.Error):
        page.click("#link", timeout=1_000)
    with suppress(sync_api.Error):
        page.click("#form button", timeout=1_000)
    page.wait_for_timeout(300)
    assert page.dialogs == []
    assert page.evaluate("window.pwned") is None
    assert page.url.endswith("/injected")
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(1, 2, 3)"
    said = " ".join(page.evaluate("window.violations"))
    for directive in ("script-src-elem inline", "script-src-attr inline", "base-uri", "style-src-elem inline"):
        assert directive in said, said
    assert [url for url in page.outside if "elsewhere" in url and "x.js" not in url and ".css" not in url] == []


def test_no_other_site_can_frame_a_page(page: Any, base: str) -> None:
    page.goto("about:blank")
    page.set_content(f'<iframe src="{base}/"></iframe>')
    page.wait_for_timeout(500)
    frames = [frame for frame in page.frames if frame != page.main_frame]
    assert all(not frame.url.startswith(base) or "onrecord" not in frame.content() for frame in frames)


def test_the_token_leaves_the_address_and_the_history(page: Any) -> None:
    page.goto(f"/enter?token={TOKEN}")
    assert TOKEN not in page.url
    assert page.evaluate("document.referrer") == ""
    assert page.evaluate("document.cookie") == ""
