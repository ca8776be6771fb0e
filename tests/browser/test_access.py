"""No page has a serious fault of access, or is wider than the window: in light, in dark, on a narrow screen."""

from __future__ import annotations

from itertools import product

import pytest

from browser.browsing import Served, Visit, Visitor
from onrecord.ledger import Ledger
from onrecord.linking.wording import standing_of
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES
from onrecord.web.addresses import claim_path, document_path, event_path

WINDOWS = {"light": ("light", 1280), "dark": ("dark", 1280), "narrow": ("light", 360), "narrow-dark": ("dark", 360)}

PLAIN = {
    "today": "/", "events": "/events?stage=planned", "documents": "/documents", "review": "/review",
    "timeline": "/timeline", "map": "/map", "sources": "/sources", "situations": "/situations",
    "search": "/search?words=drone", "parties": "/parties", "claims": "/claims", "audits": "/audits",
    "missing": "/events/ffffffffff",
}  # fmt: skip
OF_RECORDS = ("event", "judge", "document", "claim")

LOOKS = [(name, window) for name in (*PLAIN, *OF_RECORDS) for window in ("light", "narrow-dark")]
"""Every page in both schemes and at both widths; each look takes some seconds, so that all four are for a few pages."""
LOOKS += [(name, window) for name in ("today", "event", "timeline", "map") for window in ("dark", "narrow")]


def path_of(name: str, of: Served) -> str:
    if name in PLAIN:
        return PLAIN[name]
    with Ledger(of.ledger) as ledger:
        event = max(ledger.events(), key=lambda event: len(event.claims))
        told = ledger.event(event.id).told[0]
    return {
        "event": event_path(event.id),
        "judge": f"{event_path(event.id)}/judge?kind=stage&claim={told.claim.id}",
        "document": f"{document_path(told.document.id)}?layer=act&layer=source&layer=content&layer=time",
        "claim": claim_path(told.claim.id),
    }[name]


@pytest.mark.parametrize(("name", "window"), LOOKS)
def test_a_page_is_open_to_all(visit: Visit, served: Served, name: str, window: str) -> None:
    scheme, width = WINDOWS[window]
    visitor: Visitor = visit(served, scheme=scheme, width=width, token=True)
    answer = visitor.page.goto(path_of(name, served))
    assert answer is not None
    assert answer.status == (404 if name == "missing" else 200)
    if name == "missing":
        visitor.faults.clear()  # the browser says that the page is missing, as it is
    visitor.page.wait_for_load_state("networkidle")
    visitor.picture(f"{name}-{window}")
    assert not visitor.is_wider_than_window()
    assert not visitor.inaccessible()


LONGEST = max((standing_of(*said) for said in product(STAGES, POLARITIES, CERTAINTIES)), key=len)
"""The longest standing that a claim can have, in words."""


@pytest.mark.parametrize("width", [360, 700, 1280])
def test_the_longest_standing_keeps_to_its_column(visit: Visit, served: Served, width: int) -> None:
    page = visit(served, width=width).page
    for path in ("/events", path_of("event", served)):
        page.goto(path)
        outside = page.evaluate(
            """longest => {
                const chips = [...document.querySelectorAll(".line-stage .stage, .rung-stage .stage")];
                for (const chip of chips) {
                    chip.lastElementChild.textContent = longest;
                    chip.style.fontSize = "1.2rem";  // as a reader who enlarges what is written
                }
                const past = chip => {
                    const [own, column] = [chip, chip.parentElement].map(one => one.getBoundingClientRect());
                    return own.right > column.right + 1;
                };
                return [chips.length, chips.filter(past).length];
            }""",
            LONGEST,
        )
        assert outside[0] and not outside[1], (path, outside)
