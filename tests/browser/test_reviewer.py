"""A reviewer corrects a stage, takes it back, and works through the queue by keyboard; with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from browser.browsing import Served, Visit, Visitor
from onrecord.ledger import Ledger


@pytest.fixture
def planned(own: Served) -> str:
    """The id of an event on one claim that is planned."""
    with Ledger(own.ledger) as ledger:
        return next(e.id for e in ledger.events() if e.stage == "planned" and len(e.claims) == 1)


def correct_and_undo(page: Page, event: str) -> None:
    page.goto(f"/events/{event}")
    expect(page.locator("p.standing")).to_contain_text("planned")
    page.get_by_role("link", name="Wrong stage").first.click()
    form = page.locator("#judge-form")
    form.get_by_role("radio", name="considered").check()
    form.get_by_label("Why").fill("no decision was taken")
    form.get_by_role("button", name="Record").click()
    status = page.get_by_role("status")
    expect(status).to_contain_text("Recorded:")
    expect(status).to_contain_text("no decision was taken")
    expect(page.locator("p.standing")).to_contain_text("considered")
    status.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back:")
    expect(page.locator("p.standing")).to_contain_text("planned")
    expect(page.locator(".judgements .withdrawn")).to_contain_text("Ada Tester")


def test_a_reviewer_corrects_a_stage_and_takes_it_back(visit: Visit, own: Served, planned: str) -> None:
    visitor: Visitor = visit(own, token=True)
    page = visitor.page
    page.goto(f"/events/{planned}")
    page.get_by_role("link", name="Wrong stage").first.click()
    expect(page).to_have_url(re.compile(f"/events/{planned}$"))  # the form comes to where the reviewer is
    expect(page.locator("#judge-form input:not([type=hidden])").first).to_be_focused()
    visitor.picture("event-judging")
    correct_and_undo(page, planned)
    visitor.picture("event-judged")


def test_the_same_works_without_javascript(visit: Visit, own: Served, planned: str) -> None:
    correct_and_undo(visit(own, token=True, script=False).page, planned)


def test_the_queue_is_worked_through_by_keyboard(visit: Visit, own: Served) -> None:
    visitor: Visitor = visit(own, token=True)
    page = visitor.page
    page.goto("/review")
    first = page.locator("#case").inner_text()
    visitor.picture("review")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("page=2"))
    page.wait_for_load_state()
    page.keyboard.press("b")
    expect(page.locator("#case")).to_have_text(first)
    page.wait_for_load_state()
    page.keyboard.press("1")
    expect(page.locator("#judge-form")).to_contain_text("Wrong stage")
    page.goto("/review")
    page.keyboard.press("y")
    expect(page.get_by_role("status")).to_contain_text("right as it is")
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.locator("#case")).not_to_have_text(first)


def test_a_form_without_a_reason_is_not_sent(visit: Visit, own: Served, planned: str) -> None:
    page = visit(own, token=True).page
    page.goto(f"/events/{planned}")
    page.get_by_role("link", name="Not an event").first.click()
    page.locator("#judge-form").get_by_role("button", name="Record").click()
    expect(page.get_by_role("status")).to_have_count(0)
    with Ledger(own.ledger) as ledger:
        assert not ledger.judgements()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda route: route.fulfill(status=503, body="busy"), "the ledger cannot be used just now (503)"),
        (lambda route: route.abort("connectionrefused"), "the server does not answer"),
    ],
    ids=["busy", "gone"],
)
def test_what_could_not_be_sent_is_said_where_it_was_written_and_stays(
    visit: Visit, own: Served, planned: str, answer: Callable[[Route], None], said: str
) -> None:
    visitor: Visitor = visit(own, token=True)
    page = visitor.page
    page.goto(f"/events/{planned}")
    page.get_by_role("link", name="Not an event").first.click()
    form = page.locator("#judge-form")
    form.get_by_label("Why").fill("a figure of speech")
    page.route("**/judge", lambda route: answer(route) if route.request.method == "POST" else route.continue_())
    form.get_by_role("button", name="Record").click()
    expect(form.get_by_role("alert")).to_contain_text(said)
    expect(form.get_by_label("Why")).to_have_value("a figure of speech")
    visitor.faults.clear()  # the browser says that the answer was none, as it was
    page.unroute("**/judge")
    form.get_by_role("button", name="Record").click()
    expect(page.get_by_role("status")).to_contain_text("Recorded:")


def test_of_two_windows_the_later_one_sees_what_the_earlier_one_judged(visit: Visit, own: Served, planned: str) -> None:
    early, late = (visit(own, token=True) for _ in range(2))
    for visitor, stage in ((early, "considered"), (late, "threatened")):
        visitor.page.goto(f"/events/{planned}")
        visitor.page.get_by_role("link", name="Wrong stage").first.click()
        visitor.page.locator("#judge-form").get_by_role("radio", name=stage).check()
        visitor.page.locator("#judge-form").get_by_label("Why").fill(f"it is {stage}")
    early.page.locator("#judge-form").get_by_role("button", name="Record").click()
    expect(early.page.get_by_role("status")).to_contain_text("Recorded:")
    form = late.page.locator("#judge-form")
    form.get_by_role("button", name="Record").click()
    expect(form.get_by_role("alert")).to_contain_text("It was judged since this form was made")
    expect(form.get_by_label("Why")).to_have_value("it is threatened")
    late.faults.clear()  # the browser says that the first answer was a conflict, as it was
    form.get_by_role("button", name="Record").click()
    expect(late.page.get_by_role("status")).to_contain_text("it is threatened")
    late.faults.clear()
