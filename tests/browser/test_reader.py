"""A reader walks the pages: what moved, an event, a chain down to its words, search, the past, a download."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.browsing import Served, Visit, Visitor
from onrecord.ledger import Ledger


@pytest.fixture
def strikes(served: Served) -> str:
    """The id of the event that most passages tell."""
    with Ledger(served.ledger) as ledger:
        return max(ledger.events(), key=lambda event: len(event.claims)).id


def test_a_reader_opens_today_an_event_and_follows_a_chain_to_its_words(visit: Visit, served: Served) -> None:
    visitor: Visitor = visit(served)
    page = visitor.page
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.get_by_role("link", name=re.compile("drone attacks on cartels")).first.click()
    expect(page.get_by_role("heading", name="On whose word")).to_be_visible()
    telling = page.locator(".telling").filter(has=page.locator(".chain li:nth-child(3)")).first
    words = telling.locator(".chain q").inner_text().strip()
    telling.get_by_role("link", name="The document with all that was read in it").click()
    expect(page).to_have_url(re.compile(r"/documents/.*#claim-"))
    target = page.locator("a.ink:target")
    expect(target).to_have_text(words)
    target.click()
    explained = page.locator("#explain")
    expect(explained).to_be_visible()
    expect(explained).to_contain_text("act:")
    expect(explained).to_contain_text("Why")
    visitor.picture("document-explained", whole=False)
    page.keyboard.press("Escape")
    expect(explained).to_be_hidden()


def test_layers_are_switched_on_and_off_and_stand_in_the_address(visit: Visit, served: Served, strikes: str) -> None:
    visitor: Visitor = visit(served)
    page = visitor.page
    page.goto(f"/events/{strikes}")
    page.get_by_role("link", name="The document with all that was read in it").first.click()
    act = page.locator(".text a.ink-act").first
    drawn = "element => getComputedStyle(element).backgroundImage.split('linear-gradient').length"
    with_acts = act.evaluate(drawn)
    page.get_by_role("checkbox", name="Acts").uncheck()
    assert act.evaluate(drawn) < with_acts
    assert "layer=act" not in page.url
    assert "layer=source" in page.url
    page.reload()
    expect(page.get_by_role("checkbox", name="Acts")).not_to_be_checked()


def test_the_keys_go_through_the_list_open_an_event_and_come_back(visit: Visit, served: Served) -> None:
    visitor: Visitor = visit(served)
    page = visitor.page
    page.goto("/events")
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    second = page.locator("[data-item]").nth(1).locator("[data-open]")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/events/[0-9a-f]+$"))
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile(r"/events$"))
    page.wait_for_load_state()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text("reported to have happened")
    visitor.picture("help", whole=False)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_label("Search the ledger")).to_be_focused()
    page.keyboard.type("j?k")
    expect(page.get_by_label("Search the ledger")).to_have_value("j?k")


def test_a_reader_searches(visit: Visit, served: Served) -> None:
    visitor: Visitor = visit(served)
    page = visitor.page
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("surveillance flights")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?.*words=surveillance"))
    expect(page.locator("main")).to_contain_text("surveillance")
    visitor.picture("search")


def test_a_reader_looks_at_the_past_and_comes_back(visit: Visit, served: Served, strikes: str) -> None:
    visitor: Visitor = visit(served)
    page = visitor.page
    page.goto(f"/events/{strikes}")
    before = page.locator(".telling").count()
    page.get_by_text("As of now").click()
    page.get_by_label("As reported until").fill("2025-02-28")
    page.locator("details.moment").get_by_role("button", name="Show").click()
    expect(page.locator(".banner")).to_contain_text("As reported until 2025-02-28")
    assert 0 < page.locator(".telling").count() < before
    visitor.picture("event-in-the-past")
    page.get_by_role("link", name="Timeline").click()
    expect(page).to_have_url(re.compile("reported_until=2025-02-28"))
    page.locator(".banner").get_by_role("link", name="Back to now").click()
    expect(page.locator(".banner")).to_have_count(0)


def test_a_page_is_downloaded_as_json_and_csv(visit: Visit, served: Served, tmp_path: Path) -> None:
    visitor: Visitor = visit(served)
    page = visitor.page
    page.goto("/events?stage=planned")
    for form, begins in (("JSON", "{"), ("CSV", "id,type")):
        with page.expect_download() as started:
            page.get_by_role("link", name=form, exact=True).click()
        kept = tmp_path / form
        started.value.save_as(kept)
        assert kept.read_text(encoding="utf-8").startswith(begins)


def test_light_and_dark_follow_the_system_until_the_reader_chooses(visit: Visit, served: Served) -> None:
    visitor: Visitor = visit(served, scheme="dark")
    page = visitor.page
    page.goto("/")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Switch between light and dark").click()
    light = page.evaluate(ground)
    assert light != dark
    page.goto("/events")
    assert page.evaluate(ground) == light


def test_all_can_be_read_without_javascript(visit: Visit, served: Served, strikes: str) -> None:
    visitor: Visitor = visit(served, script=False)
    page = visitor.page
    page.goto(f"/events/{strikes}")
    page.get_by_text("The rest of the article").first.click()
    expect(page.locator(".article-text").first).to_be_visible()
    page.get_by_role("link", name="The document with all that was read in it").first.click()
    words = page.locator(".text a.ink-act").first
    words.click()
    expect(page.locator(".note-item:target")).to_be_visible()
