"""Today: what changed since the last visit."""

from __future__ import annotations

from fastapi import APIRouter, Request

from onrecord.web.asked import Question, opened
from onrecord.web.page import Page, add_page

router = APIRouter()


def today(request: Request, question: Question) -> Page:
    """What stands, those reported last first."""
    with opened(request, question) as ledger:
        events = list(ledger.events(question.events))
    shown = events[question.offset : question.offset + question.size]
    return Page(
        "today.html",
        "Today",
        context={"events": shown, "count": len(events)},
        data=shown,
        columns=("id", "type", "stage", "polarity", "sentence", "reports", "origins", "first", "last"),
        rows=[(e.id, e.type, e.stage, e.polarity, e.sentence, e.reports, e.origins, e.first, e.last) for e in shown],
    )


add_page(router, "/", today)
