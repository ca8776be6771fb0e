"""The timeline: events by their own dates, what is planned apart from what happened, as a drawing and as a table."""

from __future__ import annotations

from fastapi import APIRouter, Request

from onrecord.web.asked import Question, opened
from onrecord.web.drawn import COLUMNS, EXACTNESS, LEANINGS, drawn, overview, row
from onrecord.web.page import Page, add_page
from onrecord.web.remembered import remembered

router = APIRouter()
PATH = "/timeline"


def timeline(request: Request, question: Question) -> Page:
    """The dated events that the filters let through, those that begin last first, and how many begin in each month."""
    with opened(request, question) as ledger:
        counts = remembered(
            request, question, ledger, ("months", question.events), lambda: ledger.event_months(question.events)
        )
        found = ledger.dated_events(question.events, question.size, question.offset)
    undated = sum(count.events for count in counts if count.month is None)
    events = [drawn(event, question.moment) for event in found.items]
    whole = overview(counts, question, PATH)
    panels = {name: [one for one in events if one.leaning == name] for name in LEANINGS}
    return Page(
        "timeline.html",
        "Timeline",
        context={
            "total": found.total, "undated": undated, "events": events, "overview": whole, "panels": panels,
            "leanings": LEANINGS, "exactness": EXACTNESS, "data": question.address(f"{PATH}.json"),
        },
        data={
            "total": found.total, "offset": found.offset, "undated": undated, "overview": whole, "events": events,
            "titles": LEANINGS,
        },
        columns=COLUMNS,
        rows=[row(one) for one in events],
    )  # fmt: skip


add_page(router, PATH, timeline)
