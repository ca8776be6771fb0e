"""In a real browser: timeline and map really draw, within the policy, from this machine alone, and lead to events."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from served_samples import live
from web_samples import reader

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# software rendering, so that a machine without a graphics card draws maps as well
WEBGL = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
NO_WEBGL = ("--no-sandbox", "--disable-gpu", "--disable-3d-apis")

pytestmark = [
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="there is no Chromium"),
    pytest.mark.filterwarnings("ignore"),
]

WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', e => window.violations.push(
    `${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile || ''}:${e.lineNumber}`));
"""


@pytest.fixture(scope="module")
def base(story: Path) -> Iterator[str]:
    with live(reader(story)) as address:
        yield address


@pytest.fixture(scope="module")
def browser(playwright: Any) -> Iterator[Any]:
    made = playwright.chromium.launch(executable_path=CHROMIUM, args=list(WEBGL))
    yield made
    made.close()


class Reader:
    """A page that notes what it should not do."""

    def __init__(self, browser: Any, base: str, **about: Any) -> None:
        self.context = browser.new_context(base_url=base, **about)
        self.page = self.context.new_page()
        self.page.add_init_script(WATCH)
        self.said: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda made: self._note(base, made.url))

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def _note(self, base: str, url: str) -> None:
        if not url.startswith((base, "data:", "blob:")):
            self.outside.append(url)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *of: object) -> None:
        self.context.close()

    def quiet(self) -> None:
        assert self.said == []
        assert self.outside == []
        assert self.page.evaluate("window.violations") == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


LOOKS: list[dict[str, Any]] = [
    {"viewport": {"width": 1280, "height": 900}},
    {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "reduced_motion": "reduce"},
]


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow and dark"])
def test_the_timeline_draws_each_event_once(browser: Any, base: str, look: dict[str, Any]) -> None:
    with Reader(browser, base, **look) as reading:
        page = reading.page
        page.goto("/timeline")
        page.wait_for_selector("[data-timeline] svg .mark-symbol path")
        events = page.locator("table.drawn tbody tr").count()
        assert page.locator("[data-timeline] svg .mark-symbol path").count() == events
        assert page.locator("[data-overview] svg .mark-rect path").count() > 1
        labels = page.locator("[data-timeline] svg .role-axis-label text").count()
        panels = page.locator("[data-timeline] svg .role-title-text").count()
        assert labels >= events + 2 * panels  # a row has its number, and each panel its dates
        reading.quiet()


def test_what_happened_and_what_is_planned_differ_in_panel_shape_and_colour(browser: Any, base: str) -> None:
    with Reader(browser, base, **LOOKS[0]) as reading:
        page = reading.page
        page.goto("/timeline")
        page.wait_for_selector("[data-timeline] svg .mark-symbol path")
        titles = " ".join(page.locator("[data-timeline] svg .role-title-text").all_text_contents())
        assert "Reported as done" in titles and "not reported as done" in titles
        marks = page.locator("[data-timeline] svg .mark-symbol path")
        drawn = {(mark.get_attribute("fill"), mark.get_attribute("stroke")) for mark in marks.all()}
        filled = {stroke for fill, stroke in drawn if fill == stroke}
        hollow = {stroke for fill, stroke in drawn if fill != stroke}
        assert filled and hollow and not filled & hollow


def test_a_mark_of_the_timeline_leads_to_its_event(browser: Any, base: str) -> None:
    with Reader(browser, base, **LOOKS[0]) as reading:
        page = reading.page
        page.goto("/timeline")
        mark = page.wait_for_selector("[data-timeline] svg .mark-symbol path")
        mark.hover()
        assert page.locator(".balloon").is_visible()
        mark.click()
        page.wait_for_url(re.compile("/events/"))


def test_the_timeline_follows_light_and_dark(browser: Any, base: str) -> None:
    with Reader(browser, base, **LOOKS[0]) as reading:
        page = reading.page
        page.goto("/timeline")
        page.wait_for_selector("[data-timeline] svg .mark-symbol path")
        first = "document.querySelector('[data-timeline] svg .mark-symbol path').getAttribute('stroke')"
        before = page.evaluate(first)
        page.click("[data-theme-switch]")
        for _ in range(100):
            if page.evaluate(first) != before:
                break
            page.wait_for_timeout(50)
        assert page.evaluate(first) != before
        reading.quiet()


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow and dark"])
def test_the_map_draws_and_its_marks_count_every_event(browser: Any, base: str, look: dict[str, Any]) -> None:
    with Reader(browser, base, **look) as reading:
        page = reading.page
        page.goto("/map")
        page.wait_for_selector("[data-map][data-drawn]", timeout=20_000)
        assert page.locator(".globe canvas").count() == 1
        marks = page.locator(".pin")
        counted = sum(map(int, page.locator(".pin .figure").all_inner_texts()))
        totals = page.locator("table.drawn tbody td:last-child").all_inner_texts()
        assert counted == sum(int(total.replace(",", "")) for total in totals)
        assert all(re.search(": [0-9]+ (happened|ahead|denied)", mark.text_content() or "") for mark in marks.all())
        assert {mark.get_attribute("tabindex") for mark in marks.all()} == {"-1"}  # the table is for the keyboard
        reading.quiet()


def test_a_map_shows_land_not_an_empty_canvas(browser: Any, base: str) -> None:
    with Reader(browser, base, **LOOKS[0]) as reading:
        page = reading.page
        page.goto("/map")
        page.wait_for_selector("[data-map][data-drawn]", timeout=20_000)
        page.wait_for_timeout(500)
        picture = page.locator(".globe canvas").screenshot()
        assert len(picture) > 15_000  # a canvas of one colour has some 3,000 bytes as PNG


def test_without_webgl_the_flat_map_stays(playwright: Any, base: str) -> None:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(NO_WEBGL))
    with Reader(browser, base, **LOOKS[0]) as reading:
        page = reading.page
        page.goto("/map")
        page.wait_for_load_state("networkidle")
        assert page.locator("svg.flat").is_visible()
        assert page.locator("svg.flat .spot").count() == page.locator("table.drawn tbody tr").count()
        reading.quiet()
    browser.close()


@pytest.mark.parametrize("path", ["/timeline", "/map", "/relays", "/search?words=tariffs", "/sources", "/parties"])
def test_pages_hold_all_they_show_without_scripts(browser: Any, base: str, path: str) -> None:
    with Reader(browser, base, java_script_enabled=False, viewport={"width": 360, "height": 740}) as reading:
        page = reading.page
        page.goto(path)
        assert page.locator("table.drawn tbody tr, ol.lines > li").count() > 3
        assert reading.outside == []


def test_the_drawn_relays_can_be_walked(browser: Any, base: str) -> None:
    with Reader(browser, base, **LOOKS[0]) as reading:
        page = reading.page
        page.goto("/relays")
        assert page.locator("svg.graph .curve").count() > 10
        page.locator("svg.graph a", has_text="NBC News").click()
        page.wait_for_url(re.compile("/sources/NBC%20News"))
        reading.quiet()


def test_the_keys_walk_the_tables(browser: Any, base: str) -> None:
    with Reader(browser, base, **LOOKS[0]) as reading:
        page = reading.page
        page.goto("/timeline")
        page.keyboard.press("j")
        page.keyboard.press("j")
        address = page.evaluate("document.activeElement.getAttribute('href')")
        assert address == page.locator("table.drawn tbody tr:nth-child(2) a").get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/events/"))
